"""What would change an outcome is said, exactly, and nothing that cannot be done is."""

from datetime import datetime
from fractions import Fraction

from tests.support.facts import CONSENT, DEADLINE, HOUR, MICROSECOND, OPENED, TOUT_DOUX, VETO, action
from tests.support.strategies import counted, rulebook_with
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import ActionFacts, Branch, Change, Lever, ObjectionFacts, Status
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import ObjectionReading, Rulebook, Share


def levers(facts: ActionFacts, rulebook: Rulebook, now: datetime = DEADLINE - MICROSECOND) -> list[Lever]:
    return [change.lever for change in outcome(facts, rulebook, now).changes]


def test_a_fresh_action_says_all_that_can_become_of_it() -> None:
    found = outcome(action("fab", council=21), TOUT_DOUX, OPENED + 4 * HOUR)
    assert found.changes == (
        Change(lever=Lever.MORE_FOR, count=10, becomes=Status.ACCEPTED, article=Article.ACCEPTANCE),
        Change(lever=Lever.MORE_AGAINST, count=10, becomes=Status.BLOCKED, article=Article.BLOCKING),
        Change(lever=Lever.COUNTER_VOTE, count=11, becomes=Status.ANNULLED, article=Article.COUNTER_VOTE),
        Change(lever=Lever.TIME, becomes=Status.TACIT, article=Article.SILENCE, at=DEADLINE),
    )
    assert found.expected == found.changes[-1]
    assert (found.article, found.branch, found.decided_at) == (Article.DELAY, Branch.AWAITING, None)


def test_under_a_veto_one_objection_is_named_and_where_one_stands_lifting_it_is() -> None:
    fresh = outcome(action(council=21), CONSENT, OPENED)
    assert [(c.lever, c.count, c.becomes, c.at) for c in fresh.changes] == [
        (Lever.MORE_FOR, 11, Status.ACCEPTED, DEADLINE),
        (Lever.MORE_AGAINST, 11, Status.BLOCKED, None),
        (Lever.RAISE_OBJECTION, 1, Status.BLOCKED, DEADLINE),
        (Lever.COUNTER_VOTE, 11, Status.ANNULLED, None),
        (Lever.TIME, 0, Status.TACIT, DEADLINE),
    ]
    objected = outcome(action(council=21, objections=(ObjectionFacts(raised_at=OPENED),) * 2), CONSENT, OPENED)
    assert [(c.lever, c.count, c.becomes, c.at) for c in objected.changes] == [
        (Lever.MORE_AGAINST, 11, Status.BLOCKED, None),
        (Lever.LIFT_OBJECTIONS, 2, Status.TACIT, DEADLINE),
        (Lever.COUNTER_VOTE, 11, Status.ANNULLED, None),
        (Lever.TIME, 0, Status.BLOCKED, DEADLINE),
    ]


def test_where_half_for_passes_early_it_does_so_over_a_standing_veto_and_that_is_said() -> None:
    facts = action("f", council=5, objections=(ObjectionFacts(raised_at=OPENED),))
    assert levers(facts, VETO) == [Lever.MORE_FOR, Lever.LIFT_OBJECTIONS, Lever.COUNTER_VOTE, Lever.TIME]
    assert levers(facts, CONSENT) == [
        Lever.MORE_AGAINST,
        Lever.LIFT_OBJECTIONS,
        Lever.COUNTER_VOTE,
        Lever.TIME,
    ]


def test_a_count_already_reached_needs_nothing_more() -> None:
    assert Lever.MORE_FOR not in levers(action("fff", council=5), CONSENT)


def test_what_nobody_can_reach_is_not_offered() -> None:
    assert levers(action(council=0), TOUT_DOUX) == [Lever.TIME]
    assert levers(action(council=0), CONSENT) == [Lever.TIME]
    everyone_and_more = Share(share=Fraction(1), inclusive=False)
    impossible = rulebook_with(
        extraordinary=counted(accept=everyone_and_more, block=everyone_and_more), counter_vote=everyone_and_more
    )
    assert levers(action(council=9), impossible) == [Lever.TIME]


def test_where_a_ballot_is_final_only_those_who_have_not_voted_can_change_it() -> None:
    final = rulebook_with(change_ballot=False, extraordinary=counted(objection=ObjectionReading.VETO))
    # 2 For and 2 Against of 7, 2 seats left: two more of either make 4
    assert levers(action("ffaab", council=7), final)[:2] == [Lever.MORE_FOR, Lever.MORE_AGAINST]
    assert levers(action("ffaabb", council=7), final) == [Lever.RAISE_OBJECTION, Lever.COUNTER_VOTE, Lever.TIME]
    assert levers(action("ffaabbb", council=7), final) == [Lever.COUNTER_VOTE, Lever.TIME]
    revotes = rulebook_with(extraordinary=counted(objection=ObjectionReading.VETO))
    assert levers(action("ffaabbb", council=7), revotes)[:3] == [
        Lever.MORE_FOR,
        Lever.MORE_AGAINST,
        Lever.RAISE_OBJECTION,
    ]


def test_what_is_done_can_no_longer_be_countered() -> None:
    done = action("ff", council=4, ended_at=OPENED + 5 * HOUR)
    assert levers(done, TOUT_DOUX, OPENED + 5 * HOUR - MICROSECOND) == [Lever.COUNTER_VOTE]
    assert levers(done, TOUT_DOUX, OPENED + 5 * HOUR) == []
    # by urgency: carried out before it is decided
    early = action("f", council=4, ended_at=OPENED + 5 * HOUR)
    assert Lever.COUNTER_VOTE not in levers(early, TOUT_DOUX, OPENED + 6 * HOUR)
    assert levers(action("ff", council=4), rulebook_with(counter_vote=None), OPENED + 3 * HOUR) == []
