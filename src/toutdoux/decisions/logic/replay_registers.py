"""Replaying the registers: what was noted, changed, moved and withdrawn, and what decisions did to them by themselves.

An entry is told as the verifier compares it: kind, day, cents, action, whether that action decided it, where it stands, how
often it was changed, when it was withdrawn, what it stands on and since when.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, cast
from uuid import UUID

from toutdoux.decisions.logic.replay_facts import Fact
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.registers.logic.events import RegisterEvent

_KIND, _DAY, _AMOUNT, _ACTION, _DECIDED, _STATE, _REVISION, _WITHDRAWN, _TIES = range(9)


def _recorded(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    action = _action(data)
    if data["decided"]:
        assert action is not None
        _require_passed(story, entry, action)
        if entry.actor_id is None:
            story.committed[action, data["amount"]] += 1
    story.registers[UUID(data["entry"])] = (
        data["kind"],
        date.fromisoformat(data["day"]),
        data["amount"],
        action,
        data["decided"],
        "",
        1,
        None,
        frozenset(),
    )


def _changed(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    before = story.registers[UUID(data["entry"])]
    action, amount = _action(data), data["amount"]
    if before[_DECIDED] and (action, amount) != (before[_ACTION], before[_AMOUNT]):
        # What a decision allows, no hand changes: only the vote of an assembly on the list of what it let begin.
        story.allow(entry.actor_id is None and action in story.carried, Fact.REGISTER, seq=entry.seq, why=entry.kind)
        assert action is not None
        story.committed[action, amount] += 1
        story.revised[action, amount] = str(before[_ACTION])
    story.registers[UUID(data["entry"])] = (
        before[_KIND],
        date.fromisoformat(data["day"]),
        amount,
        action,
        before[_DECIDED],
        before[_STATE],
        data["revision"],
        *before[_WITHDRAWN:],
    )


def _moved(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    key, action = UUID(data["entry"]), _action(data)
    before = story.registers[key]
    if action is not None:
        _require_passed(story, entry, action)
        story.served.add((action, key, data["state"]))
    story.registers[key] = (*before[:_STATE], data["state"], *before[_STATE + 1 :])


def _withdrawn(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    before = story.registers[UUID(data["entry"])]
    story.registers[UUID(data["entry"])] = (*before[:_WITHDRAWN], entry.at, *before[_TIES:])


def _tied(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    before, other = story.registers[UUID(data["entry"])], UUID(data["other"])
    story.allow(other in story.registers, Fact.REGISTER, seq=entry.seq, why=entry.kind)
    tie = (other, date.fromisoformat(data["day"]), None)
    story.registers[UUID(data["entry"])] = (*before[:_TIES], _ties(before) | {tie})


def _untied(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    before, other = story.registers[UUID(data["entry"])], UUID(data["other"])
    day = date.fromisoformat(data["day"])
    open_ = {tie for tie in _ties(before) if tie[0] == other and tie[2] is None}
    story.allow(bool(open_), Fact.REGISTER, seq=entry.seq, why=entry.kind)
    ended = {(other, since, day) for _other, since, _before in open_}
    story.registers[UUID(data["entry"])] = (*before[:_TIES], _ties(before) - open_ | ended)


def _ties(told: tuple[object, ...]) -> frozenset[tuple[UUID, date, date | None]]:
    return cast("frozenset[tuple[UUID, date, date | None]]", told[_TIES])


def _require_passed(story: Story, entry: EntryFacts, action_id: UUID) -> None:
    """Differ if an action acted on a register that never passed; what old tables tell has passed where it was printed so."""
    known = action_id in story.actions or action_id in story.carried
    passed = action_id in story.history or (known and story.decided_at(action_id) is not None)
    story.allow(passed, Fact.REGISTER, seq=entry.seq, action=story.actions.get(action_id), why=entry.kind)


def _action(data: Mapping[str, Any]) -> UUID | None:
    return UUID(data["action"]) if data["action"] else None


HANDLERS: Mapping[str, Handler] = {
    RegisterEvent.RECORDED: _recorded,
    RegisterEvent.CHANGED: _changed,
    RegisterEvent.MOVED: _moved,
    RegisterEvent.WITHDRAWN: _withdrawn,
    RegisterEvent.TIED: _tied,
    RegisterEvent.UNTIED: _untied,
}
