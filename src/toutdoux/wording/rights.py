"""The voting right of a person at an instant, explained: who may vote because… since…, who not yet, from when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.members.logic.rights import Cause, Right, Standing
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
    if right.standing is Standing.LEFT:
        return gettext("Left on %(day)s.") % data
    if right.standing is Standing.NOT_JOINED:
        return gettext("Joins on %(day)s.") % data
    template = _since(right.cause) if right.standing is Standing.VOTES else _from(right.cause)
    return template % data


def right_short(right: Right) -> str:
    """Say in a word or two where a member stands."""
    return {
        Standing.VOTES: gettext("Votes"),
        Standing.NOT_YET: gettext("Not yet"),
        Standing.NO_RIGHT: gettext("Does not vote"),
        Standing.NOT_JOINED: gettext("Not there yet"),
        Standing.LEFT: gettext("Has left"),
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


def _cause(cause: Cause) -> str:
    return {
        Cause.FOUNDER: gettext("among the founders"),
        Cause.WAITING: gettext("the waiting period was over"),
        Cause.GRANT: gettext("given by an action"),
    }[cause]


def _since(cause: Cause | None) -> str:
    return {
        Cause.FOUNDER: gettext("Votes since the founding, on %(day)s."),
        Cause.WAITING: gettext("Votes since %(day)s, when the waiting period ended (art. 2)."),
        Cause.GRANT: gettext("Votes since %(day)s: an action gave the right (art. 16)."),
    }[cause or Cause.FOUNDER]


def _from(cause: Cause | None) -> str:
    return {
        Cause.FOUNDER: gettext("Will vote from %(day)s."),
        Cause.WAITING: gettext("Will vote from %(day)s, when the waiting period ends (art. 2)."),
        Cause.GRANT: gettext("Will vote from %(day)s: an action gave the right (art. 16)."),
    }[cause or Cause.FOUNDER]


def _day(instant: datetime, zone: ZoneInfo) -> str:
    return dates.day_words(instant.astimezone(zone).date())
