"""Assemblies in the calendar: from their convening on, cancelled when they are given up."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils.translation import gettext

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.queries import MeetingRow, meetings
from toutdoux.associations.queries import AssociationRow


def meeting_events(*, association: AssociationRow, kept: timedelta, now: datetime) -> list[icalendar.Event]:
    """Return the events of the assemblies that people were convened to, but for those that began longer than ``kept`` ago."""
    rows = meetings(association_id=association.id)
    told = [row for row in rows if row.convened_at is not None and row.at > now - kept]
    return [_event(row, association=association) for row in told]


def _event(row: MeetingRow, *, association: AssociationRow) -> icalendar.Event:
    assert row.convened_at is not None  # only those are asked for
    changed_at = max(
        moment for moment in (row.convened_at, row.changed_at, row.told_at, row.cancelled_at) if moment is not None
    )
    url = f"{settings.TOUTDOUX_URL}/a/{association.slug}/assemblies/{row.reference}/"
    event = icalendar.Event()
    event.add("uid", f"{row.id}@{urlsplit(settings.TOUTDOUX_URL).hostname or ''}")
    # It only grows, whatever changes and however often (RFC 5545): the seconds from the convening to the last change.
    event.add("sequence", int((changed_at - row.convened_at).total_seconds()))
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("dtstart", row.at)
    event.add("summary", gettext("%(reference)s: %(title)s") % {"reference": row.reference, "title": _line(row.title)})
    event.add("description", "\n".join(line for line in (row.link, url) if line))
    if row.place:
        event.add("location", _line(row.place))
    event.add("url", url)
    event.add("status", "CANCELLED" if row.stage is Stage.CANCELLED else "CONFIRMED")
    return event


def _line(text: str) -> str:
    return " ".join(text.split())
