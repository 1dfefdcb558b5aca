"""What the check of an old table found, row by row, in sentences."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from toutdoux.rules.facts import Branch, Status
from toutdoux.rules.historical import Figures, Judgement, Reason
from toutdoux.rules.rulebook import Kind
from toutdoux.wording.dates import day_words
from toutdoux.wording.outcomes import cite


def why(*, figures: Figures, judgement: Judgement, recorded: str) -> str:
    """Say what the figures of a row give, and if its label does not fit, why. ``recorded`` is the label as written."""
    sentences = [_decision(figures, judgement), _doubt(judgement), _label(figures, judgement, recorded)]
    return " ".join(sentence for sentence in sentences if sentence)


def summary(*, kind: Kind, rows: int, differing: Sequence[int]) -> str:
    """Sum up a check of ``rows`` rows, of which those numbered ``differing`` have a label their figures do not allow."""
    counted = (
        ngettext("%(rows)s ordinary action.", "%(rows)s ordinary actions.", rows)
        if kind is Kind.ORDINARY
        else ngettext("%(rows)s extraordinary action.", "%(rows)s extraordinary actions.", rows)
    ) % {"rows": rows}
    if not rows:
        return gettext("The table has no row.")
    if not differing:
        return counted + " " + gettext("Every label agrees with its figures.")
    numbers = ", ".join(f"#{number}" for number in differing)
    return (
        counted
        + " "
        + ngettext(
            "One label does not agree with its figures: %(numbers)s.",
            "%(count)s labels do not agree with their figures: %(numbers)s.",
            len(differing),
        )
        % {"count": len(differing), "numbers": numbers}
    )


def and_more(*, count: int) -> str:
    """Say how many reasons are not listed."""
    return gettext("… and %(count)s more.") % {"count": count}


def _decision(figures: Figures, judgement: Judgement) -> str:
    sentence = {
        Branch.ANNOUNCED: gettext("%(counts)s: announcing it was enough, votes are opinions here."),
        Branch.SHARE_FOR: gettext("%(counts)s: accepted."),
        Branch.SHARE_FOR_AT_DEADLINE: gettext("%(counts)s when the delay ended, on %(day)s: accepted."),
        Branch.SHARE_AGAINST: gettext("%(counts)s: blocked."),
        Branch.OBJECTION_STANDS: gettext(
            "%(counts)s: an objection still standing when the delay ended, on %(day)s, blocks."
        ),
        Branch.SILENCE: gettext("%(counts)s; the delay ended on %(day)s: passed without another vote."),
        Branch.SHARE_NOT_REACHED: gettext("%(counts)s; the delay ended on %(day)s: rejected."),
        Branch.COUNTER_VOTE_LAPSED: gettext("%(counts)s; the delay ended on %(day)s: lapsed."),
        Branch.AWAITING: gettext("%(counts)s; the delay ends on %(day)s: open."),
    }[judgement.branch]
    return sentence % {"counts": _counts(figures, judgement), "day": _day(judgement.ends_on)}


def _counts(figures: Figures, judgement: Judgement) -> str:
    """Write both counts, and the numbers that would decide: ``10/21 for (11 needed), 0/21 against (11 needed)``."""
    data: dict[str, Any] = {
        "for": figures.for_,
        "against": figures.against,
        "council": figures.council,
        "for_mark": judgement.for_mark,
        "against_mark": judgement.against_mark,
    }
    support = (
        gettext("%(for)s/%(council)s for")
        if judgement.for_mark is None
        else gettext("%(for)s/%(council)s for (%(for_mark)s needed)")
    )
    if figures.against is None:
        return support % data
    opposition = (
        gettext("%(against)s/%(council)s against")
        if judgement.against_mark is None
        else gettext("%(against)s/%(council)s against (%(against_mark)s needed)")
    )
    return f"{support}, {opposition}" % data


def _doubt(judgement: Judgement) -> str:
    """Say what a table of final counts and days leaves open, where it matters."""
    possible = frozenset(judgement.possible)
    if {Status.ACCEPTED, Status.BLOCKED} <= possible and judgement.branch in {Branch.SHARE_FOR, Branch.SHARE_AGAINST}:
        return gettext("The table does not tell which of the two was reached first.")
    if Status.OPEN in possible and possible & {Status.TACIT, Status.REJECTED, Status.LAPSED}:
        return gettext("The delay ends on the very day asked about, and the table has no hours.")
    return ""


def _label(figures: Figures, judgement: Judgement, recorded: str) -> str:
    for_short = judgement.for_mark is not None and figures.for_ < judgement.for_mark
    if judgement.reason is Reason.AGREES:
        return ""
    clause = {
        Reason.ABANDONED: gettext("Whatever was decided, an action may be abandoned"),
        Reason.EARLY_BY_URGENCY: gettext("Carried out early, by urgency"),
        Reason.NOT_ACCEPTED: gettext("“%(label)s” would take %(for_mark)s for")
        if for_short
        else gettext("“%(label)s” does not follow from these figures"),
        Reason.NOT_REJECTED: gettext("“%(label)s” would take a counter-vote, which the row does not show")
        if judgement.against_mark is None
        else gettext("“%(label)s” would take %(against_mark)s against, or a counter-vote, which the row does not show"),
        Reason.NOT_WAITING: gettext("“%(label)s” is said of what passed without another vote and is still to be done"),
        Reason.NOT_OPEN: gettext("“%(label)s” is over: this is decided"),
        Reason.ORDINARY_ONLY: gettext("“%(label)s” is said of ordinary actions only"),
        Reason.NOT_COUNTED: gettext("“%(label)s” is said of actions that are counted"),
        Reason.ANNULMENT_NOT_IN_ROW: gettext("“%(label)s” would take a counter-vote, which the row does not show"),
        Reason.ANNOUNCED_AT_ONCE: gettext("“%(label)s” does not exist for an action decided by announcing it"),
        Reason.CARRIED_OUT_REJECTED: gettext("“%(label)s” is not said of what is blocked or rejected"),
        Reason.CARRIED_OUT_UNDECIDED: gettext("“%(label)s” before anything was decided, and without urgency"),
        Reason.CARRIED_OUT_TOO_EARLY: gettext(
            "Carried out on %(on)s, before its delay ended on %(day)s, with %(for)s/%(council)s for, and no urgency"
        ),
        Reason.CARRIED_OUT_BEFORE_OPENING: gettext(
            "Carried out on %(on)s, before it was published on %(opened)s, and no urgency"
        ),
        Reason.URGENCY_NOT_FORESEEN: gettext("Carried out before the decision, and this rulebook has no urgency"),
    }[judgement.reason]
    data = {
        "label": recorded,
        "for": figures.for_,
        "council": figures.council,
        "for_mark": judgement.for_mark,
        "against_mark": judgement.against_mark,
        "on": _day(figures.carried_out_on),
        "day": _day(judgement.ends_on),
        "opened": _day(figures.opened_on),
    }
    clause %= data
    return f"{clause}." if judgement.consistent else cite(clause, judgement.article)


def _day(day: date | None) -> str:
    return day_words(day) if day else ""
