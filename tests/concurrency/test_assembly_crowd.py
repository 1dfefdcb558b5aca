"""Everyone comes and votes within a minute, some pressing twice: none lost, none doubled, the projector right in time.

A sample here, and the full size (`make soak`): two thousand people on PostgreSQL.
"""

import pytest

from tests.soak.hall_crowd import Evening, Hall, faults
from tests.soak.place import DATABASES, POSTGRESQL, Place, place
from tests.support.loops import on_a_loop


def played(found: Place, *, council: int, proxies: int, at_once: int, servers: int = 1) -> Evening:
    found.serve()
    for _ in range(servers - 1):
        found.serve_beside()
    stage = found.call("gathered", council=council, proxies=proxies)
    evening = on_a_loop(Hall(place=found, stage=stage).play(at_once=at_once, absent=proxies))
    assert faults(found, stage, evening, came=council - proxies, represented=proxies) == []
    assert evening.late
    assert set(evening.statuses) == {302}
    return evening


@pytest.mark.parametrize("database", DATABASES)
def test_forty_come_and_vote_at_once(database: str) -> None:
    with place(database=database) as found:
        evening = played(found, council=44, proxies=4, at_once=16)
    assert evening.lines == 40
    # Each page that follows was told of it, and at most once for each look at the database.
    assert evening.events >= 2 * evening.lines


@pytest.mark.soak
def test_two_thousand_come_and_vote_within_a_minute() -> None:
    with place(database=POSTGRESQL) as found:
        evening = played(found, council=2_050, proxies=50, at_once=64, servers=2)
    assert evening.seconds <= 60
    assert evening.late[0] <= 2
