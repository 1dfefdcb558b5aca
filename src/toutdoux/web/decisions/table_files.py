"""The register as a file, as it was asked for: CSV for spreadsheets, JSON for programs, in the columns of the old tables."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from toutdoux.associations.queries import periods
from toutdoux.decisions.logic.tables import COLUMNS, HistoricalRow, write_csv, write_json
from toutdoux.decisions.queries import RegisterFilter, register
from toutdoux.decisions.queries.exporting import exported_rows
from toutdoux.kernel.table_text import write_record
from toutdoux.rules.rulebook import Kind

#: Rows looked at in one go while the selection is made.
_BATCH = 5_000


class FileFormat(StrEnum):
    """What a download can be."""

    CSV = "csv"
    JSON = "json"


def register_file(*, association_id: UUID, asked: RegisterFilter, form: FileFormat, now: datetime) -> bytes:
    """Return every action asked for, whatever the page, by period, kind and number.

    Of one period and kind it is the very table that can be imported again; of several, each row says its own in two
    columns more. Cells that a spreadsheet would run are guarded, as in every table we write.
    """
    groups = _groups(association_id=association_id, asked=asked, now=now)
    if asked.period and asked.kind:
        rows = next((rows for _period, _kind, rows in groups), ())
        return write_csv(rows=rows) if form is FileFormat.CSV else write_json(rows=rows)
    return _csv(groups) if form is FileFormat.CSV else _json(groups)


def _groups(
    *, association_id: UUID, asked: RegisterFilter, now: datetime
) -> list[tuple[str, Kind, tuple[HistoricalRow, ...]]]:
    some = _numbers(association_id=association_id, asked=asked, now=now)
    groups = []
    for period in (row.code for row in periods(association_id=association_id)):
        for kind in (Kind.EXTRAORDINARY, Kind.ORDINARY):
            if asked.period in {"", period} and asked.kind in {"", kind} and (some is None or some[period, kind]):
                rows = exported_rows(association_id=association_id, period=period, kind=kind, now=now)
                kept = tuple(row for row in rows if some is None or row.number in some[period, kind])
                groups.append((period, kind, kept))
    return groups


def _numbers(
    *, association_id: UUID, asked: RegisterFilter, now: datetime
) -> Mapping[tuple[str, Kind], set[int]] | None:
    """Return the numbers asked for, by period and kind; None where every number of them is."""
    if not (asked.label or asked.text or asked.lead or asked.wanted):
        return None
    found: dict[tuple[str, Kind], set[int]] = defaultdict(set)
    page, pages = 1, 1
    while page <= pages:
        part = register(
            association_id=association_id, actor=None, asked=replace(asked, page=page), now=now, per_page=_BATCH
        )
        for row in part.rows:
            found[row.period, row.kind].add(row.reference.number)
        page, pages = page + 1, part.pages
    return found


def _csv(groups: list[tuple[str, Kind, tuple[HistoricalRow, ...]]]) -> bytes:
    written: list[dict[str, str]] = []
    for period, kind, rows in groups:
        text = io.StringIO(write_csv(rows=rows).decode(), newline="")
        written += [{"period": period, "kind": str(kind), **cells} for cells in csv.DictReader(text)]
    columns = _columns(written)
    lines = [write_record(cells=columns)]
    lines += [write_record(cells=(cells.get(column, "") for column in columns)) for cells in written]
    return "".join(lines).encode()


def _json(groups: list[tuple[str, Kind, tuple[HistoricalRow, ...]]]) -> bytes:
    written: list[dict[str, Any]] = []
    for period, kind, rows in groups:
        written += [{"period": period, "kind": str(kind), **cells} for cells in json.loads(write_json(rows=rows))]
    columns = _columns(written)
    objects = [{column: cells[column] for column in columns if column in cells} for cells in written]
    return (json.dumps(objects, ensure_ascii=False, indent=2) + "\n").encode()


def _columns(written: list[dict[str, Any]]) -> tuple[str, ...]:
    return ("period", "kind", *(column for column in COLUMNS if any(column in cells for cells in written)))
