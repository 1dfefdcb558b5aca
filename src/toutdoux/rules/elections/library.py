"""The methods counted by votelib: Schulze, single transferable vote, proportional list. Ties are ours, never its.

What the library does not do, or does in its own way, and is done here: it leaves out candidates whom no ballot names; it
orders Schulze's candidates by how many others each beats, where the method elects whoever nobody beats; it stops at a tie
in an elimination, and counts spent ballots among the candidates to keep. Its own thresholds and draws are not used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import permutations

from toutdoux.rules.elections.ballots import Marks, Question, ranking
from toutdoux.rules.elections.results import Duel, Result, Settled, Stage, Tie
from toutdoux.rules.elections.ties import Filling, Orders, order_of


def schulze(
    *, question: Question, ballots: Mapping[Marks, int], empty: Result, named: tuple[str, ...], filling: Filling
) -> Result:
    """Elect whom nobody beats by a stronger chain of duels; then, for further seats, whom nobody left beats.

    After M. Schulze, *A new monotonic, clone-independent, reversal symmetric, and condorcet-consistent single-winner
    election method* (2011), the strength of a duel being how many ballots won it. Those a ballot leaves out come after
    those it ranks, and are equal to one another.
    """
    # The library takes a moment to load, and only these counts need it.
    from votelib.evaluate.condorcet import Schulze

    prefer = dict.fromkeys(permutations(question.options, 2), 0)
    for marks, number in ballots.items():
        place = {option: at for at, group in enumerate(ranking(marks)) for option in group}
        for one, other in prefer:
            prefer[one, other] += number if place.get(one, len(marks)) < place.get(other, len(marks)) else 0
    paths = Schulze.widest_paths(prefer)
    strength = {pair: int(paths.get(pair, 0)) for pair in prefer}
    left = list(named)
    while left and filling.left and filling.tie is None:
        unbeaten = [one for one in left if all(strength[o, one] <= strength[one, o] for o in left if o != one)]
        filling.take(unbeaten)
        left = [option for option in left if option not in unbeaten]
    return replace(
        empty,
        elected=tuple(filling.elected),
        tie=filling.tie,
        settled=tuple(filling.settled),
        duels=tuple(
            Duel(one=one, other=other, prefer=prefer[one, other], strength=strength[one, other])
            for one, other in prefer
        ),
    )


class _UndecidedError(Exception):
    """Several have as few votes as the last, and no order says who leaves."""

    def __init__(self, tied: tuple[str, ...]) -> None:
        super().__init__()
        self.tied = tied


@dataclass(kw_only=True)
class _Retainer:
    """Who stays in the count when somebody has to leave it: everyone but the last, by our orders between equals."""

    orders: Orders
    settled: list[Settled] = field(default_factory=list)

    def evaluate(self, totals: Mapping[str, Fraction]) -> list[str]:
        """Return who stays. Named as the library asks."""
        least = min(totals.values())
        tied = tuple(sorted(option for option, total in totals.items() if total == least))
        order = order_of(tied, self.orders) if len(tied) > 1 else tied
        if order is None:
            raise _UndecidedError(tied)
        if len(tied) > 1:
            self.settled.append(Settled(options=tied, order=order, leaving=True))
        return [option for option in totals if option != order[-1]]


def transferable(
    *, question: Question, ballots: Mapping[Marks, int], empty: Result, named: tuple[str, ...], filling: Filling
) -> Result:
    """Count a single transferable vote: Droop quota, surpluses by the weighted inclusive Gregory method, exact.

    Whoever reaches the quota is elected, and what they have above it goes on to the next names, each ballot with the same
    share of its weight; if nobody does, the last leaves the count and their ballots go on whole. Those who reach the quota
    at one stage pass their surplus on together. Once no more are left than seats, they are elected.
    """
    from votelib.component.transfer import Gregory
    from votelib.evaluate.sequential import TransferableVoteDistributor

    # The library counts an allocation: to whom each pile of equal ballots belongs.
    allocation: dict[str | None, dict[tuple[str, ...], Fraction]] = {option: {} for option in named}
    for marks, number in ballots.items():
        order = tuple(option for group in ranking(marks) for option in group)
        if order and number:
            allocation[order[0]][order] = Fraction(number)
    retainer = _Retainer(orders=filling.orders)
    counter = TransferableVoteDistributor(transferer=Gregory(), retainer=retainer, quota_function="droop")
    gains: dict[str, int] = {}
    stages: list[Stage] = []
    tie: Tie | None = None
    while len(gains) < question.seats and any(option is not None for option in allocation):
        totals = {option: sum(piles.values(), Fraction(0)) for option, piles in allocation.items()}
        exhausted = totals.pop(None, Fraction(0))
        standing = tuple(option for option in named if option in totals)
        # The first count shows everyone; those whom no ballot names have nothing to pass on, and are not in the next.
        shown = standing if stages else question.options
        counted = tuple((option, totals.get(option, Fraction(0))) for option in shown)
        if len(standing) <= question.seats - len(gains):
            elected = tuple(sorted(standing, key=lambda option: (-totals[option], option)))
            stages.append(Stage(totals=counted, elected=elected, exhausted=exhausted))
            gains |= dict.fromkeys(elected, 1)
            break
        try:
            allocation, found = counter.next_count(
                allocation, question.seats, empty.expressed, prev_gains=gains, max_seats=dict.fromkeys(named, 1)
            )
        except _UndecidedError as undecided:
            seats = question.seats - len(gains)
            tie = Tie(options=undecided.tied, seats=seats, standing=standing, leaving=True)
            stages.append(Stage(totals=counted, exhausted=exhausted))
            break
        elected = tuple(sorted(found, key=lambda option: (-totals[option], option)))
        out = tuple(option for option in standing if option not in allocation and option not in elected)
        stages.append(Stage(totals=counted, elected=elected, out=out, exhausted=exhausted))
        gains |= dict.fromkeys(elected, 1)
    return replace(
        empty,
        elected=tuple(gains),
        tie=tie,
        settled=tuple(retainer.settled),
        stages=tuple(stages),
        quota=Fraction(empty.expressed // (question.seats + 1) + 1) if empty.expressed else None,
    )


def proportional(
    *, question: Question, ballots: Mapping[Marks, int], empty: Result, named: tuple[str, ...], orders: Orders
) -> Result:
    """Share the seats among the lists by D'Hondt's highest averages; no list gets more than it has people."""
    from votelib.evaluate.core import Tie as Unsettled
    from votelib.evaluate.proportional import HighestAverages

    totals = dict.fromkeys(question.options, 0)
    for marks, number in ballots.items():
        for option, _ in marks:
            totals[option] += number
    filling = Filling(seats=question.seats, orders=orders)
    lengths = question.length_of
    seats = dict.fromkeys(question.options, 0)
    if named:
        shared = HighestAverages("d_hondt").evaluate(
            {option: totals[option] for option in named},
            min(question.seats, sum(lengths[option] for option in named)),
            max_seats={option: lengths[option] for option in named},
        )
        for option, number in shared.items():
            if not isinstance(option, Unsettled):
                seats[option] += number
                filling.elected.extend([option] * number)
        for tied in shared:
            if isinstance(tied, Unsettled):
                filling.take(tied)
        for option in filling.elected[sum(seats.values()) :]:
            seats[option] += 1
    return replace(
        empty,
        elected=tuple(option for option in question.options if seats[option]),
        seats_of=tuple(seats.items()),
        tie=filling.tie,
        settled=tuple(filling.settled),
        stages=(Stage(totals=tuple((option, Fraction(total)) for option, total in totals.items())),),
    )
