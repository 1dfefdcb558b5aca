"""What the voting channel shows of an action: one post, kept up to date, and each milestone once in its thread."""

import re
from collections.abc import Iterator

import pytest

from tests.support.mailbox import mail_server
from tests.support.mattermost import FakeMattermost, connected_world, mattermost
from tests.support.mattermost.description import OLDEST, description_path, since
from tests.support.people import World, world
from toutdoux.associations.models import Association
from toutdoux.decisions import commands as deciding
from toutdoux.integrations import delivering
from toutdoux.integrations.chat.models import ChatIdentity
from toutdoux.integrations.commands import Wanted, change_preferences
from toutdoux.integrations.logic.words import State
from toutdoux.integrations.mattermost.commands import hold_thread
from toutdoux.integrations.mattermost.fake.state import buttons
from toutdoux.integrations.mattermost.logic.contexts import open_
from toutdoux.integrations.mattermost.queries import connection
from toutdoux.integrations.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def chat() -> Iterator[FakeMattermost]:
    with mattermost() as found:
        yield found


@pytest.fixture
def scene(chat: FakeMattermost) -> World:
    return connected_world(chat)


def wants_chat(scene: World, name: str) -> None:
    wanted = Wanted(way="chat", moment="at-once", hour=18, weekday=4, quiet_from=21, quiet_to=8, reminders=True)
    change_preferences(member_id=scene.people[name].member_id, wanted=wanted, now=scene.now)


def link(scene: World, chat: FakeMattermost, name: str) -> None:
    """Link someone's account, as its own journey does (test_chat_linking)."""
    ChatIdentity.objects.create(
        association_id=scene.association_id,
        member_id=scene.people[name].member_id,
        chat="mattermost",
        server=chat.url,
        user_id=chat.person(name)["id"],
        user_name=name,
        linked_at=scene.now,
    )


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


def test_it_is_written_in_the_language_of_the_association(chat: FakeMattermost, scene: World) -> None:
    Association.objects.filter(id=scene.association_id).update(language="fr")
    scene.open()
    delivering.tell(now=scene.now)
    assert [one["name"] for one in buttons(chat.roots[0])] == ["Pour", "Contre", "Blanc"]


def test_votes_change_the_post_in_place_once_a_round(scene: World, chat: FakeMattermost) -> None:
    action = scene.open()
    delivering.tell(now=scene.now)
    scene.vote(action, "against", "bob")
    scene.vote(action, "blank", "dana", "eli")
    delivering.tell(now=scene.later(minutes=1))
    assert len(chat.calls("/patch")) == 1
    [post] = chat.posts
    assert "0 for · 1 against · 2 blank" in post["message"]
    assert len(list(buttons(post))) == 3


def test_a_vote_cast_after_the_round_began_is_shown_by_it_and_not_taken_for_shown(
    scene: World, chat: FakeMattermost
) -> None:
    action = scene.open()
    delivering.tell(now=scene.now)
    began_at = scene.later(minutes=1)
    scene.later(seconds=2)
    scene.vote(action, "against", "bob", reason="Too loud")
    delivering.tell(now=began_at)
    [post] = chat.roots
    assert "1 against" in post["message"]
    assert "Too loud" in chat.replies[0]["message"]


def test_the_address_of_the_post_becomes_that_of_the_discussion(scene: World, chat: FakeMattermost) -> None:
    action = scene.open()
    named = scene.open(title="Talked about elsewhere", discussion_url="https://talk.example.org/7")
    delivering.tell(now=scene.now)
    assert scene.row(action).discussion_url == f"{chat.url}/fireflies/pl/{chat.roots[0]['id']}"
    assert scene.row(named).discussion_url == "https://talk.example.org/7"


def test_a_button_carries_what_only_we_could_have_sealed(scene: World, chat: FakeMattermost) -> None:
    action = scene.open()
    delivering.tell(now=scene.now)
    row = connection(association_id=scene.association_id)
    carried = [one["integration"]["context"] for one in buttons(chat.roots[0])]
    opened = [open_(secret=row.callback_secret, given=one) for one in carried]
    assert [one.choice for one in opened] == ["for", "against", "blank"]
    assert {(one.action_id, one.version, one.channel_id) for one in opened} == {(action.id, 1, chat.channel["id"])}
    assert chat.button(chat.roots[0], "for")["integration"]["url"].endswith(f"/a/{scene.slug}/chat/mattermost/button/")


def test_each_milestone_is_told_once_in_the_thread_and_in_order(scene: World, chat: FakeMattermost) -> None:
    action = scene.open(text="All at once.")
    delivering.tell(now=scene.now)
    scene.vote(action, "against", "bob", reason="Too *loud*, @all")
    delivering.tell(now=scene.later(hours=1))
    scene.vote(action, "against", "bob", reason="Much too loud")
    delivering.tell(now=scene.later(hours=1))
    delivering.tell(now=scene.later(days=5))
    deciding.amend_action(
        actor=scene.alice, action_id=action.id, title="A small library", text="One shelf.", now=scene.now
    )
    delivering.tell(now=scene.now)
    scene.vote(action, "for", "bob", "dana")
    delivering.tell(now=scene.later(hours=1))
    deciding.finish_action(actor=scene.alice, action_id=action.id, now=scene.later(hours=1))
    for _ in range(3):
        delivering.tell(now=scene.later(days=4))
    said = [reply["message"] for reply in chat.replies]
    beginnings = ["Bob voted Against", "Half of the delay", "#### P26-E1", "Accepted", "This action is carried out"]
    assert [one[: len(start)] for one, start in zip(said, beginnings, strict=True)] == beginnings
    assert {reply["root_id"] for reply in chat.replies} == {chat.roots[0]["id"]}
    assert "> Too *loud*, @\u200ball" in said[0]


def test_a_new_text_brings_new_buttons_and_takes_the_old_ones_away(scene: World, chat: FakeMattermost) -> None:
    action = scene.open()
    delivering.tell(now=scene.now)
    for number in (2, 3):
        deciding.amend_action(
            actor=scene.alice,
            action_id=action.id,
            title="A small library",
            text=f"Text {number}.",
            now=scene.later(hours=1),
        )
        delivering.tell(now=scene.now)
    [root] = chat.roots
    second, third = chat.replies
    assert [len(list(buttons(post))) for post in (root, second, third)] == [0, 0, 3]
    assert "another has replaced" in second["message"]
    assert "> Text 3." in root["message"]
    assert f"/pl/{third['id']})" in root["message"]
    assert {one["integration"]["context"]["version"] for one in buttons(third)} == {3}


def test_when_votes_close_the_buttons_go(scene: World, chat: FakeMattermost) -> None:
    action = scene.open()
    delivering.tell(now=scene.now)
    scene.vote(action, "for", "bob", "dana")
    delivering.tell(now=scene.later(hours=1))
    # Passing is not closing: ballots are taken until the deadline.
    assert len(list(buttons(chat.roots[0]))) == 3
    delivering.tell(now=scene.later(days=10))
    assert list(buttons(chat.roots[0])) == []
    calls = len(chat.exchanges)
    delivering.tell(now=scene.later(days=1))
    assert len(chat.exchanges) == calls


def test_what_passes_by_silence_is_told(scene: World, chat: FakeMattermost) -> None:
    scene.open()
    delivering.tell(now=scene.now)
    scene.later(days=10)
    scene.settle()
    delivering.tell(now=scene.now)
    assert [reply["message"].split(" on ")[0] for reply in chat.replies] == ["Passed"]
    assert "art." in chat.replies[0]["message"]


def test_withdrawing_blocking_and_annulling_are_told(scene: World, chat: FakeMattermost) -> None:
    withdrawn, blocked, done = (scene.open(title=title) for title in ("One", "Two", "Three"))
    delivering.tell(now=scene.now)
    deciding.withdraw_action(actor=scene.alice, action_id=withdrawn.id, reason="Later", now=scene.later(hours=1))
    scene.vote(blocked, "against", "bob", "dana")
    scene.vote(done, "for", "bob", "dana")
    counter = scene.counter(done)
    scene.vote(counter, "for", "bob", "dana")
    delivering.tell(now=scene.later(hours=1))
    threads = {root["message"].split(" ")[1]: root["id"] for root in chat.roots}
    said = {
        title: [reply["message"].split(" ")[0] for reply in chat.replies if reply["root_id"] == root]
        for title, root in threads.items()
    }
    assert said["P26-E1"] == ["Withdrawn"]
    assert said["P26-E2"] == ["Blocked"]
    # Accepted, then annulled before the channel could be told: each in its turn.
    assert said["P26-E3"] == ["P26-E3:", "Annulled"]
    assert any("To vote for is to annul P26-E3" in root["message"] for root in chat.roots)


def test_what_members_wrote_calls_nobody_and_shows_no_picture(scene: World, chat: FakeMattermost) -> None:
    scene.open(
        title="@channel **now** [here](https://x.example)",
        text="@all ![x](https://x.example/p.png)\n```\nnot closed @here",
    )
    delivering.tell(now=scene.now)
    message = chat.roots[0]["message"]
    assert not re.search(r"@(channel|all|here)", message)
    assert "![" not in message
    assert r"\*\*now\*\* \[here\]" in message
    # The bar stands outside of what was left open: each line of the quotation is quoted.
    assert "> not closed" in message
    assert "\n\n```text\n" in message


def test_a_long_text_is_cut_and_says_where_the_rest_is(scene: World, chat: FakeMattermost) -> None:
    scene.open(text="word " * 4000)
    delivering.tell(now=scene.now)
    message = chat.roots[0]["message"]
    assert len(message) < 4000
    assert "The rest is on the page of the action." in message


def test_an_hour_without_chat_loses_nothing_and_is_caught_up_with_once(scene: World, chat: FakeMattermost) -> None:
    old = scene.open(title="Before")
    delivering.tell(now=scene.now)
    with chat.dead():
        new = scene.open(title="Meanwhile")
        for minute in range(60):
            if minute % 10 == 0:
                scene.vote(old, ("for", "against")[minute // 10 % 2], "bob")
                scene.vote(
                    new, ("against", "blank")[minute // 10 % 2], "dana", reason="Why not" if minute == 20 else ""
                )
            delivering.tell(now=scene.later(minutes=1))
        scene.vote(new, "for", "bob", "eli")
    chat.exchanges.clear()
    for _ in range(300):
        delivering.tell(now=scene.later(minutes=1))
    assert len(chat.roots) == 2
    assert len(chat.calls(chat.roots[0]["id"], "PUT")) == 1
    assert len(chat.calls(chat.roots[1]["id"], "PUT")) <= 1
    assert [reply["message"].split(" ")[0] for reply in chat.replies] == ["Accepted"]
    assert Delivery.objects.exclude(state=State.SENT).filter(channel="mattermost").count() == 0
    assert "2 for" in chat.roots[1]["message"]


def test_answers_that_get_lost_make_no_second_post(scene: World, chat: FakeMattermost) -> None:
    action = scene.open()
    with chat.losing_answers(on="/posts"):
        delivering.tell(now=scene.now)
    # Long after: the server's own memory of what it has just taken is over.
    chat.chat.pending.clear()
    delivering.tell(now=scene.later(hours=2))
    scene.vote(action, "for", "bob", "dana")
    with chat.losing_answers(on="/posts"):
        delivering.tell(now=scene.later(minutes=1))
    chat.chat.pending.clear()
    delivering.tell(now=scene.later(hours=2))
    assert len(chat.roots) == 1
    assert len(chat.replies) == 1


def test_errors_are_tried_again_and_shown(scene: World, chat: FakeMattermost) -> None:
    scene.open()
    with chat.failing(500):
        told = delivering.tell(now=scene.now)
    assert told.failed == 1
    assert Delivery.objects.get(channel="mattermost").error == "mattermost-500"
    delivering.tell(now=scene.later(minutes=2))
    assert len(chat.roots) == 1


def test_a_bot_that_may_no_longer_write_is_tried_again(scene: World, chat: FakeMattermost) -> None:
    scene.open()
    chat.chat.roles["channel_user"].remove("create_post")
    assert delivering.tell(now=scene.now).failed == 1
    chat.chat.roles["channel_user"].append("create_post")
    delivering.tell(now=scene.later(minutes=2))
    assert len(chat.roots) == 1


def test_while_one_worker_holds_a_thread_another_leaves_it(scene: World, chat: FakeMattermost) -> None:
    action = scene.open()
    held = hold_thread(
        association_id=scene.association_id, action_id=action.id, channel_id=chat.channel["id"], now=scene.now
    )
    assert held is not None
    assert delivering.tell(now=scene.now).failed == 1
    assert chat.posts == []
    # The holder never comes back: after its time another takes over.
    delivering.tell(now=scene.later(minutes=11))
    assert len(chat.roots) == 1


def test_who_chose_the_chat_is_written_to_privately_and_the_others_by_mail(scene: World, chat: FakeMattermost) -> None:
    for name in ("bob", "dana"):
        wants_chat(scene, name)
    link(scene, chat, "bob")
    with mail_server() as box:
        scene.open(text="A shelf.")
        delivering.tell(now=scene.now)
    # Dana has not linked her account: mail reaches her meanwhile.
    assert sorted(mail["To"].split("@")[0] for mail in box.mails) == ["dana", "eli"]
    [message] = chat.direct("bob")
    assert "P26-E1" in message
    assert f"[Vote: For, Against or Blank]({chat.url}/fireflies/pl/{chat.roots[0]['id']})" in message


def test_a_member_without_any_address_of_mail_is_reached_by_the_chat(scene: World, chat: FakeMattermost) -> None:
    scene.vote(scene.grant(), "for", "bob", "dana")
    link(scene, chat, "charlie")
    wants_chat(scene, "charlie")
    scene.open(title="Another")
    delivering.tell(now=scene.later(minutes=1))
    assert len(chat.direct("charlie")) >= 1


def test_five_hundred_members_hear_of_an_opening_and_the_request_calls_nobody(chat: FakeMattermost) -> None:
    scene = connected_world(chat, council=501)
    for name in list(scene.people)[1:501]:
        wants_chat(scene, name)
        link(scene, chat, name)
    calls = len(chat.exchanges)
    scene.open()
    assert len(chat.exchanges) == calls
    assert delivering.plan_all(now=scene.now) == 501
    told = delivering.deliver_due(now=scene.now, most=40)
    assert (told.sent, told.failed) == (40, 0)
    assert len(chat.calls("/posts", "POST")) == 40


def test_what_was_open_when_the_channel_was_connected_is_posted_once(chat: FakeMattermost) -> None:
    scene = world()
    for name in scene.people:
        chat.person(name)
    scene.open(title="Open before")
    decided = scene.open(title="Decided before")
    scene.vote(decided, "for", "bob", "dana")
    delivering.tell(now=scene.now)
    scene.later(days=1)
    chat.connect(scene)
    with chat.dead():
        delivering.tell(now=scene.now)
    for _ in range(3):
        delivering.tell(now=scene.later(minutes=2))
    assert [root["message"].split("\n")[0] for root in chat.roots] == ["#### P26-E1 · Open before"]
    assert chat.replies == []


def test_another_association_in_another_channel_sees_nothing(scene: World, chat: FakeMattermost) -> None:
    world(council=4).open(title="Elsewhere")
    delivering.tell(now=scene.now)
    assert chat.posts == []


@pytest.mark.skipif(description_path() is None, reason="Mattermost's OpenAPI description is not here")
def test_no_endpoint_is_called_that_servers_of_5_37_lack(scene: World, chat: FakeMattermost) -> None:
    """The judge of every exchange sees to it; here that it can tell old from new."""
    assert since(method="POST", path="/api/v4/posts") == ()
    assert since(method="GET", path="/api/v4/users/me") == ()
    newer = since(method="GET", path="/api/v4/users/me/channels")
    assert newer is not None
    assert newer > OLDEST
    scene.open()
    delivering.tell(now=scene.now)
    assert chat.exchanges
    for one in chat.exchanges:
        asked = since(method=one.method, path=one.path)
        assert asked is not None
        assert asked <= OLDEST
