"""The verifier recounts elections from the ledger: it agrees with what was done, and finds whatever was changed since."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from tests.support.elections import Booth, booth, prepared
from tests.support.people import START
from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.replay import recount
from toutdoux.assemblies.elections.models import Ballot, Elected, Election, Mark, Round, Seat
from toutdoux.assemblies.elections.queries.replay import recounted, tables
from toutdoux.assemblies.voting.models import CountedSlip
from toutdoux.decisions.logic.replay_facts import Sort
from toutdoux.kernel.canonical import canonical_json
from toutdoux.ledger.logic.chain import EntryFacts, read_data
from toutdoux.ledger.queries import entries
from toutdoux.members.commands import record_departure
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db


def voted(way: str = "named", **more: object) -> Booth:
    """An election that was voted once in vain, voted again, and proclaimed."""
    held = booth("alice", "bob", "dana", proxies={"eli": "bob"}, **more)
    first = held.begin(way)
    held.say(first, "alice", alice=held.marks(alice=1))
    commands.cancel_round(actor=held.world.alice, round_id=first, reason="Too soon", now=held.world.now)
    second = held.begin(way)
    held.say(second, "alice", alice=held.marks(alice=1))
    held.say(second, "bob", bob=held.marks(bob=1), eli=())
    held.end(second)
    return held


def found(held: Booth) -> Sort | None:
    difference = recounted(association_id=held.world.association_id).difference
    return difference.sort if difference else None


@pytest.mark.parametrize(("way", "tie"), [("named", "age"), ("named", "lot"), ("confidential", "lot")])
def test_it_works(way: str, tie: str) -> None:
    held = voted(way, tie=tie)
    if tie == "age":
        row = Round.objects.get(number=2)
        order = [held.option("bob"), held.option("alice")]
        commands.settle_tie(actor=held.world.alice, round_id=row.id, order=order, now=held.world.now)
    held.proclaim()
    assert recounted(association_id=held.world.association_id).rounds == 2
    assert found(held) is None
    assert verify(association_id=held.world.association_id, now=held.world.now).sound


def test_hands_are_recounted_too() -> None:
    held = booth("alice", "bob", "dana", stand=("alice",), method="list")
    row = held.begin("hands")
    commands.record_totals(actor=held.world.alice, round_id=row, for_=2, against=1, blank=0, now=held.world.now)
    assert found(held) is None
    Round.objects.update(for_votes=1, against_votes=2)
    assert found(held) is Sort.RECOMPUTED


TAMPERED: dict[str, list[tuple[Callable[[Booth], object], Sort]]] = {
    "named": [
        (lambda _: Ballot.objects.filter(seat__round__number=2).update(marks=[]), Sort.KEPT),
        (lambda _: Election.objects.update(code="financial"), Sort.KEPT),
        (lambda _: Election.objects.update(proclaimed_at=None), Sort.KEPT),
        (lambda _: Elected.objects.all().delete(), Sort.KEPT),
        (lambda _: Round.objects.filter(number=2).update(seats=2), Sort.KEPT),
        (lambda _: Round.objects.filter(number=2).update(orders=[]), Sort.KEPT),
        (lambda _: Round.objects.filter(number=2).update(present=9), Sort.KEPT),
        (lambda _: Round.objects.filter(number=1).update(cancelled_at=START), Sort.KEPT),
        (lambda h: Seat.objects.filter(member_id=h.world.eli.member_id).update(holder=None), Sort.KEPT),
    ],
    "confidential": [
        (
            lambda h: CountedSlip.objects.filter(content="[]").update(content=f'[["{h.option("alice")}",1]]'),
            Sort.RECOMPUTED,
        ),
        (lambda _: CountedSlip.objects.all()[0].delete(), Sort.RECOMPUTED),
        (lambda _: Mark.objects.filter(seat__round__number=2)[0].delete(), Sort.KEPT),
    ],
}


@pytest.mark.parametrize("way", TAMPERED)
def test_what_was_changed_is_found(way: str) -> None:
    held = voted(way, tie="lot")
    held.proclaim()
    for tamper, sort in TAMPERED[way]:
        with transaction.atomic():
            tamper(held)
            assert found(held) is sort, TAMPERED[way].index((tamper, sort))
            transaction.set_rollback(True)


def spoilt(held: Booth, kind: str, **data: Any) -> Sort | None:
    """Recount with the last entry of a kind changed."""
    told = list(entries(association_id=held.world.association_id))
    at = max(place for place, entry in enumerate(told) if entry.kind == kind)
    entry = told[at]
    kept = {key: value for key, value in (read_data(entry.data) | data).items() if value != "gone"}
    told[at] = EntryFacts(
        **{name: getattr(entry, name) for name in entry.__dataclass_fields__} | {"data": canonical_json(kept)}
    )
    difference = recount(entries=told, tables=tables(association_id=held.world.association_id)).difference
    return difference.sort if difference else None


def test_entries_that_say_something_else_are_found() -> None:
    held = voted(tie="lot")
    held.proclaim()
    stranger = str(uuid4())
    assert spoilt(held, "election.prepared", election=stranger) is Sort.ABSENT
    assert spoilt(held, "election.round-opened", round=stranger) is Sort.ABSENT
    assert spoilt(held, "election.round-opened", election=stranger) is Sort.NOT_ALLOWED
    assert spoilt(held, "election.round-opened", number=9) is Sort.KEPT
    assert spoilt(held, "election.ballot-cast", round=stranger) is Sort.NOT_ALLOWED
    assert spoilt(held, "election.ballot-cast", member=stranger) is Sort.NOT_ALLOWED
    assert spoilt(held, "election.ballot-cast", marks=[[stranger, 1]]) is Sort.NOT_ALLOWED
    assert spoilt(held, "election.ballot-cast", marks="gone") is Sort.NOT_ALLOWED
    assert spoilt(held, "election.round-closed", elected=[]) is Sort.RECOMPUTED
    assert spoilt(held, "election.round-closed", result="0") is Sort.RECOMPUTED
    assert spoilt(held, "election.round-closed", orders="gone") is Sort.UNREADABLE
    assert spoilt(held, "election.proclaimed", election=stranger) is Sort.NOT_ALLOWED
    assert spoilt(held, "election.proclaimed", elected=[]) is Sort.RECOMPUTED
    others = [[held.option(name), [stranger]] for name in ("alice", "bob", "dana")]
    assert spoilt(held, "election.round-opened", candidates=others) is Sort.RECOMPUTED
    told = [
        entry for entry in entries(association_id=held.world.association_id) if not entry.kind.startswith("election.")
    ]
    difference = recount(entries=told, tables=tables(association_id=held.world.association_id)).difference
    assert difference.sort is Sort.UNKNOWN


def test_after_a_round_that_was_cancelled_people_may_stand_in_another_way() -> None:
    held = booth("alice", "bob", "dana")
    first = held.begin()
    held.say(first, "alice", alice=held.marks(alice=1))
    held.end(first)
    commands.cancel_round(actor=held.world.alice, round_id=first, reason="A list after all", now=held.world.now)
    prepared(held.world, held.row, method="list")
    assert found(held) is None


def test_who_leaves_before_it_is_proclaimed_has_no_mandate_and_only_then() -> None:
    held = booth("alice", "bob", "dana")
    first = held.begin()
    for name in ("alice", "dana"):
        held.say(first, name, **{name: held.marks(bob=1)})
    held.end(first)
    record_departure(actor=held.world.bob, member_id=held.world.bob.member_id, now=held.world.now)
    assert held.proclaim() == 0
    assert held.page().elected == ()
    assert found(held) is None
    told = [
        replace(entry, kind="member.returned") if entry.kind == "member.left" else entry
        for entry in entries(association_id=held.world.association_id)
    ]
    difference = recount(entries=told, tables=tables(association_id=held.world.association_id)).difference
    assert difference.sort is Sort.RECOMPUTED
