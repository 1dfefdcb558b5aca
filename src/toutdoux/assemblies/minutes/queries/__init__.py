"""Frozen rows of what people write around the facts of an assembly, and the whole put together."""

from toutdoux.assemblies.minutes.queries.composing import assembly_facts, composed, fingerprint, live_facts
from toutdoux.assemblies.minutes.queries.pages import MinutesRow, WritingPage, access_minutes, writing_page
from toutdoux.assemblies.minutes.queries.rows import (
    AddendumRow,
    ApprovalRow,
    NoteRow,
    RecordRow,
    TaskRow,
    VersionRow,
    access_begun,
    access_note,
    addenda,
    approvals,
    may_name,
    notes,
    record,
    tasks,
    tasks_of,
    versions,
)

__all__ = [
    "AddendumRow",
    "ApprovalRow",
    "MinutesRow",
    "NoteRow",
    "RecordRow",
    "TaskRow",
    "VersionRow",
    "WritingPage",
    "access_begun",
    "access_minutes",
    "access_note",
    "addenda",
    "approvals",
    "assembly_facts",
    "composed",
    "fingerprint",
    "live_facts",
    "may_name",
    "notes",
    "record",
    "tasks",
    "tasks_of",
    "versions",
    "writing_page",
]
