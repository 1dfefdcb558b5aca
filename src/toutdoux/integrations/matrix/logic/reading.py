"""What an event of a room means to us: pure. Whatever is not well formed, or not for us, means nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from toutdoux.rules.facts import Choice

#: The reactions that the bot puts under an announcement, for people to press.
MARKS: Mapping[Choice, str] = MappingProxyType({Choice.FOR: "👍", Choice.AGAINST: "👎", Choice.BLANK: "✋"})
#: Words typed as a reaction mean the same, in the languages spoken here.
_WORDS: Mapping[str, Choice] = MappingProxyType(
    {
        **{mark: choice for choice, mark in MARKS.items()},
        "pour": Choice.FOR,
        "contre": Choice.AGAINST,
        "blanc": Choice.BLANK,
        "for": Choice.FOR,
        "against": Choice.AGAINST,
        "blank": Choice.BLANK,
    }
)
#: Telephones add these to a hand: the colour of its skin, and a wish to see it drawn.
_DRESS = frozenset(["\ufe0e", "\ufe0f", *map(chr, range(0x1F3FB, 0x1F400))])
#: What people write; programs write notices.
_WRITTEN = frozenset({"m.text", "m.emote"})
#: Events hold 64 kB at most; what claims to hold more is not read.
_LONGEST = 65_536
#: What begins a message for us in a room.
PREFIX = "!toutdoux"


@dataclass(frozen=True, kw_only=True)
class Reaction:
    """Someone put ``key`` under the event ``about``."""

    event_id: str
    sender: str
    about: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Said:
    """Someone wrote ``text``. ``thread`` is the event at the root of its thread, ``answered`` the one it answers, or empty."""

    event_id: str
    sender: str
    text: str
    thread: str
    answered: str


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """Someone took the event ``about`` back."""

    event_id: str
    sender: str
    about: str


Heard = Reaction | Said | TakenBack


def read_event(event: Mapping[str, Any]) -> Heard | None:
    """Return what an event of a room's timeline says, as the server gives it; None for what means nothing to us.

    An edited message (``m.replace``) means nothing: what was said first is what was said. Neither do notices, which
    programs write: two bots would otherwise talk to each other for ever.
    """
    event_id, sender, content = _text(event.get("event_id")), _text(event.get("sender")), event.get("content")
    if not event_id or not sender or not isinstance(content, Mapping) or "state_key" in event:
        return None
    relation = _mapping(content.get("m.relates_to"))
    sort, about = relation.get("rel_type"), _text(relation.get("event_id"))
    match event.get("type"):
        case "m.reaction":
            key = _text(relation.get("key"))
            if sort == "m.annotation" and about and key:
                return Reaction(event_id=event_id, sender=sender, about=about, key=key)
        case "m.room.redaction":
            # Since version 11 of rooms what is taken back is named in the content.
            redacted = _text(content.get("redacts")) or _text(event.get("redacts"))
            if redacted:
                return TakenBack(event_id=event_id, sender=sender, about=redacted)
        case "m.room.message":
            body = _text(content.get("body"))
            if content.get("msgtype") in _WRITTEN and body and sort != "m.replace":
                return _said(event_id=event_id, sender=sender, body=body, relation=relation)
    return None


def _said(*, event_id: str, sender: str, body: str, relation: Mapping[str, Any]) -> Said:
    answered = _text(_mapping(relation.get("m.in_reply_to")).get("event_id"))
    thread = _text(relation.get("event_id")) if relation.get("rel_type") == "m.thread" else ""
    # In a thread, programs that know no threads are told of an earlier message: that is no answer to it.
    fallback = bool(thread) and relation.get("is_falling_back") is True
    return Said(
        event_id=event_id,
        sender=sender,
        text=without_quote(body) if answered else body,
        thread=thread,
        answered="" if fallback else answered,
    )


def choice_of(key: str) -> Choice | None:
    """Return the vote that a reaction is, whatever the colour of the hand; None for any other, which is no vote."""
    return _WORDS.get("".join(sign for sign in key if sign not in _DRESS).strip().casefold())


def without_quote(body: str) -> str:
    """Return an answer without the lines quoted above it, which older programs write into it."""
    lines = body.splitlines()
    quoted = next((n for n, line in enumerate(lines) if not line.startswith("> ")), len(lines))
    if quoted == 0 or quoted == len(lines):
        return body
    return "\n".join(lines[quoted:]).strip("\n")


def command_of(text: str) -> str | None:
    """Return what is asked of us in a room, after ``!toutdoux``; None for what is said to others."""
    first, _, rest = text.strip().partition(" ")
    return rest.strip() if first.casefold() == PREFIX else None


def _text(value: Any) -> str:
    """Return a text of a sensible length; empty for anything else."""
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
