"""Reminders about mandates, accesses and conventions, on their way: looked for once a day, each written once to each person.

They are notifications like those of a vote that closes: nothing is written to who wants none, and they leave at the
moment each person chose.
"""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from toutdoux.associations.queries import association
from toutdoux.integrations.logic.planning import Person
from toutdoux.integrations.logic.timing import decent, digest_at
from toutdoux.integrations.logic.words import About, Moment, Skip, State, Way
from toutdoux.integrations.models import Cursor, Delivery
from toutdoux.integrations.queries import Contact, contacts
from toutdoux.procedures.commands.reminding import look_today
from toutdoux.procedures.queries.entrusted import elections_due, looked_at, reviews_due
from toutdoux.procedures.queries.renewals import renewals_due

_FEW = 20


def write_entrusted(*, association_id: UUID, person: Callable[[Contact], Person], now: datetime) -> int:
    """Write the reminders that this day calls for; return how many. ``person`` says how someone can be reached."""
    if looked_at(association_id=association_id, now=now):
        return 0
    with transaction.atomic():
        Cursor.objects.select_for_update().get(association_id=association_id)
        if not look_today(association_id=association_id, now=now):
            return 0
        due = [
            *(
                (About.ELECTION, one.member_id, f"election:{one.about}:{one.member_id}")
                for one in elections_due(association_id=association_id, now=now)
            ),
            *(
                (About.REVIEW, one.member_id, f"review:{one.access_id}:{one.due_at.date()}:{one.member_id}")
                for one in reviews_due(association_id=association_id, now=now)
            ),
            *(
                (About.RENEWAL, one.member_id, f"renewal:{one.entry_id}:{one.since}:{one.member_id}")
                for one in renewals_due(association_id=association_id, now=now)
            ),
        ]
        known = set(Delivery.objects.filter(key__in=[key for _, _, key in due]).values_list("key", flat=True))
        fresh = [one for one in due if one[2] not in known]
        if not fresh:
            return 0
        place = association(association_id=association_id)
        told = {member_id for _, member_id, _ in fresh}
        # One by one while they are few; a whole council is read at once.
        people = contacts(association=place, now=now, ids=told if len(told) <= _FEW else None)
        rows = [
            _row(association_id, about, key, person(people[member_id]), now=now)
            for about, member_id, key in fresh
            if _wants(person(people[member_id]))
        ]
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def mandate_of(*, key: str) -> UUID:
    """Return the mandate that a reminder of an election is about."""
    return UUID(key.split(":")[1])


def access_of(*, key: str) -> UUID:
    """Return the access that a question is about."""
    return UUID(key.split(":")[1])


def convention_of(*, key: str) -> tuple[UUID, date]:
    """Return the convention that a reminder is about, and the day since which it is to be renewed."""
    _, entry_id, since, _ = key.split(":")
    return UUID(entry_id), date.fromisoformat(since)


def no_longer(person: Person) -> Skip | None:
    """Return why a reminder must no longer leave for someone. None: send it."""
    if person.left:
        return Skip.LEFT
    if not _wants(person):
        return Skip.NOT_WANTED
    return Skip.NO_ADDRESS if person.lacks_address else None


def _wants(person: Person) -> bool:
    return person.wanted.way is not Way.NONE and person.wanted.reminders and not person.left


def _row(association_id: UUID, about: About, key: str, person: Person, *, now: datetime) -> Delivery:
    skip = Skip.NO_CHANNEL if not person.channel else Skip.NO_ADDRESS if person.lacks_address else None
    wanted = person.wanted
    at_once = wanted.moment is Moment.AT_ONCE
    leaves = decent(at=now, wanted=wanted) if at_once else digest_at(after=now, wanted=wanted)
    return Delivery(
        association_id=association_id,
        member_id=person.member_id,
        channel=person.channel,
        about=about,
        key=key,
        not_before=leaves,
        next_try_at=leaves,
        state=State.SKIPPED if skip else State.WAITING,
        reason=skip or "",
        created_at=now,
    )
