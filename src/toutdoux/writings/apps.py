from django.apps import AppConfig


class WritingsConfig(AppConfig):
    name = "toutdoux.writings"
    label = "writings"
