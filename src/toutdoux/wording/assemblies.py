"""What an assembly decided, in the sentences its minutes print: presence, quorum, each vote with its arithmetic."""

from datetime import datetime

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.assemblies.logic.facts import AssemblyFacts, Attendee, Change, Vote
from toutdoux.rules.assembly import Majority, Presence, Quorum, Resolved, Unanimity
from toutdoux.rules.rulebook import Base
from toutdoux.rules.seats import Way
from toutdoux.wording import dates
from toutdoux.wording.convening import holder_words
from toutdoux.wording.shares import base_words


def presence_sentence(room: Presence) -> str:
    """Say who was there: 20 members of 29, 9 present and 11 represented."""
    data = {
        "votes": room.votes,
        "roll": room.roll,
        "present": room.present,
        "represented": room.represented,
    }
    if not room.represented:
        return (
            ngettext(
                "%(votes)s member of %(roll)s was present.", "%(votes)s members of %(roll)s were present.", room.votes
            )
            % data
        )
    return (
        ngettext(
            "%(votes)s member of %(roll)s was present or represented: %(present)s present and %(represented)s "
            "represented.",
            "%(votes)s members of %(roll)s were present or represented: %(present)s present and %(represented)s "
            "represented.",
            room.votes,
        )
        % data
    )


def leave_sentence(facts: AssemblyFacts) -> str:
    """Say how many are on leave, empty when nobody is."""
    if not facts.on_leave:
        return ""
    return ngettext("%(number)s member is on leave.", "%(number)s members are on leave.", facts.on_leave) % {
        "number": facts.on_leave
    }


def quorum_sentence(found: Quorum) -> str:
    """Say whether the quorum is met, with its arithmetic."""
    data = {"votes": found.votes, "roll": found.roll, "needed": found.needed}
    if found.needed is None:
        return gettext("No quorum is asked for.")
    if found.reached:
        return gettext("The quorum is met: %(votes)s of %(roll)s, and %(needed)s are enough.") % data
    return gettext("The quorum is not met: %(votes)s of %(roll)s, and %(needed)s are needed.") % data


def count_lines(found: Resolved) -> tuple[str, ...]:
    """Return the lines of a count, in the order they are printed. What they say always adds up to the room."""
    count = found.votes
    lines = [
        gettext("For: %(number)s") % {"number": count.for_},
        gettext("Against: %(number)s") % {"number": count.against},
        gettext("Blank: %(number)s") % {"number": count.blank},
    ]
    if count.no_part:
        lines.append(gettext("Took no part: %(number)s") % {"number": count.no_part})
    return tuple(lines)


def decision_sentence(found: Resolved, *, kind: ItemKind) -> str:
    """Say what a vote decided and why, exactly as far as it goes: unanimous of whom, by how many of how many."""
    data = {
        "for": found.votes.for_,
        "against": found.votes.against,
        "of": found.of,
        "of_base": base_words(found.base),
    }
    elected = kind is ItemKind.ELECTION
    if found.majority is Majority.ADOPTED:
        if found.unanimity is Unanimity.PRESENT:
            return (
                gettext("The list is elected unanimously by those present or represented.")
                if elected
                else gettext("Accepted unanimously by those present or represented.")
            )
        if found.unanimity is Unanimity.EXPRESSED:
            return (
                gettext("The list is elected unanimously by the votes expressed.")
                if elected
                else gettext("Accepted unanimously by the votes expressed.")
            )
        words = gettext("The list is elected: %(reason)s.") if elected else gettext("Accepted: %(reason)s.")
        return words % {"reason": _reason(found, data)}
    if found.majority is Majority.TIE:
        return gettext("Not adopted: %(for)s for and %(against)s against, and equal votes adopt nothing.") % data
    if found.majority is Majority.NOBODY:
        return gettext("Not adopted: nobody voted for or against.")
    return gettext("Not adopted: %(reason)s.") % {"reason": _reason(found, data)}


def _reason(found: Resolved, data: dict[str, object]) -> str:
    if found.base is Base.EXPRESSED:
        return gettext("%(for)s for, %(against)s against") % data
    return gettext("%(for)s for, %(against)s against, and more than half %(of_base)s (%(of)s) is needed") % data


def held_words(facts: AssemblyFacts) -> str:
    """Say when it was held, by the clock of the place: "18 July 2021 at 16:00"."""
    day = dates.day_words(facts.held_at.date())
    return gettext("%(day)s at %(time)s") % {"day": day, "time": dates.wall_clock_words(facts.held_at.time())}


def attendee_words(attendee: Attendee, *, held_at: datetime) -> str:
    """Say how somebody was there, and from when until when if not all along: "present from 18:40 until 19:10"."""
    data = {
        "holder": holder_words(attendee.proxy_to, attendee.items),
        "since": _clock(attendee.since, held_at),
        "until": _clock(attendee.until, held_at),
    }
    represented = bool(attendee.proxy_to)
    if attendee.since and attendee.until:
        words = (
            gettext("%(holder)s, from %(since)s until %(until)s")
            if represented
            else gettext("present from %(since)s until %(until)s")
        )
    elif attendee.since:
        words = gettext("%(holder)s, from %(since)s") if represented else gettext("present from %(since)s")
    elif attendee.until:
        words = gettext("%(holder)s, until %(until)s") if represented else gettext("present until %(until)s")
    else:
        words = "%(holder)s" if represented else gettext("present")
    return words % data


def vote_room_sentence(facts: AssemblyFacts, vote: Vote) -> str:
    """Say who was in the room at a vote, with the quorum then, where it is not the room of the opening; else nothing."""
    room = facts.presence_of(vote)
    if room == facts.presence:
        return ""
    sentence = gettext("At this vote, %(time)s: %(presence)s") if vote.at else "%(presence)s"
    return sentence % {
        "time": _clock(vote.at, facts.held_at),
        "presence": f"{presence_sentence(room)} {quorum_sentence(facts.quorum_of(vote))}",
    }


def vote_heading(vote: Vote) -> str:
    """Name a vote by how it was taken."""
    if vote.amendment:
        return gettext("Vote on an amendment")
    return {
        Way.NAMED: gettext("Vote by name"),
        Way.CONFIDENTIAL: gettext("Confidential vote"),
        Way.HANDS: gettext("Vote by show of hands"),
        None: gettext("Vote"),
    }[vote.way]


def change_words(vote: Vote) -> tuple[tuple[str, str], ...]:
    """Say what an amendment would change: each passage after the words that introduce it. Nothing for another vote."""
    if vote.change is None:
        return ()
    return {
        Change.REPLACE: (
            (gettext("The passage that it replaces:"), vote.passage),
            (gettext("What it puts there:"), vote.words),
        ),
        Change.DELETE: ((gettext("The passage that it takes out:"), vote.passage),),
        Change.AFTER: (
            (gettext("After this passage:"), vote.passage),
            (gettext("it adds:"), vote.words),
        ),
        Change.END: ((gettext("At the end of the text, it adds:"), vote.words),),
    }[vote.change]


def _clock(moment: datetime | None, held_at: datetime) -> str:
    """Say the time of an instant, with its day where that is not the day of the opening."""
    if moment is None:
        return ""
    time = dates.wall_clock_words(moment.time())
    if moment.date() == held_at.date():
        return time
    return gettext("%(day)s at %(time)s") % {"day": dates.day_words(moment.date()), "time": time}
