"""The links that a chat brings."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.support.people import START, World
from toutdoux.integrations.chat.commands import link_account, make_chat_link

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/chat.py`` are played at."""

    def link(place: World, user_id: str, *, ago: timedelta = timedelta()) -> str:
        token = make_chat_link(
            association_id=place.association_id,
            chat="mattermost",
            server="https://chat.example.org",
            user_id=user_id,
            user_name=user_id,
            now=START - ago,
        )
        return token or ""

    tokens = {
        "valid": link(here, "u-new"),
        "used": link(here, "u-dana"),
        "expired": link(here, "u-late", ago=timedelta(hours=2)),
        "foreign": link(elsewhere, "u-there"),
        "unknown": "nothing",
    }
    link_account(actor=here.dana, token=tokens["used"], now=here.now)
    return {
        "chat links": {state: {"slug": here.slug, "token": token} for state, token in tokens.items()},
        "chats": {
            "not connected": {"slug": here.slug, "chat": "mattermost"},
            "unknown": {"slug": here.slug, "chat": "telegraph"},
        },
    }
