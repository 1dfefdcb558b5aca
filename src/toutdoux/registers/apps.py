from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "toutdoux.registers"
    label = "registers"
