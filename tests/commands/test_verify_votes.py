"""The verifier recounts the votes of assemblies: untouched they agree, and any figure, ballot, seat or text changed is found."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.support.voting import Chamber, chamber
from toutdoux.assemblies.voting.models import Ballot, CountedSlip, Mark, Seat, Vote
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.operations.verify import verify
from toutdoux.wording.verification import difference_sentence

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def held() -> Chamber:
    """Hold one vote of each way, one more cancelled, and one that is open."""
    found = chamber("alice", "bob", "dana", proxies={"eli": "bob"})
    named = found.open("named")
    found.cast(named, "bob", bob="for", eli="against")
    found.cast(named, "bob", bob="blank")
    found.close(named)
    found.cancel(named)
    found.totals(found.open("hands"), 3, 0, 1)
    found.take("Activity report")
    secret = found.open("confidential", title="Activity report")
    for name in ("alice", "bob", "dana"):
        found.cast(secret, name, **{name: "for"})
    found.close(secret)
    found.cancel(secret, "Taken again by name")
    again = found.open("named", title="Activity report")
    found.cast(again, "dana", dana="against")
    return found


def difference(held: Chamber) -> Difference | None:
    found = verify(association_id=held.world.association_id, now=held.world.now)
    assert found.sound == (found.difference is None)
    if found.difference is not None:
        assert difference_sentence(found.difference).endswith(".")
    return found.difference


def test_it_works(held: Chamber) -> None:
    found = verify(association_id=held.world.association_id, now=held.world.now)
    assert found.sound
    assert found.recounted.votes == 4


CHANGES: dict[str, tuple[Callable[[], object], Sort]] = {
    "a figure typed": (lambda: Vote.objects.filter(number=2).update(for_votes=2), Sort.KEPT),
    "what was decided": (lambda: Vote.objects.filter(number=2).update(majority="rejected"), Sort.KEPT),
    "the text": (lambda: Vote.objects.filter(number=2).update(text="Buy two saws"), Sort.KEPT),
    "the quorum": (lambda: Vote.objects.filter(number=2).update(quorum=1), Sort.KEPT),
    "the base": (lambda: Vote.objects.filter(number=2).update(base="council"), Sort.KEPT),
    "when it opened": (lambda: Vote.objects.filter(number=1).update(opened_at=LONG_AGO), Sort.KEPT),
    "that it was cancelled": (lambda: Vote.objects.filter(number=1).update(cancelled_at=None), Sort.KEPT),
    "a ballot": (lambda: Ballot.objects.filter(seat__vote__number=4).update(choice="for"), Sort.KEPT),
    "a ballot's entry": (lambda: Ballot.objects.filter(seat__vote__number=4).update(seq=1), Sort.KEPT),
    "a ballot taken away": (lambda: Ballot.objects.filter(seat__vote__number=4).delete(), Sort.KEPT),
    "a seat taken away": (lambda: Seat.objects.filter(vote__number=2).delete(), Sort.KEPT),
    "a slip": (
        lambda: CountedSlip.objects.filter(id=CountedSlip.objects.first().id).update(content="against"),
        Sort.RECOMPUTED,
    ),
    "a slip taken away": (
        lambda: CountedSlip.objects.filter(id=CountedSlip.objects.first().id).delete(),
        Sort.RECOMPUTED,
    ),
    "a slip added": (
        lambda: CountedSlip.objects.create(box=CountedSlip.objects.first().box, content="for"),
        Sort.RECOMPUTED,
    ),
    "a mark taken away": (lambda: Mark.objects.filter(pk=Mark.objects.first().pk).delete(), Sort.KEPT),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_was_changed_is_found(held: Chamber, name: str) -> None:
    change, sort = CHANGES[name]
    change()
    found = difference(held)
    assert found is not None
    assert (found.fact, found.sort) == (Fact.VOTE, sort)


def test_a_vote_that_nobody_opened_and_one_that_is_gone_are_found(held: Chamber) -> None:
    row = Vote.objects.get(number=2)
    row.id, row.number = held.id, 9
    row.save(force_insert=True)
    assert difference(held).sort is Sort.UNKNOWN
    Vote.objects.filter(number=9).delete()
    Ballot.objects.filter(seat__vote__number=4).delete()
    Seat.objects.filter(vote__number=4).delete()
    Vote.objects.filter(number=4).delete()
    assert difference(held).sort is Sort.ABSENT
