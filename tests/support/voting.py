"""An assembly under way for tests of its votes: who is there, who is represented, one vote after another."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from tests.support.assemblies import convened, give, item, ruled
from tests.support.people import World, world
from toutdoux.assemblies.queries import MeetingRow, meeting
from toutdoux.assemblies.sitting import commands as sitting
from toutdoux.assemblies.sitting.queries import room_at
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.queries import Asked, OwnVoice, VoteRow, access_vote, asked, own_voices, votes_of
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.seats import Seat, seats_of

SAW = "Buy a saw"


@dataclass(eq=False)
class Chamber:
    """An assembly of a world that is open, with Alice in the chair."""

    world: World
    id: UUID
    keys: int = field(default=0)

    @property
    def row(self) -> MeetingRow:
        return meeting(assembly_id=self.id)

    def sit(self, gesture: str, *, by: str = "alice", **more: object) -> None:
        """Make a gesture of the sitting."""
        getattr(sitting, gesture)(actor=self.world.people[by], assembly_id=self.id, now=self.world.now, **more)

    def come(self, *names: str) -> None:
        for name in names:
            self.sit("tick_arrival", member_id=self.world.people[name].member_id)

    def go(self, *names: str) -> None:
        for name in names:
            self.sit("tick_departure", member_id=self.world.people[name].member_id)

    def take(self, title: str = SAW) -> UUID:
        found = item(self.row, title)
        self.sit("take_item", item_id=found)
        return found

    def open(self, way: str = "named", *, title: str = SAW, by: str = "alice", amendment: UUID | None = None) -> UUID:
        """Put an item to the vote."""
        return commands.open_vote(
            actor=self.world.people[by],
            assembly_id=self.id,
            item_id=item(self.row, title),
            way=way,
            amendment_id=amendment,
            now=self.world.now,
        )

    def cast(self, vote_id: UUID, by: str, key: str = "", **choices: str) -> commands.CastReceipt:
        """Cast ballots by the names of those whose voice they are."""
        self.keys += 1
        return commands.cast_ballots(
            actor=self.world.people[by],
            vote_id=vote_id,
            choices={self.world.people[name].member_id: choice for name, choice in choices.items()},
            idempotency_key=key or f"key-{self.keys}",
            now=self.world.now,
        )

    def vote(self, vote_id: UUID) -> VoteRow:
        return access_vote(actor=self.world.alice, vote_id=vote_id)

    def voices(self, vote_id: UUID, by: str) -> dict[str, OwnVoice]:
        """Return the voices someone speaks with, by name."""
        called = {actor.member_id: name for name, actor in self.world.people.items()}
        found = own_voices(vote=self.vote(vote_id), member_id=self.world.people[by].member_id, now=self.world.now)
        return {called[voice.member_id]: voice for voice in found}

    def seats(self, title: str) -> tuple[Seat, ...]:
        """Return who would have a seat in a vote on an item that opened now."""
        here = room_at(assembly_id=self.id, at=self.world.now)
        return seats_of(room=here, item_id=item(self.row, title))

    def vote_of(self, number: int) -> VoteRow:
        """Return a vote by its number."""
        return next(row for row in votes_of(assembly_id=self.id) if row.number == number)

    def amend(self, by: str, change: str, passage: str = "", words: str = "", *, title: str = SAW) -> UUID:
        """Propose an amendment; return its id."""
        found = item(self.row, title)
        number = commands.propose_amendment(
            actor=self.world.people[by],
            assembly_id=self.id,
            item_id=found,
            change=change,
            passage=passage,
            words=words,
            now=self.world.now,
        )
        return next(row.id for row in self.asked(title).amendments if row.number == number)

    def asked(self, title: str = SAW) -> Asked:
        """Return the votes around an item."""
        return asked(assembly_id=self.id, item_id=item(self.row, title))

    def close(self, vote_id: UUID) -> VoteRow:
        return commands.close_vote(actor=self.world.alice, vote_id=vote_id, now=self.world.now)

    def totals(self, vote_id: UUID, for_: int, against: int, blank: int) -> VoteRow:
        return commands.record_totals(
            actor=self.world.alice, vote_id=vote_id, for_=for_, against=against, blank=blank, now=self.world.now
        )

    def cancel(self, vote_id: UUID, reason: str = "Counted twice") -> None:
        commands.cancel_vote(actor=self.world.alice, vote_id=vote_id, reason=reason, now=self.world.now)

    def adopt(self, title: str = SAW) -> VoteRow:
        """Adopt an item by everybody's hands."""
        vote_id = self.open("hands", title=title)
        return self.totals(vote_id, self.vote(vote_id).presence.votes, 0, 0)


def chamber(
    *there: str,
    proxies: dict[str, str] | None = None,
    instructions: dict[str, str] | None = None,
    council: int = 6,
    rulebook: Rulebook | None = None,
    take: str = SAW,
    text: str = "",
) -> Chamber:
    """Open an assembly with these people there. ``proxies``: giver to holder; ``instructions`` of a giver on the saw; its ``text``."""
    here = world(council=council, rulebook=rulebook or ruled(), slug=f"w{uuid4().hex[:10]}")
    found = convened(here, texts={SAW: text})
    for giver, holder in (proxies or {}).items():
        told = (instructions or {}).get(giver)
        more = {"instructions": {item(found, SAW): told}} if told else {}
        give(here, found, giver, holder, **more)
    here.now = found.at
    held = Chamber(world=here, id=found.id)
    held.come(*(there or ("alice", "bob", "dana", "eli")))
    held.sit("take_chair")
    held.sit("open_assembly")
    if take:
        held.take(take)
    return held
