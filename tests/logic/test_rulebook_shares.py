"""Shares are exact: at the boundary, for every council a horizontal association could have."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.strategies import FIVE, HALF, MORE_THAN_HALF, TWO_THIRDS, rulebook_with
from toutdoux.rules.rulebook import Base, Kind, ObjectionReading, Share, Silence

COUNCILS = range(201)
FRACTIONS = [Fraction(n, d) for n, d in [(1, 2), (1, 3), (2, 3), (3, 4), (3, 10), (1, 7), (99, 100), (1, 1), (1, 1000)]]


def test_it_works() -> None:
    assert HALF.reached(count=12, of=24)
    assert not HALF.reached(count=11, of=24)
    assert not HALF.reached(count=10, of=21)
    assert HALF.reached(count=11, of=21)
    assert not MORE_THAN_HALF.reached(count=12, of=24)
    assert MORE_THAN_HALF.reached(count=13, of=24)


@pytest.mark.parametrize("inclusive", [True, False])
@pytest.mark.parametrize("fraction", FRACTIONS)
def test_what_is_needed_reaches_and_one_less_does_not(fraction: Fraction, inclusive: bool) -> None:
    share = Share(share=fraction, inclusive=inclusive)
    for council in COUNCILS:
        needed = share.needed(of=council)
        assert needed >= 1
        assert not share.reached(count=needed - 1, of=council)
        assert share.reached(count=needed, of=council) == (council > 0)
        # in whole numbers, without a division
        left, right = needed * fraction.denominator, fraction.numerator * council
        assert left >= right if inclusive else left > right
        less = left - fraction.denominator
        assert needed == 1 or (less < right if inclusive else less <= right)


@pytest.mark.parametrize("share", [HALF, MORE_THAN_HALF, TWO_THIRDS])
def test_every_count_of_every_council_agrees_with_what_is_needed(share: Share) -> None:
    for council in COUNCILS:
        needed = share.needed(of=council)
        # around the boundary one by one, and at both ends
        for count in {0, 1, *range(max(needed - 3, 0), needed + 4), council - 1, council} - {-1}:
            assert share.reached(count=count, of=council) == (count >= needed and council > 0), (count, council)


@given(
    numerator=st.integers(1, 1000),
    denominator=st.integers(1, 1000),
    inclusive=st.booleans(),
    council=st.integers(0, 100_000),
    count=st.integers(0, 100_000),
)
def test_reached_and_needed_never_disagree(
    numerator: int, denominator: int, inclusive: bool, council: int, count: int
) -> None:
    share = Share(share=Fraction(min(numerator, denominator), denominator), inclusive=inclusive)
    assert share.reached(count=count, of=council) == (count >= share.needed(of=council) and council > 0)


@pytest.mark.parametrize("council", range(2, 201, 2))
def test_in_an_even_council_exactly_half_is_enough_only_where_it_says_so(council: int) -> None:
    assert HALF.needed(of=council) == council // 2
    assert MORE_THAN_HALF.needed(of=council) == council // 2 + 1


@pytest.mark.parametrize("council", range(1, 201, 2))
def test_in_an_odd_council_half_and_more_than_half_are_the_same(council: int) -> None:
    assert HALF.needed(of=council) == MORE_THAN_HALF.needed(of=council) == (council + 1) // 2


def test_nobody_out_of_nobody_reaches_nothing() -> None:
    for share in (HALF, MORE_THAN_HALF, Share(share=Fraction(1))):
        assert not share.reached(count=0, of=0)
        assert share.needed(of=0) == 1


def test_more_than_all_is_out_of_reach() -> None:
    share = Share(share=Fraction(1), inclusive=False)
    assert share.needed(of=9) == 10
    assert not share.reached(count=9, of=9)


def test_floats_would_have_got_it_wrong() -> None:
    """0.1 + 0.2 is not 0.3, and three tenths of ten are three."""
    assert Share(share=Fraction(3, 10)).reached(count=3, of=10)
    assert Share(share=Fraction(1, 3)).needed(of=3) == 1
    assert Share(share=Fraction(49, 100)).needed(of=100) == 49


def test_how_each_kind_is_decided() -> None:
    rulebook = rulebook_with(counter_vote=TWO_THIRDS)
    assert rulebook.count_rules(Kind.ORDINARY) is None
    assert rulebook.count_rules(Kind.EXTRAORDINARY) is rulebook.kinds.extraordinary.count
    counter = rulebook.count_rules(Kind.COUNTER_VOTE)
    assert counter is not None
    assert (counter.accept, counter.block, counter.accept_early, counter.silence, counter.objection, counter.delay) == (
        TWO_THIRDS,
        None,
        True,
        Silence.LAPSES,
        ObjectionReading.SHARE,
        rulebook.counter_vote.delay,
    )
    assert HALF.base is Base.COUNCIL
    assert len({rulebook.name for rulebook in FIVE}) == 5
