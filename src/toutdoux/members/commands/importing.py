"""Entering many members at once: all of them, or none. Whoever is in the register already is left as they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from toutdoux.associations.queries import association, current_rulebook
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.kernel.table_faults import TableFault, fault
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands.joining import email_refusals
from toutdoux.members.logic.events import MemberEvent
from toutdoux.members.logic.rights import Cause, SpellKind
from toutdoux.members.logic.table import Line
from toutdoux.members.models import Member, Spell, VotingRight
from toutdoux.rules.rulebook import Waiting
from toutdoux.rules.time import after_waiting, start_of_day

#: How many rows are written at once, between two words of progress.
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What an import does: who is added, who was there already, and how many had left on a day not told and are not entered."""

    added: tuple[Line, ...]
    known: tuple[Line, ...]
    former: int


def preview_members(*, association_id: UUID, lines: Sequence[Line], now: datetime) -> Entered:
    """Say what importing ``lines`` would do, and write nothing. Refuses what the import would refuse."""
    zone = association(association_id=association_id).zone
    return _planned(association_id=association_id, lines=lines, today=now.astimezone(zone).date())


def import_members(
    *,
    association_id: UUID,
    actor_id: UUID | None,
    lines: Sequence[Line],
    since_joining: bool = False,
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> Entered:
    """Enter the people of ``lines`` in the register, in one transaction; ``progress`` is told how many are written.

    Each keeps their day of joining (today without one), and the day they left, if so. The waiting period runs from the import, so that no file makes a
    council; ``since_joining`` counts it from the day of joining, for whoever installs the association they already are.
    """
    with writing(association_id=association_id, now=now) as log:
        zone = association(association_id=association_id).zone
        today = log.at.astimezone(zone).date()
        planned = _planned(association_id=association_id, lines=lines, today=today)
        waiting = current_rulebook(association_id=association_id).rulebook.voting_right.waiting
        for start in range(0, len(planned.added), _BATCH):
            batch = planned.added[start : start + _BATCH]
            rows = [_row(log, line) for line in batch]
            for row, line in zip(rows, batch, strict=True):
                if line.joined_on is not None and (line.joined_on < today or line.left_on is not None):
                    row.joined_at = start_of_day(day=line.joined_on, zone=zone)
                if line.left_on is not None:
                    row.left_at = start_of_day(day=line.left_on, zone=zone)
            Member.objects.bulk_create(rows)
            Spell.objects.bulk_create(
                [
                    Spell(member=row, kind=SpellKind.LEFT, starts_at=row.left_at)
                    for row in rows
                    if row.left_at is not None
                ]
            )
            rights = []
            for row in rows:
                _tell_joined(log, row, actor_id=actor_id, since_joining=since_joining)
                starts_at = _right_from(log, row, waiting=waiting, zone=zone, since_joining=since_joining)
                if starts_at is not None:
                    rights.append(VotingRight(member=row, starts_at=starts_at, cause=Cause.WAITING))
                    log.append(
                        kind=MemberEvent.RIGHT_BEGAN,
                        actor_id=None,
                        data={"member": str(row.id), "cause": Cause.WAITING, "action": None},
                    )
                if row.left_at is not None:
                    data = {"member": str(row.id), "since": instant_text(row.left_at)}
                    log.append(kind=MemberEvent.LEFT, actor_id=actor_id, data=data)
            VotingRight.objects.bulk_create(rights)
            progress(start + len(batch))
    return planned


def _planned(*, association_id: UUID, lines: Sequence[Line], today: date) -> Entered:
    problems: list[Refusal] = []
    for line in lines:
        for column, day in (("joined_on", line.joined_on), ("left_on", line.left_on)):
            if day is not None and day > today:
                value = day.isoformat()
                problems.append(fault(TableFault.IN_THE_FUTURE, row=line.row, column=column, value=value))
        if email_refusals(line.email):
            problems.append(fault(TableFault.NOT_AN_EMAIL, row=line.row, column="email", value=line.email))
    refuse_if_any(problems)
    rows = list(Member.objects.filter(association_id=association_id).values_list("name", "email"))
    emails = {email for _, email in rows if email}
    without = {searchable(name) for name, email in rows if not email}
    everyone = {searchable(name) for name, _ in rows}
    added: list[Line] = []
    known: list[Line] = []
    for line in lines:
        name = searchable(line.name)
        there = line.email in emails or name in without if line.email else name in everyone
        if not line.former:
            (known if there else added).append(line)
    return Entered(added=tuple(added), known=tuple(known), former=sum(line.former for line in lines))


def _row(log: Log, line: Line) -> Member:
    return Member(
        id=uuid4(),
        association_id=log.association_id,
        kind=Member.Kind.ORGANISATION if line.organisation else Member.Kind.PERSON,
        name=line.name,
        email=line.email,
        aliases=line.aliases,
        pronoun=line.pronoun,
        title=line.title,
        contact=line.contact,
        search=searchable(line.name, line.aliases),
        joined_at=log.at,
    )


def _tell_joined(log: Log, row: Member, *, actor_id: UUID | None, since_joining: bool) -> None:
    """Tell the register's day of joining where it is not this instant, and from when the waiting period runs."""
    data: dict[str, object] = {"member": str(row.id)}
    if row.joined_at != log.at:
        data |= {"since": instant_text(row.joined_at), "waits_since": "joining" if since_joining else "entry"}
    log.append(kind=MemberEvent.JOINED, actor_id=actor_id, data=data)


def _right_from(
    log: Log, row: Member, *, waiting: Waiting | None, zone: ZoneInfo, since_joining: bool
) -> datetime | None:
    if waiting is None:
        return None
    begins = row.joined_at if since_joining else log.at
    day = begins.astimezone(zone).date()
    first_day = after_waiting(day=day, waiting=waiting)
    return begins if first_day == day else start_of_day(day=first_day, zone=zone)
