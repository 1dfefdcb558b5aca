"""What ballots decided, with the full count as data: everything a page, a file or the minutes show of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from toutdoux.rules.assembly import Majority, Resolved, Unanimity, Votes
from toutdoux.rules.rulebook import Base, ElectionMethod


@dataclass(frozen=True, kw_only=True)
class Tie:
    """Options that the count cannot tell apart, and how many ``seats`` are left between them and those after them.

    ``standing``: who would stand if people voted again; with a transferable vote everyone still in the count, since
    the tie is there about who leaves it (``leaving``).
    """

    options: tuple[str, ...]
    seats: int
    standing: tuple[str, ...]
    leaving: bool = False


@dataclass(frozen=True, kw_only=True)
class Settled:
    """A tie that the rule settled: between whom, and whom it put first (last, where it was about who leaves)."""

    options: tuple[str, ...]
    order: tuple[str, ...]
    leaving: bool = False


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One step of a count: what each option has, who is elected or leaves at its end, ballots without a next name."""

    totals: tuple[tuple[str, Fraction], ...]
    elected: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    exhausted: Fraction = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How one person was graded: how many ballots gave each grade, the lowest first, and their majority grade."""

    option: str
    grades: tuple[int, ...]
    majority: int


@dataclass(frozen=True, kw_only=True)
class Duel:
    """How many ballots prefer ``one`` to ``other``, and how strong the strongest chain from one to the other is."""

    one: str
    other: str
    prefer: int
    strength: int


@dataclass(frozen=True, kw_only=True)
class Result:
    """What a round decided. ``cast`` ballots were counted, ``blank`` of them without any mark.

    ``elected``: options in the order of their election. ``seats``: for lists, how many each has. ``tie``: not settled,
    so that ``elected`` lacks somebody. ``second``: who stands in the second round. ``resolved``: for or against a list.
    """

    method: ElectionMethod
    seats: int
    cast: int
    blank: int
    elected: tuple[str, ...] = ()
    seats_of: tuple[tuple[str, int], ...] = ()
    tie: Tie | None = None
    settled: tuple[Settled, ...] = ()
    second: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    profiles: tuple[Profile, ...] = ()
    duels: tuple[Duel, ...] = ()
    quota: Fraction | None = None
    resolved: Resolved | None = None

    @property
    def filled(self) -> int:
        """Return how many seats are filled."""
        return sum(seats for _, seats in self.seats_of) if self.seats_of else len(self.elected)

    @property
    def expressed(self) -> int:
        """Return how many ballots say something."""
        return self.cast - self.blank


def result_to_data(result: Result) -> dict[str, Any]:
    """Return a result as plain values (text, whole numbers, lists), one form for each, fractions as ``"7/2"``."""
    return {
        "method": str(result.method),
        "seats": result.seats,
        "cast": result.cast,
        "blank": result.blank,
        "elected": list(result.elected),
        "seats_of": [list(pair) for pair in result.seats_of],
        "tie": _tie(result.tie),
        "settled": [
            {"options": list(one.options), "order": list(one.order), "leaving": one.leaving} for one in result.settled
        ],
        "second": list(result.second),
        "stages": [_stage(stage) for stage in result.stages],
        "profiles": [
            {"option": one.option, "grades": list(one.grades), "majority": one.majority} for one in result.profiles
        ],
        "duels": [[duel.one, duel.other, duel.prefer, duel.strength] for duel in result.duels],
        "quota": None if result.quota is None else str(result.quota),
        "resolved": _resolved(result.resolved),
    }


def result_from_data(data: Mapping[str, Any]) -> Result:
    """Return the result that ``result_to_data`` wrote."""
    tie, resolved = data["tie"], data["resolved"]
    return Result(
        method=ElectionMethod(data["method"]),
        seats=data["seats"],
        cast=data["cast"],
        blank=data["blank"],
        elected=tuple(data["elected"]),
        seats_of=tuple((option, seats) for option, seats in data["seats_of"]),
        tie=None
        if tie is None
        else Tie(
            options=tuple(tie["options"]),
            seats=tie["seats"],
            standing=tuple(tie["standing"]),
            leaving=tie["leaving"],
        ),
        settled=tuple(
            Settled(options=tuple(one["options"]), order=tuple(one["order"]), leaving=one["leaving"])
            for one in data["settled"]
        ),
        second=tuple(data["second"]),
        stages=tuple(
            Stage(
                totals=tuple((option, Fraction(total)) for option, total in one["totals"]),
                elected=tuple(one["elected"]),
                out=tuple(one["out"]),
                exhausted=Fraction(one["exhausted"]),
            )
            for one in data["stages"]
        ),
        profiles=tuple(
            Profile(option=one["option"], grades=tuple(one["grades"]), majority=one["majority"])
            for one in data["profiles"]
        ),
        duels=tuple(
            Duel(one=one, other=other, prefer=prefer, strength=strength)
            for one, other, prefer, strength in data["duels"]
        ),
        quota=None if data["quota"] is None else Fraction(data["quota"]),
        resolved=None
        if resolved is None
        else Resolved(
            majority=Majority(resolved["majority"]),
            unanimity=Unanimity(resolved["unanimity"]),
            votes=Votes(
                for_=resolved["for"],
                against=resolved["against"],
                blank=resolved["blank"],
                no_part=resolved["no_part"],
            ),
            base=Base(resolved["base"]),
            of=resolved["of"],
        ),
    )


def _resolved(resolved: Resolved | None) -> dict[str, Any] | None:
    if resolved is None:
        return None
    return {
        "for": resolved.votes.for_,
        "against": resolved.votes.against,
        "blank": resolved.votes.blank,
        "no_part": resolved.votes.no_part,
        "majority": str(resolved.majority),
        "unanimity": str(resolved.unanimity),
        "base": str(resolved.base),
        "of": resolved.of,
    }


def _tie(tie: Tie | None) -> dict[str, Any] | None:
    if tie is None:
        return None
    return {
        "options": list(tie.options),
        "seats": tie.seats,
        "standing": list(tie.standing),
        "leaving": tie.leaving,
    }


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "totals": [[option, str(total)] for option, total in stage.totals],
        "elected": list(stage.elected),
        "out": list(stage.out),
        "exhausted": str(stage.exhausted),
    }
