"""The votes of an assembly in sentences: how one is taken, who has a voice, what it adds up to, what a confidential one is."""

from django.utils.translation import gettext, ngettext

from toutdoux.assemblies.logic.facts import Change, ItemKind
from toutdoux.assemblies.voting.logic.buying import PurchaseFacts
from toutdoux.assemblies.voting.queries import DecidedBy, Turnout, VoteRow
from toutdoux.rules.assembly import Votes
from toutdoux.rules.seats import Revealing, Way, revealed, warned
from toutdoux.wording.assemblies import decision_sentence, quorum_sentence
from toutdoux.wording.entries.figures import amount_words


def way_words(way: Way) -> str:
    """Say how a vote is taken."""
    return {
        Way.HANDS: gettext("show of hands"),
        Way.NAMED: gettext("named vote"),
        Way.CONFIDENTIAL: gettext("confidential vote — the server must be trusted"),
    }[way]


def vote_reference(vote: DecidedBy) -> str:
    """Name the vote of an assembly that decided something, in a list: "AG3, vote 2"."""
    return gettext("%(assembly)s, vote %(number)s") % {"assembly": vote.assembly, "number": vote.number}


def way_help(way: Way) -> str:
    """Say what a way of voting means for those who vote."""
    return {
        Way.HANDS: gettext("People raise their hands; the desk counts and types the totals."),
        Way.NAMED: gettext(
            "Each person votes on their phone, and changes their mind until the close; who said what is shown after it."
        ),
        Way.CONFIDENTIAL: gettext(
            "Each person votes on their phone, once and for good. Who took part is kept, and what each chose is kept apart: "
            "after the close nothing links the two. The server sees each ballot as it is cast."
        ),
    }[way]


def subject_words(vote: VoteRow, *, title: str) -> str:
    """Say what a vote is about: the title of an item, or an amendment to it."""
    if vote.amendment is None:
        return title
    return gettext("Amendment %(number)s to “%(title)s”") % {"number": vote.amendment, "title": title}


def change_word(change: Change) -> str:
    """Say what an amendment does to a text."""
    return {
        Change.REPLACE: gettext("Replace a passage"),
        Change.DELETE: gettext("Delete a passage"),
        Change.AFTER: gettext("Add after a passage"),
        Change.END: gettext("Add at the end of the text"),
    }[change]


def voices_sentence(vote: VoteRow) -> str:
    """Say how many voices a vote has."""
    data = {
        "votes": vote.presence.votes,
        "present": vote.presence.present,
        "represented": vote.presence.represented,
    }
    return (
        ngettext(
            "%(votes)s vote: %(present)s present and %(represented)s represented as it opened.",
            "%(votes)s votes: %(present)s present and %(represented)s represented as it opened.",
            vote.presence.votes,
        )
        % data
    )


def turnout_sentence(turnout: Turnout) -> str:
    """Say how many have voted, and nothing else: no count is told before the close."""
    return ngettext(
        "%(cast)s of %(of)s has voted.",
        "%(cast)s of %(of)s have voted.",
        turnout.cast,
    ) % {"cast": turnout.cast, "of": turnout.of}


def arithmetic(count: Votes) -> str:
    """Add a count up: for, against, blank and who took no part are the votes present and represented."""
    total = count.for_ + count.against + count.blank + count.no_part
    return gettext(
        "%(for)s for + %(against)s against + %(blank)s blank + %(no_part)s took no part = %(total)s present or represented."
    ) % {
        "for": count.for_,
        "against": count.against,
        "blank": count.blank,
        "no_part": count.no_part,
        "total": total,
    }


def result_sentences(vote: VoteRow) -> tuple[str, ...]:
    """Say what a closed vote decided, why, on which figures, and whether the quorum was there."""
    found = vote.resolved
    if found is None:
        return ()
    sentences = [decision_sentence(found, kind=ItemKind.RESOLUTION), arithmetic(found.votes)]
    if not vote.quorum.reached:
        sentences.append(quorum_sentence(vote.quorum))
    if vote.way is Way.CONFIDENTIAL:
        told = revealed(count=found.votes)
        if told is not None:
            sentences.append(revealed_words(told))
    return tuple(sentences)


def secrecy_sentence(vote: VoteRow) -> str:
    """Say how far a confidential vote keeps its word at this point; nothing of another."""
    if vote.way is not Way.CONFIDENTIAL:
        return ""
    if vote.open:
        return gettext("The ballots are in a closed box. Nothing links them to people once the vote is closed.")
    if vote.forgotten_at is None:
        return gettext(
            "The box was emptied and its ballots shuffled. What the database's own log still holds of it goes within minutes."
        )
    return gettext("The box was emptied, its ballots shuffled, and nothing of it is left in the database's files.")


def warning(vote: VoteRow) -> str:
    """Say before a confidential vote what its size gives away; empty when it is large enough."""
    found = warned(presence=vote.presence) if vote.way is Way.CONFIDENTIAL else None
    if found is None:
        return ""
    if found is Revealing.ALONE:
        return gettext("Only one person votes: the result is their ballot.")
    return ngettext(
        "%(votes)s vote is few: the figures, and what people know of one another, may tell who chose what.",
        "%(votes)s votes are few: the figures, and what people know of one another, may tell who chose what.",
        vote.presence.votes,
    ) % {"votes": vote.presence.votes}


def revealed_words(found: Revealing) -> str:
    """Say after a confidential vote what its figures give away."""
    if found is Revealing.UNANIMOUS:
        return gettext("All chose alike: these figures say what each of those who took part chose.")
    if found is Revealing.LONE:
        return gettext("One chose otherwise than all the others, and knows from these figures what each of them chose.")
    return gettext("One person took part: these figures are their ballot.")


def receipt_sentence(*, entry: int, confidential: bool) -> str:
    """Say what proves that somebody took part: the number of the entry in the ledger."""
    if confidential:
        return gettext(
            "Receipt: entry %(entry)s of the ledger. It proves that you voted, and says nothing of what."
        ) % {"entry": entry}
    return gettext("Receipt: entry %(entry)s of the ledger.") % {"entry": entry}


def purchase_sentence(found: PurchaseFacts) -> str:
    """Say which step of a purchase an item is, and what its list comes to beside the amount it was begun within."""
    within, total = amount_words(found.within), amount_words(found.total)
    if not found.lines:
        return gettext("The purchase may begin within %(within)s; its list is approved later.") % {"within": within}
    if not found.beyond:
        return gettext("The list comes to %(total)s, within the %(within)s it was begun with.") % {
            "total": total,
            "within": within,
        }
    return gettext("The list comes to %(total)s, %(beyond)s beyond the %(within)s it was begun with.") % {
        "total": total,
        "beyond": amount_words(found.beyond),
        "within": within,
    }
