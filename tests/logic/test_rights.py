"""A voting right at an instant, and why."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from toutdoux.members.logic.rights import Cause, MemberFacts, Right, Spell, SpellKind, Standing, Stretch, right_at

T = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)
GRANT = UUID(int=7)


def facts(*stretches: Stretch, left_at: datetime | None = None) -> MemberFacts:
    spells = () if left_at is None else (Spell(kind=SpellKind.LEFT, starts_at=left_at),)
    return MemberFacts(joined_at=T, stretches=stretches, spells=spells)


def test_it_works() -> None:
    waiting = Stretch(starts_at=T + 90 * DAY, ends_at=None, cause=Cause.WAITING)
    assert right_at(facts=facts(waiting), at=T) == Right(
        standing=Standing.NOT_YET, cause=Cause.WAITING, from_=T + 90 * DAY
    )
    assert right_at(facts=facts(waiting), at=T + 90 * DAY).votes


def test_a_grant_comes_before_the_end_of_the_waiting_period() -> None:
    waiting = Stretch(starts_at=T + 90 * DAY, ends_at=None, cause=Cause.WAITING)
    grant = Stretch(starts_at=T + DAY, ends_at=T + 5 * DAY, cause=Cause.GRANT, action_id=GRANT)
    found = [right_at(facts=facts(waiting, grant), at=T + n * DAY) for n in (0, 1, 4, 5, 90)]
    assert [r.standing for r in found] == ["not-yet", "votes", "votes", "not-yet", "votes"]
    assert [r.cause for r in found] == ["grant", "grant", "grant", "waiting", "waiting"]
    assert found[1].action_id == GRANT


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        (T - DAY, Standing.NOT_JOINED),
        (T, Standing.NO_RIGHT),
        (T + 2 * DAY - timedelta(microseconds=1), Standing.NO_RIGHT),
        (T + 2 * DAY, Standing.LEFT),
    ],
)
def test_joining_and_leaving(at: datetime, standing: Standing) -> None:
    assert right_at(facts=facts(left_at=T + 2 * DAY), at=at).standing is standing


def test_a_right_that_ended_before_it_began_is_never_promised() -> None:
    gone = Stretch(starts_at=T + DAY, ends_at=T + DAY, cause=Cause.GRANT, action_id=GRANT)
    assert right_at(facts=facts(gone), at=T).standing is Standing.NO_RIGHT
    assert right_at(facts=facts(gone), at=T + DAY).standing is Standing.NO_RIGHT
