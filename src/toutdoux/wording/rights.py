"""The voting right of a person at an instant, explained: who may vote because… since…, who not yet, from when."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.members.logic.rights import Cause, Right, Spell, SpellKind, Standing
from toutdoux.wording import dates


def right_sentence(right: Right, *, zone: ZoneInfo, now: datetime | None = None) -> str:
    """Say of a member whether they vote, since when or from when, and why.

    "Votes since 3 June, when the waiting period ended (art. 2)." The action that gave a right is named beside the
    sentence by whoever can link to it (``right.action_id``). Years are left out when they are that of ``now``.
    """
    if right.standing is Standing.NO_RIGHT:
        return gettext("Does not vote: the right has ended, or was never given (art. 2).")
    at = right.since or right.from_
    today = now.astimezone(zone).date() if now else None
    data = {"day": dates.day_words(at.astimezone(zone).date(), today=today) if at else ""}
    fixed = _fixed(right.standing)
    if fixed:
        return fixed % data
    if right.standing is Standing.ON_LEAVE:
        return _on_leave(right, zone=zone, today=today, since=data["day"])
    if right.standing is Standing.NOT_YET:
        return _from(right.cause) % data
    return (_resumed(right) or _since(right.cause)) % data


def right_short(right: Right) -> str:
    """Say in a word or two where a member stands."""
    return {
        Standing.VOTES: gettext("Votes"),
        Standing.NOT_YET: gettext("Not yet"),
        Standing.NO_RIGHT: gettext("Does not vote"),
        Standing.NOT_JOINED: gettext("Not there yet"),
        Standing.LEFT: gettext("Has left"),
        Standing.EXCLUDED: gettext("Excluded"),
        Standing.OUT_OF_COUNCIL: gettext("Out of the council"),
        Standing.WITHDRAWN: gettext("Right withdrawn"),
        Standing.ON_LEAVE: gettext("On leave"),
    }[right.standing]


def stretch_sentence(
    *, cause: Cause, starts_at: datetime, ends_at: datetime | None, zone: ZoneInfo, now: datetime
) -> str:
    """Say of a dated right from when to when it holds, and where it comes from."""
    data = {"cause": _cause(cause), "first": _day(starts_at, zone)}
    if ends_at is None:
        if starts_at > now:
            return gettext("From %(first)s on: %(cause)s") % data
        return gettext("Since %(first)s: %(cause)s") % data
    return gettext("From %(first)s to %(last)s: %(cause)s") % (data | {"last": _day(ends_at, zone)})


def spell_sentence(spell: Spell, *, zone: ZoneInfo, now: datetime) -> str:
    """Say of a dated state from when to when it lasts, or since when: "On leave from 3 June to 9 June"."""
    data = {"first": _day(spell.starts_at, zone), "last": _last_day(spell.ends_at, zone)}
    if spell.kind is SpellKind.LEAVE:
        if spell.ends_at is not None and spell.ends_at <= spell.starts_at:
            return gettext("A leave from %(first)s, given up") % data
        if spell.ends_at is not None:
            return gettext("On leave from %(first)s to %(last)s") % data
        return (
            gettext("On leave from %(first)s on") if spell.starts_at > now else gettext("On leave since %(first)s")
        ) % data
    closed = {
        SpellKind.LEFT: gettext("Away from the association from %(first)s to %(last)s"),
        SpellKind.EXCLUDED: gettext("Excluded from the association from %(first)s to %(last)s"),
        SpellKind.COUNCIL: gettext("Excluded from the council from %(first)s to %(last)s"),
        SpellKind.WITHDRAWN: gettext("Voting right withdrawn from %(first)s to %(last)s"),
    }
    running = {
        SpellKind.LEFT: gettext("Left on %(first)s"),
        SpellKind.EXCLUDED: gettext("Excluded from the association since %(first)s"),
        SpellKind.COUNCIL: gettext("Excluded from the council since %(first)s"),
        SpellKind.WITHDRAWN: gettext("Voting right withdrawn since %(first)s"),
    }
    return (running if spell.ends_at is None else closed)[spell.kind] % data


def _fixed(standing: Standing) -> str:
    return {
        Standing.LEFT: gettext("Left on %(day)s."),
        Standing.NOT_JOINED: gettext("Joins on %(day)s."),
        Standing.EXCLUDED: gettext("Excluded from the association since %(day)s, by a decision (art. 16)."),
        Standing.OUT_OF_COUNCIL: gettext(
            "Does not vote: excluded from the council since %(day)s, by a decision (art. 16)."
        ),
        Standing.WITHDRAWN: gettext("Does not vote: a decision withdrew the right on %(day)s (art. 16)."),
    }.get(standing, "")


def _on_leave(right: Right, *, zone: ZoneInfo, today: date | None, since: str) -> str:
    if right.until is None:
        return gettext("On leave since %(day)s: does not vote meanwhile (art. 2).") % {"day": since}
    last = dates.day_words((right.until - timedelta(microseconds=1)).astimezone(zone).date(), today=today)
    data = {"day": since, "last": last}
    return gettext("On leave from %(day)s to %(last)s: does not vote meanwhile (art. 2).") % data


def _resumed(right: Right) -> str:
    return {
        SpellKind.LEAVE: gettext("Votes again since %(day)s, back from leave (art. 2)."),
        SpellKind.LEFT: gettext("Votes again since %(day)s, back in the association."),
        SpellKind.EXCLUDED: gettext("Votes again since %(day)s: reinstated by a decision (art. 16)."),
        SpellKind.COUNCIL: gettext("Votes again since %(day)s: reinstated by a decision (art. 16)."),
        SpellKind.WITHDRAWN: gettext("Votes again since %(day)s: a decision gave the right back (art. 16)."),
        None: "",
    }[right.resumed]


def _last_day(ends_at: datetime | None, zone: ZoneInfo) -> str:
    return _day(ends_at - timedelta(microseconds=1), zone) if ends_at else ""


def _cause(cause: Cause) -> str:
    return {
        Cause.FOUNDER: gettext("among the founders"),
        Cause.WAITING: gettext("the waiting period was over"),
        Cause.GRANT: gettext("given by a decision"),
    }[cause]


def _since(cause: Cause | None) -> str:
    return {
        Cause.FOUNDER: gettext("Votes since the founding, on %(day)s."),
        Cause.WAITING: gettext("Votes since %(day)s, when the waiting period ended (art. 2)."),
        Cause.GRANT: gettext("Votes since %(day)s: a decision gave the right (art. 16)."),
    }[cause or Cause.FOUNDER]


def _from(cause: Cause | None) -> str:
    return {
        Cause.FOUNDER: gettext("Will vote from %(day)s."),
        Cause.WAITING: gettext("Will vote from %(day)s, when the waiting period ends (art. 2)."),
        Cause.GRANT: gettext("Will vote from %(day)s: a decision gave the right (art. 16)."),
    }[cause or Cause.FOUNDER]


def _day(instant: datetime, zone: ZoneInfo) -> str:
    return dates.day_words(instant.astimezone(zone).date())
