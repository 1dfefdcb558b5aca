"""What the cells of an old table mean: numbers, days, labels, yes and no. Every fault of a row is kept, not the first."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from toutdoux.decisions.logic.tables_csv import unguarded
from toutdoux.decisions.logic.tables_faults import TableFault, fault
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.label import Label

#: The labels of the old tables, and their English names. Capitals, accents, spaces and footnote marks (« Menée ¹ »)
#: make no difference, nor does « Accepté » for « Acceptée ».
LABELS: Mapping[str, Label] = {
    "menée": Label.DONE,
    "acceptée": Label.ACCEPTED,
    "abandonnée": Label.ABANDONED,
    "en attente": Label.WAITING,
    "en cours": Label.IN_PROGRESS,
    "rejetée": Label.REJECTED,
    "ouverte": Label.OPEN,
    "done": Label.DONE,
    "accepted": Label.ACCEPTED,
    "abandoned": Label.ABANDONED,
    "waiting": Label.WAITING,
    "in progress": Label.IN_PROGRESS,
    "rejected": Label.REJECTED,
    "open": Label.OPEN,
}
#: How a row that says yes is written when nobody wrote it before.
YES = "oui"
_TRUTHS = {"oui": True, "yes": True, "true": True, "vrai": True, "1": True}
_TRUTHS |= {"": False, "non": False, "no": False, "false": False, "faux": False, "0": False}

MAX_TITLE = 500
MAX_LEAD = 200
MAX_STATUS = 40
MAX_NOTE = 10_000
MAX_LINK = 1_000
MAX_TEXT = 100_000
#: Nine digits fit every database's integers.
MAX_DIGITS = 9
FIRST_YEAR, LAST_YEAR = 1900, 2199

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INTEGER = re.compile(r"([+-]?)([0-9]+)")
_WITH_COUNCIL = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[/. -]([0-9]{1,2})[/. -]([0-9]{2}|[0-9]{4})")
_WITH_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ].*", re.DOTALL)
_LINK = re.compile(r"https?://[^\s/?#][^\s]*", re.IGNORECASE)
_EXAMPLE_DAY = "2020-03-17"


def folded(text: str) -> str:
    """Return the letters of ``text`` without capitals and accents, and single spaces between words, to compare labels."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W\d_]+", " ", letters).strip()


_LABELS = {folded(words): label for words, label in LABELS.items()}
_LABELS |= {words.removesuffix("e"): label for words, label in _LABELS.items() if words.endswith("ee")}


class Row:
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

    def count(self, column: str, *, least: int = 0, mark: str = "") -> int:
        """Return a whole number of at least ``least``; ``mark`` may stand before it (``#4``)."""
        written = self.cells[column].strip()
        pair = _WITH_COUNCIL.fullmatch(written) if column in {"for", "against"} else None
        match = _INTEGER.fullmatch(written.removeprefix(mark))
        sign, digits = (match[1], match[2].lstrip("0") or "0") if match else ("", "")
        if not written:
            self.refuse(TableFault.EMPTY_CELL, column=column)
        elif pair:
            self.refuse(TableFault.WITH_COUNCIL, column=column, value=written, count=pair[1], council=pair[2])
        elif not digits:
            self.refuse(TableFault.NOT_A_NUMBER, column=column, value=written)
        elif sign == "-" and digits != "0":
            self.refuse(TableFault.NEGATIVE, column=column, value=written)
        elif len(digits) > MAX_DIGITS:
            self.refuse(TableFault.TOO_LARGE, column=column, value=written)
        elif int(digits) < least:
            self.refuse(TableFault.ZERO, column=column, value=written)
        else:
            return int(digits)
        return least

    def day(self, column: str) -> date | None:
        """Return a day written as ISO 8601 has it (2020-03-17), or None for an empty cell."""
        written = self.cells.get(column, "").strip()
        if not written:
            return None
        match = _ISO_DAY.fullmatch(written)
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

    def label(self, column: str) -> tuple[Label, str]:
        """Return the label and the words it was written with."""
        written = self.cells[column].strip()
        label = _LABELS.get(folded(written)) if len(written) <= MAX_STATUS else None
        if not written:
            self.refuse(TableFault.EMPTY_CELL, column=column)
        elif label is None:
            self.refuse(TableFault.UNKNOWN_LABEL, column=column, value=written)
        return label or Label.OPEN, written

    def truth(self, column: str) -> tuple[bool, str]:
        """Return yes or no, and the word it was written with."""
        written = self.cells.get(column, "").strip()
        truth = _TRUTHS.get(written.casefold())
        if truth is None:
            self.refuse(TableFault.UNKNOWN_URGENT, column=column, value=written)
        return bool(truth), written

    def link(self, column: str) -> str:
        """Return an address of the web, or nothing: no other scheme, since it becomes a link on a page."""
        written = self.text(column, longest=MAX_LINK)
        if written.strip() and not _LINK.fullmatch(written.strip()):
            self.refuse(TableFault.LINK, column=column, value=written.strip())
        return written.strip()


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
