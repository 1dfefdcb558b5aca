"""Assemblies as a Django app."""

from django.apps import AppConfig


class AssembliesConfig(AppConfig):
    name = "toutdoux.assemblies"
    label = "assemblies"
    default_auto_field = "django.db.models.BigAutoField"
