"""The old tables: rows of decisions taken before the register existed, read from a file and written back.

A file has the columns ``number,title,opened_on,lead,for,against,council,status,note`` and, when there is something to put
in them, ``link,text,urgent,carried_out_on``, in any order. Rows are kept as printed: labels and words of yes and no are
given back as they were written. All rows are read or none; every fault is told at once, with its row and column.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from toutdoux.decisions.logic.tables_cells import MAX_LEAD, MAX_NOTE, MAX_TEXT, MAX_TITLE, YES, Row
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.table_faults import MAX_BYTES, MAX_CELLS, MAX_ROWS, TableFault, fault, too_big
from toutdoux.kernel.table_text import (
    Malformed,
    Record,
    column_name,
    decode,
    guarded,
    records,
    separator_of,
    write_record,
)
from toutdoux.rules.historical import Figures
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind

__all__ = [
    "COLUMNS",
    "MAX_BYTES",
    "MAX_ROWS",
    "REQUIRED",
    "HistoricalRow",
    "TableFault",
    "differences",
    "figures_of",
    "read_table",
    "too_big",
    "write_csv",
    "write_json",
]

REQUIRED = ("number", "title", "opened_on", "lead", "for", "against", "council", "status", "note")
OPTIONAL = ("link", "text", "urgent", "carried_out_on")
COLUMNS = REQUIRED + OPTIONAL


@dataclass(frozen=True, kw_only=True)
class HistoricalRow:
    """One decision of an old table, as printed.

    ``against`` is None where an ordinary action shows none. ``status_text`` and ``urgent_text`` are the words that
    ``label`` and ``urgent`` were read from; two rows that differ in them alone say the same thing, and are equal.
    """

    number: int
    title: str
    opened_on: date
    lead: str
    for_: int
    against: int | None
    council: int
    label: Label
    status_text: str = field(compare=False)
    note: str = ""
    link: str = ""
    text: str = ""
    urgent: bool = False
    urgent_text: str = field(default="", compare=False)
    carried_out_on: date | None = None


def read_table(*, data: bytes, kind: Kind) -> tuple[HistoricalRow, ...]:
    """Read the rows of a table of actions of ``kind`` from the bytes of its file, in the order of the file.

    UTF-8, or UTF-16 with a byte order mark; comma, semicolon or tab, as the header shows. ``against`` may be empty for
    ordinary actions only. Raises ``Refused`` with every fault (``TableFault``), and nothing else, on any bytes.
    """
    text = decode(data=data)
    header: tuple[str, ...] = ()
    width = 0
    rows: list[HistoricalRow] = []
    problems: list[Refusal] = []
    row_of_number: dict[int, int] = {}
    try:
        for count, record in enumerate(records(text=text, separator=separator_of(text=text, names=COLUMNS))):
            if count == 0:
                header, width = _header(record), len(record.cells)
            elif count > MAX_ROWS:
                problems.append(fault(TableFault.TOO_MANY_ROWS, row=record.row, most=MAX_ROWS))
                break
            elif not record.blank:
                cells = _cells(record=record, header=header, width=width)
                if not cells.problems:
                    rows.append(_historical(cells=cells, kind=kind, row_of_number=row_of_number))
                problems += cells.problems
    except Malformed as malformed:
        known = malformed.index is not None and malformed.index < len(header)
        column = header[malformed.index or 0] if known else ""
        problems.append(fault(TableFault.QUOTES, row=malformed.row, column=column))
    refuse_if_any(problems)
    return tuple(rows)


def write_csv(*, rows: Sequence[HistoricalRow]) -> bytes:
    """Write ``rows`` as UTF-8 CSV: commas, LF, quotation marks where needed, an optional column only when it holds something.

    Reading it again gives the same rows; and a file already in this form, once read, is written back byte for byte. A cell that a
    spreadsheet would run as a formula gets an apostrophe in front, which reading takes away.
    """
    written = [_written(row) for row in rows]
    columns = _columns_of(written)
    lines = [write_record(cells=columns)]
    lines += [write_record(cells=(guarded(cells[column]) for column in columns)) for cells in written]
    return "".join(lines).encode()


def write_json(*, rows: Sequence[HistoricalRow]) -> bytes:
    """Write ``rows`` as a JSON list of objects with the columns of ``write_csv``: numbers as numbers, no apostrophes.

    ``urgent`` is true or false; an empty ``against`` or ``carried_out_on`` is null.
    """
    columns = _columns_of([_written(row) for row in rows])
    objects = []
    for row in rows:
        values: dict[str, str | int | bool | None] = {
            **_written(row),
            "number": row.number,
            "for": row.for_,
            "against": row.against,
            "council": row.council,
            "urgent": row.urgent,
            "carried_out_on": row.carried_out_on.isoformat() if row.carried_out_on else None,
        }
        objects.append({column: values[column] for column in columns})
    return (json.dumps(objects, ensure_ascii=False, indent=2) + "\n").encode()


def differences(*, kept: HistoricalRow, offered: HistoricalRow) -> tuple[str, ...]:
    """Return the columns in which two rows of the same number say different things; none when importing changes nothing."""
    fields = {"for": "for_", "status": "label"}
    names = ((column, fields.get(column, column)) for column in COLUMNS)
    return tuple(column for column, name in names if getattr(kept, name) != getattr(offered, name))


def figures_of(*, row: HistoricalRow, kind: Kind) -> Figures:
    """Return what ``rules.historical.judge`` looks at in a row of a table of actions of ``kind``."""
    return Figures(
        kind=kind,
        label=row.label,
        opened_on=row.opened_on,
        for_=row.for_,
        against=row.against,
        council=row.council,
        urgent=row.urgent,
        carried_out_on=row.carried_out_on,
    )


def _header(record: Record) -> tuple[str, ...]:
    """Return the names of the columns. Without a sound header no cell can be told, so nothing else is read: raises."""
    cells = record.cells
    # A record cut at MAX_CELLS goes on nobody knows how, so its end is not taken for empty.
    while 0 < len(cells) <= MAX_CELLS and not cells[-1].strip():
        cells = cells[:-1]
    names = tuple(map(column_name, cells))
    if not set(names) & set(COLUMNS):
        raise Refused([fault(TableFault.NO_HEADER, expected=",".join(REQUIRED))])
    problems = []
    for index, (name, cell) in enumerate(zip(names, cells, strict=True)):
        if name not in COLUMNS:
            problems.append(fault(TableFault.UNKNOWN_COLUMN, column=cell.strip(), position=index + 1))
        elif name in names[:index]:
            problems.append(fault(TableFault.DUPLICATE_COLUMN, column=name))
    problems += [fault(TableFault.MISSING_COLUMN, column=name) for name in REQUIRED if name not in names]
    refuse_if_any(problems)
    return names


def _cells(*, record: Record, header: tuple[str, ...], width: int) -> Row:
    """Pair cells with columns. Too few or too many is a fault by itself, and the rest of such a row is not looked at.

    Where the header itself goes on with nameless cells, up to ``width``, so may a row, as spreadsheets do. Elsewhere
    an empty cell too many is no habit but the sign of a text that was cut at its comma.
    """
    cells = record.cells
    while len(header) < len(cells) <= width and not cells[-1].strip():
        cells = cells[:-1]
    row = Row(row=record.row, cells=dict(zip(header, cells, strict=False)))
    counted = {"found": len(cells), "expected": len(header)}
    if len(cells) < len(header):
        row.refuse(TableFault.MISSING_CELLS, column=header[len(cells)], **counted)
    elif len(cells) > len(header):
        row.refuse(TableFault.EXTRA_CELLS, column=header[-1], **counted)
    return row


def _historical(*, cells: Row, kind: Kind, row_of_number: dict[int, int]) -> HistoricalRow:
    """Read one row, noting faults in ``cells.problems`` and its number in ``row_of_number``."""
    number = cells.count("number", least=1, mark="#")
    if not cells.problems:
        first = row_of_number.setdefault(number, cells.row)
        if first != cells.row:
            cells.refuse(TableFault.DUPLICATE_NUMBER, column="number", value=number, first=first)
    before = len(cells.problems)
    for_ = cells.count("for")
    no_against = kind is Kind.ORDINARY and not cells.cells["against"].strip()
    against = None if no_against else cells.count("against")
    council = cells.count("council", least=1)
    if len(cells.problems) == before and for_ + (against or 0) > council:
        cells.refuse(TableFault.TALLY, column="for", **{"for": for_, "against": against or 0, "council": council})
    label, status_text = cells.label("status")
    urgent, urgent_text = cells.truth("urgent")
    return HistoricalRow(
        number=number,
        title=cells.text("title", longest=MAX_TITLE, required=True),
        opened_on=cells.required_day("opened_on"),
        lead=cells.text("lead", longest=MAX_LEAD),
        for_=for_,
        against=against,
        council=council,
        label=label,
        status_text=status_text,
        note=cells.text("note", longest=MAX_NOTE),
        link=cells.link("link"),
        text=cells.text("text", longest=MAX_TEXT),
        urgent=urgent,
        urgent_text=urgent_text,
        carried_out_on=cells.day("carried_out_on"),
    )


def _written(row: HistoricalRow) -> dict[str, str]:
    """Return the cells of ``row`` by column, as text."""
    return {
        "number": str(row.number),
        "title": row.title,
        "opened_on": row.opened_on.isoformat(),
        "lead": row.lead,
        "for": str(row.for_),
        "against": "" if row.against is None else str(row.against),
        "council": str(row.council),
        "status": row.status_text,
        "note": row.note,
        "link": row.link,
        "text": row.text,
        "urgent": row.urgent_text or (YES if row.urgent else ""),
        "carried_out_on": row.carried_out_on.isoformat() if row.carried_out_on else "",
    }


def _columns_of(written: Sequence[dict[str, str]]) -> tuple[str, ...]:
    return REQUIRED + tuple(column for column in OPTIONAL if any(cells[column] for cells in written))
