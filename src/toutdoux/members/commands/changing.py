"""What decisions change in the register, on their page of the ledger: rights, exclusions, admissions, returns.

Each is dated ``at``, the instant of passing, and answers why there is nothing to do, or None once it is done; each has its
inverse, for annulments, which answers whether something still in force was taken back. ``logic.changes`` says what
happens; here it is written, with its entry.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from toutdoux.ledger.commands import Log
from toutdoux.members.commands.writing import begin_waiting, create_member, enter_waiting_right, facts_of, write
from toutdoux.members.logic import changes
from toutdoux.members.logic.changes import Changed, Scope
from toutdoux.members.logic.events import MemberEvent, MemberRefusal
from toutdoux.members.logic.rights import Cause, MemberFacts, SpellKind
from toutdoux.members.models import JoinRequest


def record_grant(*, log: Log, member_id: UUID, action_id: UUID, starts_at: datetime) -> MemberRefusal | None:
    """Give the voting right by an action, from ``starts_at``."""
    facts = facts_of(log=log, member_id=member_id)
    if facts is None:
        return MemberRefusal.UNKNOWN_MEMBER
    changed = changes.grant(facts=facts, action_id=action_id, at=starts_at)
    data = {"cause": Cause.GRANT, "action": str(action_id)}
    return _record(log, member_id, facts, changed, kind=MemberEvent.RIGHT_BEGAN, data=data)


def record_end_of_grant(*, log: Log, member_id: UUID, action_id: UUID, ended_by_id: UUID, at: datetime) -> bool:
    """End, at ``at``, the right that ``action_id`` gave to a member; a withdrawal it had lifted stands again."""
    facts = facts_of(log=log, member_id=member_id)
    if facts is None:
        return False
    changed = changes.end_of_grant(facts=facts, action_id=action_id, ended_by_id=ended_by_id, at=at)
    data = {"cause": Cause.GRANT, "action": str(ended_by_id)}
    return _undo(log, member_id, facts, changed, kind=MemberEvent.RIGHT_ENDED, data=data)


def record_withdrawal_of_right(*, log: Log, member_id: UUID, action_id: UUID, at: datetime) -> MemberRefusal | None:
    """Take the voting right away by an action, until another gives it back."""
    facts = facts_of(log=log, member_id=member_id)
    if facts is None:
        return MemberRefusal.UNKNOWN_MEMBER
    changed = changes.withdraw(facts=facts, action_id=action_id, at=at)
    return _record(log, member_id, facts, changed, kind=MemberEvent.RIGHT_WITHDRAWN, data={"action": str(action_id)})


def record_end_of_withdrawal(*, log: Log, member_id: UUID, action_id: UUID, ended_by_id: UUID, at: datetime) -> bool:
    """Give back, at ``at``, the right that ``action_id`` withdrew."""
    return _end_spells(
        log,
        member_id,
        {SpellKind.WITHDRAWN},
        action_id=action_id,
        ended_by_id=ended_by_id,
        at=at,
        kind=MemberEvent.WITHDRAWAL_ENDED,
    )


def record_exclusion(*, log: Log, member_id: UUID, scope: str, action_id: UUID, at: datetime) -> MemberRefusal | None:
    """Exclude someone by an action, from the ``"council"`` or from the ``"association"``."""
    facts = facts_of(log=log, member_id=member_id)
    if facts is None:
        return MemberRefusal.UNKNOWN_MEMBER
    changed = changes.exclude(facts=facts, scope=Scope(scope), action_id=action_id, at=at)
    data = {"scope": Scope(scope), "action": str(action_id)}
    return _record(log, member_id, facts, changed, kind=MemberEvent.EXCLUDED, data=data)


def record_end_of_exclusion(*, log: Log, member_id: UUID, action_id: UUID, ended_by_id: UUID, at: datetime) -> bool:
    """Undo, at ``at``, the exclusion that ``action_id`` made."""
    return _end_spells(
        log,
        member_id,
        {SpellKind.COUNCIL, SpellKind.EXCLUDED},
        action_id=action_id,
        ended_by_id=ended_by_id,
        at=at,
        kind=MemberEvent.EXCLUSION_ENDED,
    )


def record_reinstatement(*, log: Log, member_id: UUID, action_id: UUID, at: datetime) -> MemberRefusal | None:
    """Bring back, at once, someone who was excluded or who left; their right is what it was."""
    facts = facts_of(log=log, member_id=member_id)
    if facts is None:
        return MemberRefusal.UNKNOWN_MEMBER
    changed = changes.reinstate(facts=facts, action_id=action_id, at=at)
    return _record(log, member_id, facts, changed, kind=MemberEvent.REINSTATED, data={"action": str(action_id)})


def record_end_of_reinstatement(*, log: Log, member_id: UUID, action_id: UUID, ended_by_id: UUID, at: datetime) -> bool:
    """Take back, at ``at``, the reinstatement that ``action_id`` made: what it had ended stands again."""
    facts = facts_of(log=log, member_id=member_id)
    if facts is None:
        return False
    changed = changes.end_of_return(facts=facts, action_id=action_id, at=at)
    data = {"action": str(ended_by_id), "undone": str(action_id)}
    return _undo(log, member_id, facts, changed, kind=MemberEvent.REINSTATEMENT_ENDED, data=data)


def record_admission(*, log: Log, member_id: UUID, action_id: UUID, at: datetime) -> MemberRefusal | None:
    """Enter in the register, by an action, the person whose request bears ``member_id``.

    Someone new gets the right that the waiting period gives; someone who comes back has what they had.
    """
    facts = facts_of(log=log, member_id=member_id)
    # What a member put aside, the association may still decide.
    asking = JoinRequest.objects.filter(association_id=log.association_id, person_id=member_id)
    request = asking.filter(answer__in=["", JoinRequest.Answer.DECLINED]).order_by("-asked_at").first()
    if request is None:
        return MemberRefusal.NO_SUCH_REQUEST if facts is None else MemberRefusal.ALREADY_A_MEMBER
    data = {"action": str(action_id)}
    if facts is not None:
        changed = changes.readmit(facts=facts, action_id=action_id, at=at)
        refusal = _record(log, member_id, facts, changed, kind=MemberEvent.ADMITTED, data=data)
        if refusal is not None:
            return refusal
    else:
        create_member(log=log, request=request, joined_at=at)
        log.append(kind=MemberEvent.ADMITTED, actor_id=None, data={"member": str(member_id), **data})
        starts_at = begin_waiting(log=log, joined_at=at)
        if starts_at is not None:
            enter_waiting_right(log=log, member_id=member_id, starts_at=starts_at)
    request.answer, request.answered_at, request.action_id = JoinRequest.Answer.ADMITTED, at, action_id
    request.source_digest = ""
    request.save(update_fields=["answer", "answered_at", "action", "source_digest"])
    return None


def record_end_of_admission(*, log: Log, member_id: UUID, action_id: UUID, ended_by_id: UUID, at: datetime) -> bool:
    """Take back, at ``at``, the admission that ``action_id`` decided."""
    facts = facts_of(log=log, member_id=member_id)
    if facts is None:
        return False
    changed = changes.end_of_admission(facts=facts, action_id=action_id, ended_by_id=ended_by_id, at=at)
    data = {"action": str(ended_by_id), "undone": str(action_id)}
    return _undo(log, member_id, facts, changed, kind=MemberEvent.ADMISSION_ENDED, data=data)


def _record(
    log: Log,
    member_id: UUID,
    facts: MemberFacts,
    changed: Changed,
    *,
    kind: MemberEvent,
    data: Mapping[str, str],
) -> MemberRefusal | None:
    if isinstance(changed, MemberRefusal):
        return changed
    write(member_id=member_id, before=facts, after=changed)
    log.append(kind=kind, actor_id=None, data={"member": str(member_id), **data})
    return None


def _undo(
    log: Log,
    member_id: UUID,
    facts: MemberFacts,
    changed: MemberFacts | None,
    *,
    kind: MemberEvent,
    data: Mapping[str, str],
) -> bool:
    if changed is None:
        return False
    write(member_id=member_id, before=facts, after=changed)
    log.append(kind=kind, actor_id=None, data={"member": str(member_id), **data})
    return True


def _end_spells(
    log: Log,
    member_id: UUID,
    kinds: Collection[SpellKind],
    *,
    action_id: UUID,
    ended_by_id: UUID,
    at: datetime,
    kind: MemberEvent,
) -> bool:
    facts = facts_of(log=log, member_id=member_id)
    if facts is None:
        return False
    changed = changes.end_of_spells(facts=facts, kinds=kinds, action_id=action_id, ended_by_id=ended_by_id, at=at)
    data = {"action": str(ended_by_id), "undone": str(action_id)}
    return _undo(log, member_id, facts, changed, kind=kind, data=data)
