"""Decent hours: nothing in quiet ones, whatever the zone does with its clocks; two digests a week unless asked."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.logic.retrying import LONGEST_WAIT, PATIENCE, next_try
from toutdoux.integrations.logic.timing import WEEK, PreferenceFacts, decent, digest_at, quiet, room_for_digest
from toutdoux.integrations.logic.words import Moment

PARIS = ZoneInfo("Europe/Paris")
#: Zones that skip and repeat hours at night, at midnight, by half hours, in both hemispheres, or never.
ZONES = [
    PARIS,
    *(
        ZoneInfo(name)
        for name in (
            "Europe/London",
            "America/Santiago",
            "Asia/Beirut",
            "Australia/Lord_Howe",
            "America/St_Johns",
            "Pacific/Chatham",
            "Africa/Cairo",
            "UTC",
        )
    ),
]

hours = st.integers(0, 23)
instants = st.integers(0, 5 * 366 * 24 * 60).map(
    lambda minutes: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
wishes = st.builds(
    PreferenceFacts,
    moment=st.sampled_from(Moment),
    hour=hours,
    weekday=st.integers(0, 6),
    quiet_from=hours,
    quiet_to=hours,
    zone=st.sampled_from(ZONES),
)


def paris(*when: int) -> datetime:
    return datetime(*when, tzinfo=PARIS)


def test_it_works() -> None:
    wanted = PreferenceFacts(zone=PARIS)
    assert decent(at=paris(2026, 3, 10, 12), wanted=wanted) == paris(2026, 3, 10, 12)
    assert decent(at=paris(2026, 3, 10, 22), wanted=wanted) == paris(2026, 3, 11, 8)
    assert decent(at=paris(2026, 3, 11, 3), wanted=wanted) == paris(2026, 3, 11, 8)


@pytest.mark.parametrize(
    ("at", "then"),
    [
        # Clocks go forward at 2:00: what waits for 2:00 leaves at 3:00, the same instant.
        (paris(2026, 3, 29, 0, 30), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        # Clocks go back at 3:00: 2:00 comes twice, the later counts.
        (paris(2026, 10, 25, 0, 30), datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ],
)
def test_quiet_hours_that_end_in_a_change_of_clocks(at: datetime, then: datetime) -> None:
    assert decent(at=at, wanted=PreferenceFacts(zone=PARIS, quiet_from=22, quiet_to=2)) == then


@given(at=instants, wanted=wishes)
def test_nothing_leaves_in_quiet_hours_nor_before_it_is_due_nor_much_later(
    at: datetime, wanted: PreferenceFacts
) -> None:
    leaves = decent(at=at, wanted=wanted)
    assert leaves >= at
    assert not quiet(local_hour=leaves.astimezone(wanted.zone).hour, wanted=wanted)
    assert leaves - at <= timedelta(hours=25)
    assert decent(at=leaves, wanted=wanted) == leaves
    if not quiet(local_hour=at.astimezone(wanted.zone).hour, wanted=wanted):
        assert leaves == at


@given(after=instants, wanted=wishes)
def test_a_digest_leaves_within_the_week_and_never_in_quiet_hours(after: datetime, wanted: PreferenceFacts) -> None:
    leaves = digest_at(after=after, wanted=wanted)
    assert after < leaves <= after + timedelta(days=9)
    assert not quiet(local_hour=leaves.astimezone(wanted.zone).hour, wanted=wanted)


@given(start=instants, wanted=wishes.filter(lambda wanted: wanted.moment is not Moment.DAILY))
def test_at_most_two_digests_a_week_unless_asked_for_daily(start: datetime, wanted: PreferenceFacts) -> None:
    found, at = [], start
    while at < start + timedelta(days=35):
        at = digest_at(after=at, wanted=wanted)
        found.append(at)
    assert found == sorted(set(found))
    for first in found:
        # An hour spared for a change of clocks.
        assert sum(first <= one < first + timedelta(days=7, hours=-1) for one in found) <= 2


@given(start=instants, wanted=wishes.filter(lambda wanted: wanted.moment is Moment.DAILY))
def test_one_digest_a_day_when_daily_was_asked(start: datetime, wanted: PreferenceFacts) -> None:
    days: Counter[object] = Counter()
    at = start
    while at < start + timedelta(days=10):
        at = digest_at(after=at, wanted=wanted)
        days[at.astimezone(wanted.zone).date()] += 1
    assert max(days.values()) == 1


@given(after=instants, later=st.timedeltas(timedelta(0), timedelta(days=7)), wanted=wishes)
def test_what_happens_before_a_digest_leaves_joins_it(
    after: datetime, later: timedelta, wanted: PreferenceFacts
) -> None:
    leaves = digest_at(after=after, wanted=wanted)
    if after + later < leaves:
        assert digest_at(after=after + later, wanted=wanted) == leaves


@given(sent=st.lists(st.timedeltas(timedelta(0), timedelta(days=20)), max_size=6), now=instants, wanted=wishes)
def test_a_late_digest_waits_until_it_is_the_second_of_a_week(
    sent: list[timedelta], now: datetime, wanted: PreferenceFacts
) -> None:
    earlier = [now - length for length in sent]
    leaves = room_for_digest(sent=earlier, now=now, wanted=wanted)
    assert leaves >= now
    if wanted.moment is Moment.DAILY:
        assert leaves == now
    else:
        week = [at for at in earlier if leaves - WEEK < at]
        assert len(week) <= 1
        assert leaves == now or sum(at > now - WEEK for at in earlier) >= 2


@given(attempts=st.integers(1, 10_000), since=instants, waited=st.timedeltas(timedelta(0), timedelta(days=3)))
def test_tries_come_ever_more_rarely_and_end_after_a_day(attempts: int, since: datetime, waited: timedelta) -> None:
    now = since + waited
    again = next_try(attempts=attempts, since=since, now=now)
    if waited >= PATIENCE:
        assert again is None
    else:
        assert again is not None
        assert now < again <= now + LONGEST_WAIT
        later = next_try(attempts=attempts + 1, since=since, now=now)
        assert later is not None
        assert later >= again
