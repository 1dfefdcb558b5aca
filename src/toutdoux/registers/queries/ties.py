"""What stands on what, and since when: services on machines."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from toutdoux.registers.models import Tie


@dataclass(frozen=True, kw_only=True)
class TieRow:
    """From which day to which other (excluded; None: until now) an entry stands on ``other``."""

    entry_id: UUID
    entry_title: str
    other_id: UUID
    other_title: str
    since: date
    before: date | None


def ties(*, association_id: UUID, entry_id: UUID | None = None, other_id: UUID | None = None) -> tuple[TieRow, ...]:
    """Return what stands on what, the earliest first: of one entry, on one other, or all there is.

    Entries that were withdrawn stand on nothing, and nothing stands on them.
    """
    found = Tie.objects.filter(entry__association_id=association_id, entry__withdrawn_at=None, other__withdrawn_at=None)
    if entry_id is not None:
        found = found.filter(entry_id=entry_id)
    if other_id is not None:
        found = found.filter(other_id=other_id)
    return tuple(
        TieRow(
            entry_id=row.entry_id,
            entry_title=row.entry.title,
            other_id=row.other_id,
            other_title=row.other.title,
            since=row.since_on,
            before=row.before_on,
        )
        for row in found.select_related("entry", "other").order_by("since_on", "id")
    )
