"""Letting anybody read an adopted report, and no longer."""

from datetime import datetime
from uuid import UUID

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote
from toutdoux.writings.logic.digests import file_digest
from toutdoux.writings.logic.events import WritingEvent, WritingRefusal
from toutdoux.writings.models import Edition, Publication


def publish_edition(*, actor: Actor, edition_id: UUID, pdf: bytes, now: datetime) -> None:
    """Let anybody read an adopted edition; ``pdf``: what they take with them. One that is published stays as it is.

    Refuses an edition that nothing adopted (``NOT_ADOPTED``).
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        edition = _edition(log, edition_id)
        if edition.adopted_at is None:
            raise Refused([Refusal(code=WritingRefusal.NOT_ADOPTED)])
        _, new = Publication.objects.get_or_create(
            edition=edition, defaults={"pdf": pdf, "published_at": log.at, "published_by_id": actor.member_id}
        )
        if new:
            log.append(
                kind=WritingEvent.PUBLISHED,
                actor_id=actor.member_id,
                data={"edition": str(edition.id), "file": file_digest(pdf)},
            )


def unpublish_edition(*, actor: Actor, edition_id: UUID, now: datetime) -> None:
    """Let nobody outside read an edition any longer. Whoever kept the file has it still."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        edition = _edition(log, edition_id)
        gone, _ = Publication.objects.filter(edition=edition).delete()
        if gone:
            log.append(kind=WritingEvent.UNPUBLISHED, actor_id=actor.member_id, data={"edition": str(edition.id)})


def _edition(log: Log, edition_id: UUID) -> Edition:
    row = Edition.objects.filter(report__association_id=log.association_id, id=edition_id).first()
    if row is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_EDITION)])
    return row
