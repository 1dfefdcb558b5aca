"""Giving and ending mandates, by an election or by an action; writing what they ask for; handing them over."""

from datetime import datetime
from uuid import UUID, uuid4

from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.secrecy import looks_secret
from toutdoux.ledger.commands import Log, writing
from toutdoux.mandates.logic.events import MandateEvent, MandateRefusal
from toutdoux.mandates.logic.holding import (
    LONGEST_LINE,
    LONGEST_NOTE,
    BuiltIn,
    Cause,
    code_of,
    end_refusal,
    given_from,
    holds,
    kind_refusals,
)
from toutdoux.mandates.models import ChecklistLine, HandOver, HandOverLine, Kind, Mandate
from toutdoux.mandates.queries import MandateRow, access_kind, access_mandate, mandates
from toutdoux.members import queries as members
from toutdoux.members.commands import require_vote


def record_mandate(
    *, log: Log, member_id: UUID, code: str, until: datetime, action_id: UUID, at: datetime
) -> MandateRefusal | None:
    """Give a mandate by an action, from ``at`` until ``until`` (excluded); return why there is nothing to give, if so.

    To someone who holds it already, it is given from the end of what they hold. Called by the effect of a decision that
    passed, on its page of the ledger.
    """
    access_kind(association_id=log.association_id, code=code)
    starts_at = given_from(
        gone=_gone(log=log, member_id=member_id, at=at),
        over=[row.over_at for row in _of(log, member_id=member_id, code=code)],
        until=until,
        at=at,
    )
    if isinstance(starts_at, MandateRefusal):
        return starts_at
    _begin(
        log=log,
        member_id=member_id,
        code=code,
        starts_at=starts_at,
        ends_at=until,
        cause=Cause.ACTION,
        action_id=action_id,
        actor_id=None,
    )
    return None


def record_end_of_given_mandate(
    *, log: Log, member_id: UUID, code: str, action_id: UUID, ended_by_id: UUID, at: datetime
) -> bool:
    """End, at ``at``, the mandate that ``action_id`` gave, if it is not over. Return whether it was not."""
    rows = [row for row in _of(log, member_id=member_id, code=code) if row.action_id == action_id and row.over_at > at]
    for row in rows:
        _end(log=log, row=row, at=at, action_id=ended_by_id, actor_id=None)
    return bool(rows)


def record_end_of_mandate(
    *, log: Log, member_id: UUID, code: str, action_id: UUID, at: datetime
) -> MandateRefusal | None:
    """End by an action the mandate a member holds at ``at``; return why there is nothing to end, if so."""
    rows = [row for row in _of(log, member_id=member_id, code=code) if holds(row.facts, at=at)]
    for row in rows:
        _end(log=log, row=row, at=at, action_id=action_id, actor_id=None)
    return end_refusal(held=bool(rows))


def record_mandate_again(
    *, log: Log, member_id: UUID, code: str, action_id: UUID, ended_by_id: UUID, at: datetime
) -> bool:
    """Give back, from ``at``, what is left of a mandate that ``action_id`` ended. Return whether something was left.

    The row that ended stays as it is: this is another one, that ``ended_by_id`` (the counter-vote) gives.
    """
    left = [row for row in _of(log, member_id=member_id, code=code) if row.ended_by_id == action_id]
    rows = [row for row in left if row.facts.ends_at > at]
    if not rows or _gone(log=log, member_id=member_id, at=at):
        return False
    for row in rows:
        _begin(
            log=log,
            member_id=member_id,
            code=code,
            starts_at=at,
            ends_at=row.facts.ends_at,
            cause=Cause.ACTION,
            action_id=ended_by_id,
            actor_id=None,
        )
    return True


def record_election(
    *, actor: Actor, member_id: UUID, code: str, starts_at: datetime, ends_at: datetime, now: datetime
) -> UUID:
    """Enter a mandate given by an election, held or to come. Anyone with the voting right may; who did is kept."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        access_kind(association_id=actor.association_id, code=code)
        members.member(actor=actor, member_id=member_id, now=log.at)
        refusals = []
        if ends_at <= starts_at:
            refusals.append(Refusal(code=MandateRefusal.ENDS_BEFORE_IT_BEGINS))
        if _gone(log=log, member_id=member_id, at=log.at):
            refusals.append(Refusal(code=MandateRefusal.HAS_LEFT))
        overlapping = [
            row
            for row in _of(log, member_id=member_id, code=code)
            if row.facts.starts_at < ends_at and starts_at < row.over_at
        ]
        if overlapping:
            refusals.append(Refusal(code=MandateRefusal.ALREADY_HOLDS))
        refuse_if_any(refusals)
        return _begin(
            log=log,
            member_id=member_id,
            code=code,
            starts_at=starts_at,
            ends_at=ends_at,
            cause=Cause.ELECTION,
            action_id=None,
            actor_id=actor.member_id,
        )


def record_elected(
    *, log: Log, member_id: UUID, code: str, starts_at: datetime, ends_at: datetime, actor_id: UUID
) -> UUID:
    """Give a mandate to someone whom an assembly has elected, on an open page of the ledger.

    What they hold of the same kind ends when the new one begins, so that nobody holds one twice.
    """
    for row in _of(log, member_id=member_id, code=code):
        if row.facts.starts_at < ends_at and starts_at < row.over_at:
            _end(log=log, row=row, at=starts_at, action_id=None, actor_id=actor_id)
    return _begin(
        log=log,
        member_id=member_id,
        code=code,
        starts_at=starts_at,
        ends_at=ends_at,
        cause=Cause.ELECTION,
        action_id=None,
        actor_id=actor_id,
    )


def record_handing_over(*, log: Log, code: str, at: datetime, actor_id: UUID) -> int:
    """End at ``at`` the mandates of a kind that would go on after it, for those who follow. Return how many there were."""
    rows = [row for row in mandates(association_id=log.association_id, code=code) if row.over_at > at]
    for row in rows:
        _end(log=log, row=row, at=at, action_id=None, actor_id=actor_id)
    return len(rows)


def lay_down(*, actor: Actor, mandate_id: UUID, now: datetime) -> None:
    """End one's own mandate, now. Someone else's is ended by an action."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = access_mandate(actor=actor, mandate_id=mandate_id)
        if row.member_id != actor.member_id:
            raise Refused([Refusal(code=MandateRefusal.NOT_YOURS)])
        if row.over_at <= log.at:
            raise Refused([Refusal(code=MandateRefusal.DOES_NOT_HOLD)])
        _end(log=log, row=row, at=log.at, action_id=None, actor_id=actor.member_id)


def write_kind(*, actor: Actor, code: str, name: str, duties: str, checklist: tuple[str, ...], now: datetime) -> str:
    """Write what a mandate asks for, and what its holders hand over; ``code`` empty: a new one of the association's own.

    Returns its code. Anyone with the voting right may.
    """
    lines = tuple(line.strip() for line in checklist if line.strip())
    own = code not in set(BuiltIn)
    refuse_if_any(kind_refusals(name=name, duties=duties, lines=lines, own=own))
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        if code:
            access_kind(association_id=actor.association_id, code=code)
        else:
            code = _free_code(actor=actor, name=name)
        row, _ = Kind.objects.get_or_create(association_id=actor.association_id, code=code)
        row.name, row.duties, row.own_checklist = name.strip() if own else "", duties.strip(), True
        row.save()
        ChecklistLine.objects.filter(kind=row).delete()
        ChecklistLine.objects.bulk_create(
            [ChecklistLine(kind=row, position=position, text=line) for position, line in enumerate(lines, start=1)]
        )
        log.append(kind=MandateEvent.KIND_CHANGED, actor_id=actor.member_id, data={"mandate": code})
    return code


def open_hand_over(*, actor: Actor, mandate_id: UUID, now: datetime) -> None:
    """Begin the hand-over file of a mandate from the checklist of its kind; doing so again changes nothing."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = access_mandate(actor=actor, mandate_id=mandate_id)
        _require_part(actor=actor, row=row, at=log.at)
        if row.handing_over:
            return
        file = HandOver.objects.create(mandate_id=row.id, opened_at=log.at, opened_by_id=actor.member_id)
        kind = access_kind(association_id=actor.association_id, code=row.code)
        HandOverLine.objects.bulk_create(
            [
                HandOverLine(hand_over=file, position=position, code=line.code, text=line.text)
                for position, line in enumerate(kind.checklist, start=1)
            ]
        )
        log.append(kind=MandateEvent.HAND_OVER_OPENED, actor_id=actor.member_id, data={"mandate": str(row.id)})


def add_line(*, actor: Actor, mandate_id: UUID, text: str, now: datetime) -> None:
    """Add a line of one's own words to an open hand-over file."""
    refusals = [Refusal(code=MandateRefusal.NAME_MISSING)] if not text.strip() else []
    if len(text.strip()) > LONGEST_LINE:
        refusals.append(Refusal(code=MandateRefusal.TOO_LONG, data={"field": "text", "most": LONGEST_LINE}))
    if looks_secret(text):
        refusals.append(Refusal(code=MandateRefusal.LOOKS_SECRET))
    refuse_if_any(refusals)
    with writing(association_id=actor.association_id, now=now) as log:
        row = access_mandate(actor=actor, mandate_id=mandate_id)
        _require_part(actor=actor, row=row, at=log.at)
        file = HandOver.objects.filter(mandate_id=row.id).first()
        if file is None:
            raise Refused([Refusal(code=MandateRefusal.LINE_UNKNOWN)])
        last = HandOverLine.objects.filter(hand_over=file).order_by("-position").first()
        position = last.position + 1 if last else 1
        HandOverLine.objects.create(hand_over=file, position=position, text=text.strip())
        _note_change(log, actor=actor, row=row, position=position, what="added")


def note_line(*, actor: Actor, mandate_id: UUID, line_id: int, note: str, done: bool, now: datetime) -> None:
    """Write, beside a line, what the next person needs to know; ``done`` ticks it, with one's name and the day.

    A line once ticked stays ticked.
    """
    if len(note.strip()) > LONGEST_NOTE:
        raise Refused([Refusal(code=MandateRefusal.TOO_LONG, data={"field": "note", "most": LONGEST_NOTE})])
    if looks_secret(note):
        raise Refused([Refusal(code=MandateRefusal.LOOKS_SECRET)])
    with writing(association_id=actor.association_id, now=now) as log:
        row = access_mandate(actor=actor, mandate_id=mandate_id)
        _require_part(actor=actor, row=row, at=log.at)
        line = HandOverLine.objects.filter(id=line_id, hand_over_id=row.id).first()
        if line is None:
            raise Refused([Refusal(code=MandateRefusal.LINE_UNKNOWN)])
        if line.ticked_at is not None:
            raise Refused([Refusal(code=MandateRefusal.LINE_TICKED)])
        line.note = note.strip()
        if done:
            line.ticked_at, line.ticked_by_id = log.at, actor.member_id
        line.save(update_fields=["note", "ticked_at", "ticked_by"])
        _note_change(log, actor=actor, row=row, position=line.position, what="ticked" if done else "noted")


def _note_change(log: Log, *, actor: Actor, row: MandateRow, position: int, what: str) -> None:
    log.append(
        kind=MandateEvent.HAND_OVER_CHANGED,
        actor_id=actor.member_id,
        data={"mandate": str(row.id), "line": position, "what": what},
    )


def _begin(
    *,
    log: Log,
    member_id: UUID,
    code: str,
    starts_at: datetime,
    ends_at: datetime,
    cause: Cause,
    action_id: UUID | None,
    actor_id: UUID | None,
) -> UUID:
    row = Mandate.objects.create(
        id=uuid4(),
        association_id=log.association_id,
        code=code,
        member_id=member_id,
        starts_at=starts_at,
        ends_at=ends_at,
        cause=cause,
        action_id=action_id,
    )
    log.append(
        kind=MandateEvent.BEGAN,
        actor_id=actor_id,
        data={
            "mandate": str(row.id),
            "code": code,
            "member": str(member_id),
            "starts_at": instant_text(starts_at),
            "ends_at": instant_text(ends_at),
            "cause": cause,
            "action": str(action_id) if action_id else None,
        },
    )
    return row.id


def _end(*, log: Log, row: MandateRow, at: datetime, action_id: UUID | None, actor_id: UUID | None) -> None:
    ended_at = max(at, row.facts.starts_at)
    Mandate.objects.filter(id=row.id).update(ended_at=ended_at, ended_by_id=action_id)
    log.append(
        kind=MandateEvent.ENDED,
        actor_id=actor_id,
        data={
            "mandate": str(row.id),
            "member": str(row.member_id),
            "at": instant_text(ended_at),
            "action": str(action_id) if action_id else None,
        },
    )


def _of(log: Log, *, member_id: UUID, code: str) -> tuple[MandateRow, ...]:
    return mandates(association_id=log.association_id, code=code, member_id=member_id)


def _gone(*, log: Log, member_id: UUID, at: datetime) -> bool:
    actor = Actor(association_id=log.association_id, member_id=member_id)
    left_at = members.member(actor=actor, member_id=member_id, now=at).left_at
    return left_at is not None and left_at <= at


def _require_part(*, actor: Actor, row: MandateRow, at: datetime) -> None:
    """Let in whoever holds or held the mandate, those who hold or will hold the same one, and those who vote."""
    same = mandates(association_id=actor.association_id, code=row.code, member_id=actor.member_id)
    if not same:
        require_vote(actor=actor, at=at)


def _free_code(*, actor: Actor, name: str) -> str:
    code = code_of(name) or "mandate"
    taken = {*BuiltIn, *Kind.objects.filter(association_id=actor.association_id).values_list("code", flat=True)}
    if code in taken:
        raise Refused([Refusal(code=MandateRefusal.KIND_TAKEN, data={"name": name.strip()})])
    return code
