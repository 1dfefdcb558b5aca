"""Replaying what was written together: editions of reports with what adopted them, founding texts, what files say of past periods."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.replay_facts import Fact
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.writings.logic.digests import WritingFacts
from toutdoux.writings.logic.events import WritingEvent


def _frozen(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    place = (data["period"], data["report"], data["number"])
    _write(story, entry, data, key=UUID(data["edition"]), place=place, author_id=entry.actor_id)


def _adopted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    edition = story.writings[UUID(data["edition"])]
    # An edition is adopted once, by an action or by an assembly, and is the one that was frozen.
    first = edition.adopted[0] is None and edition.digest == data["digest"]
    story.allow(first, Fact.WRITING, seq=entry.seq, why=str(entry.kind))
    adopted = (entry.at, _id(data, "action"), _id(data, "assembly"))
    story.writings[UUID(data["edition"])] = replace(edition, adopted=adopted)


def _charter_written(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    place = (data["charter"], data["version"])
    _write(story, entry, data, key=UUID(data["text"]), place=place, author_id=entry.actor_id)


def _period_imported(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    _write(story, entry, data, key=int(data["period"]), place=())


def _write(
    story: Story,
    entry: EntryFacts,
    data: Mapping[str, Any],
    *,
    key: UUID | int,
    place: tuple[object, ...],
    author_id: UUID | None = None,
) -> None:
    """Take a text as an entry tells of it. None is written over another: what changes is another version."""
    story.allow(key not in story.writings, Fact.WRITING, seq=entry.seq, why=str(entry.kind))
    story.writings[key] = WritingFacts(
        digest=data["digest"], printed=data["digest"], place=place, at=entry.at, author_id=author_id
    )


def _id(data: Mapping[str, Any], name: str) -> UUID | None:
    return UUID(data[name]) if name in data else None


HANDLERS: Mapping[str, Handler] = {
    WritingEvent.FROZEN: _frozen,
    WritingEvent.ADOPTED: _adopted,
    WritingEvent.CHARTER_WRITTEN: _charter_written,
    WritingEvent.PERIOD_IMPORTED: _period_imported,
}
