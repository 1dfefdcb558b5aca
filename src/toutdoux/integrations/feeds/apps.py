from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "toutdoux.integrations.feeds"
    label = "feeds"
