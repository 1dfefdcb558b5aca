"""The shape of a register: which kinds of entry it holds, and which few fields each kind asks for. Pure data.

The kinds themselves stand where they are understood: ``activities.logic.sheets``, ``finance.logic.sheets`` and
``services.logic.sheets``. Everything that is the same for all of them is told once, here and in ``drafts``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from toutdoux.kernel.refusal import Refusal


class Register(StrEnum):
    """The registers an association keeps besides its actions, in the order in which people read them."""

    ACTIVITY = "activity"
    REQUEST = "request"
    PARTNER = "partner"
    PROJECT = "project"
    MONEY = "money"
    SERVICE = "service"


class Sort(StrEnum):
    """What a field holds. Amounts are cents, lengths are minutes: whole numbers, never a fraction."""

    LINE = "line"
    WORDS = "words"
    COUNT = "count"
    AMOUNT = "amount"
    MINUTES = "minutes"
    DAY = "day"
    LINK = "link"
    CHOICE = "choice"
    YES = "yes"


class Common(StrEnum):
    """What an entry may have besides the fields of its kind. Each is a column; a kind names those it uses."""

    LAST_DAY = "last_day"
    AMOUNT = "amount"
    TIMES = "times"
    ABOUT = "about"
    ACTION = "action"
    PEOPLE = "people"
    FILES = "files"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of a kind. ``choices``: the words it may hold, for a choice."""

    name: str
    sort: Sort
    required: bool = False
    choices: tuple[str, ...] = ()


Values = Mapping[str, Any]
#: What is wrong with the values of a kind, taken together: more passed than took part.
Check = Callable[[Values], list[Refusal]]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One kind of entry.

    ``states``: where such an entry may stand, the first being where it begins; empty for what simply happened.
    ``common``: the columns it uses; those in ``required`` may not be left empty. ``about``: the kinds it may be about.
    ``ties``: the kinds of entries it may stand on, each from a day to another.
    """

    kind: str
    register: Register
    fields: tuple[Field, ...] = ()
    states: tuple[str, ...] = ()
    common: frozenset[Common] = frozenset({Common.ACTION, Common.PEOPLE, Common.FILES})
    required: frozenset[Common] = frozenset()
    about: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()
    checks: tuple[Check, ...] = field(default=())

    def field(self, name: str) -> Field | None:
        """Return the field called ``name``, if the kind has it."""
        return next((one for one in self.fields if one.name == name), None)


def line(name: str, *, required: bool = False) -> Field:
    """Return a field of one line."""
    return Field(name=name, sort=Sort.LINE, required=required)


def words(name: str) -> Field:
    """Return a field of several lines, in Markdown."""
    return Field(name=name, sort=Sort.WORDS)


def count(name: str) -> Field:
    """Return a field that counts."""
    return Field(name=name, sort=Sort.COUNT)


def amount(name: str) -> Field:
    """Return a field that holds an amount, in cents."""
    return Field(name=name, sort=Sort.AMOUNT)


def minutes(name: str) -> Field:
    """Return a field that holds a length of time, in minutes."""
    return Field(name=name, sort=Sort.MINUTES)


def day(name: str) -> Field:
    """Return a field that holds a day."""
    return Field(name=name, sort=Sort.DAY)


def link(name: str) -> Field:
    """Return a field that holds a web address."""
    return Field(name=name, sort=Sort.LINK)


def choice(name: str, *choices: str, required: bool = True) -> Field:
    """Return a field that holds one of ``choices``."""
    return Field(name=name, sort=Sort.CHOICE, required=required, choices=choices)


def yes(name: str) -> Field:
    """Return a field that is ticked, or not."""
    return Field(name=name, sort=Sort.YES)
