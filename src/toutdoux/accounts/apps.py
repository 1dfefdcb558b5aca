from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "toutdoux.accounts"
    label = "accounts"
