"""The calendar of deadlines (RFC 5545, with the properties of RFC 7986 that programs understand)."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils.translation import gettext

from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.queries import ActionRow
from toutdoux.decisions.queries.outcomes import with_deadline
from toutdoux.integrations.feeds.logic.calendar import DeadlineFacts, event_of
from toutdoux.integrations.feeds.meetings import meeting_events
from toutdoux.rules.facts import Status
from toutdoux.rules.rulebook import Kind
from toutdoux.wording.outcomes import expected_sentence, outcome_sentence

#: How long a deadline stays in the calendar once it is past, and how many it holds at most.
KEPT = timedelta(days=60)
MOST = 300
REFRESH = timedelta(hours=1)


def calendar(*, association: AssociationRow, zone: ZoneInfo, now: datetime) -> bytes:
    """Return the calendar of an association's deadlines, in the language that is active. ``zone``: the reader's, for words.

    Instants are in UTC, which every program turns into its reader's own. Nothing in it depends on when it is read but
    what is decided by then.
    """
    found = icalendar.Calendar()
    found.add("prodid", "-//Toutdoux//Deadlines//EN")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    name = gettext("Votes of %(association)s") % {"association": association.name}
    found.add("name", name)
    found.add("x-wr-calname", name)
    found.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    rows = with_deadline(association_id=association.id, since=now - KEPT, most=MOST, now=now)
    for row in rows:
        found.add_component(_event(row, association=association, zone=zone))
    for event in meeting_events(association=association, kept=KEPT, now=now):
        found.add_component(event)
    return bytes(found.to_ical())


def _event(row: ActionRow, *, association: AssociationRow, zone: ZoneInfo) -> icalendar.Event:
    outcome, rulebook = row.outcome, row.rulebook
    assert outcome is not None, "an action with a deadline is live"
    assert rulebook is not None, "a live action is under rules"
    assert row.opened_at is not None, "a live action is published"
    assert row.deadline is not None, "only actions with a deadline are asked for"
    facts = event_of(
        facts=DeadlineFacts(
            action_id=row.id,
            version=row.version,
            opened_at=row.opened_at,
            deadline=row.deadline,
            status=outcome.status,
            decided_at=outcome.decided_at,
        ),
        host=urlsplit(settings.TOUTDOUX_URL).hostname or "",
    )
    # Without the year of the reading: the same event must not change its words on the first of January.
    sentence = expected_sentence(outcome, zone) or outcome_sentence(outcome, rulebook, zone, kind=row.kind)
    url = f"{settings.TOUTDOUX_URL}/a/{association.slug}/actions/{row.reference}/"
    event = icalendar.Event()
    event.add("uid", facts.uid)
    event.add("sequence", facts.sequence)
    event.add("dtstamp", facts.changed_at)
    event.add("last-modified", facts.changed_at)
    event.add("dtstart", facts.at)
    event.add("summary", _summary(row))
    event.add("description", f"{sentence}\n{url}")
    event.add("url", url)
    event.add("status", str(facts.standing))
    # It takes nobody's time: a calendar must not say that its owner is busy.
    event.add("transp", "TRANSPARENT")
    return event


def _summary(row: ActionRow) -> str:
    title = " ".join(row.title.split())
    if row.outcome is not None and row.outcome.status is not Status.OPEN:
        words = gettext("%(reference)s is decided: %(title)s")
    elif row.kind is Kind.COUNTER_VOTE:
        words = gettext("The counter-vote %(reference)s ends: %(title)s")
    else:
        words = gettext("The vote on %(reference)s ends: %(title)s")
    return words % {"reference": row.reference, "title": title}
