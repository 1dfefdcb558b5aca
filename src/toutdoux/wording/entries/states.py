"""Where entries stand, in words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import pgettext_lazy

_STATES: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "request": {
            "received": pgettext_lazy("a request", "received"),
            "answered": pgettext_lazy("a request", "answered"),
            "helped": pgettext_lazy("a request", "helped"),
            "declined": pgettext_lazy("a request", "declined"),
            "dropped": pgettext_lazy("a request", "dropped"),
        },
        "partner": {
            "contact": pgettext_lazy("a convention", "in contact"),
            "drafted": pgettext_lazy("a convention", "being written"),
            "sent": pgettext_lazy("a convention", "sent to be signed"),
            "signed": pgettext_lazy("a convention", "signed"),
            "over": pgettext_lazy("a convention", "over"),
        },
        "acknowledgement": {
            "owed": pgettext_lazy("thanks", "owed"),
            "given": pgettext_lazy("thanks", "given"),
        },
        "project": {
            "planned": pgettext_lazy("a project", "planned"),
            "in-progress": pgettext_lazy("a project", "under way"),
            "done": pgettext_lazy("a project", "done"),
            "carried-over": pgettext_lazy("a project", "carried over"),
            "given-up": pgettext_lazy("a project", "given up"),
        },
        "expense": {
            "estimated": pgettext_lazy("an expense", "estimated"),
            "committed": pgettext_lazy("an expense", "allowed by a decision"),
            "paid": pgettext_lazy("an expense", "paid"),
            "given-up": pgettext_lazy("an expense", "given up"),
        },
        "subsidy": {
            "asked": pgettext_lazy("a subsidy", "asked for"),
            "obtained": pgettext_lazy("a subsidy", "obtained"),
            "refused": pgettext_lazy("a subsidy", "refused"),
            "received": pgettext_lazy("a subsidy", "received"),
        },
        "support": {
            "promised": pgettext_lazy("a membership", "promised"),
            "received": pgettext_lazy("a membership", "received"),
            "over": pgettext_lazy("a membership", "over"),
        },
        "service": {
            "planned": pgettext_lazy("a service", "planned"),
            "pending": pgettext_lazy("a service", "waiting"),
            "open": pgettext_lazy("a service", "open"),
            "read-only": pgettext_lazy("a service", "to be read only"),
            "closed": pgettext_lazy("a service", "closed"),
        },
        "machine": {
            "running": pgettext_lazy("a machine", "running"),
            "stored": pgettext_lazy("a machine", "stored"),
            "lent": pgettext_lazy("a machine", "lent"),
            "retired": pgettext_lazy("a machine", "retired"),
        },
        "loan": {
            "lent": pgettext_lazy("a loan", "lent"),
            "returned": pgettext_lazy("a loan", "given back"),
        },
    }
)


def state_word(kind: str, state: str) -> str:
    """Say where an entry of ``kind`` stands; nothing for what simply happened."""
    return str(_STATES[kind][state]) if state else ""
