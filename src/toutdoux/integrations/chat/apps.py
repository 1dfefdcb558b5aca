from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "toutdoux.integrations.chat"
    label = "chat"
