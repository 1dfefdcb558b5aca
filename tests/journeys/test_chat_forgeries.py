"""What is forged or replayed is nothing: presses and dialogs that Mattermost did not send, or sent for something else."""

import base64
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.support.chatting import Talk, refused, talking
from tests.support.people import world
from toutdoux.decisions import commands
from toutdoux.decisions.models import Ballot
from toutdoux.integrations.chat.commands import link_account, make_chat_link, unlink_account
from toutdoux.integrations.chat.logic.rates import MOST_GESTURES
from toutdoux.integrations.chat.models import Nonce, SeenTrigger
from toutdoux.integrations.mattermost.commands import disconnect
from toutdoux.ledger.queries import head

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as found:
        yield found


def test_it_works(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    forged(talk, body | {"context": body["context"] | {"choice": "blank"}}, caplog, "seal")
    assert "recorded: For" in talk.call("button", body).json()["ephemeral_text"]


# --- security.md 7: forged ------------------------------------------------------------------------------------------------


def forged(talk: Talk, body: Any, caplog: pytest.LogCaptureFixture, why: str) -> None:
    before = head(association_id=talk.here.association_id)
    caplog.clear()
    with caplog.at_level(logging.WARNING, logger="toutdoux.bot.door"):
        answer = talk.call("button", body)
    assert (answer.status_code, answer.content) == (404, b"")
    assert [record.message.rpartition(": ")[2] for record in caplog.records] == [why]
    assert head(association_id=talk.here.association_id) == before
    assert not SeenTrigger.objects.exists()


@pytest.mark.parametrize("field", ["association", "action", "version", "channel", "choice", "seal"])
def test_a_context_that_was_touched_is_forged(talk: Talk, caplog: pytest.LogCaptureFixture, field: str) -> None:
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    body["context"][field] = {"version": 2, "choice": "against"}.get(field, "x" * 26)
    forged(talk, body, caplog, "seal")


def test_a_button_does_not_say_another_choice_action_or_version(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    first, second = talk.here.open(), talk.here.open(title="Keep bees")
    seal = talk.context(first, "for")["seal"]
    for context in (
        talk.context(first, "blank"),
        talk.context(second, "for"),
        talk.context(first, "for", version=2),
        talk.context(first, "for", channel_id="another"),
    ):
        forged(talk, talk.body("bob", first, "for", context=context | {"seal": seal}), caplog, "seal")


def test_a_button_without_context_is_forged(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    action = talk.here.open()
    forged(talk, talk.body("bob", action, "for", context=None), caplog, "malformed")
    forged(talk, talk.body("bob", action, "for", context={}), caplog, "seal")


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"team_id": "another"}, "team"),
        ({"channel_id": "another"}, "channel"),
        ({"user_id": ""}, "malformed"),
        ({"user_id": ["bob"]}, "malformed"),
        ({"trigger_id": ""}, "malformed"),
        ({"team_id": ""}, "malformed"),
    ],
)
def test_another_team_or_channel_is_not_heard(
    talk: Talk, caplog: pytest.LogCaptureFixture, changed: dict[str, Any], why: str
) -> None:
    action = talk.here.open()
    forged(talk, talk.body("bob", action, "for", **changed), caplog, why)


def test_a_trigger_that_names_someone_else_is_forged(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    action = talk.here.open()

    def trigger(user: str) -> str:
        return base64.b64encode(f"abc:{user}:1700000000000:signature".encode()).decode()

    forged(talk, talk.body("bob", action, "for", trigger_id=trigger(talk.user_id("dana"))), caplog, "malformed")
    assert "recorded" in talk.pressed("bob", action, "for", trigger_id=trigger(talk.user_id("bob")))


def test_a_button_of_another_association_is_forged_here(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    """Even one sealed with the secret of this connection."""
    there = world().open()
    body = talk.body("bob", there, "for", context=talk.context(there, "for", association_id=there.association_id))
    forged(talk, body, caplog, "association")


def test_a_button_for_an_action_of_another_association_finds_nothing(talk: Talk) -> None:
    there = world().open()
    for choice in ("for", "against"):
        refused(talk.pressed("bob", there, choice), "no such action")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"null", b'{"context": ' + b"[" * 100_000, b"\xff", b'"' + b"x" * 300_000]
)
def test_what_is_no_callback_finds_nothing(talk: Talk, body: bytes) -> None:
    address = reverse("mattermost_button", args=[talk.here.slug])
    assert talk.client.post(address, body, content_type="application/json").status_code == 404


def test_where_nothing_is_connected_there_is_nothing(talk: Talk) -> None:
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    disconnect(actor=talk.here.alice, now=talk.here.now)
    assert talk.call("button", body).status_code == 404
    other = world()
    for what in ("button", "dialog", "command"):
        assert Client().post(f"/a/{other.slug}/chat/mattermost/{what}/").status_code == 404
        assert Client().get(f"/a/{other.slug}/chat/mattermost/{what}/").status_code == 405


def test_a_channel_that_was_replaced_takes_its_buttons_with_it(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    talk.chat.channel = talk.chat.chat.add_channel(talk.chat.team["id"], "new-votes")
    talk.chat.connect(talk.here)
    forged(talk, body, caplog, "seal")


# --- security.md 8: replayed ----------------------------------------------------------------------------------------------


def test_a_press_that_comes_again_is_answered_the_same_and_counts_once(talk: Talk) -> None:
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    first = talk.call("button", body).json()
    assert talk.call("button", body).json() == first
    assert Ballot.objects.count() == 1


def test_a_press_replayed_after_a_change_of_mind_changes_nothing(talk: Talk) -> None:
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    first = talk.call("button", body).json()
    talk.here.vote(action, "blank", "bob")
    assert talk.call("button", body).json() == first
    SeenTrigger.objects.all().delete()
    assert "recorded already" in talk.call("button", body).json()["ephemeral_text"]
    assert talk.said(action) == {"bob": "blank"}


def test_a_press_that_was_refused_is_refused_when_it_is_replayed(talk: Talk) -> None:
    """Whatever became possible meanwhile: the person may press again, nobody may press for them."""
    action = talk.here.open()
    unlink_account(actor=talk.here.bob, chat="mattermost", now=talk.here.now)
    body = talk.body("bob", action, "for")
    talk.call("button", body)
    talk.link("bob")
    assert "not linked" in talk.call("button", body).json()["ephemeral_text"]
    assert talk.said(action) == {}


def test_one_trigger_does_not_serve_two_buttons_or_two_people(talk: Talk) -> None:
    action = talk.here.open()
    trigger = talk.trigger("bob")
    talk.pressed("bob", action, "for", trigger_id=trigger)
    assert "recorded: For" in talk.pressed("bob", action, "blank", trigger_id=trigger)
    assert talk.said(action) == {"bob": "for"}
    assert "recorded: Blank" in talk.pressed("dana", action, "blank", trigger_id=trigger)


def test_a_dialog_sent_twice_counts_once(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "against")
    body = talk.submission("bob", {"reason": "No"})
    talk.call("dialog", body)
    again = talk.call("dialog", body | {"submission": {"reason": "Another"}})
    assert "sent already" in again.json()["error"]
    assert Ballot.objects.count() == 1


def test_a_dialog_is_of_the_person_it_was_opened_for(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "against")
    body = talk.submission("bob", {"reason": "No"})
    assert talk.call("dialog", body | {"user_id": talk.user_id("dana")}).status_code == 404
    assert talk.call("dialog", body | {"state": "x"}).status_code == 404
    assert talk.call("dialog", body | {"team_id": "another"}).status_code == 404
    assert talk.said(action) == {}
    assert Nonce.objects.get().used_at is None


def test_a_dialog_opened_before_the_text_changed_is_refused(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "against")
    commands.amend_action(actor=talk.here.alice, action_id=action.id, title="New", text="", now=talk.here.now)
    assert "text has changed" in talk.send("bob", {"reason": "No"}).json()["error"]
    assert talk.said(action) == {}


def test_a_dialog_of_who_left_the_channel_meanwhile_is_refused(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "against")
    talk.chat.chat.leave(talk.chat.channel["id"], talk.user_id("bob"))
    cache.clear()
    assert "voting channel" in talk.send("bob", {"reason": "No"}).json()["error"]
    assert talk.said(action) == {}


def test_presses_are_slowed_down(talk: Talk) -> None:
    action = talk.here.open()
    for number in range(MOST_GESTURES):
        talk.pressed("bob", action, ("for", "blank")[number % 2])
    assert "a lot at once" in talk.pressed("bob", action, "for")
    assert talk.said(action) == {"bob": "blank"}
    assert "recorded" in talk.pressed("dana", action, "for")


# --- security.md 9 and 12 -------------------------------------------------------------------------------------------------


def test_a_name_in_the_chat_is_not_an_identity(talk: Talk) -> None:
    """Whoever renames themselves after a member votes for nobody."""
    action = talk.here.open()
    talk.chat.person("mallory")
    refused(talk.pressed("mallory", action, "for", user_name="bob"), "not linked")


def test_an_account_linked_elsewhere_is_nobody_here(talk: Talk) -> None:
    action = talk.here.open()
    talk.chat.person("mallory")
    elsewhere = world(slug="elsewhere-linked")
    token = make_chat_link(
        association_id=elsewhere.association_id,
        chat="mattermost",
        server=talk.chat.url,
        user_id=talk.user_id("mallory"),
        user_name="mallory",
        now=talk.here.now,
    )
    link_account(actor=elsewhere.bob, token=token, now=talk.here.now)
    refused(talk.pressed("mallory", action, "for"), "not linked")


def test_nothing_secret_is_written_in_the_log(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:
    action = talk.here.open()
    with caplog.at_level(logging.DEBUG):
        talk.pressed("bob", action, "for")
        body = talk.body("bob", action, "for")
        body["context"]["seal"] = "0" * 64
        talk.call("button", body)
        talk.call("command", talk.command("bob", "votes", token="wrong token"))
    logged = caplog.text
    for secret in (
        talk.token,
        "wrong token",
        talk.context(action, "for")["seal"],
        "a token of the bot",
        body["trigger_id"],
    ):
        assert secret not in logged


def test_words_of_a_title_call_nobody_and_draw_nothing(talk: Talk) -> None:
    action = talk.here.open(title="![x](https://evil.example/x.png) @all **bold** `code`")
    said = talk.pressed("bob", action, "for")
    assert "@all" not in said
    assert "![x]" not in said
    assert "**bold**" not in said
    assert json.dumps(said)
