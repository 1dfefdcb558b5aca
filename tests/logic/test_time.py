"""Delays on the calendar: each minute around each kind of clock change, leap days, and the end of the year."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.rules.rulebook import Delay, LastDay, Waiting
from toutdoux.rules.time import after_waiting, deadline, instant, start_of_day

PARIS = ZoneInfo("Europe/Paris")
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
FROM, UNTIL = datetime.fromisoformat("1990-01-01"), datetime.fromisoformat("2100-01-01")
TEN_DAYS = Delay(days=10)
TO_MIDNIGHT = Delay(days=10, ends=LastDay.MIDNIGHT)

#: A zone and the day its clocks change: forward and back, at night and at midnight, by an hour, half an hour and a day.
CHANGES = [
    ("Europe/Paris", date(2024, 3, 31)),
    ("Europe/Paris", date(2024, 10, 27)),
    ("America/Santiago", date(2024, 9, 8)),  # 00:00 is skipped
    ("America/Santiago", date(2024, 4, 7)),  # 24:00 goes back to 23:00
    ("Africa/Cairo", date(2024, 4, 26)),  # 00:00 is skipped
    ("Africa/Cairo", date(2024, 11, 1)),  # 24:00 goes back to 23:00
    ("America/Havana", date(2024, 11, 3)),  # 00:00 is repeated
    ("Atlantic/Azores", date(2024, 10, 27)),  # 00:00 is repeated
    ("Australia/Lord_Howe", date(2024, 4, 7)),  # half an hour back
    ("Australia/Lord_Howe", date(2024, 10, 6)),  # half an hour forward
    ("Antarctica/Troll", date(2024, 3, 31)),  # two hours
    ("Europe/Dublin", date(2024, 10, 27)),  # winter is the daylight saving time
    ("Pacific/Apia", date(2011, 12, 30)),  # a day that never was
    ("Pacific/Kwajalein", date(1993, 8, 21)),  # another
    ("Asia/Tokyo", date(2024, 3, 31)),  # never changes
]


@cache
def clock(name: str, around: date) -> tuple[list[datetime], list[datetime]]:
    """Return every minute in UTC of the days around, and what the clock on the wall of ``name`` shows at each."""
    start = datetime.combine(around - 3 * DAY, time.min, UTC)
    minutes = [start + n * MINUTE for n in range(7 * 24 * 60)]
    return minutes, [at.astimezone(ZoneInfo(name)).replace(tzinfo=None, fold=0) for at in minutes]


@cache
def last_time_shown(name: str, around: date) -> dict[datetime, datetime]:
    """Return when the clock last showed each minute it ever showed."""
    return dict(zip(*reversed(clock(name, around)), strict=True))


def told_by_the_clock(name: str, around: date, local: datetime) -> datetime:
    """Read the rule off the wall: the last time the clock shows ``local``; never shown, the first time it is past it."""
    shown = last_time_shown(name, around).get(local)
    if shown is not None:
        return shown
    minutes, wall = clock(name, around)
    return next(at for at, seen in zip(minutes, wall, strict=True) if seen > local)


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_each_minute_around_a_change_of_clocks_is_the_last_one_shown_or_the_next_valid(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    start = datetime.combine(day - DAY, time.min)
    for n in range(3 * 24 * 60):
        local = start + n * MINUTE
        found = instant(local=local, zone=zone)
        assert found == told_by_the_clock(name, day, local), local
        assert found.tzinfo is UTC


@pytest.mark.parametrize(("name", "day"), CHANGES)
@pytest.mark.parametrize(("days", "every"), [(1, MINUTE), (10, 19 * MINUTE)])
def test_each_minute_of_publication_leads_to_the_same_time_or_to_midnight(
    name: str, day: date, days: int, every: timedelta
) -> None:
    """Published at each minute such that the delay ends around the change; with one day, it also begins there."""
    zone = ZoneInfo(name)
    same_time, midnight = Delay(days=days), Delay(days=days, ends=LastDay.MIDNIGHT)
    opened_at = datetime.combine(day - (days + 1) * DAY, time.min, UTC) + timedelta(seconds=1)
    for _ in range(3 * DAY // every):
        local = opened_at.astimezone(zone).replace(tzinfo=None, fold=0)
        promised = local + days * DAY
        end = deadline(opened_at=opened_at, delay=same_time, zone=zone)
        shown = end.astimezone(zone).replace(tzinfo=None, fold=0)
        last_minute = promised.replace(second=0)
        if last_minute in last_time_shown(name, day):
            assert end == told_by_the_clock(name, day, last_minute) + timedelta(seconds=1)
            assert shown == promised
        else:
            assert end == told_by_the_clock(name, day, last_minute)
            assert shown > promised  # never shorter than promised
        over = deadline(opened_at=opened_at, delay=midnight, zone=zone)
        assert over == told_by_the_clock(name, day, datetime.combine(local.date() + (days + 1) * DAY, time.min))
        assert over >= end
        opened_at += every


@pytest.mark.parametrize(("name", "day"), CHANGES)
@pytest.mark.parametrize("delay", [TEN_DAYS, TO_MIDNIGHT, Delay(days=1), Delay(hours=72)])
@pytest.mark.parametrize("days_before", [0, 1, 10])
def test_publishing_later_on_the_clock_never_ends_earlier(name: str, day: date, delay: Delay, days_before: int) -> None:
    zone = ZoneInfo(name)
    start = datetime.combine(day - (days_before + 1) * DAY, time.min, UTC)
    opened = [start + n * 7 * MINUTE for n in range(3 * 24 * 60 // 7)]
    ends = [deadline(opened_at=at, delay=delay, zone=zone) for at in opened]
    wall = [at.astimezone(zone).replace(tzinfo=None, fold=0) for at in opened]
    by_the_clock = [end for _, end in sorted(zip(wall, ends, strict=True))]
    if delay.hours is None:
        assert by_the_clock == sorted(ends)
    else:
        assert ends == sorted(ends)
    # In real time too, but for what is published while the clock shows an hour again: its ten days are counted from the
    # hour shown, as everybody reads it.
    for (earlier, sooner), (later, end) in zip(
        zip(wall, ends, strict=True), list(zip(wall, ends, strict=True))[1:], strict=False
    ):
        assert end >= sooner or later < earlier


@pytest.mark.parametrize(("name", "day"), CHANGES)
def test_a_day_starts_at_the_last_midnight_shown_or_at_the_first_instant_after_it(name: str, day: date) -> None:
    zone = ZoneInfo(name)
    for shift in (-1, 0, 1, 2):
        one = day + shift * DAY
        start = start_of_day(day=one, zone=zone)
        assert start == told_by_the_clock(name, day, datetime.combine(one, time.min))
        assert start.astimezone(zone).date() >= one


@pytest.mark.parametrize(
    ("opened", "ends"),
    [
        # ten days, at the same time of day, whatever the clocks did meanwhile
        ("2024-03-25T18:00:00+01:00", "2024-04-04T18:00:00+02:00"),
        ("2024-10-20T18:00:00+02:00", "2024-10-30T18:00:00+01:00"),
        # 02:30 is skipped on 31 March, and repeated on 27 October
        ("2024-03-21T02:30:00+01:00", "2024-03-31T03:00:00+02:00"),
        ("2024-03-21T01:59:59.999999+01:00", "2024-03-31T01:59:59.999999+01:00"),
        ("2024-03-21T03:00:00+01:00", "2024-03-31T03:00:00+02:00"),
        ("2024-10-17T02:30:00+02:00", "2024-10-27T02:30:00+01:00"),
        ("2024-10-17T01:59:59+02:00", "2024-10-27T01:59:59+02:00"),
        # published in either of the two hours
        ("2024-10-27T02:30:00+02:00", "2024-11-06T02:30:00+01:00"),
        ("2024-10-27T02:30:00+01:00", "2024-11-06T02:30:00+01:00"),
        # 29 February, and the years without
        ("2024-02-19T12:00:00+01:00", "2024-02-29T12:00:00+01:00"),
        ("2024-02-29T12:00:00+01:00", "2024-03-10T12:00:00+01:00"),
        ("2023-02-19T12:00:00+01:00", "2023-03-01T12:00:00+01:00"),
        ("2100-02-19T12:00:00+01:00", "2100-03-01T12:00:00+01:00"),
        # the end of the year
        ("2024-12-25T23:59:59.999999+01:00", "2025-01-04T23:59:59.999999+01:00"),
        # written in another zone, it is the same publication
        ("2024-03-25T17:00:00+00:00", "2024-04-04T18:00:00+02:00"),
        ("2024-03-26T02:00:00+09:00", "2024-04-04T18:00:00+02:00"),
    ],
)
def test_ten_days_in_paris(opened: str, ends: str) -> None:
    opened_at = datetime.fromisoformat(opened)
    end = deadline(opened_at=opened_at, delay=TEN_DAYS, zone=PARIS)
    assert end == datetime.fromisoformat(ends)
    assert end.tzinfo is UTC


@pytest.mark.parametrize(
    ("zone", "opened", "ends"),
    [
        ("Europe/Paris", "2024-03-25T00:00:00+01:00", "2024-04-05T00:00:00+02:00"),
        ("Europe/Paris", "2024-03-25T23:59:59.999999+01:00", "2024-04-05T00:00:00+02:00"),
        ("Europe/Paris", "2024-02-18T12:00:00+01:00", "2024-02-29T00:00:00+01:00"),
        ("Europe/Paris", "2024-02-19T12:00:00+01:00", "2024-03-01T00:00:00+01:00"),
        ("Europe/Paris", "2024-12-21T12:00:00+01:00", "2025-01-01T00:00:00+01:00"),
        # midnight itself is skipped, or the whole next day
        ("Africa/Cairo", "2024-04-15T12:00:00+02:00", "2024-04-26T01:00:00+03:00"),
        ("Pacific/Apia", "2011-12-19T12:00:00-10:00", "2011-12-31T00:00:00+14:00"),
    ],
)
def test_until_the_last_day_is_over(zone: str, opened: str, ends: str) -> None:
    opened_at = datetime.fromisoformat(opened)
    assert deadline(opened_at=opened_at, delay=TO_MIDNIGHT, zone=ZoneInfo(zone)) == datetime.fromisoformat(ends)


def test_the_day_that_never_was_in_apia_ends_at_its_first_instant_after() -> None:
    zone = ZoneInfo("Pacific/Apia")
    opened_at = datetime.fromisoformat("2011-12-20T10:00:00-10:00")
    next_valid = datetime.fromisoformat("2011-12-31T00:00:00+14:00")
    assert deadline(opened_at=opened_at, delay=TEN_DAYS, zone=zone) == next_valid
    assert deadline(opened_at=opened_at, delay=TO_MIDNIGHT, zone=zone) == next_valid


def test_no_days_are_over_at_once_or_with_the_day() -> None:
    opened_at = datetime.fromisoformat("2024-03-25T18:00:00+01:00")
    assert deadline(opened_at=opened_at, delay=Delay(days=0), zone=PARIS) == opened_at
    tonight = datetime.fromisoformat("2024-03-26T00:00:00+01:00")
    assert deadline(opened_at=opened_at, delay=Delay(days=0, ends=LastDay.MIDNIGHT), zone=PARIS) == tonight


@given(
    opened_at=st.datetimes(min_value=FROM, max_value=UNTIL, timezones=st.timezones()),
    hours=st.integers(0, 10_000),
    zone=st.sampled_from([ZoneInfo(name) for name, _ in CHANGES]),
    ends=st.sampled_from(LastDay),
)
def test_hours_are_exact_whatever_the_clocks_do(opened_at: datetime, hours: int, zone: ZoneInfo, ends: LastDay) -> None:
    end = deadline(opened_at=opened_at, delay=Delay(hours=hours, ends=ends), zone=zone)
    assert end - opened_at.astimezone(UTC) == timedelta(hours=hours)
    assert end.tzinfo is UTC


@given(
    opened_at=st.datetimes(min_value=FROM, max_value=UNTIL, timezones=st.just(UTC)),
    days=st.integers(0, 400),
    zone=st.timezones().filter(lambda zone: "/" in str(zone)),
)
def test_civil_days_are_never_shorter_than_promised(opened_at: datetime, days: int, zone: ZoneInfo) -> None:
    local = opened_at.astimezone(zone).replace(tzinfo=None, fold=0)
    end = deadline(opened_at=opened_at, delay=Delay(days=days), zone=zone)
    midnight = deadline(opened_at=opened_at, delay=Delay(days=days, ends=LastDay.MIDNIGHT), zone=zone)
    assert opened_at <= end <= midnight
    assert end.astimezone(zone).replace(tzinfo=None, fold=0) >= local + timedelta(days=days)
    assert midnight.astimezone(zone).date() > local.date() + timedelta(days=days)
    # and never longer by more than the clocks moved, which is a day at the very most
    assert abs(end - opened_at - timedelta(days=days)) <= DAY


@given(
    local=st.datetimes(min_value=FROM, max_value=UNTIL),
    zone=st.timezones(),
)
def test_an_instant_shows_its_own_time_or_the_next_valid_one(local: datetime, zone: ZoneInfo) -> None:
    found = instant(local=local, zone=zone)
    shown = found.astimezone(zone).replace(tzinfo=None, fold=0)
    assert shown >= local
    if shown > local:
        before = (found - timedelta(microseconds=1)).astimezone(zone).replace(tzinfo=None, fold=0)
        assert before < local


# --- waiting --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "waiting", "then"),
    [
        (date(2024, 1, 31), Waiting(months=1), date(2024, 2, 29)),
        (date(2023, 1, 31), Waiting(months=1), date(2023, 2, 28)),
        (date(2024, 2, 29), Waiting(months=12), date(2025, 2, 28)),
        (date(2024, 2, 29), Waiting(months=48), date(2028, 2, 29)),
        (date(2024, 8, 31), Waiting(months=3), date(2024, 11, 30)),
        (date(2024, 11, 30), Waiting(months=3), date(2025, 2, 28)),
        (date(2024, 11, 15), Waiting(months=1), date(2024, 12, 15)),
        (date(2024, 11, 15), Waiting(months=2), date(2025, 1, 15)),
        (date(2024, 11, 15), Waiting(months=0), date(2024, 11, 15)),
        (date(2024, 2, 20), Waiting(days=10), date(2024, 3, 1)),
        (date(2024, 12, 25), Waiting(weeks=2), date(2025, 1, 8)),
        (date(2024, 12, 25), Waiting(days=0), date(2024, 12, 25)),
    ],
)
def test_waiting_is_counted_on_the_calendar(day: date, waiting: Waiting, then: date) -> None:
    assert after_waiting(day=day, waiting=waiting) == then


@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), months=st.integers(0, 60))
def test_months_of_waiting_end_on_the_same_day_or_on_the_last_of_a_shorter_month(day: date, months: int) -> None:
    then = after_waiting(day=day, waiting=Waiting(months=months))
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == day.day or (then.day < day.day and (then + DAY).month != then.month)
