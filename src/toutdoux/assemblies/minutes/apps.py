"""The minutes of assemblies as a Django app."""

from django.apps import AppConfig


class MinutesConfig(AppConfig):
    name = "toutdoux.assemblies.minutes"
    label = "minutes"
    default_auto_field = "django.db.models.BigAutoField"
