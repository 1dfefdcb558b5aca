"""Doors and frozen rows of what is written together. Nothing here writes, and nothing crosses associations."""

from toutdoux.writings.queries.charters import (
    CharterRow,
    charter_versions,
    charters,
)
from toutdoux.writings.queries.letterheads import LetterheadRow, letterhead
from toutdoux.writings.queries.publishing import (
    PublishedRow,
    access_published,
    has_published,
    published,
    published_at,
    published_pdf,
)
from toutdoux.writings.queries.replaying import writing_facts
from toutdoux.writings.queries.reports import (
    CommentRow,
    EditionName,
    EditionRow,
    SectionRow,
    TextRow,
    access_edition,
    access_section,
    arranged_before,
    comments,
    edition_names,
    editions,
    past_period,
    sections,
    texts,
)

__all__ = [
    "CharterRow",
    "CommentRow",
    "EditionName",
    "EditionRow",
    "LetterheadRow",
    "PublishedRow",
    "SectionRow",
    "TextRow",
    "access_edition",
    "access_published",
    "access_section",
    "arranged_before",
    "charter_versions",
    "charters",
    "comments",
    "edition_names",
    "editions",
    "has_published",
    "letterhead",
    "past_period",
    "published",
    "published_at",
    "published_pdf",
    "sections",
    "texts",
    "writing_facts",
]
