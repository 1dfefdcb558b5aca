from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "toutdoux.ledger"
    label = "ledger"
