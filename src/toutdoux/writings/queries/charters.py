"""Founding texts by versions."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from toutdoux.writings.logic.charters import Charter
from toutdoux.writings.models import CharterVersion


@dataclass(frozen=True, kw_only=True)
class CharterRow:
    """One version of a founding text."""

    code: Charter
    number: int
    text: str
    note: str
    in_force_on: date
    digest: str
    author_name: str
    written_at: datetime


def charters(*, association_id: UUID) -> dict[Charter, CharterRow]:
    """Return the version that stands of each founding text that was entered."""
    return {
        code: versions[0]
        for code in Charter
        if (versions := charter_versions(association_id=association_id, code=code))
    }


def charter_versions(*, association_id: UUID, code: Charter) -> tuple[CharterRow, ...]:
    """Return every version of a founding text, the latest first."""
    rows = CharterVersion.objects.filter(association_id=association_id, code=code).select_related("author")
    return tuple(
        CharterRow(
            code=Charter(row.code),
            number=row.number,
            text=row.text,
            note=row.note,
            in_force_on=row.in_force_on,
            digest=row.digest,
            author_name=row.author.name if row.author else "",
            written_at=row.written_at,
        )
        for row in rows.order_by("-number")
    )
