"""Deadlines are applied when they fall, in every association, whatever happens to one of them or to the database."""

from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.db import connection

from tests.support.people import TEN_DAYS, World, world
from toutdoux.decisions.models import Action
from toutdoux.ledger.commands import writing
from toutdoux.operations.worker import LONGEST_PAUSE, PAUSE, run_forever, run_once, sign_of_life


def test_it_works(scene: World) -> None:
    action = scene.open()
    before = run_once(now=scene.now)
    assert (before.settled, before.next_at) == (0, action.deadline)
    after = run_once(now=scene.now + TEN_DAYS)
    assert (after.settled, after.failed, after.next_at) == (1, 0, None)
    assert scene.status(action) == "tacit"
    assert run_once(now=scene.now + TEN_DAYS).settled == 0


def test_one_association_that_fails_holds_up_no_other(scene: World, caplog: pytest.LogCaptureFixture) -> None:
    stuck = world()
    stuck.open()
    action = scene.open()
    due = scene.now + TEN_DAYS
    # Its clock was wrong once: its ledger already holds something dated later than the deadline.
    with writing(association_id=stuck.association_id, now=due + timedelta(hours=1)) as log:
        log.append(kind="note", actor_id=None, data={})
    found = run_once(now=due)
    assert (found.settled, found.failed) == (1, 1)
    assert scene.status(action) == "tacit"
    assert "clock-behind" in caplog.text
    assert run_once(now=due + timedelta(hours=2)).settled == 1


class Rounds(Event):
    """Counts the rounds by their pauses instead of waiting, and does something after some of them."""

    def __init__(self, after: dict[int, object]) -> None:
        super().__init__()
        self.pauses: list[timedelta] = []
        self.after = after

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timedelta(seconds=timeout or 0))
        act = self.after.get(len(self.pauses))
        if callable(act):
            act()
        return self.is_set()


def rename(before: str, after: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {before} RENAME TO {after}")


@pytest.mark.django_db(transaction=True)
def test_an_outage_is_waited_out_less_and_less_often(caplog: pytest.LogCaptureFixture) -> None:
    scene = world()
    scene.now = datetime.now(tz=UTC) - TEN_DAYS - timedelta(hours=1)
    action = scene.open()
    rename("decisions_action", "away")
    try:
        stop: Rounds = Rounds({6: lambda: rename("away", "decisions_action"), 7: lambda: stop.set()})  # noqa: PLW0108 -- not made yet
        run_forever(stop=stop)
    finally:
        if "away" in connection.introspection.table_names():
            rename("away", "decisions_action")
    assert stop.pauses[:6] == [PAUSE, PAUSE * 2, PAUSE * 4, PAUSE * 8, LONGEST_PAUSE, LONGEST_PAUSE]
    assert stop.pauses[6] <= PAUSE
    assert scene.status(action) == "tacit"
    assert caplog.text.count("could not look at the deadlines") == 6
    assert "Traceback" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_it_sleeps_until_the_next_deadline_and_leaves_a_sign_of_life() -> None:
    scene = world()
    sign_of_life().unlink(missing_ok=True)
    scene.now = datetime.now(tz=UTC) - TEN_DAYS + timedelta(seconds=2)
    action = scene.open()
    stop: Rounds = Rounds({1: lambda: stop.set()})  # noqa: PLW0108 -- not made yet
    run_forever(stop=stop)
    assert timedelta(0) <= stop.pauses[0] <= timedelta(seconds=2)
    assert Action.objects.get(id=action.id).status == "open"
    assert sign_of_life().exists()
