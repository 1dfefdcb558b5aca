"""Assemblies that are held: one people are coming to, one under way, one still in preparation, one elsewhere."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.support.assemblies import convened, prepared
from tests.support.people import World
from toutdoux.assemblies.models import Assembly, Item
from toutdoux.assemblies.queries import items
from toutdoux.assemblies.sitting.models import Attendance, Hand, Seat, Sitting

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/sitting.py`` are played at.

    An assembly is held weeks after it was convened, and the scene has one instant: what time would have brought is
    written past the commands.
    """
    days = (here.now + timedelta(days=20 + number) for number in range(4))
    coming, open_, empty = (convened(here, starts_at=next(days)) for _ in range(3))
    council = (here.dana, here.eli, here.alice, here.bob)
    for found in (coming, open_, empty):
        Assembly.objects.filter(id=found.id).update(
            starts_at=here.now - timedelta(minutes=found.number), chair_id=here.alice.member_id
        )
        Sitting.objects.create(assembly_id=found.id, secret="a secret of the scene", check_in="open")
    for found, who in ((coming, here.dana), (coming, here.eli), (open_, here.dana), (open_, here.bob)):
        Attendance.objects.create(assembly_id=found.id, member_id=who.member_id, arrived_at=here.now, how="desk")
    Assembly.objects.filter(id=open_.id).update(opened_at=here.now)
    Seat.objects.bulk_create(Seat(assembly_id=open_.id, member_id=who.member_id) for who in council)
    item = items(assembly_id=open_.id)[0].id
    Item.objects.filter(id=item).update(state=Item.State.CURRENT)
    Hand.objects.create(assembly_id=open_.id, item_id=item, member_id=here.dana.member_id, raised_at=here.now)
    written = prepared(here, starts_at=next(days))
    convened(elsewhere)
    names = {"coming": coming, "open": open_, "empty": empty, "prepared": written}
    return {
        "sittings": {state: {"slug": here.slug, "reference": found.reference} for state, found in names.items()}
        | {"unknown": {"slug": here.slug, "reference": "AG999"}},
    }
