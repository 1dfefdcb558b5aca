"""From ballots to a count and to standing objections, whatever the order rows come in."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.decisions.logic.counting import BallotEvent, objections, steps, tally
from toutdoux.rules.facts import Choice, ObjectionFacts

START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
PEOPLE = [UUID(int=n) for n in range(1, 7)]


def ballot(person: int, choice: str, minute: int, *, reasoned: bool = False) -> BallotEvent:
    return BallotEvent(
        member_id=PEOPLE[person],
        choice=Choice(choice),
        at=START + timedelta(minutes=minute),
        seq=minute,
        reasoned=reasoned,
    )


def at(minute: int) -> datetime:
    return START + timedelta(minutes=minute)


def test_it_works() -> None:
    found = steps(council=6, ballots=[ballot(0, "for", 1), ballot(1, "against", 2), ballot(0, "blank", 3)])
    assert [(s.tally.for_, s.tally.against, s.tally.blank) for s in found] == [(1, 0, 0), (1, 1, 0), (0, 1, 1)]
    assert found[-1].tally.took_no_part == 4
    assert tally(council=3, counts={"for": 2}).expressed == 2


histories = st.lists(st.tuples(st.integers(0, 5), st.sampled_from(list(Choice)), st.booleans()), max_size=25).map(
    lambda rows: [ballot(p, c, n, reasoned=r) for n, (p, c, r) in enumerate(rows)]
)


@given(histories, st.randoms())
def test_the_order_of_rows_does_not_matter_and_each_person_counts_once(
    ballots: list[BallotEvent], chance: random.Random
) -> None:
    found = steps(council=6, ballots=ballots)
    shuffled = list(ballots)
    chance.shuffle(shuffled)
    assert steps(council=6, ballots=shuffled) == found
    if found:
        last = {b.member_id: b.choice for b in ballots}
        final = found[-1].tally
        assert final.cast == len(last)
        assert final.for_ == sum(c is Choice.FOR for c in last.values())
        assert final.cast + final.took_no_part == 6


@given(histories)
def test_an_objection_stands_exactly_while_its_authors_last_ballot_is_against_with_a_reason(
    ballots: list[BallotEvent],
) -> None:
    found = objections(ballots=ballots, lifted={})
    for minute in range(len(ballots)):
        last = {b.member_id: b for b in ballots[: minute + 1]}
        expected = sum(b.choice is Choice.AGAINST and b.reasoned for b in last.values())
        assert sum(o.stands(at=at(minute)) for o in found) == expected


def test_lifting_ends_it_and_a_new_reason_raises_another() -> None:
    ballots = [ballot(0, "against", 1, reasoned=True), ballot(0, "against", 5, reasoned=True)]
    assert objections(ballots=ballots, lifted={PEOPLE[0]: [at(3)]}) == (
        ObjectionFacts(raised_at=at(1), lifted_at=at(3)),
        ObjectionFacts(raised_at=at(5)),
    )
    assert objections(ballots=ballots, lifted={PEOPLE[0]: [at(9)]}) == (
        ObjectionFacts(raised_at=at(1), lifted_at=at(9)),
    )
    assert objections(ballots=ballots, lifted={PEOPLE[0]: [at(0)]}) == (ObjectionFacts(raised_at=at(1)),)
