from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "toutdoux.mandates"
    label = "mandates"
