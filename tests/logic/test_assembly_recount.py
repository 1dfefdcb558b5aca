"""Recounting votes from the ledger alone: what it cannot have told, and what it tells and cannot be."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from toutdoux.assemblies.logic.facts import Change
from toutdoux.assemblies.voting.logic.amending import Edit, edit_data
from toutdoux.assemblies.voting.logic.replay import AmendmentFacts, Cast, ItemFacts, VoteFacts, recount
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
            words="A saw",
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


# Amendments: an item about a saw; one amendment replaces its price, another comes at its end.

PRICE, END = UUID(int=21), UUID(int=22)
EDITS = {PRICE: Edit(change=Change.REPLACE, passage="300", words="200"), END: Edit(change=Change.END, words="Used.")}
SAW = ItemFacts(title="A saw", text="For 300 €.", bought="≤ 300 €")
AMENDED = {
    one: AmendmentFacts(item=ITEM, number=number, edit=EDITS[one], salt="s", withdrawn_at=None)
    for number, one in enumerate(EDITS, start=1)
}


def about(seq: int, kind: str, amendment: UUID = PRICE, **data: Any) -> EntryFacts:
    return entry(seq, f"vote.amendment-{kind}", item=str(ITEM), amendment=str(amendment), **data)


def wording(amendment: UUID, edit: Edit | None = None) -> str:
    return digest({"salt": "s"} | edit_data(edit or EDITS[amendment]))


def proposed(seq: int, amendment: UUID, **more: Any) -> EntryFacts:
    number = list(EDITS).index(amendment) + 1
    return about(seq, "proposed", amendment, **({"number": number, "text": wording(amendment)} | more))


def ordered(seq: int, *order: UUID) -> EntryFacts:
    return entry(seq, "vote.amendments-ordered", item=str(ITEM), order=[str(one) for one in order])


def asked(seq: int, vote: UUID, amendment: UUID | None, *adopted: UUID) -> EntryFacts:
    told = opening("hands") | {"amendment": str(amendment) if amendment else None}
    more = {"seats": digest(seats_data(SEATS)), "text": "t", "adopted": [str(one) for one in adopted]}
    return entry(seq, "vote.opened", vote=str(vote), **told, **more)


STORY = [
    proposed(1, PRICE),
    proposed(2, END),
    asked(3, VOTE, PRICE),
    closed(4, 2, 0, 0),
    about(5, "withdrawn", END),
    asked(6, OTHER, None, PRICE),
]
TABLES = {
    VOTE: over(
        4,
        2,
        0,
        0,
        way="hands",
        words="For 200 €.",
        opened_at=AT + timedelta(minutes=3),
        opening=opening("hands") | {"amendment": str(PRICE)},
    ),
    OTHER: facts("hands", words="A saw\n\nFor 200 €.\n\n≤ 300 €", opened_at=AT + timedelta(minutes=6)),
}
WITHDRAWN = AMENDED | {END: replace(AMENDED[END], withdrawn_at=AT + timedelta(minutes=5))}


def amending(
    entries: list[EntryFacts],
    tables: Mapping[UUID, VoteFacts] = TABLES,
    amended: Mapping[UUID, AmendmentFacts] = WITHDRAWN,
    saw: ItemFacts = SAW,
) -> Sort | None:
    found = recount(entries=entries, tables=tables, items={ITEM: saw}, amended=amended).difference
    return None if found is None else found.sort


def test_the_text_of_each_vote_is_merged_anew() -> None:
    assert amending(STORY) is None
    # The first votes were opened without saying what was adopted, and the first amendments without a digest.
    old = [proposed(1, PRICE, text=""), opened("hands", seq=2), closed(3, 2, 0, 0)]
    before = over(3, 2, 0, 0, way="hands", opened_at=AT + timedelta(minutes=2))
    assert amending(old, {VOTE: before}, {PRICE: AMENDED[PRICE]}) is None


@pytest.mark.parametrize(
    ("entries", "tables", "saw"),
    [
        (STORY, TABLES | {OTHER: replace(TABLES[OTHER], words="A saw\n\nFor 300 €.\n\n≤ 300 €")}, SAW),
        (STORY, TABLES | {VOTE: replace(TABLES[VOTE], words="For 300 €.")}, SAW),
        (STORY, TABLES, replace(SAW, text="For 300 €, or less.")),
        (STORY, TABLES, replace(SAW, text="For 500 €.")),
        ([*STORY[:5], asked(6, OTHER, None)], TABLES, SAW),
        ([*STORY[:5], asked(6, OTHER, None, PRICE, END)], TABLES, SAW),
    ],
)
def test_a_text_that_merging_does_not_give(
    entries: list[EntryFacts], tables: Mapping[UUID, VoteFacts], saw: ItemFacts
) -> None:
    assert amending(entries, tables, saw=saw) is Sort.RECOMPUTED


def test_an_amendment_whose_vote_was_cancelled_may_be_reworded_and_counts_for_nothing() -> None:
    other = Edit(change=Change.REPLACE, passage="300", words="100")
    entries = [*STORY[:4], cancelled(5), about(6, "reworded", text=wording(PRICE, other))]
    reworded = AMENDED | {PRICE: replace(AMENDED[PRICE], edit=other)}
    tables = {VOTE: replace(TABLES[VOTE], cancelled_at=AT + timedelta(minutes=5))}
    assert amending(entries, tables, reworded) is None
    again = [*entries, asked(7, OTHER, None)]
    text = replace(TABLES[OTHER], words="A saw\n\nFor 300 €.\n\n≤ 300 €", opened_at=AT + timedelta(minutes=7))
    assert amending(again, tables | {OTHER: text}, reworded) is None


def test_their_order_is_the_one_that_was_told() -> None:
    entries = [*STORY[:2], ordered(3, END, PRICE)]
    assert amending(entries, {}, dict(reversed(AMENDED.items()))) is None
    assert amending(entries, {}, AMENDED) is Sort.KEPT
    assert amending([*STORY[:2], ordered(3, END)], {}, AMENDED) is Sort.NOT_ALLOWED


@pytest.mark.parametrize(
    "entries",
    [
        [about(1, "reworded", text="t")],
        [*STORY, about(7, "withdrawn", PRICE)],
        [*STORY, about(7, "reworded", END, text="t")],
    ],
)
def test_what_no_door_lets_happen_to_an_amendment(entries: list[EntryFacts]) -> None:
    assert amending(entries) is Sort.NOT_ALLOWED


@pytest.mark.parametrize(
    ("change", "sort"),
    [
        ({"edit": Edit(change=Change.END, words="New.")}, Sort.KEPT),
        ({"number": 7}, Sort.KEPT),
        ({"withdrawn_at": None}, Sort.KEPT),
        ({"salt": "other"}, Sort.KEPT),
    ],
)
def test_an_amendment_that_differs_from_what_is_told(change: dict[str, Any], sort: Sort) -> None:
    assert amending(STORY, amended=WITHDRAWN | {END: replace(WITHDRAWN[END], **change)}) is sort


def test_amendments_without_entries_and_entries_without_amendments() -> None:
    assert amending(STORY, amended={PRICE: AMENDED[PRICE]}) is Sort.ABSENT
    assert amending([], {}, AMENDED) is Sort.UNKNOWN
