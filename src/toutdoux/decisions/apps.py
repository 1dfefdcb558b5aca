from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "toutdoux.decisions"
    label = "decisions"
