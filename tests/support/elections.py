"""An assembly that elects, for tests: an election at hand, people who stand, rounds one after another."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from tests.support.assemblies import convened, give, item, ruled
from tests.support.people import World, world
from tests.support.voting import Chamber
from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.preparing import ElectionDraft
from toutdoux.assemblies.elections.queries import (
    ElectionPage,
    OwnVoice,
    RoundRow,
    access_election,
    access_round,
    election_page,
    own_voices,
)
from toutdoux.assemblies.queries import MeetingRow
from toutdoux.rules.elections import Marks, normal

ELECT = "Who answers for what"


@dataclass
class Booth(Chamber):
    """An assembly that is open, with its election at hand and Alice in the chair."""

    election: UUID = field(default_factory=uuid4)

    def page(self) -> ElectionPage:
        return election_page(election=access_election(actor=self.world.alice, election_id=self.election))

    def option(self, name: str) -> str:
        """Return the option of a person by their name in the world, or of a list by its title."""
        found = next((one for one in self.page().options if one.title == name), None)
        if found is None:
            member = self.world.people[name].member_id
            found = next(o for o in self.page().options if any(c.member_id == member for c in o.candidates))
        return str(found.id)

    def marks(self, **said: int) -> Marks:
        return normal({self.option(name): mark for name, mark in said.items()})

    def begin(self, way: str = "named", *, by: str = "alice") -> UUID:
        return commands.open_round(actor=self.world.people[by], election_id=self.election, way=way, now=self.world.now)

    def say(self, round_id: UUID, by: str, key: str = "", **ballots: Marks) -> commands.CastReceipt:
        """Cast ballots by the names of those whose voice they are."""
        self.keys += 1
        return commands.cast_ballots(
            actor=self.world.people[by],
            round_id=round_id,
            ballots={self.world.people[name].member_id: marks for name, marks in ballots.items()},
            idempotency_key=key or f"key-{self.keys}",
            now=self.world.now,
        )

    def heard(self, round_id: UUID, by: str) -> dict[str, OwnVoice]:
        """Return the voices someone speaks with, by name."""
        called = {actor.member_id: name for name, actor in self.world.people.items()}
        row = access_round(actor=self.world.alice, round_id=round_id)
        found = own_voices(round_=row, member_id=self.world.people[by].member_id, now=self.world.now)
        return {called[voice.member_id]: voice for voice in found}

    def end(self, round_id: UUID) -> RoundRow:
        return commands.close_round(actor=self.world.alice, round_id=round_id, now=self.world.now)

    def proclaim(self) -> int:
        return commands.proclaim(actor=self.world.alice, election_id=self.election, now=self.world.now)

    def names(self, row: RoundRow) -> list[str]:
        """Return the names in the world of who is elected by a round."""
        called = {actor.member_id: name for name, actor in self.world.people.items()}
        people = {str(o.id): called[o.candidates[0].member_id] for o in self.page().options if o.candidates}
        assert row.result is not None
        return [people[option] for option in row.result.elected]


def prepared(
    here: World,
    found: MeetingRow,
    *,
    method: str = "plurality",
    tie: str = "again",
    seats: int = 1,
    code: str = "technical",
    **more: object,
) -> UUID:
    """Prepare the election of an assembly, by a method; ``list`` is a single list."""
    return commands.prepare_election(
        actor=here.alice,
        assembly_id=found.id,
        item_id=item(found, ELECT),
        draft=ElectionDraft(
            one_list=method == "list",
            code=code,
            seats=seats,
            starts_at=found.at + timedelta(days=1),
            ends_at=found.at + timedelta(days=181),
            **more,
        ),
        answers={"elections.method": method, "elections.tie": tie},
        now=here.now,
    )


def booth(
    *there: str,
    stand: tuple[str, ...] = ("alice", "bob", "dana"),
    proxies: dict[str, str] | None = None,
    instructions: dict[str, str] | None = None,
    council: int = 6,
    open_: bool = True,
    **more: object,
) -> Booth:
    """Open an assembly with these people there and an election at hand, ``stand`` standing."""
    here = world(council=council, rulebook=ruled())
    found = convened(here)
    for giver, holder in (proxies or {}).items():
        told = (instructions or {}).get(giver)
        give(here, found, giver, holder, **({"instructions": {item(found, ELECT): told}} if told else {}))
    election = prepared(here, found, **more)
    held = Booth(world=here, id=found.id, election=election)
    for name in stand:
        commands.stand(
            actor=here.people[name],
            election_id=election,
            member_id=here.people[name].member_id,
            code="technical" if held.page().election.one_list else "",
            now=here.now,
        )
    here.now = found.at
    if open_:
        held.come(*(there or ("alice", "bob", "dana", "eli")))
        held.sit("take_chair")
        held.sit("open_assembly")
        held.take(ELECT)
    return held
