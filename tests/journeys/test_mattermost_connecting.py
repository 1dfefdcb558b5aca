"""Connecting a voting channel: every right is looked at live, what is missing is named, secrets are shown to nobody."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client, override_settings

from tests.support.mattermost import FakeMattermost, mattermost
from tests.support.mattermost.server import TOKEN
from tests.support.people import World, world
from tests.support.visitors import visitor
from toutdoux.integrations.chat.logic.words import ChatEvent
from toutdoux.integrations.mattermost.fake.api import Answer, Asked
from toutdoux.integrations.mattermost.models import Connection
from toutdoux.integrations.mattermost.queries import connection
from toutdoux.kernel.tokens import token_digest
from toutdoux.ledger.queries import latest

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat() -> Iterator[FakeMattermost]:
    with mattermost() as found:
        yield found


@pytest.fixture
def scene(db: None) -> Iterator[World]:
    found = world()
    with time_machine.travel(found.now, tick=True):
        yield found


@pytest.fixture
def alice(scene: World) -> Client:
    return visitor(scene)


def address(scene: World) -> str:
    return f"/a/{scene.slug}/chat/mattermost/connect/"


def asked(chat: FakeMattermost, **changed: str) -> dict[str, str]:
    fields = {"base_url": chat.url, "team_name": "fireflies", "channel_name": "votes", "token": TOKEN}
    return {"change": "connect", **fields, **changed}


def test_it_works(scene: World, alice: Client, chat: FakeMattermost) -> None:
    page = alice.post(address(scene), asked(chat)).content.decode()
    row = connection(association_id=scene.association_id)
    assert (row.base_url, row.channel_name, row.token) == (chat.url, "votes", TOKEN)
    assert "Connected to votes" in page
    # The bot administers the team: the command is made, and its token known.
    [command] = chat.chat.commands.values()
    assert command["trigger"] == "toutdoux"
    assert command["url"].endswith(f"/a/{scene.slug}/chat/mattermost/command/")
    assert row.command_token_digest == token_digest(command["token"])
    assert [entry.kind for entry in latest(association_id=scene.association_id, kinds=["chat.connected"], most=9)] == [
        "chat.connected"
    ]


def test_the_token_is_kept_sealed_and_shown_nowhere(scene: World, alice: Client, chat: FakeMattermost) -> None:
    first = alice.post(address(scene), asked(chat)).content.decode()
    again = alice.get(address(scene)).content.decode()
    failed = alice.post(address(scene), asked(chat, channel_name="nowhere")).content.decode()
    assert TOKEN not in first + again + failed
    row = Connection.objects.get()
    assert TOKEN not in row.sealed_token + row.sealed_secret
    assert TOKEN not in repr(connection(association_id=scene.association_id))
    with override_settings(SECRET_KEY="another"):
        assert connection(association_id=scene.association_id) is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"token": "not a token"}, "does not know this token"),
        ({"team_name": "nobody"}, "sees no such team"),
        ({"channel_name": "nowhere"}, "sees no such channel"),
        ({"base_url": "http://127.0.0.1:9"}, "Nobody answers at this address"),
        ({"base_url": "ftp://chat.example.org"}, "not the address of a server"),
        ({"base_url": "https://[broken"}, "not the address of a server"),
        ({"base_url": "http://192.168.7.7"}, "inside a private network"),
        ({"base_url": "http://169.254.169.254/latest"}, "inside a private network"),
        ({"base_url": "https://user:word@chat.example.org"}, "not the address of a server"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_connected(
    scene: World, alice: Client, chat: FakeMattermost, changed: dict[str, str], said: str
) -> None:
    answer = alice.post(address(scene), asked(chat, **changed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Connection.objects.exists()


def test_nothing_private_is_called_unless_the_installation_allows_it(
    scene: World, alice: Client, chat: FakeMattermost
) -> None:
    with override_settings(TOUTDOUX_PRIVATE_NETWORKS=()):
        answer = alice.post(address(scene), asked(chat))
    assert "inside a private network" in answer.content.decode()
    assert chat.exchanges == []


def test_a_redirect_leads_nowhere(scene: World, alice: Client, chat: FakeMattermost) -> None:
    def elsewhere(_asked: Asked) -> Answer:
        return Answer(status=302, body=b"", headers={"Location": f"{chat.url}/api/v4/users/me"})

    with mattermost(judged=False) as other, other.answering(elsewhere):
        answer = alice.post(address(scene), asked(chat, base_url=other.url))
    assert "not a Mattermost server" in answer.content.decode()
    assert chat.exchanges == []


@pytest.mark.parametrize("lost", ["read_channel", "create_post", "edit_post", "create_direct_channel"])
def test_a_vital_right_that_is_missing_is_named(scene: World, alice: Client, chat: FakeMattermost, lost: str) -> None:
    for given in chat.chat.roles.values():
        if lost in given and lost != "read_channel":
            given.remove(lost)
    if lost == "read_channel":
        chat.chat.leave(chat.channel["id"], chat.bot["id"])
    page = alice.post(address(scene), asked(chat)).content.decode()
    assert not Connection.objects.exists()
    assert ("sees no such channel" if lost == "read_channel" else f"<code>{lost}</code>") in page


def test_without_the_right_to_make_commands_one_makes_it_by_hand(
    scene: World, alice: Client, chat: FakeMattermost
) -> None:
    chat.chat.roles["team_admin"].clear()
    page = alice.post(address(scene), asked(chat)).content.decode()
    assert "Make the command by hand" in page
    assert f"/a/{scene.slug}/chat/mattermost/command/" in page
    alice.post(address(scene), {"change": "command", "command_token": " typed "})
    row = connection(association_id=scene.association_id)
    assert row.command_token_digest == token_digest("typed")


def test_a_server_that_is_too_old_is_refused(scene: World, alice: Client, chat: FakeMattermost) -> None:
    chat.chat.version = "5.36.1"
    page = alice.post(address(scene), asked(chat)).content.decode()
    assert "runs Mattermost 5.36.1" in page
    assert not Connection.objects.exists()


def test_a_channel_serves_one_association(scene: World, alice: Client, chat: FakeMattermost) -> None:
    chat.connect(world())
    page = alice.post(address(scene), asked(chat)).content.decode()
    assert "Another association votes in this channel" in page


def test_the_rights_can_be_looked_at_again(scene: World, alice: Client, chat: FakeMattermost) -> None:
    alice.post(address(scene), asked(chat))
    chat.chat.roles["channel_user"].remove("edit_post")
    page = alice.post(address(scene), {"change": "check"}).content.decode()
    assert "no, and it is needed" in page
    assert connection(association_id=scene.association_id) is not None


def test_connecting_again_keeps_the_buttons_working_in_the_same_channel_alone(
    scene: World, alice: Client, chat: FakeMattermost
) -> None:
    alice.post(address(scene), asked(chat))
    before = connection(association_id=scene.association_id)
    alice.post(address(scene), asked(chat))
    assert connection(association_id=scene.association_id).callback_secret == before.callback_secret
    other = chat.chat.add_channel(chat.team["id"], "decisions")
    chat.chat.join(other["id"], chat.bot["id"])
    alice.post(address(scene), asked(chat, channel_name="decisions"))
    assert connection(association_id=scene.association_id).callback_secret != before.callback_secret


def test_disconnecting_forgets_every_secret(scene: World, alice: Client, chat: FakeMattermost) -> None:
    alice.post(address(scene), asked(chat))
    alice.post(address(scene), {"change": "disconnect"})
    row = Connection.objects.get()
    assert (row.sealed_token, row.sealed_secret, row.command_token_digest) == ("", "", "")
    assert connection(association_id=scene.association_id) is None
    kinds = [entry.kind for entry in latest(association_id=scene.association_id, kinds=list(ChatEvent), most=9)]
    assert kinds == ["chat.disconnected", "chat.connected"]


def test_who_does_not_vote_connects_nothing_and_calls_nobody(scene: World, chat: FakeMattermost) -> None:
    charlie = visitor(scene, "charlie")
    for change in ("connect", "disconnect", "command", "check"):
        charlie.post(address(scene), asked(chat) | {"change": change, "command_token": "x"})
    assert not Connection.objects.exists()
    assert chat.exchanges == []
    assert "members who vote" in charlie.get(address(scene)).content.decode()
