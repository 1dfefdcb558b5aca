"""Comma-separated values, from bytes to cells and back; what the cells mean is ``tables_cells``.

Reading and writing is the standard library's; this adds the encoding, the line where each record begins, the separator
found in the header, and the guard against formulas.
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from types import SimpleNamespace

from toutdoux.kernel.refusal import Refused
from toutdoux.kernel.table_faults import MAX_BYTES, MAX_CELLS, TableFault, fault, too_big

SEPARATORS = (",", ";", "\t")
# The reader takes each item for a line: split at LF, CR LF and CR, and at nothing else that Unicode calls a line.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# A spreadsheet would run these as formulas, also after apostrophes that it takes for its own mark of a text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


class Malformed(Exception):  # noqa: N818 -- a fact about a file, turned into a refusal by whoever knows the columns
    """The record that begins at line ``row`` cannot be read: its quotation marks do not pair up, or a cell is endless.

    ``index`` (from 0) is the cell whose quotation mark never ends, None where something else is wrong.
    """

    def __init__(self, *, row: int, index: int | None) -> None:
        super().__init__(row, index)
        self.row = row
        self.index = index


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record: the line of the file where it begins (from 1), and its cells."""

    row: int
    cells: tuple[str, ...]

    @property
    def blank(self) -> bool:
        """Whether no cell holds anything, as in the lines spreadsheets leave at the end."""
        return not any(cell.strip() for cell in self.cells)


def decode(*, data: bytes) -> str:
    """Return the text of a file: UTF-8, with or without byte order mark, or UTF-16 with one.

    Raises ``Refused`` when it is too big, empty, in another encoding or holds a NUL; the last two name the first line
    and column concerned.
    """
    if len(data) > MAX_BYTES:
        raise Refused([too_big()])
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            body, encoding = data[len(mark) :], name
            break
    else:
        body, encoding = data, "utf-8"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        row, column = _place(before=body[: error.start].decode(encoding))
        raise Refused([fault(TableFault.ENCODING, row=row, column=column)]) from None
    if "\0" in text:
        row, column = _place(before=text.partition("\0")[0])
        raise Refused([fault(TableFault.NUL, row=row, column=column)])
    if not text.strip():
        raise Refused([fault(TableFault.EMPTY)])
    return text


def records(*, text: str, separator: str) -> Iterator[Record]:
    """Yield the records of ``text`` in order; a record ends at LF, CR LF or CR outside quotation marks.

    Raises ``Malformed`` at the first record that cannot be read: nothing after it can be trusted. A record is cut at
    ``MAX_CELLS`` + 1 cells.
    """
    reader = csv.reader(_lines(text), delimiter=separator, strict=True)
    while True:
        row = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Malformed(row=row, index=_endless_cell(text=text, row=row, separator=separator)) from None
        yield Record(row=row, cells=tuple(cells[: MAX_CELLS + 1]))


def _endless_cell(*, text: str, row: int, separator: str) -> int | None:
    """Return which cell of the record at line ``row`` is still open at the end of the text, if that is what is wrong."""
    closed = chain(islice(_lines(text), row - 1, None), ['"'])
    with suppress(csv.Error):
        # One more quotation mark at the end, and the record can be read: its last cell had been left open.
        return len(next(csv.reader(closed, delimiter=separator, strict=True))) - 1
    return None


def _lines(text: str) -> Iterator[str]:
    return (line[0] for line in _LINE.finditer(text))


def line_breaks(text: str) -> int:
    """Count the line breaks of ``text``: LF, CR, or both together."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def separator_of(*, text: str, names: Iterable[str]) -> str:
    """Return the separator under which the header of ``text`` shows the most of ``names`` (a comma if none does)."""
    known = frozenset(names)

    def recognised(separator: str) -> int:
        try:
            header = next(records(text=text, separator=separator)).cells
        except Malformed:
            return 0
        return len(known.intersection(map(column_name, header)))

    return max(SEPARATORS, key=recognised)


def column_name(cell: str) -> str:
    """Return the header ``cell`` as columns are named: small letters, one underscore for spaces and hyphens."""
    return re.sub(r"[\s_-]+", "_", cell.strip().lower())


def _place(*, before: str) -> tuple[int, str]:
    """Return the line and, as far as the header tells, the column of what comes right after ``before``."""
    # The separator that the header uses most: here nothing is known yet but the text in front of the fault.
    first = re.split(r"[\r\n]", before, maxsplit=1)[0]
    separator = max(SEPARATORS, key=first.count)
    header: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    # The mark stands for the unreadable character, so that the last record is the one that holds it; not strict,
    # because what comes before may end inside quotation marks.
    with suppress(csv.Error):
        for cells in csv.reader(_lines(before + "?"), delimiter=separator):
            last = tuple(cells)
            header = header or last
    row, index = 1 + line_breaks(before), len(last) - 1
    return row, header[index] if row > 1 and 0 <= index < len(header) else ""


def unguarded(cell: str) -> str:
    """Return the text of an imported ``cell``: without the apostrophe that ``guarded`` puts before a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell


def guarded(text: str) -> str:
    """Return ``text`` such that no spreadsheet runs it; ``unguarded`` gives it back, whatever it was."""
    return f"'{text}" if _FORMULA.match(text) else text


def write_record(*, cells: Iterable[str]) -> str:
    """Write one record: commas, quotation marks where needed, ended by LF."""
    written: list[str] = []
    # CR LF, so that a cell that holds either of them is quoted; the record itself ends with LF alone.
    csv.writer(SimpleNamespace(write=written.append), lineterminator="\r\n").writerow(cells)
    return "".join(written).removesuffix("\r\n") + "\n"
