"""Conventions to renew: told once to those who mind them, at the moment each person chose, by mail and in the chat."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.journeys.test_entrusted_reminders import about, prefer, round_
from tests.support.mailbox import Mailbox, plain
from tests.support.matrix import connected_room
from tests.support.people import World, world
from toutdoux.integrations.models import Delivery
from toutdoux.members.commands import record_departure
from toutdoux.procedures.registering import change_entry, move_entry, record_entry
from toutdoux.registers.logic.drafts import EntryDraft

pytestmark = pytest.mark.django_db

TOLD = "a convention to renew"


@pytest.fixture
def scene(db: None) -> World:
    return world()


def convention(scene: World, *people: str, by: str = "alice", **more: Any) -> UUID:
    values = {"renew_on": scene.now.date() + timedelta(days=10)}
    draft = EntryDraft(title="The library", day=scene.now.date(), state="signed", people=people, values=values, **more)
    return record_entry(actor=scene.people[by], kind="partner", draft=draft, now=scene.now)


def test_it_works(scene: World, box: Mailbox) -> None:
    """Bob minds it: he is told on the day, once; another day to think of it is told again."""
    entry_id = convention(scene, "Bob", last_day=date(2026, 6, 1))
    scene.later(days=9)
    round_(scene)
    assert not box.mails
    scene.later(days=1)
    round_(scene)
    [mail] = box.mails
    assert mail["To"] == "bob@example.org"
    said = " ".join(plain(mail).split())
    assert f"{TOLD}, The library" in mail["Subject"]
    assert "The convention with The library is to be renewed" in said
    assert "It runs until" in said
    assert f"/registers/entry/{entry_id}/" in said
    scene.later(days=3)
    round_(scene)
    assert len(box.mails) == 1
    values = {"renew_on": scene.now.date() + timedelta(days=300)}
    draft = EntryDraft(title="The library", day=date(2026, 3, 10), people=("Bob",), values=values)
    change_entry(actor=scene.bob, entry_id=entry_id, revision=1, draft=draft, now=scene.now)
    scene.later(days=301)
    round_(scene)
    assert len(box.mails) == 2


def test_who_noted_it_is_told_where_nobody_is_named(scene: World, box: Mailbox) -> None:
    convention(scene, by="dana")
    scene.later(days=11)
    round_(scene)
    assert [mail["To"] for mail in box.mails] == ["dana@example.org"]


def test_where_they_have_left_it_is_for_everyone_who_votes(scene: World, box: Mailbox) -> None:
    convention(scene, "Dana", by="dana")
    scene.later(days=5)
    record_departure(actor=scene.alice, member_id=scene.dana.member_id, now=scene.now)
    scene.later(days=6)
    round_(scene)
    assert {mail["To"] for mail in box.mails} == {f"{name}@example.org" for name in ("alice", "bob", "eli")}


def test_what_was_renewed_meanwhile_leaves_nothing_to_say(scene: World, box: Mailbox) -> None:
    prefer(scene, "bob", moment="daily")
    over = convention(scene, "Bob")
    scene.later(days=11)
    round_(scene)
    move_entry(actor=scene.bob, entry_id=over, state="over", day=scene.now.date(), now=scene.now)
    scene.later(days=1)
    round_(scene)
    assert not about(box, "bob", TOLD)
    assert Delivery.objects.get(about="renewal").reason == "nothing-left"


def test_who_wants_no_reminders_gets_none(scene: World, box: Mailbox) -> None:
    prefer(scene, "bob", reminders=False)
    convention(scene, "Bob")
    scene.later(days=11)
    round_(scene)
    assert not box.mails


def test_it_is_told_in_the_chat_of_who_prefers_it() -> None:
    with connected_room() as room:
        room.enter("bob")
        prefer(room.scene, "bob", way="chat", quiet_from=0, quiet_to=0)
        entry_id = convention(room.scene, "Bob")
        room.scene.later(days=11)
        room.tell()
        [told] = room.told("bob")
        assert "The convention with The library is to be renewed" in told
        assert f"/registers/entry/{entry_id}/" in told
