"""How long each kind of data is kept, and what goes at the next day of erasing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from toutdoux.associations.queries import association, associations
from toutdoux.procedures.logic.retention import RULES, Chosen, Kept, Rule, chosen, next_round, this_round
from toutdoux.procedures.models import Erasure, Retention, RetentionRound
from toutdoux.procedures.queries.personal import all_rows
from toutdoux.rules.time import start_of_day

_FIRST_TO_SEE_THE_DAY = timedelta(hours=14)


@dataclass(frozen=True, kw_only=True)
class KeptRow:
    """One kind of data: how long it is kept, and how much of it goes on ``goes_on``."""

    chosen: Chosen
    goes_on: date
    count: int


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    """A past day of erasing: how much of each kind went."""

    on: date
    counts: dict[str, int]


def periods_chosen(*, association_id: UUID) -> tuple[Chosen, ...]:
    """Return every kind with its period."""
    rows = Retention.objects.filter(association_id=association_id)
    return chosen(changed={row.kind: (row.days, row.changed_at) for row in rows})


def announced(*, association_id: UUID, now: datetime) -> tuple[KeptRow, ...]:
    """Return each kind with what will have grown too old on the first day of erasing that may take it."""
    zone = association(association_id=association_id).zone
    first = next_round(now.astimezone(zone).date())
    found = []
    for one in periods_chosen(association_id=association_id):
        day = first
        while not one.applies(at=start_of_day(day=day, zone=zone)):
            day = next_round(day)
        at = start_of_day(day=day, zone=zone)
        count = sum(
            too_old(rule=rule, chosen=one, association_id=association_id, at=at).count() for rule in of(one.kind)
        )
        found.append(KeptRow(chosen=one, goes_on=day, count=count))
    return tuple(found)


def rounds(*, association_id: UUID, most: int = 12) -> tuple[RoundRow, ...]:
    """Return the last days of erasing on which something went, the latest first."""
    rows = RetentionRound.objects.filter(association_id=association_id).order_by("-on")
    return tuple(RoundRow(on=row.on, counts=row.counts) for row in rows[:most] if any(row.counts.values()))


def due_somewhere(*, now: datetime) -> frozenset[UUID]:
    """Return the associations in which someone, or something, may be due to be erased: three queries for all of them."""
    people = Erasure.objects.filter(cancelled_at=None, applied_at=None, due_at__lte=now)
    # Where the day begins first: elsewhere the month has not begun yet, and the command finds nothing to do.
    done = RetentionRound.objects.filter(on__gte=this_round((now + _FIRST_TO_SEE_THE_DAY).date()))
    months = {row.id for row in associations()} - set(done.values_list("association_id", flat=True))
    return frozenset(people.values_list("association_id", flat=True)) | frozenset(months)


def of(kind: Kept) -> tuple[Rule, ...]:
    """Return the rules of one kind of data."""
    return tuple(rule for rule in RULES if rule.kind is kind)


def too_old(*, rule: Rule, chosen: Chosen, association_id: UUID, at: datetime) -> Any:
    """Return the rows of a rule that have grown too old at ``at``, as a query."""
    rows = all_rows(rule.table).filter(**{f"{rule.since}__lt": chosen.before(at=at)}, **dict(rule.where))
    if rule.place:
        rows = rows.filter(**{rule.place: association_id})
    filled = Q()
    for field in rule.blank:
        filled |= ~Q(**{field: ""})
    return rows.filter(filled)
