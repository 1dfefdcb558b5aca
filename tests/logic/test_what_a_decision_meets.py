"""What a decision finds when it passes: why an access or a mandate has nothing to begin or to end, which rules it leads to."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.support.people import tout_doux
from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.accesses.logic.ledger import AccessFacts
from toutdoux.accesses.logic.meeting import beginning_refusal, ending_refusal, putting_off_refusal
from toutdoux.decisions.logic.effects import EffectOutcome
from toutdoux.decisions.logic.merging import adoption
from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.mandates.logic.holding import end_refusal, given_from
from toutdoux.rules.reading import rulebook_from_toml, rulebook_to_toml, with_answers
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.shipped import shipped

AT = datetime(2031, 3, 10, tzinfo=UTC)
LATER = AT + timedelta(days=30)


def months(number: int) -> Rulebook:
    return with_answers(shipped("tout-doux-cratie"), {"voting_right.waiting": {"months": number}})


def test_it_works() -> None:
    assert beginning_refusal(closed=False, gone=False, held=False, until=LATER, at=AT) is None
    assert given_from(gone=False, over=[], until=LATER, at=AT) == AT
    assert ending_refusal(held=True) is None
    assert end_refusal(held=True) is None


def test_what_is_closed_is_said_before_who_is_gone_and_that_before_what_is_held() -> None:
    said = [
        beginning_refusal(closed=closed, gone=gone, held=held, until=AT, at=AT)
        for closed, gone, held in ((True, True, True), (False, True, True), (False, False, True), (False, False, False))
    ]
    assert said == [
        AccessRefusal.CLOSED,
        AccessRefusal.HAS_LEFT,
        AccessRefusal.ALREADY_HOLDS,
        AccessRefusal.ENDS_BEFORE_IT_BEGINS,
    ]


@pytest.mark.parametrize(
    ("before", "until", "refusal"),
    [
        (None, LATER, AccessRefusal.LATER_ALREADY),
        (LATER, LATER, AccessRefusal.LATER_ALREADY),
        (LATER, LATER + timedelta(microseconds=1), None),
        (LATER, None, None),
    ],
)
def test_an_end_is_put_off_to_a_later_one_or_for_good(
    before: datetime | None, until: datetime | None, refusal: AccessRefusal | None
) -> None:
    held = AccessFacts(starts_at=AT, until=before)
    assert putting_off_refusal(held=held, until=until) is refusal
    assert putting_off_refusal(held=None, until=until) is AccessRefusal.DOES_NOT_HOLD


def test_a_mandate_goes_on_from_the_end_of_the_one_that_is_held() -> None:
    assert given_from(gone=False, over=[AT, LATER], until=LATER + timedelta(1), at=AT) == LATER
    assert given_from(gone=False, over=[LATER], until=LATER, at=AT) is MandateRefusal.ALREADY_HOLDS
    assert given_from(gone=False, over=[AT], until=AT, at=AT) is MandateRefusal.ENDS_BEFORE_IT_BEGINS
    assert given_from(gone=True, over=[], until=LATER, at=AT) is MandateRefusal.HAS_LEFT


def test_rules_that_leave_open_what_is_needed_are_not_adopted() -> None:
    assert adoption(base=months(3), proposed=months(2), current=months(3)) == months(2)
    assert adoption(base=months(3), proposed=months(3), current=tout_doux("consent")) is EffectOutcome.RULES_THE_SAME
    open_again = adoption(base=months(3), proposed=shipped("tout-doux-cratie"), current=months(3))
    assert open_again is EffectOutcome.RULES_CONFLICT


def test_two_changes_that_each_make_sense_and_not_together_are_not_adopted() -> None:
    """One lets an action pass as soon as half agree, the other counts shares of the votes cast: the first vote would decide."""
    base = rulebook_to_toml(months(3)).replace("accept_early = true", "accept_early = false", 1)
    early = base.replace("accept_early = false", "accept_early = true", 1)
    head, tail = base.split("[kinds.extraordinary]")
    of_the_cast = "[kinds.extraordinary]".join([head, tail.replace('base = "council"', 'base = "cast"', 1)])
    one, other, both = (rulebook_from_toml(text) for text in (early, of_the_cast, base))
    assert adoption(base=both, proposed=one, current=other) is EffectOutcome.RULES_CONFLICT
