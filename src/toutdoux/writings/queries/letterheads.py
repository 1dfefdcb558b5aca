"""What stands at the head of documents."""

from dataclasses import dataclass
from uuid import UUID

from toutdoux.writings.models import Letterhead


@dataclass(frozen=True, kw_only=True)
class LetterheadRow:
    """The picture (PNG, drawn anew by us; None without one), what it shows in words, and the colour of lines."""

    logo: bytes | None = None
    logo_words: str = ""
    colour: str = ""


def letterhead(*, association_id: UUID) -> LetterheadRow:
    """Return the letterhead of an association; an empty one where none was chosen."""
    row = Letterhead.objects.filter(association_id=association_id).first()
    if row is None:
        return LetterheadRow()
    return LetterheadRow(logo=bytes(row.logo) if row.logo else None, logo_words=row.logo_words, colour=row.colour)
