"""Participation: what counts for someone, what does not count against them, and the share, exactly."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.procedures.logic.participation import Absence, Participation, VoteFacts, Window, listed, participation

START = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
ME, OTHER = UUID(int=1), UUID(int=2)
WINDOW = Window(starts_at=START, ends_at=START + 100 * DAY)


def vote(
    *, day: int = 10, lasts: int = 10, seated: bool = True, took: bool = False, withdrawn: bool = False
) -> VoteFacts:
    return VoteFacts(
        opened_at=START + day * DAY,
        closed_at=START + (day + lasts) * DAY,
        seated=frozenset({ME} if seated else {OTHER}),
        took_part=frozenset({ME} if took else set()),
        withdrawn=withdrawn,
    )


def mine(*votes: VoteFacts, absences: tuple[Absence, ...] = ()) -> tuple[int, int]:
    found = participation(votes=votes, absences=absences, members=[ME], window=WINDOW)[ME]
    return found.took, found.could


def leave(first: int, last: int | None) -> Absence:
    return Absence(member_id=ME, starts_at=START + first * DAY, ends_at=None if last is None else START + last * DAY)


def test_it_works() -> None:
    assert mine(vote(took=True), vote(), vote(took=True)) == (2, 3)


def test_a_vote_counts_only_for_who_had_a_seat() -> None:
    assert mine(vote(seated=False)) == (0, 0)


def test_being_represented_counts_without_a_seat_of_ones_own() -> None:
    assert mine(vote(seated=False, took=True)) == (1, 1)


@pytest.mark.parametrize(("day", "lasts", "counted"), [(-1, 10, 0), (0, 10, 1), (90, 10, 1), (91, 10, 0)])
def test_only_votes_that_ran_within_the_window_count(day: int, lasts: int, counted: int) -> None:
    assert mine(vote(day=day, lasts=lasts)) == (0, counted)


@pytest.mark.parametrize(
    ("first", "last", "counted"), [(0, 10, 1), (0, 11, 0), (19, None, 0), (20, None, 1), (12, 13, 0), (0, None, 0)]
)
def test_a_leave_of_a_day_keeps_a_vote_from_counting_against_someone(
    first: int, last: int | None, counted: int
) -> None:
    assert mine(vote(), absences=(leave(first, last),)) == (0, counted)


def test_a_vote_cast_on_leave_counts_for_someone() -> None:
    assert mine(vote(took=True), absences=(leave(0, None),)) == (1, 1)


def test_the_leave_of_another_changes_nothing() -> None:
    assert mine(vote(), absences=(Absence(member_id=OTHER, starts_at=START, ends_at=None),)) == (0, 1)


def test_a_withdrawn_action_is_not_counted_against_anyone() -> None:
    assert mine(vote(withdrawn=True), vote(withdrawn=True, took=True)) == (1, 1)


@given(took=st.integers(0, 30), more=st.integers(0, 30), top=st.integers(0, 40), bottom=st.integers(1, 40))
def test_below_is_strict_and_exact(took: int, more: int, top: int, bottom: int) -> None:
    found = Participation(could=took + more, took=took)
    expected = took + more > 0 and Fraction(took, took + more) < Fraction(top, bottom)
    assert found.below(Fraction(top, bottom)) is expected


@pytest.mark.parametrize(("took", "could", "below"), [(3, 10, False), (2, 7, True), (0, 0, False), (0, 1, True)])
def test_thirty_in_a_hundred(took: int, could: int, below: bool) -> None:
    assert Participation(took=took, could=could).below(Fraction(30, 100)) is below


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=8))
def test_the_list_tells_nothing_of_how_far_anyone_is_from_the_share(counts: list[tuple[int, int]]) -> None:
    """Whatever each one's figures, the order of the list is that of random ids."""
    found = {UUID(int=n): Participation(could=could, took=min(took, could)) for n, (could, took) in enumerate(counts)}
    ids = listed(found=found, share=Fraction(1, 2))
    assert list(ids) == sorted(ids, key=str)
    assert set(ids) == {one for one, figures in found.items() if figures.below(Fraction(1, 2))}
