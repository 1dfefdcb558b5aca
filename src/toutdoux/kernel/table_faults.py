"""What can be wrong with a table that someone hands us. Each fault names the row and, where there is one, the column."""

from enum import StrEnum

from toutdoux.kernel.refusal import Refusal

#: A table larger than this is refused unread: a door that streams stops at MAX_BYTES + 1 (see ``too_big``).
MAX_BYTES = 10 * 1024 * 1024
MAX_ROWS = 20_000
#: No table of ours is this wide; it bounds what one hostile line can cost.
MAX_CELLS = 100
#: How much of a bad cell is repeated to the person who must find it.
MAX_SHOWN = 60


class TableFault(StrEnum):
    """Why a table is refused. The sentences are in ``wording.refusals.tables``."""

    TOO_BIG = "table-too-big"
    EMPTY = "table-empty"
    ENCODING = "table-encoding"
    NUL = "table-nul"
    NO_HEADER = "table-no-header"
    UNKNOWN_COLUMN = "table-unknown-column"
    DUPLICATE_COLUMN = "table-duplicate-column"
    MISSING_COLUMN = "table-missing-column"
    TOO_MANY_ROWS = "table-too-many-rows"
    QUOTES = "table-quotes"
    MISSING_CELLS = "table-missing-cells"
    EXTRA_CELLS = "table-extra-cells"
    CONTROL_CHARACTER = "table-control-character"
    TOO_LONG = "table-too-long"
    EMPTY_CELL = "table-empty-cell"
    NOT_A_NUMBER = "table-not-a-number"
    WITH_COUNCIL = "table-with-council"
    NEGATIVE = "table-negative"
    ZERO = "table-zero"
    TOO_LARGE = "table-too-large"
    DUPLICATE_NUMBER = "table-duplicate-number"
    TALLY = "table-tally"
    DATE_FORM = "table-date-form"
    DATE_IMPOSSIBLE = "table-date-impossible"
    UNKNOWN_LABEL = "table-unknown-label"
    UNKNOWN_URGENT = "table-unknown-urgent"
    LINK = "table-link"
    NOT_AN_EMAIL = "table-not-an-email"
    TWICE = "table-twice"
    UNKNOWN_SORT = "table-unknown-sort"
    IN_THE_FUTURE = "table-in-the-future"
    LEFT_FIRST = "table-left-first"
    NOT_A_SHEET = "table-not-a-sheet"


def fault(code: TableFault, *, row: int = 1, column: str = "", **data: str | int) -> Refusal:
    """Return the refusal ``code`` at line ``row`` of the file (the header is 1) and ``column`` ("": the whole row).

    Text in ``data`` is what the person wrote; it is cut to what fits in a sentence.
    """
    shown = {key: value[:MAX_SHOWN] if isinstance(value, str) else value for key, value in data.items()}
    return Refusal(code=code, data={"row": row, "column": column[:MAX_SHOWN], **shown})


def too_big() -> Refusal:
    """Return the refusal of a table of more than ``MAX_BYTES``, for a door that stops reading there."""
    return fault(TableFault.TOO_BIG, megabytes=MAX_BYTES // 1024 // 1024)
