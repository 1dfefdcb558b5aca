"""The end of the replay: rows that change are compared with what the ledger leads to, and rows nobody told of are found."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.replay_facts import ActionRowFacts, Fact, Sort
from toutdoux.decisions.logic.replay_state import Playing, Text
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.members.logic.rights import MemberFacts, Spell, Stretch
from toutdoux.rules.facts import Status


def compare_rows(*, story: Story, now: datetime) -> None:
    """Differ at the first row that is not as the ledger leads to, by the number of its last entry."""
    for action in sorted(story.actions.values(), key=lambda action: action.seq):
        _outcome_now(story, action, now)
        _action(story, action)
        for text in action.texts:
            _counting(story, action, text)
    _objections(story)
    _people(story)
    _entrusted(story)
    _strangers(story)


def _outcome_now(story: Story, action: Playing, now: datetime) -> None:
    """What was decided still follows from the facts; what is open was so when deadlines were last applied."""
    # A clock behind the ledger is the doctor's business; what was decided after it was decided all the same.
    latest = max(now, story.written_at or now)
    at = story.settled_at if action.status is Status.OPEN and story.settled_at is not None else latest
    outcome = action.outcome(at)
    story.check(
        Fact.OUTCOME,
        seq=action.seq,
        stated=(action.status, action.decided_at),
        found=(outcome.status, outcome.decided_at),
        action=action,
    )


def _action(story: Story, action: Playing) -> None:
    row = story.tables.actions.get(action.id)
    if row is None:
        story.differ(Sort.ABSENT, Fact.ACTION, seq=action.seq, action=action)
    expected = ActionRowFacts(
        kind=action.kind,
        period_id=action.period_id,
        number=action.number,
        target=action.target.id if action.target else None,
        suffix=action.suffix,
        rulebook_id=action.rulebook_id,
        version=action.text.number,
        same_title=True,
        opened_at=action.opened_at,
        opened_on=action.opened_at.astimezone(story.tables.zone).date(),
        deadline=action.text.deadline,
        status=action.status,
        decided_at=action.decided_at,
        withdrawn_at=action.withdrawn_at,
        execution=action.execution,
        ended_at=action.ended_at,
        carried_out_on=action.carried_out_on,
        urgent_at=action.urgent_at,
    )
    for name in ActionRowFacts.__dataclass_fields__:
        stated, found = getattr(expected, name), getattr(row, name)
        story.check(
            _FACT_OF.get(name, Fact.ACTION),
            seq=action.seq,
            stated=(name, stated),
            found=(name, found),
            sort=Sort.KEPT,
            action=action,
        )


#: What each column of an action's row is about.
_FACT_OF = {
    "number": Fact.NUMBER,
    "suffix": Fact.NUMBER,
    "version": Fact.TEXT,
    "same_title": Fact.TEXT,
    "rulebook_id": Fact.RULEBOOK,
    "deadline": Fact.DEADLINE,
    "status": Fact.OUTCOME,
    "decided_at": Fact.OUTCOME,
    "withdrawn_at": Fact.OUTCOME,
    "execution": Fact.EXECUTION,
    "ended_at": Fact.EXECUTION,
    "carried_out_on": Fact.EXECUTION,
    "urgent_at": Fact.EXECUTION,
}


def _counting(story: Story, action: Playing, text: Text) -> None:
    """One ballot of each voter counts: the last on that text."""
    for ballot in text.ballots:
        counts = text.counting[ballot.member_id].seq == ballot.seq
        found = story.tables.ballots[ballot.seq].counting
        story.check(Fact.BALLOT, seq=ballot.seq, stated=counts, found=found, sort=Sort.KEPT, action=action)


def _objections(story: Story) -> None:
    expected = {
        (action.id, text.number, o.member, o.raised_at): (action, o)
        for action in story.actions.values()
        for text in action.texts
        for o in text.objections
    }
    rows = {(o.action, o.version, o.member, o.raised_at): o for o in story.tables.objections.values()}
    for key, (action, objection) in expected.items():
        row = rows.get(key)
        if row is None:
            story.differ(Sort.ABSENT, Fact.OBJECTION, seq=objection.ballot, action=action)
        story.check(
            Fact.OBJECTION,
            seq=objection.ballot,
            stated=(objection.ballot, objection.kept_at, objection.lifted_at),
            found=(row.ballot, row.kept_at, row.lifted_at),
            sort=Sort.KEPT,
            action=action,
        )
    # Two rows under one key hide one another in the mapping above, so numbers are compared as well.
    if len(story.tables.objections) != len(expected):
        unknown = next((row for key, row in rows.items() if key not in expected), None)
        about = story.actions.get(unknown.action) if unknown else None
        story.differ(Sort.UNKNOWN, Fact.OBJECTION, seq=None, action=about)


def _people(story: Story) -> None:
    for member, facts in story.people.members.items():
        found = story.tables.members[member]
        story.check(Fact.MEMBER, seq=None, stated=_presence(facts), found=_presence(found), sort=Sort.KEPT)
        story.check(
            Fact.RIGHT, seq=None, stated=_stretches(facts.stretches), found=_stretches(found.stretches), sort=Sort.KEPT
        )
        story.check(Fact.MEMBER, seq=None, stated=_spells(facts.spells), found=_spells(found.spells), sort=Sort.KEPT)


def _entrusted(story: Story) -> None:
    """Compare mandates, accesses, registers and what was written with what their entries tell."""
    held: tuple[tuple[Fact, Mapping[Any, object], Mapping[Any, object]], ...] = (
        (Fact.MANDATE, story.mandates, story.tables.mandates),
        (Fact.ACCESS, story.accesses, story.tables.accesses),
        (Fact.REGISTER, story.registers, story.tables.registers),
        (Fact.WRITING, story.writings, story.tables.writings),
    )
    for fact, told, kept in held:
        for key, stated in told.items():
            found = kept.get(key)
            if found is None:
                story.differ(Sort.ABSENT, fact, seq=None)
            story.check(fact, seq=None, stated=stated, found=found, sort=Sort.KEPT)


def _presence(facts: MemberFacts) -> tuple[datetime | None, ...]:
    return (facts.joined_at, facts.left_at)


def _stretches(stretches: Iterable[Stretch]) -> tuple[tuple[object, ...], ...]:
    rows = [(s.starts_at, s.ends_at, str(s.cause), s.action_id, s.ended_by_id) for s in stretches]
    return tuple(sorted(rows, key=str))


def _spells(spells: Iterable[Spell]) -> tuple[tuple[object, ...], ...]:
    rows = [(str(s.kind), s.starts_at, s.ends_at, s.action_id, s.ended_by_id) for s in spells]
    return tuple(sorted(rows, key=str))


def _became(story: Story) -> set[object]:
    """Return the effects of assemblies that their rows say something became of."""
    return {
        (vote, position)
        for vote, kept in story.tables.carried.items()
        for position, effect in kept.effects.items()
        if effect.what
    }


def _strangers(story: Story) -> None:
    """Find rows that no entry speaks of."""
    tables = story.tables
    versions = {(action.id, text.number) for action in story.actions.values() for text in action.texts}
    ticked = {row.id for row in tables.effects.values() if row.ticked_at or row.ticked_by}
    strangers: tuple[tuple[Fact, set[object], set[object]], ...] = (
        (Fact.RULEBOOK, set(tables.rulebooks), set(story.rulebooks)),
        (Fact.MEMBER, set(tables.members), set(story.people.members)),
        (Fact.ACTION, set(tables.actions), set(story.actions)),
        (Fact.HISTORY, set(tables.history), set(story.history)),
        (Fact.TEXT, set(tables.versions), set(versions)),
        (Fact.BALLOT, set(tables.ballots), set(story.ballots)),
        (Fact.OUTCOME, set(tables.outcomes), set(story.outcomes)),
        (Fact.EFFECT, set(tables.effects), set(story.effects)),
        (Fact.EFFECT, set(ticked), set(story.ticked)),
        (Fact.OBJECTION, set(tables.posts), set(story.posts)),
        (Fact.NOTE, set(tables.notes), set(story.notes)),
        (Fact.MANDATE, set(tables.mandates), set(story.mandates)),
        (Fact.ACCESS, set(tables.accesses), set(story.accesses)),
        (Fact.REGISTER, set(tables.registers), set(story.registers)),
        (Fact.WRITING, set(tables.writings), set(story.writings)),
        (Fact.REMARK, set(tables.remarks), set(story.remarks)),
        (Fact.EFFECT, _became(story), set(story.carried_effects)),
    )
    for fact, kept, told in strangers:
        for key in sorted(kept - told, key=str):
            identity = key[0] if isinstance(key, tuple) else key
            action = story.actions.get(identity) if isinstance(identity, UUID) else None
            story.differ(Sort.UNKNOWN, fact, seq=None, action=action)
