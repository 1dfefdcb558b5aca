"""Rebuild from the ledger alone what is kept of assemblies: who approved which minutes, each text's digest, tasks. Pure.

A text is held by its digest, computed anew from its salt and its words: of minutes that were frozen, of their corrections, of
assemblies that were brought in. Stops at the first difference: a letter that was changed, an approval that nobody gave.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.assemblies.logic.events import AssemblyEvent
from toutdoux.assemblies.minutes.logic.events import MinutesEvent
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.decisions.logic.replay_fold import Fold, Handler, first_difference
from toutdoux.ledger.logic.chain import EntryFacts

#: A text that is kept: of which assembly, and its place there (see below).
Key = tuple[UUID, int]
#: Places of texts: corrections follow by their numbers, from 1.
MINUTES = 0
BROUGHT_IN = -1


@dataclass(frozen=True, kw_only=True)
class KeptFacts:
    """A text as its row holds it. ``digest``: computed anew; ``printed``: the one the row says, which documents print.

    ``number``: of an assembly that was brought in; ``listed``: its title and its day in lists are those of its text.
    ``author_id``: of a correction.
    """

    digest: str
    printed: str
    at: datetime
    number: int | None = None
    listed: bool = True
    author_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class ApprovalFacts:
    """Somebody named to approve, and when they last did. ``same``: what they approved is the text that was frozen."""

    named_at: datetime
    approved_at: datetime | None = None
    same: bool = True


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """A task: who takes it on (None: somebody who is not in the register, or nobody yet), who wrote it down, who ticked it."""

    assembly_id: UUID
    owner_id: UUID | None
    taken_at: datetime
    taken_by_id: UUID | None
    done_at: datetime | None = None
    done_by_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Tables:
    """Everything that is compared. ``approvals``: by assembly and member."""

    texts: Mapping[Key, KeptFacts]
    approvals: Mapping[tuple[UUID, UUID], ApprovalFacts]
    tasks: Mapping[UUID, TaskFacts]


@dataclass(kw_only=True)
class _Story(Fold):
    fact: Fact = Fact.MINUTES
    tables: Tables
    texts: set[Key] = field(default_factory=set)
    approvals: dict[tuple[UUID, UUID], ApprovalFacts] = field(default_factory=dict)
    tasks: dict[UUID, TaskFacts] = field(default_factory=dict)

    def named(self, assembly_id: UUID) -> dict[UUID, ApprovalFacts]:
        """Return who is named to approve the minutes of an assembly."""
        return {member: one for (assembly, member), one in self.approvals.items() if assembly == assembly_id}


def kept(*, entries: Iterable[EntryFacts], tables: Tables) -> Difference | None:
    """Return the first difference between what ``entries`` (whose chain holds) tell and ``tables``; None where they agree."""
    return first_difference(_Story(tables=tables), entries=entries, handlers=_HANDLERS, compare=_compare)


def _imported(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    _hold(story, entry, data, place=BROUGHT_IN, told={"number": data["number"]})


def _named(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    assembly_id = UUID(data["assembly"])
    _require_unfrozen(story, entry, assembly_id)
    before = story.named(assembly_id)
    for member in before:
        del story.approvals[assembly_id, member]
    for member in map(UUID, data["members"]):
        # Who had approved and is still named keeps their approval.
        story.approvals[assembly_id, member] = before.get(member, ApprovalFacts(named_at=entry.at))


def _approved(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    assembly_id, member = UUID(data["assembly"]), UUID(data["member"])
    _require_unfrozen(story, entry, assembly_id)
    named = story.approvals.get((assembly_id, member))
    if named is None or entry.actor_id != member:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=member)
    story.approvals[assembly_id, member] = replace(named, approved_at=entry.at)


def _frozen(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    named = story.named(UUID(data["assembly"]))
    if not named or not all(one.approved_at for one in named.values()):
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["assembly"])
    _hold(story, entry, data, place=MINUTES)


def _corrected(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    assembly_id, number = UUID(data["assembly"]), int(data["number"])
    # One after the other, and the first of them after what it corrects.
    if number < 1 or (assembly_id, number - 1) not in story.texts:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=number)
    _hold(story, entry, data, place=number, told={"author_id": entry.actor_id})


def _taken(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    assembly_id, task = UUID(data["assembly"]), UUID(data["task"])
    _require_unfrozen(story, entry, assembly_id)
    if task in story.tasks:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=task, fact=Fact.TASK)
    story.tasks[task] = TaskFacts(
        assembly_id=assembly_id,
        owner_id=UUID(data["owner"]) if data["owner"] else None,
        taken_at=entry.at,
        taken_by_id=entry.actor_id,
    )


def _done(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    task = story.tasks[UUID(data["task"])]
    if task.done_at is not None or task.assembly_id != UUID(data["assembly"]):
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["task"], fact=Fact.TASK)
    story.tasks[UUID(data["task"])] = replace(task, done_at=entry.at, done_by_id=entry.actor_id)


def _require_unfrozen(story: _Story, entry: EntryFacts, assembly_id: UUID) -> None:
    if (assembly_id, MINUTES) in story.texts:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=assembly_id)


def _hold(
    story: _Story, entry: EntryFacts, data: Mapping[str, Any], *, place: int, told: Mapping[str, Any] | None = None
) -> None:
    """Compare a text with its row, and remember that it was told of, once."""
    key = (UUID(data["assembly"]), place)
    if key in story.texts:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["assembly"])
    found = story.tables.texts.get(key)
    if found is None:
        story.differ(Sort.ABSENT, entry.seq, stated=data["assembly"])
    stated = KeptFacts(digest=data["digest"], printed=data["digest"], at=entry.at, **(told or {}))
    story.same(Sort.KEPT, entry.seq, stated=stated, found=found)
    story.texts.add(key)


def _compare(story: _Story) -> None:
    """Compare approvals and tasks, once everything is told; and find texts, approvals and tasks that nothing tells of."""
    story.none_untold(told=story.texts, kept=story.tables.texts)
    story.all_kept(told=story.approvals, kept=story.tables.approvals)
    story.all_kept(told=story.tasks, kept=story.tables.tasks, fact=Fact.TASK)


_HANDLERS: Mapping[str, Handler[_Story]] = {
    AssemblyEvent.IMPORTED: _imported,
    MinutesEvent.APPROVERS_NAMED: _named,
    MinutesEvent.APPROVED: _approved,
    MinutesEvent.FROZEN: _frozen,
    MinutesEvent.CORRECTED: _corrected,
    MinutesEvent.TASK_TAKEN: _taken,
    MinutesEvent.TASK_DONE: _done,
}
