"""The minutes of any assembly, of old times or held here, as documents and pages take them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.logic.facts import AssemblyFacts
from toutdoux.assemblies.logic.writing import assembly_to_toml
from toutdoux.assemblies.minutes.logic.events import MinutesRefusal
from toutdoux.assemblies.minutes.queries.composing import assembly_facts, fingerprint
from toutdoux.assemblies.minutes.queries.rows import (
    AddendumRow,
    ApprovalRow,
    NoteRow,
    TaskRow,
    addenda,
    approvals,
    notes,
    record,
    tasks,
)
from toutdoux.assemblies.queries import ItemRow, MeetingRow, access_assembly, items, meeting_named
from toutdoux.kernel.refusal import Refusal, Refused


@dataclass(frozen=True, kw_only=True)
class MinutesRow:
    """What minutes say. ``digest`` is the one the ledger keeps, empty until they are approved; then they never change."""

    meeting: MeetingRow
    facts: AssemblyFacts
    digest: str
    frozen_at: datetime | None
    approved_by: tuple[str, ...]
    addenda: tuple[AddendumRow, ...]

    @property
    def draft(self) -> bool:
        """Say whether they may still change."""
        return not self.digest


@dataclass(frozen=True, kw_only=True)
class WritingPage:
    """Where minutes are written. ``seen`` is the fingerprint of the text, which an approval names."""

    minutes: MinutesRow
    agenda: tuple[ItemRow, ...]
    notes: tuple[NoteRow, ...]
    tasks: tuple[TaskRow, ...]
    approvals: tuple[ApprovalRow, ...]
    seen: str

    def notes_of(self, item_id: UUID | None) -> tuple[NoteRow, ...]:
        """Return the paragraphs of an item, or of none in particular."""
        return tuple(row for row in self.notes if row.item_id == item_id)

    def tasks_of(self, item_id: UUID | None) -> tuple[TaskRow, ...]:
        """Return the tasks of an item, or of none in particular."""
        return tuple(row for row in self.tasks if row.item_id == item_id)


def access_minutes(*, association_id: UUID, reference: str, now: datetime) -> MinutesRow:
    """Return the minutes of ``AG3``; refuse an assembly that is not there, or was not opened: it has none."""
    found = meeting_named(association_id=association_id, reference=reference)
    if found.stage is Stage.PAST:
        past = access_assembly(association_id=association_id, reference=reference)
        return MinutesRow(
            meeting=found, facts=past.facts, digest=past.digest, frozen_at=None, approved_by=(), addenda=()
        )
    if found.opened_at is None:
        raise Refused([Refusal(code=MinutesRefusal.NOT_OPENED_YET, data={"reference": found.reference})])
    frozen = record(assembly_id=found.id)
    return MinutesRow(
        meeting=found,
        facts=assembly_facts(assembly_id=found.id, now=now),
        digest=frozen.digest if frozen else "",
        frozen_at=frozen.frozen_at if frozen else None,
        approved_by=tuple(row.name for row in approvals(assembly_id=found.id)) if frozen else (),
        addenda=addenda(assembly_id=found.id),
    )


def writing_page(*, association_id: UUID, reference: str, now: datetime) -> WritingPage:
    """Return everything the page needs on which the minutes of an assembly held here are written."""
    found = access_minutes(association_id=association_id, reference=reference, now=now)
    assembly_id = found.meeting.id
    held_here = found.meeting.stage is not Stage.PAST
    return WritingPage(
        minutes=found,
        agenda=items(assembly_id=assembly_id),
        notes=notes(assembly_id=assembly_id),
        tasks=tasks(assembly_id=assembly_id),
        approvals=approvals(assembly_id=assembly_id),
        seen=fingerprint(assembly_to_toml(found.facts)) if held_here and found.draft else "",
    )
