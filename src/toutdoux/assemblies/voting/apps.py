"""What an assembly votes on, as a Django app."""

from django.apps import AppConfig


class VotingConfig(AppConfig):
    name = "toutdoux.assemblies.voting"
    label = "voting"
    default_auto_field = "django.db.models.BigAutoField"
