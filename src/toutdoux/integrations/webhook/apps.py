from django.apps import AppConfig


class WebhookConfig(AppConfig):
    name = "toutdoux.integrations.webhook"
    label = "webhook"
