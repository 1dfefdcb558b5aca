"""Decent hours: quiet ones put off, and the instants at which a digest leaves, on the calendar of the person's zone.

Clock changes follow the rule of the delays: a skipped local time is the next valid instant, a repeated one the later.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from toutdoux.integrations.logic.words import Moment, Way
from toutdoux.rules.time import instant

#: When those who want to be told at once get what asks nothing of them: twice a week, on Tuesday and on Friday.
GATHERED_DAYS = (1, 4)
#: A week of digests, less what a change of clocks takes from it.
WEEK = timedelta(days=7) - timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class PreferenceFacts:
    """What one person wants. Hours are whole ones of the wall clock; equal quiet hours are none; Monday is day 0."""

    way: Way = Way.MAIL
    moment: Moment = Moment.AT_ONCE
    hour: int = 18
    weekday: int = 4
    quiet_from: int = 21
    quiet_to: int = 8
    reminders: bool = True
    zone: ZoneInfo


def quiet(*, local_hour: int, wanted: PreferenceFacts) -> bool:
    """Say whether an hour of the wall clock is quiet. ``quiet_from`` is, ``quiet_to`` no longer is."""
    start, end = wanted.quiet_from, wanted.quiet_to
    if start <= end:
        return start <= local_hour < end
    return local_hour >= start or local_hour < end


def decent(*, at: datetime, wanted: PreferenceFacts) -> datetime:
    """Return ``at``, or the instant its quiet hours end."""
    local = at.astimezone(wanted.zone)
    if not quiet(local_hour=local.hour, wanted=wanted):
        return at
    day = local.date() if local.hour < wanted.quiet_to else local.date() + timedelta(days=1)
    return instant(local=datetime.combine(day, time(wanted.quiet_to)), zone=wanted.zone)


def digest_at(*, after: datetime, wanted: PreferenceFacts) -> datetime:
    """Return when the person's next digest leaves, strictly after ``after`` and never in their quiet hours."""
    today = after.astimezone(wanted.zone).date()
    # From yesterday: the digest of a day may leave, after quiet hours, on the morrow.
    days = (today + timedelta(days=ahead) for ahead in range(-1, 9))
    struck = (
        instant(local=datetime.combine(day, time(wanted.hour)), zone=wanted.zone)
        for day in days
        if _is_day(weekday=day.weekday(), wanted=wanted)
    )
    return next(leaves for at in struck if (leaves := decent(at=at, wanted=wanted)) > after)


def room_for_digest(*, sent: Iterable[datetime], now: datetime, wanted: PreferenceFacts) -> datetime:
    """Return from when on another digest may leave, ``sent`` being when earlier ones did: two a week, unless daily ones.

    A worker that was stopped for days must not make up for it by three in one week.
    """
    recent = sorted(at for at in sent if at > now - WEEK)
    if wanted.moment is Moment.DAILY or len(recent) < len(GATHERED_DAYS):
        return now
    return recent[-len(GATHERED_DAYS)] + WEEK


def _is_day(*, weekday: int, wanted: PreferenceFacts) -> bool:
    match wanted.moment:
        case Moment.DAILY:
            return True
        case Moment.WEEKLY:
            return weekday == wanted.weekday
        case _:
            return weekday in GATHERED_DAYS
