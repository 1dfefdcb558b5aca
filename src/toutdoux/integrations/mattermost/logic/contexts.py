"""What a button carries back when it is pressed, sealed so that nobody can make one up: pure.

Mattermost sends no proof of who calls with a button's callback (security.md, threat 7). The context does: it names the
association, the action, the version of its text, the channel and the choice, and bears their HMAC under a secret
of the connection. A button of an earlier text, of another channel or for another choice is therefore another one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from toutdoux.integrations.mattermost.logic.seals import holds, sealed
from toutdoux.rules.facts import Choice


@dataclass(frozen=True, kw_only=True)
class Context:
    """What one button means."""

    association_id: UUID
    action_id: UUID
    version: int
    channel_id: str
    choice: Choice


def seal(*, secret: str, context: Context) -> dict[str, str | int]:
    """Return the context of a button, as it goes into ``integration.context``."""
    return sealed(secret=secret, fields=_fields(context))


def open_(*, secret: str, given: Mapping[str, Any]) -> Context | None:
    """Return what a pressed button means; None when it is not one that we sealed with this secret."""
    try:
        return _opened(secret, given)
    except (KeyError, ValueError, TypeError, AttributeError):
        # Whatever else arrives: a number for an id, half a character, a list.
        return None


def _opened(secret: str, given: Mapping[str, Any]) -> Context | None:
    context = Context(
        association_id=UUID(given["association"]),
        action_id=UUID(given["action"]),
        version=given["version"],
        channel_id=given["channel"],
        choice=Choice(given["choice"]),
    )
    # A boolean is a whole number to Python, and 1.0 is equal to 1; neither is what we wrote.
    if type(context.version) is not int or type(context.channel_id) is not str:
        return None
    return context if holds(secret=secret, fields=_fields(context), given=given) else None


def _fields(context: Context) -> dict[str, str | int]:
    return {
        "association": str(context.association_id),
        "action": str(context.action_id),
        "version": context.version,
        "channel": context.channel_id,
        "choice": str(context.choice),
    }
