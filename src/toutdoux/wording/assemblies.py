"""What an assembly decided, in the sentences its minutes print: presence, quorum, each vote with its arithmetic."""

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.logic.facts import AssemblyFacts, ItemKind
from toutdoux.rules.assembly import Majority, Quorum, Resolved, Unanimity
from toutdoux.rules.rulebook import Base
from toutdoux.wording import dates
from toutdoux.wording.shares import base_words


def presence_sentence(facts: AssemblyFacts) -> str:
    """Say who was there: 20 members of 29, 9 present and 11 represented."""
    room = facts.presence
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
