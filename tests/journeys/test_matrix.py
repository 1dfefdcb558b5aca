"""Voting from a room on Matrix, on a real server: told, pressing a reaction, told alone what was recorded."""

import re
from collections.abc import Iterator

import pytest
import time_machine

from tests.support.matrix import AGAINST, BLANK, FOR, Room, connected_room
from tests.support.visitors import visitor
from toutdoux.decisions.models import Ballot, Remark
from toutdoux.ledger.queries import head

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Iterator[Room]:
    with connected_room() as found:
        yield found


def counting() -> list[tuple[str, str]]:
    """Return who counts for what."""
    rows = Ballot.objects.filter(counting=True).order_by("seq")
    return [(row.seat.member.name, row.choice) for row in rows.select_related("seat__member")]


def test_it_works(room: Room) -> None:
    room.enter("bob")
    room.scene.open(text="A shed, a list, a lock.")
    room.tell()
    said = room.announced()["content"]["body"]
    for piece in ("P26-E1 · Open a tool library", "carried by Alice", "> A shed, a list, a lock.", "○○┃○○", "👍 For"):
        assert piece in said
    assert room.marks() == [FOR, AGAINST, BLANK]
    room.react("bob", FOR)
    room.listen()
    [ballot] = Ballot.objects.all()
    assert (ballot.seat.member_id, ballot.choice, ballot.door) == (room.scene.bob.member_id, "for", "chat")
    [answer] = room.told("bob")
    for piece in ("Your vote is recorded: For.", "You can change your mind until", "press another reaction", "●○┃○○"):
        assert piece in answer
    room.tell()
    assert "●○┃○○" in room.edits()[-1]


@pytest.mark.parametrize(
    ("key", "choice"),
    [("👍🏿", "for"), ("👎️", "against"), ("✋🏻", "blank"), ("Pour", "for"), ("contre", "against"), ("blank", "blank")],
)
def test_a_hand_of_any_colour_and_the_words_are_votes(room: Room, key: str, choice: str) -> None:
    room.enter("bob")
    room.scene.open()
    room.tell()
    room.react("bob", key)
    room.listen()
    assert counting() == [("Bob", choice)]


def test_any_other_reaction_is_no_vote_and_is_answered_by_nothing(room: Room) -> None:
    room.enter("bob")
    room.scene.open()
    room.tell()
    room.react("bob", "🎉")
    assert room.listen() > 0
    assert not Ballot.objects.exists()
    assert room.told("bob") == []


def test_the_last_reaction_counts_once_and_the_answer_says_what_it_replaced(room: Room) -> None:
    room.enter("bob")
    room.scene.open()
    room.tell()
    room.react("bob", FOR)
    room.listen()
    room.react("bob", AGAINST)
    room.listen()
    assert counting() == [("Bob", "against")]
    assert "it was For, it is now Against" in room.told("bob")[-1]
    assert "!toutdoux objection P26-E1" in room.told("bob")[-1]


def test_the_chat_the_web_and_the_chat_again_make_one_vote_the_last(room: Room) -> None:
    room.enter("bob")
    action = room.scene.open()
    room.tell()
    room.react("bob", FOR)
    room.listen()
    room.scene.vote(action, "against", "bob")
    room.react("bob", BLANK)
    room.listen()
    assert counting() == [("Bob", "blank")]
    assert Ballot.objects.count() == 3


def test_a_reaction_that_comes_too_late_is_refused_and_said_so(room: Room) -> None:
    room.enter("bob")
    action = room.scene.open()
    room.tell()
    room.react("bob", AGAINST)
    room.scene.later(days=11)
    room.listen()
    assert not Ballot.objects.exists()
    assert room.scene.status(action) == "tacit"
    assert "closed" in room.told("bob")[-1]


def test_who_is_not_linked_is_sent_the_link_alone_and_votes_once_it_is_followed(room: Room) -> None:
    bob = room.enter("bob", linked=False)
    room.scene.open()
    room.tell()
    room.react("bob", FOR)
    room.listen()
    assert not Ballot.objects.exists()
    [said] = room.told("bob")
    [path] = re.findall(rf"https://votes\.example\.org(/a/{room.scene.slug}/chat/link/\S+/)", said)
    browser = visitor(room.scene, "bob")
    with time_machine.travel(room.scene.now, tick=False):
        assert bob.user_id in browser.get(path).content.decode()
        assert browser.post(path).status_code == 302
    room.react("bob", AGAINST)
    room.listen()
    assert counting() == [("Bob", "against")]


def test_taking_a_reaction_back_takes_no_vote_back_and_says_so_once(room: Room) -> None:
    bob = room.enter("bob")
    room.scene.open()
    room.tell()
    event_id = room.react("bob", FOR)
    room.listen()
    bob.redact(room.room_id, event_id)
    room.listen()
    assert counting() == [("Bob", "for")]
    assert "still counts" in room.told("bob")[-1]
    assert len(room.told("bob")) == 2


def test_someone_else_who_takes_a_reaction_away_is_told_nothing(room: Room) -> None:
    room.enter("bob")
    room.scene.open()
    room.tell()
    event_id = room.react("bob", FOR)
    room.listen()
    room.keeper.redact(room.room_id, event_id)
    room.listen()
    assert counting() == [("Bob", "for")]
    assert len(room.told("bob")) == 1
    assert room.keeper.told_by(room.bot) == []


def test_who_has_no_seat_is_refused_with_the_reason(room: Room) -> None:
    room.enter("charlie")
    room.scene.open()
    room.tell()
    room.react("charlie", FOR)
    room.listen()
    assert not Ballot.objects.exists()
    assert "council" in room.told("charlie")[-1]


def test_reactions_under_what_is_no_announcement_are_no_votes(room: Room) -> None:
    """From another room nobody can name the announcement at all: the server refuses it."""
    bob = room.enter("bob")
    room.scene.open()
    room.tell()
    forged = bob.say(room.room_id, room.announced()["content"]["body"])
    bob.react(room.room_id, forged, FOR)
    mine = bob.create_room()
    with pytest.raises(AssertionError, match="Relations must be in the same room"):
        bob.react(mine, room.announced()["event_id"], FOR)
    bob.invite(mine, room.bot)
    bob.say(mine, "!toutdoux votes")
    assert room.listen() > 0
    assert not Ballot.objects.exists()
    assert room.told("bob") == []


def test_what_is_said_in_the_thread_joins_the_discussion_once(room: Room) -> None:
    bob = room.enter("bob")
    dana = room.enter("dana", linked=False)
    action = room.scene.open()
    room.tell()
    root = room.announced()["event_id"]
    bob.reply_in_thread(room.room_id, root, "Who keeps the *key*?")
    dana.reply_in_thread(room.room_id, root, "Said to the room alone")
    bob.say(room.room_id, "Said beside it")
    room.listen()
    room.listen_again()
    [remark] = Remark.objects.all()
    assert (remark.text, remark.source, remark.member_id) == ("Who keeps the *key*?", "chat", room.scene.bob.member_id)
    assert remark.action_id == action.id
    with time_machine.travel(room.scene.now, tick=False):
        page = visitor(room.scene, "alice").get(f"/a/{room.scene.slug}/actions/P26-E1/").content.decode()
    assert "Who keeps the <em>key</em>?" in page


def test_what_is_heard_twice_is_done_and_answered_once(room: Room) -> None:
    room.enter("bob")
    room.scene.open()
    room.tell()
    room.react("bob", FOR)
    room.listen()
    before = head(association_id=room.scene.association_id)
    assert room.listen_again() > 0
    assert head(association_id=room.scene.association_id) == before
    assert len(room.told("bob")) == 1


def test_after_a_long_absence_everything_is_heard_in_order(room: Room) -> None:
    bob = room.enter("bob")
    room.scene.open()
    room.tell()
    room.react("bob", FOR)
    for number in range(120):
        bob.say(room.room_id, f"word {number}")
    room.react("bob", AGAINST)
    for number in range(120):
        bob.say(room.room_id, f"more {number}")
    room.react("bob", BLANK)
    assert room.listen() >= 243
    assert [row.choice for row in Ballot.objects.order_by("seq")] == ["for", "against", "blank"]
    assert counting() == [("Bob", "blank")]


def test_who_presses_faster_than_a_person_can_is_told_once_to_wait(room: Room) -> None:
    room.enter("bob")
    room.scene.open()
    room.tell()
    hands = [hand + skin for skin in ("", "🏻", "🏼", "🏽", "🏾", "🏿") for hand in (FOR, AGAINST, BLANK)]
    words = ["for", "against", "blank", "pour", "contre", "blanc"]
    for key in [*hands, *words, *(word.upper() for word in words), *(word.title() for word in words)]:
        room.react("bob", key)
    room.listen()
    assert Ballot.objects.count() == 30
    assert sum("a lot at once" in said for said in room.told("bob")) == 1
