"""Every rule of who may do what, at its boundary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from toutdoux.decisions.logic import acts
from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.rights import Right, Standing
from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.shipped import shipped

RULES = shipped("tout-doux-cratie")
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ME, OTHER = UUID(int=1), UUID(int=2)
BALLOT = acts.BallotFacts(
    choice="for",
    version=1,
    key="k",
    current_version=1,
    opened_at=NOW,
    status=Status.OPEN,
    closes_at=NOW + timedelta(days=10),
    seated=True,
    voted=False,
    right=Right(standing=Standing.VOTES),
    at=NOW,
)
ACT = acts.ActFacts(
    kind=Kind.EXTRAORDINARY,
    status=Status.OPEN,
    execution=Execution.TO_DO,
    urgent=False,
    actor_id=ME,
    lead_ids=frozenset({ME}),
    actor_right=Right(standing=Standing.VOTES),
)


def codes(refusals: list[Refusal]) -> list[str]:
    return [str(refusal.code) for refusal in refusals]


def test_it_works() -> None:
    assert acts.ballot_refusals(facts=BALLOT, rulebook=RULES) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"choice": "yes"}, ["unknown-choice"]),
        ({"key": ""}, ["key-missing"]),
        ({"key": "x" * 65}, ["key-missing"]),
        ({"seated": False}, ["not-in-council"]),
        ({"right": Right(standing=Standing.LEFT, since=NOW)}, ["has-left"]),
        ({"right": Right(standing=Standing.LEFT, since=NOW), "seated": False}, ["has-left"]),
        ({"opened_at": None}, ["not-yet-open"]),
        ({"at": NOW - timedelta(microseconds=1)}, ["not-yet-open"]),
        ({"closes_at": NOW}, ["ballots-closed"]),
        ({"closes_at": NOW + timedelta(microseconds=1)}, []),
        ({"closes_at": None}, []),
        ({"version": 2}, ["old-version"]),
        ({"voted": True}, []),
    ],
)
def test_one_reason_at_a_time(change: dict[str, object], expected: list[str]) -> None:
    assert codes(acts.ballot_refusals(facts=replace(BALLOT, **change), rulebook=RULES)) == expected


def test_why_there_is_no_seat_is_told() -> None:
    facts = replace(BALLOT, seated=False, opened_at=None, right=Right(standing=Standing.NOT_YET, from_=NOW))
    refusal = acts.ballot_refusals(facts=facts, rulebook=RULES)[0]
    assert refusal.data == {"standing": "not-yet", "since": "2026-03-10T09:30:00.000000Z", "opened_at": None}


def test_an_unchangeable_ballot() -> None:
    rules = replace(RULES, change_ballot=False)
    assert codes(acts.ballot_refusals(facts=replace(BALLOT, voted=True), rulebook=rules)) == ["ballot-unchangeable"]


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("execution", list(Execution))
def test_who_may_amend_withdraw_counter_and_carry_out_by_state(status: Status, execution: Execution) -> None:
    facts = replace(ACT, status=status, execution=execution)
    open_ = status is Status.OPEN
    standing = status in {Status.ANNOUNCED, Status.ACCEPTED, Status.TACIT}
    over = execution in {Execution.DONE, Execution.ABANDONED}
    assert (acts.amendment_refusals(facts=facts, rulebook=RULES) == []) is open_
    assert (acts.withdrawal_refusals(facts=facts) == []) is open_
    assert (acts.urgency_refusals(facts=facts, rulebook=RULES) == []) is open_
    may_counter = (open_ or standing) and not over
    assert (acts.counter_vote_refusals(facts=facts, rulebook=RULES, running=False) == []) is may_counter
    may_finish = standing and not over
    assert (acts.execution_refusals(facts=facts, becomes=Execution.DONE) == []) is may_finish
    early = acts.execution_refusals(facts=replace(facts, urgent=True), becomes=Execution.DONE)
    assert (early == []) is ((open_ or standing) and not over)


def test_the_reasons_have_names() -> None:
    stranger = replace(ACT, actor_id=OTHER)
    strict = replace(RULES, amendments=False, urgency=False)
    assert codes(acts.amendment_refusals(facts=stranger, rulebook=strict)) == ["not-lead", "amendments-not-allowed"]
    assert codes(acts.urgency_refusals(facts=replace(ACT, urgent=True), rulebook=strict)) == [
        "urgency-not-allowed",
        "already-urgent",
    ]
    assert codes(acts.urgency_refusals(facts=replace(ACT, kind=Kind.COUNTER_VOTE), rulebook=RULES)) == [
        "already-decided"
    ]
    outsider = replace(ACT, kind=Kind.COUNTER_VOTE, actor_right=Right(standing=Standing.NO_RIGHT))
    forbidden = replace(RULES, counter_vote=replace(RULES.counter_vote, allowed=False))
    assert codes(acts.counter_vote_refusals(facts=outsider, rulebook=forbidden, running=True)) == [
        "counter-votes-not-allowed",
        "counter-vote-of-counter-vote",
        "not-a-voter",
        "counter-vote-running",
    ]
    begun = replace(ACT, status=Status.TACIT, execution=Execution.IN_PROGRESS)
    assert codes(acts.execution_refusals(facts=begun, becomes=Execution.IN_PROGRESS)) == ["already-in-progress"]
    assert codes(acts.execution_refusals(facts=ACT, becomes=Execution.DONE)) == ["not-yet-permitted"]


def test_days() -> None:
    day, today = date(2026, 3, 10), date(2026, 3, 12)
    assert acts.day_refusals(day=today, today=today, opened_on=day) == []
    assert acts.day_refusals(day=day, today=today, opened_on=day) == []
    assert codes(acts.day_refusals(day=date(2026, 3, 13), today=today, opened_on=None)) == ["day-in-the-future"]
    assert codes(acts.day_refusals(day=date(2026, 3, 9), today=today, opened_on=day)) == ["day-before-publication"]
    assert acts.day_refusals(day=date(2026, 3, 9), today=today, opened_on=None) == []
