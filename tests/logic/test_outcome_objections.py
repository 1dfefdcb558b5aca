"""When an objection is only said, and when it blocks."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.support.facts import (
    CONSENT,
    DEADLINE,
    HOUR,
    MICROSECOND,
    OPENED,
    TOUT_DOUX,
    VETO,
    action,
    at_deadline,
)
from tests.support.strategies import counted, rulebook_with
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import Branch, Lever, ObjectionFacts, Status
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import ObjectionReading


@pytest.mark.parametrize(
    ("raised", "lifted", "blocks"),
    [
        (DEADLINE - MICROSECOND, None, True),
        (DEADLINE, None, False),
        (OPENED, DEADLINE - MICROSECOND, False),
        (OPENED, DEADLINE, True),
        (OPENED, DEADLINE + HOUR, True),
        (OPENED, None, True),
    ],
)
def test_a_veto_is_an_objection_that_stands_when_the_deadline_strikes(
    raised: datetime, lifted: datetime | None, blocks: bool
) -> None:
    facts = action(council=21, objections=(ObjectionFacts(raised_at=raised, lifted_at=lifted),))
    for now in (DEADLINE, DEADLINE + timedelta(days=9)):
        found = outcome(facts, VETO, now)
        if blocks:
            assert (found.status, found.branch, found.article, found.decided_at) == (
                Status.BLOCKED,
                Branch.OBJECTION_STANDS,
                Article.OBJECTION,
                DEADLINE,
            )
        else:
            assert found.status is Status.TACIT
        # An objection suspends nothing where it is no veto.
        assert outcome(facts, TOUT_DOUX, now).status is Status.TACIT


def test_an_objection_stands_from_its_instant_to_the_one_it_is_lifted_at() -> None:
    objection = ObjectionFacts(raised_at=OPENED, lifted_at=OPENED + HOUR)
    instants = (OPENED - MICROSECOND, OPENED, OPENED + HOUR - MICROSECOND, OPENED + HOUR)
    assert [objection.stands(at=at) for at in instants] == [False, True, True, False]
    facts = action(council=5, objections=(objection,))
    assert [outcome(facts, CONSENT, at).standing_objections for at in instants] == [0, 1, 1, 0]


def test_half_for_passes_early_over_a_veto_and_under_consent_it_waits_for_the_objection() -> None:
    objection = (ObjectionFacts(raised_at=OPENED),)
    facts = action("fff", council=5, objections=objection)
    assert at_deadline(facts, VETO).status is Status.ACCEPTED
    assert outcome(facts, CONSENT, DEADLINE - MICROSECOND).status is Status.OPEN
    assert at_deadline(facts, CONSENT).status is Status.BLOCKED
    lifted = replace(facts, objections=(ObjectionFacts(raised_at=OPENED, lifted_at=OPENED + HOUR),))
    assert at_deadline(lifted, CONSENT).status is Status.ACCEPTED
    changes = {c.lever: c for c in outcome(facts, CONSENT, DEADLINE - MICROSECOND).changes}
    assert Lever.MORE_FOR not in changes
    assert changes[Lever.LIFT_OBJECTIONS].becomes is Status.ACCEPTED


def test_where_only_a_counter_vote_opposes_against_never_blocks() -> None:
    rulebook = rulebook_with(extraordinary=counted(block=None, objection=ObjectionReading.COUNTER_VOTE))
    found = at_deadline(action("aaaaa", council=5), rulebook)
    assert (found.status, found.against_mark) == (Status.TACIT, None)
    open_ = outcome(action("aaaaa", council=5), rulebook, DEADLINE - MICROSECOND)
    assert [c.lever for c in open_.changes] == [Lever.MORE_FOR, Lever.COUNTER_VOTE, Lever.TIME]
