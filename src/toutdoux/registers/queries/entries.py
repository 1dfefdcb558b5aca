"""Entries: who may see one, which there are, what each said before, its files."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from toutdoux.associations.queries import PeriodRow
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.search import searchable
from toutdoux.members.queries import names
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.shape import Register
from toutdoux.registers.models import Entry, File, Part, Revision, Settings, Step

PAGE = 50
_RELATED = ("about", "period", "created_by")


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """From which day an entry stood where, who said so, and by which action."""

    state: str
    day: date
    at: datetime
    by: str
    action_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class FileRow:
    """A file kept with an entry, without its bytes."""

    id: UUID
    name: str
    media_type: str
    size: int
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """An entry as pages and reports need it. ``amount`` in cents of ``currency``; ``values`` as its sheet names them.

    ``last_day`` is included. ``steps``: where it stood, the first first; ``state`` is the last of them. ``decided``: a
    decision that passed made it what it is. ``people``: ids and names of members.
    """

    id: UUID
    register: Register
    kind: str
    title: str
    day: date
    last_day: date | None
    period: str
    starts_at: datetime | None
    ends_at: datetime | None
    state: str
    steps: tuple[StepRow, ...]
    amount: int | None
    currency: str
    action_id: UUID | None
    about_id: UUID | None
    about_title: str
    decided: bool
    people: tuple[tuple[UUID, str], ...]
    note: str
    values: Mapping[str, Any]
    revision: int
    files: int
    created_by: str
    created_by_id: UUID | None
    created_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str

    def day_of(self, state: str) -> date | None:
        """Return the day from which the entry first stood there, None if it never did."""
        return next((step.day for step in self.steps if step.state == state), None)


@dataclass(frozen=True, kw_only=True)
class StandingRow:
    """Where an entry stands, without all the rest."""

    id: UUID
    kind: str
    title: str
    state: str
    values: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class RevisionRow:
    """What an entry said before it was changed."""

    number: int
    before: Mapping[str, Any]
    at: datetime
    by: str


def entries(
    *,
    association_id: UUID,
    register: Register | None = None,
    kinds: Sequence[str] = (),
    period: PeriodRow | None = None,
    about_id: UUID | None = None,
    action_id: UUID | None = None,
    withdrawn: bool = False,
) -> tuple[EntryRow, ...]:
    """Return entries, the earliest first. ``period``: those attributed to it, or whose day falls into it."""
    found = _chosen(association_id=association_id, register=register, kinds=kinds, period=period, withdrawn=withdrawn)
    if about_id is not None:
        found = found.filter(about_id=about_id)
    if action_id is not None:
        found = found.filter(action_id=action_id)
    return _rows(found.select_related(*_RELATED).order_by("day", "created_at", "id"))


def entries_page(
    *,
    association_id: UUID,
    register: Register | None,
    kind: str = "",
    period: PeriodRow | None = None,
    state: str = "",
    text: str = "",
    page: int = 1,
) -> Page[EntryRow]:
    """Return one page of a register, or of all of them, the latest first: a Django page whose objects are ``EntryRow``."""
    kinds = (kind,) if kind else ()
    found = _chosen(association_id=association_id, register=register, kinds=kinds, period=period, withdrawn=False)
    if state:
        found = found.filter(state=state)
    for word in searchable(text).split():
        found = found.filter(search__contains=word)
    pages = Paginator(found.select_related(*_RELATED).order_by("-day", "-created_at", "id"), PAGE)
    one: Page[Any] = pages.get_page(page)
    one.object_list = _rows(one.object_list)
    return one


def access_entry(*, association_id: UUID, entry_id: UUID) -> EntryRow:
    """Return an entry of the association, withdrawn or not, or refuse."""
    found = Entry.objects.filter(association_id=association_id, id=entry_id).select_related(*_RELATED)
    for row in _rows(found):
        return row
    raise Refused([Refusal(code=RegisterRefusal.UNKNOWN_ENTRY)])


def entries_by_id(*, association_id: UUID, ids: Iterable[UUID]) -> dict[UUID, EntryRow]:
    """Return entries of the association by their ids."""
    found = Entry.objects.filter(association_id=association_id, id__in=set(ids)).select_related(*_RELATED)
    return {row.id: row for row in _rows(found)}


def standing(*, association_id: UUID, kinds: Sequence[str]) -> tuple[StandingRow, ...]:
    """Return where the entries of some kinds stand, by day, in one query: for pages that only remind of them."""
    found = Entry.objects.filter(association_id=association_id, kind__in=kinds, withdrawn_at=None)
    columns = found.order_by("day", "id").values_list("id", "kind", "title", "state", "values")
    return tuple(
        StandingRow(id=key, kind=kind, title=title, state=state, values=json.loads(values))
        for key, kind, title, state, values in columns
    )


def entries_of(*, association_id: UUID, member_id: UUID) -> tuple[EntryRow, ...]:
    """Return the entries in which a member takes part, the latest first."""
    taking = Part.objects.filter(member_id=member_id).values("entry_id")
    found = Entry.objects.filter(association_id=association_id, withdrawn_at=None, id__in=taking)
    return _rows(found.select_related(*_RELATED).order_by("-day", "-created_at", "id"))


def titles(*, association_id: UUID, kind: str = "", withdrawn: bool = False) -> dict[UUID, str]:
    """Return the titles of the entries of a kind, or of all of them, by their ids, in one query."""
    found = Entry.objects.filter(association_id=association_id)
    if kind:
        found = found.filter(kind=kind)
    if not withdrawn:
        found = found.filter(withdrawn_at=None)
    return dict(found.values_list("id", "title"))


def counts(*, association_id: UUID) -> dict[Register, int]:
    """Return how many entries each register holds, without those withdrawn."""
    found = Entry.objects.filter(association_id=association_id, withdrawn_at=None).values("register")
    by_register = {row["register"]: row["held"] for row in found.annotate(held=Count("id"))}
    return {register: by_register.get(register, 0) for register in Register}


def states_there_are(*, association_id: UUID, register: Register) -> frozenset[str]:
    """Return the states in which entries of a register stand."""
    found = Entry.objects.filter(association_id=association_id, register=register, withdrawn_at=None).exclude(state="")
    return frozenset(found.values_list("state", flat=True).distinct())


def revisions(*, association_id: UUID, entry_id: UUID) -> tuple[RevisionRow, ...]:
    """Return what an entry said before, the latest change first."""
    found = Revision.objects.filter(entry_id=entry_id, entry__association_id=association_id)
    return tuple(
        RevisionRow(number=row.number, before=json.loads(row.before), at=row.at, by=row.by.name if row.by else "")
        for row in found.select_related("by").order_by("-number")
    )


def files(*, association_id: UUID, entry_id: UUID) -> tuple[FileRow, ...]:
    """Return the files kept with an entry, in the order in which they came."""
    found = File.objects.filter(entry_id=entry_id, entry__association_id=association_id, removed_at=None)
    columns = ("id", "name", "media_type", "size", "added_at")
    return tuple(FileRow(**row) for row in found.order_by("added_at", "id").values(*columns))


def file_content(*, association_id: UUID, entry_id: UUID, file_id: UUID) -> tuple[FileRow, bytes]:
    """Return a file and its bytes, or refuse."""
    found = File.objects.filter(
        id=file_id, entry_id=entry_id, entry__association_id=association_id, removed_at=None
    ).first()
    if found is None:
        raise Refused([Refusal(code=RegisterRefusal.UNKNOWN_FILE)])
    row = FileRow(id=found.id, name=found.name, media_type=found.media_type, size=found.size, added_at=found.added_at)
    return row, bytes(found.content)


def settings_of(*, association_id: UUID, register: Register) -> Mapping[str, Any]:
    """Return what an association said once about a register; nothing if it has said nothing."""
    found = Settings.objects.filter(association_id=association_id, register=register).first()
    return json.loads(found.values) if found else {}


def _chosen(
    *,
    association_id: UUID,
    register: Register | None,
    kinds: Sequence[str],
    period: PeriodRow | None,
    withdrawn: bool,
) -> QuerySet[Entry]:
    found = Entry.objects.filter(association_id=association_id)
    if register is not None:
        found = found.filter(register=register)
    if kinds:
        found = found.filter(kind__in=kinds)
    if not withdrawn:
        found = found.filter(withdrawn_at=None)
    if period is not None:
        by_day = Q(period=None)
        if period.starts_on is None:
            by_day = Q(pk=None)
        else:
            by_day &= Q(day__gte=period.starts_on)
            if period.ends_on is not None:
                by_day &= Q(day__lt=period.ends_on)
        found = found.filter(Q(period_id=period.id) | by_day)
    return found


def _rows(found: Iterable[Entry]) -> tuple[EntryRow, ...]:
    rows = list(found)
    if not rows:
        return ()
    ids = [row.id for row in rows]
    known = names(association_id=rows[0].association_id)
    steps: dict[UUID, list[StepRow]] = defaultdict(list)
    for step in Step.objects.filter(entry_id__in=ids).order_by("number"):
        steps[step.entry_id].append(
            StepRow(
                state=step.state,
                day=step.day,
                at=step.at,
                by=known.get(step.by_id, "") if step.by_id else "",
                action_id=step.action_id,
            )
        )
    people: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for entry_id, member_id in Part.objects.filter(entry_id__in=ids).values_list("entry_id", "member_id"):
        people[entry_id].append((member_id, known.get(member_id, "")))
    kept = Counter(File.objects.filter(entry_id__in=ids, removed_at=None).values_list("entry_id", flat=True))
    return tuple(
        EntryRow(
            id=row.id,
            register=Register(row.register),
            kind=row.kind,
            title=row.title,
            day=row.day,
            last_day=row.last_day,
            period=row.period.code if row.period else "",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            state=row.state,
            steps=tuple(steps[row.id]),
            amount=row.amount,
            currency=row.currency,
            action_id=row.action_id,
            about_id=row.about_id,
            about_title=row.about.title if row.about else "",
            decided=row.decided,
            people=tuple(sorted(people[row.id], key=lambda one: searchable(one[1]))),
            note=row.note,
            values=json.loads(row.values),
            revision=row.revision,
            files=kept[row.id],
            created_by=row.created_by.name if row.created_by else "",
            created_by_id=row.created_by_id,
            created_at=row.created_at,
            withdrawn_at=row.withdrawn_at,
            withdrawn_reason=row.withdrawn_reason,
        )
        for row in rows
    )
