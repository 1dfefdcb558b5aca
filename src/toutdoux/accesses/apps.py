from django.apps import AppConfig


class AccessesConfig(AppConfig):
    name = "toutdoux.accesses"
    label = "accesses"
