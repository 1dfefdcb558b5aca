"""Services and machines, incidents and maintenance, and how long services could be used."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.associations.queries import PeriodRow, association
from toutdoux.registers.queries import EntryRow, TieRow, entries, ties, titles
from toutdoux.rules.time import start_of_day
from toutdoux.services.logic.availability import Span, availability, meeting
from toutdoux.services.logic.sheets import DOWN, THERE


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """An incident or a maintenance as a service felt it: on a machine, for as long as it stood there."""

    row: EntryRow
    spans: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class ServiceRow:
    """A service with its terms, the latest first, and how it did over a period.

    ``share``: of the time it was open, that during which it could be used; None if it was not open. ``minutes_down``:
    how long it could not. ``incidents``: how many there were, those of the machines it stood on then included.
    ``machines``: what it stands on now.
    """

    row: EntryRow
    terms: tuple[EntryRow, ...]
    machines: tuple[TieRow, ...]
    share: Fraction | None
    minutes_down: int
    incidents: int


def services(*, association_id: UUID, period: PeriodRow | None, now: datetime) -> tuple[ServiceRow, ...]:
    """Return the services by name, with their availability over a period: of all time so far without one."""
    zone = association(association_id=association_id).zone
    rows = entries(association_id=association_id, kinds=("service",))
    terms, troubles, stands = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in entries(association_id=association_id, kinds=("terms",)):
        terms[row.about_id].append(row)
    for row in entries(association_id=association_id, kinds=("incident", "maintenance")):
        troubles[row.about_id].append(row)
    for tie in ties(association_id=association_id):
        stands[tie.entry_id].append(tie)
    since, before = _window(rows, period=period, zone=zone, now=now)
    found = []
    for row in rows:
        own = [Trouble(row=one, spans=(_span(one),)) for one in troubles[row.id] if one.starts_at is not None]
        felt = [*own, *_through(stands[row.id], troubles=troubles, zone=zone)]
        did = availability(
            opened=open_spans(row, zone=zone),
            down=[span for one in felt if one.row.values.get("effect") == DOWN for span in one.spans],
            since=since,
            before=before,
        )
        found.append(
            ServiceRow(
                row=row,
                terms=tuple(reversed(terms[row.id])),
                share=did.share,
                minutes_down=int(did.down.total_seconds()) // 60,
                machines=tuple(tie for tie in stands[row.id] if tie.before is None),
                incidents=len(
                    {
                        one.row.id
                        for one in felt
                        if one.row.kind == "incident" and any(since <= span.starts_at < before for span in one.spans)
                    }
                ),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.row.title.casefold(), str(one.row.id))))


def machines(*, association_id: UUID) -> tuple[EntryRow, ...]:
    """Return the machines by name."""
    rows = entries(association_id=association_id, kinds=("machine",))
    return tuple(sorted(rows, key=lambda row: (row.title.casefold(), str(row.id))))


@dataclass(frozen=True, kw_only=True)
class TermsRow:
    """A version of the terms of a service. ``in_force``: it is the latest of its sort that has begun."""

    row: EntryRow
    sort: str
    version: str
    in_force: bool


def terms_of(*, association_id: UUID, service_id: UUID, day: date) -> tuple[TermsRow, ...]:
    """Return every version of the terms of a service, the latest first, and which are in force on ``day``."""
    rows = tuple(reversed(entries(association_id=association_id, kinds=("terms",), about_id=service_id)))
    begun: dict[str, UUID] = {}
    for row in rows:
        if row.day <= day:
            begun.setdefault(str(row.values["sort"]), row.id)
    return tuple(
        TermsRow(
            row=row,
            sort=str(row.values["sort"]),
            version=str(row.values.get("version", "")),
            in_force=begun.get(str(row.values["sort"])) == row.id,
        )
        for row in rows
    )


def borne(*, association_id: UUID, day: date) -> dict[UUID, tuple[str, ...]]:
    """Return the names of the services that stood on each machine on ``day``, by the machine's id."""
    found: dict[UUID, tuple[str, ...]] = {}
    for tie in ties(association_id=association_id):
        if tie.since <= day and (tie.before is None or day < tie.before):
            found[tie.other_id] = (*found.get(tie.other_id, ()), tie.entry_title)
    return found


def incidents(*, association_id: UUID, period: PeriodRow | None = None) -> tuple[EntryRow, ...]:
    """Return the incidents of a period, the earliest first; ``ends_at`` None: it lasts."""
    return entries(association_id=association_id, kinds=("incident",), period=period)


def maintenance(*, association_id: UUID, period: PeriodRow | None = None) -> tuple[EntryRow, ...]:
    """Return the maintenance of a period, the earliest first."""
    return entries(association_id=association_id, kinds=("maintenance",), period=period)


def service_names(*, association_id: UUID, withdrawn: bool = False) -> dict[UUID, str]:
    """Return the names of the services by id, with those withdrawn from the register if asked for."""
    return titles(association_id=association_id, kind="service", withdrawn=withdrawn)


def open_spans(row: EntryRow, *, zone: ZoneInfo) -> tuple[Span, ...]:
    """Return when people could find a service there: from the day it opened to the one it closed."""
    spans: list[Span] = []
    since: date | None = None
    for step in row.steps:
        if step.state in THERE and since is None:
            since = step.day
        elif step.state not in THERE and since is not None:
            spans.append(
                Span(starts_at=start_of_day(day=since, zone=zone), ends_at=start_of_day(day=step.day, zone=zone))
            )
            since = None
    if since is not None:
        spans.append(Span(starts_at=start_of_day(day=since, zone=zone)))
    return tuple(spans)


def _span(row: EntryRow) -> Span:
    assert row.starts_at is not None  # asked of every incident and maintenance
    return Span(starts_at=row.starts_at, ends_at=row.ends_at)


def _through(
    stood: Iterable[TieRow], *, troubles: Mapping[UUID | None, list[EntryRow]], zone: ZoneInfo
) -> Iterator[Trouble]:
    """Give what happened to the machines that a service stood on, for as long as it stood there."""
    for tie in stood:
        there = Span(
            starts_at=start_of_day(day=tie.since, zone=zone),
            ends_at=start_of_day(day=tie.before, zone=zone) if tie.before else None,
        )
        for row in troubles.get(tie.other_id, ()):
            if row.starts_at is not None and (spans := meeting(_span(row), there)):
                yield Trouble(row=row, spans=spans)


def _window(
    rows: Iterable[EntryRow], *, period: PeriodRow | None, zone: ZoneInfo, now: datetime
) -> tuple[datetime, datetime]:
    """Return from when to when: the days of the period that are over by ``now``; from the first day of all without one."""
    first = min((row.day for row in rows), default=now.astimezone(zone).date())
    if period is not None and period.starts_on is not None:
        first = period.starts_on
    before = now
    if period is not None and period.ends_on is not None:
        before = min(now, start_of_day(day=period.ends_on, zone=zone))
    return start_of_day(day=first, zone=zone), before
