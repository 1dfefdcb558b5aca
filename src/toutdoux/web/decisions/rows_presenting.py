"""What lists of actions say of each line besides its bar and its state: how near the end is, what comes next."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, pgettext

from toutdoux.decisions.queries import ActionRow
from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.rulebook import Kind
from toutdoux.wording import dates
from toutdoux.wording.outcomes import expected_sentence, outcome_sentence

#: From here on a deadline is said to be near, in the colour of what waits for the reader.
NEAR = timedelta(hours=48)


def status_of(row: ActionRow) -> Status:
    """Return what is decided about an action at this instant; what is not decided is open."""
    return row.outcome.status if row.outcome else Status.OPEN


def titled(row: ActionRow, title: str = "") -> str:
    """Return the title of an action (``title``, where it is shown reworded), and that it is a counter-vote if it is.

    A counter-vote bears the title of what it would annul: without the word, a vote for would be taken for its contrary.
    """
    title = title or row.title
    return gettext("Counter-vote: %(title)s") % {"title": title} if row.kind is Kind.COUNTER_VOTE else title


def sentence_of(row: ActionRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say what silence will do to an open action, or why a decided one is where it is. Empty for an old row."""
    if row.outcome is None or row.rulebook is None:
        return ""
    expected = expected_sentence(row.outcome, zone, now=now)
    return expected or outcome_sentence(row.outcome, row.rulebook, zone, kind=row.kind, now=now)


def near_words(row: ActionRow, *, now: datetime) -> str:
    """Say that the deadline of an open action is near: "Deadline in 5 hours". Empty while there is time."""
    closes_at = row.outcome.ballots_close_at if row.outcome and status_of(row) is Status.OPEN else None
    if closes_at is None or closes_at - now > NEAR:
        return ""
    return gettext("Deadline %(distance)s") % {"distance": dates.from_now_words(closes_at, now=now)}


def next_step(row: ActionRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Say to who leads an action what is next for them to do."""
    status = status_of(row)
    if row.execution is Execution.IN_PROGRESS:
        return gettext("You have begun: say when it is done.")
    if status is Status.OPEN:
        if row.urgent:
            return gettext("You declared it urgent: you may carry it out now, and the vote goes on.")
        return sentence_of(row, zone=zone, now=now)
    return gettext("You may carry it out: say when you begin, and when it is done.")


def wanted_words(row: ActionRow) -> str:
    """Say whom an action looks for."""
    if row.lead_wanted:
        return pgettext("an action", "Looking for someone to lead it")
    return pgettext("an action", "Looking for someone to help lead it")
