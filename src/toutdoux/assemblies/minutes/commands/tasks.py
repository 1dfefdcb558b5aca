"""Tasks that somebody takes on at an assembly."""

from datetime import date, datetime
from uuid import UUID, uuid4

from toutdoux.assemblies.minutes.logic.events import MinutesEvent, MinutesRefusal
from toutdoux.assemblies.minutes.models import Record, Task
from toutdoux.assemblies.minutes.queries import access_begun
from toutdoux.assemblies.queries import items
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import writing
from toutdoux.members import queries as members
from toutdoux.members.commands import require_vote

LONGEST_TASK = 300
LONGEST_NAME = 120


def take_task(
    *,
    actor: Actor,
    assembly_id: UUID,
    item_id: UUID | None,
    what: str,
    owner_id: UUID | None,
    owner_name: str,
    due_on: date | None,
    now: datetime,
) -> UUID:
    """Write down what somebody takes on: a member (``owner_id``), or a name that is not in the register, or nobody yet."""
    with writing(association_id=actor.association_id, now=now) as log:
        access_begun(actor=actor, assembly_id=assembly_id)
        require_vote(actor=actor, at=log.at)
        if Record.objects.filter(assembly_id=assembly_id).exists():
            raise Refused([Refusal(code=MinutesRefusal.MINUTES_FROZEN)])
        if owner_id is not None:
            members.member(actor=actor, member_id=owner_id, now=log.at)
        what = what.strip()
        if not what or len(what) > LONGEST_TASK or len(owner_name) > LONGEST_NAME:
            raise Refused([Refusal(code=MinutesRefusal.WORDS_MISSING, data={"limit": LONGEST_TASK})])
        known = any(item.id == item_id for item in items(assembly_id=assembly_id))
        row = Task.objects.create(
            id=uuid4(),
            assembly_id=assembly_id,
            item_id=item_id if known else None,
            number=Task.objects.filter(assembly_id=assembly_id).count() + 1,
            what=what,
            owner_id=owner_id,
            owner_name="" if owner_id else owner_name.strip(),
            due_on=due_on,
            taken_at=log.at,
            taken_by_id=actor.member_id,
        )
        log.append(
            kind=MinutesEvent.TASK_TAKEN,
            actor_id=actor.member_id,
            data={"assembly": str(assembly_id), "task": str(row.id), "owner": str(owner_id) if owner_id else None},
        )
        return row.id


def finish_task(*, actor: Actor, assembly_id: UUID, task_id: UUID, now: datetime) -> None:
    """Tick a task. Anyone with the voting right may, as with any ordinary thing that is seen to be done."""
    with writing(association_id=actor.association_id, now=now) as log:
        access_begun(actor=actor, assembly_id=assembly_id)
        require_vote(actor=actor, at=log.at)
        row = Task.objects.filter(id=task_id, assembly_id=assembly_id).first()
        if row is None:
            raise Refused([Refusal(code=MinutesRefusal.UNKNOWN_TASK)])
        if row.done_at is not None:
            raise Refused([Refusal(code=MinutesRefusal.TASK_ALREADY_DONE)])
        row.done_at, row.done_by_id = log.at, actor.member_id
        row.save(update_fields=["done_at", "done_by"])
        log.append(
            kind=MinutesEvent.TASK_DONE,
            actor_id=actor.member_id,
            data={"assembly": str(assembly_id), "task": str(task_id)},
        )
