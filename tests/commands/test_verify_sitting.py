"""The verifier rebuilds from the ledger who was at an assembly, and finds what was changed behind it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.support.sittings import Held, gathered
from toutdoux.assemblies.models import Assembly
from toutdoux.assemblies.sitting.models import Attendance, Seat, Sitting
from toutdoux.decisions.logic.replay_facts import Fact, Sort
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> Held:
    found = gathered()
    found.proxy("dana", "bob")
    found.open("alice", "bob", "charlie")
    found.world.later(minutes=5)
    found.do("leave", by="bob")
    found.world.later(minutes=5)
    found.tick("bob", "eli")
    return found


def test_it_works(held: Held) -> None:
    assert verify(association_id=held.world.association_id, now=held.world.now).sound
    held.do("close_assembly")
    assert verify(association_id=held.world.association_id, now=held.world.now).sound


def test_a_quorum_that_was_missing_is_sound() -> None:
    found = gathered()
    found.tick("alice")
    found.do("take_chair")
    found.do("record_missing_quorum")
    assert verify(association_id=found.world.association_id, now=found.world.now).sound


def later(held: Held) -> None:
    row = Attendance.objects.order_by("id")[0]
    row.arrived_at += timedelta(minutes=1)
    row.save()


def one_more(held: Held) -> None:
    Attendance.objects.create(
        assembly_id=held.id, member_id=held.world.dana.member_id, arrived_at=held.world.now, how="desk"
    )


@pytest.mark.parametrize(
    ("forge", "sort"),
    [
        (later, Sort.UNKNOWN),
        (one_more, Sort.UNKNOWN),
        (lambda _held: Attendance.objects.filter(left_at=None).last().delete(), Sort.KEPT),
        (lambda held: Seat.objects.create(assembly_id=held.id, member_id=held.world.charlie.member_id), Sort.KEPT),
        (lambda _held: Seat.objects.all()[0].delete(), Sort.KEPT),
        (lambda _held: Sitting.objects.update(represented=2), Sort.KEPT),
        (lambda held: Assembly.objects.update(opened_at=held.world.now), Sort.KEPT),
    ],
)
def test_what_was_changed_behind_the_ledger_is_found(held: Held, forge: Callable[[Held], object], sort: Sort) -> None:
    forge(held)
    difference = verify(association_id=held.world.association_id, now=held.world.now).difference
    assert difference is not None
    assert (difference.fact, difference.sort) == (Fact.ATTENDANCE, sort)
