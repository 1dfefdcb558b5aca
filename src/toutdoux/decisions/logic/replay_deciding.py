"""Replaying ballots, objections, decisions and what follows from them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.acts import OVER
from toutdoux.decisions.logic.counting import BallotEvent
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.logic.replay_facts import Fact, LinkFacts, Sort
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_state import Playing
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.rules.facts import STANDING, Choice, Execution, Status
from toutdoux.rules.outcome import ballots_close_at
from toutdoux.rules.rulebook import Kind


def _ballot(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    text = action.text
    voter, choice = entry.actor_id, Choice(data["choice"])
    closes_at = ballots_close_at(
        status=action.status, decided_at=action.decided_at, deadline=text.deadline, ended_at=action.ended_at
    )
    changes = voter in text.counting
    for condition, why in (
        (data["version"] == text.number, "old-version"),
        (voter in text.seats, "not-in-council"),
        (closes_at is None or entry.at < closes_at, "ballots-closed"),
        (action.rulebook.change_ballot or not changes, "ballot-unchangeable"),
    ):
        story.allow(condition, Fact.BALLOT, seq=entry.seq, action=action, why=why)
    assert voter is not None
    row = story.tables.ballots.get(entry.seq)
    if row is None:
        story.differ(Sort.ABSENT, Fact.BALLOT, seq=entry.seq, action=action, stated=choice)
    stated = (action.id, text.number, voter, choice, entry.at, data["door"], data["reason_digest"])
    found = (row.action, row.version, row.member, row.choice, row.at, row.door, row.reason_digest)
    story.check(Fact.BALLOT, seq=entry.seq, stated=stated, found=found, sort=Sort.KEPT, action=action)
    story.ballots.add(entry.seq)
    text.cast(
        BallotEvent(
            member_id=voter, choice=choice, at=entry.at, seq=entry.seq, reasoned=data["reason_digest"] is not None
        )
    )
    if action.status is Status.OPEN and action.outcome_by_count(entry.at).status is not Status.OPEN:
        story.owe(Fact.OUTCOME, action.id, seq=entry.seq)


def _lifted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    standing = action.text.standing(entry.actor_id) if entry.actor_id else None
    _own_objection(story, entry, data, action, standing is not None)
    assert standing is not None
    assert entry.actor_id is not None
    standing.lifted_at = entry.at
    action.text.lifts[entry.actor_id].append(entry.at)


def _kept(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    standing = action.text.standing(entry.actor_id) if entry.actor_id else None
    _own_objection(story, entry, data, action, standing is not None)
    assert standing is not None
    standing.kept_at = entry.at


def _own_objection(
    story: Story,
    entry: EntryFacts,
    data: Mapping[str, Any],
    action: Playing,
    standing: bool,  # noqa: FBT001 -- a fact
) -> None:
    row = story.tables.objections.get(int(data["objection"]))
    if row is None:
        story.differ(Sort.ABSENT, Fact.OBJECTION, seq=entry.seq, action=action)
    stated, found = (action.id, entry.actor_id), (row.action, row.member)
    story.check(Fact.OBJECTION, seq=entry.seq, stated=stated, found=found, sort=Sort.KEPT, action=action)
    allowed = standing and action.status in {Status.OPEN, Status.ANNOUNCED}
    story.allow(allowed, Fact.OBJECTION, seq=entry.seq, action=action, why="objection-over")


def _posted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    assert entry.actor_id is not None
    post = (int(data["objection"]), entry.actor_id, data["sort"], entry.at)
    if post not in story.tables.posts:
        story.differ(Sort.ABSENT, Fact.OBJECTION, seq=entry.seq, action=story.action(entry, data))
    story.posts.add(post)


def _withdrawn(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    story.allow(action.status is Status.OPEN, Fact.OUTCOME, seq=entry.seq, action=action, why=action.status)
    action.withdrawn_at = entry.at
    story.owe(Fact.OUTCOME, action.id, seq=entry.seq)


def _decided(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    """Decide again from scratch, and compare; then note what has to follow."""
    action = story.action(entry, data)
    story.allow(
        action.status is Status.OPEN or action.status in STANDING,
        Fact.OUTCOME,
        seq=entry.seq,
        action=action,
        why=action.status,
    )
    outcome = action.outcome(entry.at)
    then = outcome.tally_then
    at = instant_from_text(data["at"])
    stated = (data["status"], data["branch"], at, data["council"], data["for"], data["against"], data["blank"])
    found = (outcome.status, outcome.branch, outcome.decided_at, then.council, then.for_, then.against, then.blank)
    story.check(Fact.OUTCOME, seq=entry.seq, stated=stated, found=found, action=action)
    earlier = story.first_due()
    in_order = earlier is None or earlier is action or earlier.open_until is None or earlier.open_until >= at
    story.allow(in_order, Fact.DEADLINE, seq=entry.seq, action=action, why="order")
    story.pay(Fact.OUTCOME, action.id)
    action.status, action.decided_at = outcome.status, outcome.decided_at
    row = story.tables.outcomes.get((action.id, outcome.status))
    if row is None:
        story.differ(Sort.ABSENT, Fact.OUTCOME, seq=entry.seq, action=action, stated=outcome.status)
    story.check(
        Fact.OUTCOME,
        seq=entry.seq,
        stated=(data["status"], *stated[1:], int(outcome.article)),
        found=(data["status"], row.branch, row.at, row.council, row.for_, row.against, row.blank, row.article),
        sort=Sort.KEPT,
        action=action,
    )
    story.outcomes.add((action.id, outcome.status))
    _owe_what_follows(story, entry, action)


def _owe_what_follows(story: Story, entry: EntryFacts, action: Playing) -> None:
    if action.status is Status.ANNULLED:
        assert action.decided_at is not None
        for kind, member in story.people.to_take_back(action=action.id, at=action.decided_at):
            story.owe(Fact.RIGHT, action.id, f"{kind} {member}", seq=entry.seq)
    elif action.status in STANDING and action.target is not None:
        story.owe(Fact.OUTCOME, action.target.id, seq=entry.seq)
    elif action.status in STANDING:
        for position in story.tables.versions[action.id, action.text.number].effects:
            story.owe(Fact.EFFECT, action.id, str(position), seq=entry.seq)
        if action.text.effects_only and action.execution is not Execution.DONE:
            story.owe(Fact.EXECUTION, action.id, seq=entry.seq)
    else:
        for counter in action.counters:
            if counter.status is Status.OPEN:
                story.owe(Fact.OUTCOME, counter.id, seq=entry.seq)


def _urgent(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    allowed = action.rulebook.urgency and action.status is Status.OPEN and action.kind is not Kind.COUNTER_VOTE
    story.allow(allowed and action.urgent_at is None, Fact.EXECUTION, seq=entry.seq, action=action, why="urgency")
    action.urgent_at = entry.at


def _execution(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    becomes = Execution(data["execution"])
    at = instant_from_text(data["at"])
    if entry.actor_id is None:
        owed = story.pay(Fact.EXECUTION, action.id)
        story.allow(owed and becomes is Execution.DONE, Fact.EXECUTION, seq=entry.seq, action=action, why=becomes)
        story.check(Fact.EXECUTION, seq=entry.seq, stated=at, found=action.decided_at, action=action)
    else:
        early = action.status is Status.OPEN and action.urgent_at is not None
        allowed = action.execution not in OVER and (action.status in STANDING or early)
        story.allow(allowed, Fact.EXECUTION, seq=entry.seq, action=action, why=becomes)
        story.check(Fact.EXECUTION, seq=entry.seq, stated=at, found=entry.at, action=action)
    action.execution = becomes
    action.carried_out_on = date.fromisoformat(data["on"]) if data["on"] else None
    if becomes in OVER:
        action.ended_at = at


def _note(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    row = story.tables.notes.get(int(data["note"]))
    if row is None:
        story.differ(Sort.ABSENT, Fact.NOTE, seq=entry.seq, action=action, stated=data["about"])
    stated = (action.id, data["about"], entry.actor_id, entry.at)
    found = (row.action, row.about, row.member, row.at)
    story.check(Fact.NOTE, seq=entry.seq, stated=stated, found=found, sort=Sort.KEPT, action=action)
    story.notes.add(int(data["note"]))


def _lead(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    assert entry.actor_id is not None
    if data["change"] != "wanted" and (action.id, entry.actor_id, entry.at) not in story.tables.leads:
        story.differ(Sort.ABSENT, Fact.LEAD, seq=entry.seq, action=action, stated=data["change"])


def _link(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    link = LinkFacts(source=action.id, target=UUID(data["target"]), sort=data["sort"], at=entry.at)
    if link not in story.tables.links:
        story.differ(Sort.ABSENT, Fact.LINK, seq=entry.seq, action=action, stated=data["sort"])


def _remark(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    row = story.tables.remarks.get(UUID(data["remark"]))
    if row is None:
        story.differ(Sort.ABSENT, Fact.REMARK, seq=entry.seq, action=action, stated=data["source"])
    stated = (action.id, entry.actor_id, data["source"], entry.at)
    found = (row.action, row.member, row.source, row.at)
    story.check(Fact.REMARK, seq=entry.seq, stated=stated, found=found, sort=Sort.KEPT, action=action)
    story.remarks.add(UUID(data["remark"]))


HANDLERS: Mapping[str, Handler] = {
    DecisionEvent.BALLOT_CAST: _ballot,
    DecisionEvent.OBJECTION_LIFTED: _lifted,
    DecisionEvent.OBJECTION_KEPT: _kept,
    DecisionEvent.OBJECTION_POSTED: _posted,
    DecisionEvent.WITHDRAWN: _withdrawn,
    DecisionEvent.DECIDED: _decided,
    DecisionEvent.URGENCY_DECLARED: _urgent,
    DecisionEvent.EXECUTION_CHANGED: _execution,
    DecisionEvent.NOTE_ADDED: _note,
    DecisionEvent.LEAD_CHANGED: _lead,
    DecisionEvent.LINK_ADDED: _link,
    DecisionEvent.REMARK_POSTED: _remark,
}
