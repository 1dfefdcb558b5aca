"""What members say in the thread of an action joins its discussion, once, whoever was away meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import Event, Thread

import pytest

from tests.journeys.test_mattermost_posts import link
from tests.support.mattermost import FakeMattermost, connected_world, mattermost
from tests.support.people import World
from toutdoux.decisions.models import Action, Remark
from toutdoux.integrations import delivering
from toutdoux.integrations.mattermost import listening
from toutdoux.integrations.mattermost.models import Connection
from toutdoux.integrations.mattermost.queries import connection

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def chat() -> Iterator[FakeMattermost]:
    with mattermost() as found:
        yield found


@pytest.fixture
def scene(chat: FakeMattermost) -> World:
    found = connected_world(chat)
    for name in ("alice", "bob"):
        link(found, chat, name)
    found.now = datetime.now(tz=UTC)
    Connection.objects.update(connected_at=found.now)
    found.open()
    delivering.tell(now=found.now)
    return found


@contextmanager
def heard(chat: FakeMattermost) -> Iterator[None]:
    """Listen for the length of the block, as the worker does."""
    stop = Event()
    thread = Thread(target=listening.run, kwargs={"stop": stop})
    thread.start()
    try:
        until(lambda: bool(chat.chat.listeners))
        yield
    finally:
        stop.set()
        thread.join(timeout=300)
        assert not thread.is_alive()


def until(true: Callable[[], bool]) -> None:
    looked = Event()
    for _ in range(6000):
        if true():
            return
        looked.wait(0.05)
    pytest.fail("it did not come about")


def said() -> list[str]:
    return list(Remark.objects.order_by("at", "id").values_list("text", flat=True))


def test_it_works(scene: World, chat: FakeMattermost) -> None:
    root = chat.roots[0]["id"]
    with heard(chat):
        chat.say("bob", "Could it open on Sundays?", root_id=root)
        until(lambda: said() == ["Could it open on Sundays?"])
    row = Remark.objects.get()
    assert (row.member_id, row.source) == (scene.bob.member_id, "chat")


def test_only_words_of_linked_people_in_threads_of_actions_are_heard(scene: World, chat: FakeMattermost) -> None:
    root = chat.roots[0]["id"]
    other = chat.chat.add_channel(chat.team["id"], "lounge")
    webhook = chat.chat.user_named("bob")["id"]
    aside = chat.say("bob", "Beside the point")
    chat.say("bob", "Still beside", root_id=aside["id"])
    chat.say("dana", "Not linked yet", root_id=root)
    chat.chat.write(webhook, chat.channel["id"], "From a webhook", root_id=root, props={"from_webhook": "true"})
    chat.chat.write(webhook, chat.channel["id"], "Bob joined", root_id=root, type_="system_join_channel")
    chat.chat.write(webhook, other["id"], "Elsewhere")
    chat.say("bob", "   ", root_id=root)
    row = connection(association_id=scene.association_id)
    assert listening.catch_up(row=row, now=scene.later(minutes=1)) == 0
    chat.say("bob", "In the thread", root_id=root)
    assert listening.catch_up(row=row, now=scene.now) == 1
    assert said() == ["In the thread"]


def test_what_was_said_while_nobody_listened_is_caught_up_with_once(scene: World, chat: FakeMattermost) -> None:
    root = chat.roots[0]["id"]
    chat.say("bob", "One", root_id=root)
    with heard(chat):
        until(lambda: said() == ["One"])
        chat.say("alice", "Two", root_id=root)
        until(lambda: said() == ["One", "Two"])
    chat.say("bob", "Three", root_id=root)
    with heard(chat):
        until(lambda: said() == ["One", "Two", "Three"])


def test_a_server_that_restarts_is_listened_to_again(scene: World, chat: FakeMattermost) -> None:
    root = chat.roots[0]["id"]
    with heard(chat):
        chat.drop_websockets()
        until(lambda: not chat.chat.listeners)
        chat.say("bob", "Meanwhile", root_id=root)
        until(lambda: said() == ["Meanwhile"])


def test_a_reply_to_one_of_our_replies_is_part_of_the_thread(scene: World, chat: FakeMattermost) -> None:
    scene.vote(Action.objects.get(), "against", "bob", reason="Too loud")
    delivering.tell(now=scene.later(minutes=1))
    chat.say("alice", "And at noon?", root_id=chat.replies[0]["root_id"])
    row = connection(association_id=scene.association_id)
    assert listening.catch_up(row=row, now=scene.now) == 1


def test_after_a_very_long_absence_each_thread_is_read(
    scene: World, chat: FakeMattermost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "MOST_SINCE", 3)
    chat.say("bob", "Long ago", root_id=chat.roots[0]["id"])
    for number in range(5):
        chat.say("alice", f"Noise {number}")
    row = connection(association_id=scene.association_id)
    assert listening.catch_up(row=row, now=scene.later(minutes=1)) == 1
    assert chat.calls("/thread")
