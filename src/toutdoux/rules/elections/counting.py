"""From ballots to a result, by each method. Whom no ballot speaks for is never elected, whatever the method."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from toutdoux.rules.assembly import Majority, Presence, resolve, votes
from toutdoux.rules.elections.ballots import Marks, Question, names_someone
from toutdoux.rules.elections.judging import judge
from toutdoux.rules.elections.library import proportional, schulze, transferable
from toutdoux.rules.elections.results import Result, Stage
from toutdoux.rules.elections.ties import Filling, Orders, groups
from toutdoux.rules.rulebook import Base, ElectionMethod


def count(
    *,
    question: Question,
    ballots: Mapping[Marks, int],
    orders: Orders = (),
    room: Presence | None = None,
    base: Base = Base.EXPRESSED,
) -> Result:
    """Return what ``ballots`` (each with how many people cast it) decide.

    ``orders`` settle ties; a tie between options that none of them names whole stays one. ``room`` and ``base``: of what
    the share of a single list is taken; without a room, of the ballots. Raises ``ValueError`` for more ballots than
    there are votes in the room.
    """
    cast = sum(ballots.values())
    empty = Result(method=question.method, seats=question.seats, cast=cast, blank=ballots.get((), 0))
    named = tuple(
        option
        for option in question.options
        if any(number and names_someone(question, option, marks) for marks, number in ballots.items())
    )
    filling = Filling(seats=question.seats, orders=orders)
    match question.method:
        case ElectionMethod.LIST:
            return _list(question=question, ballots=ballots, empty=empty, room=room, base=base)
        case ElectionMethod.MAJORITY_JUDGMENT:
            return judge(question=question, ballots=ballots, empty=empty, named=named, filling=filling)
        case ElectionMethod.SCHULZE:
            return schulze(question=question, ballots=ballots, empty=empty, named=named, filling=filling)
        case ElectionMethod.TRANSFERABLE:
            return transferable(question=question, ballots=ballots, empty=empty, named=named, filling=filling)
        case ElectionMethod.PROPORTIONAL:
            return proportional(question=question, ballots=ballots, empty=empty, named=named, orders=orders)
        case _:
            return _chosen(question=question, ballots=ballots, empty=empty, named=named, filling=filling)


def _list(
    *, question: Question, ballots: Mapping[Marks, int], empty: Result, room: Presence | None, base: Base
) -> Result:
    """One list for or against, as a resolution is voted; elected, everyone on it is."""
    (option,) = question.options
    for_, against = ballots.get(((option, 1),), 0), ballots.get(((option, 0),), 0)
    presence = room or Presence(roll=empty.cast, present=empty.cast, represented=0)
    counted = votes(for_=for_, against=against, blank=empty.blank, presence=presence)
    if counted is None:
        msg = f"{empty.cast} ballots in a room of {presence.votes}"
        raise ValueError(msg)
    resolved = resolve(count=counted, roll=presence.roll, base=base)
    adopted = resolved.majority is Majority.ADOPTED
    elected = (option,) if adopted else ()
    return replace(
        empty,
        elected=elected,
        seats_of=((option, question.length_of[option]),) if adopted else (),
        stages=(Stage(totals=((option, Fraction(for_)),), elected=elected),),
        resolved=resolved,
    )


def _chosen(
    *, question: Question, ballots: Mapping[Marks, int], empty: Result, named: tuple[str, ...], filling: Filling
) -> Result:
    """Plurality and approval: the most named are elected. A first round asks for more than half of those who chose."""
    totals = dict.fromkeys(question.options, 0)
    for marks, number in ballots.items():
        for option, _ in marks:
            totals[option] += number
    first = question.method is ElectionMethod.TWO_ROUNDS and not question.last
    for group in groups(named, totals.__getitem__):
        if not first or 2 * totals[group[0]] > empty.expressed:
            filling.take(group)
    second: tuple[str, ...] = ()
    if first and filling.left and filling.tie is None:
        second = _second_round(named=named, totals=totals, filling=filling)
    stage = Stage(
        totals=tuple((option, Fraction(totals[option])) for option in question.options), elected=tuple(filling.elected)
    )
    return replace(
        empty,
        elected=tuple(filling.elected),
        tie=filling.tie,
        settled=tuple(filling.settled),
        second=second,
        stages=(stage,),
    )


def _second_round(*, named: tuple[str, ...], totals: dict[str, int], filling: Filling) -> tuple[str, ...]:
    """Return who stands again: twice as many as there are seats left, and whoever has as many votes as the last."""
    standing: list[str] = []
    for group in groups((option for option in named if option not in filling.elected), totals.__getitem__):
        if len(standing) < 2 * filling.left:
            standing.extend(sorted(group))
    return tuple(standing)
