"""The verifier recounts the votes of assemblies: untouched they agree, and any figure, ballot, seat or text changed is found."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tests.support.voting import SAW, Chamber, chamber
from toutdoux.assemblies.models import Item
from toutdoux.assemblies.voting.commands import reword_amendment, withdraw_amendment
from toutdoux.assemblies.voting.models import Amendment, Ballot, CountedSlip, Mark, Seat, Vote
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


AMENDED: dict[str, tuple[Callable[[], object], Sort]] = {
    "what was adopted": (lambda: Amendment.objects.filter(number=1).update(text="500 €"), Sort.RECOMPUTED),
    "the passage": (lambda: Amendment.objects.filter(number=1).update(passage="for 300 €"), Sort.RECOMPUTED),
    "the item's text": (lambda: Item.objects.filter(title=SAW).update(text="A saw, 300 €."), Sort.RECOMPUTED),
    "what was not voted": (lambda: Amendment.objects.filter(number=2).update(text="Blue."), Sort.KEPT),
    "that it was withdrawn": (lambda: Amendment.objects.filter(number=3).update(withdrawn_at=None), Sort.KEPT),
    "the order": (lambda: Amendment.objects.filter(number=2).update(position=9), Sort.KEPT),
    "an amendment added": (
        lambda: Amendment.objects.bulk_create(
            [
                Amendment(
                    item_id=row.item_id, number=9, text="x", proposed_by_id=row.proposed_by_id, proposed_at=LONG_AGO
                )
                for row in Amendment.objects.filter(number=2)
            ]
        ),
        Sort.UNKNOWN,
    ),
}


@pytest.fixture
def amended() -> Chamber:
    """Adopt one amendment, leave one waiting that was reworded, withdraw another, and put the text to the vote."""
    found = chamber(text="We buy a saw for 300 €.")
    price = found.amend("bob", "replace", "300 €", "200 €")
    colour, third = (found.amend("dana", "end", words=words) for words in ("Green.", "Loud."))
    found.totals(found.open("hands", amendment=price), 4, 0, 0)
    dana = {"actor": found.world.dana, "now": found.world.now}
    reword_amendment(amendment_id=colour, change="end", words="Red.", **dana)
    withdraw_amendment(amendment_id=third, **dana)
    return found


def test_amendments_are_merged_anew(amended: Chamber) -> None:
    assert difference(amended) is None
    colour = Amendment.objects.get(number=2)
    withdraw_amendment(actor=amended.world.dana, amendment_id=colour.id, now=amended.world.now)
    amended.totals(amended.open("hands"), 4, 0, 0)
    assert difference(amended) is None
    Vote.objects.filter(number=2).update(text="We buy a saw for 300 €.")
    assert difference(amended).sort is Sort.KEPT


@pytest.mark.parametrize("name", AMENDED)
def test_an_amendment_that_was_changed_is_found(amended: Chamber, name: str) -> None:
    change, sort = AMENDED[name]
    change()
    found = difference(amended)
    assert found is not None
    assert (found.fact, found.sort) == (Fact.VOTE, sort)
