"""What the room is told: each action once, edited as votes come, its milestones in its thread; and people alone."""

from collections.abc import Iterator

import pytest

from tests.support.assemblies import convened
from tests.support.matrix import AGAINST, BLANK, FOR, Room, connected_room
from tests.support.synapse import relation
from toutdoux.assemblies.queries import proxies
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.models import Action, Ballot
from toutdoux.integrations.chat.following import keep_all
from toutdoux.integrations.commands import Wanted, change_preferences
from toutdoux.integrations.matrix.models import Announcement
from toutdoux.integrations.models import Delivery

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(db: None) -> Iterator[Room]:
    with connected_room() as found:
        yield found


def test_it_works(room: Room) -> None:
    action = room.scene.open()
    room.tell()
    room.scene.vote(action, "for", "bob", "dana")
    room.tell()
    [announced] = room.announcements()
    assert "●●┃○○" in room.edits()[-1]
    assert "2 of the 4 council members voted for" in room.edits()[-1]
    assert room.thread(announced) == [room.thread(announced)[0]]
    assert "2 of the 4 council members voted for" in room.thread(announced)[0]
    # Passing is not closing: one may still say what one thinks.
    assert room.marks() == [FOR, AGAINST, BLANK]
    page = Action.objects.get(id=action.id).discussion_url
    assert page == f"https://matrix.to/#/{room.room_id}/{announced['event_id']}"


def test_many_votes_make_one_edit(room: Room) -> None:
    action = room.scene.open()
    room.tell()
    for choice in ("for", "against", "blank", "for"):
        room.scene.vote(action, choice, "bob")
    room.scene.vote(action, "against", "dana", "eli")
    room.tell()
    assert len(room.edits()) == 1


def test_a_server_that_was_down_for_an_hour_is_caught_up_with_by_one_edit(room: Room) -> None:
    action = room.scene.open()
    room.tell()
    room.synapse.stop()
    try:
        for choice in ("for", "against", "blank", "for"):
            room.scene.vote(action, choice, "bob")
            told = room.tell()
            assert told.sent == 0
            room.scene.later(minutes=15)
        with pytest.raises(Exception, match="unreachable"):
            room.listen()
    finally:
        room.synapse.start()
    room.scene.later(hours=1)
    room.tell()
    assert len(room.edits()) == 1
    assert "1 for · 0 against" in room.edits()[-1]
    assert not Delivery.objects.filter(channel="matrix").exclude(state="sent").exists()
    room.enter("dana")
    room.react("dana", FOR)
    room.listen()
    assert room.scene.status(action) == "accepted"


def test_what_was_sent_and_not_written_down_is_not_said_twice(room: Room) -> None:
    """A worker that stopped after the server took a message and before that was recorded sends it again."""
    room.scene.open()
    room.tell()
    Announcement.objects.all().delete()
    Delivery.objects.update(state="waiting", sent_at=None)
    room.tell()
    assert len(room.announcements()) == 1
    assert room.marks() == [FOR, AGAINST, BLANK]
    assert Announcement.objects.count() == 1


def test_each_milestone_is_told_once_in_the_thread(room: Room) -> None:
    room.enter("bob")
    action = room.scene.open()
    room.tell()
    room.people["bob"].say(room.room_id, "!toutdoux objection P26-E1 The shed leaks")
    room.listen()
    room.tell()
    assert "The shed leaks" in room.thread()[0]
    assert "Bob voted Against" in room.thread()[0]
    room.scene.later(days=5, hours=1)
    room.tell()
    room.tell()
    assert "Half of the delay has passed" in room.thread()[1]
    commands.declare_urgency(actor=room.scene.alice, action_id=action.id, reason="It rains", now=room.scene.now)
    room.tell()
    room.scene.later(days=5)
    room.scene.settle()
    room.tell()
    commands.finish_action(actor=room.scene.alice, action_id=action.id, note="", now=room.scene.later(hours=1))
    room.tell()
    room.tell()
    said = room.thread()
    assert "urgency" in said[2]
    assert "Passed on 20 March at 10:30 without another vote" in said[3]
    assert "carried out" in said[4]
    assert len(said) == 5


def test_once_votes_are_closed_there_is_nothing_to_press(room: Room) -> None:
    action = room.scene.open()
    room.tell()
    room.scene.vote(action, "for", "bob", "dana")
    room.tell()
    assert room.marks()
    # Nothing happens at the deadline of what has passed before: time alone closes its votes.
    room.scene.later(days=10, minutes=1)
    room.tell()
    assert room.marks() == []
    assert "To vote, press" not in room.edits()[-1]
    assert Announcement.objects.get().closes_at is None


def test_a_withdrawal_closes_at_once(room: Room) -> None:
    action = room.scene.open()
    room.tell()
    commands.withdraw_action(actor=room.scene.alice, action_id=action.id, reason="Another day", now=room.scene.now)
    room.tell()
    assert room.marks() == []
    assert "Withdrawn on 10 March" in room.thread()[-1]


def test_a_new_text_is_announced_anew_and_votes_on_the_old_one_are_led_there(room: Room) -> None:
    room.enter("bob")
    action = room.scene.open(text="A shed.")
    room.tell()
    room.react("bob", FOR)
    room.listen()
    commands.amend_action(
        actor=room.scene.alice, action_id=action.id, title=action.title, text="A cellar.", now=room.scene.later(hours=1)
    )
    room.tell()
    first, second = room.announcements()
    assert "> A cellar." in second["content"]["body"]
    assert "The text has changed" in room.edits(first)[-1]
    assert second["event_id"] in room.thread(first)[-1]
    assert (room.marks(first), room.marks(second)) == ([], [FOR, AGAINST, BLANK])
    room.react("bob", AGAINST, to=first["event_id"])
    room.listen()
    assert [ballot.choice for ballot in Ballot.objects.all()] == ["for"]
    assert "vote on the new one" in room.told("bob")[-1]
    room.react("bob", FOR, to=second["event_id"])
    room.listen()
    assert [(one.seat.version.number, one.choice) for one in Ballot.objects.order_by("seq")] == [(1, "for"), (2, "for")]


def test_a_text_of_members_rings_for_nobody_and_stays_a_text(room: Room) -> None:
    room.scene.open(
        title="Ask <b>@room</b>", text="@room ![x](https://elsewhere.example/x.png) <script>alert(1)</script>"
    )
    room.tell()
    content = room.announced()["content"]
    assert content["m.mentions"] == {}
    assert "<script" not in content["formatted_body"]
    assert "<img" not in content["formatted_body"]
    assert "<b>@room" not in content["formatted_body"]


def test_an_endless_text_is_cut_and_says_where_the_rest_is(room: Room) -> None:
    action = room.scene.open(text="A long word, é. " * 1200)
    room.tell()
    assert "The rest is on the page of the action." in room.announced()["content"]["body"]
    room.scene.vote(action, "for", "bob")
    room.tell()
    assert len(room.edits()) == 1


def test_an_association_that_speaks_french_is_told_in_french(room: Room) -> None:
    from toutdoux.associations.models import Association

    Association.objects.update(language="fr")
    room.scene.open()
    room.tell()
    said = room.announced()["content"]["body"]
    assert "👍 Pour · 👎 Contre · ✋ Blanc" in said


def test_who_prefers_the_chat_is_written_to_alone_and_the_others_are_not(room: Room) -> None:
    room.enter("bob")
    room.enter("dana")
    wanted = Wanted(way="chat", moment="at-once", hour=18, weekday=4, quiet_from=21, quiet_to=8, reminders=True)
    change_preferences(member_id=room.scene.bob.member_id, wanted=wanted, now=room.scene.now)
    room.scene.open(text="A shed.")
    room.tell()
    room.tell()
    [said] = room.told("bob")
    assert "P26-E1 · Open a tool library" in said
    assert f"https://matrix.to/#/{room.room_id}/{room.announced()['event_id']}" in said
    assert room.told("dana") == []


def test_the_room_follows_the_council(room: Room) -> None:
    """The worker invites whose right begins; an invitation is theirs to accept."""
    charlie = room.people["charlie"] = room.synapse.register("charlie")
    room.link("charlie")
    keep_all(now=room.scene.now)
    grant = room.scene.grant()
    room.scene.vote(grant, "for", "alice", "bob")
    keep_all(now=room.scene.later(minutes=1))
    assert charlie.invitations()[room.bot.user_id] == room.room_id
    keep_all(now=room.scene.later(minutes=1))
    charlie.join(room.room_id)
    assert charlie.user_id in room.keeper.people(room.room_id)


def test_an_exclusion_that_passed_takes_out_of_the_room_and_nobody_else(room: Room) -> None:
    eli = room.enter("bob", "dana", "eli")
    keep_all(now=room.scene.now)
    exclude = EffectDraft(kind="exclude", params={"member": str(room.scene.eli.member_id), "scope": "council"})
    action = room.scene.open(effects=(exclude,), effects_only=True, title="Part with Eli")
    keep_all(now=room.scene.later(minutes=1))
    assert eli.user_id in room.keeper.people(room.room_id), "nobody is taken out before it has passed"
    room.scene.vote(action, "for", "bob", "dana")
    assert keep_all(now=room.scene.later(minutes=1)).placed == 1
    inside = room.keeper.people(room.room_id)
    assert eli.user_id not in inside
    assert {room.people["bob"].user_id, room.people["dana"].user_id} <= set(inside)
    assert keep_all(now=room.scene.later(minutes=1)).placed == 0


def test_what_is_typed_is_answered_alone_in_either_language(room: Room) -> None:
    bob = room.enter("bob")
    room.scene.open()
    room.tell()
    for words, answer in (
        ("!toutdoux votes", "1 action waits for your vote"),
        ("!toutdoux action E1", "Open a tool library"),
        ("!toutdoux aide", "What I understand"),
        ("!toutdoux nothing", "I do not know the word"),
        ("!toutdoux objection E9 no", "E9"),
    ):
        bob.say(room.room_id, words)
        room.listen()
        assert answer in room.told("bob")[-1]
    # In a room for two nothing needs to come before the words.
    bob.say(bob.alone_with[room.bot.user_id], "votes")
    room.listen()
    assert "1 action waits" in room.told("bob")[-1]
    assert [event for event in room.keeper.messages(room.room_id) if relation(event)] == []


def test_a_proxy_is_typed_item_by_item_told_to_its_holder_and_taken_back(room: Room) -> None:
    bob = room.enter("bob")
    room.enter("dana")
    for name in ("bob", "dana"):
        wanted = Wanted(way="chat", moment="at-once", hour=18, weekday=4, quiet_from=0, quiet_to=0, reminders=True)
        change_preferences(member_id=room.scene.people[name].member_id, wanted=wanted, now=room.scene.now)
    found = convened(room.scene)
    for words, answer in (
        ("!toutdoux procuration", "Nobody votes for you."),
        ("!toutdoux procuration Dana 2 3=contre", "Buy a saw: vote Against."),
        ("!toutdoux proxy Eli 2", "Eli votes for you at AG1"),
        ("!toutdoux proxy", "Dana (item 3) votes for you."),
    ):
        bob.say(room.room_id, words)
        room.scene.later(minutes=1)
        room.listen()
        assert answer in room.told("bob")[-1].replace("\\", "")
    given = [row.facts for row in proxies(assembly_id=found.id) if row.facts.ended_at is None]
    assert {one.holder_id: len(one.items or ()) for one in given} == {
        room.scene.dana.member_id: 1,
        room.scene.eli.member_id: 1,
    }
    room.tell()
    room.tell()
    assert any("Bob gives you their proxy" in said for said in room.told("dana"))
    bob.say(room.room_id, "!toutdoux procuration reprendre")
    room.listen()
    assert "is taken back" in room.told("bob")[-1]
    assert not [row for row in proxies(assembly_id=found.id) if row.facts.ended_at is None]


def test_what_is_told_is_what_an_independent_program_reads(room: Room) -> None:
    """matrix-nio, which is no work of ours, reads each event of ours as the sort it is meant to be."""
    from nio import Event, ReactionEvent, RoomMessageNotice, RoomMessageText

    action = room.scene.open()
    room.tell()
    room.scene.vote(action, "against", "bob", reason="It leaks")
    room.tell()
    ours = [
        Event.parse_event(event)
        for event in room.keeper.events(room.room_id)
        if event["sender"] == room.bot.user_id and event["type"] != "m.room.member"
    ]
    sorts = [type(event) for event in ours]
    assert sorts == [RoomMessageText, *[ReactionEvent] * 3, RoomMessageText, RoomMessageNotice]
    announced, *marks, edit, notice = ours
    assert {mark.reacts_to for mark in marks} == {announced.event_id}
    assert announced.formatted_body.startswith("<h4>P26-E1")
    assert edit.source["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": announced.event_id}
    assert notice.source["content"]["m.relates_to"]["event_id"] == announced.event_id
