"""Replaying what was written together: editions of reports with what adopted them, founding texts, what files say of past periods."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.replay_facts import Fact
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.writings.logic.digests import WritingFacts
from toutdoux.writings.logic.events import WritingEvent

#: Of an edition that members alone read.
_PRIVATE = (None, None, "")


def _frozen(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    place = (data["period"], data["report"], data["number"])
    _write(story, entry, data, key=UUID(data["edition"]), place=place, author_id=entry.actor_id)


def _adopted(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    key, at = UUID(data["edition"]), instant_from_text(data["at"])
    edition = story.writings[key]
    # A report is adopted once, in one edition that is the one that was frozen, by an action or by an assembly.
    allowed = edition.digest == data["digest"] and not story.report_is_adopted(key)
    if entry.actor_id is None:
        allowed = allowed and at in _decided(story, data)
    story.allow(allowed, Fact.WRITING, seq=entry.seq, why=str(entry.kind))
    story.writings[key] = replace(edition, adopted=(at, _id(data, "action"), _id(data, "assembly")))


def _adoption_ended(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    """A counter-vote annuls the action that adopted an edition."""
    key, counter = UUID(data["edition"]), story.actions[UUID(data["action"])]
    edition = story.writings[key]
    annulled = counter.target is not None and counter.target.id == edition.adopted[1]
    story.allow(annulled, Fact.WRITING, seq=entry.seq, action=counter, why=str(entry.kind))
    story.writings[key] = replace(edition, adopted=(None, None, None), published=_PRIVATE)


def _published(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    key = UUID(data["edition"])
    edition = story.writings[key]
    # Only what was adopted is published, and once.
    allowed = edition.adopted[0] is not None and edition.published == _PRIVATE
    story.allow(allowed, Fact.WRITING, seq=entry.seq, why=str(entry.kind))
    story.writings[key] = replace(edition, published=(entry.at, entry.actor_id, data["file"]))


def _unpublished(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    key = UUID(data["edition"])
    edition = story.writings[key]
    story.allow(edition.published != _PRIVATE, Fact.WRITING, seq=entry.seq, why=str(entry.kind))
    story.writings[key] = replace(edition, published=_PRIVATE)


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
    WritingEvent.PUBLISHED: _published,
    WritingEvent.UNPUBLISHED: _unpublished,
    WritingEvent.CHARTER_WRITTEN: _charter_written,
    WritingEvent.PERIOD_IMPORTED: _period_imported,
}
