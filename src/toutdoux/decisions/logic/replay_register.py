"""Replaying rulebooks, periods, members and their voting rights."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.associations.logic.events import AssociationEvent
from toutdoux.decisions.logic.replay_facts import Fact, Sort
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.members.logic import changes
from toutdoux.members.logic.events import MemberEvent
from toutdoux.members.logic.rights import Cause, MemberFacts
from toutdoux.rules.time import after_waiting, start_of_day

Handler = Callable[[Story, EntryFacts, Mapping[str, Any]], None]


def _rulebook_adopted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    number = int(data["rulebook"])
    story.check(Fact.RULEBOOK, seq=entry.seq, stated=number, found=len(story.rulebooks) + 1)
    kept = story.tables.rulebooks.get(number)
    if kept is None:
        story.differ(Sort.ABSENT, Fact.RULEBOOK, seq=entry.seq, stated=number)
    for found in (kept.digest, kept.recomputed):
        story.check(Fact.RULEBOOK, seq=entry.seq, stated=data["digest"], found=found, sort=Sort.KEPT)
    stated_at = instant_from_text(data["at"]) if "at" in data else entry.at
    story.check(Fact.RULEBOOK, seq=entry.seq, stated=stated_at, found=kept.adopted_at, sort=Sort.KEPT)
    if "action" in data:
        decision, passed_at = _passed(story, entry, data)
        action = story.actions.get(decision)
        story.check(Fact.RULEBOOK, seq=entry.seq, stated=stated_at, found=passed_at, action=action)
        story.adopted_by.add(decision)
    story.rulebooks.append(number)


def _period_told(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    if data["period"] not in story.tables.periods.values():
        story.differ(Sort.ABSENT, Fact.PERIOD, seq=entry.seq, stated=data["period"])


def _joined(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    member = UUID(data["member"])
    story.allow(member not in story.people.members, Fact.MEMBER, seq=entry.seq, why="joined")
    if member not in story.tables.members:
        story.differ(Sort.ABSENT, Fact.MEMBER, seq=entry.seq)
    story.people.asking.discard(member)
    since = instant_from_text(data["since"]) if "since" in data else entry.at
    story.allow(since <= entry.at, Fact.MEMBER, seq=entry.seq, why="since")
    story.people.join(member, at=since, waits_from=since if data.get("waits_since") == "joining" else entry.at)


def _asked(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:  # noqa: ARG001 -- one shape for all
    story.people.asking.add(UUID(data["member"]))


def _declined(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:  # noqa: ARG001 -- one shape for all
    story.people.asking.discard(UUID(data["member"]))


def _left(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    """Someone leaves; or had left since a day before, as the table told by which they were entered."""
    facts = _facts(story, data)
    since = instant_from_text(data["since"]) if "since" in data else entry.at
    story.allow(facts.joined_at <= since <= entry.at, Fact.MEMBER, seq=entry.seq, why="since")
    _changes(story, entry, data, changes.leave_association(facts=facts, at=since))


def _returned(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    story.people.asking.discard(UUID(data["member"]))
    _changes(story, entry, data, changes.readmit(facts=_facts(story, data), action_id=None, at=entry.at))


def _leave_began(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    starts_at = instant_from_text(data["from"])
    ends_at = instant_from_text(data["to"]) if data["to"] else None
    changed = changes.take_leave(facts=_facts(story, data), starts_at=starts_at, ends_at=ends_at, at=entry.at)
    _changes(story, entry, data, changed)


def _leave_ended(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    starts_at = instant_from_text(data["from"])
    _changes(story, entry, data, changes.end_leave(facts=_facts(story, data), starts_at=starts_at, at=entry.at))


def _right_began(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    member, cause = UUID(data["member"]), Cause(data["cause"])
    if cause is Cause.GRANT:
        _granted(story, entry, data)
        return
    starts_at = _after_waiting(story, story.people.waits_from[member]) if cause is Cause.WAITING else entry.at
    if starts_at is None:
        story.differ(Sort.NOT_ALLOWED, Fact.RIGHT, seq=entry.seq, found=cause)
    story.people.begin(member, cause=cause, at=starts_at)


def _after_waiting(story: Story, joined_at: datetime) -> datetime | None:
    """Return when the right of someone who waits from ``joined_at`` begins, by the rules in force."""
    waiting = story.rulebook(story.rulebooks[-1]).voting_right.waiting
    if waiting is None:
        return None
    day = joined_at.astimezone(story.tables.zone).date()
    first_day = after_waiting(day=day, waiting=waiting)
    return joined_at if first_day == day else start_of_day(day=first_day, zone=story.tables.zone)


def _granted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    decision, at = _passed(story, entry, data)
    _changes(story, entry, data, changes.grant(facts=_facts(story, data), action_id=decision, at=at), by=decision)


def _right_withdrawn(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    decision, at = _passed(story, entry, data)
    _changes(story, entry, data, changes.withdraw(facts=_facts(story, data), action_id=decision, at=at), by=decision)


def _excluded(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    decision, at = _passed(story, entry, data)
    scope = changes.Scope(data["scope"])
    changed = changes.exclude(facts=_facts(story, data), scope=scope, action_id=decision, at=at)
    _changes(story, entry, data, changed, by=decision)


def _reinstated(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    decision, at = _passed(story, entry, data)
    _changes(story, entry, data, changes.reinstate(facts=_facts(story, data), action_id=decision, at=at), by=decision)


def _admitted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    """A decision lets someone in: new, or back."""
    decision, at = _passed(story, entry, data)
    member = UUID(data["member"])
    story.people.asking.discard(member)
    if member in story.people.members:
        changed = changes.readmit(facts=_facts(story, data), action_id=decision, at=at)
        _changes(story, entry, data, changed, by=decision)
        return
    if member not in story.tables.members:
        story.differ(Sort.ABSENT, Fact.MEMBER, seq=entry.seq)
    story.people.join(member, at=at, waits_from=at)
    story.people.done.add((entry.kind, member, decision))


def _taken_back(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    """A counter-vote annuls an action: what the action had changed is taken back, if it was still in force."""
    counter, member = story.actions[UUID(data["action"])], UUID(data["member"])
    target = counter.target
    owed = target is not None and story.pay(Fact.RIGHT, target.id, f"{entry.kind} {member}")
    story.allow(owed, Fact.RIGHT, seq=entry.seq, action=counter, why=entry.kind)
    assert target is not None
    assert counter.decided_at is not None
    changed = story.people.undoing(entry.kind, member, action=target.id, ended_by=counter.id, at=counter.decided_at)
    story.allow(story.people.take(member, changed), Fact.RIGHT, seq=entry.seq, action=counter, why=entry.kind)


def _facts(story: Story, data: Mapping[str, Any]) -> MemberFacts:
    return story.people.members[UUID(data["member"])]


def _passed(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> tuple[UUID, datetime]:
    """Return the decision that an entry cites, an action's or an assembly's, with its instant; differ if there is none."""
    decision = UUID(data["action"]) if data["action"] else None
    decided_at = story.decided_at(decision, standing=True) if decision else None
    action = story.actions.get(decision) if decision else None
    story.allow(decided_at is not None, Fact.RIGHT, seq=entry.seq, action=action, why=entry.kind)
    assert decision is not None
    assert decided_at is not None
    return decision, decided_at


def _changes(
    story: Story,
    entry: EntryFacts,
    data: Mapping[str, Any],
    changed: changes.Changed,
    *,
    by: UUID | None = None,
) -> None:
    """Take a change that the rules allow."""
    member = UUID(data["member"])
    action = story.actions.get(by) if by else None
    story.allow(story.people.take(member, changed), Fact.MEMBER, seq=entry.seq, action=action, why=str(entry.kind))
    if by is not None:
        story.people.done.add((entry.kind, member, by))


HANDLERS: Mapping[str, Handler] = {
    AssociationEvent.RULEBOOK_ADOPTED: _rulebook_adopted,
    AssociationEvent.PERIOD_OPENED: _period_told,
    AssociationEvent.PERIOD_CLOSED: _period_told,
    MemberEvent.JOINED: _joined,
    MemberEvent.LEFT: _left,
    MemberEvent.ASKED: _asked,
    MemberEvent.DECLINED: _declined,
    MemberEvent.RETURNED: _returned,
    MemberEvent.LEAVE_BEGAN: _leave_began,
    MemberEvent.LEAVE_ENDED: _leave_ended,
    MemberEvent.RIGHT_BEGAN: _right_began,
    MemberEvent.RIGHT_WITHDRAWN: _right_withdrawn,
    MemberEvent.EXCLUDED: _excluded,
    MemberEvent.REINSTATED: _reinstated,
    MemberEvent.ADMITTED: _admitted,
    MemberEvent.RIGHT_ENDED: _taken_back,
    MemberEvent.WITHDRAWAL_ENDED: _taken_back,
    MemberEvent.EXCLUSION_ENDED: _taken_back,
    MemberEvent.REINSTATEMENT_ENDED: _taken_back,
    MemberEvent.ADMISSION_ENDED: _taken_back,
}
