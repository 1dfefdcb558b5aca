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
    event_id, sender, content = event.get("event_id"), event.get("sender"), event.get("content")
    if not _text(event_id) or not _text(sender) or not isinstance(content, Mapping) or "state_key" in event:
        return None
    relates = content.get("m.relates_to")
    relation: Mapping[str, Any] = relates if isinstance(relates, Mapping) else {}
    about = relation.get("event_id")
    match event.get("type"):
        case "m.reaction" if relation.get("rel_type") == "m.annotation" and _text(about) and _text(relation.get("key")):
            return Reaction(event_id=event_id, sender=sender, about=about, key=relation["key"])
        case "m.room.redaction":
            # Since version 11 of rooms what is taken back is named in the content.
            redacted = content.get("redacts") or event.get("redacts")
            return TakenBack(event_id=event_id, sender=sender, about=redacted) if _text(redacted) else None
        case "m.room.message" if content.get("msgtype") in {"m.text", "m.emote"} and _text(content.get("body")):
            if relation.get("rel_type") == "m.replace":
                return None
            answers = relation.get("m.in_reply_to")
            answered = answers.get("event_id") if isinstance(answers, Mapping) else None
            in_thread = relation.get("rel_type") == "m.thread" and _text(about)
            # In a thread, programs that know no threads are told of an earlier message: that is no answer to it.
            shown = not (in_thread and relation.get("is_falling_back") is True)
            return Said(
                event_id=event_id,
                sender=sender,
                text=without_quote(content["body"]) if answered else content["body"],
                thread=about if in_thread else "",
                answered=answered if _text(answered) and shown else "",
            )
    return None


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


def _text(value: Any) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 100_000
