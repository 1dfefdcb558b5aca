"""Who is new, whom they may ask, whose turn it is to organise, what an absence is."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.procedures.logic.belonging import Volunteer, absence, is_new, next_meeting, proposed, to_ask

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
A, B, C = (UUID(int=n) for n in (1, 2, 3))


def test_it_works() -> None:
    founded = NOW - 500 * DAY
    assert is_new(joined_at=NOW - 30 * DAY, founded_at=founded, now=NOW)
    assert not is_new(joined_at=NOW - 183 * DAY, founded_at=founded, now=NOW)
    assert not is_new(joined_at=founded, founded_at=founded, now=founded + DAY)


@given(st.sets(st.uuids(), max_size=6), st.uuids())
def test_a_newcomer_is_led_to_one_willing_person_and_never_to_themselves(willing: set[UUID], me: UUID) -> None:
    found = to_ask(member_id=me, welcomers=willing)
    assert found == to_ask(member_id=me, welcomers=sorted(willing, key=str, reverse=True))
    assert (found in willing - {me}) if willing - {me} else found is None


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [(-30, -10, True), (-30, None, False), (-14, -10, False), (-90, -60, False), (-90, -59, True), (5, 20, False)],
)
def test_who_is_back_is_told_for_two_months(first: int, last: int | None, told: bool) -> None:
    spell = (NOW + first * DAY, None if last is None else NOW + last * DAY)
    assert absence(spells=[spell], now=NOW) == (spell if told else None)


def test_the_last_absence_is_told() -> None:
    spells = [(NOW - 50 * DAY, NOW - 40 * DAY), (NOW - 30 * DAY, NOW - 20 * DAY)]
    assert absence(spells=spells, now=NOW) == spells[1]


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 12), st.integers(-100, 2000))
def test_meetings_come_back_on_the_same_day_of_the_week(first_on: date, weeks: int, days: int) -> None:
    today = first_on + timedelta(days=days)
    on = next_meeting(first_on=first_on, weeks=weeks, today=today)
    assert on >= max(first_on, today)
    assert (on - first_on).days % (7 * weeks) == 0
    assert on == first_on or on - timedelta(days=7 * weeks) < today


def volunteer(member_id: UUID, *accepted: date, since: int = 0) -> Volunteer:
    return Volunteer(member_id=member_id, since=NOW + since * DAY, accepted=accepted)


def test_the_turn_goes_to_who_has_not_organised_for_longest() -> None:
    people = [volunteer(A, date(2026, 5, 1)), volunteer(B, date(2026, 4, 1)), volunteer(C, since=1)]
    assert proposed(volunteers=people, declined=frozenset()) == C
    assert proposed(volunteers=people, declined=frozenset({C})) == B
    assert proposed(volunteers=people, declined=frozenset({A, B, C})) is None


def test_everyone_has_their_turn_before_anyone_has_a_second_one() -> None:
    turns: dict[UUID, list[date]] = {A: [], B: [], C: []}
    for week in range(9):
        people = [volunteer(one, *days) for one, days in turns.items()]
        whose = proposed(volunteers=people, declined=frozenset())
        assert whose is not None
        turns[whose].append(date(2026, 1, 1) + timedelta(weeks=week))
        counts = [len(days) for days in turns.values()]
        assert max(counts) - min(counts) <= 1
