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
    }
)


def state_word(kind: str, state: str) -> str:
    """Say where an entry of ``kind`` stands; nothing for what simply happened."""
    return str(_STATES[kind][state]) if state else ""
