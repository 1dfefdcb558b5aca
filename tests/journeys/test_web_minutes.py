"""Minutes on the web: written with and without a script, approved, printed in every form, in both languages."""

from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.urls import reverse

from tests.support.assemblies import ruled
from tests.support.people import world
from tests.support.sittings import gathered
from tests.support.visitors import visitor
from tests.support.voting import Chamber, chamber
from toutdoux.assemblies.commands import convene_assembly
from toutdoux.assemblies.logic.reading import assembly_from_toml
from toutdoux.assemblies.minutes import commands
from toutdoux.assemblies.minutes.queries import assembly_facts, composed, fingerprint, live_facts, notes, record, tasks
from toutdoux.assemblies.queries import items
from toutdoux.assemblies.sitting.commands import record_missing_quorum
from toutdoux.rules.reading.source import MAX_BYTES
from toutdoux.rules.rulebook import Base, Delay, QuorumMissing, SecondConvening, Share

pytestmark = pytest.mark.django_db


class Hand:
    """Somebody at the minutes of an assembly, at the instant of its world."""

    def __init__(self, held: Chamber, name: str) -> None:
        self.held = held
        self._browser = visitor(held.world, name)

    def get(self, *asked: Any, **more: Any) -> Any:
        with time_machine.travel(self.held.world.now, tick=False):
            return self._browser.get(*asked, **more)

    def post(self, *asked: Any, **more: Any) -> Any:
        with time_machine.travel(self.held.world.now, tick=False):
            return self._browser.post(*asked, **more)

    def url(self, route: str = "minutes", **more: object) -> str:
        return reverse(route, kwargs={"slug": self.held.world.slug, "reference": self.held.row.reference} | more)

    def page(self) -> str:
        answer = self.get(self.url())
        assert answer.status_code == 200
        return answer.content.decode()

    def save(
        self, text: str, *, note: UUID | None = None, version: int = 0, speaker: str = "Bob", **headers: str
    ) -> Any:
        item = items(assembly_id=self.held.id)[2].id
        return self.post(
            self.url("minutes_save", note_id=note or uuid4()),
            {"text": text, "speaker": speaker, "version": version, "item": item},
            headers=headers,
        )


@pytest.fixture
def held() -> Chamber:
    return chamber("alice", "bob", "dana", council=4)


def over(held: Chamber) -> None:
    held.world.later(hours=1)
    held.sit("close_assembly")


def test_it_works(held: Chamber) -> None:
    alice, dana = Hand(held, "alice"), Hand(held, "dana")
    assert alice.save("One that cuts straight.").status_code == 302
    vote = held.open("hands")
    held.totals(vote, 2, 0, 0)
    dana.post(dana.url("minutes_task"), {"what": "Order it", "owner": "Dana", "item": ""})
    assert [(row.what, row.owner_id) for row in tasks(assembly_id=held.id)] == [("Order it", held.world.dana.member_id)]
    over(held)
    named = [str(held.world.people[name].member_id) for name in ("alice", "dana")]
    alice.post(alice.url("minutes_approvers"), {"member": named})
    for hand in (alice, dana):
        seen = hand.page().partition('name="seen" value="')[2].partition('"')[0]
        assert hand.post(hand.url("minutes_approve"), {"seen": seen}).status_code == 302
    kept = record(assembly_id=held.id)
    assert kept is not None
    page = dana.page()
    assert "<textarea" in page  # for a correction, and nothing else
    assert "data-saves-itself" not in page
    dana.post(dana.url("minutes_correct"), {"text": "It was not that straight."})
    text = dana.get(dana.url("assembly_paper", paper="minutes", form="md")).content.decode()
    for words in ("One that cuts straight.", "Order it", "It was not that straight.", kept.digest[:16], "3"):
        assert words in text
    facts = dana.get(dana.url("minutes_facts")).content
    assert assembly_from_toml(facts) == live_facts(assembly_id=held.id, now=held.world.now)


def frozen(held: Chamber) -> None:
    """Close, and let Alice alone approve."""
    over(held)
    actor, now = held.world.alice, held.world.now
    commands.name_approvers(actor=actor, assembly_id=held.id, member_ids=[actor.member_id], now=now)
    seen = fingerprint(composed(assembly_id=held.id, now=now))
    assert commands.approve_minutes(actor=actor, assembly_id=held.id, seen=seen, now=now)


def say(held: Chamber, text: str) -> None:
    commands.save_note(
        actor=held.world.bob,
        assembly_id=held.id,
        note_id=uuid4(),
        item_id=items(assembly_id=held.id)[2].id,
        version=0,
        speaker="Bob",
        text=text,
        now=held.world.now,
    )


def test_frozen_minutes_are_read_however_long_and_whatever_was_typed(held: Chamber) -> None:
    """More than any rulebook may hold, with tabs and what came along with a paste."""
    typed = "Then\tsomebody\x0b said:\r\n  " + "word " * 3_900
    for turn in range(15):
        say(held, f"{turn} {typed}")
    before = live_facts(assembly_id=held.id, now=held.world.now)
    frozen(held)
    kept = record(assembly_id=held.id)
    assert kept is not None
    assert len(kept.source) > MAX_BYTES
    assert assembly_facts(assembly_id=held.id, now=held.world.now).items == before.items
    bob = Hand(held, "bob")
    assert "14 Then" in bob.page()
    for form in ("html", "md"):
        text = bob.get(bob.url("assembly_paper", paper="minutes", form=form)).content.decode()
        assert "14 Then" in text
        assert kept.digest[:16] in text


def test_frozen_minutes_say_that_a_vote_went_on_without_the_quorum() -> None:
    rules = ruled()
    on = replace(rules, assembly=replace(rules.assembly, quorum_missing=QuorumMissing.RECORDED))
    held = chamber("alice", "bob", council=4, rulebook=on)
    held.world.later(minutes=5)
    held.go("bob")
    vote = held.open("hands")
    held.totals(vote, 1, 0, 0)
    say(held, "Alone\x0b, and\x1b pasted\r\n\tall the same")
    frozen(held)
    bob = Hand(held, "bob")
    assert bob.page()
    for form in ("pdf", "odt", "html"):
        assert bob.get(bob.url("assembly_paper", paper="minutes", form=form)).status_code == 200
    text = bob.get(bob.url("assembly_paper", paper="minutes", form="md")).content.decode()
    assert "The quorum is met: 2 of 4, and 2 are enough." in text
    assert "At this vote, 11:35: 1 member of 4 was present. The quorum is not met: 1 of 4, and 2 are needed." in text


def test_the_file_of_minutes_is_taken_elsewhere_whatever_was_pasted_and_however_much() -> None:
    rules = ruled()
    on = replace(rules, assembly=replace(rules.assembly, quorum_missing=QuorumMissing.RECORDED))
    held = chamber("alice", "bob", council=4, rulebook=on)
    held.world.later(minutes=5)
    held.go("bob")
    held.totals(held.open("hands"), 1, 0, 0)
    alice = Hand(held, "alice")
    for turn in range(15):
        said = f"{turn}\tthat\x0bis \x1b\x7fall\r\n" + "word " * 3_900
        assert alice.save(said, speaker="Bob\r\n \x0bBee").status_code == 302
    alice.post(alice.url("minutes_pad"), {"text": "| a |\n|---|\n|\tb\x0cc |\x01"})
    alice.post(alice.url("minutes_task"), {"what": "Order\x1b it\nnow", "owner": "Some\none", "item": ""})
    facts = live_facts(assembly_id=held.id, now=held.world.now)
    assert facts.items[2].discussion[0].said.startswith("0\tthat is all\nword")
    assert {one.who for one in facts.items[2].discussion} == {"Bob Bee"}
    assert [(one.what, one.who) for one in facts.tasks] == [("Order it now", "Some one")]
    assert facts.discussion[0].said == "| a |\n|---|\n|\tb c |"
    file = alice.get(alice.url("minutes_facts")).content
    assert len(file) > MAX_BYTES
    assert assembly_from_toml(file) == facts


def test_minutes_of_a_second_convening_hold_it_to_its_own_quorum() -> None:
    rules = ruled()
    lower = SecondConvening(notice=Delay(days=7), quorum=Share(share=Fraction(1, 4), base=Base.COUNCIL))
    here = world(council=5, rulebook=replace(rules, assembly=replace(rules.assembly, second_convening=lower)))
    first = gathered(here)
    first.tick("alice", "bob")
    first.do("take_chair")
    row = record_missing_quorum(actor=here.alice, assembly_id=first.id, now=here.now)
    assert row is not None
    convene_assembly(actor=here.alice, assembly_id=row.id, now=here.now)
    here.now = row.at
    second = Chamber(world=here, id=row.id)
    second.come("alice", "bob")
    second.sit("take_chair")
    second.sit("open_assembly")
    frozen(second)
    assert assembly_facts(assembly_id=second.id, now=here.now).quorum_share == lower.quorum
    alice = Hand(second, "alice")
    text = alice.get(alice.url("assembly_paper", paper="minutes", form="md")).content.decode()
    assert "The quorum is met: 2 of 5, and 2 are enough." in text


@pytest.mark.parametrize("form", ["pdf", "odt", "html", "md"])
def test_minutes_come_in_every_form_before_they_are_approved(held: Chamber, form: str) -> None:
    bob = Hand(held, "bob")
    answer = bob.get(bob.url("assembly_paper", paper="minutes", form=form))
    assert answer.status_code == 200
    assert len(answer.content) > 500


def test_a_page_that_saves_by_itself_is_told_what_became_of_the_text(held: Chamber) -> None:
    alice, bob = Hand(held, "alice"), Hand(held, "bob")
    note = uuid4()
    first = alice.save("A saw", note=note, accept="application/json").json()
    assert (first["note"], first["version"]) == (str(note), 1)
    bob.save("A saw that folds", note=note, version=1, accept="application/json")
    beside = alice.save("A saw that sings", note=note, version=1, accept="application/json").json()
    assert beside["note"] != str(note)
    assert [row.text for row in notes(assembly_id=held.id)] == ["A saw that folds", "A saw that sings"]
    long = alice.save("x" * 20_001, accept="application/json")
    assert long.status_code == 422
    assert long.json()["refused"]
    assert "A saw that folds" in alice.get(alice.url("minutes_note", note_id=note)).content.decode()


def test_without_a_script_who_was_overtaken_is_told(held: Chamber) -> None:
    note = uuid4()
    alice, bob = Hand(held, "alice"), Hand(held, "bob")
    alice.save("A saw", note=note)
    bob.save("A saw that folds", note=note, version=1)
    assert alice.save("A saw that sings", note=note, version=1).status_code == 302
    assert "your words stand in one of their own" in alice.page()


def test_what_is_missing_is_said_beside_its_field(held: Chamber) -> None:
    alice = Hand(held, "alice")
    for route, typed in (("minutes_task", {"what": ""}), ("minutes_pad", {"text": ""})):
        answer = alice.post(alice.url(route), typed)
        assert answer.status_code == 422
    over(held)
    alice.post(alice.url("minutes_approvers"), {"member": [str(held.world.alice.member_id), "nobody"]})
    seen = alice.page().partition('name="seen" value="')[2].partition('"')[0]
    alice.post(alice.url("minutes_approve"), {"seen": seen})
    assert alice.post(alice.url("minutes_correct"), {"text": ""}).status_code == 422


def test_a_pad_and_gestures_on_paragraphs(held: Chamber) -> None:
    alice = Hand(held, "alice")
    pad = "## Buy a saw\n\nBob: which one?\n\nAlice: this one.\n"
    assert alice.post(alice.url("minutes_pad"), {"text": pad}).status_code == 302
    first, second = notes(assembly_id=held.id)
    do = alice.url("minutes_note_do", note_id=second.id)
    alice.post(do, {"do": "up"})
    assert [row.id for row in notes(assembly_id=held.id)] == [second.id, first.id]
    alice.post(do, {"do": "remove"})
    assert [row.id for row in notes(assembly_id=held.id)] == [first.id]
    task = alice.post(alice.url("minutes_task"), {"what": "Sweep", "due_on": "2026-12-01"})
    assert task.status_code == 302
    [row] = tasks(assembly_id=held.id)
    alice.post(alice.url("minutes_task_done", task_id=row.id))
    assert tasks(assembly_id=held.id)[0].done_at is not None


def test_as_many_questions_whatever_is_written(held: Chamber, django_assert_max_num_queries) -> None:
    alice = Hand(held, "alice")
    for number in range(12):
        held.world.later(seconds=number)
        alice.save(f"Paragraph {number}")
    with django_assert_max_num_queries(60):
        alice.page()
