"""Replaying what was written together: editions of reports with what adopted them, versions of founding texts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.replay_facts import Fact
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.writings.logic.events import WritingEvent


def _frozen(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:  # noqa: ARG001 -- every handler has one shape
    story.writings[UUID(data["edition"])] = (data["digest"], None, None)


def _adopted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    digest, *by = story.writings[UUID(data["edition"])]
    # An edition is adopted once, by an action or by an assembly, and is the one that was frozen.
    story.allow(not any(by) and digest == data["digest"], Fact.WRITING, seq=entry.seq, why=str(entry.kind))
    story.writings[UUID(data["edition"])] = (digest, _id(data, "action"), _id(data, "assembly"))


def _charter_written(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:  # noqa: ARG001
    story.writings[UUID(data["text"])] = (data["digest"], None, None)


def _id(data: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(data[name]) if name in data else None


HANDLERS: Mapping[str, Handler] = {
    WritingEvent.FROZEN: _frozen,
    WritingEvent.ADOPTED: _adopted,
    WritingEvent.CHARTER_WRITTEN: _charter_written,
}
