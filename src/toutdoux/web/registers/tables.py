"""A register as a table for spreadsheets: one column for each thing its kinds ask for."""

from collections.abc import Iterable
from datetime import datetime

from toutdoux.kernel.table_text import guarded, write_record
from toutdoux.procedures.registering import SHEETS, sheets_of
from toutdoux.registers.logic.shape import Register, Sort
from toutdoux.registers.logic.typed import write_amount
from toutdoux.registers.queries import EntryRow
from toutdoux.web.door import Visit
from toutdoux.web.links import decision_links

_ALWAYS = ("kind", "title", "day", "last_day", "starts_at", "ends_at", "state", "amount", "currency")
_LAST = ("action", "about", "people", "period", "note")


def written_entries(visit: Visit, *, register: Register, rows: Iterable[EntryRow]) -> bytes:
    """Return entries as CSV: days as 2026-03-17, amounts as 54,28; no cell can be taken for a formula."""
    rows = tuple(rows)
    own = tuple(dict.fromkeys(one.name for sheet in sheets_of(register=register) for one in sheet.fields))
    actions = decision_links(visit, (row.action_id for row in rows))
    written = [write_record(cells=(*_ALWAYS, *own, *_LAST))]
    for row in rows:
        reference = actions[row.action_id][0] if row.action_id in actions else ""
        cells = {
            "kind": row.kind,
            "title": row.title,
            "day": row.day.isoformat(),
            "last_day": row.last_day.isoformat() if row.last_day else "",
            "starts_at": _instant(visit, row.starts_at),
            "ends_at": _instant(visit, row.ends_at),
            "state": row.state,
            "amount": write_amount(row.amount) if row.amount is not None else "",
            "currency": row.currency,
            "action": reference,
            "about": row.about_title,
            "people": ", ".join(name for _id, name in row.people),
            "period": row.period,
            "note": row.note,
            **{one.name: _cell(row, one.name, one.sort) for one in SHEETS[row.kind].fields},
        }
        written.append(write_record(cells=(guarded(cells.get(name, "")) for name in (*_ALWAYS, *own, *_LAST))))
    return "".join(written).encode()


def _cell(row: EntryRow, name: str, sort: Sort) -> str:
    value = row.values.get(name)
    if value is None:
        return ""
    if sort is Sort.AMOUNT:
        return write_amount(int(value))
    return "yes" if value is True else str(value)


def _instant(visit: Visit, at: datetime | None) -> str:
    return at.astimezone(visit.association.zone).isoformat(timespec="minutes") if at else ""
