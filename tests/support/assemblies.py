"""Assemblies in the middle of being held: convened, with an agenda and proxies, people coming, opened."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tests.support.people import World, tout_doux, world
from toutdoux.assemblies.models import Assembly, Item, Proxy
from toutdoux.assemblies.queries import MeetingRow, meeting
from toutdoux.assemblies.sitting import commands
from toutdoux.associations.queries import current_rulebook
from toutdoux.rules.assembly import Presence
from toutdoux.rules.reading import with_answers
from toutdoux.rules.room import Room
from toutdoux.rules.rulebook import Rulebook

AGENDA = (("information", "News"), ("resolution", "Buy a kiln"), ("election", "Who keeps the keys"))


def assembly_rules() -> Rulebook:
    """Return rules that say all an assembly needs: half of the council, three proxies each, ten days of notice."""
    answers = {
        "assembly.leave_counts": False,
        "assembly.quorum": {"share": "1/2"},
        "assembly.proxies_per_holder": 3,
        "assembly.notice": {"days": 10},
    }
    return with_answers(tout_doux(), answers)


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
        from toutdoux.assemblies.sitting.queries import room_at

        return room_at(assembly_id=self.id, at=self.world.now)

    def presence(self) -> Presence:
        return self.room().presence()

    def proxy(self, giver: str, holder: str) -> UUID:
        """Have someone represented by another."""
        row = Proxy.objects.create(
            assembly_id=self.id,
            giver_id=self.world.people[giver].member_id,
            holder_id=self.world.people[holder].member_id,
            given_at=self.world.now,
        )
        return row.id

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


def convened(here: World | None = None, *, council: int = 4, begins_in: timedelta = timedelta()) -> Held:
    """Convene an assembly that begins now, or later, prepared by Alice."""
    here = here or world(council=council, rulebook=assembly_rules())
    number = Assembly.objects.filter(association_id=here.association_id).count() + 1
    row = Assembly.objects.create(
        association_id=here.association_id,
        number=number,
        title="Spring assembly",
        starts_at=here.now + begins_in,
        prepared_at=here.now,
        prepared_by_id=here.alice.member_id,
        convened_at=here.now,
        rulebook_id=current_rulebook(association_id=here.association_id).id,
    )
    items = tuple(
        Item.objects.create(assembly=row, position=position, kind=kind, title=title).id
        for position, (kind, title) in enumerate(AGENDA, start=1)
    )
    return Held(world=here, id=row.id, items=items)
