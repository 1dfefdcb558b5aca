"""Frozen rows of what people write around the facts of an assembly."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from toutdoux.assemblies.minutes.logic.events import MinutesRefusal
from toutdoux.assemblies.minutes.models import Addendum, Approval, Note, NoteVersion, Record, Task
from toutdoux.assemblies.queries import MeetingRow, access_meeting_by_id
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused


@dataclass(frozen=True, kw_only=True)
class NoteRow:
    """A paragraph: who said it (empty: nobody in particular), what, who wrote it down last and when."""

    id: UUID
    item_id: UUID | None
    speaker: str
    text: str
    version: int
    author_id: UUID
    author: str
    saved_at: datetime


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A paragraph as it once was."""

    version: int
    speaker: str
    text: str
    author: str
    saved_at: datetime
    removed: bool


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """Something somebody takes on. ``owner`` is empty when nobody does yet."""

    id: UUID
    assembly_id: UUID
    item_id: UUID | None
    what: str
    owner_id: UUID | None
    owner: str
    due_on: date | None
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True, kw_only=True)
class ApprovalRow:
    """Somebody named to approve. ``fingerprint``: of the text they approved."""

    member_id: UUID
    name: str
    named_at: datetime
    approved_at: datetime | None
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class AddendumRow:
    """A dated correction."""

    number: int
    text: str
    author: str
    added_at: datetime
    digest: str


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    """The frozen facts: ``source`` is the file, ``digest`` the one the ledger keeps."""

    source: str
    digest: str
    frozen_at: datetime


def access_begun(*, actor: Actor, assembly_id: UUID) -> MeetingRow:
    """Return an assembly of the actor's association that has minutes, or refuse: they begin as it is opened."""
    found = access_meeting_by_id(actor=actor, assembly_id=assembly_id)
    if found.opened_at is None:
        raise Refused([Refusal(code=MinutesRefusal.NOT_OPENED_YET, data={"reference": found.reference})])
    return found


def may_name(found: MeetingRow, *, member_id: UUID) -> bool:
    """Say whether a member names who approves: whoever chairs or takes the notes; anyone while neither is named."""
    runs = {found.chair_id, found.secretary_id} - {None}
    return not runs or member_id in runs


def notes(*, assembly_id: UUID) -> tuple[NoteRow, ...]:
    """Return the paragraphs that stand, those of each item in their order."""
    rows = Note.objects.filter(assembly_id=assembly_id, removed_at=None).select_related("author")
    return tuple(_note(row) for row in rows.order_by("item_id", "place", "created_at", "id"))


def access_note(*, assembly_id: UUID, note_id: UUID) -> NoteRow:
    """Return a paragraph of an assembly, also one that was removed; refuse one that is not there."""
    row = Note.objects.filter(assembly_id=assembly_id, id=note_id).select_related("author").first()
    if row is None:
        raise Refused([Refusal(code=MinutesRefusal.UNKNOWN_NOTE)])
    return _note(row)


def versions(*, note_id: UUID) -> tuple[VersionRow, ...]:
    """Return what a paragraph said each time it was saved, the latest first."""
    rows = NoteVersion.objects.filter(note_id=note_id).select_related("author").order_by("-version")
    return tuple(
        VersionRow(
            version=row.version,
            speaker=row.speaker,
            text=row.text,
            author=row.author.name,
            saved_at=row.saved_at,
            removed=row.removed,
        )
        for row in rows
    )


def tasks(*, assembly_id: UUID) -> tuple[TaskRow, ...]:
    """Return the tasks of an assembly, in the order in which they were taken on."""
    rows = Task.objects.filter(assembly_id=assembly_id).select_related("owner", "done_by").order_by("number")
    return tuple(_task(row) for row in rows)


def tasks_of(*, member_id: UUID) -> tuple[TaskRow, ...]:
    """Return what a member has taken on and not done, the most pressing first."""
    rows = Task.objects.filter(owner_id=member_id, done_at=None).select_related("owner", "done_by")
    return tuple(_task(row) for row in sorted(rows, key=lambda row: (row.due_on or date.max, row.taken_at)))


def approvals(*, assembly_id: UUID) -> tuple[ApprovalRow, ...]:
    """Return who is named to approve the minutes, in the order of their names."""
    rows = Approval.objects.filter(assembly_id=assembly_id).select_related("member").order_by("member__name")
    return tuple(
        ApprovalRow(
            member_id=row.member_id,
            name=row.member.name,
            named_at=row.named_at,
            approved_at=row.approved_at,
            fingerprint=row.fingerprint,
        )
        for row in rows
    )


def record(*, assembly_id: UUID) -> RecordRow | None:
    """Return the frozen facts of an assembly, None until the minutes are approved."""
    row = Record.objects.filter(assembly_id=assembly_id).first()
    return RecordRow(source=row.source, digest=row.digest, frozen_at=row.frozen_at) if row else None


def addenda(*, assembly_id: UUID) -> tuple[AddendumRow, ...]:
    """Return the corrections, in order."""
    rows = Addendum.objects.filter(assembly_id=assembly_id).select_related("author").order_by("number")
    return tuple(
        AddendumRow(number=row.number, text=row.text, author=row.author.name, added_at=row.added_at, digest=row.digest)
        for row in rows
    )


def _note(row: Note) -> NoteRow:
    return NoteRow(
        id=row.id,
        item_id=row.item_id,
        speaker=row.speaker,
        text=row.text,
        version=row.version,
        author_id=row.author_id,
        author=row.author.name,
        saved_at=row.saved_at,
    )


def _task(row: Task) -> TaskRow:
    return TaskRow(
        id=row.id,
        assembly_id=row.assembly_id,
        item_id=row.item_id,
        what=row.what,
        owner_id=row.owner_id,
        owner=row.owner.name if row.owner else row.owner_name,
        due_on=row.due_on,
        done_at=row.done_at,
        done_by=row.done_by.name if row.done_by else "",
    )
