"""Reading one table, value by value, going on after each fault so that all of them can be told at once."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction
from typing import Any, Self, TypeVar

from toutdoux.rules.reading.faults import Faults, Path, RulebookFault, shown

Choice = TypeVar("Choice", bound=StrEnum)

_FRACTION = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_NAME = 60


class Type(StrEnum):
    """The types of a value, as faults name them."""

    TEXT = "text"
    SWITCH = "switch"
    WHOLE_NUMBER = "whole-number"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"
    TABLE = "table"
    OTHER = "other"


def type_of(value: object) -> Type:
    """Name the type of ``value``, anything that TOML or JSON may hold."""
    kinds: tuple[tuple[type | tuple[type, ...], Type], ...] = (
        (str, Type.TEXT),
        (bool, Type.SWITCH),
        (int, Type.WHOLE_NUMBER),
        (float, Type.NUMBER),
        ((date, datetime, time), Type.DATE),
        ((list, tuple), Type.LIST),
        (Mapping, Type.TABLE),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), Type.OTHER)


class Table:
    """A table being read.

    Each method reads one key, notes what is wrong with it in ``faults``, and returns a value of the right type in any
    case: a stand-in after a fault, which nobody sees since the whole rulebook is then refused. ``close`` notes the keys
    that nobody asked for.
    """

    def __init__(self, values: Mapping[str, Any], *, path: Path, faults: Faults) -> None:
        self._values = values
        self._asked: list[str] = []
        self.path = path
        self.faults = faults

    def has(self, key: str) -> bool:
        """Say whether ``key`` is written, and admit that it may be."""
        self._asked.append(key)
        return key in self._values

    def fault(self, code: RulebookFault, key: str, **data: Any) -> None:
        """Note a fault about ``key`` (dotted when it is deeper: ``accept.base``)."""
        self.faults.add(code, (*self.path, *key.split(".")), **data)

    def sound(self, key: str) -> bool:
        """Say whether nothing was found wrong with ``key``: only then may it be compared with others."""
        return not self.faults.spoilt((*self.path, *key.split(".")))

    def text(self, key: str, *, longest: int, lines: bool = False) -> str:
        """Read a text that is not empty, of at most ``longest`` characters; only ``lines`` allows several lines, and tabs."""
        value = self._value(key, Type.TEXT)
        if not isinstance(value, str):
            return ""
        if lines:
            value = value.replace("\r\n", "\n")
        if not value.strip():
            self.fault(RulebookFault.EMPTY_TEXT, key)
        elif len(value) > longest:
            self.fault(RulebookFault.TEXT_TOO_LONG, key, length=len(value), limit=longest)
        elif any(unicodedata.category(c) in ("Cc", "Cs") and not (lines and c in "\n\t") for c in value):
            self.fault(RulebookFault.CONTROL_CHARACTER, key)
        return value

    def words(self, key: str, *, longest: int, lines: bool = False) -> str:
        """Read a text that may be left out, without the space around it."""
        return self.text(key, longest=longest, lines=lines).strip() if self.has(key) else ""

    def name(self, key: str) -> str:
        """Read a name fit for an address: ``tout-doux-cratie``."""
        value = self._value(key, Type.TEXT)
        if isinstance(value, str) and not (_NAME.fullmatch(value) and len(value) <= _LONGEST_NAME):
            self.fault(RulebookFault.NOT_A_NAME, key, value=shown(value), limit=_LONGEST_NAME)
        return str(value)

    def switch(self, key: str, *, default: bool | None = None) -> bool:
        """Read true or false. With a ``default`` the key may be left out."""
        if not self.has(key) and default is not None:
            return default
        return self._value(key, Type.SWITCH) is True

    def choice(self, key: str, *, among: Iterable[Choice], default: Choice | None = None) -> Choice:
        """Read one word of ``among``. With a ``default`` the key may be left out."""
        choices = tuple(among)
        if not self.has(key) and default is not None:
            return default
        value = self._value(key, Type.TEXT)
        if isinstance(value, str) and value not in choices:
            self.fault(RulebookFault.UNKNOWN_CHOICE, key, value=shown(value), allowed=[str(one) for one in choices])
        return next((one for one in choices if one == value), choices[0])

    def whole(self, key: str, *, low: int, high: int) -> int:
        """Read a whole number from ``low`` to ``high``."""
        value = self._value(key, Type.WHOLE_NUMBER)
        if isinstance(value, int) and not low <= value <= high:
            self.fault(RulebookFault.NUMBER_OUT_OF_RANGE, key, value=shown(value), low=low, high=high)
        return value if isinstance(value, int) else low

    def fraction(self, key: str) -> Fraction:
        """Read an exact fraction above 0 and up to 1, written as text: ``"1/2"``, ``"30/100"``."""
        one = Fraction(1)
        if not self._required(key):
            return one
        value = self._values[key]
        written = _FRACTION.fullmatch(value) if isinstance(value, str) else None
        if written is None or int(written[2]) == 0:
            self.fault(RulebookFault.NOT_A_FRACTION, key, value=shown(value))
            return one
        fraction = Fraction(int(written[1]), int(written[2]))
        if not 0 < fraction <= 1:
            self.fault(RulebookFault.FRACTION_OUT_OF_RANGE, key, value=shown(value))
        return fraction

    def day(self, key: str) -> date:
        """Read a day, written as TOML does: ``2026-03-17``."""
        value = self._value(key, Type.DATE)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None:
            self.fault(RulebookFault.NOT_A_DAY, key)
        return date.min

    def moment(self, key: str) -> datetime:
        """Read a day with a time of the wall clock, without a zone: ``2026-03-17T18:00``."""
        value = self._value(key, Type.DATE)
        if isinstance(value, datetime) and value.tzinfo is None:
            return value
        if value is not None:
            self.fault(RulebookFault.NOT_A_MOMENT, key)
        # A stand-in that nobody sees: local time has no zone here.
        return datetime(1, 1, 1)  # noqa: DTZ001

    def table(self, key: str) -> Self:
        """Open the table under ``key``. What is missing, or no table, is one fault: nothing is said of its inside."""
        value = self._value(key, Type.TABLE)
        if isinstance(value, Mapping):
            return type(self)(value, path=(*self.path, key), faults=self.faults)
        return type(self)({}, path=(*self.path, key), faults=Faults())

    def tables(self, key: str, *, most: int) -> list[Self]:
        """Open each table of the list under ``key``, which may be left out."""
        if not self.has(key):
            return []
        value = self._value(key, Type.LIST)
        if not isinstance(value, list | tuple):
            return []
        if len(value) > most:
            self.fault(RulebookFault.TOO_MANY, key, count=len(value), limit=most)
            return []
        tables = []
        for index, item in enumerate(value):
            path = (*self.path, key, index)
            if isinstance(item, Mapping):
                tables.append(type(self)(item, path=path, faults=self.faults))
            else:
                self.faults.add(RulebookFault.WRONG_TYPE, path, expected=Type.TABLE, found=type_of(item))
        return tables

    def close(self) -> None:
        """Note the keys that mean nothing here, each with the nearest one that does."""
        for key in self._values:
            if key not in self._asked:
                near = difflib.get_close_matches(str(key)[:_LONGEST_NAME], self._asked, n=1)
                self.faults.add(
                    RulebookFault.UNKNOWN_KEY,
                    (*self.path, str(key)),
                    near=near[0] if near else None,
                    allowed=list(dict.fromkeys(self._asked)),
                )

    def _required(self, key: str) -> bool:
        written = self.has(key)
        if not written:
            self.fault(RulebookFault.MISSING_KEY, key)
        return written

    def _value(self, key: str, expected: Type) -> object:
        """Return the value of ``key`` if it has the ``expected`` type, else None with a fault."""
        if not self._required(key):
            return None
        value: object = self._values[key]
        if type_of(value) is not expected:
            self.fault(RulebookFault.WRONG_TYPE, key, expected=expected, found=type_of(value))
            return None
        return value
