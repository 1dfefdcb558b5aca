"""From frozen rows to what every page of the decisions draws: council bars, states, timelines, names in a row."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.decisions.queries import ActionRow
from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.drawing.timeline import Timeline, TimelinePoint
from toutdoux.rules.facts import ActionFacts, Execution, Outcome, Status
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.wording import dates
from toutdoux.wording.outcomes import bar_words, expected_sentence, outcome_sentence
from toutdoux.wording.shares import share_words
from toutdoux.wording.words import execution_word, label_word, status_word

#: Beyond this, "Tue 17" no longer tells which one.
_NEAR = timedelta(days=25)


def action_bar(row: ActionRow, *, zone: ZoneInfo, now: datetime, sentence: str | None = None) -> CouncilBar:
    """Return the council bar of an action, live or historical.

    ``sentence`` replaces the one that says its state and what silence will do, where the page says it elsewhere.
    """
    if row.outcome is None or row.rulebook is None:
        return printed_bar(row, sentence=sentence)
    return live_bar(
        row.outcome,
        row.rulebook,
        kind=row.kind,
        opened_at=row.opened_at,
        deadline=row.deadline,
        zone=zone,
        now=now,
        sentence=sentence,
    )


def live_bar(
    outcome: Outcome,
    rulebook: Rulebook,
    *,
    kind: Kind,
    opened_at: datetime | None,
    deadline: datetime | None,
    zone: ZoneInfo,
    now: datetime,
    sentence: str | None = None,
) -> CouncilBar:
    """Return the council bar of an outcome at ``now``, with the time it has left."""
    tally, closes = outcome.tally, outcome.ballots_close_at
    if sentence is None:
        sentence = expected_sentence(outcome, zone, now=now) or outcome_sentence(
            outcome, rulebook, zone, kind=kind, now=now
        )
    return CouncilBar(
        seats=tally.council,
        for_=tally.for_,
        against=tally.against,
        blank=tally.blank,
        for_mark=outcome.for_mark,
        against_mark=outcome.against_mark,
        opened_at=opened_at if deadline else None,
        deadline=deadline,
        now=now,
        decided_at=outcome.decided_at if deadline else None,
        closed_at=closes if closes is not None and closes <= now else None,
        figures=bar_words(outcome, rulebook, kind=kind),
        sentence=sentence,
        opened_label=_label(opened_at, zone=zone, now=now) if opened_at else "",
        deadline_label=_deadline_label(deadline, zone=zone, now=now) if deadline else "",
    )


def printed_bar(row: ActionRow, *, sentence: str | None = None) -> CouncilBar:
    """Return the bar of a historical row: its printed figures, without marks or time, which the table did not give."""
    tally = row.tally
    if row.historical is not None and row.historical.against is None:
        figures = gettext("%(for)s for · council of %(council)s")
    else:
        figures = gettext("%(for)s for · %(against)s against · council of %(council)s")
    return CouncilBar(
        seats=tally.council,
        for_=tally.for_,
        against=tally.against,
        figures=figures % {"for": tally.for_, "against": tally.against, "council": tally.council},
        sentence=sentence or "",
    )


def timeline_of(
    facts: ActionFacts, outcome: Outcome, rulebook: Rulebook, *, kind: Kind, zone: ZoneInfo, now: datetime
) -> Timeline | None:
    """Return the story of the ballots on the current text, or None while there is none to tell."""
    steps = [step for step in facts.steps if step.at <= now]
    if not steps:
        return None
    points = tuple(
        TimelinePoint(
            at=step.at,
            label=_moment_label(step.at, zone=zone, now=now),
            for_=step.tally.for_,
            against=step.tally.against,
            blank=step.tally.blank,
        )
        for step in steps
    )
    rules = rulebook.count_rules(kind)
    closes = outcome.ballots_close_at
    return Timeline(
        points=points,
        opened_at=facts.opened_at,
        now=now,
        deadline=facts.deadline,
        decided_at=outcome.decided_at if facts.deadline else None,
        closed_at=closes if closes is not None and closes <= now else None,
        for_mark=outcome.for_mark,
        against_mark=outcome.against_mark,
        title=gettext("The votes over time"),
        description=bar_words(outcome, rulebook, kind=kind),
        opened_label=_label(facts.opened_at, zone=zone, now=now),
        deadline_label=_deadline_label(facts.deadline, zone=zone, now=now) if facts.deadline else "",
        decided_label=status_word(outcome.status, kind=kind) if outcome.decided_at and facts.deadline else "",
        for_mark_label=share_words(rules.accept) if rules else "",
        against_mark_label=share_words(rules.block) if rules and rules.block else "",
    )


def state_of(row: ActionRow) -> tuple[str, str]:
    """Return the symbol and the word of an action's state: what was decided, or the printed label of an old table."""
    if row.outcome is None:
        word = row.historical.status_text if row.historical and row.historical.status_text else label_word(row.label)
        return str(row.label), word
    return str(row.outcome.status), status_word(row.outcome.status, kind=row.kind)


def execution_of(row: ActionRow) -> tuple[str, str] | None:
    """Return the symbol and the word of what became of an action; None where nothing is to be carried out."""
    standing = row.outcome is not None and row.outcome.status in {Status.ANNOUNCED, Status.ACCEPTED, Status.TACIT}
    if row.outcome is None or (row.execution is Execution.TO_DO and not standing) or row.kind is Kind.COUNTER_VOTE:
        return None
    return str(row.execution), execution_word(row.execution)


def and_list(names: Sequence[str]) -> str:
    """Write names in a row: "Alice, Bob and Charlie"."""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


def _label(instant: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    day = instant.astimezone(zone).date()
    if abs(now - instant) <= _NEAR:
        return dates.short_day_words(day)
    return dates.day_words(day, today=now.astimezone(zone).date())


def _deadline_label(instant: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    if abs(now - instant) <= _NEAR:
        return dates.short_deadline_words(instant, zone=zone)
    return _label(instant, zone=zone, now=now)


def _moment_label(instant: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    return gettext("%(day)s, %(time)s") % {
        "day": _label(instant, zone=zone, now=now),
        "time": dates.clock_words(instant, zone=zone),
    }
