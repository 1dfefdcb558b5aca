"""Ballots race the close of a vote, and one another: what was acknowledged is counted, what was refused is not, nothing twice."""

import threading
from collections.abc import Callable, Iterable

import pytest
from django.db import connection

from tests.support.voting import Chamber, chamber
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.models import CountedSlip, Mark, Slip
from toutdoux.assemblies.voting.queries import ballots
from toutdoux.kernel.refusal import Refused
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("alice", "bob", "dana", "eli", "f5", "f6", "f7", "f8")
ROUNDS = 3


def at_once(calls: Iterable[Callable[[], object]]) -> list[str]:
    """Make calls in threads that begin together; return what became of each: ``taken``, or why it was refused."""
    calls = list(calls)
    start, answers = threading.Barrier(len(calls)), [""] * len(calls)

    def make(number: int, call: Callable[[], object]) -> None:
        start.wait()
        try:
            call()
            answers[number] = "taken"
        except Refused as refused:
            answers[number] = str(refused.refusals[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=make, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def casting(held: Chamber, vote_id, name: str, key: str = "") -> Callable[[], object]:
    key = key or f"of {name}"
    return lambda: held.cast(vote_id, name, key=key, **{name: "for"})


@pytest.mark.parametrize("way", ["named", "confidential"])
def test_ballots_race_the_close(way: str) -> None:
    held = chamber(*NAMES, council=8)
    for _ in range(ROUNDS):
        vote = held.open(way)
        answers = at_once([*(casting(held, vote, name) for name in NAMES), lambda vote=vote: held.close(vote)])
        assert answers[-1] == "taken"
        assert set(answers) <= {"taken", VoteRefusal.VOTE_OVER}
        found = held.vote(vote)
        assert found.count.for_ == answers[:-1].count("taken")
        assert found.count.for_ + found.count.no_part == len(NAMES)
        if way == "named":
            assert len(ballots(vote_id=vote)) == found.count.for_
        else:
            assert CountedSlip.objects.filter(box=vote).count() == found.count.for_
            assert not Slip.objects.exists()
        held.cancel(vote)
    assert verify(association_id=held.world.association_id, now=held.world.now).sound


def test_one_person_at_many_doors_casts_one_confidential_ballot() -> None:
    held = chamber(*NAMES, council=8)
    vote = held.open("confidential")
    answers = at_once(casting(held, vote, "bob", f"door {number}") for number in range(8))
    assert sorted(answers).count("taken") == 1
    assert set(answers) == {"taken", VoteRefusal.CAST_FOR_GOOD}
    assert (Slip.objects.count(), Mark.objects.count()) == (1, 1)


def test_two_votes_are_not_opened_at_once_and_two_boxes_may_be_emptied_at_once() -> None:
    held, other = chamber(), chamber()
    answers = at_once([lambda: held.open("confidential")] * 4)
    assert sorted(answers) == ["taken", *[VoteRefusal.VOTE_RUNNING] * 3]
    votes = {held: held.vote_of(1).id, other: other.open("confidential")}
    for one, vote in votes.items():
        one.cast(vote, "bob", bob="for")
    at_once([lambda one=one, vote=vote: one.close(vote) for one, vote in votes.items()])
    assert [one.vote(vote).count.for_ for one, vote in votes.items()] == [1, 1]
    assert not Slip.objects.exists()
