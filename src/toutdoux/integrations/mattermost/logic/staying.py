"""What the two buttons of the private question carry back, sealed like those of a vote: pure.

The context names the association, the question, the chat account it was sent to and the answer: pressed by anybody else
it means nothing.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from toutdoux.kernel.canonical import canonical_json
from toutdoux.procedures.logic.inactivity import Reply


@dataclass(frozen=True, kw_only=True)
class Staying:
    """What one button means."""

    association_id: UUID
    listed_id: UUID
    user_id: str
    answer: Reply


def seal_staying(*, secret: str, meant: Staying) -> dict[str, str]:
    """Return the context of a button, as it goes into ``integration.context``."""
    fields = _fields(meant)
    return {**fields, "seal": _seal(secret, fields)}


def open_staying(*, secret: str, given: Mapping[str, Any]) -> Staying | None:
    """Return what a pressed button means; None when it is not one that we sealed with this secret."""
    try:
        meant = Staying(
            association_id=UUID(given["association"]),
            listed_id=UUID(given["staying"]),
            user_id=given["user"],
            answer=Reply(given["answer"]),
        )
        sealed = _seal(secret, _fields(meant))
        holds = hmac.compare_digest(sealed.encode(), given["seal"].encode())
    except (KeyError, ValueError, TypeError, AttributeError):
        # Whatever else arrives: a number for an id, half a character, a list.
        return None
    return meant if holds else None


def _fields(meant: Staying) -> dict[str, str]:
    return {
        "association": str(meant.association_id),
        "staying": str(meant.listed_id),
        "user": meant.user_id,
        "answer": str(meant.answer),
    }


def _seal(secret: str, fields: Mapping[str, str]) -> str:
    # A word before it, so that the seal of a vote is never that of an answer.
    return hmac.new(secret.encode(), b"staying:" + canonical_json(dict(fields)), "sha256").hexdigest()
