"""Doors of the registers, and frozen rows of their entries. Nothing here writes, and nothing crosses associations."""

from toutdoux.registers.queries.entries import (
    PAGE,
    EntryRow,
    FileRow,
    RevisionRow,
    StandingRow,
    StepRow,
    access_entry,
    counts,
    entries,
    entries_by_id,
    entries_page,
    file_content,
    files,
    revisions,
    settings_of,
    standing,
    states_there_are,
    titles,
)
from toutdoux.registers.queries.replaying import entry_facts
from toutdoux.registers.queries.ties import TieRow, ties
from toutdoux.registers.queries.weights import ToWeigh, WeightRow, to_weigh, weights

__all__ = [
    "PAGE",
    "EntryRow",
    "FileRow",
    "RevisionRow",
    "StandingRow",
    "StepRow",
    "TieRow",
    "ToWeigh",
    "WeightRow",
    "access_entry",
    "counts",
    "entries",
    "entries_by_id",
    "entries_page",
    "entry_facts",
    "file_content",
    "files",
    "revisions",
    "settings_of",
    "standing",
    "states_there_are",
    "ties",
    "titles",
    "to_weigh",
    "weights",
]
