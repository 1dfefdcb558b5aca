"""What the cells of an old table mean: numbers, days, labels, yes and no. Every fault of a row is kept, not the first."""

import re
import unicodedata
from collections.abc import Mapping

from toutdoux.kernel.table_cells import Cells
from toutdoux.kernel.table_faults import TableFault
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

_INTEGER = re.compile(r"([+-]?)([0-9]+)")
_WITH_COUNCIL = re.compile(r"([0-9]{1,9})\s*/\s*([0-9]{1,9})")
_LINK = re.compile(r"https?://[^\s/?#][^\s]*", re.IGNORECASE)


def folded(text: str) -> str:
    """Return the letters of ``text`` without capitals and accents, and single spaces between words, to compare labels."""
    letters = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W\d_]+", " ", letters).strip()


_LABELS = {folded(words): label for words, label in LABELS.items()}
_LABELS |= {words.removesuffix("e"): label for words, label in _LABELS.items() if words.endswith("ee")}


class Row(Cells):
    """The cells of one row of an old table."""

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


def label_of(words: str) -> Label | None:
    """Return the label that the words of an old table mean (*Acceptée*, "Done"), None if they mean none."""
    return _LABELS.get(folded(words)) if len(words) <= MAX_STATUS else None
