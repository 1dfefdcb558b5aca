"""Notes: paragraphs that save themselves, each with its author and all it ever said. Nothing typed is lost."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import F, Max, QuerySet

from toutdoux.assemblies.minutes.logic.events import MinutesRefusal
from toutdoux.assemblies.minutes.logic.pads import passages
from toutdoux.assemblies.minutes.models import Note, NoteVersion, Record
from toutdoux.assemblies.minutes.queries import access_begun
from toutdoux.assemblies.queries import ItemRow, items
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote

LONGEST_NOTE = 20_000
LONGEST_NAME = 120
#: Far above what a day of assembly gives; a program gone wild stops here.
MOST_NOTES = 5_000


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What became of a text. ``beside``: somebody else had saved the paragraph meanwhile; this stands as one of its own."""

    note_id: UUID
    version: int
    beside: bool


def save_note(
    *,
    actor: Actor,
    assembly_id: UUID,
    note_id: UUID,
    item_id: UUID | None,
    version: int,
    speaker: str,
    text: str,
    now: datetime,
) -> Saved:
    """Save a paragraph, new or not, as it now reads.

    ``version`` is the one that was being read while it was typed, 0 for a new paragraph. The same text again changes
    nothing. When somebody else saved the paragraph since, neither text is lost: this one becomes a paragraph of its own,
    right after. Anyone with the voting right may write, until the minutes are frozen. Not in the ledger: every version is
    kept here, and the ledger seals the whole when the minutes are approved.
    """
    speaker, text = speaker.strip(), text.strip()
    _refuse_long(speaker, text)
    with writing(association_id=actor.association_id, now=now) as log:
        _door(actor=actor, assembly_id=assembly_id, log=log)
        row = Note.objects.filter(id=note_id).first()
        if row is None:
            place = _end(assembly_id, item_id)
            _create(_Where(log, actor, assembly_id, _item_of(assembly_id, item_id), place), note_id, speaker, text)
            return Saved(note_id=note_id, version=1, beside=False)
        if row.assembly_id != assembly_id:
            raise Refused([Refusal(code=MinutesRefusal.UNKNOWN_NOTE)])
        if (row.speaker, row.text) == (speaker, text) and row.removed_at is None:
            return Saved(note_id=row.id, version=row.version, beside=False)
        if row.version == version or row.author_id == actor.member_id:
            row.removed_at = None
            _save(row, log=log, actor=actor, speaker=speaker, text=text)
            return Saved(note_id=row.id, version=row.version, beside=False)
        _of(assembly_id, row.item_id).filter(place__gt=row.place).update(place=F("place") + 1)
        beside = uuid4()
        _create(_Where(log, actor, assembly_id, row.item_id, row.place + 1), beside, speaker, text)
        return Saved(note_id=beside, version=1, beside=True)


def remove_note(*, actor: Actor, assembly_id: UUID, note_id: UUID, now: datetime) -> None:
    """Take a paragraph out of the minutes; what it said is kept with its versions. Again changes nothing."""
    with writing(association_id=actor.association_id, now=now) as log:
        _door(actor=actor, assembly_id=assembly_id, log=log)
        row = _note(assembly_id, note_id)
        if row.removed_at is None:
            row.removed_at = log.at
            _save(row, log=log, actor=actor, speaker=row.speaker, text=row.text)


def move_note(*, actor: Actor, assembly_id: UUID, note_id: UUID, up: bool, now: datetime) -> None:
    """Put a paragraph before the one above it, or after the one below; at the end of the item it stays."""
    with writing(association_id=actor.association_id, now=now) as log:
        _door(actor=actor, assembly_id=assembly_id, log=log)
        row = _note(assembly_id, note_id)
        beside = _of(assembly_id, row.item_id).filter(removed_at=None)
        other = (
            beside.filter(place__lt=row.place).order_by("-place").first()
            if up
            else beside.filter(place__gt=row.place).order_by("place").first()
        )
        if other is not None:
            row.place, other.place = other.place, row.place
            row.save(update_fields=["place"])
            other.save(update_fields=["place"])


def import_pad(*, actor: Actor, assembly_id: UUID, text: str, names: tuple[str, ...], now: datetime) -> int:
    """Bring in the text of a shared pad, each paragraph as a note of the item it stands under; return how many.

    ``names`` are those of people whose "Name: …" is attributed to them. The same pad again adds only what is not there.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        _door(actor=actor, assembly_id=assembly_id, log=log)
        agenda = items(assembly_id=assembly_id)
        found = passages(text=text, titles=[item.title for item in agenda], names=names)
        known: set[tuple[UUID | None, str, str]] = set(
            Note.objects.filter(assembly_id=assembly_id, removed_at=None).values_list("item_id", "speaker", "text")
        )
        added = 0
        for one in found:
            item_id = agenda[one.item].id if one.item is not None else None
            _refuse_long(one.who, one.said)
            if (item_id, one.who, one.said) in known:
                continue
            known.add((item_id, one.who, one.said))
            place = _end(assembly_id, item_id)
            _create(_Where(log, actor, assembly_id, item_id, place), uuid4(), one.who, one.said)
            added += 1
        return added


@dataclass(frozen=True)
class _Where:
    log: Log
    actor: Actor
    assembly_id: UUID
    item_id: UUID | None
    place: int


def _door(*, actor: Actor, assembly_id: UUID, log: Log) -> None:
    """Refuse who may not write, an assembly of elsewhere or not opened yet, and minutes that are frozen."""
    access_begun(actor=actor, assembly_id=assembly_id)
    require_vote(actor=actor, at=log.at)
    if Record.objects.filter(assembly_id=assembly_id).exists():
        raise Refused([Refusal(code=MinutesRefusal.MINUTES_FROZEN)])


def _refuse_long(speaker: str, text: str) -> None:
    if len(text) > LONGEST_NOTE or len(speaker) > LONGEST_NAME:
        raise Refused([Refusal(code=MinutesRefusal.NOTE_TOO_LONG, data={"limit": LONGEST_NOTE})])


def _note(assembly_id: UUID, note_id: UUID) -> Note:
    row = Note.objects.filter(id=note_id, assembly_id=assembly_id).first()
    if row is None:
        raise Refused([Refusal(code=MinutesRefusal.UNKNOWN_NOTE)])
    return row


def _item_of(assembly_id: UUID, item_id: UUID | None) -> UUID | None:
    """Return the item if it is in the agenda; a note about one that left it is about the assembly."""
    agenda: tuple[ItemRow, ...] = items(assembly_id=assembly_id)
    return item_id if any(item.id == item_id for item in agenda) else None


def _of(assembly_id: UUID, item_id: UUID | None) -> QuerySet[Note]:
    """Return the paragraphs of an item, removed ones too; None: of none in particular."""
    rows = Note.objects.filter(assembly_id=assembly_id)
    return rows.filter(item=None) if item_id is None else rows.filter(item_id=item_id)


def _end(assembly_id: UUID, item_id: UUID | None) -> int:
    if Note.objects.filter(assembly_id=assembly_id).count() >= MOST_NOTES:
        raise Refused([Refusal(code=MinutesRefusal.TOO_MANY_NOTES, data={"limit": MOST_NOTES})])
    last: int | None = _of(assembly_id, item_id).aggregate(last=Max("place"))["last"]
    return (last or 0) + 1


def _create(where: _Where, note_id: UUID, speaker: str, text: str) -> None:
    row = Note.objects.create(
        id=note_id,
        assembly_id=where.assembly_id,
        item_id=where.item_id,
        place=where.place,
        speaker=speaker,
        text=text,
        version=1,
        author_id=where.actor.member_id,
        created_at=where.log.at,
        saved_at=where.log.at,
    )
    _keep(row)


def _save(row: Note, *, log: Log, actor: Actor, speaker: str, text: str) -> None:
    row.speaker, row.text, row.version = speaker, text, row.version + 1
    row.author_id, row.saved_at = actor.member_id, log.at
    row.save()
    _keep(row)


def _keep(row: Note) -> None:
    NoteVersion.objects.create(
        note_id=row.id,
        version=row.version,
        speaker=row.speaker,
        text=row.text,
        author_id=row.author_id,
        saved_at=row.saved_at,
        removed=row.removed_at is not None,
    )
