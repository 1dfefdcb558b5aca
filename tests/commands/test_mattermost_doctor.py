"""The doctor looks at a connected Mattermost as if it were connected now, and says what is missing."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import override_settings

from tests.support.mattermost import FakeMattermost, connected_world, mattermost
from tests.support.people import World
from toutdoux.cli.doctor import sentence
from toutdoux.operations.doctor import examine

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat() -> Iterator[FakeMattermost]:
    with mattermost() as found:
        yield found


@pytest.fixture
def scene(chat: FakeMattermost) -> World:
    return connected_world(chat)


def said() -> list[tuple[str, str]]:
    remarks = [remark for remark in examine(now=datetime.now(tz=UTC)) if remark.finding.startswith("chat-")]
    return [(remark.gravity, sentence(remark)) for remark in remarks]


def test_it_works(scene: World, chat: FakeMattermost) -> None:
    [(gravity, words)] = said()
    assert gravity == "fine"
    assert chat.url in words


def test_a_right_that_is_done_without_is_good_to_know(scene: World, chat: FakeMattermost) -> None:
    chat.chat.roles["channel_user"].remove("manage_private_channel_members")
    [(gravity, words)] = said()
    assert gravity == "note"
    assert "manage_private_channel_members" in words


def test_what_keeps_posts_away_is_wrong_and_named(scene: World, chat: FakeMattermost) -> None:
    chat.chat.roles["channel_user"].remove("create_post")
    [(gravity, words)] = said()
    assert gravity == "wrong"
    assert "create_post" in words
    with chat.dead():
        [(gravity, words)] = said()
    assert gravity == "wrong"


def test_a_signing_key_that_changed_is_said(scene: World, chat: FakeMattermost) -> None:
    with override_settings(SECRET_KEY="another"):
        [(gravity, _words)] = said()
    assert gravity == "wrong"


def test_without_a_chat_nothing_is_said(db: None) -> None:
    assert said() == []
