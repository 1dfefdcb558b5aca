"""Why something about a vote of an assembly is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.facts import Choice
from toutdoux.wording.words import choice_word

Data = Mapping[str, Any]

_SENTENCES: Mapping[VoteRefusal, Callable[[Data], str]] = MappingProxyType(
    {
        VoteRefusal.UNKNOWN_VOTE: lambda _: gettext("There is no such vote: the page of the votes shows them all."),
        VoteRefusal.UNKNOWN_AMENDMENT: lambda _: gettext(
            "This amendment is not there, or was withdrawn: the page of the item shows those that stand."
        ),
        VoteRefusal.NOT_TO_VOTE_ON: lambda _: gettext(
            "Resolutions and reports are voted for, against or blank. To vote on something else, make it a resolution."
        ),
        VoteRefusal.NOTHING_TO_BUY: lambda _: gettext(
            "Write what is bought: one thing on each line, with its amount after a semicolon."
        ),
        VoteRefusal.NOT_BEGUN: lambda _: gettext(
            "No assembly has allowed this purchase to begin, or its list is approved already: choose one that waits."
        ),
        VoteRefusal.LINE_MALFORMED: lambda data: (
            gettext("Line %(line)s of the list is a name, a semicolon and an amount: Router; 120,50.") % data
        ),
        VoteRefusal.AMOUNT_MALFORMED: lambda _: gettext("Write an amount in euros, such as 2500 or 54,28."),
        VoteRefusal.TOO_MANY_LINES: lambda data: gettext("The list has more than %(most)s lines.") % data,
        VoteRefusal.NOT_AT_HAND: lambda _: gettext("This item is not at hand: the desk takes it first."),
        VoteRefusal.ITEM_OVER: lambda _: gettext(
            "This item is over: propose a change at an item that is still to be taken."
        ),
        VoteRefusal.VOTE_RUNNING: lambda _: gettext("A vote is open: close it first, or cancel it."),
        VoteRefusal.VOTED_ALREADY: lambda _: gettext(
            "This was voted already. If the vote went wrong, cancel it with the reason, then take it again."
        ),
        VoteRefusal.AMENDMENTS_WAIT: lambda data: (
            ngettext(
                "Amendment %(numbers)s is voted first, or withdrawn.",
                "Amendments %(numbers)s are voted first, in this order, or withdrawn.",
                len(data["numbers"]),
            )
            % {"numbers": ", ".join(str(number) for number in data["numbers"])}
        ),
        VoteRefusal.NOBODY_THERE: lambda _: gettext("Nobody is noted as being here: note who is, then open the vote."),
        VoteRefusal.QUORUM_MISSING: lambda data: (
            gettext(
                "The quorum is not met for this vote: %(votes)s of %(roll)s, and %(needed)s are needed. Wait for others, or "
                "defer the item."
            )
            % data
        ),
        VoteRefusal.UNKNOWN_WAY: lambda _: gettext(
            "Choose how it is voted: by a show of hands, by name, or in confidence."
        ),
        VoteRefusal.NOT_BY_HANDS: lambda _: gettext(
            "Each person casts their own ballot in this vote: close it, and the ballots are counted."
        ),
        VoteRefusal.BY_HANDS: lambda _: gettext(
            "This is a show of hands: raise yours; the desk counts and types the totals."
        ),
        VoteRefusal.TOTALS_TOO_LARGE: lambda data: (
            gettext(
                "%(for)s for + %(against)s against + %(blank)s blank = %(total)s, and there are %(votes)s votes: %(present)s "
                "present and %(represented)s represented. Count again."
            )
            % data
        ),
        VoteRefusal.TOTALS_NEGATIVE: lambda _: gettext("A total is zero or more: count again."),
        VoteRefusal.VOTE_OVER: lambda _: gettext("This vote is over: its figures stand, and nothing changes them."),
        VoteRefusal.NOTHING_CHOSEN: lambda _: gettext("Choose for, against or blank for at least one of your votes."),
        VoteRefusal.UNKNOWN_CHOICE: lambda _: gettext("Choose for, against or blank."),
        VoteRefusal.KEY_MISSING: lambda _: gettext("The page was too old: vote again from this one."),
        VoteRefusal.NOT_SEATED: lambda data: (
            gettext("You came after this vote opened: you vote from the next one on.")
            if data["own"]
            else gettext("Somebody whom you represent was not represented when this vote opened: from the next one on.")
        ),
        VoteRefusal.NOT_IN_THE_ROOM: lambda _: gettext(
            "You are not noted as being here: say that you are, or tell the desk, then vote."
        ),
        VoteRefusal.NOT_THEIR_VOICE: lambda _: gettext(
            "You do not vote for this person now: they are here and vote themselves, or somebody else represents them."
        ),
        VoteRefusal.INSTRUCTED: lambda data: (
            gettext(
                "The person who gave you this proxy asked you to vote %(choice)s: nothing else can be cast for them."
            )
            % {"choice": choice_word(Choice(data["bound"]))}
        ),
        VoteRefusal.CAST_FOR_GOOD: lambda data: (
            gettext("You have voted, and a confidential ballot cannot be taken back: nobody knows which one is yours.")
            if data["own"]
            else gettext("A ballot was cast for this person, and a confidential one cannot be taken back.")
        ),
        VoteRefusal.BOX_INCOMPLETE: lambda data: (
            gettext(
                "%(marked)s took part and the ballot box holds %(slips)s: it did not come with the copy this was restored "
                "from. Cancel this vote, and take it again."
            )
            % data
        ),
        VoteRefusal.REASON_MISSING: lambda _: gettext("Say why the vote is cancelled: it stays on record."),
        VoteRefusal.REASON_TOO_LONG: lambda data: gettext("The reason is longer than %(most)s characters.") % data,
        VoteRefusal.EFFECTS_APPLIED: lambda _: gettext(
            "What came after this vote stands on it: cancel that first, or decide anew."
        ),
        VoteRefusal.AMENDMENT_EMPTY: lambda _: gettext(
            "Write the new words. To take words away and put none there, choose to delete."
        ),
        VoteRefusal.AMENDMENT_TOO_LONG: lambda data: (
            gettext("The amendment is longer than %(most)s characters.") % data
        ),
        VoteRefusal.UNKNOWN_CHANGE: lambda _: gettext(
            "Choose what the amendment does: replace a passage, delete it, add after it or at the end."
        ),
        VoteRefusal.PASSAGE_MISSING: lambda _: gettext("Write the passage that changes, in the words of the text."),
        VoteRefusal.PASSAGE_NOT_FOUND: lambda data: (
            gettext(
                "The text as it stands does not say “%(passage)s”: copy the passage from it, word for word, signs included."
            )
            % data
        ),
        VoteRefusal.PASSAGE_TWICE: lambda data: (
            gettext(
                "The text says “%(passage)s” more than once: write a few more of the words around it, so that one place is meant."
            )
            % data
        ),
        VoteRefusal.CHANGES_NOTHING: lambda _: gettext("The new words are those of the passage: nothing would change."),
        VoteRefusal.NO_LONGER_APPLIES: lambda _: gettext(
            "This amendment no longer applies: its passage has changed since. Reword it, or withdraw it."
        ),
        VoteRefusal.AMENDMENT_VOTED: lambda _: gettext("This amendment was voted, or is being voted: it stays."),
        VoteRefusal.AMENDMENT_NOT_YOURS: lambda _: gettext(
            "An amendment is reworded or withdrawn by the person who proposed it, or by the desk."
        ),
    }
)


def vote_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``VoteRefusal``."""
    return _SENTENCES[VoteRefusal(refusal.code)](refusal.data)
