"""Which erasures are announced, and who could be erased."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.kernel.people import Actor
from toutdoux.members.queries import members, names
from toutdoux.procedures.models import Erasure
from toutdoux.procedures.queries.inactivity import runner


@dataclass(frozen=True, kw_only=True)
class ErasureRow:
    """An erasure that is announced."""

    id: UUID
    name: str
    asked_by: str
    asked_at: datetime
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class Erasures:
    """What whoever looks after this sees: what is announced, and who has left and may ask for it (id and name)."""

    waiting: tuple[ErasureRow, ...]
    departed: tuple[tuple[UUID, str], ...]


def erasures(*, actor: Actor, now: datetime) -> Erasures | None:
    """Return them to those whose business it is; None to anyone else."""
    if not runner(actor=actor, now=now).may_begin:
        return None
    rows = Erasure.objects.filter(association_id=actor.association_id, cancelled_at=None)
    known = names(association_id=actor.association_id)
    taken = set(rows.values_list("member_id", flat=True))
    waiting = tuple(
        ErasureRow(
            id=row.id,
            name=known.get(row.member_id, ""),
            asked_by=known.get(row.asked_by_id, ""),
            asked_at=row.asked_at,
            due_at=row.due_at,
        )
        for row in rows.filter(applied_at=None).order_by("due_at", "id")
    )
    gone = [row for row in members(association_id=actor.association_id, at=now) if row.left_at and row.left_at <= now]
    return Erasures(waiting=waiting, departed=tuple((row.id, row.name) for row in gone if row.id not in taken))
