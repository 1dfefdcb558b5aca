"""The discussion about an action, as pages show it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.decisions.models import Remark


@dataclass(frozen=True, kw_only=True)
class RemarkRow:
    """One message of the discussion. ``source``: web, mail or chat; ``text`` is Markdown of a member's."""

    id: UUID
    member_id: UUID
    name: str
    text: str
    source: str
    at: datetime


def discussion(*, action_id: UUID) -> tuple[RemarkRow, ...]:
    """Return what was said about an action that the caller has found through a door, the oldest first."""
    rows = Remark.objects.filter(action_id=action_id).select_related("member").order_by("at", "id")
    return tuple(
        RemarkRow(id=row.id, member_id=row.member_id, name=row.member.name, text=row.text, source=row.source, at=row.at)
        for row in rows
    )
