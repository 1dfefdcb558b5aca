"""Which rights the bot needs in the room, and what cannot be done without each: pure, from the room's power levels."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

#: The first version of Matrix that has all that we ask of a server: threads.
OLDEST = (1, 4)
#: What a room that says nothing asks of who invites, removes, or sends events.
_INVITE, _KICK, _EVENTS = 0, 50, 0


class Need(StrEnum):
    """What the bot must be able to do. Stored nowhere; worded in ``wording.chat.matrix``."""

    PLAIN = "plain"
    WRITE = "write"
    REACT = "react"
    TAKE_BACK = "take-back"
    INVITE = "invite"
    REMOVE = "remove"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One need, whether the room gives it, and whether nothing works without it. ``level``: what the room asks for it."""

    need: Need
    held: bool
    vital: bool
    level: int = 0


def checks(*, levels: Mapping[str, Any], bot_id: str, made_it: bool, encrypted: bool) -> tuple[Check, ...]:
    """Return every need, vital ones first, from the content of ``m.room.power_levels``.

    What is edited is a message of one's own, which whoever may write may do. ``made_it``: the bot made the room, under
    rules by which it may do everything there.
    """
    users, events = _mapping(levels, "users"), _mapping(levels, "events")
    own = _level(users.get(bot_id), _level(levels.get("users_default"), 0))
    default = _level(levels.get("events_default"), _EVENTS)
    asked = (
        (Need.WRITE, _level(events.get("m.room.message"), default), True),
        (Need.REACT, _level(events.get("m.reaction"), default), True),
        (Need.TAKE_BACK, _level(events.get("m.room.redaction"), default), False),
        (Need.INVITE, _level(levels.get("invite"), _INVITE), False),
        (Need.REMOVE, _level(levels.get("kick"), _KICK), False),
    )
    return (
        Check(need=Need.PLAIN, held=not encrypted, vital=True),
        *(Check(need=need, held=made_it or own >= level, vital=vital, level=level) for need, level, vital in asked),
    )


def recent(*, versions: tuple[str, ...]) -> bool:
    """Say whether a server speaks a version of Matrix that we do."""
    return any(_version(text) >= OLDEST for text in versions)


def _version(text: str) -> tuple[int, ...]:
    numbers = text.removeprefix("v").split(".")
    # The versions before 1.1 were called r0.6.1.
    return tuple(int(number) for number in numbers) if all(number.isdecimal() for number in numbers) else ()


def _mapping(levels: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = levels.get(name)
    return found if isinstance(found, Mapping) else {}


def _level(value: Any, default: int) -> int:
    """Return a level. Old rooms may hold numbers as text; anything else is as if it were not there."""
    if isinstance(value, int):
        return int(value)
    if isinstance(value, str) and value.strip().removeprefix("-").isdecimal():
        return int(value)
    return default
