from django.apps import AppConfig


class AssociationsConfig(AppConfig):
    name = "toutdoux.associations"
    label = "associations"
