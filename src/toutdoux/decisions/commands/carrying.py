"""Carrying an action: withdrawal, urgency, execution, leads, footnotes, links, what is undone by hand."""

from datetime import date, datetime
from uuid import UUID

from toutdoux.associations.queries import association
from toutdoux.decisions.commands.settling import deciding, record_if_decided
from toutdoux.decisions.logic.acts import (
    ActFacts,
    day_refusals,
    execution_refusals,
    lead_refusals,
    urgency_refusals,
    withdrawal_refusals,
)
from toutdoux.decisions.logic.drafts import reason_refusals
from toutdoux.decisions.logic.events import DecisionEvent, DecisionRefusal
from toutdoux.decisions.models import Action, EffectRecord, Lead, Link, Note
from toutdoux.decisions.queries.doors import act_facts, find, load
from toutdoux.decisions.queries.facts import rulebook_of
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.ledger.commands import Log
from toutdoux.rules.facts import Execution


def withdraw_action(*, actor: Actor, action_id: UUID, reason: str, now: datetime) -> None:
    """Withdraw an undecided action, saying why. It closes at once."""
    refuse_if_any(reason_refusals(reason=reason, required=True))
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        refuse_if_any(withdrawal_refusals(facts=act_facts(action=action, actor=actor, at=log.at)))
        action.withdrawn_at = log.at
        action.save(update_fields=["withdrawn_at"])
        _note(log=log, action=action, actor=actor, about="withdrawal", text=reason)
        log.append(kind=DecisionEvent.WITHDRAWN, actor_id=actor.member_id, data={"action": str(action.id)})
        record_if_decided(log=log, action=action)


def declare_urgency(*, actor: Actor, action_id: UUID, reason: str, now: datetime) -> None:
    """Allow carrying out before the outcome, saying why. Deciding goes on; effects wait for the outcome."""
    refuse_if_any(reason_refusals(reason=reason, required=True))
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        facts = act_facts(action=action, actor=actor, at=log.at)
        refuse_if_any(urgency_refusals(facts=facts, rulebook=rulebook_of(action)))
        action.urgent_at = log.at
        action.save(update_fields=["urgent_at"])
        _note(log=log, action=action, actor=actor, about="urgency", text=reason)
        log.append(kind=DecisionEvent.URGENCY_DECLARED, actor_id=actor.member_id, data={"action": str(action.id)})


def start_action(*, actor: Actor, action_id: UUID, note: str = "", now: datetime) -> None:
    """Say that carrying out has begun."""
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        _check_execution(action=action, actor=actor, becomes=Execution.IN_PROGRESS, at=log.at)
        _change_execution(log=log, action=action, actor=actor, becomes=Execution.IN_PROGRESS)
        _note(log=log, action=action, actor=actor, about="progress", text=note)


def finish_action(*, actor: Actor, action_id: UUID, on: date | None = None, note: str = "", now: datetime) -> None:
    """Say that the action has been carried out, ``on`` a day (default: today in the association's zone)."""
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        _check_execution(action=action, actor=actor, becomes=Execution.DONE, at=log.at)
        zone = association(association_id=actor.association_id).zone
        today = log.at.astimezone(zone).date()
        day = on or today
        refuse_if_any(day_refusals(day=day, today=today, opened_on=action.opened_on))
        action.carried_out_on = day
        _change_execution(log=log, action=action, actor=actor, becomes=Execution.DONE)
        _note(log=log, action=action, actor=actor, about="done", text=note)


def abandon_action(*, actor: Actor, action_id: UUID, reason: str, now: datetime) -> None:
    """Give up carrying out an action that was decided, saying why."""
    refuse_if_any(reason_refusals(reason=reason, required=True))
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        _check_execution(action=action, actor=actor, becomes=Execution.ABANDONED, at=log.at)
        _change_execution(log=log, action=action, actor=actor, becomes=Execution.ABANDONED)
        _note(log=log, action=action, actor=actor, about="abandonment", text=reason)


def want_leads(*, actor: Actor, action_id: UUID, lead: bool, co_lead: bool, now: datetime) -> None:
    """Say, as lead, whether someone else is wanted to lead, or to lead along."""
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        refuse_if_any(lead_refusals(facts=act_facts(action=action, actor=actor, at=log.at)))
        action.lead_wanted, action.co_lead_wanted = lead, co_lead
        action.save(update_fields=["lead_wanted", "co_lead_wanted"])
        _log_leads(log=log, action=action, actor=actor, change="wanted")


def take_lead(*, actor: Actor, action_id: UUID, now: datetime) -> None:
    """Take up an action whose lead is wanted, or join as co-lead; the former lead stays along."""
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        facts = act_facts(action=action, actor=actor, at=log.at)
        refuse_if_any(_lead_refusals(action=action, facts=facts))
        if action.lead_wanted:
            Lead.objects.filter(action=action, first=True).update(first=False)
            Lead.objects.create(action=action, member_id=actor.member_id, first=True, since=log.at)
            action.lead_wanted = False
            _log_leads(log=log, action=action, actor=actor, change="lead")
        else:
            Lead.objects.create(action=action, member_id=actor.member_id, since=log.at)
            action.co_lead_wanted = False
            _log_leads(log=log, action=action, actor=actor, change="co-lead")
        action.save(update_fields=["lead_wanted", "co_lead_wanted"])


def add_footnote(*, actor: Actor, action_id: UUID, text: str, now: datetime) -> None:
    """Add a footnote that will be printed under the table. Leads and anyone with the voting right may."""
    if not text.strip():
        raise Refused([Refusal(code=DecisionRefusal.TEXT_MISSING)])
    refuse_if_any(reason_refusals(reason=text, required=True))
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        _check_keeps_the_record(action=action, actor=actor, at=log.at)
        _note(log=log, action=action, actor=actor, about="footnote", text=text)
        action.search = searchable(action.search, text)
        action.save(update_fields=["search"])


def link_actions(*, actor: Actor, action_id: UUID, other: str, sort: str, now: datetime) -> None:
    """Link an action to another (``other``: its reference): it follows from it, replaces it, or relates to it.

    Leads and anyone with the voting right may.
    """
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        _check_keeps_the_record(action=action, actor=actor, at=log.at)
        target = find(actor=actor, text=other, now=log.at)
        if sort not in {"follows", "replaces", "relates"}:
            raise Refused([Refusal(code=DecisionRefusal.KIND_UNKNOWN, data={"kind": sort})])
        if target.id == action.id:
            raise Refused([Refusal(code=DecisionRefusal.LINK_TO_ITSELF)])
        if Link.objects.filter(source=action, target=target).exists():
            raise Refused([Refusal(code=DecisionRefusal.LINK_EXISTS)])
        Link.objects.create(source=action, target=target, sort=sort, member_id=actor.member_id, at=log.at)
        log.append(
            kind=DecisionEvent.LINK_ADDED,
            actor_id=actor.member_id,
            data={"action": str(action.id), "target": str(target.id), "sort": sort},
        )


def note_undone(*, actor: Actor, action_id: UUID, text: str, now: datetime) -> None:
    """Record what was undone by hand after an action carried out early, or annulled, did not stand.

    Leads and anyone with the voting right may.
    """
    if not text.strip():
        raise Refused([Refusal(code=DecisionRefusal.TEXT_MISSING)])
    refuse_if_any(reason_refusals(reason=text, required=True))
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        _check_keeps_the_record(action=action, actor=actor, at=log.at)
        _note(log=log, action=action, actor=actor, about="undone", text=text)


def tick_undone(*, actor: Actor, record_id: int, now: datetime) -> None:
    """Tick off one effect of an annulled action that had to be undone by hand. Leads and who votes may."""
    with deciding(association_id=actor.association_id, now=now) as log:
        rows = EffectRecord.objects.filter(
            id=record_id,
            what="by-hand",
            ticked_at=None,
            effect__version__action__association_id=actor.association_id,
        )
        record = rows.select_related("effect__version").first()
        if record is None:
            raise Refused([Refusal(code=DecisionRefusal.NOTHING_TO_TICK)])
        action = load(actor=actor, action_id=record.effect.version.action_id)
        _check_keeps_the_record(action=action, actor=actor, at=log.at)
        rows.update(ticked_at=log.at, ticked_by_id=actor.member_id)
        log.append(kind=DecisionEvent.EFFECT, actor_id=actor.member_id, data={"record": record_id, "what": "ticked"})


def _check_keeps_the_record(*, action: Action, actor: Actor, at: datetime) -> None:
    """Refuse who neither leads the action nor votes: the record is theirs to complete."""
    facts = act_facts(action=action, actor=actor, at=at)
    if not facts.actor_right.votes:
        refuse_if_any(lead_refusals(facts=facts))


def _lead_refusals(*, action: Action, facts: ActFacts) -> list[Refusal]:
    if facts.actor_id in facts.lead_ids:
        return [Refusal(code=DecisionRefusal.ALREADY_LEADS)]
    if not (action.lead_wanted or action.co_lead_wanted):
        return [Refusal(code=DecisionRefusal.LEAD_NOT_WANTED)]
    return []


def _check_execution(*, action: Action, actor: Actor, becomes: Execution, at: datetime) -> None:
    facts = act_facts(action=action, actor=actor, at=at)
    refuse_if_any(execution_refusals(facts=facts, becomes=becomes))


def _change_execution(*, log: Log, action: Action, actor: Actor, becomes: Execution) -> None:
    action.execution = becomes
    if becomes in {Execution.DONE, Execution.ABANDONED}:
        action.ended_at = log.at
    action.save(update_fields=["execution", "ended_at", "carried_out_on"])
    log.append(
        kind=DecisionEvent.EXECUTION_CHANGED,
        actor_id=actor.member_id,
        data={
            "action": str(action.id),
            "execution": becomes,
            "at": instant_text(log.at),
            "on": action.carried_out_on.isoformat() if action.carried_out_on else None,
        },
    )


def _note(*, log: Log, action: Action, actor: Actor, about: str, text: str) -> None:
    if not text.strip():
        return
    row = Note.objects.create(action=action, about=about, text=text.strip(), member_id=actor.member_id, at=log.at)
    log.append(
        kind=DecisionEvent.NOTE_ADDED,
        actor_id=actor.member_id,
        data={"action": str(action.id), "note": row.id, "about": about},
    )


def _log_leads(*, log: Log, action: Action, actor: Actor, change: str) -> None:
    log.append(
        kind=DecisionEvent.LEAD_CHANGED,
        actor_id=actor.member_id,
        data={"action": str(action.id), "change": change, "lead_wanted": action.lead_wanted},
    )
