"""What is said in the council's room on Matrix, and what only Matrix has to explain: reactions are votes."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.decisions.queries import ActionRow
from toutdoux.rules.facts import Choice, Execution, Status
from toutdoux.rules.rulebook import Kind
from toutdoux.wording import dates
from toutdoux.wording.messages import Bar, Heading, Link, Piece, Quote, Text
from toutdoux.wording.outcomes import bar_words, expected_sentence, outcome_sentence
from toutdoux.wording.words import choice_word, kind_word


@dataclass(frozen=True, kw_only=True)
class Announced:
    """An action as the room is told of it. ``marks``: the reactions that are votes; ``url``: that of its page."""

    row: ActionRow
    text: str
    bar: str
    url: str
    zone: ZoneInfo
    now: datetime
    marks: Mapping[Choice, str]


def announcement(*, told: Announced) -> tuple[Piece, ...]:
    """Announce an action as it stands: who leads it and until when, its text, where votes are, how to vote here."""
    row = told.row
    pieces: list[Piece] = [_heading(str(row.reference), row.title), Text(words=_who_and_when(told))]
    if row.kind is Kind.COUNTER_VOTE:
        target = {"reference": replace(row.reference, suffix=None)}
        pieces.append(Text(words=gettext("To vote for is to annul %(reference)s.") % target))
    if told.text.strip():
        pieces.append(Quote(words=told.text))
    if told.bar:
        pieces.append(Bar(characters=told.bar))
    state = state_sentence(told)
    if state:
        pieces.append(Text(words=state))
    if row.outcome is not None and row.outcome.ballots_open:
        pieces.append(Text(words=_how(told.marks)))
    pieces.append(Link(words=gettext("The page of the action"), url=told.url))
    return tuple(pieces)


def replaced(*, reference: str, title: str, url: str) -> tuple[Piece, ...]:
    """Say, in the place of what announced a text, that another has replaced it. ``url``: that of the new message."""
    return (
        _heading(reference, title),
        Text(words=gettext("The text has changed: the votes on the earlier one no longer count, and begin again.")),
        Link(words=gettext("Vote on the new text"), url=url),
    )


def halfway(*, told: Announced) -> tuple[Piece, ...]:
    """Say that half of the delay has passed."""
    outcome, rulebook = told.row.outcome, told.row.rulebook
    figures = bar_words(outcome, rulebook, kind=told.row.kind) if outcome and rulebook else ""
    first = gettext("Half of the delay has passed: %(figures)s.") % {"figures": figures}
    return tuple(Text(words=words) for words in (first, state_sentence(told)) if words)


def milestone(
    *, told: Announced, kind: str, status: str = "", execution: str = "", objection: tuple[str, str] | None = None
) -> tuple[Piece, ...]:
    """Say in the thread what has just happened, from the kind of an entry of the ledger; nothing for what is no milestone.

    ``status`` and ``execution`` are what the entry says; ``objection`` is a name and a reason.
    """
    match kind:
        case "ballot.cast" if objection is not None:
            name, reason = objection
            said = gettext("%(name)s voted Against and says why:") % {"name": " ".join(name.split())}
            after = gettext("A compromise may be found together: an answer, a proposal, a new text.")
            return Text(words=said), Quote(words=reason), Text(words=after)
        case "objection.lifted":
            return (Text(words=gettext("An objection has been lifted.")),)
        case "urgency.declared":
            return (Text(words=gettext("Those who lead this action act by urgency; deciding goes on.")),)
        case "action.decided" if told.row.outcome is not None and status == told.row.outcome.status:
            return (Text(words=state_sentence(told)),)
        case "execution.changed" if execution == Execution.DONE:
            return (Text(words=gettext("This action is carried out.")),)
        case "execution.changed" if execution == Execution.ABANDONED:
            return (Text(words=gettext("This action is abandoned; its page says why.")),)
    return ()


def state_sentence(told: Announced) -> str:
    """Say what silence will do, or what was decided and why."""
    outcome, rulebook = told.row.outcome, told.row.rulebook
    if outcome is None or rulebook is None:
        return ""
    expected = expected_sentence(outcome, told.zone, now=told.now) if outcome.status is Status.OPEN else None
    return expected or outcome_sentence(outcome, rulebook, told.zone, kind=told.row.kind, now=told.now)


def change_by_reaction() -> str:
    """Say how a vote by reaction is changed."""
    return gettext(
        "To change it, press another reaction under the announcement, or vote again anywhere else: the last vote counts. "
        "Taking a reaction back takes no vote back."
    )


def reason_by_words(*, typed: str) -> str:
    """Say how to give the reason of an Against. ``typed``: what is to be typed before it."""
    return gettext("To say why, type here: `%(typed)s` and your reason.") % {"typed": typed}


def taken_back_words() -> str:
    """Say to who took a reaction back that the vote stays."""
    return gettext(
        "You took a reaction back: the vote that it recorded still counts. To change it, press another reaction; to weigh on "
        "neither side, vote Blank."
    )


def replaced_words(*, reference: str, url: str) -> str:
    """Say to who votes on an earlier text where the new one is."""
    return gettext("The text of %(reference)s has changed since: [vote on the new one](%(url)s).") % {
        "reference": reference,
        "url": url,
    }


def _who_and_when(told: Announced) -> str:
    row, outcome = told.row, told.row.outcome
    data = {"kind": kind_word(row.kind), "leads": row.lead_names}
    if outcome is None or not outcome.ballots_open or row.deadline is None:
        return gettext("%(kind)s, carried by %(leads)s.") % data
    until = dates.until_words(row.deadline, zone=told.zone, now=told.now)
    return gettext("%(kind)s, carried by %(leads)s. The vote is open %(until)s.") % {**data, "until": until}


def _how(marks: Mapping[Choice, str]) -> str:
    named = [f"{sign} {choice_word(choice)}" for choice, sign in marks.items()]
    return gettext(
        "To vote, press a reaction: %(marks)s. The last one counts; what was recorded is told to you alone."
    ) % {"marks": " · ".join(named)}


def _heading(reference: str, title: str) -> Heading:
    return Heading(words=f"{reference} · {' '.join(title.split())}")
