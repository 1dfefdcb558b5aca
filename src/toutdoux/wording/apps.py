from django.apps import AppConfig


class WordingConfig(AppConfig):
    """An app only so that Django finds its catalogues in locale/."""

    name = "toutdoux.wording"
    label = "wording"
