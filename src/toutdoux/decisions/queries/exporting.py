"""The rows of a period as a table: the old ones as printed, those decided here in the same columns."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from toutdoux.associations.queries import period as period_row
from toutdoux.decisions.logic.importing import ImportPlan, import_plan
from toutdoux.decisions.logic.tables import HistoricalRow
from toutdoux.decisions.logic.tables_cells import LABELS, Row
from toutdoux.decisions.models import Action, HistoricalRecord
from toutdoux.decisions.queries.facts import NEEDED
from toutdoux.decisions.queries.rows import ActionRow, action_rows
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind


def exported_rows(*, association_id: UUID, period: str, kind: Kind, now: datetime) -> tuple[HistoricalRow, ...]:
    """Return every numbered action of a period and kind, by number, as a row of the old tables.

    An imported row is given back as it was printed. Of an action decided here: its label, its count and its council
    now, its leads, its footnotes, its text and its discussion. Refuses a period that is not known.
    """
    found = period_row(association_id=association_id, code=period)
    rows = kept_rows(association_id=association_id, period_id=found.id, kind=kind)
    live = list(_live(association_id=association_id, period_id=found.id, kind=kind).select_related(*NEEDED))
    texts = {action.id: action.current.text for action in live if action.current}
    for row in action_rows(actions=live, actor=None, now=now):
        rows[row.reference.number] = _row(row, text=texts.get(row.id, ""))
    return tuple(rows[number] for number in sorted(rows))


def planned_import(
    *, association_id: UUID, period_id: int | None, kind: Kind, rows: tuple[HistoricalRow, ...]
) -> ImportPlan:
    """Say what importing ``rows`` would do. ``period_id`` None: a period that is not there yet."""
    if period_id is None:
        return import_plan(rows=rows, kept={}, live=frozenset())
    numbers = _live(association_id=association_id, period_id=period_id, kind=kind).values_list("number", flat=True)
    return import_plan(
        rows=rows,
        kept=kept_rows(association_id=association_id, period_id=period_id, kind=kind),
        live=frozenset(number for number in numbers if number is not None),
    )


def kept_rows(*, association_id: UUID, period_id: int, kind: Kind) -> dict[int, HistoricalRow]:
    """Return the imported rows of a period and kind, by number."""
    records = HistoricalRecord.objects.filter(
        action__association_id=association_id, action__period_id=period_id, action__kind=kind
    )
    return {row.number: row for row in map(printed_row, records.select_related("action"))}


def printed_row(record: HistoricalRecord) -> HistoricalRow:
    """Return an imported row, loaded with its action, as it was printed."""
    action = record.action
    assert action.number is not None
    assert action.opened_on is not None
    return HistoricalRow(
        number=action.number,
        title=action.title,
        opened_on=action.opened_on,
        lead=record.lead,
        for_=record.for_votes,
        against=record.against_votes,
        council=record.council,
        label=Label(record.label),
        status_text=record.status_text,
        note=record.note,
        link=record.link,
        text=record.text,
        urgent=_said_urgent(record.urgent),
        urgent_text=record.urgent,
        carried_out_on=record.carried_out_on,
    )


def _live(*, association_id: UUID, period_id: int, kind: Kind) -> QuerySet[Action]:
    """Return the numbered actions decided here; counter-votes bear their target's number and are not counted."""
    return Action.objects.filter(
        association_id=association_id,
        period_id=period_id,
        kind=kind,
        target=None,
        number__isnull=False,
        historical=False,
    )


def _row(row: ActionRow, *, text: str) -> HistoricalRow:
    assert row.opened_on is not None
    return HistoricalRow(
        number=row.reference.number,
        title=row.title,
        opened_on=row.opened_on,
        lead=row.lead_names,
        for_=row.tally.for_,
        against=row.tally.against,
        council=row.tally.council,
        label=row.label,
        status_text=_WORDS[row.label],
        note="\n".join(row.footnotes),
        link=row.discussion_url,
        text=text,
        urgent=row.urgent,
        carried_out_on=row.carried_out_on,
    )


def _said_urgent(text: str) -> bool:
    """Read the word of yes or no of an imported row, which was understood when it came in."""
    return Row(row=0, cells={"urgent": text}).truth("urgent")[0]


#: The word of each label in the old tables: the first one listed, with its capital.
_WORDS = {label: words.capitalize() for words, label in reversed(list(LABELS.items()))}
