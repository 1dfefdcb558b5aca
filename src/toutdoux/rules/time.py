"""Delays on the calendar of the association: civil days or hours, and the instants a change of clocks skips or repeats.

Source: the rules of the tout-doux-cratie, "Exactly" 10: delays are civil days or hours in the association's zone; a skipped local time becomes
the next valid instant, a repeated one the later.
"""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from toutdoux.rules.rulebook import Delay, LastDay, Waiting


def instant(*, local: datetime, zone: ZoneInfo) -> datetime:
    """Turn the naive wall-clock time ``local`` of ``zone`` into an instant in UTC.

    Repeated (clocks go back): the later of the two. Skipped (clocks go forward): the next valid instant, that is the
    moment of the jump.
    """
    later = local.replace(tzinfo=zone, fold=1)
    earlier = local.replace(tzinfo=zone, fold=0)
    if later.utcoffset() == earlier.utcoffset():
        return later.astimezone(UTC)
    if later.astimezone(UTC) > earlier.astimezone(UTC):
        return later.astimezone(UTC)
    # Skipped: PEP 495 reads a time in a gap with the offset of before (fold=0) or after (fold=1). The jump lies
    # between the two readings; it is the first instant whose offset is the new one.
    low, high = later.astimezone(UTC), earlier.astimezone(UTC)
    new_offset = high.astimezone(zone).utcoffset()
    while high - low > timedelta(microseconds=1):
        middle = low + (high - low) // 2
        if middle.astimezone(zone).utcoffset() == new_offset:
            high = middle
        else:
            low = middle
    return high


def deadline(*, opened_at: datetime, delay: Delay, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) at which ``delay``, begun at ``opened_at``, is over.

    Hours are exact. Civil days end at the same wall-clock time (``same-time``), or when the last day is over, at the
    following midnight (``midnight``). Ballots count strictly before it.
    """
    if delay.hours is not None:
        return opened_at.astimezone(UTC) + timedelta(hours=delay.hours)
    days = delay.days or 0
    local = opened_at.astimezone(zone).replace(tzinfo=None, fold=0)
    if delay.ends is LastDay.MIDNIGHT:
        return start_of_day(day=local.date() + timedelta(days=days + 1), zone=zone)
    # A delay is never shorter than its days: at a repeated hour the later reading wins, which can only lengthen it.
    return instant(local=local + timedelta(days=days), zone=zone)


def start_of_day(*, day: date, zone: ZoneInfo) -> datetime:
    """Return the first instant (UTC) of ``day`` in ``zone``."""
    return instant(local=datetime.combine(day, time.min), zone=zone)


def after_waiting(*, day: date, waiting: Waiting) -> date:
    """Return the day ``waiting`` after ``day``; the 31st plus one month is the last day of the next one."""
    if waiting.months is not None:
        months = day.month - 1 + waiting.months
        year, month = day.year + months // 12, months % 12 + 1
        return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
    return day + timedelta(days=waiting.days or 0, weeks=waiting.weeks or 0)
