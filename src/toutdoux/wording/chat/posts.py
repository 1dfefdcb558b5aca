"""What is posted in the voting channel: an action as it stands, and in its thread each thing that has just happened."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from toutdoux.decisions.queries import ActionRow
from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.rulebook import Kind
from toutdoux.wording import dates
from toutdoux.wording.messages import Bar, Heading, Link, Piece, Quote, Text
from toutdoux.wording.outcomes import bar_words, change_sentences, expected_sentence, outcome_sentence
from toutdoux.wording.words import kind_word, status_word


@dataclass(frozen=True, kw_only=True)
class Posted:
    """An action as the channel is told of it. ``vote_url``: where the buttons are, when they are in another post."""

    row: ActionRow
    text: str
    bar: str
    page_url: str
    zone: ZoneInfo
    now: datetime
    vote_url: str = ""


def action_post(*, told: Posted) -> tuple[Piece, ...]:
    """Tell an action as it stands: who carries it and until when, its text, the council bar, and why it is where it is."""
    row = told.row
    title = " ".join(row.title.split())
    pieces: list[Piece] = [Heading(words=f"{row.reference} · {title}"), Text(words=_who_and_when(told))]
    if row.kind is Kind.COUNTER_VOTE:
        target = {"reference": replace(row.reference, suffix=None)}
        pieces.append(Text(words=gettext("To vote for is to annul %(reference)s.") % target))
    if told.text.strip():
        pieces.append(Quote(words=told.text))
    if told.bar:
        pieces.append(Bar(characters=told.bar))
    pieces += [Text(words=words) for words in _explained(told)]
    if told.vote_url:
        pieces.append(Link(words=gettext("Vote on the new text"), url=told.vote_url, main=True))
    return (*pieces, Link(words=gettext("The page of the action"), url=told.page_url))


def amendment_post(*, told: Posted, current: bool) -> tuple[Piece, ...]:
    """Tell a new text; ``current`` False: one that another has replaced since."""
    if not current:
        return (Text(words=gettext("Here stood a text that another has replaced since.")),)
    first = gettext("The text has changed: the votes on the earlier one no longer count, and begin again.")
    quoted: tuple[Piece, ...] = (Quote(words=told.text),) if told.text.strip() else ()
    title = " ".join(told.row.title.split())
    return (Heading(words=f"{told.row.reference} · {title}"), Text(words=first), *quoted)


def halfway_post(*, told: Posted) -> tuple[Piece, ...]:
    """Say that half of the delay has passed, where the count is, and what silence will do."""
    outcome, rulebook = told.row.outcome, told.row.rulebook
    if outcome is None or rulebook is None:
        return ()
    missing = outcome.tally.took_no_part
    first = gettext("Half of the delay has passed: %(figures)s.") % {
        "figures": bar_words(outcome, rulebook, kind=told.row.kind)
    }
    left = ngettext("%(count)s seat has not voted yet.", "%(count)s seats have not voted yet.", missing)
    silence = expected_sentence(outcome, told.zone, now=told.now)
    words = [first, left % {"count": missing} if missing else "", silence or ""]
    return (Text(words=" ".join(one for one in words if one)),)


def objection_post(*, name: str, reason: str) -> tuple[Piece, ...]:
    """Say that someone objects, and why."""
    return (
        Text(words=gettext("%(name)s voted Against and says why:") % {"name": " ".join(name.split())}),
        Quote(words=reason),
        Text(words=gettext("A compromise may be found together: an answer, a proposal, a new text.")),
    )


def outcome_post(*, told: Posted, status: Status) -> tuple[Piece, ...]:
    """Say what was decided, and why; in a word when something else has been decided since."""
    outcome, rulebook = told.row.outcome, told.row.rulebook
    if outcome is not None and rulebook is not None and outcome.status is status:
        return (Text(words=outcome_sentence(outcome, rulebook, told.zone, kind=told.row.kind, now=told.now)),)
    word = status_word(status, kind=told.row.kind)
    return (Text(words=gettext("%(reference)s: %(status)s.") % {"reference": told.row.reference, "status": word}),)


def execution_post(*, execution: Execution) -> tuple[Piece, ...]:
    """Say that an action is carried out, or given up."""
    if execution is Execution.DONE:
        return (Text(words=gettext("This action is carried out.")),)
    return (Text(words=gettext("This action is abandoned; its page says why.")),)


def urgency_post() -> tuple[Piece, ...]:
    """Say that an action is carried out before its outcome."""
    return (Text(words=gettext("Those who lead this action act by urgency; deciding goes on.")),)


def shortened_words() -> str:
    """Say where the rest of a long text is."""
    return gettext("The rest is on the page of the action.")


def _who_and_when(told: Posted) -> str:
    row, outcome = told.row, told.row.outcome
    data = {"kind": kind_word(row.kind), "leads": row.lead_names}
    if outcome is None or not outcome.ballots_open or row.deadline is None:
        return gettext("%(kind)s, carried by %(leads)s.") % data
    until = dates.until_words(row.deadline, zone=told.zone, now=told.now)
    return gettext("%(kind)s, carried by %(leads)s. The vote is open %(until)s.") % {**data, "until": until}


def _explained(told: Posted) -> tuple[str, ...]:
    """Say what is decided and why; while nothing is, what would decide it, silence included."""
    outcome, rulebook = told.row.outcome, told.row.rulebook
    if outcome is None or rulebook is None:
        return ()
    if outcome.status is Status.OPEN:
        found = change_sentences(outcome, rulebook, told.zone, kind=told.row.kind, now=told.now)
        if found:
            return (" ".join(found),)
    return (outcome_sentence(outcome, rulebook, told.zone, kind=told.row.kind, now=told.now),)
