"""Elections: one that is prepared, an item where none is, a round that was closed, one elsewhere."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from tests.support.assemblies import convened, item
from tests.support.elections import ELECT, prepared
from tests.support.people import World
from toutdoux.assemblies.elections.commands import stand
from toutdoux.assemblies.elections.models import Round
from toutdoux.assemblies.elections.queries import options_of
from toutdoux.assemblies.queries import MeetingRow
from toutdoux.rules.elections import Question, count, result_to_data
from toutdoux.rules.rulebook import ElectionMethod

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/elections.py`` are played at."""
    days = (here.now + timedelta(days=40 + number) for number in range(3))
    written, empty, voted = (convened(here, starts_at=next(days)) for _ in range(3))
    prepared(here, written)
    _vote(here, voted)
    other = convened(elsewhere)
    prepared(elsewhere, other)
    there = {state: _at(here, found) for state, found in (("prepared", written), ("empty", empty))}
    unknown = _at(here, written) | {"item_id": item(other, ELECT)}
    return {
        "elections": there | {"unknown": unknown},
        "election_rounds": {
            "closed": _at(here, voted) | {"number": 1, "form": "csv"},
            "unknown": _at(here, written) | {"number": 1, "form": "csv"},
        },
    }


def _at(here: World, found: MeetingRow) -> dict[str, Any]:
    return {"slug": here.slug, "reference": found.reference, "item_id": item(found, ELECT)}


def _vote(here: World, found: MeetingRow) -> None:
    """Leave a round that was closed: an assembly is held weeks after it was convened, and the scene has one instant."""
    election = prepared(here, found)
    stand(actor=here.alice, election_id=election, member_id=here.alice.member_id, now=here.now)
    option = str(options_of(election_id=election)[0].id)
    question = Question(method=ElectionMethod.PLURALITY, options=(option,), seats=1)
    Round.objects.create(
        id=uuid4(),
        election_id=election,
        assembly_id=found.id,
        number=1,
        way="named",
        seats=1,
        last=True,
        options=[option],
        lengths=[[option, 1]],
        opened_at=here.now,
        opened_by_id=here.alice.member_id,
        roll=1,
        present=1,
        represented=0,
        base="expressed",
        closed_at=here.now,
        result=result_to_data(count(question=question, ballots={})),
    )
