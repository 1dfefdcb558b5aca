"""The voting channel follows the council, and its page puts differences right: nobody is taken out unasked."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.chatting import Talk, talking
from tests.support.visitors import account, browser, link
from toutdoux.decisions.models import Action
from toutdoux.integrations.chat.commands import unlink_account
from toutdoux.integrations.chat.following import keep_all
from toutdoux.integrations.chat.models import Placement
from toutdoux.integrations.mattermost.commands import disconnect
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import record_departure
from toutdoux.members.commands.changing import record_end_of_exclusion, record_exclusion
from toutdoux.members.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as found:
        keep_all(now=found.here.now)
        yield found


@pytest.fixture
def alice(talk: Talk) -> Client:
    identity = account(name="alice.channel", now=talk.here.now)
    link(talk.here, "alice", account_id=identity)
    return browser(identity)


def inside(talk: Talk) -> set[str]:
    names = {row["id"]: row["username"] for row in talk.chat.chat.users.values()}
    return {names[user_id] for user_id in talk.chat.chat.members_of(talk.chat.channel["id"])} - {"toutdoux"}


def out(talk: Talk, name: str) -> None:
    talk.chat.chat.leave(talk.chat.channel["id"], talk.user_id(name))


def address(talk: Talk) -> str:
    return reverse("chat_membership", args=[talk.here.slug, "mattermost"])


def shown(talk: Talk, alice: Client) -> str:
    answer = alice.get(address(talk))
    assert answer.status_code == 200
    return answer.content.decode()


# --- by itself ----------------------------------------------------------------------------------------------------------


def grant(talk: Talk, name: str) -> None:
    action = talk.here.grant(to=name)
    talk.here.vote(action, "for", "alice", "bob", "dana")
    assert talk.here.status(action) == "accepted"


def test_it_works(talk: Talk) -> None:
    talk.newcomer("gwen")
    out(talk, "gwen")
    grant(talk, "gwen")
    assert keep_all(now=talk.here.now).placed == 1
    assert "gwen" in inside(talk)
    assert keep_all(now=talk.here.now).placed == 0


def test_a_right_that_begins_later_gives_its_place_on_that_day(talk: Talk) -> None:
    talk.newcomer("gwen")
    out(talk, "gwen")
    keep_all(now=talk.here.now)
    assert "gwen" not in inside(talk)
    keep_all(now=talk.here.later(days=93))
    assert "gwen" in inside(talk)


def test_who_links_later_is_let_in_then(talk: Talk) -> None:
    talk.newcomer("gwen")
    unlink_account(actor=talk.here.gwen, chat="mattermost", now=talk.here.now)
    out(talk, "gwen")
    grant(talk, "gwen")
    keep_all(now=talk.here.now)
    assert "gwen" not in inside(talk)
    talk.link("gwen")
    keep_all(now=talk.here.now)
    assert "gwen" in inside(talk)


def exclude(talk: Talk, name: str, *, scope: str = "association") -> Action:
    action = talk.here.open(title=f"Part with {name}")
    with writing(association_id=talk.here.association_id, now=talk.here.now) as log:
        record_exclusion(
            log=log, member_id=talk.here.people[name].member_id, scope=scope, action_id=action.id, at=log.at
        )
    return action


@pytest.mark.parametrize("scope", ["association", "council"])
def test_an_exclusion_takes_out_and_its_annulment_lets_in_again(talk: Talk, scope: str) -> None:
    action = exclude(talk, "eli", scope=scope)
    assert "eli" in inside(talk)
    keep_all(now=talk.here.now)
    assert inside(talk) == {"alice", "bob", "dana", "charlie"}
    against = talk.here.open(title="Think again")
    with writing(association_id=talk.here.association_id, now=talk.here.now) as log:
        record_end_of_exclusion(
            log=log, member_id=talk.here.eli.member_id, action_id=action.id, ended_by_id=against.id, at=log.at
        )
    keep_all(now=talk.here.now)
    assert "eli" in inside(talk)


def test_nobody_else_is_taken_out(talk: Talk) -> None:
    """Not who leaves, not who never was a member, not who is not linked."""
    talk.chat.person("mallory")
    talk.newcomer("gwen")
    before = inside(talk)
    record_departure(actor=talk.here.alice, member_id=talk.here.dana.member_id, now=talk.here.now)
    unlink_account(actor=talk.here.bob, chat="mattermost", now=talk.here.now)
    for _ in range(3):
        keep_all(now=talk.here.later(hours=9))
    assert inside(talk) == before
    assert not talk.chat.calls("/members/", "DELETE")


def test_what_a_channel_lacks_when_it_is_connected_is_not_done_unasked(talk: Talk) -> None:
    out(talk, "bob")
    keep_all(now=talk.here.later(hours=1))
    assert "bob" not in inside(talk)


def test_a_chat_that_does_not_answer_is_asked_again(talk: Talk) -> None:
    exclude(talk, "eli")
    with talk.chat.failing(503):
        assert keep_all(now=talk.here.now).placed == 0
    assert Placement.objects.get().error == "mattermost-503"
    assert keep_all(now=talk.here.now).placed == 0, "not at once"
    assert keep_all(now=talk.here.later(minutes=2)).placed == 1
    assert "eli" not in inside(talk)


# --- the page -----------------------------------------------------------------------------------------------------------


def test_the_page_says_when_both_agree(talk: Talk, alice: Client) -> None:
    assert "The channel and the council agree: 5 people are in both." in shown(talk, alice)


def test_a_voter_who_is_missing_is_let_in_when_asked(talk: Talk, alice: Client) -> None:
    out(talk, "bob")
    assert "In the council, not in the channel" in shown(talk, alice)
    alice.post(address(talk), {"gesture": "add", "who": [str(talk.here.bob.member_id)]})
    assert "on its way" in shown(talk, alice)
    keep_all(now=talk.tick())
    assert "bob" in inside(talk)


def test_who_reads_without_a_vote_is_taken_out_when_asked(talk: Talk, alice: Client) -> None:
    talk.newcomer("gwen")
    assert "In the channel, without the voting right" in shown(talk, alice)
    alice.post(address(talk), {"gesture": "remove", "who": [talk.user_id("gwen")]})
    assert "gwen" not in inside(talk)


def test_a_voter_is_not_taken_out_from_the_page(talk: Talk, alice: Client) -> None:
    alice.post(address(talk), {"gesture": "remove", "who": [talk.user_id("bob"), talk.chat.bot["id"], "nobody"]})
    assert "bob" in inside(talk)
    assert not talk.chat.calls("/members/", "DELETE")


def test_strangers_are_invited_in_one_go_by_private_messages(talk: Talk, alice: Client) -> None:
    for name in ("gwen", "hugo"):
        talk.chat.person(name)
    assert "In the channel, not linked to a member" in shown(talk, alice)
    who = [talk.user_id("gwen"), talk.user_id("hugo")]
    answer = alice.post(address(talk), {"gesture": "invite", "way": "message", "who": who}, follow=True)
    assert "2 people are invited." in answer.content.decode()
    assert set(Member.objects.values_list("name", flat=True)) >= {"Gwen", "Hugo"}
    assert "It is on its way." in shown(talk, alice)
    assert keep_all(now=talk.tick()).said == 2
    [told] = talk.chat.direct("gwen")
    joining, linking = re.findall(r"http\S+", told)
    stranger = Client()
    fields = {"email": "gwen@example.org", "password": "seven blue kites at noon", "name": "Gwen"}
    assert stranger.post(joining[joining.index("/join") :], fields).status_code == 302
    assert stranger.post(linking[linking.index("/a/") :]).status_code == 302
    assert "In the channel, not linked to a member" in shown(talk, alice)
    assert "Nothing waits for your vote." in talk.typed("gwen", "votes")


def test_strangers_are_invited_by_links_to_give_oneself(talk: Talk, alice: Client) -> None:
    talk.chat.person("gwen")
    answer = alice.post(address(talk), {"gesture": "invite", "way": "link", "who": [talk.user_id("gwen")]})
    assert answer.status_code == 200
    [path] = re.findall(r'value="http[^"]*(/join/[^"]+)"', answer.content.decode())
    assert Client().get(path).status_code == 200
    assert talk.chat.direct("gwen") == []


def test_someone_who_seems_to_be_a_member_is_not_entered_twice(talk: Talk, alice: Client) -> None:
    unlink_account(actor=talk.here.bob, chat="mattermost", now=talk.here.now)
    before = Member.objects.count()
    assert "seems to be Bob, who is in the register" in shown(talk, alice)
    alice.post(address(talk), {"gesture": "invite", "way": "message", "who": [talk.user_id("bob")]})
    assert Member.objects.count() == before
    keep_all(now=talk.tick())
    assert "/join/" in talk.chat.direct("bob")[-1]


def test_a_member_with_an_account_is_sent_the_link_alone(talk: Talk, alice: Client) -> None:
    unlink_account(actor=talk.here.bob, chat="mattermost", now=talk.here.now)
    link(talk.here, "bob", account_id=account(name="bob.known", now=talk.here.now))
    alice.post(address(talk), {"gesture": "invite", "way": "link", "who": [talk.user_id("bob")]})
    keep_all(now=talk.tick())
    [told] = talk.chat.direct("bob")
    assert "/chat/link/" in told
    assert "/join/" not in told


def test_only_who_votes_sees_and_acts(talk: Talk) -> None:
    talk.newcomer("gwen")
    identity = account(name="gwen.channel", now=talk.here.now)
    link(talk.here, "gwen", account_id=identity)
    page = browser(identity)
    assert page.get(address(talk)).status_code == 422
    assert page.post(address(talk), {"gesture": "remove", "who": [talk.user_id("gwen")]}).status_code == 422
    assert "gwen" in inside(talk)


def test_a_chat_that_does_not_answer_is_said(talk: Talk, alice: Client) -> None:
    with talk.chat.dead():
        answer = alice.get(address(talk))
    assert answer.status_code == 503
    assert "The chat does not answer." in answer.content.decode()


def test_without_a_connection_the_page_says_so(talk: Talk, alice: Client) -> None:
    disconnect(actor=talk.here.alice, now=talk.here.now)
    assert "No voting channel is connected" in shown(talk, alice)
    assert alice.get(address(talk).replace("mattermost", "telegraph")).status_code == 404


# --- linking, on the web ------------------------------------------------------------------------------------------------


def test_ones_accounts_are_shown_and_unlinked(talk: Talk, alice: Client) -> None:
    there = reverse("chat_accounts", args=[talk.here.slug])
    assert "Unlink alice" in alice.get(there).content.decode()
    alice.post(there, {"chat": "mattermost"})
    assert "No chat account is linked to you yet" in alice.get(there).content.decode()
    assert alice.post(there, {"chat": "mattermost"}).status_code == 422


def test_a_link_says_whose_account_it_is_and_needs_a_yes(talk: Talk, alice: Client) -> None:
    from toutdoux.integrations.chat.commands import make_chat_link

    talk.chat.person("mallory")
    token = make_chat_link(
        association_id=talk.here.association_id,
        chat="mattermost",
        server=talk.chat.url,
        user_id=talk.user_id("mallory"),
        user_name="mallory",
        now=talk.here.now,
    )
    there = reverse("chat_link", args=[talk.here.slug, token])
    page = alice.get(there)
    assert "Is “mallory” you?" in page.content.decode()
    assert "Only say yes if you asked for this link yourself" in page.content.decode()
    answer = alice.post(there)
    assert answer.status_code == 422
    assert "Another account of this chat is linked to you" in answer.content.decode()
    assert Client().get(there).status_code == 302
    assert alice.get(reverse("chat_link", args=[talk.here.slug, "unknown"])).status_code == 404


def test_who_adds_a_member_is_named_in_the_ledger(talk: Talk, alice: Client) -> None:
    from toutdoux.ledger.queries import entries

    talk.chat.person("gwen")
    alice.post(address(talk), {"gesture": "invite", "way": "message", "who": [talk.user_id("gwen")]})
    joined = [entry for entry in entries(association_id=talk.here.association_id) if entry.kind == "member.joined"]
    assert joined[-1].actor_id == talk.here.alice.member_id
