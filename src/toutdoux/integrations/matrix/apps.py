from django.apps import AppConfig


class MatrixConfig(AppConfig):
    name = "toutdoux.integrations.matrix"
    label = "matrix"
