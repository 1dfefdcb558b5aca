"""An association with its room on a real Matrix server, and people in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

from django.test import override_settings

from tests.support.people import World, world
from tests.support.synapse import MatrixPerson, SynapseServer, relation, shared_synapse
from toutdoux.integrations import delivering
from toutdoux.integrations.chat.commands import link_account, make_chat_link
from toutdoux.integrations.matrix.connecting import Asked, connect
from toutdoux.integrations.matrix.listening import listen_round
from toutdoux.integrations.matrix.models import Connection
from toutdoux.integrations.matrix.queries import SERVER

FOR, AGAINST, BLANK = "👍", "👎", "✋"


@dataclass
class Room:
    """A council, its room, its bot, and those who have entered, by their names in the cast."""

    scene: World
    synapse: SynapseServer
    keeper: MatrixPerson
    bot: MatrixPerson
    room_id: str
    begin: str
    people: dict[str, MatrixPerson] = field(default_factory=dict)

    def enter(self, *names: str, linked: bool = True) -> MatrixPerson:
        """Let people into the room, their accounts linked; return the last."""
        for name in names:
            person = self.people[name] = self.synapse.register(name)
            self.keeper.invite(self.room_id, person)
            person.join(self.room_id)
            if linked:
                self.link(name)
        return person

    def link(self, name: str) -> None:
        """Link the account of someone, as following the link in their private message does."""
        user_id = self.people[name].user_id
        token = make_chat_link(
            association_id=self.scene.association_id,
            chat="matrix",
            server=SERVER,
            user_id=user_id,
            user_name=user_id,
            now=self.scene.now,
        )
        assert token is not None
        link_account(actor=self.scene.people[name], token=token, now=self.scene.now)

    def tell(self) -> delivering.Told:
        return delivering.tell(now=self.scene.now)

    def listen(self) -> int:
        return listen_round(association_id=self.scene.association_id, now=self.scene.now)

    def listen_again(self) -> int:
        """Hear everything again, as a worker that stopped before it wrote down how far it had heard."""
        Connection.objects.filter(association_id=self.scene.association_id).update(since=self.begin)
        return self.listen()

    def react(self, name: str, key: str, *, to: str = "") -> str:
        """Press a reaction under the last announcement; return its event."""
        return self.people[name].react(self.room_id, to or self.announced()["event_id"], key)

    def told(self, name: str) -> list[str]:
        """Return what the bot told someone alone."""
        return self.people[name].told_by(self.bot)

    def announcements(self) -> list[dict[str, Any]]:
        """Return the announcements as they were first sent, the earliest first."""
        said = self.keeper.messages(self.room_id)
        return [event for event in said if event["sender"] == self.bot.user_id and not relation(event)]

    def announced(self) -> dict[str, Any]:
        return self.announcements()[-1]

    def edits(self, announced: dict[str, Any] | None = None) -> list[str]:
        """Return what an announcement came to say, edit after edit."""
        about = (announced or self.announced())["event_id"]
        return [
            str(event["content"]["m.new_content"]["body"])
            for event in self.keeper.events(self.room_id)
            if relation(event).get("rel_type") == "m.replace" and relation(event)["event_id"] == about
        ]

    def marks(self, announced: dict[str, Any] | None = None) -> list[str]:
        """Return the bot's reactions that are still under an announcement."""
        about = (announced or self.announced())["event_id"]
        return [
            str(relation(event)["key"])
            for event in self.keeper.events(self.room_id)
            if event["type"] == "m.reaction"
            and event["sender"] == self.bot.user_id
            and relation(event).get("event_id") == about
        ]

    def thread(self, announced: dict[str, Any] | None = None) -> list[str]:
        """Return what the bot said in the thread of an announcement."""
        about = (announced or self.announced())["event_id"]
        return [
            str(event["content"]["body"])
            for event in self.keeper.messages(self.room_id)
            if relation(event).get("rel_type") == "m.thread"
            and relation(event)["event_id"] == about
            and event["sender"] == self.bot.user_id
        ]


@contextmanager
def installation() -> Iterator[None]:
    """Stand for an installation that may call servers on its own machine, and has no mail server."""
    with override_settings(
        TOUTDOUX_URL="https://votes.example.org",
        TOUTDOUX_PRIVATE_NETWORKS=(ip_network("127.0.0.0/8"),),
        TOUTDOUX_MAIL=False,
    ):
        yield


@contextmanager
def connected_room(*, scene: World | None = None) -> Iterator[Room]:
    """Give an association whose council has a room, where the bot is a moderator."""
    scene = scene or world()
    synapse = shared_synapse()
    keeper, bot = synapse.register("keeper"), synapse.register("toutdoux")
    room_id = keeper.create_room(
        name="Council",
        invite=[bot.user_id],
        power_level_content_override={"users": {bot.user_id: 50}},
    )
    with installation():
        looked = connect(actor=scene.alice, asked=Asked(url=synapse.url, room=room_id, token=bot.token), now=scene.now)
        assert looked.found is not None, looked
        yield Room(scene=scene, synapse=synapse, keeper=keeper, bot=bot, room_id=room_id, begin=looked.found.since)
