"""From mail alone: convened, a proxy given by the link and declined by the link; the proof of dispatch. On a real mail server."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import time_machine

from tests.support.assemblies import convened, give, prepared, ruled
from tests.support.mailbox import Mailbox, mail_server, path, plain
from tests.support.people import World, world
from tests.support.visitors import account, browser, link, stranger
from tests.support.voting import Chamber
from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft
from toutdoux.assemblies.queries import MeetingRow, items, proxies
from toutdoux.assemblies.voting import commands as voting
from toutdoux.assemblies.voting.commands import defer_item
from toutdoux.integrations import delivering
from toutdoux.integrations.commands import Wanted, change_preferences, want_nothing
from toutdoux.integrations.logic.words import State
from toutdoux.integrations.queries import convening_deliveries
from toutdoux.members.commands import record_departure

pytestmark = pytest.mark.django_db

MAIL = Wanted(way="mail", moment="at-once", hour=18, weekday=4, quiet_from=0, quiet_to=0, reminders=True)


@pytest.fixture
def here() -> World:
    return world(rulebook=ruled())


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as found:
        yield found


def at(here: World, call: Any, *arguments: Any, **more: Any) -> Any:
    with time_machine.travel(here.now, tick=False):
        return call(*arguments, **more)


def standing(found: MeetingRow) -> list[tuple[str, str]]:
    rows = [row for row in proxies(assembly_id=found.id) if row.facts.ended_at is None]
    return [(str(row.giver_id), str(row.holder_id)) for row in rows]


def test_it_works(here: World, box: Mailbox) -> None:
    found = convened(here, introduction="Bring a cake")
    delivering.tell(now=here.now)
    # Everyone on the roll, whoever convened among them; Charlie does not vote yet.
    assert {mail["To"].split("@")[0] for mail in box.mails} == {"alice", "bob", "dana", "eli"}
    [mail] = box.to("bob")
    assert mail["Subject"] == "The Fireflies: you are convened, AG1"
    words = " ".join(plain(mail).split())
    for said in ("begins on Monday 30 March at", "The workshop", "Bring a cake", "3. Buy a saw", "at least 15 days"):
        assert said in words
    # By the link of the mail, without signing in: to Dana.
    there, visitor = path(mail, "proxy"), stranger()
    assert "Who votes for you" in at(here, visitor.get, there).content.decode()
    assert not standing(found)
    typed = {"holder": here.dana.member_id, "scope": "whole"}
    assert at(here, visitor.post, there, typed).status_code == 200
    assert standing(found) == [(str(here.bob.member_id), str(here.dana.member_id))]
    assert "works once" in at(here, visitor.post, there, typed).content.decode()
    # Dana is told, and declines by hers.
    delivering.tell(now=here.later(minutes=1))
    told = box.to("dana")[-1]
    assert "Bob gives you their proxy" in plain(told)
    decline = path(told, "proxy")
    assert at(here, stranger().get, decline).status_code == 200
    assert len(standing(found)) == 1
    assert at(here, stranger().post, decline).status_code == 200
    assert standing(found) == []
    delivering.tell(now=here.later(minutes=1))
    again = box.to("bob")[-1]
    assert "Dana declines your proxy" in plain(again)
    assert path(again, "proxy") != there


def test_the_proof_says_who_was_told_through_what_and_whom_no_message_reaches(here: World, box: Mailbox) -> None:
    box.answers["dana@example.org"] = "550 no such person"
    found = convened(here)
    delivering.tell(now=here.now)
    rows = convening_deliveries(association_id=here.association_id, assembly_id=found.id)
    assert [(row.name, row.state) for row in rows] == [
        ("Alice", State.SENT),
        ("Bob", State.SENT),
        ("Dana", State.FAILED),
        ("Eli", State.SENT),
    ]
    identity = account(name=f"bob.{here.slug}", now=here.now)
    link(here, "bob", account_id=identity)
    page = at(here, browser(identity).get, f"/a/{here.slug}/assemblies/AG1/told/").content.decode()
    assert "3 messages of 4 have left." in page
    assert "told by mail, on 10 March at 10:30" in page
    assert "550" in page


def test_a_convening_reaches_even_who_wants_no_notification(here: World, box: Mailbox) -> None:
    want_nothing(member_id=here.bob.member_id, now=here.now)
    convened(here)
    delivering.tell(now=here.now)
    assert len(box.to("bob")) == 1


def test_what_has_lost_its_object_is_not_sent(here: World, box: Mailbox) -> None:
    found = convened(here)
    give(here, found, "bob", "dana")
    commands.withdraw_proxy(actor=here.bob, assembly_id=found.id, now=here.now)
    record_departure(actor=here.eli, member_id=here.eli.member_id, now=here.later(minutes=1))
    commands.cancel_assembly(actor=here.alice, assembly_id=found.id, now=here.now)
    delivering.tell(now=here.later(minutes=1))
    # One mail each: that it is given up; who was convened a minute ago need not learn that too.
    assert [mail["Subject"] for mail in box.to("bob")] == ["The Fireflies: given up, AG1"]
    assert [mail["Subject"] for mail in box.to("dana")] == ["The Fireflies: given up, AG1"]
    assert box.to("eli") == []


def test_changes_are_told_to_everyone_with_how_it_stands_now(here: World, box: Mailbox) -> None:
    found = convened(here, items_until=here.now + timedelta(days=9))
    delivering.tell(now=here.now)
    give(here, found, "bob", "dana")
    proposed = commands.propose_item(actor=here.charlie, assembly_id=found.id, draft=_shed(), now=here.now)
    commands.accept_item(actor=here.alice, item_id=proposed, now=here.now)
    commands.tell_changes(actor=here.alice, assembly_id=found.id, now=here.now)
    delivering.tell(now=here.later(minutes=1))
    last = box.to("bob")[-1]
    assert "5. A bicycle shed" in plain(last)
    # Bob has given his proxy already: nothing more is asked of him.
    assert "/proxy/" not in plain(last)
    assert "/proxy/" in plain(box.to("alice")[-1])


def test_a_proxy_taken_back_is_told_to_its_holder_and_a_new_one_to_the_same_only_once(
    here: World, box: Mailbox
) -> None:
    found = convened(here)
    delivering.tell(now=here.now)
    give(here, found, "bob", "dana")
    delivering.tell(now=here.later(minutes=1))
    give(here, found, "bob", "dana", items=frozenset({_first(found)}))
    delivering.tell(now=here.later(minutes=1))
    give(here, found, "bob", "eli")
    delivering.tell(now=here.later(minutes=1))
    subjects = [mail["Subject"].split(": ")[1] for mail in box.to("dana")]
    assert subjects == [
        "you are convened, AG1",
        "you hold a proxy, AG1",
        "you hold a proxy, AG1",
        "a proxy taken back, AG1",
    ]


def _shed() -> ItemDraft:
    return ItemDraft(kind=ItemKind.RESOLUTION, title="A bicycle shed")


def _first(found: MeetingRow) -> UUID:
    return items(assembly_id=found.id)[0].id


def test_who_proposed_an_item_is_told_what_became_of_it(here: World, box: Mailbox) -> None:
    found = convened(here, items_until=here.now + timedelta(days=9))
    mine = {
        name: commands.propose_item(
            actor=here.bob, assembly_id=found.id, draft=ItemDraft(kind=ItemKind.RESOLUTION, title=name), now=here.now
        )
        for name in ("A bench", "A pond", "A hedge", "A kiln", "A maze")
    }
    own = commands.propose_item(
        actor=here.alice, assembly_id=found.id, draft=ItemDraft(kind=ItemKind.DISCUSSION, title="A roof"), now=here.now
    )
    delivering.tell(now=here.now)
    here.later(minutes=1)
    for item_id in (mine["A bench"], mine["A hedge"], mine["A kiln"], own):
        commands.accept_item(actor=here.alice, item_id=item_id, now=here.now)
    commands.decline_item(actor=here.alice, item_id=mine["A pond"], answer="Too deep <b>", now=here.now)
    commands.remove_item(actor=here.alice, item_id=mine["A hedge"], now=here.now)
    later = prepared(here, title="Autumn assembly", starts_at=found.at + timedelta(days=90))
    voting.postpone_item(actor=here.alice, item_id=mine["A maze"], to_id=later.id, now=here.now)
    delivering.tell(now=here.later(minutes=1))
    said = {mail["Subject"]: " ".join(plain(mail).split()) for mail in box.to("bob")[1:]}
    # Of what was taken in and out again, where it stands; nobody writes to who did it themselves.
    assert {subject: len(list(box.to("bob"))) for subject in said} == dict.fromkeys(
        (
            "The Fireflies: your item is taken in, AG1",
            "The Fireflies: your item is not taken in, AG1",
            "The Fireflies: your item is taken out, AG1",
            "The Fireflies: your item is put off, AG1",
        ),
        6,
    )
    assert "to a later assembly, AG2 · Autumn assembly: A maze." in said["The Fireflies: your item is put off, AG1"]
    assert "Too deep <b>" in said["The Fireflies: your item is not taken in, AG1"]
    assert "A hedge" in said["The Fireflies: your item is taken out, AG1"]
    assert len(box.to("alice")) == 1
    # Left by the assembly to an online action.
    here.now = found.at
    held = Chamber(world=here, id=found.id)
    held.come("alice", "dana", "eli")
    held.sit("take_chair")
    held.sit("open_assembly")
    want_nothing(member_id=here.bob.member_id, now=here.now)
    deferred = {"actor": here.alice, "assembly_id": found.id, "publish": False, "now": here.now}
    defer_item(item_id=mine["A bench"], **deferred)
    delivering.tell(now=here.later(minutes=1))
    assert len(box.to("bob")) == 6
    change_preferences(member_id=here.bob.member_id, wanted=MAIL, now=here.now)
    defer_item(item_id=mine["A kiln"], **deferred | {"now": here.now})
    delivering.tell(now=here.later(minutes=1))
    assert box.to("bob")[-1]["Subject"] == "The Fireflies: your item goes on online, AG1"
    assert "A kiln" in plain(box.to("bob")[-1])
