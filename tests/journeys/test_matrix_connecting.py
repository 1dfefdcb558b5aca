"""Connecting a room on Matrix from its page: what is missing is said, what may not be called is not, the token is kept sealed."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connection as database
from django.test import Client, override_settings
from django.utils import translation

from tests.support.matrix import Room, connected_room, installation
from tests.support.people import World, world
from tests.support.synapse import MatrixPerson, SynapseServer, shared_synapse
from tests.support.visitors import visitor
from toutdoux.integrations.matrix.models import Connection
from toutdoux.integrations.matrix.queries import connection
from toutdoux.ledger.queries import latest
from toutdoux.operations.doctor import Finding, examine

pytestmark = pytest.mark.django_db

MISSING = 'class="waits">missing'


@pytest.fixture
def scene(db: None) -> Iterator[World]:
    with installation():
        yield world()


@pytest.fixture
def synapse() -> SynapseServer:
    return shared_synapse()


@pytest.fixture
def keeper(synapse: SynapseServer) -> MatrixPerson:
    return synapse.register("keeper")


@pytest.fixture
def bot(synapse: SynapseServer) -> MatrixPerson:
    return synapse.register("toutdoux")


def address(scene: World) -> str:
    return f"/a/{scene.slug}/chat/matrix/"


def ask(scene: World, *, url: str, room: str, token: str, browser: Client | None = None) -> Any:
    wanted = {"gesture": "connect", "url": url, "room": room, "token": token}
    return at(scene, (browser or visitor(scene)).post, address(scene), wanted)


def at(scene: World, call: Any, *arguments: Any) -> Any:
    with time_machine.travel(scene.now, tick=False):
        return call(*arguments)


def test_it_works(scene: World, keeper: MatrixPerson, bot: MatrixPerson) -> None:
    room_id = keeper.create_room(
        name="Our council", invite=[bot.user_id], power_level_content_override={"users": {bot.user_id: 50}}
    )
    browser = visitor(scene)
    assert "In five steps" in at(scene, browser.get, address(scene)).content.decode()
    shown = ask(scene, url=bot.url, room=room_id, token=bot.token, browser=browser).content.decode()
    assert "Votes open in the room Our council." in shown
    assert MISSING not in shown
    row = connection(association_id=scene.association_id)
    assert row is not None
    assert (row.bot_id, row.room_id, row.token) == (bot.user_id, room_id, bot.token)
    [entry] = latest(association_id=scene.association_id, kinds=("chat.connected",), most=5)
    assert (entry.actor_id, entry.data) == (scene.alice.member_id, '{"chat":"matrix"}')


def test_the_token_is_never_shown_and_cannot_be_read_in_the_database(room: Room) -> None:
    shown = at(room.scene, visitor(room.scene).get, address(room.scene)).content.decode()
    assert room.bot.token not in shown
    with database.cursor() as cursor:
        cursor.execute("SELECT * FROM matrix_connection")
        assert room.bot.token not in repr(cursor.fetchall())
    assert room.bot.token not in repr(connection(association_id=room.scene.association_id))


@pytest.fixture
def room(db: None) -> Iterator[Room]:
    with connected_room() as found:
        yield found


def test_an_encrypted_room_is_refused_with_the_reason(scene: World, keeper: MatrixPerson, bot: MatrixPerson) -> None:
    room_id = keeper.create_room(invite=[bot.user_id])
    keeper.set_state(room_id, "m.room.encryption", {"algorithm": "m.megolm.v1.aes-sha2"})
    answer = ask(scene, url=bot.url, room=room_id, token=bot.token)
    assert answer.status_code == 422
    assert "Encryption of a room can never be switched off" in answer.content.decode()
    assert not Connection.objects.exists()


def test_each_right_that_is_missing_is_named_with_what_it_is_for(
    scene: World, keeper: MatrixPerson, bot: MatrixPerson
) -> None:
    room_id = keeper.create_room(
        invite=[bot.user_id], power_level_content_override={"events": {"m.reaction": 50}, "invite": 50}
    )
    shown = ask(scene, url=bot.url, room=room_id, token=bot.token).content.decode()
    assert shown.count("missing: nothing works without it") == 1
    assert "Send reactions" in shown
    assert "To invite members to the room" in shown
    assert not Connection.objects.exists()


def test_what_can_be_done_without_is_said_and_keeps_nobody_from_connecting(
    scene: World, keeper: MatrixPerson, bot: MatrixPerson
) -> None:
    room_id = keeper.create_room(invite=[bot.user_id])
    shown = ask(scene, url=bot.url, room=room_id, token=bot.token).content.decode()
    assert "give the bot the role of a moderator" in shown
    assert Connection.objects.filter(state="connected").exists()


def test_a_bot_that_made_the_room_may_do_everything_there(scene: World, bot: MatrixPerson) -> None:
    room_id = bot.create_room()
    assert MISSING not in ask(scene, url=bot.url, room=room_id, token=bot.token).content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"token": "syt_nobody"}, "does not know this token"),
        ({"room": "#nowhere:synapse.test"}, "cannot enter this room"),
        ({"room": "the council"}, "cannot enter this room"),
        ({"url": "http://10.1.2.3:8008"}, "inside a private network"),
        ({"url": "http://192.0.2.1.example.invalid"}, "No server has this name"),
        ({"url": "ftp://127.0.0.1/"}, "not the address of a server"),
        ({"url": "http://127.0.0.1:1"}, "Nobody answers"),
        ({"token": ""}, "A token is needed."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    scene: World, keeper: MatrixPerson, bot: MatrixPerson, wrong: dict[str, str], said: str
) -> None:
    room_id = keeper.create_room(invite=[bot.user_id])
    answer = ask(scene, **{"url": bot.url, "room": room_id, "token": bot.token, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert bot.token not in answer.content.decode()
    assert not Connection.objects.exists()


def test_a_machine_next_door_is_not_called_unless_the_installation_allows_it(
    scene: World, keeper: MatrixPerson, bot: MatrixPerson
) -> None:
    room_id = keeper.create_room(invite=[bot.user_id])
    with override_settings(TOUTDOUX_PRIVATE_NETWORKS=()):
        answer = ask(scene, url=bot.url, room=room_id, token=bot.token)
    assert "inside a private network" in answer.content.decode()
    assert bot.user_id not in keeper.people(room_id)


def test_a_link_to_the_room_serves_as_its_name(scene: World, keeper: MatrixPerson, bot: MatrixPerson) -> None:
    room_id = keeper.create_room(invite=[bot.user_id])
    link = f"https://matrix.to/#/{room_id}?via=synapse.test"
    assert "Votes open in the room" in ask(scene, url=bot.url, room=link, token=bot.token).content.decode()


def test_one_room_serves_one_association(room: Room) -> None:
    other = world()
    answer = ask(other, url=room.synapse.url, room=room.room_id, token=room.bot.token)
    assert "Another association votes in this room already" in answer.content.decode()
    assert connection(association_id=other.association_id) is None


def test_only_those_who_vote_connect_and_disconnect(room: Room) -> None:
    newcomer = visitor(room.scene, "charlie")
    for data in ({"gesture": "disconnect"}, {"gesture": "look"}, {"gesture": "connect"}, {}):
        assert at(room.scene, newcomer.post, address(room.scene), data).status_code == 422
    assert (
        "A room is connected by members who vote." in at(room.scene, newcomer.get, address(room.scene)).content.decode()
    )
    assert connection(association_id=room.scene.association_id) is not None


def test_disconnecting_forgets_the_token_and_falls_silent(room: Room) -> None:
    at(room.scene, visitor(room.scene).post, address(room.scene), {"gesture": "disconnect"})
    assert connection(association_id=room.scene.association_id) is None
    assert Connection.objects.get().sealed_token == ""
    room.scene.open()
    room.tell()
    assert room.announcements() == []
    assert room.listen() == 0


def test_looking_again_says_what_has_been_lost_since(room: Room) -> None:
    room.keeper.kick(room.room_id, room.bot)
    browser = visitor(room.scene)
    shown = at(room.scene, browser.post, address(room.scene), {"gesture": "look"}).content.decode()
    assert "The bot cannot enter this room" in shown
    assert "nothing that was recorded is lost" in shown
    room.synapse.stop()
    try:
        shown = at(room.scene, browser.post, address(room.scene), {"gesture": "look"}).content.decode()
        assert "Nobody answers at this address just now." in shown
    finally:
        room.synapse.start()


def test_a_changed_key_of_the_installation_is_said_and_nothing_breaks(room: Room) -> None:
    Connection.objects.update(sealed_token="nothing of ours")
    room.scene.open()
    assert room.tell().sent == 0
    assert room.listen() == 0
    shown = at(room.scene, visitor(room.scene).get, address(room.scene)).content.decode()
    assert "can no longer be read" in shown


def test_the_doctor_looks_at_the_room_live(room: Room) -> None:
    def found() -> dict[Finding, str]:
        return {remark.finding: str(remark.data.get("why", "")) for remark in examine(now=room.scene.now)}

    assert Finding.CHAT_FINE in found()
    room.keeper.set_state(room.room_id, "m.room.power_levels", {"kick": 90, "users": {room.bot.user_id: 50}})
    assert Finding.CHAT_SHORT in found()
    room.keeper.kick(room.room_id, room.bot)
    with translation.override("en"):
        assert "cannot enter this room" in found()[Finding.CHAT_TROUBLE]
    Connection.objects.update(sealed_token="nothing of ours")
    assert Finding.CHAT_UNREADABLE in found()
