"""What may be voted on, cast, counted and cancelled in an assembly: every rule by itself, all reasons at once."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.assemblies.logic.convening import ItemKind, ItemState, Stage
from toutdoux.assemblies.voting.logic.acts import (
    REASON_LENGTH,
    CastingFacts,
    OpeningFacts,
    cancelling_refusals,
    casting_refusals,
    closing_refusals,
    opening_refusals,
    totals_refusals,
)
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.assembly import Presence, Quorum
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import QuorumMissing
from toutdoux.rules.seats import Voice, Way

ALICE, BOB, DANA, ELI = (UUID(int=number) for number in range(1, 5))
ENOUGH = Quorum(reached=True, votes=3, roll=5, needed=3)
MISSING = Quorum(reached=False, votes=2, roll=5, needed=3)
OPENING = OpeningFacts(
    way="named",
    kind=ItemKind.RESOLUTION,
    state=ItemState.CURRENT,
    waiting=(),
    running=False,
    settled=False,
    applies=True,
    listable=True,
    quorum=ENOUGH,
    missing=QuorumMissing.REFUSED,
)
#: Bob is in the room, holds Dana's voice as he likes and Eli's for an Against; Alice is somebody else.
CASTING = CastingFacts(
    way=Way.NAMED,
    over=False,
    speaker_id=BOB,
    choices={BOB: "for", DANA: "blank", ELI: "against"},
    key="a page",
    voices={
        BOB: Voice(member_id=BOB),
        DANA: Voice(member_id=DANA),
        ELI: Voice(member_id=ELI, instruction=Choice.AGAINST),
    },
    seated=frozenset({ALICE, BOB, DANA, ELI}),
    cast=frozenset(),
)


def codes(refusals: list[Refusal]) -> list[str]:
    return [refusal.code for refusal in refusals]


def test_it_works() -> None:
    assert opening_refusals(OPENING) == []
    assert casting_refusals(CASTING) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"way": "telegraph"}, VoteRefusal.UNKNOWN_WAY),
        ({"kind": ItemKind.ELECTION}, VoteRefusal.NOT_TO_VOTE_ON),
        ({"kind": ItemKind.DISCUSSION}, VoteRefusal.NOT_TO_VOTE_ON),
        ({"state": ItemState.WAITING}, VoteRefusal.NOT_AT_HAND),
        ({"state": ItemState.DEFERRED}, VoteRefusal.NOT_AT_HAND),
        ({"running": True}, VoteRefusal.VOTE_RUNNING),
        ({"settled": True}, VoteRefusal.VOTED_ALREADY),
        ({"applies": False}, VoteRefusal.NO_LONGER_APPLIES),
        ({"settled": True, "applies": False}, VoteRefusal.VOTED_ALREADY),
        ({"listable": False}, VoteRefusal.NOT_BEGUN),
        ({"settled": True, "listable": False}, VoteRefusal.VOTED_ALREADY),
        ({"waiting": (1, 3)}, VoteRefusal.AMENDMENTS_WAIT),
        ({"quorum": replace(ENOUGH, votes=0)}, VoteRefusal.NOBODY_THERE),
        ({"quorum": MISSING}, VoteRefusal.QUORUM_MISSING),
    ],
)
def test_each_rule_keeps_a_vote_from_opening(change: dict[str, object], code: VoteRefusal) -> None:
    assert codes(opening_refusals(replace(OPENING, **change))) == [code]


def test_a_rulebook_may_record_a_missing_quorum_rather_than_refuse_and_all_reasons_are_told_at_once() -> None:
    assert opening_refusals(replace(OPENING, quorum=MISSING, missing=QuorumMissing.RECORDED)) == []
    found = opening_refusals(replace(OPENING, way="", running=True, quorum=MISSING))
    assert codes(found) == [VoteRefusal.UNKNOWN_WAY, VoteRefusal.VOTE_RUNNING, VoteRefusal.QUORUM_MISSING]
    assert found[-1].data == {"votes": 2, "roll": 5, "needed": 3}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": ""}, VoteRefusal.KEY_MISSING),
        ({"key": "k" * 65}, VoteRefusal.KEY_MISSING),
        ({"over": True}, VoteRefusal.VOTE_OVER),
        ({"way": Way.HANDS}, VoteRefusal.BY_HANDS),
        ({"voices": {}}, VoteRefusal.NOT_IN_THE_ROOM),
        ({"choices": {}}, VoteRefusal.NOTHING_CHOSEN),
        ({"choices": {ALICE: "for"}}, VoteRefusal.NOT_THEIR_VOICE),
        ({"seated": frozenset({ALICE, DANA, ELI})}, VoteRefusal.NOT_SEATED),
        ({"choices": {BOB: "maybe"}}, VoteRefusal.UNKNOWN_CHOICE),
        ({"choices": {ELI: "for"}}, VoteRefusal.INSTRUCTED),
        ({"way": Way.CONFIDENTIAL, "cast": frozenset({BOB})}, VoteRefusal.CAST_FOR_GOOD),
    ],
)
def test_each_rule_keeps_ballots_from_being_cast(change: dict[str, object], code: VoteRefusal) -> None:
    assert codes(casting_refusals(replace(CASTING, **change))) == [code]


def test_a_named_ballot_may_be_cast_again_and_one_reason_for_two_voices_is_told_once() -> None:
    assert casting_refusals(replace(CASTING, cast=frozenset({BOB, DANA}))) == []
    again = replace(CASTING, way=Way.CONFIDENTIAL, cast=frozenset({DANA, ELI}))
    assert codes(casting_refusals(again)) == [VoteRefusal.CAST_FOR_GOOD]


@given(choice=st.sampled_from(Choice), bound=st.sampled_from(Choice))
def test_instructions_bind_exactly(choice: Choice, bound: Choice) -> None:
    voices = {BOB: Voice(member_id=BOB), ELI: Voice(member_id=ELI, instruction=bound)}
    found = casting_refusals(replace(CASTING, choices={ELI: choice}, voices=voices))
    assert codes(found) == ([] if choice is bound else [VoteRefusal.INSTRUCTED])


@given(st.integers(-2, 30), st.integers(-2, 30), st.integers(-2, 30), st.integers(0, 20), st.integers(0, 20))
def test_totals_are_taken_exactly_when_the_seats_can_have_given_them(
    for_: int, against: int, blank: int, present: int, represented: int
) -> None:
    presence = Presence(roll=50, present=present, represented=represented)
    found = totals_refusals(for_=for_, against=against, blank=blank, presence=presence)
    possible = min(for_, against, blank) >= 0 and for_ + against + blank <= present + represented
    assert (found == []) is possible
    if not possible and min(for_, against, blank) >= 0:
        assert found[0].code == VoteRefusal.TOTALS_TOO_LARGE
        assert found[0].data["total"] == for_ + against + blank


def test_closing_wants_every_slip_of_the_box() -> None:
    assert closing_refusals(way=Way.NAMED, over=False, marked=0, slips=0) == []
    assert closing_refusals(way=Way.CONFIDENTIAL, over=False, marked=7, slips=7) == []
    assert codes(closing_refusals(way=Way.CONFIDENTIAL, over=False, marked=7, slips=0)) == [VoteRefusal.BOX_INCOMPLETE]
    assert codes(closing_refusals(way=Way.HANDS, over=False, marked=0, slips=0)) == [VoteRefusal.BY_HANDS]
    assert codes(closing_refusals(way=Way.NAMED, over=True, marked=0, slips=0)) == [VoteRefusal.VOTE_OVER]


def test_cancelling_wants_a_reason_an_assembly_under_way_and_nothing_that_came_of_the_vote() -> None:
    assert cancelling_refusals(stage=Stage.OPEN, cancelled=False, reason="Counted twice", followed=False) == []
    assert codes(cancelling_refusals(stage=Stage.CLOSED, cancelled=True, reason=" ", followed=True)) == [
        VoteRefusal.VOTE_OVER,
        VoteRefusal.REASON_MISSING,
        VoteRefusal.EFFECTS_APPLIED,
    ]
    long = cancelling_refusals(stage=Stage.OPEN, cancelled=False, reason="x" * (REASON_LENGTH + 1), followed=False)
    assert codes(long) == [VoteRefusal.REASON_TOO_LONG]
