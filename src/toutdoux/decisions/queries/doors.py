"""Doors: how an action is reached. Each refuses what the actor may not see; none looks outside the association."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.accesses.queries import resources
from toutdoux.associations.queries import association, current_period, current_rulebook, periods
from toutdoux.decisions.logic.acts import ActFacts
from toutdoux.decisions.logic.effects import Known
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.logic.references import Reference, read_reference
from toutdoux.decisions.models import Action, Lead, Objection
from toutdoux.decisions.queries.facts import NEEDED
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.mandates.queries import kinds
from toutdoux.members.queries import applicants, member, names
from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.rulebook import Kind
from toutdoux.services.queries import service_names
from toutdoux.writings.queries import edition_names

#: What naming an action needs.
NAMED = ("period", "target")


@dataclass(frozen=True, kw_only=True)
class ActionKey:
    """A published action, found: its id for commands, its reference for people."""

    id: UUID
    reference: Reference


def access_action(*, actor: Actor, reference: str, now: datetime) -> ActionKey:
    """Return the published action that ``reference`` names in the actor's association, or refuse."""
    row = find_in(association_id=actor.association_id, text=reference, now=now, needed=NAMED)
    return ActionKey(id=row.id, reference=reference_of(row))


def find(*, actor: Actor, text: str, now: datetime) -> Action:
    """Return the published action that a member names, with what its facts need, or refuse."""
    return find_in(association_id=actor.association_id, text=text, now=now)


def find_in(*, association_id: UUID, text: str, now: datetime, needed: tuple[str, ...] = NEEDED) -> Action:
    """Return the published action of an association that ``text`` names, loaded with ``needed``, or refuse."""
    reference = read_reference(text)
    row = None
    if reference is not None:
        rows = Action.objects.filter(
            association_id=association_id,
            period_id=_period_id(association_id=association_id, code=reference.period, now=now),
            number=reference.number,
        )
        if reference.suffix is None:
            rows = rows.filter(target=None, kind=reference.kind)
        else:
            rows = rows.filter(target__kind=reference.kind, suffix=reference.suffix)
        row = rows.select_related(*needed).first()
    if row is None:
        raise Refused([Refusal(code=DecisionRefusal.UNKNOWN_ACTION, data={"reference": text})])
    return row


def _period_id(*, association_id: UUID, code: str | None, now: datetime) -> int:
    """Return the period of a reference (0: none), by itself: joined to it, an action would be looked for among all of its kind."""
    if code is None:
        zone = association(association_id=association_id).zone
        found = current_period(association_id=association_id, day=now.astimezone(zone).date())
    else:
        rows = periods(association_id=association_id)
        found = next((row for row in rows if row.code.casefold() == code.casefold()), None)
    return found.id if found else 0


def load(*, actor: Actor, action_id: UUID, needed: tuple[str, ...] = NEEDED) -> Action:
    """Return a live, published action of the actor's association by id, loaded with ``needed``, or refuse."""
    rows = Action.objects.filter(association_id=actor.association_id, id=action_id, opened_at__isnull=False)
    row = rows.select_related(*needed).first()
    if row is None:
        raise Refused([Refusal(code=DecisionRefusal.UNKNOWN_ACTION, data={"reference": str(action_id)})])
    return row


def access_draft(*, actor: Actor, draft_id: UUID, lock: bool = False) -> Action:
    """Return a draft that the actor wrote or co-leads, or refuse; someone else's draft does not exist for them."""
    rows = Action.objects.select_for_update() if lock else Action.objects.all()
    row = rows.filter(association_id=actor.association_id, id=draft_id, historical=False).first()
    if row is None or not (
        row.created_by_id == actor.member_id or Lead.objects.filter(action=row, member_id=actor.member_id).exists()
    ):
        raise Refused([Refusal(code=DecisionRefusal.UNKNOWN_ACTION, data={"reference": ""})])
    if row.opened_at is not None:
        raise Refused([Refusal(code=DecisionRefusal.NOT_A_DRAFT)])
    return row


def access_objection(*, actor: Actor, objection_id: int) -> Objection:
    """Return an objection in the actor's association, or refuse."""
    rows = Objection.objects.filter(id=objection_id, version__action__association_id=actor.association_id)
    row = rows.select_related("version").first()
    if row is None:
        raise Refused([Refusal(code=DecisionRefusal.UNKNOWN_OBJECTION)])
    return row


def act_facts(*, action: Action, actor: Actor, at: datetime) -> ActFacts:
    """Return what decides whether the actor may do something to a published action."""
    return ActFacts(
        kind=Kind(action.kind),
        status=Status(action.status) if action.status else None,
        execution=Execution(action.execution),
        urgent=action.urgent_at is not None,
        actor_id=actor.member_id,
        lead_ids=frozenset(Lead.objects.filter(action=action).values_list("member_id", flat=True)),
        actor_right=member(actor=actor, member_id=actor.member_id, now=at).right,
        opened_on=action.opened_on,
        historical=action.historical,
    )


def reference_of(action: Action) -> Reference:
    """Return the reference of a numbered action loaded with its period and target."""
    counted = action.target or action
    return Reference(
        period=action.period.code.upper() if action.period else None,
        kind=Kind(counted.kind),
        number=action.number or 0,
        suffix=action.suffix,
    )


def known_things(*, association_id: UUID) -> Known:
    """Return what an association has that an effect may name: people, who asks to join, resources, mandates, rules, services, reports."""
    people = frozenset(names(association_id=association_id))
    return Known(
        members=people,
        applicants=people | frozenset(applicants(association_id=association_id)),
        resources=frozenset(row.id for row in resources(association_id=association_id)),
        mandates=frozenset(kind.code for kind in kinds(association_id=association_id)),
        rulebook=current_rulebook(association_id=association_id).number,
        services=frozenset(service_names(association_id=association_id)),
        editions={key: row.settled for key, row in edition_names(association_id=association_id).items()},
    )
