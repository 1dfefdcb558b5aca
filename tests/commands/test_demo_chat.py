"""The demo's own Mattermost: everyone is there, everything open can be voted on, and starting again changes nothing."""

from datetime import UTC, datetime

import pytest
from django.test import override_settings

from tests.support.mattermost.server import NETWORK
from toutdoux.associations.queries import access_association
from toutdoux.decisions.models import Action
from toutdoux.integrations.chat.models import ChatIdentity
from toutdoux.integrations.mattermost.fake.state import buttons
from toutdoux.integrations.mattermost.queries import connection
from toutdoux.members.queries import members
from toutdoux.operations.demo import load_demo
from toutdoux.operations.demo_chat import start_demo_chat

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
def test_it_is_connected_and_shows_all_that_is_open_each_time_it_starts() -> None:
    slug = load_demo(now=NOW).slug
    place = access_association(slug=slug)
    with override_settings(TOUTDOUX_PRIVATE_NETWORKS=NETWORK):
        for _ in range(2):
            chat = start_demo_chat(slug=slug, now=NOW, port=0)
            try:
                assert connection(association_id=place.id).base_url == chat.url
                channel = chat.chat.channel_named("votes")
                posts = [post for post in chat.chat.posts_in(channel["id"]) if list(buttons(post))]
                open_ones = Action.objects.filter(association_id=place.id, status="open").count()
                assert len(posts) == open_ones > 2
                voters = [row for row in members(association_id=place.id, at=NOW) if row.right.votes]
                assert len(chat.chat.members_of(channel["id"])) == len(voters) + 1
                linked = ChatIdentity.objects.filter(association_id=place.id, server=chat.url)
                assert linked.count() == len(voters) - 1
                assert not linked.filter(user_name="hugo").exists()
            finally:
                chat.stop()
