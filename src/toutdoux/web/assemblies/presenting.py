"""An assembly before it opens, as its pages show it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from toutdoux.assemblies.logic.convening import ItemState, Stage
from toutdoux.assemblies.queries import DocumentRow, ItemRow, MeetingPage, MeetingRow
from toutdoux.assemblies.voting.queries import agenda_changes
from toutdoux.decisions.queries.effects import EffectRow
from toutdoux.web.door import Visit
from toutdoux.wording.convening import (
    CHIPS,
    begins_words,
    item_kind_word,
    size_words,
    stage_word,
    state_sentence,
    terms_sentences,
)
from toutdoux.wording.effects import effect_promise

_BEFORE = frozenset({Stage.PREPARED, Stage.CONVENED})


@dataclass(frozen=True, kw_only=True)
class MeetingLine:
    """An assembly in a list."""

    row: MeetingRow
    when: str
    chip: str
    word: str


@dataclass(frozen=True, kw_only=True)
class DocumentLine:
    """A file to read, with its size in words."""

    row: DocumentRow
    size: str


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """An item of the agenda, with its files and who proposed it. ``first``, ``last``: it stands at an end.

    ``later``: the assembly it was put off to. ``changes``: what its adoption would change by itself, while it can be read before.
    """

    row: ItemRow
    kind: str
    documents: Sequence[DocumentLine]
    by: str
    mine: bool = False
    declined: bool = False
    first: bool = False
    last: bool = False
    later: str = ""
    changes: tuple[str, ...] = ()


def meeting_line(row: MeetingRow, visit: Visit) -> MeetingLine:
    """Return an assembly as a list shows it."""
    return MeetingLine(
        row=row,
        when=begins_words(row, zone=visit.association.zone, now=visit.now),
        chip=CHIPS[row.stage],
        word=stage_word(row.stage),
    )


def meeting_context(found: MeetingPage, visit: Visit) -> dict[str, Any]:
    """Return what the pages of one assembly share: itself, its sentence, what the reader may do."""
    meeting, zone = found.meeting, visit.association.zone
    may = visit.member.right.votes and meeting.stage in {Stage.PREPARED, Stage.CONVENED}
    return {
        "found": found,
        "meeting": meeting,
        "stage": str(meeting.stage),
        "chip": CHIPS[meeting.stage],
        "word": stage_word(meeting.stage),
        "sentence": state_sentence(meeting, zone=zone, now=visit.now),
        "terms": terms_sentences(found.terms, seats=found.seats),
        "agenda": agenda_lines(found, visit),
        "proposed": [item_line(row, found, visit) for row in found.proposed],
        "documents": [document_line(row) for row in found.documents if row.item_id is None],
        "may": may,
        "votes": visit.member.right.votes,
        "may_agenda": may and found.agenda_open,
        "may_propose": found.proposing_open,
    }


def agenda_lines(found: MeetingPage, visit: Visit) -> list[ItemLine]:
    """Return the agenda in its order."""
    last = len(found.agenda)
    titles = {row.id: row.title for row in found.agenda} if found.meeting.stage in _BEFORE else {}
    changes = agenda_changes(association_id=visit.association.id, titles=titles) if titles else {}
    return [
        item_line(row, found, visit, first=place == 1, last=place == last, changes=changes.get(row.id, ()))
        for place, row in enumerate(found.agenda, start=1)
    ]


def item_line(
    row: ItemRow,
    found: MeetingPage,
    visit: Visit,
    *,
    first: bool = False,
    last: bool = False,
    changes: Iterable[EffectRow] = (),
) -> ItemLine:
    """Return one item as pages show it."""
    return ItemLine(
        row=row,
        kind=item_kind_word(row.kind),
        documents=document_lines(one for one in found.documents if one.item_id == row.id),
        by=found.names.get(row.proposed_by, "") if row.proposed_by else "",
        mine=row.proposed_by == visit.member.id,
        declined=row.state is ItemState.DECLINED,
        first=first,
        last=last,
        later=found.put_off.get(row.later_id, "") if row.later_id else "",
        changes=tuple(effect_promise(effect) for effect in changes),
    )


def document_line(row: DocumentRow) -> DocumentLine:
    """Return a file as pages show it."""
    return DocumentLine(row=row, size=size_words(row.size))


def document_lines(rows: Iterable[DocumentRow]) -> list[DocumentLine]:
    """Return files as pages show them."""
    return [document_line(row) for row in rows]
