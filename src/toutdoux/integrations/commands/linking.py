"""Mailed links to one gesture each: made for a letter, used once, never a way to sign in."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.integrations.logic.words import Gesture
from toutdoux.integrations.models import GestureLink
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.wording.refusals.integrations import IntegrationRefusal


def gesture_link(
    *,
    gesture: Gesture,
    member_id: UUID,
    expires_at: datetime,
    now: datetime,
    action_id: UUID | None = None,
    version: int = 0,
    objection_id: int | None = None,
) -> str:
    """Make a link to ``gesture`` and return its secret, once. Links of an earlier try go on working."""
    token = secrets.token_urlsafe(32)
    GestureLink.objects.create(
        token_digest=token_digest(token),
        gesture=gesture,
        member_id=member_id,
        action_id=action_id,
        version=version,
        objection_id=objection_id,
        created_at=now,
        expires_at=expires_at,
    )
    return token


@contextmanager
def using(*, link_id: int, now: datetime) -> Iterator[None]:
    """Hold a link while its gesture is made, and mark it used with it: of two presses, one acts.

    Refuses a link that was used. What the gesture refuses leaves the link as it was.
    """
    with transaction.atomic():
        row = GestureLink.objects.select_for_update().get(id=link_id)
        if row.used_at is not None:
            raise Refused([Refusal(code=IntegrationRefusal.LINK_USED)])
        yield
        GestureLink.objects.filter(id=link_id).update(used_at=now)
