"""What whoever tells people about actions needs: by id, with the text, the seats, who has voted and who leads."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.decisions.models import Action, Ballot, Objection, Seat
from toutdoux.decisions.queries.facts import NEEDED
from toutdoux.decisions.queries.rows import ActionRow, action_rows
from toutdoux.members.queries import names, organisations_of
from toutdoux.rules.facts import Status


@dataclass(frozen=True, kw_only=True)
class ActionNews:
    """A published action as a message tells it. ``seated`` and ``voted`` are member ids, of its current text.

    Whoever represents an organisation that has a seat is told as if they had it, and has voted when each of their seats has.
    """

    row: ActionRow
    text: str
    text_opened_at: datetime
    seated: frozenset[UUID]
    voted: frozenset[UUID]

    @property
    def lead_ids(self) -> frozenset[UUID]:
        """Return who carries it."""
        return frozenset(lead.member_id for lead in self.row.leads)


@dataclass(frozen=True, kw_only=True)
class ObjectionNews:
    """A standing objection as a message tells it."""

    id: int
    name: str
    reason: str


def action_news(*, association_id: UUID, ids: set[UUID], now: datetime) -> dict[UUID, ActionNews]:
    """Return the published actions of an association among ``ids``: a constant number of queries."""
    found = Action.objects.filter(association_id=association_id, id__in=ids, opened_at__isnull=False)
    actions = list(found.select_related(*NEEDED))
    versions = [action.text_id for action in actions]
    seated: dict[int, set[UUID]] = defaultdict(set)
    for version_id, member_id in Seat.objects.filter(version_id__in=versions).values_list("version_id", "member_id"):
        seated[version_id].add(member_id)
    voted: dict[int, set[UUID]] = defaultdict(set)
    ballots = Ballot.objects.filter(seat__version_id__in=versions, counting=True)
    for version_id, member_id in ballots.values_list("seat__version_id", "seat__member_id"):
        voted[version_id].add(member_id)
    rows = action_rows(actions=actions, actor=None, now=now)
    acting = organisations_of(association_id=association_id, at=now)
    for version_id in versions:
        _represent(seated[version_id], voted[version_id], acting)
    return {
        action.id: ActionNews(
            row=row,
            text=action.current.text if action.current else "",
            text_opened_at=(action.current.opened_at if action.current else None) or action.created_at,
            seated=frozenset(seated[action.text_id]),
            voted=frozenset(voted[action.text_id]),
        )
        for action, row in zip(actions, rows, strict=True)
    }


def _represent(seated: set[UUID], voted: set[UUID], acting: Mapping[UUID, frozenset[UUID]]) -> None:
    """Add those who represent seats to those who are told of them."""
    for person_id, organisations in acting.items():
        seats = (organisations | {person_id}) & seated
        if not seats:
            continue
        cast = seats <= voted
        seated.add(person_id)
        (voted.add if cast else voted.discard)(person_id)


def closing_between(*, association_id: UUID, now: datetime, end: datetime, opened_before: datetime) -> dict[UUID, int]:
    """Return the open actions due after ``now`` and by ``end``, whose text was opened by ``opened_before``.

    By id, with the number of the version of their text.
    """
    rows = Action.objects.filter(
        association_id=association_id,
        status=Status.OPEN,
        deadline__gt=now,
        deadline__lte=end,
        current__opened_at__lte=opened_before,
    )
    return {action_id: number or 0 for action_id, number in rows.values_list("id", "current__number")}


def objection_news(*, association_id: UUID, action_id: UUID, member_id: UUID) -> ObjectionNews | None:
    """Return what a member objects to an action, if the objection still stands."""
    rows = Objection.objects.filter(
        version__action_id=action_id,
        version__action__association_id=association_id,
        member_id=member_id,
        lifted_at=None,
    )
    row = rows.select_related("ballot").order_by("-raised_at", "-id").first()
    if row is None:
        return None
    name = names(association_id=association_id, ids={member_id}).get(member_id, "")
    return ObjectionNews(id=row.id, name=name, reason=row.ballot.reason)
