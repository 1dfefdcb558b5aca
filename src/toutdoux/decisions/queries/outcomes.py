"""What was decided and what will be: rows for whoever follows an association from elsewhere, in feeds and calendars."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.decisions.models import Action, HistoricalRecord, OutcomeRecord
from toutdoux.decisions.queries.facts import NEEDED
from toutdoux.decisions.queries.rows import ActionRow, action_rows
from toutdoux.rules.facts import Status
from toutdoux.rules.label import Label


@dataclass(frozen=True, kw_only=True)
class OutcomeItem:
    """One decision as recorded, and the action as it stands now. ``current`` False: another decision came after it."""

    row: ActionRow
    status: Status
    at: datetime
    current: bool


def outcomes(*, association_id: UUID, most: int, now: datetime) -> tuple[OutcomeItem, ...]:
    """Return the latest ``most`` decisions of an association, the latest first, in a constant number of queries."""
    records = list(OutcomeRecord.objects.filter(action__association_id=association_id).order_by("-at", "-id")[:most])
    rows = _rows({record.action_id for record in records}, now=now)
    return tuple(
        OutcomeItem(
            row=rows[record.action_id],
            status=Status(record.status),
            at=record.at,
            current=(outcome := rows[record.action_id].outcome) is not None and outcome.status == record.status,
        )
        for record in records
    )


def with_deadline(*, association_id: UUID, since: datetime, most: int, now: datetime) -> tuple[ActionRow, ...]:
    """Return the published actions whose deadline falls after ``since``, the last ``most`` of them, by deadline."""
    found = Action.objects.filter(association_id=association_id, opened_at__isnull=False, deadline__gt=since)
    ids = list(found.order_by("-deadline", "id").values_list("id", flat=True)[:most])
    rows = _rows(set(ids), now=now)
    return tuple(rows[action_id] for action_id in reversed(ids))


def has_passed(*, association_id: UUID, action_id: UUID) -> bool:
    """Say whether an action was decided by votes, and stands: accepted, or passed tacitly. Announcing alone decides no money.

    A row of an old table passed where its label says so.
    """
    found = Action.objects.filter(association_id=association_id, id=action_id)
    if found.filter(status__in=[Status.ACCEPTED, Status.TACIT]).exists():
        return True
    passed = [Label.ACCEPTED, Label.DONE, Label.IN_PROGRESS]
    return HistoricalRecord.objects.filter(action__in=found.filter(historical=True), label__in=passed).exists()


def _rows(ids: set[UUID], *, now: datetime) -> dict[UUID, ActionRow]:
    actions = Action.objects.filter(id__in=ids).select_related(*NEEDED)
    return {row.id: row for row in action_rows(actions=list(actions), actor=None, now=now)}
