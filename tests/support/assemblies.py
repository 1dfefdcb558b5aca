"""Assemblies for tests: a rulebook with its answers, and an assembly convened by the cast."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from tests.support.people import World, tout_doux
from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft, MeetingDraft
from toutdoux.assemblies.queries import MeetingRow, items, meeting
from toutdoux.rules.reading import with_answers
from toutdoux.rules.rulebook import Rulebook

#: What an association answers when it prepares its first assembly.
ANSWERS = {
    "assembly.leave_counts": False,
    "assembly.quorum": {"share": "1/2"},
    "assembly.proxies_per_holder": 2,
    "assembly.notice": {"days": 15},
}
AGENDA = (
    (ItemKind.INFORMATION, "News of the workshop"),
    (ItemKind.REPORT, "Activity report"),
    (ItemKind.RESOLUTION, "Buy a saw"),
    (ItemKind.ELECTION, "Who answers for what"),
)


def ruled(**answers: object) -> Rulebook:
    """Return the rulebook of tests with what assemblies need, ``quorum={"share": "2/3"}`` and the like instead."""
    given = {f"assembly.{key}": value for key, value in answers.items()}
    return with_answers(tout_doux(), ANSWERS | given)


def draft(world: World, **more: object) -> MeetingDraft:
    """Write an assembly that begins in twenty days."""
    values: dict[str, object] = {
        "title": "Spring assembly",
        "starts_at": world.now + timedelta(days=20),
        "place": "The workshop",
    }
    return MeetingDraft(**(values | more))


def prepared(world: World, *, by: str = "alice", texts: Mapping[str, str] | None = None, **more: object) -> MeetingRow:
    """Prepare an assembly with an agenda of four items. ``texts``: of those that have one, by their title."""
    found = commands.prepare_assembly(
        actor=world.people[by], draft=draft(world, **more), answers=ANSWERS, now=world.now
    )
    for kind, title in AGENDA:
        written = ItemDraft(kind=kind, title=title, text=(texts or {}).get(title, ""))
        commands.add_item(actor=world.people[by], assembly_id=found.id, draft=written, now=world.now)
    return found


def convened(world: World, *, by: str = "alice", **more: object) -> MeetingRow:
    """Prepare an assembly and convene it."""
    found = prepared(world, by=by, **more)
    commands.convene_assembly(actor=world.people[by], assembly_id=found.id, now=world.now)
    return meeting(assembly_id=found.id)


def item(found: MeetingRow, title: str) -> UUID:
    """Return the id of an item of the agenda by its title."""
    return next(row.id for row in items(assembly_id=found.id) if row.title == title)


def give(world: World, found: MeetingRow, giver: str, holder: str, **more: object) -> UUID:
    """Give a proxy."""
    return commands.give_proxy(
        actor=world.people[giver],
        assembly_id=found.id,
        holder_id=world.people[holder].member_id,
        door="web",
        now=world.now,
        **more,
    )
