"""What the voting channel shows of an action: one post, kept up to date, and each milestone once in its thread."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.support.mattermost import FakeMattermost, connected_world, mattermost
from tests.support.people import World
from toutdoux.decisions import commands as deciding
from toutdoux.integrations import delivering
from toutdoux.integrations.mattermost.fake.state import buttons

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat() -> Iterator[FakeMattermost]:
    with mattermost() as found:
        yield found


@pytest.fixture
def scene(chat: FakeMattermost) -> World:
    return connected_world(chat)


def test_it_works(scene: World, chat: FakeMattermost) -> None:
    scene.open(title="Open a tool library", text="A shelf, a list, *two* keys.")
    delivering.tell(now=scene.now)
    [post] = chat.roots
    assert "P26-E1 · Open a tool library" in post["message"]
    assert "> A shelf, a list, *two* keys." in post["message"]
    assert "carried by Alice" in post["message"]
    assert "half: 2 of 4" in post["message"]
    assert "Without another vote, the action passes" in post["message"]
    assert [one["name"] for one in buttons(post)] == ["For", "Against", "Blank"]
