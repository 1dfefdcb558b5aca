from django.apps import AppConfig


class MattermostConfig(AppConfig):
    name = "toutdoux.integrations.mattermost"
    label = "mattermost"
