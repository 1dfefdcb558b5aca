"""Documents of an assembly: put in until it opens by those who prepare it, and taken out."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import QuerySet

from toutdoux.assemblies.commands.agenda import access_item, note_change
from toutdoux.assemblies.commands.preparing import held_here
from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.logic.documents import document_refusals, media_type, safe_name
from toutdoux.assemblies.logic.events import AssemblyEvent, AssemblyRefusal
from toutdoux.assemblies.models import Assembly, Document, Item
from toutdoux.assemblies.queries.meetings import meeting_row
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote


def add_document(
    *,
    actor: Actor,
    assembly_id: UUID,
    title: str,
    name: str,
    data: bytes,
    item_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Add a file to an assembly, or to one item of it; return its id. Anyone with the voting right may, until it opens.

    The same file under the same title again changes nothing.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        row = _preparing(log, actor=actor, assembly_id=assembly_id)
        rows = Document.objects.filter(assembly=row).defer("content")
        digest = hashlib.sha256(data).hexdigest()
        same = next((one for one in rows.filter(sha256=digest, title=title.strip()) if one.item_id == item_id), None)
        if same is not None:
            return same.id
        refuse_if_any(document_refusals(title=title, name=name, data=data, documents=rows.count()))
        if item_id is not None and access_item(log, item_id=item_id).assembly_id != row.id:
            raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_ITEM)])
        document = Document.objects.create(
            id=uuid4(),
            assembly=row,
            item_id=item_id,
            title=title.strip(),
            name=safe_name(name),
            media_type=media_type(name=name, data=data),
            size=len(data),
            sha256=digest,
            content=data,
            added_at=log.at,
            added_by_id=actor.member_id,
        )
        _note(log, actor=actor, row=row, document=document, kind=AssemblyEvent.DOCUMENT_ADDED)
        return document.id


def remove_document(*, actor: Actor, document_id: UUID, now: datetime) -> None:
    """Take a file out again, until the assembly opens. Whoever has read it has read it."""
    with writing(association_id=actor.association_id, now=now) as log:
        rows = Document.objects.filter(id=document_id, assembly__association_id=actor.association_id)
        document = rows.defer("content").first()
        if document is None:
            raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_DOCUMENT)])
        row = _preparing(log, actor=actor, assembly_id=document.assembly_id)
        _note(log, actor=actor, row=row, document=document, kind=AssemblyEvent.DOCUMENT_REMOVED)
        document.delete()


def carry_documents(log: Log, *, actor: Actor, item: Item, later: Item, leaving: bool) -> None:
    """Have the documents of an item read at a later one too; ``leaving``: there and no longer here."""
    for document in _one_by_one(Document.objects.filter(item=item)):
        if leaving:
            _note(log, actor=actor, row=item.assembly, document=document, kind=AssemblyEvent.DOCUMENT_REMOVED)
            document.delete()
        _copy(log, actor=actor, document=document, to=later.assembly, item=later)


def carry_all_documents(log: Log, *, actor: Actor, first_id: UUID, to: Assembly, items: Mapping[UUID, Item]) -> None:
    """Have every document of an assembly read at its second convening too. ``items``: those there, by those of the first."""
    for document in _one_by_one(Document.objects.filter(assembly_id=first_id)):
        item = items.get(document.item_id) if document.item_id is not None else None
        _copy(log, actor=actor, document=document, to=to, item=item)


def _one_by_one(rows: QuerySet[Document]) -> Iterator[Document]:
    """Yield documents as they came; thirty of ten megabytes are not held at once."""
    for key in list(rows.order_by("added_at", "id").values_list("id", flat=True)):
        yield Document.objects.get(id=key)


def _copy(log: Log, *, actor: Actor, document: Document, to: Assembly, item: Item | None) -> None:
    document.id, document.assembly, document.item = uuid4(), to, item
    document.save(force_insert=True)
    _note(log, actor=actor, row=to, document=document, kind=AssemblyEvent.DOCUMENT_ADDED)


def _preparing(log: Log, *, actor: Actor, assembly_id: UUID) -> Assembly:
    row = held_here(log, assembly_id=assembly_id)
    require_vote(actor=actor, at=log.at)
    if meeting_row(row).stage not in {Stage.PREPARED, Stage.CONVENED}:
        raise Refused([Refusal(code=AssemblyRefusal.ALREADY_OPEN)])
    return row


def _note(log: Log, *, actor: Actor, row: Assembly, document: Document, kind: AssemblyEvent) -> None:
    note_change(log, row=row)
    data = {"assembly": str(row.id), "document": str(document.id)}
    log.append(kind=kind, actor_id=actor.member_id, data=data)
