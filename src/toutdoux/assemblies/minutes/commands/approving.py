"""Approval of minutes by named people; then they are frozen, and corrected only by dated addenda."""

import secrets
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.logic.events import AssemblyEvent
from toutdoux.assemblies.logic.reading import kept_assembly
from toutdoux.assemblies.minutes.logic.events import MinutesEvent, MinutesRefusal
from toutdoux.assemblies.minutes.models import Addendum, Approval, Record
from toutdoux.assemblies.minutes.queries import access_begun, composed, fingerprint, may_name
from toutdoux.kernel.canonical import digest
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log, writing
from toutdoux.members import queries as members
from toutdoux.members.commands import require_vote

LONGEST_ADDENDUM = 20_000


def name_approvers(*, actor: Actor, assembly_id: UUID, member_ids: Collection[UUID], now: datetime) -> None:
    """Name who approves the minutes: these and nobody else. Who had approved and is still named keeps their approval.

    Whoever chairs or writes, or any member with the voting right while neither is named, may; until they are frozen.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        found = access_begun(actor=actor, assembly_id=assembly_id)
        require_vote(actor=actor, at=log.at)
        _refuse_frozen(assembly_id)
        if not may_name(found, member_id=actor.member_id):
            raise Refused([Refusal(code=MinutesRefusal.NOT_NAMED)])
        if not member_ids:
            raise Refused([Refusal(code=MinutesRefusal.NOBODY_NAMED)])
        for member_id in member_ids:
            members.member(actor=actor, member_id=member_id, now=log.at)
        rows = Approval.objects.filter(assembly_id=assembly_id)
        rows.exclude(member_id__in=member_ids).delete()
        known = set(rows.values_list("member_id", flat=True))
        Approval.objects.bulk_create(
            Approval(assembly_id=assembly_id, member_id=member_id, named_at=log.at)
            for member_id in sorted(set(member_ids) - known)
        )
        log.append(
            kind=MinutesEvent.APPROVERS_NAMED,
            actor_id=actor.member_id,
            data={"assembly": str(assembly_id), "members": sorted(str(one) for one in member_ids)},
        )
        if found.stage is Stage.CLOSED:
            _freeze_if_agreed(log, assembly_id=assembly_id, source=composed(assembly_id=assembly_id, now=log.at))


def approve_minutes(*, actor: Actor, assembly_id: UUID, seen: str, now: datetime) -> bool:
    """Approve the minutes as they read; return whether this was the last approval, which freezes them.

    ``seen`` is the fingerprint of the text that was on the page. Refuses while the assembly goes on, who is not named, and
    a text that has changed since: what is approved is what was read. The same approval again changes nothing.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        found = access_begun(actor=actor, assembly_id=assembly_id)
        if found.stage is not Stage.CLOSED:
            raise Refused([Refusal(code=MinutesRefusal.ASSEMBLY_STILL_OPEN)])
        row = Approval.objects.filter(assembly_id=assembly_id, member_id=actor.member_id).first()
        if row is None:
            raise Refused([Refusal(code=MinutesRefusal.NOT_NAMED)])
        _refuse_frozen(assembly_id)
        source = composed(assembly_id=assembly_id, now=log.at)
        if seen != fingerprint(source):
            raise Refused([Refusal(code=MinutesRefusal.TEXT_CHANGED)])
        if row.fingerprint != seen:
            row.approved_at, row.fingerprint = log.at, seen
            row.save(update_fields=["approved_at", "fingerprint"])
            log.append(
                kind=MinutesEvent.APPROVED,
                actor_id=actor.member_id,
                data={"assembly": str(assembly_id), "member": str(actor.member_id)},
            )
        return _freeze_if_agreed(log, assembly_id=assembly_id, source=source)


def add_correction(*, actor: Actor, assembly_id: UUID, text: str, now: datetime) -> int:
    """Add a dated correction after minutes that are frozen; return its number. Who was named to approve them may."""
    with writing(association_id=actor.association_id, now=now) as log:
        access_begun(actor=actor, assembly_id=assembly_id)
        if not Approval.objects.filter(assembly_id=assembly_id, member_id=actor.member_id).exists():
            raise Refused([Refusal(code=MinutesRefusal.NOT_NAMED)])
        if not Record.objects.filter(assembly_id=assembly_id).exists():
            raise Refused([Refusal(code=MinutesRefusal.NOT_FROZEN)])
        text = text.strip()
        if not text or len(text) > LONGEST_ADDENDUM:
            raise Refused([Refusal(code=MinutesRefusal.WORDS_MISSING, data={"limit": LONGEST_ADDENDUM})])
        number = Addendum.objects.filter(assembly_id=assembly_id).count() + 1
        salt = secrets.token_hex(32)
        row = Addendum.objects.create(
            assembly_id=assembly_id,
            number=number,
            text=text,
            author_id=actor.member_id,
            added_at=log.at,
            salt=salt,
            digest=digest({"salt": salt, "text": text}),
        )
        log.append(
            kind=MinutesEvent.CORRECTED,
            actor_id=actor.member_id,
            data={"assembly": str(assembly_id), "number": number, "digest": row.digest},
        )
        return number


def _freeze_if_agreed(log: Log, *, assembly_id: UUID, source: str) -> bool:
    """Freeze the minutes once everyone named has approved the text as it is; return whether that is now."""
    rows = Approval.objects.filter(assembly_id=assembly_id)
    if rows.exclude(fingerprint=fingerprint(source)).exists():
        return False
    # What is kept for good can be read for good: were it not so, nothing would be frozen.
    kept_assembly(source)
    salt = secrets.token_hex(32)
    row = Record.objects.create(
        assembly_id=assembly_id,
        source=source,
        salt=salt,
        digest=digest({"salt": salt, "source": source}),
        frozen_at=log.at,
    )
    log.append(kind=AssemblyEvent.MINUTES_APPROVED, actor_id=None, data={"assembly": str(assembly_id)})
    log.append(kind=MinutesEvent.FROZEN, actor_id=None, data={"assembly": str(assembly_id), "digest": row.digest})
    return True


def _refuse_frozen(assembly_id: UUID) -> None:
    if Record.objects.filter(assembly_id=assembly_id).exists():
        raise Refused([Refusal(code=MinutesRefusal.MINUTES_FROZEN)])
