"""A room that is connected, without a server behind it: no page here calls one."""

from collections.abc import Mapping
from typing import Any

from tests.support.people import World
from toutdoux.integrations.matrix.commands import Place as Room
from toutdoux.integrations.matrix.commands import connect

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/matrix.py`` are played at."""
    room = Room(
        url="https://matrix.example.org",
        bot_id="@toutdoux:example.org",
        room_id="!council:example.org",
        room_name="Council",
        since="s1",
        token="a token",
    )
    connect(actor=here.alice, place=room, now=here.now)
    return {"rooms": {"connected": {"slug": here.slug}, "foreign": {"slug": elsewhere.slug}}}
