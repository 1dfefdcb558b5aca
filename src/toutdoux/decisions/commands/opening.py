"""Writing, publishing, amending and countering actions."""

import secrets
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from toutdoux.associations.queries import association, current_period, current_rulebook, period, rulebook_row
from toutdoux.decisions.commands.settling import deciding
from toutdoux.decisions.logic.acts import amendment_refusals, counter_vote_refusals
from toutdoux.decisions.logic.drafts import (
    ActionDraft,
    EffectDraft,
    draft_refusals,
    effects_refusals,
    known_effects_refusals,
    reason_refusals,
    text_refusals,
)
from toutdoux.decisions.logic.effects import Known
from toutdoux.decisions.logic.events import DecisionEvent, DecisionRefusal
from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.models import Action, Effect, Lead, Link, OutcomeRecord, Seat, Version
from toutdoux.decisions.queries.doors import access_draft, act_facts, find, known_things, load, reference_of
from toutdoux.decisions.queries.facts import rulebook_of
from toutdoux.kernel.canonical import digest, instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.ledger.commands import Log
from toutdoux.members.queries import council_at, names
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import Branch, Status
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.time import deadline


def save_draft(*, actor: Actor, draft: ActionDraft, draft_id: UUID | None = None, now: datetime) -> UUID:
    """Keep a draft: no number, no council, seen by its authors alone. Returns its id.

    ``draft_id`` names the one to rewrite. Refuses, all at once, what could not be published anyway.
    """
    refuse_if_any(draft_refusals(draft=draft, known=_known(actor, draft.effects)))
    with transaction.atomic():
        if draft_id is None:
            action = Action(id=uuid4(), association_id=actor.association_id, created_at=now)
            action.created_by_id = actor.member_id
        else:
            action = access_draft(actor=actor, draft_id=draft_id, lock=True)
        action.kind = draft.kind
        action.title = draft.title.strip()
        action.search = searchable(draft.title, draft.text)
        action.lead_wanted, action.co_lead_wanted = draft.lead_wanted, draft.co_lead_wanted
        action.discussion_url = draft.discussion_url
        chosen = period(association_id=actor.association_id, code=draft.period) if draft.period else None
        action.period_id = chosen.id if chosen else None
        action.save()
        _write_version(action=action, draft=draft, actor=actor)
        _write_leads(action=action, draft=draft, actor=actor, now=now)
        _write_origin(action=action, draft=draft, actor=actor, now=now)
    return action.id


def delete_draft(*, actor: Actor, draft_id: UUID) -> None:
    """Throw a draft away. Nothing published is ever deleted."""
    with transaction.atomic():
        action = access_draft(actor=actor, draft_id=draft_id, lock=True)
        version_id = action.text_id
        Lead.objects.filter(action=action).delete()
        Link.objects.filter(source=action).delete()
        Effect.objects.filter(version_id=version_id).delete()
        Action.objects.filter(id=action.id).update(current=None)
        Version.objects.filter(id=version_id).delete()
        action.delete()


def publish_action(*, actor: Actor, draft_id: UUID, now: datetime) -> Reference:
    """Publish a draft: give it its number, pin the rules, freeze the council, start the delay. Returns its reference.

    An ordinary action is announced, and effective, at that instant; an extraordinary one opens to ballots.
    """
    with deciding(association_id=actor.association_id, now=now) as log:
        action = access_draft(actor=actor, draft_id=draft_id, lock=True)
        rules = current_rulebook(association_id=actor.association_id)
        zone = association(association_id=actor.association_id).zone
        day = log.at.astimezone(zone).date()
        if action.period_id is None:
            found = current_period(association_id=actor.association_id, day=day)
            if found is None:
                raise Refused([Refusal(code=DecisionRefusal.PERIOD_MISSING)])
            action.period_id = found.id
        kind = Kind(action.kind)
        version = Version.objects.get(id=action.text_id)
        effects = _effects_of(version)
        refusals = known_effects_refusals(effects=effects, known=_known(actor, effects))
        refusals += effects_refusals(kind=kind, effects=effects, rulebook=rules.rulebook, today=day)
        refuse_if_any(refusals)
        action.number = _next_number(action=action)
        action.rulebook_id = rules.id
        action.save(update_fields=["number", "rulebook", "period"])
        _open(log=log, action=action, version=version)
        _entry(log=log, action=action, version=version, kind=DecisionEvent.OPENED, actor_id=actor.member_id)
        return reference_of(load(actor=actor, action_id=action.id))


def amend_action(
    *,
    actor: Actor,
    action_id: UUID,
    title: str,
    text: str,
    effects: tuple[EffectDraft, ...] | None = None,
    now: datetime,
) -> int:
    """Publish a new version of the text: the council is frozen anew, the delay and the count start again.

    Effects stay as they were unless given. Returns the number of the new version. The deadline never comes nearer.
    """
    refuse_if_any(text_refusals(title=title, text=text))
    with deciding(association_id=actor.association_id, now=now) as log:
        action = load(actor=actor, action_id=action_id)
        rulebook = rulebook_of(action)
        facts = act_facts(action=action, actor=actor, at=log.at)
        refuse_if_any(amendment_refusals(facts=facts, rulebook=rulebook))
        before = Version.objects.get(id=action.text_id)
        kept = _effects_of(before)
        proposed = kept if effects is None else effects
        zone = association(association_id=actor.association_id).zone
        today = log.at.astimezone(zone).date()
        refusals = known_effects_refusals(effects=proposed, known=_known(actor, proposed))
        refusals += effects_refusals(kind=Kind(action.kind), effects=proposed, rulebook=rulebook, today=today)
        refuse_if_any(refusals)
        if (before.title, before.text, kept) == (title.strip(), text, proposed):
            raise Refused([Refusal(code=DecisionRefusal.NOTHING_CHANGED, article=Article.AMENDMENT)])
        version = Version.objects.create(
            action=action,
            number=before.number + 1,
            title=title.strip(),
            text=text,
            effects_only=before.effects_only and bool(proposed),
            written_by_id=actor.member_id,
        )
        _write_effects(version=version, effects=proposed)
        action.title, action.search = version.title, searchable(version.title, version.text)
        _open(log=log, action=action, version=version)
        _entry(log=log, action=action, version=version, kind=DecisionEvent.AMENDED, actor_id=actor.member_id)
        return version.number


def call_counter_vote(*, actor: Actor, action_id: UUID, reason: str, now: datetime) -> Reference:
    """Call a vote that annuls an action if it succeeds. It has its own frozen council and suspends nothing."""
    refuse_if_any(reason_refusals(reason=reason, required=True))
    with deciding(association_id=actor.association_id, now=now) as log:
        target = load(actor=actor, action_id=action_id)
        running = Action.objects.filter(target=target, status=Status.OPEN).exists()
        facts = act_facts(action=target, actor=actor, at=log.at)
        refuse_if_any(counter_vote_refusals(facts=facts, rulebook=rulebook_of(target), running=running))
        last = Action.objects.filter(target=target).aggregate(last=Max("suffix"))["last"] or 0
        action = Action.objects.create(
            id=uuid4(),
            association_id=actor.association_id,
            kind=Kind.COUNTER_VOTE,
            period_id=target.period_id,
            number=target.number,
            target=target,
            suffix=last + 1,
            title=target.title,
            search=searchable(target.title, reason),
            created_by_id=actor.member_id,
            created_at=log.at,
            rulebook_id=target.rulebook_id,
        )
        Lead.objects.create(action=action, member_id=actor.member_id, first=True, since=log.at)
        version = Version.objects.create(
            action=action, number=1, title=target.title, text=reason.strip(), written_by_id=actor.member_id
        )
        _open(log=log, action=action, version=version)
        _entry(log=log, action=action, version=version, kind=DecisionEvent.OPENED, actor_id=actor.member_id)
        return reference_of(load(actor=actor, action_id=action.id))


def _open(*, log: Log, action: Action, version: Version) -> None:
    """Freeze the council, fix the deadline, and write the version that people will vote on."""
    council = council_at(association_id=log.association_id, at=log.at)
    if not council:
        raise Refused([Refusal(code=DecisionRefusal.EMPTY_COUNCIL, article=Article.COUNCIL)])
    zone = association(association_id=log.association_id).zone
    pinned = rulebook_row(rulebook_id=action.rulebook_id or 0)
    rules = pinned.rulebook.count_rules(Kind(action.kind))
    version.opened_at = log.at
    version.deadline = deadline(opened_at=log.at, delay=rules.delay, zone=zone) if rules else None
    version.council = len(council)
    version.salt = secrets.token_hex(16)
    version.text_digest = digest(
        {
            "salt": version.salt,
            "title": version.title,
            "text": version.text,
            "effects": [{"kind": e.kind, "params": dict(e.params)} for e in _effects_of(version)],
        }
    )
    version.council_digest = digest(
        {
            "association": str(log.association_id),
            "action": str(action.id),
            "version": version.number,
            "at": instant_text(log.at),
            "rulebook": pinned.number,
            "members": [str(member_id) for member_id in council],
        }
    )
    version.save()
    Seat.objects.bulk_create([Seat(version=version, member_id=member_id) for member_id in council])
    if action.opened_at is None:
        action.opened_at = log.at
        action.opened_on = log.at.astimezone(zone).date()
        action.status = Status.OPEN if rules else Status.ANNOUNCED
        action.decided_at = None if rules else log.at
    action.current, action.deadline = version, version.deadline
    action.save()
    if rules is None:
        OutcomeRecord.objects.create(
            action=action,
            status=Status.ANNOUNCED,
            branch=Branch.ANNOUNCED,
            article=Article.ANNOUNCEMENT,
            at=log.at,
            council=len(council),
            for_votes=0,
            against_votes=0,
            blank_votes=0,
        )


def _entry(*, log: Log, action: Action, version: Version, kind: DecisionEvent, actor_id: UUID) -> None:
    log.append(
        kind=kind,
        actor_id=actor_id,
        data={
            "action": str(action.id),
            "kind": action.kind,
            "period": action.period_id,
            "number": action.number,
            "target": str(action.target_id) if action.target_id else None,
            "suffix": action.suffix,
            "rulebook": action.rulebook_id,
            "version": version.number,
            "opened_at": instant_text(log.at),
            "deadline": instant_text(version.deadline) if version.deadline else None,
            "council": version.council,
            "council_digest": version.council_digest,
            "text_digest": version.text_digest,
            "effects_only": version.effects_only,
        },
    )


def _next_number(*, action: Action) -> int:
    """Return the greatest number of the period and kind, historical ones included, plus one. Held by the lock."""
    rows = Action.objects.filter(
        association_id=action.association_id, period_id=action.period_id or 0, kind=action.kind, target=None
    )
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


def _write_version(*, action: Action, draft: ActionDraft, actor: Actor) -> None:
    version = Version.objects.filter(action=action).first() or Version(action=action, number=1)
    version.title, version.text = draft.title.strip(), draft.text
    version.effects_only = draft.effects_only
    version.written_by_id = actor.member_id
    version.save()
    Effect.objects.filter(version=version).delete()
    _write_effects(version=version, effects=draft.effects)
    if action.current_id != version.id:
        action.current = version
        action.save(update_fields=["current"])


def _write_effects(*, version: Version, effects: tuple[EffectDraft, ...]) -> None:
    Effect.objects.bulk_create(
        [
            Effect(version=version, position=position, kind=effect.kind, params=dict(effect.params))
            for position, effect in enumerate(effects, start=1)
        ]
    )


def _effects_of(version: Version) -> tuple[EffectDraft, ...]:
    rows = Effect.objects.filter(version=version).order_by("position")
    return tuple(EffectDraft(kind=row.kind, params=row.params) for row in rows)


def _known(actor: Actor, effects: tuple[EffectDraft, ...]) -> Known:
    """Return what effects may name; most actions have none, and ask nothing."""
    return known_things(association_id=actor.association_id) if effects else Known()


def _write_leads(*, action: Action, draft: ActionDraft, actor: Actor, now: datetime) -> None:
    first = action.created_by_id or actor.member_id
    known = names(association_id=action.association_id, ids={first, *draft.co_leads})
    Lead.objects.filter(action=action).delete()
    Lead.objects.create(action=action, member_id=first, first=True, since=now)
    Lead.objects.bulk_create(
        [
            Lead(action=action, member_id=m, since=now)
            for m in dict.fromkeys(draft.co_leads)
            if m in known and m != first
        ]
    )


def _write_origin(*, action: Action, draft: ActionDraft, actor: Actor, now: datetime) -> None:
    Link.objects.filter(source=action).delete()
    if draft.follows:
        origin = find(actor=actor, text=draft.follows, now=now)
        Link.objects.create(source=action, target=origin, sort="follows", member_id=actor.member_id, at=now)
