"""Articles 9 to 14: votes and objections, and what may be done while an action is talked about."""

from django.utils.translation import gettext

from toutdoux.rules.rulebook import CountRules, ObjectionReading, Rulebook
from toutdoux.wording.articles.deciding import join, of_each
from toutdoux.wording.dates import delay_words, exact_delay_words
from toutdoux.wording.shares import reach_words, share_words


def ballots(rulebook: Rulebook) -> str:
    """Say who votes, what, and whether it can be changed."""
    return join(
        gettext(
            "Each member of the council frozen for an action has one vote on it: for, against or blank, with a reason or "
            "without. A blank vote takes part, and is neither for nor against."
        ),
        gettext("A vote may be changed as long as votes are open; the last one counts, and the history stays.")
        if rulebook.change_ballot
        else gettext("A vote, once cast, is not changed."),
    )


def ballots_plainly(rulebook: Rulebook) -> str:
    """Say it to someone about to vote."""
    if rulebook.change_ballot:
        return gettext("You may change your mind until the end: nobody is held to their first impression.")
    return gettext("Take the time to read before you vote: you will not be able to change it.")


def objection(rulebook: Rulebook) -> str:
    """Say what an objection is and does."""

    def sentence(subject: str, rules: CountRules) -> str:
        if rules.objection is ObjectionReading.VETO and rules.accept_early:
            law = gettext(
                "%(action)s that has not been accepted before is blocked at the end of the delay if a single objection "
                "has not been lifted by then."
            )
            return law % {"action": subject}
        law = {
            ObjectionReading.SHARE: gettext(
                "%(action)s is not suspended by an objection: it counts as a vote against (art. 8)."
            ),
            ObjectionReading.VETO: gettext(
                "%(action)s is blocked at the end of the delay if a single objection has not been lifted by then."
            ),
            ObjectionReading.COUNTER_VOTE: gettext(
                "%(action)s is not stopped by an objection: whoever still disagrees calls a counter-vote (art. 12)."
            ),
        }[rules.objection]
        return law % {"action": subject}

    return join(
        gettext(
            "A vote against that gives its reason is also an objection. It opens a search for a compromise, and stands "
            "until the person who raised it lifts it."
        ),
        of_each(rulebook, sentence, otherwise=""),
    )


def objection_plainly(_rulebook: Rulebook) -> str:
    """Say what is expected of everyone."""
    return gettext(
        "If you disagree, say why and what would suit you. Those who lead the action answer, and look with you."
    )


def amendment(rulebook: Rulebook) -> str:
    """Say whether and how the text changes while nothing is decided."""
    if not rulebook.amendments:
        return gettext(
            "The text of an action does not change once it is published. To change it, the action is withdrawn and "
            "another one is opened, linked to the first."
        )
    return gettext(
        "Those who lead an action may amend its text as long as nothing is decided. A new version freezes the council "
        "anew and starts the delay and the count afresh; earlier votes become history. The number stays."
    )


def amendment_plainly(rulebook: Rulebook) -> str:
    """Say it to someone who led and listened."""
    if rulebook.amendments:
        return gettext("A better text may come out of the talk. Everyone then votes again, on what is really proposed.")
    return gettext("Talk before publishing: what is voted on stays as it is.")


def counter_vote(rulebook: Rulebook) -> str:
    """Say who may call a counter-vote, against what, and what it takes."""
    if not rulebook.counter_vote.allowed:
        return gettext("There is no counter-vote.")
    return gettext(
        "Any member of the council may call a counter-vote against an action, from its publication until it is done. A "
        "counter-vote freezes a council of its own and lasts %(delay)s. It passes at the instant the votes for it "
        "%(reach)s, never by silence, and lapses otherwise. It does not suspend the action, and cannot be countered "
        "itself. If it passes, the action is annulled from that instant: what can be undone is undone, the rest is "
        "listed to be undone by hand."
    ) % {
        "delay": exact_delay_words(rulebook.counter_vote.delay),
        "reach": reach_words(rulebook.counter_vote.accept),
    }


def counter_vote_plainly(rulebook: Rulebook) -> str:
    """Say when to use it."""
    if not rulebook.counter_vote.allowed:
        return gettext("What is decided is decided. To undo it, propose a new action.")
    return gettext(
        "The last resort, when talking has not been enough: gather %(share)s within %(delay)s, and the action is undone."
    ) % {
        "share": share_words(rulebook.counter_vote.accept),
        "delay": delay_words(rulebook.counter_vote.delay),
    }


def urgency(rulebook: Rulebook) -> str:
    """Say whether an action may be carried out before its outcome."""
    if not rulebook.urgency:
        return gettext("An action that is counted is not carried out before its outcome, even in an emergency.")
    return gettext(
        "In an emergency, those who lead an action may carry it out before its outcome, giving the reason. The urgency is "
        "shown wherever the action is. The vote goes on; what the action changes by itself waits for the outcome. If the "
        "action is blocked in the end, what was done early stays visible, with what was undone."
    )


def urgency_plainly(rulebook: Rulebook) -> str:
    """Say it to someone in a hurry."""
    if rulebook.urgency:
        return gettext("If it cannot wait, act, and tell everyone why at once. It will never be hidden.")
    return gettext("Even what is pressing waits for the others.")


def withdrawal(_rulebook: Rulebook) -> str:
    """Say who withdraws, when, and what it does."""
    return gettext(
        "Those who lead an action may withdraw it as long as nothing is decided, giving the reason. Its vote closes at once."
    )


def withdrawal_plainly(_rulebook: Rulebook) -> str:
    """Say that it is no defeat."""
    return gettext("Changing your mind is no defeat: say why, it will help those who come after.")
