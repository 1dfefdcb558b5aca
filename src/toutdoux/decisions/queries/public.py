"""What people outside may read of one action, once the association has opened its register."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.decisions.models import Action, Ballot
from toutdoux.decisions.queries.doors import find_in
from toutdoux.decisions.queries.facts import NEEDED
from toutdoux.decisions.queries.rows import ActionRow, action_rows
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True, kw_only=True)
class PublicAction:
    """An action as people outside read it: its row, its text, the counter-votes it met, what it would annul itself.

    ``voters``: who voted what on the current text, by choice; empty unless it was asked for. Reasons are never in it.
    """

    row: ActionRow
    text: str
    counter_votes: tuple[ActionRow, ...]
    target: ActionRow | None
    voters: tuple[tuple[Choice, tuple[str, ...]], ...] = ()


def public_action(*, association_id: UUID, reference: str, with_voters: bool, now: datetime) -> PublicAction:
    """Return the published action that ``reference`` names, or refuse.

    Whether the register is open, and whether it names who voted, is the caller's.
    """
    action = find_in(association_id=association_id, text=reference, now=now)
    counters = list(Action.objects.filter(target=action).select_related(*NEEDED).order_by("suffix"))
    targets = list(Action.objects.filter(id=action.target_id).select_related(*NEEDED)) if action.target_id else []
    row, *related = action_rows(actions=[action, *counters, *targets], actor=None, now=now)
    return PublicAction(
        row=row,
        text=row.historical.text if row.historical else (action.current.text if action.current else ""),
        counter_votes=tuple(other for other in related if other.kind is Kind.COUNTER_VOTE),
        target=next((other for other in related if other.kind is not Kind.COUNTER_VOTE), None),
        voters=_voters(action) if with_voters and not action.historical else (),
    )


def _voters(action: Action) -> tuple[tuple[Choice, tuple[str, ...]], ...]:
    rows = Ballot.objects.filter(seat__version_id=action.text_id, counting=True).order_by("seq")
    cast = list(rows.values_list("choice", "seat__member__name"))
    named = ((choice, tuple(name for said, name in cast if said == choice)) for choice in Choice)
    return tuple((choice, names) for choice, names in named if names)
