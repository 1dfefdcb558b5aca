"""Where each article of the rulebook last applied, and how actions are named where other pages mention them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.models import Action, OutcomeRecord
from toutdoux.decisions.queries.doors import reference_of
from toutdoux.rules.facts import Status
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True, kw_only=True)
class Applied:
    """A decision that an article led to."""

    reference: Reference
    title: str
    kind: Kind
    status: Status
    at: datetime


def last_applied(*, association_id: UUID, most: int = 3) -> dict[int, tuple[Applied, ...]]:
    """Return, by article number, the latest decisions it led to, at most ``most`` each, the latest first."""
    place = Window(RowNumber(), partition_by=[F("article")], order_by=[F("at").desc(), F("id").desc()])
    rows = (
        OutcomeRecord.objects.filter(action__association_id=association_id, action__number__isnull=False)
        .annotate(place=place)
        .filter(place__lte=most)
        .select_related("action__period", "action__target")
        .order_by("article", "place")
    )
    found: dict[int, list[Applied]] = defaultdict(list)
    for row in rows:
        found[row.article].append(
            Applied(
                reference=reference_of(row.action),
                title=row.action.title,
                kind=Kind(row.action.kind),
                status=Status(row.status),
                at=row.at,
            )
        )
    return {article: tuple(rows) for article, rows in found.items()}


def references(*, association_id: UUID, ids: set[UUID]) -> dict[UUID, Reference]:
    """Return the references of published actions of an association by their ids."""
    rows = Action.objects.filter(association_id=association_id, id__in=ids, number__isnull=False)
    return {row.id: reference_of(row) for row in rows.select_related("period", "target")}


def imported_actions(*, association_id: UUID, period_id: int) -> dict[tuple[Kind, int], UUID]:
    """Return the historical actions of a period by kind and number."""
    rows = Action.objects.filter(association_id=association_id, period_id=period_id, historical=True, target=None)
    return {(Kind(row.kind), row.number or 0): row.id for row in rows.only("kind", "number")}
