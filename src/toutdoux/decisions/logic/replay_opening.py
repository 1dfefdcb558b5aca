"""Replaying publications: numbers, frozen councils, texts and deadlines; and the old rows that were imported."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.logic.replay_facts import Fact, Sort, VersionFacts
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_state import Playing, Text
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.kernel.canonical import digest, instant_text
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import Branch, Status
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.time import deadline


def _opened(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    identity, kind = UUID(data["action"]), Kind(data["kind"])
    story.allow(identity not in story.actions, Fact.ACTION, seq=entry.seq, why="opened")
    target = story.actions[UUID(data["target"])] if data["target"] else None
    rulebook_id = int(data["rulebook"])
    by_id = {story.tables.rulebooks[number].id: number for number in story.rulebooks}
    if rulebook_id not in by_id:
        story.differ(Sort.ABSENT, Fact.RULEBOOK, seq=entry.seq, stated=rulebook_id)
    action = Playing(
        id=identity,
        kind=kind,
        period_id=int(data["period"]),
        number=int(data["number"]),
        suffix=data["suffix"],
        target=target,
        rulebook=story.rulebook(by_id[rulebook_id]),
        rulebook_id=rulebook_id,
        opened_at=entry.at,
        seq=entry.seq,
    )
    pinned = target.rulebook_id if target else story.tables.rulebooks[story.rulebooks[-1]].id
    story.check(Fact.RULEBOOK, seq=entry.seq, stated=rulebook_id, found=pinned, action=action)
    _number(story, entry, action)
    story.actions[identity] = action
    _publish(story, entry, data, action)
    if target is not None:
        story.allow(
            kind is Kind.COUNTER_VOTE and not any(c.status is Status.OPEN for c in target.counters),
            Fact.ACTION,
            seq=entry.seq,
            action=action,
            why=str(kind),
        )
        target.counters.append(action)
    if action.text.deadline is None:
        action.status, action.decided_at = Status.ANNOUNCED, entry.at
        _announced(story, entry, action)


def _number(story: Story, entry: EntryFacts, action: Playing) -> None:
    """The greatest number of the period and kind, plus one; a counter-vote bears its target's, with a suffix."""
    stated = (action.period_id, action.number, action.suffix)
    found: tuple[int, int, int | None]
    if action.target is not None:
        found = (action.target.period_id, action.target.number, len(action.target.counters) + 1)
    else:
        key = (action.period_id, str(action.kind))
        found = (action.period_id, story.numbers.get(key, 0) + 1, None)
        story.numbers[key] = action.number
    story.check(Fact.NUMBER, seq=entry.seq, stated=stated, found=found, action=action)


def _announced(story: Story, entry: EntryFacts, action: Playing) -> None:
    key = (action.id, Status.ANNOUNCED)
    row = story.tables.outcomes.get(key)
    if row is None:
        story.differ(Sort.ABSENT, Fact.OUTCOME, seq=entry.seq, action=action, stated=Status.ANNOUNCED)
    council = len(action.text.seats)
    story.check(
        Fact.OUTCOME,
        seq=entry.seq,
        stated=(Branch.ANNOUNCED, Article.ANNOUNCEMENT, entry.at, council, 0, 0, 0),
        found=(row.branch, row.article, row.at, row.council, row.for_, row.against, row.blank),
        sort=Sort.KEPT,
        action=action,
    )
    story.outcomes.add(key)


def _amended(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = story.action(entry, data)
    before = action.text
    story.allow(action.status is Status.OPEN, Fact.TEXT, seq=entry.seq, action=action, why=action.status)
    story.allow(
        int(data["version"]) == before.number + 1, Fact.TEXT, seq=entry.seq, action=action, why=str(before.number)
    )
    _publish(story, entry, data, action)
    shortened = before.deadline is not None and (action.text.deadline or before.deadline) < before.deadline
    story.allow(not shortened, Fact.DEADLINE, seq=entry.seq, action=action, why=str(before.deadline))


def _publish(story: Story, entry: EntryFacts, data: Mapping[str, Any], action: Playing) -> None:
    """Freeze the council again from what the ledger told of people, and compare all that was published."""
    number = int(data["version"])
    kept = story.tables.versions.get((action.id, number))
    if kept is None:
        story.differ(Sort.ABSENT, Fact.TEXT, seq=entry.seq, action=action, stated=number)
    in_force = story.rulebook(story.rulebooks[-1])
    council = story.people.council_at(entry.at, on_leave=in_force.voting_right.on_leave)
    rules = action.rulebook.count_rules(action.kind)
    until = deadline(opened_at=entry.at, delay=rules.delay, zone=story.tables.zone) if rules else None
    by_id = {facts.id: version for version, facts in story.tables.rulebooks.items()}
    frozen = digest(
        {
            "association": str(entry.association_id),
            "action": str(action.id),
            "version": number,
            "at": instant_text(entry.at),
            "rulebook": by_id[action.rulebook_id],
            "members": [str(member) for member in council],
        }
    )
    for fact, stated, found in (
        (Fact.COUNCIL, (data["council"], data["council_digest"]), (len(council), frozen)),
        (Fact.DEADLINE, data["deadline"], instant_text(until) if until else None),
        (Fact.TEXT, data["opened_at"], instant_text(entry.at)),
    ):
        story.check(fact, seq=entry.seq, stated=stated, found=found, action=action)
    action.texts.append(
        Text(
            number=number,
            opened_at=entry.at,
            deadline=until,
            seats=frozenset(council),
            effects_only=bool(data["effects_only"]),
        )
    )
    _compare_version(story, entry, data, action, kept)
    story.await_deadline(action)


def _compare_version(
    story: Story, entry: EntryFacts, data: Mapping[str, Any], action: Playing, kept: VersionFacts
) -> None:
    text = action.text
    for fact, stated, found in (
        (Fact.COUNCIL, (data["council"], data["council_digest"]), (kept.council, kept.council_digest)),
        (Fact.TEXT, data["text_digest"], kept.text_digest),
        (Fact.TEXT, data["text_digest"], kept.stored_digest),
        (Fact.TEXT, text.effects_only, kept.effects_only),
        (Fact.TEXT, text.opened_at, kept.opened_at),
        (Fact.DEADLINE, text.deadline, kept.deadline),
        (Fact.COUNCIL, _people(text.seats), _people(kept.seats)),
    ):
        story.check(fact, seq=entry.seq, stated=stated, found=found, sort=Sort.KEPT, action=action)


def _people(seats: frozenset[UUID]) -> tuple[str, ...]:
    return tuple(sorted(map(str, seats)))


def _imported(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    identity = UUID(data["action"])
    kept = story.tables.history.get(identity)
    if kept is None:
        story.differ(Sort.ABSENT, Fact.HISTORY, seq=entry.seq, stated=data["number"])
    stated = (data["period"], data["kind"], data["number"], data["digest"])
    found = (kept.period_id, kept.kind, kept.number, kept.digest)
    story.check(Fact.HISTORY, seq=entry.seq, stated=stated, found=found, sort=Sort.KEPT)
    key = (int(data["period"]), str(data["kind"]))
    story.numbers[key] = max(story.numbers.get(key, 0), int(data["number"]))
    story.history[identity] = entry.seq


HANDLERS: Mapping[str, Handler] = {
    DecisionEvent.OPENED: _opened,
    DecisionEvent.AMENDED: _amended,
    DecisionEvent.HISTORY_IMPORTED: _imported,
}
