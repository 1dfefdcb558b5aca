"""Freezing a report with its digest, and saying what adopted it."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Max

from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.logic.digests import edition_digest
from toutdoux.writings.logic.events import WritingEvent, WritingRefusal
from toutdoux.writings.models import Edition, Publication, Report


def freeze_report(*, actor: Actor, period_id: int, which: Which, document: str, now: datetime) -> UUID:
    """Keep the report as it stands, whole, under a number and a digest; return the edition.

    ``document``: its canonical JSON, made from the facts of this instant. The same document as the last edition is that
    edition. A report that was adopted is frozen no more.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        report, _ = Report.objects.get_or_create(association_id=log.association_id, period_id=period_id, which=which)
        rows = Edition.objects.filter(report=report)
        if rows.filter(adopted_at__isnull=False).exists():
            raise Refused([Refusal(code=WritingRefusal.ALREADY_ADOPTED)])
        last = rows.order_by("-number").first()
        if last is not None and last.document == document:
            return last.id
        salt = secrets.token_hex(32)
        row = Edition.objects.create(
            id=uuid4(),
            report=report,
            number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1,
            document=document,
            salt=salt,
            digest=edition_digest(salt=salt, document=document),
            frozen_at=log.at,
            frozen_by_id=actor.member_id,
        )
        log.append(
            kind=WritingEvent.FROZEN,
            actor_id=actor.member_id,
            data={
                "edition": str(row.id),
                "period": period_id,
                "report": str(which),
                "number": row.number,
                "digest": row.digest,
            },
        )
        return row.id


def record_adoption(
    *,
    log: Log,
    edition_id: UUID,
    actor_id: UUID | None,
    action_id: UUID | None = None,
    assembly_id: UUID | None = None,
) -> None:
    """Say what adopted an edition: an action or an assembly, one of them. Its report is then complete, and stays so."""
    row = _edition(log, edition_id)
    if row is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_EDITION)])
    if _adopted(row):
        raise Refused([Refusal(code=WritingRefusal.ALREADY_ADOPTED)])
    _adopt(log, row, actor_id=actor_id, action_id=action_id, assembly_id=assembly_id, at=log.at)


def record_adoption_by_decision(
    *, log: Log, edition_id: UUID, action_id: UUID | None = None, assembly_id: UUID | None = None, at: datetime
) -> WritingRefusal | None:
    """Adopt an edition by what a decision says, from ``at`` on; return why there is nothing to adopt, if so."""
    row = _edition(log, edition_id)
    if row is None:
        return WritingRefusal.UNKNOWN_EDITION
    if _adopted(row):
        return WritingRefusal.ALREADY_ADOPTED
    _adopt(log, row, actor_id=None, action_id=action_id, assembly_id=assembly_id, at=at)
    return None


def record_end_of_adoption(*, log: Log, edition_id: UUID, action_id: UUID, ended_by_id: UUID) -> bool:
    """Take back what ``action_id`` adopted: it was annulled. Return whether it was still what adopted the edition."""
    row = _edition(log, edition_id)
    if row is None or row.action_id != action_id:
        return False
    row.adopted_at, row.action_id = None, None
    row.save(update_fields=["adopted_at", "action"])
    # What is adopted no longer is public no longer: the entry below says both.
    Publication.objects.filter(edition=row).delete()
    log.append(
        kind=WritingEvent.ADOPTION_ENDED,
        actor_id=None,
        data={"edition": str(row.id), "action": str(ended_by_id)},
    )
    return True


def _edition(log: Log, edition_id: UUID) -> Edition | None:
    return Edition.objects.filter(report__association_id=log.association_id, id=edition_id).first()


def _adopted(row: Edition) -> bool:
    """Say whether an edition of the same report, this one or another, is adopted."""
    return Edition.objects.filter(report=row.report_id, adopted_at__isnull=False).exists()


def _adopt(
    log: Log,
    row: Edition,
    *,
    actor_id: UUID | None,
    action_id: UUID | None,
    assembly_id: UUID | None,
    at: datetime,
) -> None:
    row.adopted_at, row.action_id, row.assembly_id = at, action_id, assembly_id
    row.save(update_fields=["adopted_at", "action", "assembly"])
    by = {"action": str(action_id)} if action_id else {"assembly": str(assembly_id)}
    log.append(
        kind=WritingEvent.ADOPTED,
        actor_id=actor_id,
        data={"edition": str(row.id), "digest": row.digest, "at": instant_text(at), **by},
    )
