"""An election as it was held: who stood, what was cast, by which method. Its result is counted anew each time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from toutdoux.rules.assembly import Presence
from toutdoux.rules.elections import Marks, Question, Result, count, normal
from toutdoux.rules.rulebook import Base, ElectionMethod, TieRule
from toutdoux.rules.seats import Way


@dataclass(frozen=True, kw_only=True)
class Option:
    """Who may be elected: a person, or with ``people`` a list of them in order. ``key`` is what ballots say."""

    key: str
    name: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Cast:
    """A ballot, and how many people cast it; without marks, blank."""

    marks: Marks
    number: int


@dataclass(frozen=True, kw_only=True)
class ElectionRound:
    """A round: who stood in it (and for how many seats at most), how many seats were left, what was cast.

    ``orders`` settle ties, as the rule drew them.
    """

    way: Way
    present: int
    represented: int
    seats: int
    last: bool
    standing: tuple[tuple[str, int], ...]
    ballots: tuple[Cast, ...]
    orders: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Election:
    """The election of one item: to which mandate, by which method, its rounds."""

    mandate: str
    method: ElectionMethod
    tie: TieRule | None
    options: tuple[Option, ...]
    rounds: tuple[ElectionRound, ...]

    @property
    def names(self) -> Mapping[str, str]:
        """Return what each option is called."""
        return {option.key: option.name for option in self.options}

    def question(self, round_: ElectionRound) -> Question:
        """Return what a round asked."""
        return Question(
            method=self.method,
            options=tuple(key for key, _ in round_.standing),
            seats=round_.seats,
            last=round_.last,
            lengths=round_.standing,
        )

    def result(self, round_: ElectionRound, *, roll: int, base: Base) -> Result:
        """Return what a round decided, counted from its ballots."""
        # One ballot may be written on several lines, and its names in any order.
        ballots: Counter[Marks] = Counter()
        for cast in round_.ballots:
            ballots[normal(dict(cast.marks))] += cast.number
        return count(
            question=self.question(round_),
            ballots=ballots,
            orders=round_.orders,
            room=Presence(roll=roll, present=round_.present, represented=round_.represented),
            base=base,
        )

    def elected(self, *, roll: int, base: Base) -> tuple[str, ...]:
        """Return the names of those elected by all rounds, in order: of a list, as many as its seats, from the first."""
        people = {option.key: option.people or (option.name,) for option in self.options}
        taken: dict[str, int] = {}
        for round_ in self.rounds:
            result = self.result(round_, roll=roll, base=base)
            for key, seats in result.seats_of or tuple((one, 1) for one in result.elected):
                taken[key] = taken.get(key, 0) + seats
        return tuple(name for key, number in taken.items() for name in people[key][:number])
