"""Preparing and convening: the rules are asked once, the notice holds, the agenda stands once people have been told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.support.assemblies import ANSWERS, convened, draft, give, item, prepared, ruled
from tests.support.elections import ELECT
from tests.support.elections import prepared as elects
from tests.support.people import World, world
from tests.support.voting import chamber
from toutdoux.assemblies import commands
from toutdoux.assemblies.elections.commands import stand
from toutdoux.assemblies.elections.queries import access_election
from toutdoux.assemblies.logic.convening import ItemState, Stage
from toutdoux.assemblies.logic.documents import MOST_DOCUMENTS
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import MOST_ITEMS, ItemDraft
from toutdoux.assemblies.minutes.queries import assembly_facts
from toutdoux.assemblies.queries import items, meeting, meetings, roll
from toutdoux.assemblies.queries.news import AssemblyNews, ItemNews, assembly_news
from toutdoux.assemblies.queries.pages import documents
from toutdoux.assemblies.queries.replay import convening_difference
from toutdoux.assemblies.voting import commands as voting
from toutdoux.assemblies.voting.logic.buying import PurchaseFacts
from toutdoux.assemblies.voting.queries import amendments, purchase
from toutdoux.assemblies.voting.queries.carried import written_effects
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.effects import EffectDraft
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import entries
from toutdoux.members.commands import take_leave
from toutdoux.members.logic.events import MemberRefusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world(rulebook=ruled())


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {refusal.code for refusal in refused.value.refusals}


def titles(found) -> list[str]:
    return [row.title for row in items(assembly_id=found.id)]


def test_it_works(here: World) -> None:
    found = convened(here)
    assert (found.reference, found.stage) == ("AG1", Stage.CONVENED)
    assert [row.position for row in items(assembly_id=found.id)] == [1, 2, 3, 4]
    kinds = [entry.kind for entry in entries(association_id=here.association_id)]
    assert kinds[-1] == "assembly.convened"
    assert kinds.count("assembly.prepared") == 1


def test_what_the_rules_leave_open_is_asked_for_the_first_assembly_and_then_is_a_rule() -> None:
    here = world()
    with pytest.raises(Refused) as refused:
        commands.prepare_assembly(actor=here.alice, draft=draft(here), now=here.now)
    assert codes(refused) == {AssemblyRefusal.RULES_NOT_CHOSEN}
    assert refused.value.refusals[0].article == 17
    with pytest.raises(Refused):
        commands.prepare_assembly(
            actor=here.alice, draft=draft(here), answers=ANSWERS | {"assembly.quorum": {"share": "3/2"}}, now=here.now
        )
    assert not meetings(association_id=here.association_id)
    commands.prepare_assembly(actor=here.alice, draft=draft(here), answers=ANSWERS, now=here.now)
    rules = current_rulebook(association_id=here.association_id).rulebook.assembly
    assert (rules.proxies_per_holder, rules.leave_counts) == (2, False)
    # Answered once: what is answered again is not looked at.
    later = ANSWERS | {"assembly.proxies_per_holder": 9}
    commands.prepare_assembly(actor=here.alice, draft=draft(here), answers=later, now=here.now)
    assert current_rulebook(association_id=here.association_id).rulebook.assembly.proxies_per_holder == 2


def test_a_date_too_early_is_refused_with_the_first_one_that_works(here: World) -> None:
    soon = here.now + timedelta(days=15, minutes=-1)
    with pytest.raises(Refused) as refused:
        commands.prepare_assembly(actor=here.alice, draft=draft(here, starts_at=soon), now=here.now)
    [refusal] = refused.value.refusals
    assert refusal.data == {"earliest": "2026-03-25T09:30:00.000000Z"}
    first = here.now + timedelta(days=15)
    found = prepared(here, starts_at=first)
    here.later(minutes=1)
    with pytest.raises(Refused) as refused:
        commands.convene_assembly(actor=here.alice, assembly_id=found.id, now=here.now)
    assert codes(refused) == {AssemblyRefusal.TOO_EARLY}
    assert meeting(assembly_id=found.id).stage is Stage.PREPARED


def test_nothing_is_convened_without_a_place_or_an_item(here: World) -> None:
    found = commands.prepare_assembly(actor=here.alice, draft=draft(here, place=""), now=here.now)
    with pytest.raises(Refused) as refused:
        commands.convene_assembly(actor=here.alice, assembly_id=found.id, now=here.now)
    assert codes(refused) == {AssemblyRefusal.NOWHERE, AssemblyRefusal.NO_ITEM}


def test_only_who_votes_prepares_and_any_member_proposes(here: World) -> None:
    with pytest.raises(Refused) as refused:
        prepared(here, by="charlie")
    assert codes(refused) == {MemberRefusal.NO_VOTING_RIGHT}
    found = prepared(here)
    proposed = ItemDraft(kind=ItemKind.DISCUSSION, title="A bicycle shed")
    item_id = commands.propose_item(actor=here.charlie, assembly_id=found.id, draft=proposed, now=here.now)
    assert "A bicycle shed" not in titles(found)
    with pytest.raises(Refused):
        commands.accept_item(actor=here.charlie, item_id=item_id, now=here.now)
    commands.decline_item(actor=here.bob, item_id=item_id, answer="Next time", now=here.now)
    [row] = items(assembly_id=found.id, proposed=True)
    assert (row.state, row.answer) == (ItemState.DECLINED, "Next time")
    commands.accept_item(actor=here.bob, item_id=item_id, now=here.now)
    assert titles(found)[-1] == "A bicycle shed"
    commands.remove_item(actor=here.bob, item_id=item_id, now=here.now)
    [row] = items(assembly_id=found.id, proposed=True)
    assert row.state is ItemState.PROPOSED
    with pytest.raises(Refused) as refused:
        commands.withdraw_item(actor=here.bob, item_id=item_id, now=here.now)
    assert codes(refused) == {AssemblyRefusal.NOT_YOUR_ITEM}
    commands.withdraw_item(actor=here.charlie, item_id=item_id, now=here.now)
    with pytest.raises(Refused):
        commands.accept_item(actor=here.bob, item_id=item_id, now=here.now)


def test_items_move_one_place_at_a_time_and_never_leave_a_hole(here: World) -> None:
    found = prepared(here)
    commands.move_item(actor=here.bob, item_id=item(found, "Buy a saw"), by=-1, now=here.now)
    assert titles(found) == ["News of the workshop", "Buy a saw", "Activity report", "Who answers for what"]
    commands.move_item(actor=here.bob, item_id=item(found, "News of the workshop"), by=-1, now=here.now)
    commands.remove_item(actor=here.bob, item_id=item(found, "Buy a saw"), now=here.now)
    assert [row.position for row in items(assembly_id=found.id)] == [1, 2, 3]


def test_an_item_is_put_off_to_a_later_assembly_once_and_who_proposed_it_stays_known(here: World) -> None:
    found, later = prepared(here), prepared(here, starts_at=here.now + timedelta(days=40))
    proposed = commands.propose_item(
        actor=here.charlie,
        assembly_id=found.id,
        draft=ItemDraft(kind=ItemKind.DISCUSSION, title="A pond", text="Deep?"),
        now=here.now,
    )
    asked = {"actor": here.bob, "to_id": later.id, "now": here.now}
    there = voting.postpone_item(item_id=proposed, **asked)
    assert voting.postpone_item(item_id=proposed, **asked) == there
    voting.postpone_item(item_id=item(found, "Buy a saw"), **asked)
    assert titles(found) == ["News of the workshop", "Activity report", "Who answers for what"]
    assert titles(later)[-2:] == ["A pond", "Buy a saw"]
    [row] = [row for row in items(assembly_id=later.id) if row.id == there]
    assert (row.proposed_by, row.text) == (here.charlie.member_id, "Deep?")
    with pytest.raises(Refused) as refused:
        voting.postpone_item(item_id=there, **asked | {"to_id": found.id})
    assert codes(refused) == {AssemblyRefusal.NOT_LATER}
    with pytest.raises(Refused) as refused:
        voting.postpone_item(item_id=item(found, "Activity report"), **asked | {"actor": here.charlie})
    assert codes(refused) == {MemberRefusal.NO_VOTING_RIGHT}
    # Taken in after all, it is no longer said to be elsewhere.
    commands.accept_item(actor=here.bob, item_id=proposed, now=here.now)
    assert [row.later_id for row in items(assembly_id=found.id) if row.id == proposed] == [None]
    commands.convene_assembly(actor=here.bob, assembly_id=found.id, now=here.now)
    with pytest.raises(Refused) as refused:
        voting.postpone_item(item_id=proposed, **asked)
    assert codes(refused) == {AssemblyRefusal.AGENDA_CLOSED}
    assert convening_difference(association_id=here.association_id) is None


def test_what_an_assembly_did_not_reach_is_put_off_and_its_minutes_say_so() -> None:
    held = chamber("alice", "bob", "dana", "eli")
    later = prepared(held.world, starts_at=held.world.now + timedelta(days=40))
    asked = {"actor": held.world.bob, "to_id": later.id, "now": held.world.now}
    saw, who = item(held.row, "Buy a saw"), item(held.row, "Who answers for what")
    with pytest.raises(Refused) as refused:
        voting.postpone_item(item_id=who, **asked)
    assert codes(refused) == {AssemblyRefusal.AGENDA_CLOSED}
    held.sit("close_assembly")
    with pytest.raises(Refused):
        voting.postpone_item(item_id=saw, **asked)
    voting.postpone_item(item_id=who, **asked)
    facts = assembly_facts(assembly_id=held.id, now=held.world.now)
    assert [one.deferred for one in facts.items] == ["", "", "", "AG2 · Spring assembly"]
    assert titles(later)[-1] == "Who answers for what"


def test_what_was_put_off_and_taken_out_there_waits_again_where_it_was_not_reached() -> None:
    held = chamber("alice", "bob", "dana", "eli")
    later = prepared(held.world, starts_at=held.world.now + timedelta(days=40))
    asked = {"actor": held.world.bob, "now": held.world.now}
    who = item(held.row, ELECT)
    held.sit("close_assembly")
    commands.remove_item(item_id=voting.postpone_item(item_id=who, to_id=later.id, **asked), **asked)
    again = next(row for row in items(assembly_id=held.id) if row.id == who)
    assert (again.state, again.later_id) == (ItemState.WAITING, None)
    # One that somebody stood for is kept out of sight: that it went there is not said any more either.
    there = voting.postpone_item(item_id=who, to_id=later.id, **asked)
    commands.remove_item(item_id=item(later, ELECT), **asked)
    elects(held.world, later)
    commands.remove_item(item_id=there, **asked)
    voting.postpone_item(item_id=who, to_id=later.id, **asked)
    assert titles(later) == ["News of the workshop", "Activity report", "Buy a saw", ELECT]


def test_the_items_of_an_assembly_that_is_given_up_go_to_another_and_who_proposed_them_is_told(here: World) -> None:
    found, later = prepared(here), prepared(here, starts_at=here.now + timedelta(days=40))
    asked = {"actor": here.alice, "now": here.now}
    draft = ItemDraft(kind=ItemKind.DISCUSSION, title="A pond")
    pond = commands.propose_item(actor=here.charlie, assembly_id=found.id, draft=draft, now=here.now)
    commands.accept_item(item_id=pond, **asked)
    proposed = {"actor": here.charlie, "assembly_id": found.id, "now": here.now}
    hedge = commands.propose_item(draft=ItemDraft(kind=ItemKind.DISCUSSION, title="A hedge"), **proposed)
    commands.cancel_assembly(assembly_id=found.id, **asked)
    there = voting.postpone_item(item_id=pond, to_id=later.id, **asked)
    assert titles(later)[-1] == "A pond"
    # Nor is what nobody answered lost.
    voting.postpone_item(item_id=hedge, to_id=later.id, **asked)
    assert titles(later)[-1] == "A hedge"
    left = [(row.title, row.later_id is not None) for row in items(assembly_id=found.id, proposed=True)]
    assert left == [("A hedge", True)]

    def told(what: str) -> AssemblyNews | None:
        data: dict[str, object] = {"assembly": str(found.id), "item": str(pond), "what": what}
        of = {"association_id": here.association_id, "member_id": here.charlie.member_id, "now": here.now}
        return assembly_news(kind="assembly.agenda-changed", data=data, **of)

    news = told("postponed")
    assert news is not None
    assert news.item == ItemNews(title="A pond", what="postponed", answer="", later="AG2 · Spring assembly")
    assert told("accepted") is None
    assert voting.postpone_item(item_id=pond, to_id=later.id, **asked) == there


def test_what_is_said_of_an_item_goes_with_it_when_it_is_put_off(here: World) -> None:
    found, later = prepared(here), prepared(here, starts_at=here.now + timedelta(days=40))
    saw, asked = item(found, "Buy a saw"), {"actor": here.alice, "now": here.now}
    commands.add_document(assembly_id=found.id, item_id=saw, title="Offer", name="offer.txt", data=b"90 EUR", **asked)
    voting.begin_purchase(assembly_id=found.id, item_id=saw, within="100", **asked)
    told = EffectDraft(kind="grant-voting-right", params={"member": str(here.charlie.member_id)})
    voting.set_effects(assembly_id=found.id, item_id=saw, effects=(told,), **asked)
    there = voting.postpone_item(item_id=saw, to_id=later.id, **asked)
    assert purchase(item_id=there) == PurchaseFacts(within=10_000, lines=())
    assert written_effects(item_id=there) == (told,)
    assert [(one.item_id, one.title) for one in documents(assembly_id=later.id, names={})] == [(there, "Offer")]
    assert documents(assembly_id=found.id, names={}) == ()
    assert convening_difference(association_id=here.association_id) is None


def test_those_who_were_convened_are_to_be_told_what_an_item_came_to_change(here: World) -> None:
    found = convened(here)
    told = EffectDraft(kind="grant-voting-right", params={"member": str(here.charlie.member_id)})
    asked = {"actor": here.alice, "assembly_id": found.id, "item_id": item(found, "Buy a saw"), "now": here.now}
    voting.set_effects(effects=(told,), **asked)
    assert meeting(assembly_id=found.id).changed_at == here.now
    commands.tell_changes(actor=here.alice, assembly_id=found.id, now=here.now)
    voting.begin_purchase(within="100", **asked)
    assert meeting(assembly_id=found.id).changed_at == here.now


def test_an_item_is_not_put_off_with_more_documents_than_the_other_assembly_takes(here: World) -> None:
    found, later = prepared(here), prepared(here, starts_at=here.now + timedelta(days=40))
    saw, asked = item(found, "Buy a saw"), {"actor": here.alice, "now": here.now}
    for number in range(MOST_DOCUMENTS):
        name = f"{number}.txt"
        commands.add_document(assembly_id=later.id, title=name, name=name, data=name.encode(), **asked)
    commands.add_document(assembly_id=found.id, item_id=saw, title="Offer", name="offer.txt", data=b"90 EUR", **asked)
    with pytest.raises(Refused) as refused:
        voting.postpone_item(item_id=saw, to_id=later.id, **asked)
    assert codes(refused) == {AssemblyRefusal.TOO_MANY_DOCUMENTS}
    assert [one.item_id for one in documents(assembly_id=found.id, names={})] == [saw]
    # One that has none goes.
    voting.postpone_item(item_id=item(found, ELECT), to_id=later.id, **asked)


def test_what_is_taken_back_takes_nobodys_place_and_its_documents_stay_in_sight(here: World) -> None:
    found, asked = prepared(here), {"actor": here.alice, "now": here.now}
    pond = ItemDraft(kind=ItemKind.DISCUSSION, title="A pond")
    proposed = {"actor": here.charlie, "now": here.now}
    for _ in range(MOST_ITEMS - 4):
        gone = commands.propose_item(assembly_id=found.id, draft=pond, **proposed)
        commands.withdraw_item(item_id=gone, **proposed)
    taken = commands.propose_item(assembly_id=found.id, draft=pond, **proposed)
    commands.accept_item(item_id=taken, **asked)
    commands.add_document(assembly_id=found.id, item_id=taken, title="Map", name="map.txt", data=b"here", **asked)
    commands.remove_item(item_id=taken, **asked)
    commands.withdraw_item(item_id=taken, **proposed)
    assert [(one.title, one.item_id) for one in documents(assembly_id=found.id, names={})] == [("Map", None)]


@pytest.mark.parametrize("what", ["amendment", "election"])
def test_an_item_somebody_wrote_about_leaves_the_agenda_and_what_they_wrote_stays(here: World, what: str) -> None:
    found = convened(here, items_until=here.now + timedelta(days=5))
    asked = {"actor": here.alice, "now": here.now}
    gone = item(found, "Buy a saw" if what == "amendment" else ELECT)
    if what == "amendment":
        voting.propose_amendment(assembly_id=found.id, item_id=gone, change="end", words="And a hammer.", **asked)
    else:
        election = elects(here, found)
    commands.remove_item(item_id=gone, **asked)
    assert gone not in {row.id for row in items(assembly_id=found.id)}
    assert [row.position for row in items(assembly_id=found.id)] == [1, 2, 3]
    if what == "amendment":
        assert [row.edit.words for row in amendments(item_id=gone, votes=())] == ["And a hammer."]
    else:
        assert access_election(actor=here.alice, election_id=election).item_id == gone


def test_an_item_keeps_its_kind_once_something_is_written_that_another_has_no_place_for(here: World) -> None:
    found = convened(here, items_until=here.now + timedelta(days=5))
    asked = {"actor": here.alice, "now": here.now}
    about = {"assembly_id": found.id} | asked

    def becomes(title: str, kind: ItemKind) -> set[str]:
        """Write an item anew as one of another kind, and say why not."""
        draft = ItemDraft(kind=kind, title=title, text="Which?")
        try:
            commands.change_item(item_id=item(found, title), draft=draft, **asked)
        except Refused as refused:
            return {refusal.code for refusal in refused.refusals}
        return set()

    # What nobody wrote about becomes anything, and what is written of a text holds for any text that is voted.
    election, report, saw = elects(here, found), item(found, "Activity report"), item(found, "Buy a saw")
    assert becomes(ELECT, ItemKind.DISCUSSION) == becomes(ELECT, ItemKind.ELECTION) == set()
    told = EffectDraft(kind="grant-voting-right", params={"member": str(here.charlie.member_id)})
    voting.set_effects(item_id=report, effects=(told,), **about)
    give(here, found, "bob", "dana", instructions={report: "against"})
    assert becomes("Activity report", ItemKind.RESOLUTION) == becomes("Activity report", ItemKind.REPORT) == set()
    # Each of these by itself keeps the kind.
    kept = {AssemblyRefusal.KIND_STANDS}
    assert becomes("Activity report", ItemKind.DISCUSSION) == kept
    voting.set_effects(item_id=report, effects=(), **about)
    assert becomes("Activity report", ItemKind.ELECTION) == kept
    commands.withdraw_proxy(actor=here.bob, assembly_id=found.id, now=here.now)
    assert becomes("Activity report", ItemKind.DISCUSSION) == set()
    voting.propose_amendment(item_id=saw, change="end", words="And a hammer.", **about)
    assert becomes("Buy a saw", ItemKind.INFORMATION) == kept
    assert becomes("Buy a saw", ItemKind.REPORT) == becomes("Buy a saw", ItemKind.RESOLUTION) == set()
    voting.begin_purchase(item_id=saw, within="100", **about)
    assert becomes("Buy a saw", ItemKind.REPORT) == kept
    stand(election_id=election, member_id=here.alice.member_id, **asked)
    assert becomes(ELECT, ItemKind.RESOLUTION) == kept


def test_the_agenda_stands_once_convened_unless_items_may_still_come(here: World) -> None:
    found = convened(here)
    gestures: tuple[Callable[[], object], ...] = (
        lambda: commands.move_item(actor=here.alice, item_id=item(found, "Buy a saw"), by=1, now=here.now),
        lambda: commands.remove_item(actor=here.alice, item_id=item(found, "Buy a saw"), now=here.now),
    )
    for gesture in gestures:
        with pytest.raises(Refused) as refused:
            gesture()
        assert codes(refused) == {AssemblyRefusal.AGENDA_CLOSED}
    late = convened(here, items_until=here.now + timedelta(days=10))
    proposed = ItemDraft(kind=ItemKind.RESOLUTION, title="A bicycle shed")
    item_id = commands.propose_item(actor=here.charlie, assembly_id=late.id, draft=proposed, now=here.now)
    with pytest.raises(Refused) as refused:
        commands.tell_changes(actor=here.alice, assembly_id=late.id, now=here.now)
    assert codes(refused) == {AssemblyRefusal.NOTHING_TO_TELL}
    commands.accept_item(actor=here.alice, item_id=item_id, now=here.now)
    commands.tell_changes(actor=here.alice, assembly_id=late.id, now=here.now)
    here.later(days=10)
    with pytest.raises(Refused) as refused:
        commands.propose_item(actor=here.charlie, assembly_id=late.id, draft=proposed, now=here.now)
    assert codes(refused) == {AssemblyRefusal.ITEMS_OVER}


def test_the_rules_of_an_assembly_are_those_it_was_convened_under(here: World) -> None:
    found = convened(here)
    assert found.rulebook_id == current_rulebook(association_id=here.association_id).id


def test_convening_twice_tells_once_and_giving_up_keeps_the_number(here: World) -> None:
    found = convened(here)
    commands.convene_assembly(actor=here.bob, assembly_id=found.id, now=here.now)
    for _ in range(2):
        commands.cancel_assembly(actor=here.bob, assembly_id=found.id, now=here.now)
    kinds = [entry.kind for entry in entries(association_id=here.association_id)]
    assert (kinds.count("assembly.convened"), kinds.count("assembly.cancelled")) == (1, 1)
    assert meeting(assembly_id=found.id).stage is Stage.CANCELLED
    assert prepared(here).reference == "AG2"


@pytest.mark.parametrize("counts", [False, True])
def test_who_is_on_leave_counts_only_where_the_rules_say_so(counts: bool) -> None:
    here = world(rulebook=ruled(leave_counts=counts))
    found = convened(here)
    today = here.now.date()
    take_leave(actor=here.eli, member_id=here.eli.member_id, first_day=today, last_day=None, now=here.now)
    there = set(roll(assembly_id=found.id, at=here.now + timedelta(minutes=1)))
    everyone = {here.people[name].member_id for name in ("alice", "bob", "dana", "eli")}
    assert there == (everyone if counts else everyone - {here.eli.member_id})


def test_an_assembly_of_elsewhere_is_not_there(here: World) -> None:
    found, elsewhere = convened(here), world(rulebook=ruled())
    gestures: tuple[Callable[[], object], ...] = (
        lambda: commands.convene_assembly(actor=elsewhere.alice, assembly_id=found.id, now=here.now),
        lambda: commands.remove_item(actor=elsewhere.alice, item_id=item(found, "Buy a saw"), now=here.now),
    )
    for gesture in gestures:
        with pytest.raises(Refused) as refused:
            gesture()
        assert codes(refused) <= {AssemblyRefusal.UNKNOWN_ASSEMBLY, AssemblyRefusal.UNKNOWN_ITEM}
