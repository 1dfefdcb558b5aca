"""Webhooks in each of their states."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from tests.support.people import START, World
from toutdoux.integrations.webhook.commands import end_hook, make_hook

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/webhooks.py`` are played at: in use, ended, of another association."""

    def made(place: World, path: str) -> UUID:
        return make_hook(actor=place.bob, url=f"https://9.9.9.9/{path}", kinds=["action.opened"], now=START).hook_id

    ended = made(here, "ended")
    end_hook(actor=here.bob, hook_id=ended, now=START)
    hooks = {"in use": made(here, "used"), "ended": ended, "foreign": made(elsewhere, "there")}
    return {"webhooks": {state: {"slug": here.slug, "hook_id": hook} for state, hook in hooks.items()}}
