"""No double vote, no vote after the close, nothing acknowledged that is lost: a sample, in real processes.

The full sizes are in tests/soak/test_full_size.py.
"""

from collections.abc import Iterator

import pytest

from tests.soak import scenarios
from tests.soak.place import DATABASES, SQLITE, Place, place


@pytest.fixture(scope="module", params=DATABASES)
def installation(request: pytest.FixtureRequest) -> Iterator[Place]:
    with place(database=request.param) as found:
        yield found


@pytest.fixture(scope="module")
def on_sqlite() -> Iterator[Place]:
    with place(database=SQLITE) as found:
        yield found


def test_votes_through_many_doors_at_once_count_once(installation: Place) -> None:
    scenarios.votes(installation, people=10, actions=4, times=6, at_once=16)


def test_votes_race_deadlines_withdrawals_blocks_annulments_and_amendments(installation: Place) -> None:
    scenarios.closing(installation, rounds=15, seed=1)
    scenarios.settling(installation, workers=3, actions=5)
    scenarios.numbering(installation, workers=3, each=4)


def test_what_was_acknowledged_survives_the_server_being_killed(on_sqlite: Place) -> None:
    scenarios.kills(on_sqlite, times=2)


def test_a_disk_that_is_full_refuses_and_keeps_what_it_has(on_sqlite: Place) -> None:
    scenarios.full_disk(on_sqlite, times=1)


def test_a_database_that_may_not_be_written_says_so(on_sqlite: Place) -> None:
    scenarios.read_only(on_sqlite)
