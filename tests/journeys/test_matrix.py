"""Voting from a Matrix room, on a real server: told, pressing a reaction, told alone what was recorded."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.test import override_settings

from tests.support.people import World, world
from tests.support.synapse import MatrixPerson, SynapseServer
from toutdoux.decisions.models import Action, Ballot, Remark
from toutdoux.integrations import delivering
from toutdoux.integrations.chat.commands import link_account, make_chat_link
from toutdoux.integrations.matrix.commands import Place, connect
from toutdoux.integrations.matrix.listening import listen_round
from toutdoux.integrations.matrix.client import Matrix

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def synapse() -> Iterator[SynapseServer]:
    with SynapseServer() as server:
        yield server


@dataclass
class Room:
    """An association, its room, and who is there. ``people`` have accounts by the names of the cast."""

    world: World
    server: SynapseServer
    bot: MatrixPerson
    room_id: str
    people: dict[str, MatrixPerson] = field(default_factory=dict)

    def __getattr__(self, name: str) -> MatrixPerson:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def enter(self, name: str, *, linked: bool = True) -> MatrixPerson:
        person = self.people[name] = self.server.register(name)
        self.bot.invite(self.room_id, person)
        person.join(self.room_id)
        if linked:
            self.link(name)
        return person

    def link(self, name: str) -> None:
        user_id = self.people[name].user_id
        token = make_chat_link(
            association_id=self.world.association_id,
            chat="matrix",
            server="Matrix",
            user_id=user_id,
            user_name=user_id,
            now=self.world.now,
        )
        link_account(actor=self.world.people[name], token=token or "", now=self.world.now)

    def tell(self) -> delivering.Told:
        return delivering.tell(now=self.world.now)

    def listen(self) -> int:
        return listen_round(association_id=self.world.association_id, now=self.world.now)

    def announced(self, index: int = -1) -> dict[str, Any]:
        """Return one of the announcements as those in the room see it now."""
        said = [event for event in self.bot.messages(self.room_id) if "m.relates_to" not in event["content"]]
        return said[index]


@pytest.fixture
def room(db: None, synapse: SynapseServer) -> Iterator[Room]:
    scene = world()
    bot = synapse.register("toutdoux")
    found = Room(world=scene, server=synapse, bot=bot, room_id=bot.create_room(name="Council"))
    with override_settings(
        TOUTDOUX_URL="https://votes.example.org", TOUTDOUX_PRIVATE_NETWORKS=_loopback(), TOUTDOUX_MAIL=False
    ):
        with Matrix(url=synapse.url, token=bot.token) as server:
            since = server.sync(since="", rooms=[found.room_id], wait=0).token
        connect(
            actor=scene.alice,
            place=Place(
                url=synapse.url,
                bot_id=bot.user_id,
                room_id=found.room_id,
                room_name="Council",
                since=since,
                token=bot.token,
            ),
            now=scene.now,
        )
        yield found


def _loopback() -> Any:
    from ipaddress import ip_network

    return (ip_network("127.0.0.0/8"),)


def test_it_works(room: Room) -> None:
    bob = room.enter("bob")
    room.world.open(text="A shed, a list, a lock.")
    room.tell()
    told = room.announced()
    assert "P26-E1 · Open a tool library" in told["content"]["body"]
    bob.react(room.room_id, told["event_id"], "👍")
    room.listen()
    [ballot] = Ballot.objects.all()
    assert (ballot.seat.member_id, ballot.choice, ballot.door) == (room.world.bob.member_id, "for", "chat")
    said = bob.told_by(room.bot)
    assert "Your vote is recorded: For." in said[-1]
    room.tell()
