"""Days, instants and lengths of time as people read them, in the association's time zone.

French: « mardi 17 mars 2020 à 18 h 05 », « mar. 17 », « 1er mars ». The year is left out when it is the reader's own
(``now``). A deadline that strikes when a day is over is told as the end of that day, never as 0:00 of the next.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import gettext, ngettext, pgettext

from toutdoux.rules.rulebook import Delay, LastDay, Waiting


def day_words(day: date, *, today: date | None = None) -> str:
    """Write a day: "17 March 2020"; without its year when ``today`` is in the same one."""
    data = {"day": _number(day), "month": MONTHS[day.month], "year": day.year}
    if today is not None and today.year == day.year:
        return pgettext("a day", "%(day)s %(month)s") % data
    return pgettext("a day", "%(day)s %(month)s %(year)s") % data


def long_day_words(day: date, *, today: date | None = None) -> str:
    """Write a day with its name: "Tuesday 17 March 2020"."""
    data = {"weekday": WEEKDAYS[day.weekday()], "day": day_words(day, today=today)}
    return pgettext("a day with its name", "%(weekday)s %(day)s") % data


def numeric_day(day: date) -> str:
    """Write a day in figures, for a narrow column: "17/03/2020"; in English too, the day comes first."""
    return pgettext("a day in figures", "%(day)s/%(month)s/%(year)s") % {
        "day": f"{day.day:02}",
        "month": f"{day.month:02}",
        "year": day.year,
    }


def short_day_words(day: date) -> str:
    """Write a near day: "Tue 17"."""
    return pgettext("a near day", "%(weekday)s %(day)s") % {"weekday": _short_weekday(day), "day": day.day}


def clock_words(instant: datetime, *, zone: ZoneInfo) -> str:
    """Write a time of day: "18:05"; in French « 18 h 05 », « 18 h »."""
    return wall_clock_words(instant.astimezone(zone).time())


def wall_clock_words(local: time) -> str:
    """Write a time of day as a clock of the place shows it: "18:05"; in French « 18 h 05 », « 18 h »."""
    data = {"hour": local.hour, "minute": f"{local.minute:02}"}
    if local.minute == 0:
        return pgettext("a whole hour", "%(hour)s:00") % data
    return pgettext("a time of day", "%(hour)s:%(minute)s") % data


def moment_words(instant: datetime, *, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Write an instant: "Tuesday 17 March 2020 at 18:05"."""
    day = long_day_words(instant.astimezone(zone).date(), today=_today(now, zone))
    return gettext("%(day)s at %(time)s") % {"day": day, "time": clock_words(instant, zone=zone)}


def on_words(instant: datetime, *, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Say when something happened: "on 21 March at 14:02"; in French « le 21 mars à 14 h 02 »."""
    day = day_words(instant.astimezone(zone).date(), today=_today(now, zone))
    return gettext("on %(day)s at %(time)s") % {"day": day, "time": clock_words(instant, zone=zone)}


def ended_words(deadline: datetime, *, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Say when a delay ended: as ``on_words``, or "at the end of 27 March"."""
    last = _day_over(deadline, zone)
    if last is None:
        return on_words(deadline, zone=zone, now=now)
    return gettext("at the end of %(day)s") % {"day": day_words(last, today=_today(now, zone))}


def ends_words(deadline: datetime, *, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Say when a delay will end: "on Friday 27 March at 18:00", or "at the end of Friday 27 March"."""
    last = _day_over(deadline, zone)
    if last is None:
        return pgettext("in the future", "on %(moment)s") % {"moment": moment_words(deadline, zone=zone, now=now)}
    day = long_day_words(last, today=_today(now, zone))
    return pgettext("in the future", "at the end of %(day)s") % {"day": day}


def until_words(deadline: datetime, *, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Say until when: "until Friday 27 March at 18:00", or "until the end of Friday 27 March"."""
    last = _day_over(deadline, zone)
    if last is None:
        return gettext("until %(moment)s") % {"moment": moment_words(deadline, zone=zone, now=now)}
    return gettext("until the end of %(day)s") % {"day": long_day_words(last, today=_today(now, zone))}


def short_deadline_words(deadline: datetime, *, zone: ZoneInfo) -> str:
    """Write a near deadline in little room: "Fri 27, 18:00", or "end of Fri 27"."""
    last = _day_over(deadline, zone)
    if last is not None:
        return gettext("end of %(day)s") % {"day": short_day_words(last)}
    day = short_day_words(deadline.astimezone(zone).date())
    return gettext("%(day)s, %(time)s") % {"day": day, "time": clock_words(deadline, zone=zone)}


def from_now_words(instant: datetime, *, now: datetime) -> str:
    """Say how far an instant is from ``now``: "in 3 days", "in 5 hours", "2 days ago", "now"."""
    distance = abs(instant - now)
    past = instant < now
    if distance < timedelta(minutes=1):
        return gettext("now")
    if distance >= timedelta(days=2):
        number = distance.days
        words = (
            ngettext("%(number)s day ago", "%(number)s days ago", number)
            if past
            else ngettext("in %(number)s day", "in %(number)s days", number)
        )
    elif distance >= timedelta(hours=1):
        number = int(distance / timedelta(hours=1))
        words = (
            ngettext("%(number)s hour ago", "%(number)s hours ago", number)
            if past
            else ngettext("in %(number)s hour", "in %(number)s hours", number)
        )
    else:
        number = int(distance / timedelta(minutes=1))
        words = (
            ngettext("%(number)s minute ago", "%(number)s minutes ago", number)
            if past
            else ngettext("in %(number)s minute", "in %(number)s minutes", number)
        )
    return words % {"number": number}


def delay_words(delay: Delay) -> str:
    """Write a length: "10 days", "72 hours"."""
    if delay.hours is not None:
        return ngettext("%(number)s hour", "%(number)s hours", delay.hours) % {"number": delay.hours}
    days = delay.days or 0
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def exact_delay_words(delay: Delay) -> str:
    """Write a length with how its last day ends: "10 days, to the same time of day"."""
    if delay.hours is not None:
        return delay_words(delay)
    if delay.ends is LastDay.MIDNIGHT:
        return gettext("%(length)s, to the end of the last one") % {"length": delay_words(delay)}
    return gettext("%(length)s, to the same time of day") % {"length": delay_words(delay)}


def waiting_words(waiting: Waiting) -> str:
    """Write a waiting period: "3 months"; what is zero is "no time at all"."""
    units = (
        (waiting.days, ngettext("%(number)s day", "%(number)s days", waiting.days or 0)),
        (waiting.weeks, ngettext("%(number)s week", "%(number)s weeks", waiting.weeks or 0)),
        (waiting.months, ngettext("%(number)s month", "%(number)s months", waiting.months or 0)),
    )
    return next((words % {"number": number} for number, words in units if number), gettext("no time at all"))


def _number(day: date) -> str:
    return pgettext("first day of a month", "1") if day.day == 1 else str(day.day)


def _short_weekday(day: date) -> str:
    return (
        pgettext("short name of a day", "Mon"),
        pgettext("short name of a day", "Tue"),
        pgettext("short name of a day", "Wed"),
        pgettext("short name of a day", "Thu"),
        pgettext("short name of a day", "Fri"),
        pgettext("short name of a day", "Sat"),
        pgettext("short name of a day", "Sun"),
    )[day.weekday()]


def _today(now: datetime | None, zone: ZoneInfo) -> date | None:
    return now.astimezone(zone).date() if now is not None else None


def _day_over(deadline: datetime, zone: ZoneInfo) -> date | None:
    """Return the day whose end ``deadline`` is, if it strikes at midnight."""
    local = deadline.astimezone(zone)
    if (local.hour, local.minute, local.second, local.microsecond) != (0, 0, 0, 0):
        return None
    return local.date() - timedelta(days=1)
