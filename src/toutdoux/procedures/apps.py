from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "toutdoux.procedures"
    label = "procedures"
