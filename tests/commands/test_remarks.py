"""The discussion: anyone of the association speaks, once per message, in the order of time, and only there."""

import pytest
from django.db import IntegrityError, transaction

from tests.support.people import World, world
from toutdoux.decisions import commands
from toutdoux.decisions.models import Remark
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries, head
from toutdoux.members.commands import record_departure
from toutdoux.operations.verify import verify


def say(scene: World, action, *, by: str = "bob", text: str = "And if it were smaller?", **more):
    return commands.record_remark(
        actor=scene.people[by], action_id=action.id, text=text, **{"source": "web", "now": scene.now, **more}
    )


def test_it_works(scene: World) -> None:
    action = scene.open()
    say(scene, action, text="  First  ")
    scene.later(hours=1)
    say(scene, action, by="charlie", text="Then **me**", source="mail")
    scene.later(days=11)
    say(scene, action, by="alice", text="It has passed", source="chat")
    shown = scene.page(action).discussion
    assert [(row.name, row.text, row.source) for row in shown] == [
        ("Bob", "First", "web"),
        ("Charlie", "Then **me**", "mail"),
        ("Alice", "It has passed", "chat"),
    ]
    assert verify(association_id=scene.association_id, now=scene.now).sound


def test_the_ledger_knows_who_and_where_but_no_word(scene: World) -> None:
    action = scene.open()
    remark_id = say(scene, action, text="Something private")
    entry = list(entries(association_id=scene.association_id))[-1]
    assert (entry.kind, entry.actor_id) == ("remark.posted", scene.bob.member_id)
    assert read_data(entry.data) == {"action": str(action.id), "remark": str(remark_id), "source": "web"}


def test_the_same_message_again_adds_nothing_and_gives_the_same_answer(scene: World) -> None:
    action = scene.open()
    first = say(scene, action, source="chat", external_id="post-1")
    before = head(association_id=scene.association_id)
    assert say(scene, action, source="chat", external_id="post-1", text="Edited meanwhile") == first
    assert head(association_id=scene.association_id) == before
    assert [row.text for row in scene.page(action).discussion] == ["And if it were smaller?"]
    # The same name from elsewhere is another message.
    assert say(scene, action, source="mail", external_id="post-1") != first
    assert len({say(scene, action) for _ in range(2)}) == 2


def test_two_messages_of_one_name_cannot_exist_whatever_wrote_them(scene: World) -> None:
    action = scene.open()
    say(scene, action, source="chat", external_id="post-1")
    with pytest.raises(IntegrityError), transaction.atomic():
        Remark.objects.create(
            association_id=scene.association_id,
            action=action,
            member_id=scene.bob.member_id,
            text="Twice",
            source="chat",
            external_id="post-1",
            at=scene.now,
        )


def test_what_is_empty_endless_or_about_nothing_is_refused(scene: World, refused) -> None:
    action, draft_id = scene.open(), scene.draft()
    arguments = {"actor": scene.bob, "source": "web", "now": scene.now}
    assert refused(commands.record_remark, action_id=action.id, text=" \n", **arguments) == ["text-missing"]
    assert refused(commands.record_remark, action_id=action.id, text="x" * 20_001, **arguments) == ["too-long"]
    assert refused(commands.record_remark, action_id=draft_id, text="x", **arguments) == ["unknown-action"]
    assert not Remark.objects.exists()


def test_an_action_of_another_association_is_not_there(scene: World, refused) -> None:
    action, other = scene.open(), world()
    codes = refused(commands.record_remark, actor=other.bob, action_id=action.id, text="x", source="web", now=scene.now)
    assert codes == ["unknown-action"]


def test_who_has_left_speaks_no_more(scene: World, refused) -> None:
    action = scene.open()
    record_departure(actor=scene.bob, member_id=scene.bob.member_id, now=scene.now)
    codes = refused(
        commands.record_remark, actor=scene.bob, action_id=action.id, text="x", source="mail", now=scene.now
    )
    assert codes == ["has-left"]
