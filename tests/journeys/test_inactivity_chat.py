"""The inactivity procedure from the chat: the private question with its two buttons, both answers, silence, forgeries."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.support.chatting import Talk, talking
from tests.support.pages import Pages, words
from toutdoux.decisions.models import Action
from toutdoux.integrations.commands import Wanted, change_preferences
from toutdoux.integrations.delivering import tell
from toutdoux.ledger.queries import head
from toutdoux.members.queries import member
from toutdoux.operations.verify import verify
from toutdoux.procedures.models import ListedMember

pytestmark = pytest.mark.django_db

SILENT = ("dana", "eli", "f5", "charlie")


@pytest.fixture
def talk() -> Iterator[Talk]:
    """Two votes in which Alice and Bob took part; Dana, Eli, F5 and Charlie, who prefer the chat, in none."""
    with talking(council=5, linked=False) as found:
        scene = found.here
        # The pages read the clock of today: what is past lies before it.
        scene.now -= timedelta(days=30)
        for name in SILENT:
            wanted = Wanted(way="chat", moment="at-once", hour=18, weekday=4, quiet_from=0, quiet_to=0, reminders=True)
            change_preferences(member_id=scene.people[name].member_id, wanted=wanted, now=scene.now)
        for number in range(2):
            action = scene.open(title=f"Matter {number}")
            scene.vote(action, "for", "alice", "bob")
            scene.later(days=11)
            scene.settle()
        found.tick()
        found.link(*scene.people)
        tell(now=scene.now)
        yield found


def asked(talk: Talk) -> tuple[str, Pages]:
    """Begin a procedure and ask; return the address of its page, and the browsers."""
    pages, now = Pages(talk.here), talk.here.now
    first = now - timedelta(days=60)
    begun = pages.post("alice", "taking-part/", {"first": f"{first:%Y-%m-%d}", "last": f"{now:%Y-%m-%d}"})
    assert begun.status_code == 302, words(begun)
    run = str(begun["Location"]).removeprefix(f"/a/{talk.here.slug}/")
    assert pages.post("alice", run, {"do": "ask"}).status_code == 302
    tell(now=talk.here.now)
    talk.here.later(minutes=1)
    return run, pages


def question(talk: Talk, name: str) -> dict[str, Any]:
    """Return the private post that asks somebody."""
    found = [
        post
        for post in talk.chat.chat.posts.values()
        if post["user_id"] == talk.chat.bot["id"]
        and post["props"].get("attachments")
        and f"Hello {name.capitalize()}," in post["message"]
    ]
    assert len(found) == 1, [post["message"] for post in talk.chat.chat.posts.values()]
    return found[0]


def press(talk: Talk, name: str, answer: str, *, of: str = "", **changed: Any) -> Any:
    """Press a button under the question that ``of`` was asked, as Mattermost tells it: a private channel has no team."""
    post = question(talk, of or name)
    [button] = [
        one for one in post["props"]["attachments"][0]["actions"] if one["integration"]["context"]["answer"] == answer
    ]
    body = {
        "user_id": talk.user_id(name),
        "user_name": name,
        "channel_id": post["channel_id"],
        "channel_name": "",
        "team_id": "",
        "team_domain": "",
        "post_id": post["id"],
        "trigger_id": talk.trigger(name),
        "type": "button",
        "data_source": "",
        "context": button["integration"]["context"],
    }
    with time_machine.travel(talk.here.now, tick=False):
        return talk.call("question", body | changed)


def standing(talk: Talk, name: str) -> str:
    scene = talk.here
    found = member(actor=scene.alice, member_id=scene.people[name].member_id, now=scene.now)
    return str(found.right.standing)


def answer_of(talk: Talk, name: str) -> str:
    return ListedMember.objects.get(member_id=talk.here.people[name].member_id).answer


def test_it_works(talk: Talk) -> None:
    """One stays, one leaves, one is silent until the council has decided: all of it from the chat."""
    run, pages = asked(talk)
    said = press(talk, "dana", "stay").json()["ephemeral_text"]
    assert "Noted: you stay." in said
    assert "taking-part/" in said
    assert answer_of(talk, "dana") == "stay"
    assert "Noted: you leave" in press(talk, "eli", "leave").json()["ephemeral_text"]
    assert standing(talk, "eli") == "left"
    talk.here.later(days=11)
    opened = pages.post("alice", run, {"do": "open"})
    assert opened.status_code == 302, words(opened)
    action = Action.objects.latest("opened_at")
    talk.here.vote(action, "for", "alice", "bob")
    talk.here.later(days=11)
    talk.here.settle()
    assert standing(talk, "f5") == "out-of-council"
    assert standing(talk, "dana") == "votes"
    assert verify(association_id=talk.here.association_id, now=talk.here.now).sound


def test_a_late_answer_takes_someone_off_the_action_that_runs(talk: Talk) -> None:
    """The appeal: Dana is named by the action, says that she stays, and it goes on without her."""
    run, pages = asked(talk)
    talk.here.later(days=11)
    assert pages.post("alice", run, {"do": "open"}).status_code == 302
    action = Action.objects.latest("opened_at")
    talk.here.later(days=1)
    assert "Noted: you stay." in press(talk, "dana", "stay").json()["ephemeral_text"]
    version = talk.here.page(action).version
    talk.here.vote(action, "for", "alice", "bob")
    talk.here.later(days=11)
    talk.here.settle()
    assert version.number == 2
    assert (standing(talk, "dana"), standing(talk, "eli")) == ("votes", "out-of-council")


def test_who_was_silent_asks_for_their_place_back_and_votes_again_at_once(talk: Talk) -> None:
    """The reinstatement, from the chat alone: typed by Eli, voted with the buttons of the channel."""
    run, pages = asked(talk)
    talk.here.later(days=11)
    assert pages.post("alice", run, {"do": "open"}).status_code == 302
    talk.here.vote(Action.objects.latest("opened_at"), "for", "alice", "bob")
    talk.here.later(days=11)
    talk.here.settle()
    assert standing(talk, "eli") == "out-of-council"
    with time_machine.travel(talk.here.now, tick=False):
        assert "Give Eli their place in the council back" in talk.typed("eli", "back")
        assert "Give Eli" not in talk.typed("eli", "revenir"), "it is asked for already"
        assert "Give Bob" not in talk.typed("bob", "back")
    action = Action.objects.latest("opened_at")
    for name in ("alice", "bob"):
        with time_machine.travel(talk.here.now, tick=False):
            talk.pressed(name, action, "for")
    assert standing(talk, "eli") == "votes"
    assert verify(association_id=talk.here.association_id, now=talk.here.now).sound


def test_an_answer_is_taken_once_and_the_last_one_is_told_as_it_is(talk: Talk) -> None:
    asked(talk)
    trigger = talk.trigger("dana")
    first = press(talk, "dana", "stay", trigger_id=trigger).json()
    before = head(association_id=talk.here.association_id)
    assert press(talk, "dana", "stay", trigger_id=trigger).json() == first
    assert head(association_id=talk.here.association_id) == before


def test_nobody_answers_for_another_and_nothing_made_up_is_heard(talk: Talk) -> None:
    asked(talk)
    before = head(association_id=talk.here.association_id)
    forged = question(talk, "dana")["props"]["attachments"][0]["actions"][0]["integration"]["context"]
    for answer in (
        press(talk, "bob", "leave", of="dana"),
        press(talk, "dana", "stay", context=forged | {"answer": "leave"}),
        press(talk, "dana", "stay", context=forged | {"association": "x"}),
        press(talk, "dana", "stay", context=forged | {"seal": "0" * 64}),
        press(talk, "dana", "stay", context=[]),
        press(talk, "dana", "stay", user_id=""),
    ):
        assert answer.status_code == 404
    assert head(association_id=talk.here.association_id) == before
    assert answer_of(talk, "dana") == ""


def test_an_answer_that_comes_when_all_is_over_is_told_so(talk: Talk) -> None:
    run, pages = asked(talk)
    talk.here.later(days=11)
    opened = pages.post("alice", run, {"do": "open"})
    assert opened.status_code == 302, words(opened)
    action = Action.objects.latest("opened_at")
    talk.here.vote(action, "for", "alice", "bob")
    talk.here.later(days=11)
    talk.here.settle()
    said = press(talk, "f5", "stay").json()["ephemeral_text"]
    assert said
    assert "Noted" not in said
    assert standing(talk, "f5") == "out-of-council"
