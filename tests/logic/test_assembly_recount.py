"""Recounting votes from the ledger alone: what it cannot have told, and what it tells and cannot be."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from toutdoux.assemblies.voting.logic.replay import Cast, VoteFacts, recount
from toutdoux.decisions.logic.replay_facts import Sort
from toutdoux.kernel.canonical import digest
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.rules.seats import Seat, seats_data

AT = datetime(2026, 3, 10, 18, tzinfo=UTC)
VOTE, OTHER, ASSEMBLY, ITEM = (UUID(int=number) for number in range(11, 15))
ALICE, BOB, DANA = (UUID(int=number) for number in range(1, 4))
SEATS = (Seat(member_id=ALICE), Seat(member_id=BOB), Seat(member_id=DANA, holder_id=BOB))


def entry(seq: int, kind: str, **data: Any) -> EntryFacts:
    return EntryFacts(
        association_id=ASSEMBLY,
        seq=seq,
        at=AT + timedelta(minutes=seq),
        kind=kind,
        actor_id=ALICE,
        data=json.dumps(data),
        previous="",
        digest="",
    )


def opening(way: str = "named") -> dict[str, Any]:
    return {
        "assembly": str(ASSEMBLY),
        "item": str(ITEM),
        "amendment": None,
        "number": 1,
        "way": way,
        "roll": 4,
        "present": 2,
        "represented": 1,
        "quorum": 2,
        "base": "expressed",
    }


def opened(way: str = "named", *, seq: int = 1, vote: UUID = VOTE) -> EntryFacts:
    return entry(seq, "vote.opened", vote=str(vote), seats=digest(seats_data(SEATS)), text="t", **opening(way))


def cast(seq: int, member: UUID, choice: str, vote: UUID = VOTE) -> EntryFacts:
    return entry(seq, "vote.cast", vote=str(vote), member=str(member), choice=choice)


def marked(seq: int, member: UUID) -> EntryFacts:
    return entry(seq, "vote.marked", vote=str(VOTE), member=str(member))


def closed(seq: int, for_: int, against: int, blank: int, *, majority: str = "adopted") -> EntryFacts:
    figures = {"for": for_, "against": against, "blank": blank, "no_part": 3 - for_ - against - blank}
    return entry(seq, "vote.closed", vote=str(VOTE), majority=majority, **figures)


def cancelled(seq: int) -> EntryFacts:
    return entry(seq, "vote.cancelled", vote=str(VOTE))


def facts(way: str = "named", **more: Any) -> VoteFacts:
    return replace(
        VoteFacts(
            opening=opening(way),
            opened_at=AT + timedelta(minutes=1),
            text="t",
            seats=SEATS,
            cast={},
            slips={},
            closed_at=None,
            figures=None,
            majority="",
            cancelled_at=None,
        ),
        **more,
    )


def over(seq: int, *figures: int, way: str = "named", majority: str = "adopted", **more: Any) -> VoteFacts:
    return facts(way, closed_at=AT + timedelta(minutes=seq), figures=figures, majority=majority, **more)


def sort(entries: list[EntryFacts], tables: Mapping[UUID, VoteFacts]) -> Sort | None:
    found = recount(entries=entries, tables=tables).difference
    return None if found is None else found.sort


NAMED = [opened(), cast(2, BOB, "against"), cast(3, BOB, "for"), cast(4, DANA, "for"), closed(5, 2, 0, 0)]
NAMED_ROWS = over(5, 2, 0, 0, cast={BOB: Cast(seq=3, choice="for"), DANA: Cast(seq=4, choice="for")})
CONFIDENTIAL = [opened("confidential"), marked(2, BOB), marked(3, ALICE), closed(4, 1, 1, 0, majority="tie")]
CONFIDENTIAL_ROWS = over(
    4,
    1,
    1,
    0,
    way="confidential",
    majority="tie",
    cast={BOB: Cast(seq=2), ALICE: Cast(seq=3)},
    slips={"for": 1, "against": 1},
)


def test_it_works() -> None:
    assert sort([entry(1, "ballot.cast", anything=1)], {}) is None
    assert sort(NAMED, {VOTE: NAMED_ROWS}) is None
    assert sort(CONFIDENTIAL, {VOTE: CONFIDENTIAL_ROWS}) is None
    hands = [opened("hands"), closed(2, 2, 1, 0), cancelled(3)]
    assert sort(hands, {VOTE: over(2, 2, 1, 0, way="hands", cancelled_at=AT + timedelta(minutes=3))}) is None
    assert recount(entries=NAMED, tables={VOTE: NAMED_ROWS}).votes == 1


@pytest.mark.parametrize(
    "entries",
    [
        [cast(1, BOB, "for")],
        [opened(), cast(2, UUID(int=9), "for")],
        [opened("confidential"), cast(2, BOB, "for")],
        [opened(), marked(2, BOB)],
        [opened("confidential"), marked(2, BOB), marked(3, BOB)],
        [*NAMED, cast(6, ALICE, "for")],
        [*NAMED, closed(6, 2, 0, 0)],
        [*NAMED, cancelled(6), cancelled(7)],
        [opened(), opened(seq=2, vote=OTHER)],
    ],
)
def test_what_no_door_lets_happen_is_not_allowed(entries: list[EntryFacts]) -> None:
    way = json.loads(entries[0].data).get("way", "named")
    assert sort(entries, {VOTE: facts(way), OTHER: facts()}) is Sort.NOT_ALLOWED


@pytest.mark.parametrize(
    ("entries", "rows"),
    [
        ([*NAMED[:4], closed(5, 1, 1, 0)], NAMED_ROWS),
        ([*NAMED[:4], closed(5, 2, 0, 0, majority="rejected")], NAMED_ROWS),
        (CONFIDENTIAL, replace(CONFIDENTIAL_ROWS, slips={"for": 2})),
        (CONFIDENTIAL, replace(CONFIDENTIAL_ROWS, slips={"for": 1, "against": 1, "blank": 1})),
    ],
)
def test_figures_that_recounting_does_not_give(entries: list[EntryFacts], rows: VoteFacts) -> None:
    assert sort(entries, {VOTE: rows}) is Sort.RECOMPUTED


def test_seats_that_do_not_make_the_presence_that_was_told() -> None:
    told = opening() | {"present": 3}
    entries = [entry(1, "vote.opened", vote=str(VOTE), seats=digest(seats_data(SEATS)), text="t", **told)]
    assert sort(entries, {VOTE: facts(opening=told)}) is Sort.RECOMPUTED


def test_hands_that_do_not_add_up_and_entries_that_lack_something_cannot_be_read() -> None:
    assert sort([opened("hands"), closed(2, 4, 0, 0)], {VOTE: facts("hands")}) is Sort.UNREADABLE
    assert sort([opened(), entry(2, "vote.cast", vote=str(VOTE))], {VOTE: facts()}) is Sort.UNREADABLE
    assert sort([opened(), cast(2, BOB, "perhaps")], {VOTE: facts()}) is Sort.UNREADABLE


def test_rows_without_entries_and_entries_without_rows() -> None:
    assert sort([], {VOTE: facts()}) is Sort.UNKNOWN
    assert sort([opened()], {}) is Sort.ABSENT


@pytest.mark.parametrize(
    "change",
    [
        {"cast": {BOB: Cast(seq=3, choice="for")}},
        {"figures": (1, 0, 0)},
        {"majority": "rejected"},
        {"closed_at": None},
        {"cancelled_at": AT},
        {"opened_at": AT},
        {"text": "other"},
        {"seats": SEATS[:2]},
    ],
)
def test_a_row_that_differs_from_what_is_told(change: dict[str, Any]) -> None:
    assert sort(NAMED, {VOTE: replace(NAMED_ROWS, **change)}) is Sort.KEPT
