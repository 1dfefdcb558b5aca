"""Declaring what can be entered; giving, extending and ending accesses; asking whether they are needed; ticking doors off."""

from datetime import datetime
from uuid import UUID, uuid4

from toutdoux.accesses.logic.checks import purpose_refusals, resource_refusals
from toutdoux.accesses.logic.events import AccessEvent, AccessRefusal
from toutdoux.accesses.logic.ledger import Cause, EndCause, State, Tick
from toutdoux.accesses.logic.meeting import beginning_refusal, ending_refusal, putting_off_refusal
from toutdoux.accesses.models import Access, Extension, HandTick, Resource, Review
from toutdoux.accesses.queries import AccessRow, access, access_resource, accesses, may_tick
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members import queries as members
from toutdoux.members.commands import require_vote


def declare_resource(
    *,
    actor: Actor,
    sort: str,
    level: str,
    name: str,
    note: str = "",
    owner_id: UUID | None = None,
    review_months: int,
    resource_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Enter something that can be entered, or correct what is said of it (``resource_id``). Returns its id.

    Refuses what looks like a secret: this ledger says who holds keys, and never holds one. Anyone who votes may declare.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        people = members.members(association_id=actor.association_id, at=log.at)
        present = frozenset(row.id for row in people if row.left_at is None)
        refuse_if_any(
            resource_refusals(
                sort=sort,
                level=level,
                name=name,
                note=note,
                owner=owner_id,
                months=review_months,
                members=present,
            )
        )
        if resource_id is None:
            row = Resource(id=uuid4(), association_id=actor.association_id, declared_at=log.at)
        else:
            access_resource(association_id=actor.association_id, resource_id=resource_id)
            row = Resource.objects.get(id=resource_id)
        row.sort, row.level, row.name, row.note = sort, level, name.strip(), note.strip()
        row.owner_id, row.review_months = owner_id, review_months
        row.save()
        event = AccessEvent.RESOURCE_CHANGED if resource_id else AccessEvent.RESOURCE_DECLARED
        log.append(kind=event, actor_id=actor.member_id, data={"resource": str(row.id)})
    return row.id


def close_resource(*, actor: Actor, resource_id: UUID, now: datetime) -> None:
    """Say that something exists no longer: every access to it ends, and is to be undone by hand."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        row = access_resource(association_id=actor.association_id, resource_id=resource_id)
        if row.closed_at is not None:
            raise Refused([Refusal(code=AccessRefusal.CLOSED)])
        Resource.objects.filter(id=resource_id).update(closed_at=log.at)
        log.append(kind=AccessEvent.RESOURCE_CLOSED, actor_id=actor.member_id, data={"resource": str(resource_id)})


def declare_access(*, actor: Actor, resource_id: UUID, member_id: UUID, purpose: str, now: datetime) -> UUID:
    """Enter an access that someone has already, from before this ledger; anyone who votes may. New ones are decided.

    Returns its id.
    """
    refuse_if_any(purpose_refusals(purpose=purpose))
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        reason = _cannot_begin(log, member_id=member_id, resource_id=resource_id, until=None, at=log.at)
        if reason is not None:
            raise Refused([Refusal(code=reason)])
        row_id = _begin(
            log,
            member_id=member_id,
            resource_id=resource_id,
            purpose=purpose,
            until=None,
            at=log.at,
            declared_by_id=actor.member_id,
        )
        # It is open already: that is why it is declared.
        _tick(log, access_id=row_id, what=Tick.OPENED, actor_id=actor.member_id)
    return row_id


def record_access(
    *,
    log: Log,
    member_id: UUID,
    resource_id: UUID,
    purpose: str,
    until: datetime | None,
    action_id: UUID,
    at: datetime,
) -> AccessRefusal | None:
    """Grant an access by an action, from ``at`` until ``until`` (excluded); return why there is nothing to grant, if so.

    Called by the effect of a decision that passed, on its page of the ledger.
    """
    reason = _cannot_begin(log, member_id=member_id, resource_id=resource_id, until=until, at=at)
    if reason is None:
        _begin(
            log,
            member_id=member_id,
            resource_id=resource_id,
            purpose=purpose,
            until=until,
            at=at,
            action_id=action_id,
        )
    return reason


def record_end_of_access(
    *, log: Log, member_id: UUID, resource_id: UUID, action_id: UUID, ended_by_id: UUID, at: datetime
) -> bool:
    """End, at ``at``, the access that ``action_id`` granted, if it still holds: it was annulled. Return whether it did."""
    rows = [
        row for row in _held(log, member_id=member_id, resource_id=resource_id, at=at) if row.action_id == action_id
    ]
    for row in rows:
        _end(log, row=row, at=at, cause=EndCause.ANNULLED, ended_by_id=ended_by_id)
    return bool(rows)


def record_revocation(
    *, log: Log, member_id: UUID, resource_id: UUID, action_id: UUID, at: datetime
) -> AccessRefusal | None:
    """End by an action the access that a member holds at ``at``; return why there is nothing to end, if so."""
    rows = _held(log, member_id=member_id, resource_id=resource_id, at=at)
    for row in rows:
        _end(log, row=row, at=at, cause=EndCause.REVOKED, ended_by_id=action_id)
    return ending_refusal(held=bool(rows))


def record_end_of_accesses(*, log: Log, member_id: UUID, action_id: UUID, at: datetime) -> int:
    """End every access of someone whom ``action_id`` excludes, as of ``at``. Return how many ended.

    Whoever is excluded from the association left it at that very instant: those accesses are ended by the action too, so
    that an annulment knows what to give back.
    """
    rows = [
        row
        for row in accesses(association_id=log.association_id, member_id=member_id, at=at)
        if row.facts.starts_at <= at
        and row.facts.ended_at is None
        and (row.ending is None or row.ending.at > at or (row.ending.at == at and row.ending.cause is EndCause.LEFT))
    ]
    for row in rows:
        _end(log, row=row, at=at, cause=EndCause.EXCLUDED, ended_by_id=action_id)
    return len(rows)


def record_access_again(
    *, log: Log, member_id: UUID, resource_id: UUID | None, action_id: UUID, ended_by_id: UUID, at: datetime
) -> bool:
    """Give back, from ``at``, what ``action_id`` ended of a member's accesses (``resource_id`` None: all of them).

    Each is a new row, given by ``ended_by_id`` (the counter-vote): the one that ended stays as it is. What has expired,
    was closed or is held again meanwhile is left out. Return whether anything was given back.
    """
    rows = accesses(association_id=log.association_id, member_id=member_id, resource_id=resource_id, at=at)
    found = False
    for row in rows:
        still = row.facts.until is None or row.facts.until > at
        free = _cannot_begin(log, member_id=member_id, resource_id=row.resource.id, until=None, at=at) is None
        if row.ended_by_id == action_id and still and free:
            found = True
            _begin(
                log,
                member_id=member_id,
                resource_id=row.resource.id,
                purpose=row.purpose,
                until=row.facts.until,
                at=at,
                action_id=ended_by_id,
            )
    return found


def record_extension(
    *, log: Log, member_id: UUID, resource_id: UUID, until: datetime | None, action_id: UUID, at: datetime
) -> AccessRefusal | None:
    """Put off the end of the access held at ``at``; return why there is nothing to put off, if so."""
    rows = _held(log, member_id=member_id, resource_id=resource_id, at=at)
    reason = putting_off_refusal(held=rows[0].facts if rows else None, until=until)
    if reason is not None:
        return reason
    (row,) = rows
    before = row.facts.until
    assert before is not None  # what has no end cannot be put off
    Extension.objects.create(access_id=row.id, action_id=action_id, before=before, after=until, at=at)
    _put_off(log, access_id=row.id, until=until, action_id=action_id)
    return None


def record_end_of_extension(
    *, log: Log, member_id: UUID, resource_id: UUID, action_id: UUID, ended_by_id: UUID, at: datetime
) -> bool:
    """Go back, at ``at``, to the end an access had before ``action_id`` put it off, if nobody has moved it since.

    When that end is past already, the access ends at ``at``. Return whether anything changed.
    """
    rows = Extension.objects.filter(action_id=action_id, access__member_id=member_id, access__resource_id=resource_id)
    row = rows.filter(reversed_at=None).select_related("access").first()
    held = {one.id: one for one in _held(log, member_id=member_id, resource_id=resource_id, at=at)}
    if row is None or row.access_id not in held or held[row.access_id].facts.until != row.after:
        return False
    Extension.objects.filter(id=row.id).update(reversed_at=at)
    if row.before <= at:
        _end(log, row=held[row.access_id], at=at, cause=EndCause.ANNULLED, ended_by_id=ended_by_id)
    else:
        _put_off(log, access_id=row.access_id, until=row.before, action_id=ended_by_id)
    return True


def answer_review(*, actor: Actor, access_id: UUID, kept: bool, now: datetime) -> None:
    """Say whether one still needs an access; "no" ends it at once. Only its holder is asked."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = access(actor=actor, access_id=access_id, at=log.at)
        if row.member_id != actor.member_id:
            raise Refused([Refusal(code=AccessRefusal.NOT_YOURS)])
        if row.state is not State.HELD:
            raise Refused([Refusal(code=AccessRefusal.DOES_NOT_HOLD)])
        Review.objects.create(access_id=row.id, kept=kept, at=log.at)
        data = {"access": str(row.id), "kept": kept}
        log.append(kind=AccessEvent.REVIEWED, actor_id=actor.member_id, data=data)
        if not kept:
            _end(log, row=row, at=log.at, cause=EndCause.GIVEN_UP, actor_id=actor.member_id)


def end_declared_access(*, actor: Actor, access_id: UUID, now: datetime) -> None:
    """End an access that no decision gave: it was only declared. What a decision gave, a decision takes back."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        row = access(actor=actor, access_id=access_id, at=log.at)
        if row.cause is not Cause.DECLARED:
            raise Refused([Refusal(code=AccessRefusal.BY_DECISION)])
        if row.state is not State.HELD:
            raise Refused([Refusal(code=AccessRefusal.DOES_NOT_HOLD)])
        _end(log, row=row, at=log.at, cause=EndCause.REVOKED, actor_id=actor.member_id)


def tick_by_hand(*, actor: Actor, access_id: UUID, what: Tick, now: datetime) -> None:
    """Say that one has opened or shut a door by hand: kept with the name and the day, once and for all."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = access(actor=actor, access_id=access_id, at=log.at)
        if not may_tick(actor=actor, at=log.at):
            require_vote(actor=actor, at=log.at)
        if HandTick.objects.filter(access_id=row.id, what=what).exists():
            raise Refused([Refusal(code=AccessRefusal.ALREADY_TICKED)])
        if not (row.to_open if what is Tick.OPENED else row.state is State.TO_UNDO):
            raise Refused([Refusal(code=AccessRefusal.NOTHING_TO_TICK)])
        _tick(log, access_id=row.id, what=what, actor_id=actor.member_id)


def _cannot_begin(
    log: Log, *, member_id: UUID, resource_id: UUID, until: datetime | None, at: datetime
) -> AccessRefusal | None:
    resource = access_resource(association_id=log.association_id, resource_id=resource_id)
    actor = Actor(association_id=log.association_id, member_id=member_id)
    left_at = members.member(actor=actor, member_id=member_id, now=at).left_at
    return beginning_refusal(
        closed=resource.closed_at is not None,
        gone=left_at is not None and left_at <= at,
        held=bool(_held(log, member_id=member_id, resource_id=resource_id, at=at)),
        until=until,
        at=at,
    )


def _held(log: Log, *, member_id: UUID, resource_id: UUID | None, at: datetime) -> list[AccessRow]:
    rows = accesses(association_id=log.association_id, member_id=member_id, resource_id=resource_id, at=at)
    return [row for row in rows if row.state is State.HELD]


def _begin(
    log: Log,
    *,
    member_id: UUID,
    resource_id: UUID,
    purpose: str,
    until: datetime | None,
    at: datetime,
    action_id: UUID | None = None,
    declared_by_id: UUID | None = None,
) -> UUID:
    row = Access.objects.create(
        id=uuid4(),
        resource_id=resource_id,
        member_id=member_id,
        purpose=purpose.strip(),
        cause=Cause.ACTION if action_id else Cause.DECLARED,
        action_id=action_id,
        declared_by_id=declared_by_id,
        starts_at=at,
        until=until,
    )
    log.append(
        kind=AccessEvent.GRANTED,
        actor_id=declared_by_id,
        data={
            "access": str(row.id),
            "resource": str(resource_id),
            "member": str(member_id),
            "cause": row.cause,
            "action": str(action_id) if action_id else None,
            "starts_at": instant_text(at),
            "until": instant_text(until) if until else None,
        },
    )
    return row.id


def _put_off(log: Log, *, access_id: UUID, until: datetime | None, action_id: UUID) -> None:
    Access.objects.filter(id=access_id).update(until=until)
    log.append(
        kind=AccessEvent.EXTENDED,
        actor_id=None,
        data={"access": str(access_id), "until": instant_text(until) if until else None, "action": str(action_id)},
    )


def _end(
    log: Log,
    *,
    row: AccessRow,
    at: datetime,
    cause: EndCause,
    ended_by_id: UUID | None = None,
    actor_id: UUID | None = None,
) -> None:
    Access.objects.filter(id=row.id).update(ended_at=at, ended_cause=cause, ended_by_id=ended_by_id)
    log.append(
        kind=AccessEvent.ENDED,
        actor_id=actor_id,
        data={
            "access": str(row.id),
            "at": instant_text(at),
            "cause": cause,
            "action": str(ended_by_id) if ended_by_id else None,
        },
    )


def _tick(log: Log, *, access_id: UUID, what: Tick, actor_id: UUID) -> None:
    HandTick.objects.create(access_id=access_id, what=what, at=log.at, by_id=actor_id)
    log.append(kind=AccessEvent.TICKED, actor_id=actor_id, data={"access": str(access_id), "what": what})
