"""Whole stories from the chat: the fake's real callbacks on one side, our real server on the other."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.support.chatting import Talk, talking
from tests.support.visitors import account, browser, link
from toutdoux.decisions.models import Action, Ballot
from toutdoux.integrations.chat.commands import unlink_account
from toutdoux.integrations.commands import vote_link
from toutdoux.integrations.delivering import tell
from toutdoux.operations.verify import verify
from toutdoux.operations.worker import run_once
from toutdoux.rules.facts import Choice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(live_server: Any) -> Iterator[Talk]:
    with talking(url=live_server.url) as found:
        found.give_command()
        yield found


def to_vote_on(talk: Talk, words: str) -> dict[str, Any]:
    """Return the post that bears the buttons, as it stands in the channel once the worker has been."""
    run_once(now=talk.tick())
    return [post for post in talk.chat.posts if words in post["message"] and post["props"].get("attachments")][-1]


def the_one(talk: Talk) -> Action:
    return Action.objects.get(association_id=talk.here.association_id)


def test_it_works(talk: Talk) -> None:
    """Propose, object, amend, vote, pass, carry out, without leaving the channel."""
    talk.chat.type("alice", "/toutdoux nouvelle Buy a second oven")
    talk.chat.fill(
        "alice", {"kind": "extraordinary", "title": "Buy a second oven", "text": "A large one.", "when": "publish"}
    )
    assert "is published" in talk.chat.direct("alice")[-1]
    post = to_vote_on(talk, "Buy a second oven")

    talk.chat.press("bob", post, "against")
    talk.chat.fill("bob", {"reason": "A large one does not fit"})
    assert "Your vote is recorded: Against." in talk.chat.direct("bob")[-1]
    assert talk.said(the_one(talk)) == {"bob": "against"}

    talk.chat.type("alice", "/toutdoux amender E1")
    talk.chat.fill("alice", {"title": "Buy a second oven", "text": "A small one."})
    assert talk.said(the_one(talk)) == {}
    talk.chat.press("bob", post, "for")
    assert "text has changed" in talk.chat.whispered("bob")[-1], "the button of the earlier text"
    post = to_vote_on(talk, "A small one.")

    for name in ("bob", "dana"):
        talk.chat.press(name, post, "for")
        assert "Your vote is recorded: For." in talk.chat.whispered(name)[-1]
    assert talk.here.status(the_one(talk)) == "open"
    talk.chat.press("eli", post, "for")
    assert "half is enough" in talk.chat.whispered("eli")[-1]
    assert talk.here.status(the_one(talk)) == "accepted"

    talk.chat.type("alice", "/toutdoux réalisée E1")
    assert "is carried out" in talk.chat.whispered("alice")[-1]
    assert the_one(talk).execution == "done"
    assert verify(association_id=talk.here.association_id, now=talk.tick()).sound


def test_from_a_first_press_to_a_vote(talk: Talk) -> None:
    """Someone whose account is not linked presses a button, follows the link, says yes, and votes."""
    unlink_account(actor=talk.here.bob, chat="mattermost", now=talk.here.now)
    action = talk.here.open()
    post = to_vote_on(talk, "Open a tool library")
    talk.chat.press("bob", post, "for")
    assert "A private message brings the link" in talk.chat.whispered("bob")[-1]
    path = re.search(r"/a/\S+/chat/link/\S+", talk.chat.direct("bob")[-1]).group()
    identity = account(name="bob.first", now=talk.here.now)
    link(talk.here, "bob", account_id=identity)
    page = browser(identity)
    page.post(path)
    talk.chat.press("bob", post, "for")
    assert talk.said(action) == {"bob": "for"}


def test_whatever_the_door_the_last_vote_counts_and_counts_once(talk: Talk) -> None:
    """One voter by chat, mail and web, in every order of two and more."""
    identity = account(name="bob.doors", now=talk.here.now)
    link(talk.here, "bob", account_id=identity)
    action = talk.here.open()
    post = to_vote_on(talk, "Open a tool library")
    page = browser(identity)
    token = vote_link(
        member_id=talk.here.bob.member_id,
        action_id=action.id,
        version=1,
        expires_at=talk.here.now + timedelta(days=10),
        now=talk.here.now,
    )

    def by_web(choice: str, key: str) -> None:
        there = f"/a/{talk.here.slug}/actions/P26-E1/vote/"
        assert page.post(there, {"choice": choice, "version": "1", "idempotency_key": key}).status_code == 302

    def by_mail(choice: str, key: str) -> None:
        there = f"/a/{talk.here.slug}/mail-vote/{token}/"
        assert Client().post(there, {"choice": choice, "idempotency_key": key}).status_code == 302

    def by_chat(choice: str, _key: str) -> None:
        talk.chat.press("bob", post, choice)

    doors = (by_chat, by_mail, by_web)
    number = 0
    for first in doors:
        for second in doors:
            for choice, door in (("for", first), ("blank", second)):
                number += 1
                door(choice, f"k{number}")
                assert talk.said(action) == {"bob": choice}
    rows = Ballot.objects.filter(seat__member_id=talk.here.bob.member_id)
    assert rows.filter(counting=True).count() == 1
    assert set(rows.values_list("door", flat=True)) == {"chat", "mail", "web"}
    talk.tick()
    assert talk.here.page(action).row.tally.blank == 1
    assert verify(association_id=talk.here.association_id, now=talk.tick()).sound


def test_withdrawn_from_the_chat(talk: Talk) -> None:
    action = talk.here.open()
    post = to_vote_on(talk, "Open a tool library")
    talk.chat.type("alice", "/toutdoux retirer E1 nobody wants it")
    assert talk.here.status(action) == "withdrawn"
    talk.chat.press("bob", post, "for")
    assert talk.said(action) == {}
    tell(now=talk.tick())


def test_the_buttons_in_the_channel_are_those_of_the_three_choices(talk: Talk) -> None:
    talk.here.open()
    post = to_vote_on(talk, "Open a tool library")
    assert {talk.chat.button(post, choice)["integration"]["context"]["choice"] for choice in Choice} == set(Choice)
