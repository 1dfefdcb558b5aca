"""The sections of a report, in an order the association chooses: which there are, and how they are moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Which(StrEnum):
    """The three reports of a period."""

    ACTIVITY = "activity"
    FINANCIAL = "financial"
    TECHNICAL = "technical"


#: The sections a report begins with, in the order of the printed ones. A code is a stored word.
DEFAULT: dict[Which, tuple[str, ...]] = {
    Which.ACTIVITY: (
        "introduction",
        "members",
        "decisions",
        "extraordinary",
        "ordinary",
        "money",
        "awareness",
        "training",
        "requests",
        "partners",
        "projects",
    ),
    Which.FINANCIAL: ("introduction", "balance", "headings", "amounts", "memberships", "budget"),
    Which.TECHNICAL: ("introduction", "services", "availability", "incidents", "machines", "accesses"),
}
#: A section the association adds has a code of its own, from its number.
OWN = "own-"
MOST_OWN = 40
LONGEST_TITLE = 120
LONGEST_TEXT = 60_000
LONGEST_COMMENT = 4_000


class Move(StrEnum):
    """What may be done with the place of a section."""

    UP = "up"
    DOWN = "down"
    HIDE = "hide"
    SHOW = "show"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A section in its report. ``title`` is empty where the section keeps the name that its code has."""

    code: str
    title: str = ""
    hidden: bool = False


def places(*, which: Which, kept: Sequence[Place]) -> tuple[Place, ...]:
    """Return the sections in order: those the association arranged, then what reports have learnt to say since."""
    known = {place.code for place in kept}
    return (*kept, *(Place(code=code) for code in DEFAULT[which] if code not in known))


def inherited(before: Sequence[Place]) -> tuple[Place, ...]:
    """Return how a report begins after another of its kind: in the same order, under the same titles, without its own sections."""
    return tuple(place for place in before if not place.code.startswith(OWN))


def moved(found: Sequence[Place], *, code: str, move: Move) -> tuple[Place, ...]:
    """Return the sections after ``move``; at either end, moving further changes nothing. ``code`` is one of them."""
    rows = list(found)
    place = next(index for index, row in enumerate(rows) if row.code == code)
    if move in {Move.HIDE, Move.SHOW}:
        row = rows[place]
        rows[place] = Place(code=row.code, title=row.title, hidden=move is Move.HIDE)
        return tuple(rows)
    other = place + (-1 if move is Move.UP else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    return tuple(rows)


def own_code(found: Sequence[Place]) -> str:
    """Return the code of the next section of the association's own."""
    numbers = [int(place.code.removeprefix(OWN)) for place in found if place.code.startswith(OWN)]
    return f"{OWN}{max(numbers, default=0) + 1}"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A figure as somebody saw it: what it was in a form that no language changes, and the words that were shown."""

    value: str
    shown: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Changed:
    """A figure that is another than when a text was written. Nothing stood there before, or stands there now: empty."""

    label: str
    before: str
    after: str


def changed_figures(*, then: Mapping[str, Shown], now: Mapping[str, Shown]) -> tuple[Changed, ...]:
    """Return what is other than it was, in the order things stand now; what is gone comes last."""
    gone = [code for code in then if code not in now]
    return tuple(
        Changed(
            label=(now.get(code) or then[code]).label,
            before=then[code].shown if code in then else "",
            after=now[code].shown if code in now else "",
        )
        for code in (*now, *gone)
        if (then[code].value if code in then else None) != (now[code].value if code in now else None)
    )
