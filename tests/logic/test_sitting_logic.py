"""Codes, speakers, openings and the replay of attendance: pure, and exact at their boundaries."""

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.assemblies.sitting.logic import codes
from toutdoux.assemblies.sitting.logic.events import SittingEvent, SittingRefusal
from toutdoux.assemblies.sitting.logic.opening import OpeningFacts, missing_refusals, opening_refusals, roll_digest
from toutdoux.assemblies.sitting.logic.quorum import quorum_of, share_of
from toutdoux.assemblies.sitting.logic.replay import HeldFacts, attended
from toutdoux.assemblies.sitting.logic.speaking import HandFacts, line
from toutdoux.decisions.logic.replay_facts import Sort
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.rules.assembly import Presence, Quorum
from toutdoux.rules.rulebook import AssemblyRules, Delay, SecondConvening, Share

START = datetime(2026, 5, 9, 14, 0, tzinfo=UTC)
ASSEMBLY, ANN, BEN = UUID(int=1), UUID(int=2), UUID(int=3)


@given(secret=st.text(min_size=1), seconds=st.integers(0, 10**7), late=st.integers(0, 119))
def test_a_code_is_six_digits_and_is_taken_for_two_minutes_more(secret: str, seconds: int, late: int) -> None:
    at = START + timedelta(seconds=seconds)
    shown = codes.code(secret=secret, at=at)
    assert len(shown) == 6
    assert shown.isdecimal()
    assert codes.fits(said=f"{shown[:3]} {shown[3:]}", secret=secret, at=at + timedelta(seconds=late))
    assert not codes.fits(said="é", secret=secret, at=at)
    past = codes.code(secret=secret, at=at - 3 * codes.LASTS)
    if past not in {shown, codes.code(secret=secret, at=at - codes.LASTS)}:
        assert not codes.fits(said=past, secret=secret, at=at)


def test_the_fifth_wrong_code_within_ten_minutes_is_the_last() -> None:
    guesses = [START + timedelta(minutes=n) for n in range(5)]
    assert codes.tried_until(guesses=guesses[:4], at=START + timedelta(minutes=5)) is None
    assert codes.tried_until(guesses=guesses, at=START + timedelta(minutes=5)) == START + timedelta(minutes=10)
    assert codes.tried_until(guesses=guesses, at=START + timedelta(minutes=10)) is None


@given(
    hands=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.sampled_from(["up", "speaks", "done", "down"]))),
    first=st.booleans(),
)
def test_everyone_who_waits_is_called_once_and_in_order(hands: list[tuple[int, int, str]], first: bool) -> None:
    facts = [
        HandFacts(
            id=number,
            member_id=UUID(int=who),
            raised_at=START + timedelta(minutes=at),
            called_at=START if state in {"speaks", "done"} else None,
            ended_at=START if state in {"done", "down"} else None,
        )
        for number, (who, at, state) in enumerate(hands)
    ]
    called = line(facts, first_timers_first=first)
    assert {hand.id for hand in called} == {n for n, (_, _, state) in enumerate(hands) if state == "up"}
    before = {UUID(int=who) for who, _, state in hands if state in {"speaks", "done"}} if first else set()
    keys = [(hand.member_id in before, hand.raised_at) for hand in called]
    assert keys == sorted(keys)
    assert {hand.id for hand in facts if hand.speaks} == {
        n for n, (_, _, state) in enumerate(hands) if state == "speaks"
    }


@pytest.mark.parametrize("reached", [True, False])
@pytest.mark.parametrize("chaired", [True, False])
@pytest.mark.parametrize("early", [0, 1])
def test_opening_says_all_that_is_missing_and_only_that(early: int, chaired: bool, reached: bool) -> None:
    found = Quorum(reached=reached, votes=1, roll=4, needed=2)
    facts = OpeningFacts(convened_for=START, chaired=chaired, quorum=found)
    at = START - timedelta(microseconds=early)
    shared = ({SittingRefusal.TOO_EARLY} if early else set()) | (set() if chaired else {SittingRefusal.NO_CHAIR})
    opening = {refusal.code for refusal in opening_refusals(facts=facts, at=at)}
    missing = {refusal.code for refusal in missing_refusals(facts=facts, at=at)}
    assert opening == shared | (set() if reached else {SittingRefusal.QUORUM_MISSING})
    assert missing == shared | ({SittingRefusal.QUORUM_THERE} if reached else set())


def test_a_second_convening_has_its_own_quorum() -> None:
    half, third = Share(share=Fraction(1, 2)), Share(share=Fraction(1, 3))
    alone = AssemblyRules(quorum=half)
    both = AssemblyRules(quorum=half, second_convening=SecondConvening(notice=Delay(days=7), quorum=third))
    none = AssemblyRules(quorum=half, second_convening=SecondConvening(notice=Delay(days=7)))
    assert [share_of(rules=rules, second=True) for rules in (alone, both, none)] == [half, third, None]
    assert share_of(rules=both, second=False) == half
    room = Presence(roll=9, present=2, represented=1)
    assert [quorum_of(presence=room, rules=both, second=second).reached for second in (False, True)] == [False, True]


def told(*lines: tuple[str, dict[str, object]]) -> list[EntryFacts]:
    return [
        EntryFacts(
            association_id=ASSEMBLY,
            seq=seq,
            at=START + timedelta(minutes=seq),
            kind=kind,
            actor_id=None,
            data=json.dumps({"assembly": str(ASSEMBLY)} | data),
            previous="",
            digest="",
        )
        for seq, (kind, data) in enumerate(lines, start=1)
    ]


CAME = (SittingEvent.ARRIVED, {"member": str(ANN), "how": "desk"})
LEFT = (SittingEvent.LEFT, {"member": str(ANN)})
CLOSED: tuple[str, dict[str, object]] = (SittingEvent.CLOSED, {})
ROLL = roll_digest(assembly_id=ASSEMBLY, roll=[ANN, BEN])
BEGAN = {"digest": ROLL, "seats": 2, "present": 1, "represented": 0, "needed": 1}
OPENED = (SittingEvent.OPENED, BEGAN)
MISSING = (SittingEvent.MISSING, BEGAN | {"needed": 2})
STAY = (ANN, START + timedelta(minutes=1), None, "desk")


def facts(**more: object) -> dict[UUID, HeldFacts]:
    known = {"stays": frozenset({STAY}), "roll": frozenset({ANN, BEN}), "figures": (2, 1, 0)}
    return {ASSEMBLY: HeldFacts(**(known | more))}


OPEN = facts(opened_at=START + timedelta(minutes=2))


def test_what_the_ledger_tells_is_what_the_tables_hold() -> None:
    assert attended(entries=told(CAME, OPENED, ("vote.cast", {})), tables=OPEN) is None
    at = START + timedelta(minutes=2)
    assert attended(entries=told(CAME, MISSING), tables=facts(opened_at=at, closed_at=at)) is None


@pytest.mark.parametrize(
    ("lines", "sort"),
    [
        ((CAME, CAME), Sort.NOT_ALLOWED),
        ((LEFT,), Sort.NOT_ALLOWED),
        ((CAME, OPENED, CLOSED, LEFT), Sort.NOT_ALLOWED),
        ((CAME, OPENED, CLOSED, CAME), Sort.NOT_ALLOWED),
        ((CAME, OPENED, OPENED), Sort.NOT_ALLOWED),
        ((CLOSED,), Sort.NOT_ALLOWED),
        ((CAME, OPENED, CLOSED, CLOSED), Sort.NOT_ALLOWED),
        ((CAME, (SittingEvent.MISSING, BEGAN)), Sort.NOT_ALLOWED),
        ((CAME, (SittingEvent.MISSING, BEGAN | {"needed": None})), Sort.NOT_ALLOWED),
        ((OPENED,), Sort.RECOMPUTED),
        ((CAME, (SittingEvent.OPENED, BEGAN | {"digest": "x"})), Sort.KEPT),
        ((CAME, (SittingEvent.OPENED, BEGAN | {"present": 2})), Sort.KEPT),
        ((CAME, OPENED, LEFT), Sort.UNKNOWN),
        ((CAME, (SittingEvent.ARRIVED, {"member": str(BEN), "how": "desk"}), OPENED), Sort.RECOMPUTED),
        ((CAME,), Sort.KEPT),
        ((CAME, (SittingEvent.LEFT, {})), Sort.UNREADABLE),
    ],
)
def test_the_first_difference_is_found(lines: tuple[tuple[str, dict[str, object]], ...], sort: Sort) -> None:
    found = attended(entries=told(*lines), tables=OPEN)
    assert found is not None
    assert found.sort is sort


def test_rows_that_are_not_there_are_missed() -> None:
    assert attended(entries=told(CAME, OPENED), tables={}).sort is Sort.ABSENT
    gone = facts(opened_at=START + timedelta(minutes=2), stays=frozenset())
    assert attended(entries=told(CAME, OPENED), tables=gone).sort is Sort.KEPT
