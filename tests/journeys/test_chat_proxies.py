"""A proxy from the chat: typed, or by buttons and forms; to someone by name or by @, whole or item by item, and taken back."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.support.assemblies import convened, give, item
from tests.support.chatting import Talk, talking
from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft
from toutdoux.assemblies.queries import MeetingRow, ProxyRow, items, proxies
from toutdoux.integrations.commands import Wanted, change_preferences
from toutdoux.integrations.delivering import tell
from toutdoux.ledger.queries import head

pytestmark = pytest.mark.django_db

CHAT = Wanted(way="chat", moment="at-once", hour=18, weekday=4, quiet_from=0, quiet_to=0, reminders=True)


@pytest.fixture
def talk() -> Iterator[Talk]:
    with talking() as found:
        yield found


def standing(found: MeetingRow) -> list[ProxyRow]:
    return [row for row in proxies(assembly_id=found.id) if row.facts.ended_at is None]


def told(talk: Talk, name: str, words: str) -> dict[str, Any]:
    """Return the private post that says ``words`` to somebody."""
    between = {str(talk.chat.bot["id"]), talk.user_id(name)}
    [post] = [
        post
        for post in talk.chat.chat.posts.values()
        if words in post["message"] and set(talk.chat.chat.channels[post["channel_id"]]["name"].split("__")) == between
    ]
    return post


def press(talk: Talk, name: str, post: dict[str, Any], offer: str, **changed: Any) -> Any:
    """Press a button about a proxy, as Mattermost tells it: a private channel has no team."""
    [button] = [one for one in post["props"]["attachments"][0]["actions"] if one["id"] == offer]
    body = {
        "user_id": talk.user_id(name),
        "user_name": name,
        "channel_id": post["channel_id"],
        "channel_name": "",
        "team_id": "",
        "team_domain": "",
        "post_id": post["id"],
        "trigger_id": talk.chat.chat.trigger(user_id=talk.user_id(name), channel_id=post["channel_id"]),
        "type": "button",
        "data_source": "",
        "context": button["integration"]["context"],
    }
    return talk.call("proxy", body | changed)


@pytest.fixture
def private(talk: Talk) -> MeetingRow:
    """Everyone prefers the chat, and has been convened there."""
    for actor in talk.here.people.values():
        change_preferences(member_id=actor.member_id, wanted=CHAT, now=talk.here.now)
    found = convened(talk.here)
    tell(now=talk.tick())
    return found


def test_from_the_convening_a_form_gives_one_that_is_declined_with_a_name(talk: Talk, private: MeetingRow) -> None:
    here = talk.here
    assert press(talk, "bob", told(talk, "bob", "You are convened"), "give").json() == {}
    form = talk.dialog("bob")
    assert "3. Buy a saw" in form["introduction_text"]
    assert [one["name"] for one in form["elements"]] == ["holder", "items", "how"]
    wrong = talk.send("bob", {"holder": talk.user_id("bob"), "items": "3 9", "how": "1=for"})
    assert set(wrong.json()["errors"]) == {"items"}
    assert set(talk.send("bob", {"holder": talk.user_id("bob")}).json()["errors"]) == {"holder"}
    assert talk.send("bob", {"holder": talk.user_id("dana"), "items": "2, 3", "how": "3=contre"}).json() == {}
    [row] = standing(private)
    assert (row.holder_id, len(row.facts.items or ())) == (here.dana.member_id, 2)
    assert row.facts.instructions == {item(private, "Buy a saw"): "against"}
    # The same form does it once.
    assert talk.send_again({"holder": talk.user_id("eli")}).json()["error"]
    tell(now=talk.tick())
    held = told(talk, "dana", "Bob gives you their proxy")
    assert [one["name"] for one in held["props"]["attachments"][0]["actions"]] == [
        "Decline this proxy",
        "Decline, and name someone",
    ]
    assert press(talk, "dana", held, "name").json() == {}
    assert talk.send("dana", {"holder": talk.user_id("eli")}).json() == {}
    assert standing(private) == []
    tell(now=talk.tick())
    again = told(talk, "bob", "They think that Eli could represent you.")
    assert press(talk, "bob", again, "give").json() == {}
    assert talk.send("bob", {"holder": talk.user_id("eli")}).json() == {}
    tell(now=talk.tick())
    said = press(talk, "eli", told(talk, "eli", "Bob gives you their proxy"), "decline").json()["ephemeral_text"]
    assert "You no longer hold this proxy" in said
    assert standing(private) == []


def test_the_numbers_of_a_form_are_those_it_showed_whatever_becomes_of_the_agenda(talk: Talk) -> None:
    here = talk.here
    for actor in here.people.values():
        change_preferences(member_id=actor.member_id, wanted=CHAT, now=here.now)
    found = convened(here, items_until=here.now + timedelta(days=9))
    tell(now=talk.tick())
    news, report, saw, _ = (row.id for row in items(assembly_id=found.id))
    press(talk, "bob", told(talk, "bob", "You are convened"), "give")
    talk.dialog("bob")
    asked = {"actor": here.alice, "now": here.now}
    commands.move_item(item_id=saw, by=-2, **asked)
    commands.remove_item(item_id=news, **asked)
    sent = {"holder": talk.user_id("dana"), "items": "2 3", "how": "3=against"}
    assert talk.send("bob", sent).json() == {}
    [row] = standing(found)
    assert row.facts.items == frozenset({report, saw})
    assert row.facts.instructions == {saw: "against"}
    # One that is there no more has no number any more.
    press(talk, "bob", told(talk, "bob", "You are convened"), "give")
    talk.dialog("bob")
    commands.remove_item(item_id=report, **asked)
    assert set(talk.send("bob", sent).json()["errors"]) == {"items"}


def test_a_proxy_for_what_is_out_of_the_agenda_is_not_said_to_be_for_everything(talk: Talk) -> None:
    here = talk.here
    change_preferences(member_id=here.dana.member_id, wanted=CHAT, now=here.now)
    found = convened(here, items_until=here.now + timedelta(days=9))
    asked, draft = {"actor": here.alice, "now": here.now}, ItemDraft(kind=ItemKind.RESOLUTION, title="A shed")
    shed = commands.propose_item(actor=here.charlie, assembly_id=found.id, draft=draft, now=here.now)
    commands.accept_item(item_id=shed, **asked)
    give(here, found, "bob", "dana", items=frozenset({shed}))
    assert r"Dana \(item 5\) votes for you." in talk.typed("bob", "proxy")
    # It is whoever proposed it who may have it taken in again: until then nobody votes at it.
    commands.remove_item(item_id=shed, **asked)
    assert "Nobody votes for you." in talk.typed("bob", "proxy")
    before = len(talk.chat.chat.posts)
    tell(now=talk.tick())
    assert not [one for one in list(talk.chat.chat.posts.values())[before:] if "their proxy" in one["message"]]


def test_nobody_presses_for_another_and_nothing_made_up_is_heard(talk: Talk, private: MeetingRow) -> None:
    post = told(talk, "bob", "You are convened")
    before = head(association_id=talk.here.association_id)
    sealed = post["props"]["attachments"][0]["actions"][0]["integration"]["context"]
    for answer in (
        press(talk, "eli", post, "give"),
        press(talk, "bob", post, "give", context=sealed | {"offer": "decline"}),
        press(talk, "bob", post, "give", context=sealed | {"seal": "0" * 64}),
        press(talk, "bob", post, "give", context=sealed | {"about": "x"}),
        press(talk, "bob", post, "give", context=[]),
        press(talk, "bob", post, "give", user_id=""),
    ):
        assert answer.status_code == 404
    assert head(association_id=talk.here.association_id) == before
    assert talk.chat.dialog("bob") is None


def test_typed_alone_it_opens_the_form_and_says_how_things_stand(talk: Talk) -> None:
    assert "No assembly is convened" in talk.typed("bob", "procuration")
    assert talk.chat.dialog("bob") is None
    found = convened(talk.here)
    with talk.chat.failing(on="/actions/dialogs/open"):
        assert "Nobody votes for you." in talk.typed("bob", "procuration")
    assert talk.chat.dialog("bob") is None
    assert "Nobody votes for you." in talk.typed("bob", "procuration")
    assert talk.send("bob", {"holder": talk.user_id("dana"), "items": "", "how": ""}).json() == {}
    assert standing(found)[0].facts.items is None
    # Dana, who holds one, is told so, and has no form to fill in vain.
    assert "You vote for: Bob." in talk.typed("dana", "proxy")
    assert talk.chat.dialog("dana") is None
    stranger = talk.chat.person("zoe")
    talk.typed("eli", "proxy")
    refused = talk.send("eli", {"holder": stranger["id"]}).json()["errors"]
    assert "linked to no member" in refused["holder"]


def test_it_works(talk: Talk) -> None:
    here = talk.here
    assert "No assembly is convened" in talk.typed("bob", "procuration @dana")
    found = convened(here)
    assert "Nobody votes for you." in talk.typed("bob", "proxy")
    assert "Dana votes for you at AG1, and is told." in talk.typed("bob", "procuration @dana")
    [row] = standing(found)
    assert (row.giver_id, row.holder_id, row.facts.items) == (here.bob.member_id, here.dana.member_id, None)
    assert "Dana votes for you." in talk.typed("bob", "proxy")
    assert "You vote for: Bob." in talk.typed("dana", "proxy")
    assert "is taken back" in talk.typed("bob", "proxy back")
    assert standing(found) == []


def test_item_by_item_with_a_vote(talk: Talk) -> None:
    found = convened(talk.here)
    said = talk.typed("bob", "procuration Dana 1 3=contre")
    assert "For these items: News of the workshop; Buy a saw." in said
    assert "Buy a saw: vote Against." in said
    saw = item(found, "Buy a saw")
    [row] = standing(found)
    assert row.facts.instructions == {saw: "against"}
    assert row.facts.items == frozenset({item(found, "News of the workshop"), saw})


def test_different_items_go_to_different_people_and_each_is_taken_back(talk: Talk) -> None:
    found = convened(talk.here)
    talk.typed("bob", "procuration Dana 1 2 3")
    assert "Eli votes for you at AG1" in talk.typed("bob", "procuration Eli 3")
    said = talk.typed("bob", "proxy").replace("\\", "")
    assert "Dana (items 1, 2) votes for you." in said
    assert "Eli (item 3) votes for you." in said
    assert "You vote for: Bob (item 3)." in talk.typed("eli", "proxy").replace("\\", "")
    assert "I find nobody called “alice”" in talk.typed("bob", "proxy back alice")
    assert "is taken back" in talk.typed("bob", "proxy back Dana")
    assert [row.holder_id for row in standing(found)] == [talk.here.people["eli"].member_id]


def test_what_cannot_be_is_said_and_gives_nothing(talk: Talk) -> None:
    found = convened(talk.here)
    assert "I find nobody called “Zoe”" in talk.typed("bob", "proxy Zoe")
    assert "Several people are called so" in talk.typed("bob", "proxy a")
    assert "I do not understand: 9, sideways" in talk.typed("bob", "proxy Dana 9 2=sideways")
    assert "Nobody represents themselves" in talk.typed("bob", "proxy Bob")
    assert "There is no such proxy" in talk.typed("bob", "proxy back")
    assert standing(found) == []
