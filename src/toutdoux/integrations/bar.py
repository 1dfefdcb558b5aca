"""The council bar in characters, for every channel: mails, posts, private messages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from toutdoux.decisions.queries import ActionRow
from toutdoux.drawing.council_bar import CouncilBar, council_bar_text
from toutdoux.wording import dates
from toutdoux.wording.outcomes import bar_words


def bar_characters(row: ActionRow, *, zone: ZoneInfo, now: datetime) -> str:
    """Draw a live action as it stands at ``now``: seats and figures, then its time; empty for a row of an old table.

    The sentence that says its state is left to whoever places the bar. Words are in the language that is active.
    """
    outcome, rulebook = row.outcome, row.rulebook
    if outcome is None or rulebook is None:
        return ""
    tally, closes = outcome.tally, outcome.ballots_close_at
    timed = row.deadline is not None and row.opened_at is not None
    bar = CouncilBar(
        seats=tally.council,
        for_=tally.for_,
        against=tally.against,
        blank=tally.blank,
        for_mark=outcome.for_mark,
        against_mark=outcome.against_mark,
        opened_at=row.opened_at if timed else None,
        deadline=row.deadline,
        now=now,
        decided_at=outcome.decided_at if timed else None,
        closed_at=closes if closes is not None and closes <= now else None,
        figures=bar_words(outcome, rulebook, kind=row.kind),
        sentence="",
        opened_label=dates.short_day_words(row.opened_at.astimezone(zone).date()) if timed and row.opened_at else "",
        deadline_label=dates.short_deadline_words(row.deadline, zone=zone) if row.deadline else "",
    )
    return council_bar_text(bar)
