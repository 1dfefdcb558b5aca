"""Votes of assemblies: one on a named vote, one on a show of hands, one on neither; amendments; one elsewhere."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.support.assemblies import convened, item
from tests.support.people import World
from toutdoux.assemblies.models import Assembly, Item
from toutdoux.assemblies.queries import MeetingRow
from toutdoux.assemblies.sitting.models import Attendance, Sitting
from toutdoux.assemblies.sitting.models import Seat as RollSeat
from toutdoux.assemblies.voting.commands import open_vote, propose_amendment
from toutdoux.assemblies.voting.models import Amendment

Place = Mapping[str, Mapping[str, Any]]
SAW = "Buy a saw"


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/voting.py`` are played at. Alice chairs, Bob and Dana are in the room."""
    named, hands, quiet = (_sitting(here, number) for number in range(3))
    foreign = _sitting(elsewhere, 3)
    for world, found, way in ((here, named, "named"), (here, hands, "hands"), (elsewhere, foreign, "named")):
        open_vote(actor=world.alice, assembly_id=found.id, item_id=item(found, SAW), way=way, now=world.now)
    report = item(quiet, "Activity report")
    # The last one lets each of the others be voted later.
    mine, theirs, _last = (_amend(here, quiet, name) for name in ("bob", "dana", "eli"))
    there = _amend(elsewhere, foreign, "bob", "Activity report")
    slug = here.slug
    references = {"named": named.reference, "hands": hands.reference, "quiet": quiet.reference, "unknown": "AG999"}
    amendments = {"of the voter": mine, "of another": theirs, "foreign": there, "unknown": uuid4()}
    return {
        "votings": {state: {"slug": slug, "reference": reference} for state, reference in references.items()},
        "votes": {state: {"slug": slug, "reference": references[state], "number": 1} for state in ("named", "hands")}
        | {"unknown": {"slug": slug, "reference": quiet.reference, "number": 7}},
        "voted items": {
            "waiting": {"slug": slug, "reference": quiet.reference, "item_id": item(quiet, SAW)},
            "report": {"slug": slug, "reference": quiet.reference, "item_id": report},
            "voted": {"slug": slug, "reference": named.reference, "item_id": item(named, SAW)},
            "misplaced": {"slug": slug, "reference": named.reference, "item_id": report},
            "foreign": {"slug": slug, "reference": quiet.reference, "item_id": item(foreign, SAW)},
        },
        "amendments": {
            state: {"slug": slug, "reference": quiet.reference, "amendment_id": found}
            for state, found in amendments.items()
        },
    }


def _sitting(world: World, number: int) -> MeetingRow:
    """Have an assembly under way: what time would have brought is written past the commands, as in ``sitting``."""
    found = convened(world, starts_at=world.now + timedelta(days=40 + number))
    Assembly.objects.filter(id=found.id).update(
        starts_at=world.now - timedelta(hours=2, minutes=found.number),
        opened_at=world.now,
        chair_id=world.alice.member_id,
    )
    Sitting.objects.create(assembly_id=found.id, secret="a secret of the scene")
    for who in (world.alice, world.bob, world.dana, world.eli):
        RollSeat.objects.create(assembly_id=found.id, member_id=who.member_id)
    for who in (world.bob, world.dana):
        Attendance.objects.create(assembly_id=found.id, member_id=who.member_id, arrived_at=world.now, how="desk")
    Item.objects.filter(id=item(found, SAW)).update(state=Item.State.CURRENT)
    return found


def _amend(world: World, found: MeetingRow, name: str, title: str = "Activity report") -> Any:
    propose_amendment(
        actor=world.people[name],
        assembly_id=found.id,
        item_id=item(found, title),
        change="end",
        words="Say more",
        now=world.now,
    )
    return Amendment.objects.filter(item_id=item(found, title)).latest("number").id
