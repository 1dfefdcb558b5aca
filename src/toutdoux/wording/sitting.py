"""What is said while an assembly is held: who counts, where it stands, who is here, for whom one votes."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.queries import MeetingRow
from toutdoux.assemblies.sitting.queries import SittingRow, StayRow
from toutdoux.rules.assembly import Presence
from toutdoux.rules.room import Given, Room
from toutdoux.wording import dates


def counted_words(presence: Presence) -> str:
    """Say who counts at this instant: "20 of 29: 9 present, 11 represented"."""
    data = {
        "votes": presence.votes,
        "roll": presence.roll,
        "present": present_words(presence.present),
        "represented": represented_words(presence.represented),
    }
    return gettext("%(votes)s of %(roll)s: %(present)s, %(represented)s") % data


def present_words(number: int) -> str:
    """Say how many are present."""
    return ngettext("%(number)s present", "%(number)s present", number) % {"number": number}


def represented_words(number: int) -> str:
    """Say how many are represented."""
    return ngettext("%(number)s represented", "%(number)s represented", number) % {"number": number}


def standing_sentence(meeting: MeetingRow, sitting: SittingRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say where an assembly stands."""
    if sitting.missing_at is not None:
        moment = dates.moment_words(sitting.missing_at, zone=zone, now=now)
        return gettext("The quorum was missing on %(moment)s: nothing was decided.") % {"moment": moment}
    if meeting.stage is Stage.CLOSED and meeting.closed_at is not None:
        return gettext("Closed on %(moment)s.") % {"moment": dates.moment_words(meeting.closed_at, zone=zone, now=now)}
    if meeting.stage is Stage.CANCELLED:
        return gettext("This assembly was cancelled.")
    if sitting.suspended_at is not None:
        return gettext("Suspended since %(time)s.") % {"time": _since(sitting.suspended_at, zone=zone, now=now)}
    if meeting.opened_at is not None:
        return gettext("Open since %(time)s.") % {"time": _since(meeting.opened_at, zone=zone, now=now)}
    return gettext("Convened for %(moment)s.") % {"moment": dates.moment_words(meeting.at, zone=zone, now=now)}


def _since(instant: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    """Say a time of the same day; of another one, with its day."""
    if instant.astimezone(zone).date() == now.astimezone(zone).date():
        return dates.clock_words(instant, zone=zone)
    return dates.moment_words(instant, zone=zone, now=now)


def stay_words(stay: StayRow | None, *, zone: ZoneInfo) -> str:
    """Say since when someone is here, or until when they were; empty for who never came."""
    if stay is None:
        return ""
    arrived = dates.clock_words(stay.arrived_at, zone=zone)
    if stay.left_at is None:
        return gettext("here since %(time)s") % {"time": arrived}
    data = {"arrived": arrived, "left": dates.clock_words(stay.left_at, zone=zone)}
    return gettext("was here from %(arrived)s to %(left)s") % data


def check_in_words() -> tuple[tuple[str, str], ...]:
    """Return the ways to come in, each with its words."""
    return (
        ("desk", gettext("The desk notes who comes")),
        ("code", gettext("With the code shown in the room")),
        ("open", gettext("From anywhere, by themselves")),
    )


def proxy_sentences(room: Room, me: UUID, *, names: Mapping[UUID, str]) -> tuple[str, ...]:
    """Say for whom someone votes at this instant, and who votes for them, with what suspends it."""
    return tuple(_proxy(room, me, given, names) for given in room.standing)


def _proxy(room: Room, me: UUID, given: Given, names: Mapping[UUID, str]) -> str:
    partial = gettext(" (at some items)") if given.items is not None else ""
    if given.giver_id == me:
        data = {"name": names[given.holder_id], "partial": partial}
        if me in room.present:
            return gettext("You gave %(name)s your proxy%(partial)s: it is suspended while you are here.") % data
        if given.holder_id in room.present:
            return gettext("%(name)s votes for you%(partial)s.") % data
        return gettext("%(name)s holds your proxy%(partial)s and is not here: nobody votes for you.") % data
    data = {"name": names[given.giver_id], "partial": partial}
    if given.giver_id in room.present:
        return gettext("%(name)s is here and votes in person: the proxy you hold%(partial)s is suspended.") % data
    if me in room.present:
        return gettext("You vote for %(name)s too%(partial)s.") % data
    return gettext("You hold the proxy of %(name)s%(partial)s: it counts once you are here.") % data
