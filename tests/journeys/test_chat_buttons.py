"""A press in the channel is the legal vote: the same rules, refusals and record as on the web."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from tests.support.chatting import Talk, refused, talking
from tests.support.visitors import account, browser, link
from toutdoux.decisions import commands
from toutdoux.decisions.models import Ballot, Objection
from toutdoux.integrations.chat.commands import unlink_account
from toutdoux.integrations.chat.following import keep_all
from toutdoux.integrations.chat.logic.rates import MOST_LINKS
from toutdoux.integrations.chat.models import Whisper
from toutdoux.integrations.mattermost.fake.api import Asked
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import record_departure
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as found:
        yield found


def test_it_works(talk: Talk) -> None:
    action = talk.here.open()
    said = talk.pressed("bob", action, "for")
    assert talk.said(action) == {"bob": "for"}
    assert "Your vote is recorded: For." in said
    assert "You can change your mind until" in said
    assert "Press another button" in said
    assert "●○" in said
    assert "Without another vote" in said
    assert f"/a/{talk.here.slug}/actions/P26-E1/" in said
    assert Ballot.objects.get().door == "chat"
    assert verify(association_id=talk.here.association_id, now=talk.here.now).sound


def test_another_press_changes_the_vote(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "for")
    assert "it was For, it is now Blank" in talk.pressed("bob", action, "blank")
    assert talk.said(action) == {"bob": "blank"}
    assert Ballot.objects.count() == 2


def test_a_press_that_decides_says_so(talk: Talk) -> None:
    action = talk.here.open()
    talk.here.vote(action, "for", "alice", "bob")
    assert "half is enough" in talk.pressed("dana", action, "for")
    assert talk.here.status(action) == "accepted"


# --- against, and why ---------------------------------------------------------------------------------------------------


def test_against_asks_why_and_the_answer_comes_in_private(talk: Talk) -> None:
    action = talk.here.open()
    assert talk.pressed("bob", action, "against") == ""
    assert talk.said(action) == {}
    dialog = talk.dialog("bob")
    assert dialog["elements"][0]["optional"] is True
    assert "Open a tool library" in dialog["introduction_text"]
    answer = talk.send("bob", {"reason": "The shed leaks"})
    assert (answer.status_code, answer.json()) == (200, {})
    assert talk.said(action) == {"bob": "against"}
    assert Objection.objects.get().ballot.reason == "The shed leaks"
    [told] = talk.chat.direct("bob")
    assert "Your vote is recorded: Against." in told
    assert "Your reason is on the page of the action" in told


def test_against_needs_no_reason(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "against")
    talk.send("bob", {"reason": ""})
    assert talk.said(action) == {"bob": "against"}
    assert not Objection.objects.exists()


def test_a_dialog_that_is_closed_records_nothing(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "against")
    assert talk.send("bob", {}, cancelled=True).status_code == 200
    assert talk.said(action) == {}


def test_where_no_dialog_can_be_opened_against_counts_without_a_reason(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "blank")
    with talk.chat.failing(on="/actions/dialogs/open"):
        assert "it is now Against" in talk.pressed("bob", action, "against")
    assert talk.said(action) == {"bob": "against"}


def test_a_reason_that_is_too_long_is_refused_beside_its_field_and_can_be_sent_again(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "against")
    answer = talk.send("bob", {"reason": "x" * 5001})
    assert "too long" in answer.json()["errors"]["reason"]
    assert talk.said(action) == {}
    talk.send("bob", {"reason": "x"})
    assert talk.said(action) == {"bob": "against"}


def test_private_words_that_did_not_arrive_are_said_later(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "against")
    with talk.chat.failing(on="/channels/direct"):
        assert talk.send("bob", {"reason": "No"}).json() == {}
    assert talk.said(action) == {"bob": "against"}
    assert talk.chat.direct("bob") == []
    assert keep_all(now=talk.here.later(minutes=2)).said == 1
    assert len(talk.chat.direct("bob")) == 1
    assert keep_all(now=talk.here.later(minutes=2)).said == 0
    assert Whisper.objects.get().text == ""


# --- the same refusals as everywhere ------------------------------------------------------------------------------------


def test_an_old_version_is_refused(talk: Talk) -> None:
    action = talk.here.open()
    old = talk.body("bob", action, "for")
    commands.amend_action(actor=talk.here.alice, action_id=action.id, title="New", text="Words", now=talk.here.now)
    refused(talk.call("button", old).json()["ephemeral_text"], "text has changed")
    for choice in ("against", "blank"):
        refused(talk.pressed("bob", action, choice), "text has changed")
    assert talk.chat.dialog("bob") is None


def test_a_closed_vote_is_refused(talk: Talk) -> None:
    action = talk.here.open()
    commands.withdraw_action(actor=talk.here.alice, action_id=action.id, reason="No", now=talk.here.now)
    for choice in ("for", "against"):
        refused(talk.pressed("bob", action, choice), "This vote closed")


def test_who_is_not_in_the_council_is_refused(talk: Talk) -> None:
    action = talk.here.open()
    talk.newcomer("gwen")
    for choice in ("for", "against"):
        refused(talk.pressed("gwen", action, choice), "council")


def test_who_is_not_linked_is_brought_the_link_in_private(talk: Talk) -> None:
    action = talk.here.open()
    unlink_account(actor=talk.here.bob, chat="mattermost", now=talk.here.now)
    said = talk.pressed("bob", action, "for")
    refused(said, "not linked to a member")
    assert "http" not in said, "the link goes by Mattermost's own private message, to whom Mattermost knows"
    [told] = talk.chat.direct("bob")
    address = next(word for word in told.split() if "/chat/link/" in word)
    identity = account(name="bob.linking", now=talk.here.now)
    link(talk.here, "bob", account_id=identity)
    page = browser(identity)
    path = address[address.index("/a/") :]
    asked = page.get(path)
    assert "bob" in asked.content.decode()
    assert "not linked" in talk.pressed("bob", action, "for"), "looking at the link joins nothing"
    assert page.post(path).status_code == 302
    assert "Your vote is recorded" in talk.pressed("bob", action, "for")


def test_links_are_not_piled_up_in_private(talk: Talk) -> None:
    action = talk.here.open()
    unlink_account(actor=talk.here.bob, chat="mattermost", now=talk.here.now)
    for _ in range(8):
        talk.pressed("bob", action, "for")
    assert len(talk.chat.direct("bob")) == MOST_LINKS - 1, "one was the link they followed before"


def test_who_has_left_is_nobody(talk: Talk) -> None:
    action = talk.here.open()
    record_departure(actor=talk.here.alice, member_id=talk.here.bob.member_id, now=talk.here.now)
    refused(talk.pressed("bob", action, "for"), "not linked")


def test_who_is_not_in_the_channel_is_refused(talk: Talk) -> None:
    action = talk.here.open()
    talk.chat.chat.leave(talk.chat.channel["id"], talk.user_id("bob"))
    refused(talk.pressed("bob", action, "for"), "from inside the voting channel")


def test_mattermosts_word_about_the_channel_is_asked_once_a_minute(talk: Talk) -> None:
    action = talk.here.open()
    talk.pressed("bob", action, "for")
    talk.pressed("bob", action, "blank")
    path = f"/channels/{talk.chat.channel['id']}/members/{talk.user_id('bob')}"
    assert len(talk.chat.calls(path)) == 1
    cache.clear()
    talk.pressed("bob", action, "for")
    assert len(talk.chat.calls(path)) == 2


def test_a_chat_that_does_not_answer_records_nothing_and_the_press_can_be_made_again(talk: Talk) -> None:
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    with talk.chat.failing(503):
        refused(talk.call("button", body).json()["ephemeral_text"], "does not answer")
    assert "recorded: For" in talk.call("button", body).json()["ephemeral_text"]


def test_a_chat_that_is_slow_to_answer_while_others_vote_makes_no_vote_come_too_early(talk: Talk) -> None:
    """Eight seconds pass while Mattermost says who is in the channel; meanwhile others have voted."""
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    with writing(association_id=talk.here.association_id, now=talk.here.now + timedelta(seconds=8)) as log:
        log.append(kind="note", actor_id=None, data={})
    with time_machine.travel(talk.here.now, tick=False) as clock:

        def slow(asked: Asked) -> None:
            clock.shift(timedelta(seconds=9))

        with talk.chat.answering(slow):
            assert "recorded: For" in talk.call("button", body).json()["ephemeral_text"]
            talk.pressed("dana", action, "against")
            with writing(association_id=talk.here.association_id, now=timezone.now() + timedelta(seconds=8)) as log:
                log.append(kind="note", actor_id=None, data={})
            cache.clear()
            assert talk.send("dana", {"reason": "It rains"}).json() == {}
    assert talk.said(action) == {"bob": "for", "dana": "against"}


def test_a_clock_that_is_behind_records_nothing_and_the_press_can_be_made_again(talk: Talk) -> None:
    action = talk.here.open()
    body = talk.body("bob", action, "for")
    ahead = talk.here.now + timedelta(minutes=1)
    with writing(association_id=talk.here.association_id, now=ahead) as log:
        log.append(kind="note", actor_id=None, data={})
    refused(talk.call("button", body).json()["ephemeral_text"], "seconds behind")
    with time_machine.travel(ahead, tick=False):
        assert "recorded: For" in talk.call("button", body).json()["ephemeral_text"]
