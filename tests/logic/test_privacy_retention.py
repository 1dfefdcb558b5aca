"""When data has grown too old, and on which days it goes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.procedures.logic.retention import DEFAULTS, NOTICE, Chosen, Kept, chosen, next_round, this_round

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_it_works() -> None:
    [one] = [found for found in chosen(changed={"links": (60, NOW)}) if found.kind is Kept.LINKS]
    assert (one.days, one.changed_at) == (60, NOW)
    assert one.before(at=NOW) == NOW - timedelta(days=60)


def test_what_nobody_chose_has_its_default() -> None:
    assert {one.kind: one.days for one in chosen(changed={})} == dict(DEFAULTS)
    assert all(one.applies(at=NOW) for one in chosen(changed={}))


@pytest.mark.parametrize(("later", "applies"), [(NOTICE, True), (NOTICE - timedelta(microseconds=1), False)])
def test_a_changed_period_waits_until_people_could_read_of_it(later: timedelta, applies: bool) -> None:
    assert Chosen(kind=Kept.LINKS, days=30, changed_at=NOW).applies(at=NOW + later) is applies


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_there_is_one_day_of_erasing_in_every_month(day: date) -> None:
    assert this_round(day).day == next_round(day).day == 1
    assert this_round(day) <= day < next_round(day)
    assert this_round(next_round(day) - timedelta(days=1)) == this_round(day)
