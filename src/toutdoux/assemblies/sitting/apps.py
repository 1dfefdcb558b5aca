from django.apps import AppConfig


class SittingConfig(AppConfig):
    name = "toutdoux.assemblies.sitting"
    label = "sitting"
