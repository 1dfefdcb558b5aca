"""The promises, each as one function of its size: the full one in `make soak`, a sample of it in `make test`."""

import asyncio
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from random import Random

import psycopg

from tests.soak.client import Line
from tests.soak.crowd import Crowd, Told, Vote, endless, plan
from tests.soak.place import SQLITE, Place
from tests.support.loops import on_a_loop

#: How a vote may be answered: taken, refused in words, or refused because its text is no longer the one voted on.
ANSWERS = {302, 409, 422}


def votes(place: Place, *, people: int, actions: int, times: int, at_once: int) -> None:
    """No double vote: `times` votes for each pair of a person and an action, over HTTP, through many doors at once."""
    place.serve()
    stage = place.call("found", council=people, extraordinary=actions - actions // 4, ordinary=actions // 4)

    async def play() -> tuple[Told, list[str]]:
        crowd = await Crowd.gathered(place=place, stage=stage)
        told = await crowd.vote_all(plan(people=people, actions=actions, times=times, seed=times), at_once=at_once)
        return told, crowd.faults(told)

    told, faults = on_a_loop(play())
    assert set(told.statuses) <= ANSWERS, (told.statuses, place.log.read_text()[-5000:])
    assert sum(told.statuses.values()) == people * actions * times
    assert faults == []
    # Some were decided on the way, and some of these closed: the recount below is of more than open actions.
    assert told.refused
    assert place.call("audit", association=stage["association"]) == []


def deadlines(place: Place, *, actions: int, apart: float) -> None:
    """Votes over HTTP against deadlines that fall while they arrive, each `apart` seconds after the one before."""
    place.serve()
    # No deadline falls while the stage is set: the worker that runs would settle it, and what is opened next would be
    # dated before that.
    ahead = 4.0 + actions / 5
    due = [ahead + apart * number for number in range(actions)]
    founded_at = time.monotonic()
    stage = place.call("found", council=8, extraordinary=actions, due_in=due)

    def hot() -> Iterator[Vote]:
        random, number = Random(actions), 0
        while (passed := time.monotonic() - founded_at) < due[-1] + 1:
            number += 1
            nearest = round((passed - ahead) / apart) + random.choice((-1, 0, 0, 1))
            action = min(max(nearest, 0), actions - 1)
            choice = random.choice(("for", "against", "blank", "blank", "blank"))
            yield Vote(person=random.randrange(8), action=action, choice=choice, key=str(number))

    async def play() -> tuple[Told, list[str]]:
        crowd = await Crowd.gathered(place=place, stage=stage)
        told, waiting = Told(), hot()

        async def door() -> None:
            line = Line(port=place.port)
            for vote in waiting:
                told.note(vote, await crowd.vote(line, vote))
            await line.close()

        await asyncio.gather(*(door() for _ in range(6)))
        # One request more, and whatever the worker had not come to yet is settled.
        line = Line(port=place.port)
        told.note(last := Vote(person=0, action=0, choice="for", key="last"), await crowd.vote(line, last))
        await line.close()
        return told, crowd.faults(told)

    told, faults = on_a_loop(play())
    assert set(told.statuses) <= ANSWERS, (told.statuses, place.log.read_text()[-5000:])
    assert faults == []
    assert place.call("audit", association=stage["association"], now=datetime.now(UTC).isoformat()) == []


def closing(place: Place, *, rounds: int, seed: int) -> None:
    """Vote against close, in several processes: what is stored equals what was cast before, nothing is left open."""
    # The story is of a past year: a worker that runs today would settle it while it is told.
    place.stop()
    found = place.call("closing", rounds=rounds, seed=seed)
    assert found["faults"] == []
    assert not [count for count in found["counts"] if count.startswith("failed")], found["counts"]
    # Both sides won some races: otherwise nothing was raced.
    assert found["counts"]["recorded"]
    assert found["counts"]["refused: ballots-closed"]


def settling(place: Place, *, workers: int, actions: int) -> None:
    """Several workers apply the same deadlines; each is decided once."""
    found = place.call("settling", workers=workers, actions=actions)
    assert found["counts"] == {"settled": actions}
    assert found["faults"] == []


def numbering(place: Place, *, workers: int, each: int) -> None:
    """Numbers given while several people publish have no hole and no double; one counter-vote runs at a time."""
    found = place.call("numbering", workers=workers, each=each)
    attempts = workers * each
    assert found["counts"] == {"published": attempts, "countered": 1, "refused": attempts - 1}
    assert found["faults"] == []


def kills(place: Place, *, times: int) -> None:
    """Acknowledged is durable: the server dies in the middle of votes, again and again, and nothing is lost or half."""
    people, actions = 30, 10
    place.serve()
    stage = place.call("found", council=people, extraordinary=actions - 2, ordinary=2)
    told = Told()

    async def play() -> list[str]:
        crowd = await Crowd.gathered(place=place, stage=stage)
        random, waiting = Random(times), endless(people=people, actions=actions, seed=times)
        for number in range(times):
            if number:
                place.serve()
            await crowd.vote_until_killed(waiting, told, at_once=8, acknowledged=random.randint(1, 24))
        return crowd.faults(told)

    faults = on_a_loop(play())
    assert set(told.statuses) <= ANSWERS, told.statuses
    assert told.acknowledged
    assert told.unanswered
    assert faults == []
    assert place.call("audit", association=stage["association"]) == []


def full_disk(place: Place, *, times: int) -> None:
    """A disk that fills while people vote: a clean refusal, no false acknowledgement, voting again once there is room.

    Where the data folder is a file system of its own it is filled; elsewhere no file of the server may grow beyond a
    limit. Both strike in the middle of a transaction, a commit or a checkpoint, at another place each time.
    """
    people, actions = 20, 8
    place.serve()
    stage = place.call("found", council=people, extraordinary=actions - 2, ordinary=2)
    told, ballast = Told(), place.data / "ballast"

    async def play() -> list[str]:
        crowd = await Crowd.gathered(place=place, stage=stage)
        waiting = endless(people=people, actions=actions, seed=times)
        for number in range(times):
            room = 40_000 + 4099 * (number % 50)
            if place.data.is_mount():
                ballast.write_bytes(bytes(max(shutil.disk_usage(place.data).free - room, 0)))
            else:
                place.bound_files(size=max(path.stat().st_size for path in place.data.iterdir()) + room)
            await _until_refused(crowd, waiting, told)
            ballast.unlink(missing_ok=True)
            place.bound_files(size=None)
        assert await _vote_once(crowd, next(waiting), told) in ANSWERS
        return crowd.faults(told)

    faults = on_a_loop(play())
    assert told.statuses[503] >= times, told.statuses
    assert set(told.statuses) <= ANSWERS | {503}, (told.statuses, place.log.read_text()[-5000:])
    assert faults == []
    assert place.call("audit", association=stage["association"]) == []


async def _vote_once(crowd: Crowd, vote: Vote, told: Told) -> int:
    line = Line(port=crowd.place.port)
    answer = await crowd.vote(line, vote)
    await line.close()
    told.note(vote, answer)
    return answer.status


async def _until_refused(crowd: Crowd, waiting: Iterator[Vote], told: Told) -> None:
    """Vote, four at a time, until a vote is refused for want of room; what is refused has the page that says so."""
    end = told.statuses[503]

    async def door() -> None:
        line = Line(port=crowd.place.port)
        for _ in range(300):
            answer = await crowd.vote(line, vote := next(waiting))
            told.note(vote, answer)
            if answer.status == 503:
                assert b"</html>" in answer.body
            if told.statuses[503] > end:
                break
        await line.close()

    await asyncio.gather(*(door() for _ in range(4)))


def read_only(place: Place) -> None:
    """A database that may not be written: pages that say so, nothing acknowledged, and voting again afterwards."""
    place.serve()
    stage = place.call("found", council=6, extraordinary=2)
    told = Told()

    async def play() -> list[str]:
        crowd = await Crowd.gathered(place=place, stage=stage)
        waiting = endless(people=6, actions=2, seed=1)
        assert await _vote_once(crowd, next(waiting), told) == 302
        place.stop()
        with _unwritable(place) as wrapper:
            place.serve(wrapper=wrapper)
            for _ in range(6):
                assert await _vote_once(crowd, next(waiting), told) == 503, place.log.read_text()[-5000:]
            place.stop()
        place.serve()
        assert await _vote_once(crowd, next(waiting), told) == 302
        return crowd.faults(told)

    assert on_a_loop(play()) == []
    assert place.call("audit", association=stage["association"]) == []


@contextmanager
def _unwritable(place: Place) -> Iterator[list[str]]:
    """Within the block the database can be read and not written. Yields what the server must be started with for that."""
    if place.database != SQLITE:
        _administer(place, "ALTER DATABASE postgres SET default_transaction_read_only = on")
        yield []
        _administer(place, "SET default_transaction_read_only = off; ALTER DATABASE postgres RESET ALL")
        return
    files = [path for path in place.data.iterdir() if path.name.startswith("toutdoux.sqlite3")]
    for path in files:
        path.chmod(0o444)
    # To root, modes mean nothing; without that power it is a user like others.
    yield ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"] if os.geteuid() == 0 else []
    for path in files:
        path.chmod(0o600)


def _administer(place: Place, statements: str) -> None:
    with psycopg.connect(place.environment["DATABASE_URL"], autocommit=True) as connection:
        for statement in statements.split("; "):
            connection.execute(statement.encode())
