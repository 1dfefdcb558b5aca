"""Keeping what a file said of a past period that no register of ours held."""

import secrets
from uuid import UUID

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log
from toutdoux.writings.logic.digests import past_digest
from toutdoux.writings.logic.events import WritingEvent, WritingRefusal
from toutdoux.writings.models import PastPeriod


def record_past_period(*, log: Log, actor_id: UUID | None, period_id: int, source: str) -> bool:
    """Keep the facts of a past period as they were brought in; return whether they are new.

    The same again change nothing; others than those that are there are refused.
    """
    known = PastPeriod.objects.filter(period_id=period_id).first()
    if known is not None:
        if known.source != source:
            raise Refused([Refusal(code=WritingRefusal.PAST_DIFFERS)])
        return False
    salt = secrets.token_hex(32)
    row = PastPeriod.objects.create(
        period_id=period_id,
        association_id=log.association_id,
        source=source,
        salt=salt,
        digest=past_digest(salt=salt, source=source),
        imported_at=log.at,
    )
    log.append(kind=WritingEvent.PERIOD_IMPORTED, actor_id=actor_id, data={"period": period_id, "digest": row.digest})
    return True
