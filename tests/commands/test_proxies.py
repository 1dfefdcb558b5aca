"""Proxies: given, replaced, taken back, declined; never beyond the cap, whoever presses at the same instant."""

import threading
from collections import Counter
from datetime import timedelta
from importlib import import_module
from uuid import UUID

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.support.assemblies import convened, give, item, prepared, ruled
from tests.support.people import World, world
from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.convening import Instruction, ProxyEnd
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.models import Proxy, ProxyItem
from toutdoux.assemblies.queries import MeetingRow, ProxyRow, access_held_proxy, items, proxies, proxy_page, roll_page
from toutdoux.assemblies.queries.replay import convening_difference
from toutdoux.assemblies.queries.representing import Declined
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries
from toutdoux.members.commands import record_departure, take_leave


@pytest.fixture
def here(db: None) -> World:
    return world(rulebook=ruled())


@pytest.fixture
def found(here: World) -> MeetingRow:
    return convened(here)


def standing(found: MeetingRow) -> list[ProxyRow]:
    return [row for row in proxies(assembly_id=found.id) if row.facts.ended_at is None]


def refused(call: object, *arguments: object, **more: object) -> set[str]:
    assert callable(call)
    with pytest.raises(Refused) as error:
        call(*arguments, **more)
    return {refusal.code for refusal in error.value.refusals}


def test_it_works(here: World, found: MeetingRow) -> None:
    saw = item(found, "Buy a saw")
    give(here, found, "bob", "dana", items=frozenset({saw}), instructions={saw: "for"})
    [row] = standing(found)
    assert (row.giver_id, row.holder_id) == (here.bob.member_id, here.dana.member_id)
    assert row.facts.instructions == {saw: Instruction.FOR}
    assert row.facts.covers(saw)
    assert not row.facts.covers(item(found, "Activity report"))
    assert [one.represented_by for one in roll_page(meeting=found, at=here.now) if one.name == "Bob"] == [
        (("Dana", (3,)),)
    ]


def test_the_ledger_says_who_represents_whom_and_never_how_to_vote(here: World, found: MeetingRow) -> None:
    saw = item(found, "Buy a saw")
    give(here, found, "bob", "dana", instructions={saw: "against"})
    [entry] = [one for one in entries(association_id=here.association_id) if one.kind == "proxy.given"]
    assert read_data(entry.data)["instructions"] == 1
    assert "against" not in entry.data


def test_the_same_again_changes_nothing_and_another_replaces_it(here: World, found: MeetingRow) -> None:
    first = give(here, found, "bob", "dana")
    assert give(here, found, "bob", "dana") == first
    second = give(here, found, "bob", "eli")
    assert [row.facts.id for row in standing(found)] == [second]
    assert [row.end_reason for row in proxies(assembly_id=found.id)] == [ProxyEnd.REPLACED, None]


def shared(here: World, found: MeetingRow, giver: str = "bob") -> dict[str, tuple[int, ...]]:
    """Return who represents a giver, and at which items."""
    agenda = {row.id: row.position or 0 for row in items(assembly_id=found.id)}
    given = [row.facts for row in standing(found) if row.giver_id == here.people[giver].member_id]
    called = {actor.member_id: name for name, actor in here.people.items()}
    return {called[one.holder_id]: tuple(sorted(agenda[item] for item in one.items or agenda)) for one in given}


def test_items_go_to_several_holders_and_an_item_never_has_two(here: World, found: MeetingRow) -> None:
    news, report, saw, who = (row.id for row in items(assembly_id=found.id))
    give(here, found, "bob", "dana", items=frozenset({news, report, saw}), instructions={report: "blank", saw: "for"})
    give(here, found, "bob", "eli", items=frozenset({saw, who}), instructions={saw: "against"})
    assert shared(here, found) == {"dana": (1, 2), "eli": (3, 4)}
    # What the giver said of the items that the first holder keeps is kept with them.
    said = {row.holder_id: row.facts.instructions for row in standing(found)}
    assert said[here.dana.member_id] == {report: Instruction.BLANK}
    assert said[here.eli.member_id] == {saw: Instruction.AGAINST}
    # To the same person again: what they had is replaced. All that one had left: it is over.
    give(here, found, "bob", "eli", items=frozenset({news, report}))
    assert shared(here, found) == {"eli": (1, 2)}
    give(here, found, "bob", "dana", items=frozenset({who}))
    [bob] = [one for one in roll_page(meeting=found, at=here.now) if one.name == "Bob"]
    assert sorted(bob.represented_by) == [("Dana", (4,)), ("Eli", (1, 2))]
    # One for everything stands alone, before and after.
    give(here, found, "bob", "eli")
    assert shared(here, found) == {"eli": (1, 2, 3, 4)}
    give(here, found, "bob", "dana", items=frozenset({saw}))
    assert shared(here, found) == {"dana": (3,)}


def test_each_proxy_is_taken_back_and_declined_by_itself(here: World, found: MeetingRow) -> None:
    news, report, saw, _ = (row.id for row in items(assembly_id=found.id))
    first = give(here, found, "bob", "dana", items=frozenset({news}))
    second = give(here, found, "bob", "eli", items=frozenset({report}))
    give(here, found, "bob", "alice", items=frozenset({saw}))
    commands.withdraw_proxy(actor=here.bob, assembly_id=found.id, proxy_id=first, now=here.now)
    assert shared(here, found) == {"eli": (2,), "alice": (3,)}
    stolen = refused(commands.withdraw_proxy, actor=here.dana, assembly_id=found.id, proxy_id=second, now=here.now)
    assert stolen == {AssemblyRefusal.NO_PROXY}
    commands.decline_proxy(actor=here.eli, proxy_id=second, now=here.later(minutes=1))
    [declined] = proxy_page(actor=here.bob, meeting=found, at=here.now).declined
    assert declined.holder == "Eli"
    give(here, found, "bob", "dana", items=frozenset({report}))
    assert proxy_page(actor=here.bob, meeting=found, at=here.now).declined == ()
    commands.withdraw_proxy(actor=here.bob, assembly_id=found.id, now=here.later(minutes=1))
    assert shared(here, found) == {}


def test_the_cap_counts_people_and_a_part_is_passed_on_no_more_than_the_whole(here: World) -> None:
    here = world(rulebook=ruled(proxies_per_holder=1))
    found = convened(here)
    news, report, saw, _ = (row.id for row in items(assembly_id=found.id))
    give(here, found, "bob", "dana", items=frozenset({news}))
    give(here, found, "bob", "dana", items=frozenset({news, report}))
    assert refused(give, here, found, "eli", "dana", items=frozenset({saw})) == {AssemblyRefusal.HOLDER_FULL}
    assert refused(give, here, found, "dana", "eli", items=frozenset({saw})) == {AssemblyRefusal.GIVER_HOLDS}
    assert refused(give, here, found, "eli", "bob", items=frozenset({saw})) == {AssemblyRefusal.HOLDER_HAS_GIVEN}


@pytest.mark.django_db
def test_a_proxy_whose_items_are_all_gone_binds_nobody_and_takes_no_place() -> None:
    here = world(rulebook=ruled(proxies_per_holder=1))
    found = convened(here, items_until=here.now + timedelta(days=5))
    saw = item(found, "Buy a saw")
    give(here, found, "bob", "dana", items=frozenset({saw}))
    commands.remove_item(actor=here.alice, item_id=saw, now=here.now)
    assert proxy_page(actor=here.dana, meeting=found, at=here.now).held == ()
    give(here, found, "eli", "dana")
    commands.withdraw_proxy(actor=here.eli, assembly_id=found.id, now=here.now)
    # Nothing is passed on any more: Dana is free to be represented, and Bob to choose again.
    give(here, found, "dana", "alice")
    give(here, found, "bob", "eli", items=frozenset({item(found, "Activity report")}))
    assert [one.name for one in roll_page(meeting=found, at=here.now) if one.represented_by] == ["Bob", "Dana"]
    assert convening_difference(association_id=here.association_id) is None


def test_the_tables_themselves_take_no_second_holder_for_an_item(here: World, found: MeetingRow) -> None:
    saw = item(found, "Buy a saw")
    give(here, found, "bob", "dana", items=frozenset({saw}))
    bob = here.bob.member_id
    values = {"assembly_id": found.id, "giver_id": bob, "given_at": here.now}
    other = Proxy.objects.create(holder_id=here.eli.member_id, whole=False, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProxyItem.objects.create(proxy=other, item_id=saw, represented_id=bob)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.create(holder_id=here.dana.member_id, whole=False, **values)
    Proxy.objects.create(holder_id=here.alice.member_id, whole=True, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.create(holder_id=here.charlie.member_id, whole=True, **values)


def test_a_chain_is_refused_at_both_its_ends_with_the_article(here: World, found: MeetingRow) -> None:
    give(here, found, "bob", "dana")
    assert refused(give, here, found, "eli", "bob") == {AssemblyRefusal.HOLDER_HAS_GIVEN}
    with pytest.raises(Refused) as error:
        give(here, found, "dana", "eli")
    [refusal] = error.value.refusals
    assert (refusal.code, refusal.article, refusal.data) == (AssemblyRefusal.GIVER_HOLDS, 17, {"number": 1})
    assert refused(give, here, found, "alice", "alice") == {AssemblyRefusal.OWN_PROXY}
    assert refused(give, here, found, "charlie", "alice") == {AssemblyRefusal.GIVER_NOT_ON_ROLL}
    assert refused(give, here, found, "alice", "charlie") == {AssemblyRefusal.HOLDER_NOT_ON_ROLL}


def test_taken_back_it_is_over_and_nothing_is_taken_back_twice(here: World, found: MeetingRow) -> None:
    give(here, found, "bob", "dana")
    commands.withdraw_proxy(actor=here.bob, assembly_id=found.id, now=here.now)
    assert standing(found) == []
    again = refused(commands.withdraw_proxy, actor=here.bob, assembly_id=found.id, now=here.now)
    assert again == {AssemblyRefusal.NO_PROXY}


def test_only_the_holder_declines_and_may_name_someone_who_could(here: World, found: MeetingRow) -> None:
    proxy_id = give(here, found, "bob", "dana")
    decline = commands.decline_proxy
    assert refused(decline, actor=here.eli, proxy_id=proxy_id, now=here.now) == {AssemblyRefusal.NO_PROXY}
    impossible = {"actor": here.dana, "proxy_id": proxy_id, "suggested_id": here.bob.member_id, "now": here.now}
    assert refused(decline, **impossible) == {AssemblyRefusal.OWN_PROXY}
    for _ in range(2):
        decline(actor=here.dana, proxy_id=proxy_id, suggested_id=here.eli.member_id, now=here.now)
    assert standing(found) == []
    page = proxy_page(actor=here.bob, meeting=found, at=here.now)
    assert page.declined == (Declined(holder="Dana", suggested_id=here.eli.member_id, suggested="Eli"),)
    kinds = Counter(entry.kind for entry in entries(association_id=here.association_id))
    assert kinds["proxy.ended"] == 1


def test_proxies_are_given_from_the_convening_until_the_end(here: World) -> None:
    written = prepared(here)
    assert refused(give, here, written, "bob", "dana") == {AssemblyRefusal.NOT_CONVENED}
    given_up = convened(here)
    proxy_id = give(here, given_up, "bob", "dana")
    commands.cancel_assembly(actor=here.alice, assembly_id=given_up.id, now=here.now)
    for over in (
        refused(commands.withdraw_proxy, actor=here.bob, assembly_id=given_up.id, now=here.now),
        refused(commands.decline_proxy, actor=here.dana, proxy_id=proxy_id, now=here.now),
    ):
        assert over == {AssemblyRefusal.NO_PROXY}


def test_who_is_away_for_a_while_keeps_their_place(here: World) -> None:
    """Came they back to find it given, their holder would have three of two, or what was given to someone would be passed on."""
    here = world(council=6, rulebook=ruled(proxies_per_holder=2))
    found = convened(here)
    bob, fay = here.bob.member_id, here.f5.member_id
    proxy_id = give(here, found, "bob", "dana")
    give(here, found, "f6", "dana")
    give(here, found, "alice", "f5")
    for member_id, name in ((bob, "bob"), (fay, "f5")):
        here.later(hours=1)
        day = here.now.date()
        take_leave(actor=here.people[name], member_id=member_id, first_day=day, last_day=None, now=here.now)
    assert refused(give, here, found, "eli", "dana") == {AssemblyRefusal.HOLDER_FULL}
    assert refused(give, here, found, "dana", "eli") == {AssemblyRefusal.GIVER_HOLDS}
    assert refused(give, here, found, "eli", "alice") == {AssemblyRefusal.HOLDER_HAS_GIVEN}
    # Whoever holds it sees it, and may decline it: then its place is free.
    held = proxy_page(actor=here.dana, meeting=found, at=here.now).held
    assert [name for _, name in held] == ["F6", "Bob"]
    assert access_held_proxy(actor=here.dana, proxy_id=proxy_id, at=here.now).giver == "Bob"
    commands.decline_proxy(actor=here.dana, proxy_id=proxy_id, now=here.now)
    give(here, found, "eli", "dana")


def test_who_leaves_takes_no_place_and_holds_nobody_back(here: World) -> None:
    here = world(rulebook=ruled(proxies_per_holder=1))
    found = convened(here)
    give(here, found, "bob", "dana")
    give(here, found, "eli", "alice")
    record_departure(actor=here.bob, member_id=here.bob.member_id, now=here.later(minutes=1))
    record_departure(actor=here.alice, member_id=here.alice.member_id, now=here.later(minutes=1))
    give(here, found, "eli", "dana")
    rows = {(row.giver_id, row.holder_id) for row in standing(found)}
    assert (here.eli.member_id, here.dana.member_id) in rows
    assert (here.eli.member_id, here.alice.member_id) not in rows


@pytest.mark.django_db(transaction=True)
def test_of_many_who_choose_the_same_person_at_once_no_more_than_the_cap_succeed() -> None:
    here = world(rulebook=ruled(), council=9)
    found = convened(here)
    givers = [name for name in here.people if name not in {"alice", "charlie"}]
    came: list[str] = []
    all_of_them = threading.Barrier(len(givers))

    def press(name: str) -> None:
        from django.db import connection

        all_of_them.wait()
        try:
            give(here, found, name, "alice")
            came.append("given")
        except Refused as error:
            came.extend(str(refusal.code) for refusal in error.refusals)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(name,)) for name in givers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(came) == {"given": 2, "proxy-holder-full": len(givers) - 2}
    assert Proxy.objects.filter(ended_at=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_gives_one_item_to_many_at_once_has_one_holder_for_it() -> None:
    here = world(rulebook=ruled(), council=6)
    found = convened(here)
    holders = [name for name in here.people if name not in {"bob", "charlie"}]
    saw, report = item(found, "Buy a saw"), item(found, "Activity report")
    all_of_them = threading.Barrier(len(holders))

    def press(holder: str, mine: frozenset[UUID]) -> None:
        from django.db import connection

        all_of_them.wait()
        try:
            give(here, found, "bob", holder, items=mine)
        finally:
            connection.close()

    shares = [frozenset({saw}), frozenset({report}), frozenset({saw, report})]
    threads = [threading.Thread(target=press, args=(name, shares[n % 3])) for n, name in enumerate(holders)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given = [row.facts.items or frozenset() for row in standing(found)]
    assert sorted(map(str, (one for scope in given for one in scope))) == sorted(map(str, {saw, report}))
    assert ProxyItem.objects.exclude(represented=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_give_to_each_other_at_once_make_no_circle() -> None:
    here = world(rulebook=ruled())
    found = convened(here)
    both = threading.Barrier(2)
    came: list[str] = []

    def press(giver: str, holder: str) -> None:
        from django.db import connection

        both.wait()
        try:
            give(here, found, giver, holder)
            came.append("given")
        except Refused as error:
            came.extend(str(refusal.code) for refusal in error.refusals)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=pair) for pair in (("bob", "dana"), ("dana", "bob"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert came.count("given") == 1
    assert Proxy.objects.count() == 1


def test_what_stood_before_items_had_one_holder_each_is_written_as_what_stands_now(
    here: World, found: MeetingRow
) -> None:
    saw = item(found, "Buy a saw")
    give(here, found, "bob", "dana", items=frozenset({saw}))
    give(here, found, "bob", "eli", items=frozenset({saw}))
    ProxyItem.objects.update(represented=None)
    import_module("toutdoux.assemblies.migrations.0003_proxies_item_by_item").represent(apps, None)
    rows = ProxyItem.objects.values_list("proxy__holder", "represented")
    assert set(rows) == {(here.dana.member_id, None), (here.eli.member_id, here.bob.member_id)}
