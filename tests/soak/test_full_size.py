"""`make soak`: every promise at its full size. A few of them take a quarter of an hour on two cores."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.soak import scenarios
from tests.soak.place import DATABASES, POSTGRESQL, SQLITE, Place, place

pytestmark = pytest.mark.soak


@pytest.fixture(params=DATABASES)
def installation(request: pytest.FixtureRequest) -> Iterator[Place]:
    with place(database=request.param) as found:
        yield found


@pytest.fixture
def on_sqlite() -> Iterator[Place]:
    with place(database=SQLITE) as found:
        yield found


def test_twenty_thousand_votes_for_a_thousand_pairs(installation: Place) -> None:
    scenarios.votes(installation, people=50, actions=20, times=20, at_once=64)


def test_votes_against_what_closes_their_action_a_thousand_times(installation: Place) -> None:
    scenarios.closing(installation, rounds=1000, seed=1)


def test_votes_over_http_against_two_hundred_deadlines(installation: Place) -> None:
    scenarios.deadlines(installation, actions=200, apart=0.25)


def test_killed_two_hundred_times_while_voting_on_sqlite(on_sqlite: Place) -> None:
    scenarios.kills(on_sqlite, times=200)


def test_killed_fifty_times_while_voting_on_postgresql() -> None:
    # With fsync on: what is acknowledged has been told to be on the disk.
    with place(database=POSTGRESQL, durable=True) as found:
        scenarios.kills(found, times=50)


def test_many_workers_settle_each_deadline_once(installation: Place) -> None:
    scenarios.settling(installation, workers=6, actions=300)


def test_numbers_given_at_once_have_no_hole_and_no_double(installation: Place) -> None:
    scenarios.numbering(installation, workers=6, each=100)


def test_a_file_that_may_not_grow_a_hundred_times(on_sqlite: Place) -> None:
    scenarios.full_disk(on_sqlite, times=100)


def test_a_file_system_that_is_full_a_hundred_times() -> None:
    def mount(folder: Path) -> None:
        # Only root may mount; for anyone else the test above is repeated at other places.
        if os.geteuid() == 0:
            subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "none", folder], check=True)

    def unmount(folder: Path) -> None:
        if folder.is_mount():
            subprocess.run(["umount", folder], check=True)

    with place(database=SQLITE, prepare=mount, clean=unmount) as found:
        scenarios.full_disk(found, times=100)


def test_a_database_that_may_not_be_written(installation: Place) -> None:
    scenarios.read_only(installation)
