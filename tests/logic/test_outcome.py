"""What an action becomes, told case by case: at exactly one half, at the very deadline, and what closes what."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import permutations

import pytest

from tests.support.facts import (
    CONSENT,
    DEADLINE,
    HOUR,
    MAJORITY,
    MICROSECOND,
    OPENED,
    TOUT_DOUX,
    TWO_THIRDS,
    action,
    at_deadline,
    counter,
    votes,
)
from tests.support.strategies import FIVE, MORE_THAN_HALF, counted, rulebook_with
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import ActionFacts, Branch, Change, Lever, ObjectionFacts, Outcome, Status, Tally
from toutdoux.rules.outcome import base_of, known_at, marks, outcome, tally_at
from toutdoux.rules.rulebook import Base, Kind, Share, Silence


def test_it_works() -> None:
    facts = action("fffffffffffa", council=22)
    eleventh = OPENED + 11 * HOUR
    assert outcome(facts, TOUT_DOUX, eleventh - MICROSECOND).status is Status.OPEN
    found = outcome(facts, TOUT_DOUX, DEADLINE + timedelta(days=300))
    assert found == Outcome(
        status=Status.ACCEPTED,
        branch=Branch.SHARE_FOR,
        article=Article.ACCEPTANCE,
        decided_at=eleventh,
        tally=Tally(council=22, for_=11, against=1),
        tally_then=Tally(council=22, for_=11),
        ballots_open=False,
        ballots_close_at=DEADLINE,
        for_mark=11,
        against_mark=11,
        standing_objections=0,
        expected=None,
        changes=(Change(lever=Lever.COUNTER_VOTE, count=11, becomes=Status.ANNULLED, article=Article.COUNTER_VOTE),),
    )


# --- one half -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("for_", "council", "status"),
    [
        (12, 24, Status.ACCEPTED),
        (11, 24, Status.TACIT),
        (11, 21, Status.ACCEPTED),
        (10, 21, Status.TACIT),
        (1, 1, Status.ACCEPTED),
        (0, 1, Status.TACIT),
        (1, 2, Status.ACCEPTED),
        (0, 0, Status.TACIT),
    ],
)
def test_half_of_the_council_is_enough_for_and_one_less_is_not(for_: int, council: int, status: Status) -> None:
    assert at_deadline(action("f" * for_, council=council)).status is status


@pytest.mark.parametrize(
    ("against", "council", "status"),
    [
        (12, 24, Status.BLOCKED),
        (11, 24, Status.TACIT),
        (11, 21, Status.BLOCKED),
        (10, 21, Status.TACIT),
        (1, 1, Status.BLOCKED),
    ],
)
def test_half_of_the_council_blocks_and_one_less_does_not(against: int, council: int, status: Status) -> None:
    assert at_deadline(action("a" * against, council=council)).status is status


@pytest.mark.parametrize(
    ("for_", "council", "status"),
    [
        (12, 24, Status.REJECTED),
        (13, 24, Status.ACCEPTED),
        (10, 21, Status.REJECTED),
        (11, 21, Status.ACCEPTED),
        (1, 1, Status.ACCEPTED),
        (1, 2, Status.REJECTED),
        (0, 0, Status.REJECTED),
    ],
)
def test_more_than_half_is_not_met_by_exactly_half(for_: int, council: int, status: Status) -> None:
    assert at_deadline(action("f" * for_, council=council), MAJORITY).status is status


def test_two_thirds_is_counted_at_the_deadline_and_exactly() -> None:
    facts = action("f" * 14, council=21)
    assert outcome(facts, TWO_THIRDS, DEADLINE - MICROSECOND).status is Status.OPEN
    found = at_deadline(facts, TWO_THIRDS)
    assert (found.status, found.branch, found.decided_at, found.for_mark) == (
        Status.ACCEPTED,
        Branch.SHARE_FOR_AT_DEADLINE,
        DEADLINE,
        14,
    )
    assert at_deadline(action("f" * 13, council=21), TWO_THIRDS).status is Status.REJECTED
    # 67 % of 100 would be reached by 67; two thirds of 100 is not reached by 66, though 66/100 rounds to it
    assert at_deadline(action("f" * 66, council=100), TWO_THIRDS).status is Status.REJECTED
    assert at_deadline(action("f" * 67, council=100), TWO_THIRDS).status is Status.ACCEPTED


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("ffaa", Status.ACCEPTED),
        ("aaff", Status.BLOCKED),
        ("fafa", Status.ACCEPTED),
        ("affa", Status.ACCEPTED),
        ("faaf", Status.BLOCKED),
    ],
)
def test_where_both_halves_are_reached_the_first_in_time_decides(words: str, status: Status) -> None:
    found = at_deadline(action(words, council=4))
    assert (found.status, found.tally) == (status, Tally(council=4, for_=2, against=2))


def test_the_first_threshold_decides_even_when_the_second_is_seen_in_the_same_look() -> None:
    """Two ballots at one instant: the order in which they were taken down is the order of time."""
    first, second = votes("fa", council=2)
    facts = action(council=2, steps=(first, replace(second, at=first.at)))
    assert at_deadline(facts).status is Status.ACCEPTED
    assert at_deadline(facts).tally_then == Tally(council=2, for_=1)


@pytest.mark.parametrize("base", [Base.CAST, Base.PRESENT, Base.EXPRESSED])
def test_a_share_of_the_votes_has_no_mark_and_moves_with_them(base: Base) -> None:
    half_of_votes = Share(share=Fraction(1, 2), base=base, inclusive=False)
    rulebook = rulebook_with(
        extraordinary=counted(accept=half_of_votes, block=None, accept_early=False, silence=Silence.REJECTS)
    )
    found = at_deadline(action("fabb", council=30), rulebook)
    assert (found.for_mark, found.against_mark, found.status) == (None, None, Status.REJECTED)
    found = at_deadline(action("ffabb", council=30), rulebook)
    assert found.status is (Status.ACCEPTED if base is Base.EXPRESSED else Status.REJECTED)
    assert at_deadline(action("", council=30), rulebook).status is Status.REJECTED
    assert base_of(half_of_votes, Tally(council=9, for_=3, against=2, blank=1)) == (5 if base is Base.EXPRESSED else 6)


def test_marks_are_whole_seats() -> None:
    rules = TOUT_DOUX.count_rules(Kind.EXTRAORDINARY)
    assert [marks(rules, council) for council in (0, 1, 2, 21, 24)] == [(1, 1), (1, 1), (1, 1), (11, 11), (12, 12)]
    assert marks(None, 21) == (None, None)
    assert marks(TOUT_DOUX.count_rules(Kind.COUNTER_VOTE), 21) == (11, None)


# --- the tally -----------------------------------------------------------------------------------------------------------


def test_options_and_no_part_make_the_council() -> None:
    tally = Tally(council=29, for_=19, against=0, blank=2)
    assert (tally.cast, tally.expressed, tally.took_no_part) == (21, 19, 8)


def test_the_order_of_ballots_changes_when_it_is_decided_and_never_the_count() -> None:
    ends = {tuple(order): at_deadline(action("".join(order), council=8)) for order in set(permutations("fffabb"))}
    assert {end.tally for end in ends.values()} == {Tally(council=8, for_=3, against=1, blank=2)}
    assert {end.status for end in ends.values()} == {Status.TACIT}
    consent = {at_deadline(action("".join(order), council=5), CONSENT) for order in set(permutations("fffab"))}
    assert {(end.status, end.decided_at, end.tally_then) for end in consent} == {
        (Status.ACCEPTED, DEADLINE, Tally(council=5, for_=3, against=1, blank=1))
    }


def test_the_tally_is_the_one_of_its_instant() -> None:
    facts = action("fab", council=5)
    assert tally_at(facts, OPENED) == Tally(council=5)
    assert tally_at(facts, OPENED + HOUR - MICROSECOND) == Tally(council=5)
    assert tally_at(facts, OPENED + HOUR) == Tally(council=5, for_=1)
    assert tally_at(facts, OPENED + 3 * HOUR) == Tally(council=5, for_=1, against=1, blank=1)


# --- the deadline ---------------------------------------------------------------------------------------------------------


def test_silence_passes_at_the_deadline_and_not_a_microsecond_before() -> None:
    facts = action("fa", council=21)
    before, at, after = (outcome(facts, TOUT_DOUX, DEADLINE + n * MICROSECOND) for n in (-1, 0, 1))
    assert (before.status, before.decided_at, before.ballots_open) == (Status.OPEN, None, True)
    assert (at.status, at.branch, at.decided_at, at.ballots_open) == (Status.TACIT, Branch.SILENCE, DEADLINE, False)
    assert after == at


@pytest.mark.parametrize(("words", "at_once"), [("f", Status.ACCEPTED), ("a", Status.BLOCKED)])
def test_a_ballot_at_the_deadline_comes_too_late_and_a_microsecond_before_it_does_not(
    words: str, at_once: Status
) -> None:
    (step,) = votes(words, council=2)
    late = action(council=2, steps=(replace(step, at=DEADLINE),))
    assert at_deadline(late).status is Status.TACIT
    assert at_deadline(late).tally == at_deadline(late).tally_then == Tally(council=2)
    just = action(council=2, steps=(replace(step, at=DEADLINE - MICROSECOND),))
    assert (at_deadline(just).status, at_deadline(just).decided_at) == (at_once, DEADLINE - MICROSECOND)


def test_a_ballot_at_the_deadline_is_not_in_the_count_taken_there() -> None:
    (step,) = votes("f", council=2)
    assert at_deadline(action(council=2, steps=(replace(step, at=DEADLINE),)), CONSENT).status is Status.TACIT
    just = action(council=2, steps=(replace(step, at=DEADLINE - MICROSECOND),))
    found = at_deadline(just, CONSENT)
    assert (found.status, found.decided_at) == (Status.ACCEPTED, DEADLINE)


def test_withdrawing_at_the_deadline_comes_too_late() -> None:
    assert at_deadline(action(council=3, withdrawn_at=DEADLINE)).status is Status.TACIT
    found = at_deadline(action("f", council=3, withdrawn_at=DEADLINE - MICROSECOND))
    assert (found.status, found.branch, found.article, found.decided_at) == (
        Status.WITHDRAWN,
        Branch.WITHDRAWN,
        Article.WITHDRAWAL,
        DEADLINE - MICROSECOND,
    )
    assert found.tally_then == Tally(council=3, for_=1)


# --- passing is not closing ------------------------------------------------------------------------------------------------


def test_passing_fixes_the_outcome_and_closes_nothing() -> None:
    facts = action("ffaaa", council=5, withdrawn_at=None)
    facts = replace(facts, steps=(*votes("fffaa", council=5), *votes("aaaaa", council=5, start=OPENED + 9 * HOUR)))
    found = outcome(facts, TOUT_DOUX, DEADLINE - MICROSECOND)
    assert (found.status, found.tally_then) == (Status.ACCEPTED, Tally(council=5, for_=3))
    assert (found.tally, found.ballots_open, found.ballots_close_at) == (Tally(council=5, against=5), True, DEADLINE)
    assert not at_deadline(facts).ballots_open


def test_withdrawing_what_has_passed_changes_nothing() -> None:
    passed = outcome(action("ff", council=4), TOUT_DOUX, DEADLINE)
    for withdrawn_at in (OPENED + 2 * HOUR, OPENED + 3 * HOUR):
        assert at_deadline(action("ff", council=4, withdrawn_at=withdrawn_at)) == passed
    announced = action("", council=4, kind=Kind.ORDINARY, withdrawn_at=OPENED + HOUR)
    assert at_deadline(announced).status is Status.ANNOUNCED


@pytest.mark.parametrize(
    ("facts", "closed_at"),
    [
        (action("aa", council=4), OPENED + 2 * HOUR),
        (action("f", council=4, withdrawn_at=OPENED + 5 * HOUR), OPENED + 5 * HOUR),
    ],
)
def test_blocking_and_withdrawal_close_at_once(facts: ActionFacts, closed_at: datetime) -> None:
    before, at = (outcome(facts, TOUT_DOUX, closed_at - n * MICROSECOND) for n in (1, 0))
    assert (before.ballots_open, before.ballots_close_at) == (True, DEADLINE)
    assert (at.ballots_open, at.ballots_close_at, at.decided_at) == (False, closed_at, closed_at)


def test_nothing_is_open_before_it_is_opened() -> None:
    for kind in (Kind.ORDINARY, Kind.EXTRAORDINARY):
        facts = action(council=3, kind=kind)
        assert not outcome(facts, TOUT_DOUX, OPENED - MICROSECOND).ballots_open
        assert outcome(facts, TOUT_DOUX, OPENED).ballots_open


# --- ordinary -------------------------------------------------------------------------------------------------------------


def test_an_ordinary_action_is_announced_whatever_its_support_until_it_is_over() -> None:
    ended = OPENED + timedelta(days=40)
    facts = action("a" * 21, council=21, kind=Kind.ORDINARY, ended_at=ended)
    found = outcome(facts, TOUT_DOUX, ended - MICROSECOND)
    assert (found.status, found.branch, found.article, found.decided_at) == (
        Status.ANNOUNCED,
        Branch.ANNOUNCED,
        Article.ANNOUNCEMENT,
        OPENED,
    )
    assert (found.ballots_open, found.ballots_close_at, found.for_mark) == (True, None, None)
    assert (found.tally, found.tally_then) == (Tally(council=21, against=21), Tally(council=21))
    assert [change.lever for change in found.changes] == [Lever.COUNTER_VOTE]
    over = outcome(facts, TOUT_DOUX, ended)
    assert (over.status, over.ballots_open, over.ballots_close_at, over.changes) == (Status.ANNOUNCED, False, ended, ())


def test_an_ordinary_kind_may_be_counted_too() -> None:
    rulebook = rulebook_with(ordinary=counted(accept=MORE_THAN_HALF))
    facts = action("fff", council=5, kind=Kind.ORDINARY, deadline=DEADLINE)
    assert outcome(facts, rulebook, OPENED + 2 * HOUR).status is Status.OPEN
    assert outcome(facts, rulebook, OPENED + 3 * HOUR).status is Status.ACCEPTED


# --- nothing of what comes later -----------------------------------------------------------------------------------------------


def test_facts_dated_later_are_not_known_yet() -> None:
    later = OPENED + timedelta(days=3)
    past = action("fa", council=9, objections=(ObjectionFacts(raised_at=OPENED + HOUR),))
    full = replace(
        past,
        steps=(*past.steps, *votes("fffff", council=9, start=later)),
        objections=(
            ObjectionFacts(raised_at=OPENED + HOUR, lifted_at=later),
            ObjectionFacts(raised_at=later),
        ),
        withdrawn_at=later,
        ended_at=later,
        moot_at=later,
        counter_votes=(counter("fffff", council=9, opened_at=later),),
    )
    assert known_at(full, later - MICROSECOND) == past
    for rulebook in FIVE:
        assert outcome(full, rulebook, later - MICROSECOND) == outcome(past, rulebook, later - MICROSECOND)
    known = known_at(full, later)
    assert (known.withdrawn_at, known.ended_at, known.moot_at) == (later, later, later)
    assert known.objections == full.objections
    assert known.counter_votes == (counter(council=9, opened_at=later),)
