"""Why something about an election is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.elections import BallotFault
from toutdoux.rules.facts import Choice
from toutdoux.wording.words import choice_word

Data = Mapping[str, Any]

_SENTENCES: Mapping[ElectionRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        ElectionRefusal.UNKNOWN_ELECTION: lambda _: gettext("This election is not there: look at the agenda again."),
        ElectionRefusal.UNKNOWN_ROUND: lambda _: gettext("This round is not there: look at the election again."),
        ElectionRefusal.UNKNOWN_CANDIDATE: lambda _: gettext(
            "This candidacy is not there, or has been withdrawn: look at who stands again."
        ),
        ElectionRefusal.UNKNOWN_LIST: lambda _: gettext("Choose one of the lists of this election, or begin one."),
        ElectionRefusal.NOT_AN_ELECTION: lambda _: gettext(
            "This item of the agenda is not an election: choose one that is, or add one to the agenda."
        ),
        ElectionRefusal.METHOD_NOT_CHOSEN: lambda _: gettext(
            "How the association elects people one by one is not chosen yet: choose it here. It then stays until an action "
            "changes it."
        ),
        ElectionRefusal.TIE_NOT_CHOSEN: lambda _: gettext(
            "What settles a tie is not chosen yet: choose it here. It then stays until an action changes it."
        ),
        ElectionRefusal.MANDATE_MISSING: lambda _: gettext("Choose the mandate."),
        ElectionRefusal.SEATS_OUT_OF_RANGE: lambda data: (
            gettext("Choose how many seats there are, from 1 to %(most)s.") % data
        ),
        ElectionRefusal.ENDS_BEFORE_IT_BEGINS: lambda _: gettext(
            "The mandates would end before they begin: change one of the two days."
        ),
        ElectionRefusal.ALREADY_VOTED: lambda _: gettext(
            "People have begun to vote on this election: to change it, cancel the round first."
        ),
        ElectionRefusal.STANDS_ALREADY: lambda _: gettext(
            "This person stands already, or has been proposed: there is nothing more to do."
        ),
        ElectionRefusal.NOT_THE_CANDIDATE: lambda _: gettext("Only the person who stands may say so, or withdraw."),
        ElectionRefusal.NOT_YOUR_LIST: lambda _: gettext(
            "The order of a list is for whoever began it, or for the desk: ask one of them."
        ),
        ElectionRefusal.HAS_LEFT: lambda _: gettext("This person has left the association: choose somebody else."),
        ElectionRefusal.LIST_UNTITLED: lambda _: gettext("Give the list a name."),
        ElectionRefusal.LIST_TAKEN: lambda _: gettext("Another list has this name: choose another."),
        ElectionRefusal.TOO_LONG: lambda data: (
            gettext("This is too long: at most %(most)s characters. Shorten it.") % data
        ),
        ElectionRefusal.TOO_MANY: lambda data: gettext("At most %(most)s people can stand in one election.") % data,
        ElectionRefusal.ELECTION_OVER: lambda _: gettext("This election is over: what it decided stands."),
        ElectionRefusal.CANDIDATES_CLOSED: lambda _: gettext(
            "People have begun to vote: who stands is settled. To change it, the desk cancels the round."
        ),
        ElectionRefusal.NOBODY_STANDS: lambda _: gettext(
            "Nobody stands yet. People say so on the page of the election, then the round can be opened."
        ),
        ElectionRefusal.ROUND_OPEN: lambda _: gettext("A vote is open: close it first, or cancel it."),
        ElectionRefusal.ROUND_OVER: lambda _: gettext("This round is over: nothing more can be voted in it."),
        ElectionRefusal.NO_FURTHER_ROUND: lambda _: gettext(
            "There is nothing left to vote on: proclaim the result, or cancel the last round to take it again."
        ),
        ElectionRefusal.ITEM_NOT_AT_HAND: lambda _: gettext(
            "The assembly is not at this item: take it on the agenda first."
        ),
        ElectionRefusal.QUORUM_MISSING: lambda data: (
            gettext(
                "The quorum is not met: %(votes)s of %(roll)s, and %(needed)s are needed. Wait for others, or put the "
                "election off."
            )
            % data
        ),
        ElectionRefusal.NOBODY_THERE: lambda _: gettext(
            "Nobody is noted as being here: note who is, then open the round."
        ),
        ElectionRefusal.WAY_UNKNOWN: lambda _: gettext("Choose how the round is voted."),
        ElectionRefusal.HANDS_FOR_ONE_LIST: lambda _: gettext(
            "A show of hands is for a single list. Choose ballots by name, or confidential ones."
        ),
        ElectionRefusal.BY_HANDS: lambda _: gettext("This round is voted by show of hands: the desk types its totals."),
        ElectionRefusal.NOT_BY_HANDS: lambda _: gettext(
            "This round is voted with ballots: closing it counts them, there are no totals to type."
        ),
        ElectionRefusal.TOTALS_DO_NOT_FIT: lambda data: (
            gettext("These totals add up to %(total)s, and there are %(votes)s votes in the room: count again.") % data
        ),
        ElectionRefusal.NOTHING_CAST: lambda _: gettext("Choose for whom you vote, then cast the ballot again."),
        ElectionRefusal.BLANK_AND_NAMES: lambda _: gettext(
            "A ballot is ticked as blank and chooses somebody: keep one of the two."
        ),
        ElectionRefusal.KEY_MISSING: lambda _: gettext("Open the page again, and cast the ballot from there."),
        ElectionRefusal.NOT_IN_THE_ROOM: lambda _: gettext(
            "You are not noted as being here: say that you are, then vote."
        ),
        ElectionRefusal.NOT_SEATED: lambda data: (
            gettext("You came after this round had opened: you vote in the next one.")
            if data["own"]
            else gettext("This person was neither here nor represented when the round opened: they have no vote in it.")
        ),
        ElectionRefusal.NOT_THEIR_VOICE: lambda _: gettext(
            "You do not vote for this person now: they have come, or their proxy is not yours. Open the page again."
        ),
        ElectionRefusal.INSTRUCTED: lambda data: (
            gettext("The proxy says how to vote here: “%(instruction)s”. Choose that.")
            % {"instruction": choice_word(Choice(data["instruction"]))}
        ),
        ElectionRefusal.CAST_FOR_GOOD: lambda data: (
            gettext("Your confidential ballot is in the box: it cannot be changed.")
            if data["own"]
            else gettext("The confidential ballot of this person is in the box: it cannot be changed.")
        ),
        ElectionRefusal.BOX_INCOMPLETE: lambda data: (
            gettext(
                "%(marked)s people took part and the box holds %(slips)s ballots: it is not whole. Cancel the round, and "
                "take it again."
            )
            % data
        ),
        ElectionRefusal.NO_TIE: lambda _: gettext("There is no tie here for age to settle."),
        ElectionRefusal.ORDER_INCOMPLETE: lambda _: gettext(
            "Give each of the people who are tied a place of their own, the oldest first."
        ),
        ElectionRefusal.REASON_MISSING: lambda data: (
            gettext("Say why the round is taken again, in at most %(most)s characters.") % data
        ),
        ElectionRefusal.NOT_PROCLAIMED: lambda _: gettext(
            "An election has been voted and not proclaimed: proclaim its result first, or cancel its rounds."
        ),
    }
)


def election_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is an ``ElectionRefusal``."""
    return _SENTENCES[ElectionRefusal(refusal.code)](refusal.data)


def ballot_fault(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``BallotFault``."""
    data = refusal.data
    return {
        BallotFault.UNKNOWN_OPTION: lambda: gettext(
            "This ballot names somebody who does not stand in this round: open the page again."
        ),
        BallotFault.MARK_MEANS_NOTHING: lambda: (
            gettext("A mark of this ballot means nothing here: numbers go from 1 to %(most)s.") % data
        ),
        BallotFault.TOO_MANY_NAMES: lambda: (
            ngettext(
                "There is %(seats)s seat: choose %(seats)s name at most.",
                "There are %(seats)s seats: choose %(seats)s names at most.",
                data["seats"],
            )
            % data
        ),
        BallotFault.SAME_RANK: lambda: gettext("Two names have the same number: give each its own."),
    }[BallotFault(refusal.code)]()
