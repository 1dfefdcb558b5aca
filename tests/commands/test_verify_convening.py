"""The verifier rebuilds assemblies and proxies from the ledger, and finds any row that says otherwise."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from tests.support.assemblies import convened, give, item, prepared, ruled
from tests.support.people import World, world
from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.facts import ItemKind
from toutdoux.assemblies.logic.preparing import ItemDraft
from toutdoux.assemblies.models import Assembly, Proxy, ProxyItem
from toutdoux.assemblies.queries import items
from toutdoux.assemblies.queries.replay import convening_difference
from toutdoux.assemblies.voting.commands import postpone_item
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.commands import writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    """An association whose assemblies have gone through everything that is told of them."""
    here = world(rulebook=ruled())
    prepared(here)
    given_up = convened(here)
    commands.cancel_assembly(actor=here.alice, assembly_id=given_up.id, now=here.now)
    found = convened(here, items_until=here.now + timedelta(days=9))
    added = commands.add_item(
        actor=here.alice,
        assembly_id=found.id,
        draft=ItemDraft(kind=ItemKind.RESOLUTION, title="A bicycle shed"),
        now=here.now,
    )
    give(here, found, "bob", "dana", items=frozenset({added, item(found, "Activity report"), item(found, "Buy a saw")}))
    taken = give(here, found, "bob", "alice", items=frozenset({item(found, "Activity report")}))
    commands.withdraw_proxy(actor=here.bob, assembly_id=found.id, proxy_id=taken, now=here.now)
    give(here, found, "eli", "dana")
    give(here, found, "eli", "alice")
    commands.withdraw_proxy(actor=here.eli, assembly_id=found.id, now=here.later(minutes=1))
    # What a proxy said of an item goes with the item.
    commands.remove_item(actor=here.alice, item_id=added, now=here.now)
    return here


def difference(here: World) -> Difference | None:
    return convening_difference(association_id=here.association_id)


def test_it_works(here: World) -> None:
    assert difference(here) is None


@pytest.mark.parametrize(
    ("damage", "sort", "fact"),
    [
        (lambda: Assembly.objects.filter(number=3).update(starts_at=Assembly.objects.get(number=1).starts_at + timedelta(days=1)), Sort.KEPT, Fact.ASSEMBLY),
        (lambda: Assembly.objects.filter(number=2).update(cancelled_at=None), Sort.KEPT, Fact.ASSEMBLY),
        (lambda: Proxy.objects.filter(ended_at=None).update(given_at=Proxy.objects.filter(ended_at=None).get().given_at - timedelta(days=1)), Sort.KEPT, Fact.PROXY),
        (lambda: ProxyItem.objects.all().delete(), Sort.KEPT, Fact.PROXY),
        (lambda: (ProxyItem.objects.exclude(represented=None).delete(), Proxy.objects.filter(ended_at=None).delete()), Sort.ABSENT, Fact.PROXY),
    ],
)  # fmt: skip
def test_any_row_that_says_otherwise_is_found(
    here: World, damage: Callable[[], object], sort: Sort, fact: Fact
) -> None:
    damage()
    found = difference(here)
    assert found is not None
    assert (found.sort, found.fact) == (sort, fact)


def test_an_item_put_off_and_taken_in_again_may_have_another_holder(here: World) -> None:
    later = prepared(here, starts_at=here.now + timedelta(days=40))
    found = convened(here, items_until=here.now + timedelta(days=9))
    saw, asked = item(found, "Buy a saw"), {"actor": here.alice, "now": here.now}
    give(here, found, "bob", "dana", items=frozenset({saw, item(found, "Activity report")}))
    postpone_item(item_id=saw, to_id=later.id, **asked)
    commands.accept_item(item_id=saw, **asked)
    give(here, found, "bob", "alice", items=frozenset({saw}))
    assert difference(here) is None


def test_a_proxy_that_nothing_tells_of_is_found(here: World) -> None:
    found = Assembly.objects.get(number=3)
    Proxy.objects.create(assembly=found, giver_id=here.alice.member_id, holder_id=here.eli.member_id, given_at=here.now)
    assert difference(here) == Difference(
        sort=Sort.UNKNOWN, fact=Fact.PROXY, seq=None, stated="", found=str(Proxy.objects.latest("given_at").id)
    )


def test_what_no_command_would_write_is_found_in_the_ledger(here: World) -> None:
    found = Assembly.objects.get(number=3)
    proxy = Proxy.objects.get(ended_at=None)
    alice = str(here.alice.member_id)
    agenda = {row.title: str(row.id) for row in items(assembly_id=found.id)}
    news, saw = agenda["News of the workshop"], agenda["Buy a saw"]
    told = {"assembly": str(found.id), "items": None}
    for kind, data, sort in (
        ("proxy.given", told | {"proxy": str(uuid4()), "giver": alice, "holder": alice}, Sort.NOT_ALLOWED),
        ("proxy.given", told | {"proxy": str(uuid4()), "giver": str(here.bob.member_id), "holder": alice}, Sort.NOT_ALLOWED),
        ("proxy.given", told | {"proxy": str(uuid4()), "giver": str(here.bob.member_id), "holder": alice, "items": [saw]}, Sort.NOT_ALLOWED),
        ("proxy.given", told | {"proxy": str(uuid4()), "giver": str(here.bob.member_id), "holder": str(here.dana.member_id), "items": [news]}, Sort.NOT_ALLOWED),
        ("proxy.given", told | {"proxy": str(uuid4()), "giver": str(here.bob.member_id), "holder": alice, "items": [news]}, Sort.ABSENT),
        ("proxy.ended", {"proxy": str(Proxy.objects.exclude(id=proxy.id)[0].id), "reason": "declined"}, Sort.NOT_ALLOWED),
        ("assembly.convened", {"assembly": "nothing"}, Sort.UNREADABLE),
    ):  # fmt: skip
        with transaction.atomic():
            with writing(association_id=here.association_id, now=here.now) as log:
                log.append(kind=kind, actor_id=None, data=data)
            heard = difference(here)
            transaction.set_rollback(True)
        assert heard is not None
        assert heard.sort == sort


def test_a_second_convening_that_is_given_up_leaves_its_place_to_another(here: World) -> None:
    first = Assembly.objects.get(number=3)
    with pytest.raises(Refused):
        commands.prepare_second(actor=here.bob, assembly_id=first.id, now=here.now)
    # The assembly is held, and closed: what its own part records.
    Assembly.objects.filter(id=first.id).update(opened_at=here.now, closed_at=here.now)
    second = commands.prepare_second(actor=here.bob, assembly_id=first.id, now=here.now)
    assert [row.title for row in items(assembly_id=second.id)] == [row.title for row in items(assembly_id=first.id)]
    with pytest.raises(Refused) as refused:
        commands.prepare_second(actor=here.bob, assembly_id=first.id, now=here.now)
    assert refused.value.refusals[0].code == "second-convening-already"
    commands.cancel_assembly(actor=here.bob, assembly_id=second.id, now=here.now)
    assert commands.prepare_second(actor=here.bob, assembly_id=first.id, now=here.now).number == 5
    assert difference(here) is None
