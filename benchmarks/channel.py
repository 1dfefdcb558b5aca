"""Set up a connected association, and tell its people: run inside the installation, see ``benchmarks.inside``."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.soak.stage import founded, opened
from toutdoux.associations.models import Association
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import ActionDraft
from toutdoux.integrations.chat.models import ChatIdentity
from toutdoux.integrations.delivering import tell
from toutdoux.integrations.mattermost.commands import NewConnection, connect, disconnect
from toutdoux.integrations.mattermost.logic.contexts import Context, seal
from toutdoux.integrations.mattermost.queries import connection
from toutdoux.integrations.models import Delivery, Preference
from toutdoux.kernel.people import Actor
from toutdoux.members.queries import council_at
from toutdoux.rules.facts import Choice


def chat(*, there: dict[str, str], users: list[str], presses: int) -> dict[str, Any]:
    """Found, connect and link; return the sealed contexts of the buttons to press, one after another."""
    now = datetime.now(UTC)
    slug, people = _linked(there=there, users=users)
    row = connection(association_id=people[0].association_id)
    assert row is not None
    action = opened(by=people[0], kind="ordinary", title="Try the buttons", at=now)
    contexts = [
        seal(
            secret=row.callback_secret,
            context=Context(
                association_id=people[0].association_id,
                action_id=action.id,
                version=1,
                channel_id=row.channel_id,
                choice=(Choice.FOR, Choice.BLANK)[number % 2],
            ),
        )
        for number in range(presses + 1)
    ]
    return {"slug": slug, "contexts": contexts}


def hush(*, slug: str) -> None:
    """Disconnect, so that the channel is free for the next."""
    association = Association.objects.get(slug=slug)
    now = datetime.now(UTC)
    member_id = council_at(association_id=association.id, at=now)[0]
    disconnect(actor=Actor(association_id=association.id, member_id=member_id), now=now)


def open_to_all(*, there: dict[str, str], users: list[str]) -> dict[str, Any]:
    """Open an action to a council that prefers the chat, then let the worker's rounds tell everyone."""
    _slug, people = _linked(there=there, users=users)
    now = datetime.now(UTC)
    Preference.objects.bulk_create(
        [
            Preference(member_id=person.member_id, way="chat", quiet_from=0, quiet_to=0, changed_at=now)
            for person in people
        ]
    )
    tell(now=now)
    draft = ActionDraft(kind="extraordinary", title="Buy a second oven")
    draft_id = commands.save_draft(actor=people[0], draft=draft, now=now)
    began = time.perf_counter()
    commands.publish_action(actor=people[0], draft_id=draft_id, now=datetime.now(UTC))
    publishing = time.perf_counter() - began
    began, quiet = time.perf_counter(), 0
    while quiet < 2 and time.perf_counter() - began < 600:
        told = tell(now=datetime.now(UTC))
        quiet = 0 if told.sent or told.planned else quiet + 1
    telling = time.perf_counter() - began
    sent = Delivery.objects.filter(about="opened", state="sent", channel="mattermost", action_id=draft_id)
    return {"publishing": publishing, "telling": telling, "told": sent.count()}


def _linked(*, there: dict[str, str], users: list[str]) -> tuple[str, list[Actor]]:
    now = datetime.now(UTC)
    slug, people, _accounts = founded(council=len(users), at=now - timedelta(days=1))
    connect(actor=people[0], new=NewConnection(**there), now=now)
    ChatIdentity.objects.bulk_create(
        [
            ChatIdentity(
                association_id=person.association_id,
                member_id=person.member_id,
                chat="mattermost",
                server=there["base_url"],
                user_id=user_id,
                user_name=user_id,
                linked_at=now,
            )
            for person, user_id in zip(people, users, strict=True)
        ]
    )
    return slug, people
