"""Replaying rulebooks, periods, members and their voting rights."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.associations.logic.events import AssociationEvent
from toutdoux.decisions.logic.replay_facts import Fact, Sort
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.members.logic.events import MemberEvent
from toutdoux.members.logic.rights import Cause, right_at
from toutdoux.rules.facts import STANDING
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
    story.check(Fact.RULEBOOK, seq=entry.seq, stated=entry.at, found=kept.adopted_at, sort=Sort.KEPT)
    story.rulebooks.append(number)


def _period_opened(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    if data["period"] not in story.tables.periods.values():
        story.differ(Sort.ABSENT, Fact.PERIOD, seq=entry.seq, stated=data["period"])


def _joined(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    member = UUID(data["member"])
    story.allow(member not in story.people.members, Fact.MEMBER, seq=entry.seq, why="joined")
    if member not in story.tables.members:
        story.differ(Sort.ABSENT, Fact.MEMBER, seq=entry.seq)
    story.people.join(member, at=entry.at)


def _left(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    story.people.leave(UUID(data["member"]), at=entry.at)


def _right_began(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    member, cause = UUID(data["member"]), Cause(data["cause"])
    action_id = UUID(data["action"]) if data["action"] else None
    if cause is Cause.WAITING:
        starts_at = _after_waiting(story, entry.at)
    elif cause is Cause.GRANT:
        action = story.actions[action_id] if action_id else None
        passed = action is not None and action.status in STANDING
        starts_at = action.decided_at if action is not None and passed else None
        facts = story.people.members[member]
        free = starts_at is not None and not right_at(facts=facts, at=starts_at).votes and facts.left_at is None
        story.allow(free, Fact.RIGHT, seq=entry.seq, action=action, why=str(cause))
    else:
        starts_at = entry.at
    if starts_at is None:
        story.differ(Sort.NOT_ALLOWED, Fact.RIGHT, seq=entry.seq, found=cause)
    story.people.begin(member, cause=cause, at=starts_at, action=action_id)


def _after_waiting(story: Story, joined_at: datetime) -> datetime | None:
    """Return when the right of someone who joined at ``joined_at`` begins, by the rules of that day."""
    waiting = story.rulebook(story.rulebooks[-1]).voting_right.waiting
    if waiting is None:
        return None
    day = joined_at.astimezone(story.tables.zone).date()
    first_day = after_waiting(day=day, waiting=waiting)
    return joined_at if first_day == day else start_of_day(day=first_day, zone=story.tables.zone)


def _right_ended(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    counter = story.actions[UUID(data["action"])]
    member = UUID(data["member"])
    target = counter.target
    owed = target is not None and story.pay(Fact.RIGHT, target.id, str(member))
    story.allow(owed, Fact.RIGHT, seq=entry.seq, action=counter, why=data["cause"])
    assert target is not None
    assert counter.decided_at is not None
    story.people.end(member, granted_by=target.id, ended_by=counter.id, at=counter.decided_at)


HANDLERS: Mapping[str, Handler] = {
    AssociationEvent.RULEBOOK_ADOPTED: _rulebook_adopted,
    AssociationEvent.PERIOD_OPENED: _period_opened,
    MemberEvent.JOINED: _joined,
    MemberEvent.LEFT: _left,
    MemberEvent.RIGHT_BEGAN: _right_began,
    MemberEvent.RIGHT_ENDED: _right_ended,
}
