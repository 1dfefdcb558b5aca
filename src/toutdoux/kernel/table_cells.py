"""What the cells of any table mean: texts and days. Every fault of a row is kept, not the first."""

import re
from collections.abc import Mapping
from datetime import date

from toutdoux.kernel.refusal import Refusal
from toutdoux.kernel.table_faults import TableFault, fault
from toutdoux.kernel.table_text import unguarded

FIRST_YEAR, LAST_YEAR = 1900, 2199

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{2}|[0-9]{4})")
_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*", re.DOTALL)
_EXAMPLE_DAY = "2020-03-17"


class Cells:
    """The cells of one record by column name, read one at a time; what is wrong gathers in ``problems``.

    After a fault the method returns a stand-in of the right type, so that the other cells are read too; a row with
    problems is never used.
    """

    def __init__(self, *, row: int, cells: Mapping[str, str]) -> None:
        self.row = row
        self.cells = cells
        self.problems: list[Refusal] = []

    def refuse(self, code: TableFault, *, column: str, **data: str | int) -> None:
        """Note one fault."""
        self.problems.append(fault(code, row=self.row, column=column, **data))

    def text(self, column: str, *, longest: int, required: bool = False) -> str:
        """Return a text as written, without the apostrophe that guards a formula."""
        text = unguarded(self.cells.get(column, ""))
        hidden = _CONTROL.search(text)
        if hidden:
            self.refuse(TableFault.CONTROL_CHARACTER, column=column, character=f"U+{ord(hidden[0]):04X}")
        if len(text) > longest:
            self.refuse(TableFault.TOO_LONG, column=column, length=len(text), longest=longest)
        if required and not text.strip():
            self.refuse(TableFault.EMPTY_CELL, column=column)
        return text

    def day(self, column: str, *, day_first: bool = False) -> date | None:
        """Return a day written as ISO 8601 has it (2020-03-17), or None for an empty cell.

        ``day_first``: other programs write 17/03/2020, or a time after the day; it is taken for what it means.
        """
        written = self.cells.get(column, "").strip()
        if not written:
            return None
        match = _ISO_DAY.fullmatch(_meant(written) or written if day_first else written)
        if match is None:
            expected = _meant(written)
            self.refuse(TableFault.DATE_FORM, column=column, value=written, expected=expected or _EXAMPLE_DAY)
            return None
        day = _day(*match.groups())
        if day is None:
            self.refuse(TableFault.DATE_IMPOSSIBLE, column=column, value=written, first=FIRST_YEAR, last=LAST_YEAR)
        return day

    def required_day(self, column: str) -> date:
        """Return the day of a cell that may not be empty."""
        if not self.cells[column].strip():
            self.refuse(TableFault.EMPTY_CELL, column=column)
        return self.day(column) or date.min


def _day(year: str, month: str, day: str) -> date | None:
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _meant(written: str) -> str:
    """Return the ISO form of a day written ``23/01/20``, or with a time after it; "" when it cannot be told."""
    if match := _DAY_FIRST.fullmatch(written):
        day, month, year = match.groups()
        meant = _day(f"20{year}" if len(year) == 2 else year, month, day)
        return meant.isoformat() if meant else ""
    match = _WITH_TIME.fullmatch(written)
    return match[1] if match else ""
