"""Gestures that come twice, and dialogs: each does its work once, and is answered the same whenever it comes again."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from toutdoux.integrations.chat.logic.rates import ANSWERS_LAST, DIALOG_LASTS
from toutdoux.integrations.chat.models import Nonce, SeenTrigger
from toutdoux.integrations.chat.queries import NonceRow, access_nonce
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.wording.refusals.chat import ChatRefusal


def remember_answer(*, association_id: UUID, chat: str, trigger: str, user_id: str, answer: str, now: datetime) -> str:
    """Keep what is answered to a gesture, and return what is to be said: of two at once, the first answer is both's.

    What came before the answers kept is forgotten; a ballot's own key still keeps it from counting twice.
    """
    SeenTrigger.objects.filter(association_id=association_id, chat=chat, at__lte=now - ANSWERS_LAST).delete()
    row, _ = SeenTrigger.objects.get_or_create(
        association_id=association_id,
        chat=chat,
        trigger_digest=token_digest(trigger),
        defaults={"user_id": user_id, "answer": answer, "at": now},
    )
    return row.answer


def make_nonce(
    *, association_id: UUID, chat: str, user_id: str, purpose: str, data: Mapping[str, Any], now: datetime
) -> str:
    """Let one person send one dialog, once; return the secret that the dialog carries."""
    Nonce.objects.filter(association_id=association_id, expires_at__lte=now - ANSWERS_LAST).delete()
    token = secrets.token_urlsafe(32)
    Nonce.objects.create(
        token_digest=token_digest(token),
        association_id=association_id,
        chat=chat,
        user_id=user_id,
        purpose=purpose,
        data=dict(data),
        created_at=now,
        expires_at=now + DIALOG_LASTS,
    )
    return token


@contextmanager
def using_nonce(*, association_id: UUID, chat: str, user_id: str, token: str, now: datetime) -> Iterator[NonceRow]:
    """Use up a dialog in the transaction of what it does: both happen, or neither, and a refusal lets it be sent again.

    Of two that arrive at once one is refused, as is one sent before, of another person, or open too long.
    """
    with transaction.atomic():
        found = access_nonce(association_id=association_id, chat=chat, user_id=user_id, token=token, now=now)
        if not Nonce.objects.filter(token_digest=token_digest(token), used_at=None).update(used_at=now):
            raise Refused([Refusal(code=ChatRefusal.DIALOG_SENT)])
        yield found
