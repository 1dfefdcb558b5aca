"""The council bar of an action, for the terminal."""

from datetime import datetime
from gettext import gettext
from zoneinfo import ZoneInfo

from toutdoux.decisions.queries import ActionRow
from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.wording.dates import short_day_words, short_deadline_words
from toutdoux.wording.outcomes import bar_words, expected_sentence


def bar_of(row: ActionRow, *, zone: ZoneInfo, now: datetime) -> CouncilBar:
    """Return the bar of an action decided here, with the time it has left."""
    outcome = row.outcome
    if outcome is None or row.rulebook is None:
        return printed_bar(row)
    closes, deadline = outcome.ballots_close_at, row.deadline
    return CouncilBar(
        seats=outcome.tally.council,
        for_=outcome.tally.for_,
        against=outcome.tally.against,
        blank=outcome.tally.blank,
        for_mark=outcome.for_mark,
        against_mark=outcome.against_mark,
        opened_at=row.opened_at if deadline else None,
        deadline=deadline,
        now=now,
        decided_at=outcome.decided_at if deadline else None,
        closed_at=closes if closes is not None and closes <= now else None,
        figures=bar_words(outcome, row.rulebook, kind=row.kind),
        sentence=expected_sentence(outcome, zone, now=now) or "",
        opened_label=short_day_words(row.opened_at.astimezone(zone).date()) if row.opened_at else "",
        deadline_label=short_deadline_words(deadline, zone=zone) if deadline else "",
    )


def printed_bar(row: ActionRow) -> CouncilBar:
    """Return the bar of an old row: its printed figures, without marks or time, which the table did not give."""
    tally = row.tally
    figures = gettext("%(for)s for · %(against)s against · council of %(council)s") % {
        "for": tally.for_,
        "against": tally.against,
        "council": tally.council,
    }
    return CouncilBar(seats=tally.council, for_=tally.for_, against=tally.against, figures=figures)
