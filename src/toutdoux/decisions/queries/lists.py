"""Home and register: what waits for the reader, what was decided, and the table of everything."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from toutdoux.decisions.models import TITLE_ORDER, Action, Ballot, HistoricalRecord, Lead, Seat
from toutdoux.decisions.queries.facts import NEEDED, light
from toutdoux.decisions.queries.rows import ActionRow, action_rows
from toutdoux.kernel.people import Actor
from toutdoux.kernel.search import searchable
from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.label import Label, label
from toutdoux.rules.rulebook import Kind

PAGE = 50
_NOT_OVER = (Execution.TO_DO, Execution.IN_PROGRESS)
_STANDING_OR_OPEN = (Status.OPEN, Status.ANNOUNCED, Status.ACCEPTED, Status.TACIT)


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A draft of the reader's."""

    id: UUID
    kind: Kind
    title: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Home:
    """What a member sees first: what waits for them, what was decided since, what they carry."""

    waiting: tuple[ActionRow, ...]
    announced: tuple[ActionRow, ...]
    decided: tuple[ActionRow, ...]
    leading: tuple[ActionRow, ...]
    wanted: tuple[ActionRow, ...]
    drafts: tuple[Draft, ...]


def home(*, actor: Actor, since: datetime | None, now: datetime) -> Home:
    """Return the member's home. ``since`` is their last visit; without one, the last two weeks."""
    since = since or now - timedelta(days=14)
    mine = Action.objects.filter(association_id=actor.association_id, opened_at__isnull=False).select_related(*NEEDED)
    seat = Seat.objects.filter(version_id=OuterRef("current_id"), member_id=actor.member_id)
    voted = Ballot.objects.filter(
        seat__version_id=OuterRef("current_id"), seat__member_id=actor.member_id, counting=True
    )
    waiting = mine.filter(Exists(seat), ~Exists(voted), status=Status.OPEN, deadline__gt=now)
    announced = mine.filter(status=Status.ANNOUNCED, opened_at__gt=since, execution__in=_NOT_OVER)
    decided = mine.filter(decided_at__gt=since).exclude(status=Status.ANNOUNCED).order_by("-decided_at", "id")
    lead = Lead.objects.filter(action_id=OuterRef("id"), member_id=actor.member_id)
    # From the few actions one leads, rather than from all that could be led.
    led = Lead.objects.filter(member_id=actor.member_id).values("action_id")
    leading = mine.filter(id__in=led, status__in=_STANDING_OR_OPEN, execution__in=_NOT_OVER)
    wanted = mine.filter(
        Q(lead_wanted=True) | Q(co_lead_wanted=True),
        ~Exists(lead),
        status__in=_STANDING_OR_OPEN,
        execution__in=_NOT_OVER,
    )
    parts = (
        waiting.order_by("deadline", "id")[:PAGE],
        announced.order_by("-opened_at", "id")[:10],
        decided[:15],
        leading.order_by("-opened_at", "id")[:20],
        wanted.order_by("-opened_at", "id")[:10],
    )
    groups = [[action.id for action in part] for part in parts]
    rows = {
        row.id: row
        for row in action_rows(
            actions={action.id: action for part in parts for action in part}.values(), actor=actor, now=now
        )
    }
    shown = [tuple(rows[action_id] for action_id in group) for group in groups]
    return Home(
        waiting=shown[0],
        announced=shown[1],
        decided=shown[2],
        leading=shown[3],
        wanted=shown[4],
        drafts=_drafts(actor=actor),
    )


def _drafts(*, actor: Actor) -> tuple[Draft, ...]:
    rows = Action.objects.filter(
        association_id=actor.association_id, opened_at=None, historical=False, created_by_id=actor.member_id
    )
    return tuple(
        Draft(id=row.id, kind=Kind(row.kind), title=row.title, created_at=row.created_at)
        for row in rows.order_by("-created_at", "id")
    )


@dataclass(frozen=True, kw_only=True)
class RegisterFilter:
    """What the register is asked for. Empty fields ask for everything. ``sort``: newest, oldest, number, for."""

    kind: str = ""
    period: str = ""
    label: str = ""
    text: str = ""
    lead: UUID | None = None
    wanted: bool = False
    sort: str = "newest"
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Totals:
    """How many actions the period (and every other filter but the kind) holds: "39 = 26 + 13"."""

    extraordinary: int = 0
    ordinary: int = 0

    @property
    def all(self) -> int:
        """Return both kinds together."""
        return self.extraordinary + self.ordinary


@dataclass(frozen=True, kw_only=True)
class Register:
    """A page of the register. Counter-votes are not counted among the actions; they are on their target's page."""

    rows: tuple[ActionRow, ...]
    totals: Totals
    found: int
    page: int
    pages: int
    asked: RegisterFilter = field(default_factory=RegisterFilter)


SORTS = {
    "newest": ("-opened_on", "-opened_at", "-number", "id"),
    "oldest": ("opened_on", "opened_at", "number", "id"),
    "number": ("period_id", "kind", "number", "id"),
    "title": (TITLE_ORDER, "id"),
}


def register(
    *, association_id: UUID, actor: Actor | None, asked: RegisterFilter, now: datetime, per_page: int = PAGE
) -> Register:
    """Return a page of the register of an association, as ``actor`` (None: anyone, for the public register) reads it."""
    rows = Action.objects.filter(association_id=association_id, target=None, number__isnull=False)
    if asked.period:
        rows = rows.filter(period__code__iexact=asked.period)
    if asked.lead is not None:
        rows = rows.filter(Exists(Lead.objects.filter(action_id=OuterRef("id"), member_id=asked.lead)))
    if asked.wanted:
        rows = rows.filter(Q(lead_wanted=True) | Q(co_lead_wanted=True))
    words = searchable(asked.text).split()[:8]
    for word in words:
        rows = rows.filter(search__contains=word)
    if asked.label in set(Label):
        rows = rows.filter(_labelled(rows, Label(asked.label), now))
    order = SORTS.get(asked.sort, SORTS["newest"])
    # Words are looked for in every text: once, for the totals and the page alike.
    matching = list(rows.order_by(*order).values_list("kind", "id")) if words else []
    counts = Counter(kind for kind, _ in matching) if words else _counts(rows)
    totals = Totals(
        extraordinary=counts.get(Kind.EXTRAORDINARY, 0),
        ordinary=counts.get(Kind.ORDINARY, 0),
    )
    kinds = {asked.kind} & set(Kind) or set(Kind)
    found = sum(counts.get(kind, 0) for kind in kinds)
    pages = max(1, -(-found // per_page))
    page = min(max(asked.page, 1), pages)
    wanted = slice((page - 1) * per_page, page * per_page)
    # The page is chosen by ids alone: sorting ten thousand rows with their rulebooks and texts took ten times as long.
    chosen: Iterable[UUID]
    if words:
        chosen = [action_id for kind, action_id in matching if kind in kinds][wanted]
    else:
        chosen = rows.filter(kind__in=kinds).order_by(*order).values_list("id", flat=True)[wanted]
    shown = Action.objects.filter(id__in=chosen).select_related(*NEEDED).order_by(*order)
    return Register(
        rows=action_rows(actions=shown, actor=actor, now=now),
        totals=totals,
        found=found,
        page=page,
        pages=pages,
        asked=asked,
    )


def _counts(rows: QuerySet[Action]) -> dict[str, int]:
    return dict(rows.values_list("kind").annotate(number=Count("*")).order_by())


def _labelled(rows: QuerySet[Action], word: Label, now: datetime) -> Q:
    """Return the condition for actions bearing a label: the finite table of ``rules.label`` read backwards.

    Actions whose deadline is over but not yet settled bear the label they will be settled with.
    """
    condition = Q(Exists(HistoricalRecord.objects.filter(action_id=OuterRef("id"), label=word)))
    for kind in (Kind.ORDINARY, Kind.EXTRAORDINARY):
        for status in Status:
            executions = [e for e in Execution if label(status=status, execution=e, kind=kind) is word]
            if executions:
                condition |= Q(kind=kind, status=status, execution__in=executions)
    due = list(rows.filter(status=Status.OPEN, deadline__lte=now).select_related(*NEEDED))
    loaded = light(due)
    bearing = [
        action.id
        for action in due
        if label(
            status=loaded[action.id].outcome(now=now).status,
            execution=Execution(action.execution),
            kind=Kind(action.kind),
        )
        is word
    ]
    unsettled = Q(id__in=[action.id for action in due])
    return (condition & ~unsettled) | Q(id__in=bearing)
