"""Holding an assembly: who comes and goes, the quorum at the opening, the chair, the agenda, who speaks."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from tests.support.assemblies import item, ruled
from tests.support.people import world
from tests.support.sittings import Held, gathered
from toutdoux.assemblies.commands import add_document, convene_assembly
from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.queries import meeting_page
from toutdoux.assemblies.queries.pages import documents
from toutdoux.assemblies.sitting.commands import arrive_with_code, record_missing_quorum, take_chair
from toutdoux.assemblies.sitting.logic.codes import code
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.models import Attendance, Guess, Seat, Sitting
from toutdoux.assemblies.sitting.queries import desk_page, here_page, own_room, room_page, version
from toutdoux.assemblies.voting.commands import begin_purchase, set_effects
from toutdoux.assemblies.voting.logic.buying import PurchaseFacts
from toutdoux.assemblies.voting.queries import purchase, written_effects
from toutdoux.decisions.logic.effects import EffectDraft
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import entries, latest
from toutdoux.rules.rulebook import Delay, SecondConvening

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Held:
    return gathered()


def refused(held: Held, gesture: str, **more: object) -> set[SittingRefusal]:
    with pytest.raises(Refused) as found:
        held.do(gesture, **more)
    return {refusal.code for refusal in found.value.refusals}


def test_it_works(held: Held) -> None:
    held.proxy("dana", "bob")
    held.open("alice", "bob")
    assert (held.presence().present, held.presence().represented, held.presence().roll) == (2, 1, 4)
    held.take(3)
    page = here_page(actor=held.world.bob, reference=held.reference, now=held.world.now)
    assert (page.weight, page.here, page.current and page.current.title) == (2, True, "Buy a saw")
    held.world.later(hours=1)
    held.do("close_assembly")
    assert held.row.closed_at == held.world.now
    assert [entry.kind for entry in entries(association_id=held.world.association_id)][-6:] == [
        "attendance.arrived",
        "attendance.arrived",
        "assembly.chair-named",
        "assembly.opened",
        "assembly.item-taken",
        "assembly.closed",
    ]


def test_people_come_by_themselves_only_where_the_desk_lets_them(held: Held) -> None:
    assert refused(held, "arrive", by="bob") == {SittingRefusal.CHECK_IN_CLOSED}
    held.do("set_check_in", how="code")
    assert refused(held, "arrive", by="bob") == {SittingRefusal.CHECK_IN_CLOSED}
    held.do("set_check_in", how="open")
    held.do("arrive", by="bob")
    held.do("arrive", by="bob")
    assert [row.how for row in Attendance.objects.all()] == ["self"]
    held.world.later(minutes=5)
    held.do("leave", by="bob")
    held.do("leave", by="bob")
    held.world.later(minutes=5)
    held.do("arrive", by="bob")
    first, second = Attendance.objects.order_by("arrived_at")
    assert (first.left_at - first.arrived_at, second.left_at) == (timedelta(minutes=5), None)


def test_the_code_of_the_room_lets_in_and_changes_and_is_not_guessed(held: Held) -> None:
    held.do("set_check_in", how="code")
    shown = room_page(actor=held.world.alice, reference=held.reference, now=held.world.now).code
    held.do("arrive_with_code", by="bob", code=f" {shown[:3]} {shown[3:]} ")
    held.world.later(minutes=2)
    held.do("arrive_with_code", by="dana", code=shown)
    held.world.later(minutes=2)
    secret = Sitting.objects.get().secret
    assert shown not in {code(secret=secret, at=held.world.now), ""}
    for _ in range(5):
        assert refused(held, "arrive_with_code", by="eli", code=shown) == {SittingRefusal.CODE_WRONG}
    right = code(secret=secret, at=held.world.now)
    assert refused(held, "arrive_with_code", by="eli", code=right) == {SittingRefusal.CODES_TRIED}
    assert held.presence().present == 2
    now = held.world.later(minutes=10)
    arrive_with_code(actor=held.world.eli, assembly_id=held.id, code=code(secret=secret, at=now), now=now)
    assert held.presence().present == 3
    assert not Guess.objects.exists()


def test_only_the_desk_runs_it(held: Held) -> None:
    bob = held.world.bob.member_id
    for gesture, more in (
        ("set_check_in", {"how": "open"}),
        ("tick_arrival", {"member_id": bob}),
        ("tick_departure", {"member_id": bob}),
        ("hand_over", {"member_id": bob}),
        ("name_secretary", {"member_id": bob}),
        ("open_assembly", {}),
        ("record_missing_quorum", {}),
        ("suspend", {}),
        ("resume", {}),
        ("take_item", {"item_id": held.items[0]}),
        ("leave_item", {}),
        ("close_assembly", {}),
        ("give_floor", {"hand_id": 1}),
        ("end_speech", {"hand_id": 1}),
        ("let_first_timers_first", {"first": True}),
    ):
        assert refused(held, gesture, by="bob", **more) == {SittingRefusal.NOT_THE_DESK}
    assert not desk_page(actor=held.world.bob, reference=held.reference, now=held.world.now).runs


def test_anyone_of_the_council_takes_the_chair_and_says_so_when_it_is_taken(held: Held) -> None:
    held.do("take_chair", by="bob")
    assert refused(held, "take_chair", by="dana") == {SittingRefusal.CHAIR_TAKEN}
    take_chair(actor=held.world.dana, assembly_id=held.id, instead=True, now=held.world.now)
    held.do("hand_over", by="dana", member_id=held.world.eli.member_id)
    assert held.row.chair_id == held.world.eli.member_id
    assert refused(held, "take_chair", by="charlie", instead=True) == {SittingRefusal.NOT_IN_COUNCIL}
    held.do("name_secretary", by="eli", member_id=held.world.charlie.member_id)
    assert held.row.secretary_id == held.world.charlie.member_id
    # Who takes the notes runs the desk too.
    held.do("set_check_in", by="charlie", how="open")


def test_without_the_quorum_nothing_opens_and_it_is_recorded_with_its_figures() -> None:
    held = gathered(early=timedelta(minutes=5))
    reasons = {SittingRefusal.NO_CHAIR, SittingRefusal.QUORUM_MISSING}
    assert refused(held, "open_assembly") == reasons | {SittingRefusal.TOO_EARLY}
    early = {SittingRefusal.TOO_EARLY, SittingRefusal.NO_CHAIR}
    assert refused(held, "record_missing_quorum") == early
    held.world.later(minutes=5)
    assert refused(held, "open_assembly") == reasons
    held.tick("alice")
    held.do("take_chair")
    held.do("record_missing_quorum")
    (entry,) = latest(association_id=held.world.association_id, kinds=["assembly.quorum-missing"], most=1)
    assert '"present":1' in entry.data.replace(" ", "")
    assert refused(held, "open_assembly") == {SittingRefusal.OVER}
    page = room_page(actor=held.world.alice, reference=held.reference, now=held.world.now)
    assert (page.quorum.votes, page.quorum.needed, page.quorum.roll) == (1, 2, 4)


def test_the_second_convening_is_prepared_in_the_same_gesture_where_the_rules_know_one() -> None:
    rules = ruled()
    known = replace(rules.assembly, second_convening=SecondConvening(notice=Delay(days=7)))
    here = world(rulebook=replace(rules, assembly=known))
    held = gathered(here)
    held.do("take_chair")
    second = record_missing_quorum(actor=here.alice, assembly_id=held.id, now=here.now)
    assert second is not None
    assert (second.second_of, second.stage) == (held.id, Stage.PREPARED)
    assert second.at >= here.now + timedelta(days=7)
    convene_assembly(actor=here.alice, assembly_id=second.id, now=here.now)
    here.now = second.at
    again = Held(world=here, id=second.id, items=())
    again.tick("alice")
    again.do("take_chair")
    # No quorum is asked for the second time.
    again.do("open_assembly")
    assert again.presence().present == 1


def test_the_second_convening_asks_what_the_first_asked_with_its_documents() -> None:
    rules = ruled()
    known = replace(rules.assembly, second_convening=SecondConvening(notice=Delay(days=7)))
    here = world(rulebook=replace(rules, assembly=known))
    held = gathered(here)
    asked = {"actor": here.alice, "assembly_id": held.id, "now": here.now}
    saw = item(held.row, "Buy a saw")
    told = EffectDraft(kind="grant-voting-right", params={"member": str(here.charlie.member_id)})
    set_effects(item_id=saw, effects=(told,), **asked)
    begin_purchase(item_id=saw, within="100", **asked)
    for title, about in (("Offer", saw), ("How to come", None)):
        add_document(item_id=about, title=title, name="a.txt", data=title.encode(), **asked)
    held.do("take_chair")
    second = record_missing_quorum(**asked)
    assert second is not None
    again = item(second, "Buy a saw")
    assert written_effects(item_id=again) == (told,)
    assert purchase(item_id=again) == PurchaseFacts(within=10_000, lines=())
    there = [(one.title, one.item_id) for one in documents(assembly_id=second.id, names={})]
    assert sorted(there) == [("How to come", None), ("Offer", again)]
    assert len(documents(assembly_id=held.id, names={})) == 2
    # Nothing is to be put off to it: it is there.
    assert meeting_page(actor=here.alice, reference=held.reference, at=here.now).later == ()


def test_the_quorum_is_missing_only_where_it_is(held: Held) -> None:
    held.tick("alice", "bob")
    held.do("take_chair")
    assert refused(held, "record_missing_quorum") == {SittingRefusal.QUORUM_THERE}
    held.do("open_assembly")
    assert refused(held, "record_missing_quorum") == {SittingRefusal.ALREADY_OPEN}


def test_the_roll_is_frozen_at_the_opening(held: Held) -> None:
    from toutdoux.members.commands import record_departure

    held.open("alice", "bob")
    held.world.later(minutes=1)
    record_departure(actor=held.world.alice, member_id=held.world.eli.member_id, now=held.world.now)
    assert (held.presence().roll, Seat.objects.count()) == (4, 4)


def test_a_giver_who_comes_suspends_the_proxy_and_revives_it_by_leaving(held: Held) -> None:
    held.proxy("dana", "bob")
    held.open("alice", "bob")
    weights = []
    for gesture in ("tick_arrival", "tick_departure", ""):
        weights.append(own_room(assembly_id=held.id, member_id=held.world.bob.member_id, at=held.world.now))
        held.world.later(minutes=1)
        if gesture:
            held.do(gesture, member_id=held.world.dana.member_id)
    assert [one.weight(held.world.bob.member_id) for one in weights] == [2, 1, 2]
    (suspended,) = here_page(
        actor=held.world.bob, reference=held.reference, now=held.world.now - timedelta(seconds=90)
    ).room.suspended
    assert suspended.giver_id == held.world.dana.member_id


def test_the_agenda_is_gone_through_one_item_at_a_time(held: Held) -> None:
    assert refused(held, "take_item", item_id=held.items[0]) == {SittingRefusal.NOT_OPEN}
    held.open("alice", "bob")
    for position in (1, 3):
        held.take(position)
        held.take(position)
    page = desk_page(actor=held.world.alice, reference=held.reference, now=held.world.now)
    assert [item.state for item in page.agenda] == ["done", "waiting", "current", "waiting"]
    assert page.next is not None
    assert page.next.position == 4
    held.do("leave_item")
    held.do("leave_item")
    assert refused(held, "take_item", item_id=UUID(int=1)) == {SittingRefusal.ITEM_UNKNOWN}
    held.do("suspend")
    held.do("suspend")
    assert refused(held, "take_item", item_id=held.items[1]) == {SittingRefusal.SUSPENDED}
    held.do("resume")
    held.take(1)


def test_hands_are_called_in_order_or_those_who_have_not_spoken_first(held: Held) -> None:
    assert refused(held, "raise_hand", by="bob") == {SittingRefusal.NOT_OPEN}
    held.open("alice", "bob", "dana")
    assert refused(held, "raise_hand", by="eli") == {SittingRefusal.NOT_THERE}

    def desk() -> list[str]:
        page = desk_page(actor=held.world.alice, reference=held.reference, now=held.world.now)
        return [speaker.name for speaker in page.speakers]

    held.take(1)
    held.do("raise_hand", by="bob")
    held.do("raise_hand", by="bob")
    page = desk_page(actor=held.world.alice, reference=held.reference, now=held.world.now)
    held.do("give_floor", hand_id=page.speakers[0].hand.id)
    held.world.later(seconds=1)
    held.do("lower_hand", by="bob")
    held.do("raise_hand", by="bob")
    held.world.later(seconds=1)
    held.do("raise_hand", by="dana")
    assert desk() == ["Bob", "Dana"]
    held.do("let_first_timers_first", first=True)
    assert desk() == ["Dana", "Bob"]
    mine = here_page(actor=held.world.bob, reference=held.reference, now=held.world.now)
    assert (mine.hand is not None, mine.waits_behind) == (True, 1)
    held.do("give_floor", hand_id=mine.hand.id)
    page = desk_page(actor=held.world.alice, reference=held.reference, now=held.world.now)
    assert (page.speaking and page.speaking.name, desk()) == ("Bob", ["Dana"])
    held.do("end_speech", hand_id=mine.hand.id)
    assert refused(held, "give_floor", hand_id=mine.hand.id) == {SittingRefusal.HAND_UNKNOWN}
    # Who leaves is called no more, and another item begins with no hand up.
    held.do("leave", by="dana")
    assert desk() == []
    held.do("raise_hand", by="bob")
    held.take(2)
    assert desk() == []


def test_pages_are_told_that_something_changed(held: Held) -> None:
    held.open("alice", "bob")
    seen = [version(assembly_id=held.id)]
    for gesture, more in (
        ("raise_hand", {}),
        ("tick_arrival", {"member_id": held.world.dana.member_id}),
        ("take_item", {"item_id": held.items[0]}),
    ):
        held.do(gesture, **more)
        seen.append(version(assembly_id=held.id))
    assert len({one.room for one in seen}) == 4
    assert [one.turn - seen[0].turn for one in seen] == [0, 0, 0, 1]


def test_nothing_of_one_association_reaches_another(held: Held) -> None:
    other = gathered()
    with pytest.raises(Refused):
        take_chair(actor=held.world.alice, assembly_id=other.id, now=held.world.now)
    with pytest.raises(Refused):
        held.do("tick_arrival", member_id=other.world.bob.member_id)
