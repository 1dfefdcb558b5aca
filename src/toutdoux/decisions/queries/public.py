"""What people outside may read of one action, once the association has opened its register. No ballot is looked at."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.decisions.models import Action
from toutdoux.decisions.queries.doors import find_in
from toutdoux.decisions.queries.facts import NEEDED
from toutdoux.decisions.queries.rows import ActionRow, action_rows
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True, kw_only=True)
class PublicAction:
    """An action as people outside read it: its row, its text, the counter-votes it met, what it would annul itself."""

    row: ActionRow
    text: str
    counter_votes: tuple[ActionRow, ...]
    target: ActionRow | None


def public_action(*, association_id: UUID, reference: str, now: datetime) -> PublicAction:
    """Return the published action that ``reference`` names, or refuse. Whether the register is open is the caller's."""
    action = find_in(association_id=association_id, text=reference, now=now)
    counters = list(Action.objects.filter(target=action).select_related(*NEEDED).order_by("suffix"))
    targets = list(Action.objects.filter(id=action.target_id).select_related(*NEEDED)) if action.target_id else []
    row, *related = action_rows(actions=[action, *counters, *targets], actor=None, now=now)
    return PublicAction(
        row=row,
        text=row.historical.text if row.historical else (action.current.text if action.current else ""),
        counter_votes=tuple(other for other in related if other.kind is Kind.COUNTER_VOTE),
        target=next((other for other in related if other.kind is not Kind.COUNTER_VOTE), None),
    )
