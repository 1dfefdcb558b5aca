"""What the two buttons of the private question carry back, sealed like those of a vote: pure.

The context names the association, the question, the chat account it was sent to and the answer: pressed by anybody else
it means nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from toutdoux.integrations.mattermost.logic.seals import holds, sealed
from toutdoux.procedures.logic.inactivity import Reply

#: Before what is sealed.
_SORT = "staying"


@dataclass(frozen=True, kw_only=True)
class Staying:
    """What one button means."""

    association_id: UUID
    listed_id: UUID
    user_id: str
    answer: Reply


def seal_staying(*, secret: str, meant: Staying) -> dict[str, str | int]:
    """Return the context of a button, as it goes into ``integration.context``."""
    return sealed(secret=secret, fields=_fields(meant), sort=_SORT)


def open_staying(*, secret: str, given: Mapping[str, Any]) -> Staying | None:
    """Return what a pressed button means; None when it is not one that we sealed with this secret."""
    try:
        meant = Staying(
            association_id=UUID(given["association"]),
            listed_id=UUID(given["staying"]),
            user_id=given["user"],
            answer=Reply(given["answer"]),
        )
        ours = holds(secret=secret, fields=_fields(meant), given=given, sort=_SORT)
    except (KeyError, ValueError, TypeError, AttributeError):
        # Whatever else arrives: a number for an id, half a character, a list.
        return None
    return meant if ours else None


def _fields(meant: Staying) -> dict[str, str]:
    return {
        "association": str(meant.association_id),
        "staying": str(meant.listed_id),
        "user": meant.user_id,
        "answer": str(meant.answer),
    }
