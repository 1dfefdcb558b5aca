from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "toutdoux.integrations"
    label = "integrations"
