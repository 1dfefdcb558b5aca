"""What a counter-vote annuls, from when, and what becomes of one whose target is gone."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.support.facts import (
    DEADLINE,
    HOUR,
    MICROSECOND,
    OPENED,
    TOUT_DOUX,
    action,
    at_deadline,
    counter,
)
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import ActionFacts, Branch, Lever, Status
from toutdoux.rules.outcome import moot_at, outcome, tally_at
from toutdoux.rules.rulebook import Kind


def test_a_counter_vote_succeeds_at_half_lapses_otherwise_and_never_passes_in_silence() -> None:
    passed = outcome(counter("ff", council=4), TOUT_DOUX, OPENED + 2 * HOUR)
    assert (passed.status, passed.branch, passed.article) == (Status.ACCEPTED, Branch.SHARE_FOR, Article.COUNTER_VOTE)
    assert passed.changes == ()
    running = outcome(counter("fa", council=4), TOUT_DOUX, DEADLINE - MICROSECOND)
    assert [(c.lever, c.becomes, c.count, c.article) for c in running.changes] == [
        (Lever.MORE_FOR, Status.ACCEPTED, 1, Article.COUNTER_VOTE),
        (Lever.TIME, Status.LAPSED, 0, Article.COUNTER_VOTE),
    ]
    lapsed = at_deadline(counter("faaa", council=4))
    assert (lapsed.status, lapsed.branch, lapsed.decided_at) == (Status.LAPSED, Branch.COUNTER_VOTE_LAPSED, DEADLINE)


@pytest.mark.parametrize(
    ("target", "was"),
    [
        (action("f", council=4), Status.OPEN),
        (action("ff", council=4), Status.ACCEPTED),
        (action("f", council=4, kind=Kind.ORDINARY), Status.ANNOUNCED),
    ],
)
def test_a_counter_vote_annuls_from_its_own_instant(target: ActionFacts, was: Status) -> None:
    against_it = counter("ff", council=3, opened_at=OPENED + timedelta(days=2))
    passed_at = against_it.opened_at + 2 * HOUR
    facts = replace(target, counter_votes=(against_it,))
    before = outcome(facts, TOUT_DOUX, passed_at - MICROSECOND)
    assert before == outcome(target, TOUT_DOUX, passed_at - MICROSECOND)
    assert before.status is was
    found = outcome(facts, TOUT_DOUX, passed_at)
    assert (found.status, found.branch, found.article, found.decided_at) == (
        Status.ANNULLED,
        Branch.COUNTER_VOTE_PASSED,
        Article.COUNTER_VOTE,
        passed_at,
    )
    assert (found.ballots_open, found.ballots_close_at, found.changes) == (False, passed_at, ())
    assert found.tally_then == tally_at(target, passed_at)
    assert outcome(facts, TOUT_DOUX, DEADLINE + HOUR) == found


def test_what_passed_in_silence_may_be_annulled_at_the_deadline_itself_and_years_later() -> None:
    at_once = counter("f", council=1, opened_at=DEADLINE - HOUR)
    assert at_deadline(action(council=4, counter_votes=(at_once,))).status is Status.ANNULLED
    later = counter("f", council=1, opened_at=DEADLINE + timedelta(days=800))
    facts = action(council=4, counter_votes=(later,))
    assert at_deadline(facts).status is Status.TACIT
    assert outcome(facts, TOUT_DOUX, later.opened_at + HOUR).status is Status.ANNULLED


@pytest.mark.parametrize("target", [action("aa", council=4), action(council=4, withdrawn_at=OPENED + HOUR)])
def test_there_is_nothing_to_annul_of_what_did_not_pass(target: ActionFacts) -> None:
    before = outcome(target, TOUT_DOUX, DEADLINE)
    late = counter("ff", council=3, opened_at=OPENED + timedelta(days=1))
    assert at_deadline(replace(target, counter_votes=(late,))) == before
    gone = moot_at(target, TOUT_DOUX, DEADLINE)
    assert gone == before.decided_at
    assert gone is not None
    assert moot_at(target, TOUT_DOUX, gone - MICROSECOND) is None
    lapsed = outcome(counter("fa", council=9, moot_at=gone), TOUT_DOUX, DEADLINE)
    assert (lapsed.status, lapsed.branch, lapsed.decided_at, lapsed.ballots_open) == (
        Status.LAPSED,
        Branch.TARGET_GONE,
        gone,
        False,
    )
    assert lapsed.tally_then == tally_at(counter("fa", council=9), gone)


def test_a_counter_vote_that_has_passed_is_not_undone_by_its_target_going() -> None:
    facts = counter("ff", council=4, moot_at=OPENED + 2 * HOUR)
    assert outcome(facts, TOUT_DOUX, DEADLINE).status is Status.ACCEPTED
    assert at_deadline(counter("f", council=4, moot_at=DEADLINE)).branch is Branch.COUNTER_VOTE_LAPSED


def test_of_two_counter_votes_the_first_to_pass_annuls_and_the_other_has_nothing_left() -> None:
    slow = counter("aff", council=4, opened_at=OPENED)
    fast = counter("ff", council=4, opened_at=OPENED + HOUR / 2)
    facts = action(council=4, counter_votes=(slow, fast))
    found = at_deadline(facts)
    assert (found.status, found.decided_at) == (Status.ANNULLED, OPENED + HOUR * 5 / 2)
    gone = moot_at(facts, TOUT_DOUX, DEADLINE)
    assert gone == found.decided_at
    assert outcome(replace(fast, moot_at=gone), TOUT_DOUX, DEADLINE).status is Status.ACCEPTED
    assert outcome(replace(slow, moot_at=gone), TOUT_DOUX, DEADLINE).branch is Branch.TARGET_GONE


def test_an_unlucky_counter_vote_annuls_nothing() -> None:
    facts = action("ff", council=4, counter_votes=(counter("faaa", council=4),))
    assert at_deadline(facts).status is Status.ACCEPTED
    assert moot_at(facts, TOUT_DOUX, DEADLINE) is None
