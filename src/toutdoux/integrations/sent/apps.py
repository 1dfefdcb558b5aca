from django.apps import AppConfig


class SentConfig(AppConfig):
    name = "toutdoux.integrations.sent"
    label = "sent"
