"""What a ballot may say, by method: one form for all of them, a whole number beside each name it marks."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from toutdoux.rules.rulebook import ElectionMethod


class Grade(IntEnum):
    """What a ballot says of each person under majority judgment. Who is not graded is rejected."""

    REJECT = 0
    POOR = 1
    ACCEPTABLE = 2
    GOOD = 3
    VERY_GOOD = 4
    EXCELLENT = 5


#: The methods whose options are lists of people; of the others, each option is one person.
BY_LIST = frozenset({ElectionMethod.LIST, ElectionMethod.PROPORTIONAL})
#: The methods whose ballots put names in an order.
RANKED = frozenset({ElectionMethod.SCHULZE, ElectionMethod.TRANSFERABLE})

#: A ballot: (option, mark) in the order of the options' ids. Without any mark it is blank.
#:
#: What a mark means: list: 1 for, 0 against · plurality, two rounds, approval, proportional list: 1, chosen · majority
#: judgment: a ``Grade`` · Schulze, transferable vote: the rank, 1 first.
Marks = tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is voted on: who stands, how many are to be elected, how. ``last``: no second round follows this one.

    ``lengths``: for lists, how many people each has; no list gets more seats than that.
    """

    method: ElectionMethod
    options: tuple[str, ...]
    seats: int
    last: bool = True
    lengths: tuple[tuple[str, int], ...] = ()

    @property
    def length_of(self) -> dict[str, int]:
        """Return how many people each option has: one, for a person."""
        return dict.fromkeys(self.options, 1) | dict(self.lengths)


class BallotFault(StrEnum):
    """Why a ballot says nothing that can be counted."""

    UNKNOWN_OPTION = "election-unknown-option"
    MARK_MEANS_NOTHING = "election-mark-means-nothing"
    TOO_MANY_NAMES = "election-too-many-names"
    SAME_RANK = "election-same-rank"


def ballot_fault(question: Question, marks: Marks) -> BallotFault | None:
    """Return what is wrong with a ballot, None when it can be counted. A ballot without marks always can."""
    names = [option for option, _ in marks]
    if len(set(names)) != len(names) or not set(names) <= set(question.options):
        return BallotFault.UNKNOWN_OPTION
    if any(mark not in _allowed(question) for _, mark in marks):
        return BallotFault.MARK_MEANS_NOTHING
    if len(marks) > _most(question):
        return BallotFault.TOO_MANY_NAMES
    ranks = [mark for _, mark in marks]
    # A single transferable vote goes to one person at a time; Schulze compares pairs, so that equals are welcome there.
    if question.method is ElectionMethod.TRANSFERABLE and len(set(ranks)) != len(ranks):
        return BallotFault.SAME_RANK
    return None


def normal(marks: dict[str, int]) -> Marks:
    """Return a ballot in its one form."""
    return tuple(sorted(marks.items()))


def ranking(marks: Marks) -> tuple[frozenset[str], ...]:
    """Return what a ranked ballot prefers, the first first: those of a same rank together, holes closed."""
    ranks = sorted({mark for _, mark in marks})
    return tuple(frozenset(option for option, mark in marks if mark == rank) for rank in ranks)


def names_someone(question: Question, option: str, marks: Marks) -> bool:
    """Say whether a ballot speaks for ``option`` at all: whom no ballot speaks for is never elected."""
    mark = dict(marks).get(option)
    if mark is None:
        return False
    return mark > 0 if question.method in {ElectionMethod.MAJORITY_JUDGMENT, ElectionMethod.LIST} else True


def _allowed(question: Question) -> range:
    if question.method is ElectionMethod.LIST:
        return range(2)
    if question.method is ElectionMethod.MAJORITY_JUDGMENT:
        return range(len(Grade))
    if question.method in RANKED:
        return range(1, len(question.options) + 1)
    return range(1, 2)


def _most(question: Question) -> int:
    """Return how many names a ballot may mark: as many as there are seats, or one list, or all of them."""
    if question.method in {ElectionMethod.PLURALITY, ElectionMethod.TWO_ROUNDS}:
        return question.seats
    if question.method in BY_LIST:
        return 1
    return len(question.options)
