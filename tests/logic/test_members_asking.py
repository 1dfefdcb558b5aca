"""Asking to join: how many may, from where, and who lets them in."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.members.logic.asking import (
    MOST_BY_SOURCE,
    MOST_IN_ALL,
    MOST_WAITING,
    WINDOW,
    accepting_refusals,
    flooded,
)
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.rules.rulebook import Admission

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mine", "others", "waiting", "minutes", "too_many"),
    [
        (0, 0, 0, 1, False),
        (MOST_BY_SOURCE - 1, 0, 0, 1, False),
        (MOST_BY_SOURCE, 0, 0, 1, True),
        (MOST_BY_SOURCE, 0, 0, 61, False),
        (0, MOST_IN_ALL - 1, 0, 1, False),
        (0, MOST_IN_ALL, 0, 1, True),
        (0, 0, MOST_WAITING - 1, 1, False),
        (0, 0, MOST_WAITING, 1, True),
    ],
)
def test_it_works(mine: int, others: int, waiting: int, minutes: int, too_many: bool) -> None:
    at = NOW - timedelta(minutes=minutes)
    times = [(at, True)] * mine + [(at, False)] * others
    assert flooded(times=times, waiting=waiting, now=NOW) is too_many


@given(ages=st.lists(st.integers(0, 7200), max_size=40))
def test_after_an_hour_of_silence_the_door_is_free(ages: list[int]) -> None:
    times = [(NOW - timedelta(seconds=age), True) for age in ages]
    assert not flooded(times=times, waiting=0, now=NOW + WINDOW + timedelta(seconds=1))


def test_the_rulebook_says_who_lets_people_in() -> None:
    assert accepting_refusals(admission=Admission.MEMBER) == []
    for admission in (Admission.ACTION, None):
        [refusal] = accepting_refusals(admission=admission)
        assert (refusal.code, refusal.article) == (MemberRefusal.ADMITTED_BY_ACTION, 2)
