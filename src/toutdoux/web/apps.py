from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "toutdoux.web"
    label = "web"
