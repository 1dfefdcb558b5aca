"""The recount of the soak is not blind: each kind of damage it is there for is named."""

import pytest
from django.db import connection

from tests.soak.audit import audit
from tests.support.flushing import triggers_set_aside
from tests.support.people import World, world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene() -> World:
    found = world(council=6)
    accepted, blocked, tacit, open_ = (found.open(title=f"Try {number}") for number in range(4))
    found.vote(accepted, "for", "alice", "bob", "dana", "eli")
    found.vote(blocked, "against", "alice", "bob", "dana", reason="No")
    found.vote(tacit, "blank", "alice", "bob")
    found.vote(tacit, "for", "alice")
    found.later(days=11)
    found.settle()
    later = found.open(title="Later")
    found.vote(later, "for", "alice")
    del open_
    return found


def _faults(scene: World) -> list[str]:
    return audit(association=str(scene.association_id), now=scene.now.isoformat())


def test_it_works(scene: World) -> None:
    assert _faults(scene) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE decisions_ballot SET choice = 'against' WHERE id = (SELECT MIN(id) FROM decisions_ballot)",
        "UPDATE decisions_ballot SET counting = (1 = 0) WHERE id = (SELECT MIN(id) FROM decisions_ballot)",
        "DELETE FROM decisions_ballot WHERE id = (SELECT MAX(id) FROM decisions_ballot)",
        "UPDATE ledger_entry SET actor_id = NULL WHERE kind = 'ballot.cast'",
        "DELETE FROM ledger_entry WHERE kind = 'ballot.cast' AND seq = (SELECT MAX(seq) FROM ledger_entry)",
        "UPDATE decisions_outcomerecord SET for_votes = for_votes + 1 WHERE status = 'tacit'",
        "UPDATE decisions_outcomerecord SET status = 'tacit' WHERE status = 'blocked'",
        "DELETE FROM decisions_outcomerecord WHERE status = 'accepted'",
        "UPDATE decisions_action SET status = 'open' WHERE status = 'tacit'",
        "UPDATE decisions_action SET number = 9 WHERE number = 2",
        "UPDATE decisions_action SET deadline = opened_at WHERE number = 1",
    ],
)
def test_damage_is_named(scene: World, damage: str) -> None:
    with triggers_set_aside(connection=connection), connection.cursor() as cursor:
        cursor.execute(damage)
    assert _faults(scene) != []
