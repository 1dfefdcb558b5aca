"""The sizes of past councils from dated facts: who joined, could vote, was away, left; against what old tables print.

The facts are a TOML file (docs/members.md): one ``[[member]]`` for each person, under any label.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.kernel.table_cells import FIRST_YEAR, LAST_YEAR
from toutdoux.members.logic.rights import Cause, MemberFacts, Spell, SpellKind, Stretch, in_council

_MEMBER_KEYS = ("label", "joined", "votes", "left", "leaves")
_MAX = 20_000
#: What stands in for a day that is refused, so that the others are read too.
_NO_DAY = date(FIRST_YEAR, 1, 1)


class FactsFault(StrEnum):
    """Why a file of dated facts cannot be used."""

    NOT_TOML = "facts-not-toml"
    NO_MEMBER = "facts-no-member"
    UNKNOWN_KEY = "facts-unknown-key"
    NOT_A_DAY = "facts-not-a-day"
    OUT_OF_ORDER = "facts-out-of-order"


@dataclass(frozen=True, kw_only=True)
class Printed:
    """What an old table prints of one action: its number, its day, and of how many the council was."""

    number: int
    day: date
    council: int


@dataclass(frozen=True, kw_only=True)
class Found:
    """What the facts give for one printed action.

    ``sizes``: those of the council during that day, in order. ``missing``: how many arrivals (above zero) or departures
    (below zero) the facts lack since ``since``, the day of the row before; zero when they agree.
    """

    printed: Printed
    sizes: tuple[int, ...]
    missing: int
    since: date | None


def read_facts(values: Mapping[str, Any]) -> tuple[MemberFacts, ...]:
    """Read the members of a parsed file, refusing with every fault. A day counts from its beginning, the last one whole."""
    rows = values.get("member")
    if not isinstance(rows, list) or not rows or len(rows) > _MAX or set(values) - {"member"}:
        refuse_if_any([Refusal(code=FactsFault.NO_MEMBER)])
    faults: list[Refusal] = []
    found = [_member(row, position, faults) for position, row in enumerate(rows or (), start=1)]
    refuse_if_any(faults)
    return tuple(found)


def compare(*, facts: Sequence[MemberFacts], printed: Iterable[Printed]) -> tuple[Found, ...]:
    """Compare each printed council, by day, with what the facts give; each gap is told once, where it begins."""
    rows = sorted(printed, key=lambda row: (row.day, row.number))
    carried, since = 0, None
    found = []
    for row in rows:
        sizes = tuple(size + carried for size in _sizes(facts, row.day))
        # Several changes may share a day, and the table does not tell the hour: any size of that day agrees.
        missing = 0 if row.council in sizes else row.council - min(sizes, key=lambda size: abs(size - row.council))
        found.append(Found(printed=row, sizes=tuple(size - carried for size in sizes), missing=missing, since=since))
        carried += missing
        since = row.day
    return tuple(found)


def _sizes(facts: Sequence[MemberFacts], day: date) -> tuple[int, ...]:
    """Return the sizes of the council from the eve of a day to its end, each once: what changes that day changes by it."""
    eve, here = _begins(day) - timedelta(microseconds=1), _begins(day)
    sizes = [sum(in_council(facts=one, at=at) for one in facts) for at in (eve, here)]
    low, high = sorted(sizes)
    return tuple(range(low, high + 1))


def _member(row: object, position: int, faults: list[Refusal]) -> MemberFacts:
    data: Mapping[str, Any] = row if isinstance(row, Mapping) else {"": row}
    faults += [
        Refusal(code=FactsFault.UNKNOWN_KEY, data={"member": position, "key": str(key)[:60]})
        for key in data
        if key not in _MEMBER_KEYS
    ]
    joined = _day(data, "joined", position, faults)
    votes = _day(data, "votes", position, faults)
    left = _day(data, "left", position, faults, optional=True)
    written = data.get("leaves", [])
    leaves = [_leave(leave, position, faults) for leave in (written if isinstance(written, list) else [written])]
    days = [day for day in (joined, votes, left) if day is not None]
    if any(one > other for one, other in pairwise(days)):
        faults.append(Refusal(code=FactsFault.OUT_OF_ORDER, data={"member": position}))
    spells = [Spell(kind=SpellKind.LEAVE, starts_at=start, ends_at=end) for start, end in leaves]
    if left is not None:
        spells.append(Spell(kind=SpellKind.LEFT, starts_at=_begins(left)))
    return MemberFacts(
        joined_at=_begins(joined or _NO_DAY),
        stretches=(Stretch(starts_at=_begins(votes or _NO_DAY), ends_at=None, cause=Cause.WAITING),),
        spells=tuple(spells),
    )


def _leave(leave: object, position: int, faults: list[Refusal]) -> tuple[datetime, datetime]:
    data: Mapping[str, Any] = leave if isinstance(leave, Mapping) else {}
    first = _day(data, "from", position, faults) or _NO_DAY
    last = _day(data, "to", position, faults) or first
    if last < first:
        faults.append(Refusal(code=FactsFault.OUT_OF_ORDER, data={"member": position}))
        last = first
    return _begins(first), _begins(last) + timedelta(days=1)


def _day(
    data: Mapping[str, Any], key: str, position: int, faults: list[Refusal], *, optional: bool = False
) -> date | None:
    value = data.get(key)
    if isinstance(value, date) and not isinstance(value, datetime) and FIRST_YEAR <= value.year <= LAST_YEAR:
        return value
    if value is not None or not optional:
        faults.append(Refusal(code=FactsFault.NOT_A_DAY, data={"member": position, "key": key}))
    return None


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)
