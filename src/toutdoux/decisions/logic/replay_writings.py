"""Replaying what was written together: editions of reports with what adopted them, versions of founding texts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.replay_facts import Fact
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.writings.logic.events import WritingEvent


def _frozen(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:  # noqa: ARG001 -- every handler has one shape
    edition = UUID(data["edition"])
    story.writings[edition] = (data["digest"], None, None, None)
    story.reports[edition] = (data["period"], data["report"])


def _adopted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    edition, at = UUID(data["edition"]), instant_from_text(data["at"])
    digest, *_ = story.writings[edition]
    # A report is adopted once, in one edition that is the one that was frozen, by an action or by an assembly.
    allowed = digest == data["digest"] and not story.report_is_adopted(edition)
    if entry.actor_id is None:
        allowed = allowed and at in _decided(story, data)
    story.allow(allowed, Fact.WRITING, seq=entry.seq, why=str(entry.kind))
    story.writings[edition] = (digest, _id(data, "action"), _id(data, "assembly"), at)


def _adoption_ended(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    """A counter-vote annuls the action that adopted an edition."""
    edition, counter = UUID(data["edition"]), story.actions[UUID(data["action"])]
    digest, action, *_ = story.writings[edition]
    annulled = counter.target is not None and counter.target.id == action
    story.allow(annulled, Fact.WRITING, seq=entry.seq, action=counter, why=str(entry.kind))
    story.writings[edition] = (digest, None, None, None)


def _charter_written(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:  # noqa: ARG001
    story.writings[UUID(data["text"])] = (data["digest"], None, None, None)


def _decided(story: Story, data: Mapping[str, Any]) -> tuple[datetime | None, ...]:
    """Return when what adopts an edition by itself was decided: an action, or one of the votes of an assembly."""
    if "action" in data:
        return (story.decided_at(UUID(data["action"])),)
    return tuple(carried.at for carried in story.carried.values() if str(carried.assembly) == data["assembly"])


def _id(data: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(data[name]) if name in data else None


HANDLERS: Mapping[str, Handler] = {
    WritingEvent.FROZEN: _frozen,
    WritingEvent.ADOPTED: _adopted,
    WritingEvent.ADOPTION_ENDED: _adoption_ended,
    WritingEvent.CHARTER_WRITTEN: _charter_written,
}
