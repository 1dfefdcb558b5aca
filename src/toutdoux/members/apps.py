from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "toutdoux.members"
    label = "members"
