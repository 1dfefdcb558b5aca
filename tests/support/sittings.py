"""Assemblies in the middle of being held: convened, with an agenda and proxies, people coming, opened."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tests.support.assemblies import convened, give, ruled
from tests.support.people import World, world
from toutdoux.assemblies.queries import MeetingRow, items, meeting
from toutdoux.assemblies.sitting import commands
from toutdoux.assemblies.sitting.queries import room_at
from toutdoux.rules.assembly import Presence
from toutdoux.rules.room import Room


@dataclass
class Held:
    """An assembly of a world, and its items in order."""

    world: World
    id: UUID
    items: tuple[UUID, ...]

    @property
    def reference(self) -> str:
        return self.row.reference

    @property
    def row(self) -> MeetingRow:
        return meeting(assembly_id=self.id)

    def room(self) -> Room:
        return room_at(assembly_id=self.id, at=self.world.now)

    def presence(self) -> Presence:
        return self.room().presence()

    def proxy(self, giver: str, holder: str) -> UUID:
        """Have someone represented by another."""
        return give(self.world, self.row, giver, holder)

    def tick(self, *names: str) -> None:
        """Let the desk note that people came."""
        for name in names:
            commands.tick_arrival(
                actor=self.world.alice,
                assembly_id=self.id,
                member_id=self.world.people[name].member_id,
                now=self.world.now,
            )

    def do(self, gesture: str, *, by: str = "alice", **more: object) -> None:
        """Make a gesture of the sitting's commands."""
        getattr(commands, gesture)(actor=self.world.people[by], assembly_id=self.id, now=self.world.now, **more)

    def open(self, *names: str) -> None:
        """Have Alice take the chair and open it with these people there."""
        self.tick(*names)
        self.do("take_chair")
        self.do("open_assembly")

    def take(self, position: int) -> UUID:
        """Take an item of the agenda, by its number."""
        self.do("take_item", item_id=self.items[position - 1])
        return self.items[position - 1]


def gathered(here: World | None = None, *, council: int = 4, early: timedelta = timedelta()) -> Held:
    """Convene an assembly, and move the clock to its beginning, or somewhat before."""
    here = here or world(council=council, rulebook=ruled())
    found = convened(here)
    here.now = found.at - early
    return Held(world=here, id=found.id, items=tuple(item.id for item in items(assembly_id=found.id)))
