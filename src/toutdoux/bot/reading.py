"""What Mattermost sends, read into plain values. Anything else than what it sends is nobody's: ``None``."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest

#: The largest body that is parsed: a text of 3,000 characters, all of them escaped, is a tenth of it.
MOST_BYTES = 256 * 1024
#: The longest name or id there is; Mattermost's own are 26 characters, its triggers a few hundred.
LONGEST = 1000


@dataclass(frozen=True, kw_only=True)
class Gesture:
    """What every callback says: who, where, and the id that the gesture has once."""

    user_id: str
    user_name: str
    team_id: str
    channel_id: str
    trigger_id: str


@dataclass(frozen=True, kw_only=True)
class Press:
    """A button that was pressed."""

    gesture: Gesture
    post_id: str
    context: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A dialog that was sent, or closed (``cancelled``). ``state`` is the secret it was opened with."""

    gesture: Gesture
    state: str
    cancelled: bool
    fields: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Command:
    """A slash command that was typed."""

    gesture: Gesture
    token: str
    command: str
    text: str


def read_press(request: HttpRequest) -> Press | None:
    """Read a button's callback."""
    given = _object(request)
    if given is None or not isinstance(given.get("context"), dict):
        return None
    gesture = _gesture(given)
    if gesture is None or not gesture.trigger_id or not _named(gesture):
        return None
    return Press(gesture=gesture, post_id=_text(given, "post_id"), context=given["context"])


def read_private_press(request: HttpRequest) -> Press | None:
    """Read the callback of a button in a private message: there Mattermost names no team."""
    given = _object(request)
    if given is None or not isinstance(given.get("context"), dict):
        return None
    gesture = _gesture(given, private=True)
    if gesture is None or not gesture.trigger_id or not _named(gesture):
        return None
    return Press(gesture=gesture, post_id=_text(given, "post_id"), context=given["context"])


def read_sent(request: HttpRequest) -> Sent | None:
    """Read what a dialog sends."""
    given = _object(request)
    if given is None:
        return None
    gesture, fields = _gesture(given), given.get("submission") or {}
    if gesture is None or not isinstance(fields, dict):
        return None
    return Sent(
        gesture=gesture,
        state=_text(given, "state"),
        cancelled=given.get("cancelled") is True,
        fields={name: plain(value) for name, value in fields.items() if isinstance(value, str)},
    )


def read_command(request: HttpRequest) -> Command | None:
    """Read a slash command."""
    try:
        given = request.POST.dict()
    except RequestDataTooBig:
        return None
    gesture = _gesture(given)
    if gesture is None or not gesture.trigger_id:
        return None
    return Command(
        gesture=gesture,
        token=_text(given, "token"),
        command=_text(given, "command") or "/toutdoux",
        text=plain(str(given.get("text", "")))[:8000],
    )


def plain(value: str) -> str:
    """Return a text as it was meant: one character for a line break, and no NUL, which no database keeps."""
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _object(request: HttpRequest) -> dict[str, Any] | None:
    try:
        body = request.body
        found = json.loads(body) if len(body) <= MOST_BYTES else None
    except (ValueError, RecursionError, RequestDataTooBig):
        return None
    return found if isinstance(found, dict) else None


def _gesture(given: Mapping[str, Any], *, private: bool = False) -> Gesture | None:
    found = Gesture(
        user_id=_text(given, "user_id"),
        user_name=_text(given, "user_name"),
        team_id=_text(given, "team_id"),
        channel_id=_text(given, "channel_id"),
        trigger_id=_text(given, "trigger_id"),
    )
    return found if found.user_id and (found.team_id or private) else None


def _named(gesture: Gesture) -> bool:
    """Say whether the trigger does not name someone else: Mattermost writes into it who made the gesture."""
    try:
        parts = base64.b64decode(gesture.trigger_id, validate=True).decode().split(":")
    except (binascii.Error, ValueError):
        return True
    return len(parts) != 4 or parts[1] == gesture.user_id


def _text(given: Mapping[str, Any], name: str) -> str:
    """Return a short text without what no id holds; empty for anything else."""
    value = given.get(name)
    if not isinstance(value, str) or len(value) > LONGEST or "\0" in value or not value.isprintable():
        return ""
    try:
        value.encode()
    except UnicodeEncodeError:
        return ""
    return value
