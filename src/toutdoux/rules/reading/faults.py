"""What can be wrong with a written rulebook. Each fault names the key and, in a file, the line; all are told at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from toutdoux.kernel.refusal import Refusal, refuse_if_any

#: Where a value stands: ``("kinds", "extraordinary", "delay", "days")``, positions in lists counted from 0.
Path = tuple[str | int, ...]

_LONGEST_SHOWN = 60


class RulebookFault(StrEnum):
    """Why a text is not a rulebook, or an answer does not complete one."""

    # the file
    TOO_LARGE = "rulebook-too-large"
    NOT_UTF8 = "rulebook-not-utf8"
    NOT_TOML = "rulebook-not-toml"
    TOO_DEEP = "rulebook-too-deep"
    DUPLICATE_KEY = "rulebook-duplicate-key"
    # one value
    UNKNOWN_KEY = "rulebook-unknown-key"
    MISSING_KEY = "rulebook-missing-key"
    WRONG_TYPE = "rulebook-wrong-type"
    UNKNOWN_CHOICE = "rulebook-unknown-choice"
    NOT_A_FRACTION = "rulebook-not-a-fraction"
    FRACTION_OUT_OF_RANGE = "rulebook-fraction-out-of-range"
    NEVER_REACHED = "rulebook-never-reached"
    NUMBER_OUT_OF_RANGE = "rulebook-number-out-of-range"
    NOT_A_NAME = "rulebook-not-a-name"
    EMPTY_TEXT = "rulebook-empty-text"
    TEXT_TOO_LONG = "rulebook-text-too-long"
    CONTROL_CHARACTER = "rulebook-control-character"
    TOO_MANY = "rulebook-too-many"
    NOT_A_DAY = "not-a-day"
    NOT_A_MOMENT = "not-a-moment"
    NOT_AN_AMOUNT = "not-an-amount"
    NO_UNIT = "rulebook-no-unit"
    SEVERAL_UNITS = "rulebook-several-units"
    # values that do not fit together
    ENDS_NEEDS_DAYS = "rulebook-ends-needs-days"
    NOTHING_IS_COUNTED = "rulebook-nothing-is-counted"
    BLOCK_MISSING = "rulebook-block-missing"
    BLOCK_NOT_USED = "rulebook-block-not-used"
    BLOCK_NEEDS_COUNCIL_BASE = "rulebook-block-needs-council-base"
    EARLY_NEEDS_COUNCIL_BASE = "rulebook-early-needs-council-base"
    COUNTER_VOTE_NEEDS_COUNCIL_BASE = "rulebook-counter-vote-needs-council-base"
    COUNTER_VOTE_NEEDED = "rulebook-counter-vote-needed"
    # what was asked for
    NOT_SHIPPED = "rulebook-not-shipped"
    NOT_OPEN = "rulebook-not-open"


def dotted(path: Path) -> str:
    """Write a path as people read it: ``kinds.extraordinary.accept.share``, ``examples[2].fr`` (counted from 1)."""
    text = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
    return _cut(text.removeprefix("."))


def shown(value: object) -> str:
    """Write a refused value briefly, whatever it is."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _cut(value)
    # Writing out an integer of a hundred thousand digits is slow, and past Python's limit an error.
    if isinstance(value, int) and value.bit_length() > 100:
        return "…"
    if isinstance(value, Mapping):
        return "{…}"
    return "[…]" if isinstance(value, list | tuple) else _cut(str(value))


def _cut(text: str) -> str:
    readable = "".join(c if c.isprintable() or c in "\u00a0\u202f" else "�" for c in text[: _LONGEST_SHOWN + 1])
    return readable if len(text) <= _LONGEST_SHOWN else readable[:_LONGEST_SHOWN] + "…"


@dataclass(kw_only=True)
class Faults:
    """Gathers what is wrong while a rulebook is read.

    ``lines`` gives the line of each key of a file; a key that is not there is told with the line of the table that
    lacks it. Without ``lines`` (a rulebook given as data) faults have ``line`` None.
    """

    lines: Mapping[Path, int] | None = None
    found: list[tuple[Path, Refusal]] = field(default_factory=list)

    def add(self, code: RulebookFault, path: Path, **data: Any) -> None:
        """Note a fault about the value at ``path``."""
        self.found.append((path, Refusal(code=code, data={"key": dotted(path), "line": self._line(path), **data})))

    def spoilt(self, path: Path) -> bool:
        """Say whether something at ``path``, or inside it, was already found wrong."""
        return any(where[: len(path)] == path for where, _ in self.found)

    def refuse_if_any(self) -> None:
        """Raise ``Refused`` with every fault, in the order of the lines."""
        refuse_if_any(sorted((refusal for _, refusal in self.found), key=lambda r: r.data["line"] or 0))

    def _line(self, path: Path) -> int | None:
        if self.lines is None:
            return None
        while path not in self.lines and path:
            path = path[:-1]
        return self.lines.get(path, 1)
