"""Every method against a second one written here, as plainly as its definition reads, on any ballots; and what a tie is."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise, permutations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from toutdoux.rules.assembly import Presence
from toutdoux.rules.elections import (
    Marks,
    Question,
    Result,
    ballot_fault,
    count,
    normal,
    result_from_data,
    result_to_data,
)
from toutdoux.rules.rulebook import Base, ElectionMethod

OPTIONS = ("A", "B", "C", "D")
ONE_BY_ONE = [method for method in ElectionMethod if method is not ElectionMethod.LIST]


@st.composite
def questions(draw: st.DrawFn, *methods: ElectionMethod) -> Question:
    """Two to four people or lists, one to three seats."""
    options = OPTIONS[: draw(st.integers(2, 4))]
    return Question(
        method=draw(st.sampled_from(methods or ONE_BY_ONE)),
        options=options,
        seats=draw(st.integers(1, 3)),
        last=draw(st.booleans()),
        lengths=tuple((option, draw(st.integers(1, 3))) for option in options),
    )


@st.composite
def votes(draw: st.DrawFn, question: Question) -> list[Marks]:
    """Ballots that the method can count, blank ones among them."""
    found = []
    for _ in range(draw(st.integers(0, 9))):
        names = draw(st.lists(st.sampled_from(question.options), unique=True))
        match question.method:
            case ElectionMethod.MAJORITY_JUDGMENT:
                marks = {name: draw(st.integers(0, 5)) for name in names}
            case ElectionMethod.SCHULZE:
                marks = {name: draw(st.integers(1, len(question.options))) for name in names}
            case ElectionMethod.TRANSFERABLE:
                marks = {name: at for at, name in enumerate(names, start=1)}
            case ElectionMethod.APPROVAL:
                marks = dict.fromkeys(names, 1)
            case ElectionMethod.PROPORTIONAL:
                marks = dict.fromkeys(names[:1], 1)
            case _:
                marks = dict.fromkeys(names[: question.seats], 1)
        found.append(normal(marks))
        assert ballot_fault(question, found[-1]) is None
    return found


@st.composite
def scenes(draw: st.DrawFn, *methods: ElectionMethod) -> tuple[Question, list[Marks]]:
    question = draw(questions(*methods))
    return question, draw(votes(question))


def run(question: Question, ballots: list[Marks], *, order: tuple[str, ...] = OPTIONS) -> Result:
    return count(question=question, ballots=Counter(ballots), orders=(order,))


def best(scored: dict[str, object], seats: int, *, order: tuple[str, ...] = OPTIONS) -> list[str]:
    """The definition of choosing by a score: the greatest first, equals by the order."""
    named = sorted(scored, key=order.index)
    return sorted(named, key=scored.__getitem__, reverse=True)[:seats]


@given(scenes(ElectionMethod.PLURALITY, ElectionMethod.APPROVAL))
def test_choosing_names(scene: tuple[Question, list[Marks]]) -> None:
    question, ballots = scene
    tally = Counter(option for ballot in ballots for option, _ in ballot)
    assert set(run(question, ballots).elected) == set(best(dict(tally), question.seats))


@given(scenes(ElectionMethod.TWO_ROUNDS))
def test_two_rounds(scene: tuple[Question, list[Marks]]) -> None:
    question, ballots = scene
    tally = Counter(option for ballot in ballots for option, _ in ballot)
    found = run(question, ballots)
    if question.last:
        assert set(found.elected) == set(best(dict(tally), question.seats))
        assert found.second == ()
        return
    chose = sum(bool(ballot) for ballot in ballots)
    majority = {option: number for option, number in tally.items() if Fraction(number, chose) > Fraction(1, 2)}
    assert set(found.elected) == set(best(dict(majority), question.seats))
    left = question.seats - len(found.elected)
    rest = sorted((number for option, number in tally.items() if option not in found.elected), reverse=True)
    last = rest[min(2 * left, len(rest)) - 1] if rest and left else None
    assert set(found.second) == {
        option
        for option, number in tally.items()
        if last is not None and option not in found.elected and number >= last
    }


@given(scenes(ElectionMethod.MAJORITY_JUDGMENT))
def test_majority_judgment(scene: tuple[Question, list[Marks]]) -> None:
    question, ballots = scene
    graded = [dict(ballot) for ballot in ballots if ballot]

    def medians(option: str) -> list[int]:
        grades = sorted(ballot.get(option, 0) for ballot in graded)
        return [grades.pop((len(grades) - 1) // 2) for _ in range(len(grades))]

    scored = {o: medians(o) for o in question.options if any(ballot.get(o) for ballot in graded)}
    assert set(run(question, ballots).elected) == set(best(dict(scored), question.seats))


@given(scenes(ElectionMethod.SCHULZE))
def test_schulze(scene: tuple[Question, list[Marks]]) -> None:
    question, ballots = scene

    def prefer(one: str, other: str) -> int:
        return sum(dict(b).get(one, 99) < dict(b).get(other, 99) for b in ballots)

    def chains(one: str, other: str) -> Iterator[list[str]]:
        between = [option for option in question.options if option not in {one, other}]
        for length in range(len(between) + 1):
            for middle in permutations(between, length):
                yield [one, *middle, other]

    def strength(one: str, other: str) -> int:
        found = 0
        for chain in chains(one, other):
            links = list(pairwise(chain))
            if all(prefer(a, b) > prefer(b, a) for a, b in links):
                found = max(found, min(prefer(a, b) for a, b in links))
        return found

    left = [option for option in question.options if any(option in dict(ballot) for ballot in ballots)]
    elected: list[str] = []
    while left and len(elected) < question.seats:
        winners = [one for one in left if not any(strength(other, one) > strength(one, other) for other in left)]
        elected += sorted(winners, key=OPTIONS.index)
        left = [option for option in left if option not in winners]
    found = run(question, ballots)
    assert set(found.elected) == set(elected[: question.seats])
    assert all(duel.strength == strength(duel.one, duel.other) for duel in found.duels)


@given(scenes(ElectionMethod.TRANSFERABLE))
@settings(max_examples=200)
def test_transferable_vote(scene: tuple[Question, list[Marks]]) -> None:
    question, ballots = scene
    papers = [(Fraction(1), [o for o, _ in sorted(ballot, key=lambda mark: mark[1])]) for ballot in ballots if ballot]
    quota = len(papers) // (question.seats + 1) + 1
    standing = [o for o in question.options if any(o in names for _, names in papers)]
    elected: list[str] = []
    while standing and len(elected) < question.seats:
        # Each paper lies with the first of its names that is still standing.
        held = {
            o: [i for i, (_, ns) in enumerate(papers) if next((n for n in ns if n in standing), "") == o]
            for o in standing
        }
        totals = {o: sum((papers[i][0] for i in held[o]), Fraction(0)) for o in standing}
        if len(standing) <= question.seats - len(elected):
            elected += standing
            break
        reached = [o for o in standing if totals[o] >= quota]
        for one in reached:
            for i in held[one]:
                papers[i] = (papers[i][0] * (totals[one] - quota) / totals[one], papers[i][1])
        elected += reached
        last = max((o for o in standing if totals[o] == min(totals.values())), key=OPTIONS.index)
        gone = reached or [last]
        standing = [o for o in standing if o not in gone]
    found = run(question, ballots)
    assert set(found.elected) == set(elected)
    assert found.tie is None
    assert all(sum(dict(s.totals).values()) + s.exhausted <= len(papers) for s in found.stages)


@given(scenes(ElectionMethod.PROPORTIONAL))
def test_proportional_lists(scene: tuple[Question, list[Marks]]) -> None:
    question, ballots = scene
    tally = Counter(option for ballot in ballots for option, _ in ballot)
    averages = [
        (-Fraction(tally[option], seat), OPTIONS.index(option))
        for option, people in question.lengths
        for seat in range(1, people + 1)
        if tally[option]
    ]
    seats = Counter(OPTIONS[option] for _, option in sorted(averages)[: question.seats])
    assert Counter(dict(run(question, ballots).seats_of)) == seats


@given(scenes(), st.permutations(OPTIONS), st.randoms())
def test_whatever_the_method(scene: tuple[Question, list[Marks]], order: list[str], shuffled: Random) -> None:
    question, ballots = scene
    found = run(question, ballots, order=tuple(order))
    assert found.filled <= question.seats
    # An order over everyone leaves no tie, and ballots have none: counted in another one they decide the same.
    assert found.tie is None
    shuffled.shuffle(ballots)
    assert run(question, ballots, order=tuple(order)) == found
    # Without any order, what is elected is what every order elects.
    bare = count(question=question, ballots=Counter(ballots))
    assert [result_from_data(result_to_data(result)) for result in (found, bare)] == [found, bare]
    if question.method is not ElectionMethod.PROPORTIONAL:
        assert set(bare.elected) <= set(found.elected)
    if bare.tie is None:
        assert (bare.elected, bare.seats_of, bare.settled) == (found.elected, found.seats_of, ())
    else:
        assert bare.tie.seats > 0
        assert len(bare.tie.options) > 1


@given(
    st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.sampled_from(Base)
)
def test_a_single_list(for_: int, against: int, blank: int, silent: int, absent: int, base: Base) -> None:
    votes, roll = for_ + against + blank + silent, for_ + against + blank + silent + absent
    of = {Base.EXPRESSED: for_ + against, Base.CAST: for_ + against + blank, Base.PRESENT: votes, Base.COUNCIL: roll}[
        base
    ]
    found = count(
        question=Question(method=ElectionMethod.LIST, options=("L",), seats=2, lengths=(("L", 2),)),
        ballots={(("L", 1),): for_, (("L", 0),): against, (): blank},
        room=Presence(roll=roll, present=votes, represented=0),
        base=base,
    )
    assert found.elected == (("L",) if 2 * for_ > of else ())
    assert found.tie is None, "there is nobody to choose between"


#: The methods that fill seats from the first on: where they cannot tell people apart, it is about the last seats.
FILLING = [m for m in ONE_BY_ONE if m not in {ElectionMethod.TRANSFERABLE, ElectionMethod.PROPORTIONAL}]


@given(scenes(*FILLING))
def test_a_tie_is_exactly_what_orders_decide(scene: tuple[Question, list[Marks]]) -> None:
    """Whoever every order elects is elected, and those whom some elect and others do not are tied."""
    question, ballots = scene
    each = [set(run(question, ballots, order=order).elected) for order in permutations(question.options)]
    always, sometimes = set.intersection(*each), set.union(*each)
    bare = count(question=question, ballots=Counter(ballots))
    assert set(bare.elected) == always
    assert (set(bare.tie.options) if bare.tie else set()) == sometimes - always
    if bare.tie:
        assert bare.tie.seats == len(each[0]) - len(always)


@given(scenes(ElectionMethod.PROPORTIONAL))
def test_a_tie_between_lists_is_exactly_what_orders_decide(scene: tuple[Question, list[Marks]]) -> None:
    question, ballots = scene
    each = [dict(run(question, ballots, order=order).seats_of) for order in permutations(question.options)]
    bare = count(question=question, ballots=Counter(ballots))
    assert dict(bare.seats_of) == {option: min(one[option] for one in each) for option in question.options}
    varying = {option for option in question.options if len({one[option] for one in each}) > 1}
    assert (set(bare.tie.options) if bare.tie else set()) == varying
    if bare.tie:
        assert bare.tie.seats == sum(each[0].values()) - sum(dict(bare.seats_of).values())


@given(scenes(ElectionMethod.TRANSFERABLE))
def test_a_tie_about_who_leaves_stops_where_orders_begin_to_differ(scene: tuple[Question, list[Marks]]) -> None:
    question, ballots = scene
    bare = count(question=question, ballots=Counter(ballots))
    each = [run(question, ballots, order=order) for order in permutations(question.options)]
    if bare.tie is None:
        assert {(one.elected, one.stages) for one in each} == {(bare.elected, bare.stages)}
        return
    # Until then every order counts alike; there the last of its order, among those with the fewest, leaves.
    before, totals = bare.stages[:-1], dict(bare.stages[-1].totals)
    assert bare.tie.leaving
    fewest = min(totals[one] for one in bare.tie.standing)
    assert set(bare.tie.options) == {one for one in bare.tie.standing if totals[one] == fewest}
    assert all(one.stages[: len(before)] == before for one in each)
    assert {one.stages[len(before)].out for one in each} == {(option,) for option in bare.tie.options}
