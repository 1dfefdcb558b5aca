"""The words of the register: decision, execution, label, kind, choice, lead. One word for one thing."""

from django.utils import translation
from django.utils.translation import gettext, pgettext

from toutdoux.rules.facts import Choice, Execution, Status
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind, Words


def localised(words: Words) -> str:
    """Return a text of a rulebook in the reader's language."""
    return words.en if (translation.get_language() or "").startswith("en") else words.fr


def label_word(label: Label) -> str:
    """Return the word of the printed register: "Menée", "En attente"."""
    return {
        Label.REJECTED: pgettext("label of an action", "Rejected"),
        Label.ABANDONED: pgettext("label of an action", "Abandoned"),
        Label.ACCEPTED: pgettext("label of an action", "Accepted"),
        Label.DONE: pgettext("label of an action", "Done"),
        Label.IN_PROGRESS: pgettext("label of an action", "In progress"),
        Label.WAITING: pgettext("label of an action", "Waiting"),
        Label.OPEN: pgettext("label of an action", "Open"),
    }[label]


def status_word(status: Status, *, kind: Kind) -> str:
    """Return the word for what was decided about an action, or about a counter-vote."""
    if kind is Kind.COUNTER_VOTE:
        return {
            Status.ANNOUNCED: pgettext("counter-vote", "Announced"),
            Status.OPEN: pgettext("counter-vote", "Open"),
            Status.ACCEPTED: pgettext("counter-vote", "Accepted"),
            Status.TACIT: pgettext("counter-vote", "Passed by silence"),
            Status.BLOCKED: pgettext("counter-vote", "Blocked"),
            Status.REJECTED: pgettext("counter-vote", "Rejected"),
            Status.LAPSED: pgettext("counter-vote", "Lapsed"),
            Status.WITHDRAWN: pgettext("counter-vote", "Withdrawn"),
            Status.ANNULLED: pgettext("counter-vote", "Annulled"),
        }[status]
    return {
        Status.ANNOUNCED: pgettext("action", "Announced"),
        Status.OPEN: pgettext("action", "Open"),
        Status.ACCEPTED: pgettext("action", "Accepted"),
        Status.TACIT: pgettext("action", "Passed by silence"),
        Status.BLOCKED: pgettext("action", "Blocked"),
        Status.REJECTED: pgettext("action", "Rejected"),
        Status.LAPSED: pgettext("action", "Lapsed"),
        Status.WITHDRAWN: pgettext("action", "Withdrawn"),
        Status.ANNULLED: pgettext("action", "Annulled"),
    }[status]


def execution_word(execution: Execution) -> str:
    """Return the word for what became of an action."""
    return {
        Execution.TO_DO: pgettext("execution", "To do"),
        Execution.IN_PROGRESS: pgettext("execution", "In progress"),
        Execution.DONE: pgettext("execution", "Done"),
        Execution.ABANDONED: pgettext("execution", "Abandoned"),
    }[execution]


def kind_word(kind: Kind) -> str:
    """Return the name of a kind: "Action ordinaire", "Contre-vote"."""
    return {
        Kind.ORDINARY: gettext("Ordinary action"),
        Kind.EXTRAORDINARY: gettext("Extraordinary action"),
        Kind.COUNTER_VOTE: gettext("Counter-vote"),
    }[kind]


def choice_word(choice: Choice) -> str:
    """Return the word of a ballot: "Pour", "Contre", "Blanc"."""
    return {
        Choice.FOR: pgettext("ballot", "For"),
        Choice.AGAINST: pgettext("ballot", "Against"),
        Choice.BLANK: pgettext("ballot", "Blank"),
    }[choice]


def lead_word(*, count: int = 1) -> str:
    """Return the word for who carries an action, with a median dot for ``inclusive`` to resolve."""
    return pgettext("who carries an action", "Lead") if count == 1 else pgettext("who carries an action", "Leads")


def co_lead_word(*, count: int = 1) -> str:
    """Return the word for who helps to carry an action, with a median dot for ``inclusive`` to resolve."""
    if count == 1:
        return pgettext("who helps to carry an action", "Co-lead")
    return pgettext("who helps to carry an action", "Co-leads")
