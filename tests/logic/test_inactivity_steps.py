"""The steps of the procedure: where a person is, how far it has come, and what each step refuses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refusal
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.procedures.logic.inactivity import (
    SETTLED,
    WORDS_MAX,
    PersonFacts,
    PersonState,
    ProcedureFacts,
    Runner,
    Stage,
    answer_refusals,
    ask_refusals,
    begin_refusals,
    open_refusals,
    remaining,
    take_off_refusals,
    told_refusals,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ALICE, BOB = UUID(int=1), UUID(int=2)

PLAIN = PersonFacts(
    listed_id=UUID(int=11),
    member_id=ALICE,
    taken_off=False,
    asked=False,
    told_at=None,
    reply_by=None,
    answer="",
    gone=False,
)
ASKED = replace(PLAIN, asked=True)
WAITING = replace(ASKED, told_at=NOW - DAY, reply_by=NOW + DAY)
SILENT = replace(ASKED, told_at=NOW - 11 * DAY, reply_by=NOW - DAY)
STAYS = replace(SILENT, answer="stay")
LEAVES = replace(SILENT, answer="leave", gone=True)
OFF = replace(SILENT, taken_off=True)
GONE = replace(SILENT, gone=True)

people_ = st.sampled_from([PLAIN, ASKED, WAITING, SILENT, STAYS, LEAVES, OFF, GONE])


def procedure(*people: PersonFacts, **more: object) -> ProcedureFacts:
    numbered = tuple(replace(one, listed_id=UUID(int=100 + n)) for n, one in enumerate(people))
    values = {"asked": True, "open_action": None, "closed": False, "people": numbered} | more
    return ProcedureFacts(**values)


def codes(refusals: list[Refusal]) -> list[ProcedureRefusal]:
    return [refusal.code for refusal in refusals]


def test_it_works() -> None:
    facts = procedure(SILENT, STAYS)
    assert facts.stage(now=NOW) is Stage.ASKING
    assert [one.member_id for one in facts.silent(now=NOW)] == [ALICE]
    assert not open_refusals(facts=facts, now=NOW)


@pytest.mark.parametrize(
    ("person", "state"),
    [
        (PLAIN, PersonState.LISTED),
        (ASKED, PersonState.NOT_TOLD),
        (WAITING, PersonState.WAITING),
        (SILENT, PersonState.SILENT),
        (STAYS, PersonState.STAYS),
        (LEAVES, PersonState.LEAVES),
        (OFF, PersonState.TAKEN_OFF),
        (GONE, PersonState.GONE),
    ],
)
def test_where_a_person_is(person: PersonFacts, state: PersonState) -> None:
    assert person.state(now=NOW) is state


def test_silence_begins_at_the_instant_the_delay_ends_and_not_before() -> None:
    assert WAITING.state(now=NOW + DAY - timedelta(microseconds=1)) is PersonState.WAITING
    assert WAITING.state(now=NOW + DAY) is PersonState.SILENT


def test_the_delay_of_someone_who_was_not_told_never_ends() -> None:
    assert ASKED.state(now=NOW + 1000 * DAY) is PersonState.NOT_TOLD
    assert codes(open_refusals(facts=procedure(ASKED, SILENT), now=NOW)) == [ProcedureRefusal.NOT_TOLD_YET]


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (procedure(PLAIN, asked=False), Stage.LISTING),
        (procedure(asked=False), Stage.LISTING),
        (procedure(WAITING), Stage.ASKING),
        (procedure(STAYS, OFF, GONE), Stage.OVER),
        (procedure(SILENT, open_action=True), Stage.VOTING),
        (procedure(SILENT, open_action=False), Stage.OVER),
        (procedure(WAITING, closed=True), Stage.OVER),
    ],
)
def test_how_far_it_has_come(facts: ProcedureFacts, stage: Stage) -> None:
    assert facts.stage(now=NOW) is stage


@given(st.lists(people_, max_size=6))
def test_nothing_opens_unless_everyone_was_told_and_had_the_whole_delay(people: list[PersonFacts]) -> None:
    facts = procedure(*people)
    if not open_refusals(facts=facts, now=NOW):
        states = {one.state(now=NOW) for one in facts.people}
        assert PersonState.SILENT in states
        assert states <= SETTLED | {PersonState.SILENT, PersonState.LISTED}
        assert all(one.told_at is not None and one.reply_by <= NOW for one in facts.silent(now=NOW))


def test_until_when_someone_may_answer_is_the_latest_of_them() -> None:
    later = replace(WAITING, reply_by=NOW + 3 * DAY)
    [refusal] = [r for r in open_refusals(facts=procedure(WAITING, later), now=NOW) if "until" in r.data]
    assert refusal.data == {"until": instant_text(NOW + 3 * DAY)}


def test_an_action_needs_someone_silent() -> None:
    assert codes(open_refusals(facts=procedure(WAITING), now=NOW)) == [
        ProcedureRefusal.STILL_TIME_TO_ANSWER,
        ProcedureRefusal.NOBODY_SILENT,
    ]
    assert codes(open_refusals(facts=procedure(STAYS), now=NOW)) == [ProcedureRefusal.NOT_AT_THIS_STEP]


@given(people=st.lists(people_, max_size=5), which=st.integers(0, 4), open_action=st.sampled_from([None, True, False]))
def test_who_says_that_they_stay_is_heard_as_long_as_nothing_is_decided(
    people: list[PersonFacts], which: int, open_action: bool | None
) -> None:
    facts = procedure(SILENT, *people, open_action=open_action)
    person = facts.people[0]
    refusals = codes(answer_refusals(facts=facts, person=person, answer="stay", words="", now=NOW))
    assert refusals == ([ProcedureRefusal.NO_LONGER_ASKED] if open_action is False else [])
    if not refusals:
        assert person.member_id not in remaining(people=facts.people[:1], without=person.listed_id, now=NOW)


@pytest.mark.parametrize(
    ("person", "answer", "words", "expected"),
    [
        (WAITING, "perhaps", "", [ProcedureRefusal.ANSWER_UNKNOWN]),
        (WAITING, "stay", "x" * (WORDS_MAX + 1), [ProcedureRefusal.WORDS_TOO_LONG]),
        (STAYS, "leave", "", [ProcedureRefusal.ALREADY_ANSWERED]),
        (PLAIN, "stay", "", [ProcedureRefusal.NO_LONGER_ASKED]),
        (OFF, "stay", "", [ProcedureRefusal.NO_LONGER_ASKED]),
        (GONE, "stay", "", [ProcedureRefusal.NO_LONGER_ASKED]),
        (ASKED, "leave", "", []),
    ],
)
def test_which_answers_are_taken(
    person: PersonFacts, answer: str, words: str, expected: list[ProcedureRefusal]
) -> None:
    facts = procedure(person, WAITING)
    assert codes(answer_refusals(facts=facts, person=person, answer=answer, words=words, now=NOW)) == expected


def test_asking_needs_someone_on_the_list() -> None:
    assert not ask_refusals(facts=procedure(PLAIN, asked=False), now=NOW)
    assert codes(ask_refusals(facts=procedure(OFF, asked=False), now=NOW)) == [ProcedureRefusal.NOBODY_LISTED]
    assert codes(ask_refusals(facts=procedure(WAITING), now=NOW)) == [ProcedureRefusal.NOT_AT_THIS_STEP]


@pytest.mark.parametrize("person", [PLAIN, ASKED, WAITING, SILENT])
@pytest.mark.parametrize("open_action", [None, True])
def test_anyone_can_be_taken_off_until_the_outcome(person: PersonFacts, open_action: bool | None) -> None:
    facts = procedure(person, SILENT, open_action=open_action)
    assert not take_off_refusals(facts=facts, person=person, now=NOW)


def test_nobody_is_taken_off_twice_nor_once_it_is_over() -> None:
    assert codes(take_off_refusals(facts=procedure(OFF, SILENT), person=OFF, now=NOW)) == [ProcedureRefusal.ALREADY_OFF]
    over = procedure(SILENT, open_action=False)
    assert codes(take_off_refusals(facts=over, person=SILENT, now=NOW)) == [ProcedureRefusal.NOT_AT_THIS_STEP]


def test_someone_is_told_once_and_only_when_asked() -> None:
    assert not told_refusals(facts=procedure(ASKED), person=ASKED, now=NOW)
    assert codes(told_refusals(facts=procedure(WAITING), person=WAITING, now=NOW)) == [ProcedureRefusal.ALREADY_TOLD]
    listing = procedure(PLAIN, asked=False)
    assert codes(told_refusals(facts=listing, person=PLAIN, now=NOW)) == [ProcedureRefusal.NOT_AT_THIS_STEP]


def test_an_action_goes_on_with_the_others() -> None:
    facts = procedure(SILENT, replace(SILENT, member_id=BOB), STAYS)
    assert remaining(people=facts.people, without=facts.people[0].listed_id, now=NOW) == (BOB,)


@pytest.mark.parametrize(
    ("votes", "holders", "may"),
    [(True, set(), True), (False, set(), False), (True, {BOB}, False), (False, {ALICE}, True)],
)
def test_who_may_begin(votes: bool, holders: set[UUID], may: bool) -> None:
    assert Runner(member_id=ALICE, votes=votes, holders=frozenset(holders)).may_begin is may


@pytest.mark.parametrize(
    ("holders", "started_by", "starter_votes", "may"),
    [(set(), ALICE, True, True), (set(), BOB, True, False), (set(), BOB, False, True), ({BOB}, ALICE, True, False)],
)
def test_who_may_run_one(holders: set[UUID], started_by: UUID, starter_votes: bool, may: bool) -> None:
    runner = Runner(member_id=ALICE, votes=True, holders=frozenset(holders))
    assert runner.may_run(started_by=started_by, starter_votes=starter_votes) is may


def test_beginning_tells_every_reason_at_once() -> None:
    nobody = Runner(member_id=ALICE, votes=False, holders=frozenset())
    found = begin_refusals(runner=nobody, running=True, window=(NOW, NOW - DAY), now=NOW)
    assert codes(found) == [
        ProcedureRefusal.NOT_YOURS_TO_RUN,
        ProcedureRefusal.PROCEDURE_RUNNING,
        ProcedureRefusal.WINDOW_MALFORMED,
    ]
    somebody = replace(nobody, votes=True)
    assert not begin_refusals(runner=somebody, running=False, window=(NOW - DAY, NOW), now=NOW)
    assert begin_refusals(runner=somebody, running=False, window=(NOW, NOW + DAY), now=NOW)
