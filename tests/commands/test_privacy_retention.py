"""What has grown too old goes on the day that was announced, once, and nothing else does."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.support.people import World
from toutdoux.integrations.models import Delivery
from toutdoux.members.commands import record_departure
from toutdoux.members.models import Member
from toutdoux.operations.retention import forget
from toutdoux.operations.verify import verify
from toutdoux.procedures.commands.retaining import change_retention
from toutdoux.procedures.logic.retention import Kept
from toutdoux.procedures.queries.retention import announced, rounds

pytestmark = pytest.mark.django_db


def going(scene: World, kind: Kept) -> tuple[str, int]:
    [row] = [row for row in announced(association_id=scene.association_id, now=scene.now) if row.chosen.kind is kind]
    return row.goes_on.isoformat(), row.count


def send(scene: World) -> None:
    Delivery.objects.create(
        association_id=scene.association_id,
        member_id=scene.bob.member_id,
        channel="mail",
        about="invitation",
        key=f"invitation {scene.now}",
        not_before=scene.now,
        next_try_at=scene.now,
        state="sent",
        created_at=scene.now,
        sent_at=scene.now,
    )


def test_it_works(scene: World) -> None:
    """A message of March 2026 is kept for a year, and goes on the first of April 2027: so it is told all of March."""
    forget(now=scene.now)
    send(scene)
    scene.later(days=370)
    assert going(scene, Kept.DELIVERIES) == ("2027-04-01", 1)
    forget(now=scene.now)
    assert Delivery.objects.count() == 1
    scene.later(days=17)
    forget(now=scene.now)
    assert Delivery.objects.count() == 0
    [last, *_] = rounds(association_id=scene.association_id)
    assert (last.on.isoformat(), last.counts["deliveries"]) == ("2027-04-01", 1)
    assert verify(association_id=scene.association_id, now=scene.now).sound


def test_what_is_announced_is_what_goes(scene: World) -> None:
    forget(now=scene.now)
    for _ in range(3):
        send(scene)
        scene.later(days=20)
    scene.later(days=330)
    while Delivery.objects.exists():
        day, count = going(scene, Kept.DELIVERIES)
        before = Delivery.objects.count()
        scene.now = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        forget(now=scene.now)
        assert before - Delivery.objects.count() == count


def test_the_first_round_of_all_erases_nothing(scene: World) -> None:
    send(scene)
    scene.later(days=800)
    forget(now=scene.now)
    assert Delivery.objects.count() == 1


def test_a_round_happens_once(scene: World) -> None:
    forget(now=scene.now)
    scene.later(days=400)
    forget(now=scene.now)
    send(scene)
    Delivery.objects.update(created_at=scene.now - timedelta(days=399))
    forget(now=scene.now)
    assert Delivery.objects.count() == 1


def test_a_shortened_period_waits_two_weeks(scene: World) -> None:
    """Chosen on the 25th: not applied on the first of the month, but on the next one."""
    forget(now=scene.now)
    send(scene)
    scene.later(days=15 + 60)
    change_retention(actor=scene.alice, kind="deliveries", days=30, now=scene.now)
    assert scene.now.date().isoformat() == "2026-05-24"
    assert going(scene, Kept.DELIVERIES) == ("2026-07-01", 1)
    scene.later(days=10)
    forget(now=scene.now)
    assert Delivery.objects.count() == 1
    scene.later(days=30)
    forget(now=scene.now)
    assert Delivery.objects.count() == 0


def test_contacts_of_those_who_left_go_and_their_names_stay(scene: World) -> None:
    forget(now=scene.now)
    record_departure(actor=scene.dana, member_id=scene.dana.member_id, now=scene.now)
    scene.later(days=400)
    forget(now=scene.now)
    assert Member.objects.values_list("name", "email").get(id=scene.dana.member_id) == ("Dana", "")
    assert Member.objects.get(id=scene.bob.member_id).email == "bob@example.org"


def test_what_is_refused(scene: World, refused: Callable[..., list[str]]) -> None:
    change = {"now": scene.now}
    assert refused(change_retention, actor=scene.alice, kind="votes", days=5, **change) == [
        "retention-unknown",
        "retention-out-of-range",
    ]
    assert refused(change_retention, actor=scene.alice, kind="sign-ins", days=50, **change) == ["retention-unknown"]
    assert refused(change_retention, actor=scene.charlie, kind="links", days=50, **change) == ["no-voting-right"]
