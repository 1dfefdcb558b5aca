"""Comma-separated values as RFC 4180 has them, from bytes to cells and back; what the cells mean is ``tables_cells``.

The standard library's reader tells neither the column of a fault nor the line where its record begins, cuts cells at a
process-wide length, and lets a stray quotation mark swallow the rows that follow; naming the cell at fault is the whole
point here, so the two dozen lines of a reader are our own, and tested against the standard one.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from toutdoux.decisions.logic.tables_faults import MAX_BYTES, MAX_CELLS, TableFault, fault, too_big
from toutdoux.kernel.refusal import Refused

SEPARATORS = (",", ";", "\t")
_CELL = {
    # Quoted (with "" for a quotation mark) or plain, then what ends it. Possessive: no backtracking, linear time.
    separator: re.compile(rf'(?:"((?:[^"]++|"")*+)"|(?!")([^{separator}\r\n]*+))({separator}|\r\n|\r|\n|\Z)')
    for separator in SEPARATORS
}
# A spreadsheet would run these as formulas, also after apostrophes that it takes for its own mark of a text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


class Malformed(Exception):  # noqa: N818 -- a fact about a file, turned into a refusal by whoever knows the columns
    """The quotation marks of cell ``index`` (from 0) in the record that begins at line ``row`` do not pair up."""

    def __init__(self, *, row: int, index: int) -> None:
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

    Raises ``Malformed`` at the first cell whose quotation marks do not pair up (nothing after it can be trusted), and
    stops a record at ``MAX_CELLS`` + 1 cells. In a cell without quotation marks around it, paired ones are text.
    """
    position, line = 0, 1
    while position < len(text):
        row, cells = line, list[str]()
        ending = separator
        while ending == separator and len(cells) <= MAX_CELLS:
            match = _CELL[separator].match(text, position)
            if match is None:
                raise Malformed(row=row, index=len(cells))
            quoted, plain, ending = match.groups()
            if quoted is not None:
                line += line_breaks(quoted)
                cells.append(quoted.replace('""', '"'))
            elif plain.count('"') % 2:
                raise Malformed(row=row, index=len(cells))
            else:
                cells.append(plain)
            position = match.end()
        yield Record(row=row, cells=tuple(cells))
        if ending == separator:
            return
        line += 1


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
    index = 0
    try:
        # The mark stands for the unreadable character, so that the last record is the one that holds it.
        for record in records(text=before + "?", separator=separator):
            header = header or record.cells
            index = len(record.cells) - 1
    except Malformed as malformed:
        index = malformed.index
    row = 1 + line_breaks(before)
    return row, header[index] if row > 1 and index < len(header) else ""


def unguarded(cell: str) -> str:
    """Return the text of an imported ``cell``: without the apostrophe that ``guarded`` puts before a formula."""
    return cell[1:] if _GUARDED.match(cell) else cell


def guarded(text: str) -> str:
    """Return ``text`` such that no spreadsheet runs it; ``unguarded`` gives it back, whatever it was."""
    return f"'{text}" if _FORMULA.match(text) else text


def write_record(*, cells: Iterable[str]) -> str:
    """Write one record: commas, quotation marks where needed, ended by LF."""
    return ",".join(_quoted(cell) for cell in cells) + "\n"


def _quoted(cell: str) -> str:
    if any(character in cell for character in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell
