"""Replaying what decisions changed by themselves: each effect was applied once, or had nothing to do for the reason it gives.

Mandates and accesses are told again from their entries, and compared with their tables at the end. What an effect did is
known by the entry it left; what it did not do, by asking the same pure function what the state it met would have allowed.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.accesses.logic.events import AccessEvent
from toutdoux.accesses.logic.ledger import Cause as AccessCause
from toutdoux.decisions.logic.effects import EffectKind
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.logic.replay_facts import Fact, Sort
from toutdoux.decisions.logic.replay_reasons import reason
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.mandates.logic.events import MandateEvent
from toutdoux.mandates.logic.holding import Cause as MandateCause
from toutdoux.members.logic.events import MemberEvent
from toutdoux.rules.facts import Status

#: The entry that each kind leaves when it does something.
_LEAVES = {
    EffectKind.GRANT_VOTING_RIGHT: MemberEvent.RIGHT_BEGAN,
    EffectKind.WITHDRAW_VOTING_RIGHT: MemberEvent.RIGHT_WITHDRAWN,
    EffectKind.ADMIT: MemberEvent.ADMITTED,
    EffectKind.EXCLUDE: MemberEvent.EXCLUDED,
    EffectKind.REINSTATE: MemberEvent.REINSTATED,
    EffectKind.GRANT_ACCESS: AccessEvent.GRANTED,
    EffectKind.EXTEND_ACCESS: AccessEvent.EXTENDED,
    EffectKind.REVOKE_ACCESS: AccessEvent.ENDED,
    EffectKind.GIVE_MANDATE: MandateEvent.BEGAN,
    EffectKind.END_MANDATE: MandateEvent.ENDED,
}


def _effect(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    if data["what"] == "ticked":
        _ticked(story, entry, data)
        return
    action = story.action(entry, data)
    position, what = int(data["effect"]), data["what"]
    effect = story.tables.versions[action.id, action.text.number].effects[position]
    if action.status is Status.ANNULLED:
        story.allow(what in {"reversed", "by-hand"}, Fact.EFFECT, seq=entry.seq, action=action, why=what)
        story.allow(
            (action.id, action.text.number, position, "applied") in story.effects,
            Fact.EFFECT,
            seq=entry.seq,
            action=action,
            why=what,
        )
    else:
        owed = story.pay(Fact.EFFECT, action.id, str(position))
        story.allow(owed, Fact.EFFECT, seq=entry.seq, action=action, why=what)
        assert action.decided_at is not None
        found = expected(
            story,
            decision=action.id,
            at=action.decided_at,
            kind=EffectKind(effect.kind),
            params=effect.params,
            stated=data["because"],
        )
        story.check(Fact.EFFECT, seq=entry.seq, stated=(what, data["because"]), found=found, action=action)
    key = (action.id, action.text.number, position, what)
    row = story.tables.effects.get(key)
    if row is None:
        story.differ(Sort.ABSENT, Fact.EFFECT, seq=entry.seq, action=action, stated=what)
    at = instant_from_text(data["at"])
    story.check(Fact.EFFECT, seq=entry.seq, stated=at, found=action.decided_at, action=action)
    stated_row, found_row = (data["kind"], at, data["because"]), (effect.kind, row.at, row.because)
    story.check(Fact.EFFECT, seq=entry.seq, stated=stated_row, found=found_row, sort=Sort.KEPT, action=action)
    story.effects[key] = entry.seq


def expected(
    story: Story, *, decision: UUID, at: datetime, kind: EffectKind, params: Mapping[str, Any], stated: str
) -> tuple[str, str]:
    """Return what an effect of an action, or of a vote of an assembly, did to the state it met, and why not, if nothing.

    ``decision`` decided ``at``; ``stated``: the reason that was given, where no function of ours could tell another.
    """
    if _done(story, decision, kind, params):
        return "applied", ""
    found = reason(story, decision, kind, params, at=at)
    return "without-object", stated if found is None else found


def _done(story: Story, decision: UUID, kind: EffectKind, params: Mapping[str, Any]) -> bool:
    if kind is EffectKind.ADOPT_RULEBOOK:
        return decision in story.adopted_by
    if kind is EffectKind.ADOPT_REPORT:
        return story.adopts(UUID(params["edition"]), decision)
    if kind in {EffectKind.COMMIT_AMOUNT, EffectKind.REVISE_AMOUNT}:
        if story.revised.get((decision, params["amount"]), params.get("vote")) != params.get("vote"):
            return False
        # Each amount that was noted answers for one effect: two of the same need two entries.
        done = story.committed[decision, params["amount"]] > 0
        story.committed[decision, params["amount"]] -= done
        return done
    if kind is EffectKind.CHANGE_SERVICE:
        return (decision, UUID(params["service"]), params["state"]) in story.served
    subject = params.get("resource", "") or params.get("mandate", "")
    member = UUID(params["member"])
    return (_LEAVES[kind], member, decision) in story.people.done and (
        not subject or (_LEAVES[kind], member, decision, subject) in story.entrusted
    )


def _ticked(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    rows = {row.id: row for row in story.tables.effects.values()}
    row = rows.get(int(data["record"]))
    if row is None:
        story.differ(Sort.ABSENT, Fact.EFFECT, seq=entry.seq, stated="ticked")
    stated, found = (entry.at, entry.actor_id), (row.ticked_at, row.ticked_by)
    story.check(Fact.EFFECT, seq=entry.seq, stated=stated, found=found, sort=Sort.KEPT)
    story.ticked.add(row.id)


def _mandate_began(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    member, cause = UUID(data["member"]), MandateCause(data["cause"])
    story.mandates[UUID(data["mandate"])] = (
        data["code"],
        member,
        instant_from_text(data["starts_at"]),
        instant_from_text(data["ends_at"]),
        cause,
        UUID(data["action"]) if data["action"] else None,
        None,
    )
    _entrusted(story, entry, data, member=member, subject=data["code"])


def _mandate_ended(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    before = story.mandates[UUID(data["mandate"])]
    story.mandates[UUID(data["mandate"])] = (*before[:-1], instant_from_text(data["at"]))
    _entrusted(story, entry, data, member=UUID(data["member"]), subject=str(before[0]))


def _access_granted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    member, resource = UUID(data["member"]), UUID(data["resource"])
    story.accesses[UUID(data["access"])] = (
        resource,
        member,
        AccessCause(data["cause"]),
        UUID(data["action"]) if data["action"] else None,
        instant_from_text(data["starts_at"]),
        instant_from_text(data["until"]) if data["until"] else None,
        None,
        "",
    )
    _entrusted(story, entry, data, member=member, subject=str(resource))


def _access_extended(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    before = story.accesses[UUID(data["access"])]
    until = instant_from_text(data["until"]) if data["until"] else None
    story.accesses[UUID(data["access"])] = (*before[:5], until, *before[6:])
    _entrusted(story, entry, data, member=_uuid(before[1]), subject=str(before[0]))


def _access_ended(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    before = story.accesses[UUID(data["access"])]
    story.accesses[UUID(data["access"])] = (*before[:6], instant_from_text(data["at"]), data["cause"])
    _entrusted(story, entry, data, member=_uuid(before[1]), subject=str(before[0]))


def _resource_closed(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    story.closed[UUID(data["resource"])] = entry.at


def _entrusted(story: Story, entry: EntryFacts, data: Mapping[str, Any], *, member: UUID, subject: str) -> None:
    """Note what an action did to what is entrusted to someone; differ if it never passed, or gave it at another instant."""
    if data["action"] is None:
        return
    decision = UUID(data["action"])
    decided = story.decided_at(decision) is not None
    story.allow(decided, Fact.EFFECT, seq=entry.seq, action=story.actions.get(decision), why=entry.kind)
    story.people.done.add((entry.kind, member, decision))
    story.entrusted.add((entry.kind, member, decision, subject))


def _uuid(value: object) -> UUID:
    assert isinstance(value, UUID)
    return value


HANDLERS: Mapping[str, Handler] = {
    DecisionEvent.EFFECT: _effect,
    MandateEvent.BEGAN: _mandate_began,
    MandateEvent.ENDED: _mandate_ended,
    AccessEvent.GRANTED: _access_granted,
    AccessEvent.EXTENDED: _access_extended,
    AccessEvent.ENDED: _access_ended,
    AccessEvent.RESOURCE_CLOSED: _resource_closed,
}
