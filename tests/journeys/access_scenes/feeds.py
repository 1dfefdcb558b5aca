"""The secret addresses that programs read."""

from collections.abc import Mapping
from typing import Any

from tests.support.people import START, World
from toutdoux.integrations.feeds.commands import make_address, revoke_address

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/feeds.py`` are played at."""
    return {
        "feed addresses": _addresses(here, elsewhere, "outcomes"),
        "calendar addresses": _addresses(here, elsewhere, "deadlines"),
    }


def _addresses(here: World, elsewhere: World, kind: str) -> Place:
    """Return Bob's address, one that Dana ended, that of someone who has left, of someone elsewhere, and nobody's."""
    tokens = {
        "valid": make_address(actor=here.bob, kind=kind, now=START),
        "ended": make_address(actor=here.dana, kind=kind, now=START),
        "gone": make_address(actor=here.f5, kind=kind, now=START),
        "foreign": make_address(actor=elsewhere.bob, kind=kind, now=START),
        "unknown": "nothing",
    }
    revoke_address(actor=here.dana, kind=kind, now=START)
    return {state: {"slug": here.slug, "token": token} for state, token in tokens.items()}
