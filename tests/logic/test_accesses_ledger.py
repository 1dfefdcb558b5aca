"""Who may enter what at an instant, who still could, when it is asked again; and what looks like a secret."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.accesses.logic.checks import purpose_refusals, resource_refusals
from toutdoux.accesses.logic.ledger import (
    AccessFacts,
    EndCause,
    State,
    asked,
    could_enter,
    ending,
    review_due_at,
    state_at,
    to_open,
)
from toutdoux.kernel.secrecy import looks_secret

ZONE = ZoneInfo("Europe/Paris")
START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
instants = st.integers(min_value=0, max_value=400).map(lambda days: START + timedelta(days=days))
perhaps = st.none() | instants
accesses = st.builds(
    AccessFacts,
    starts_at=instants,
    until=perhaps,
    ended_at=perhaps,
    ended_cause=st.none() | st.sampled_from(EndCause),
    left_at=perhaps,
    closed_at=perhaps,
    kept_at=perhaps,
    opened_at=perhaps,
    undone_at=perhaps,
)


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def test_it_works() -> None:
    facts = AccessFacts(starts_at=day(0), until=day(30))
    assert state_at(facts, at=day(-1)) is State.NOT_YET
    assert state_at(facts, at=day(29)) is State.HELD
    assert state_at(facts, at=day(30)) is State.TO_UNDO
    assert could_enter(facts, at=day(300))
    undone = AccessFacts(starts_at=day(0), until=day(30), undone_at=day(40))
    assert could_enter(undone, at=day(39))
    assert not could_enter(undone, at=day(40))
    assert state_at(undone, at=day(40)) is State.OVER


@given(accesses, instants)
def test_the_earliest_reason_ends_an_access_and_nothing_before_it(facts: AccessFacts, at: datetime) -> None:
    end = ending(facts)
    known = [one for one in (facts.until, facts.ended_at, facts.left_at, facts.closed_at) if one is not None]
    assert (end is None) == (not known)
    if end is not None:
        assert end.at == max(min(known), facts.starts_at)
    held = facts.starts_at <= at and not any(max(one, facts.starts_at) <= at for one in known)
    assert (state_at(facts, at=at) is State.HELD) == held


@given(accesses, instants)
def test_a_door_stays_to_be_shut_until_someone_says_so(facts: AccessFacts, at: datetime) -> None:
    if state_at(facts, at=at) is State.OVER:
        assert facts.undone_at is not None
        assert facts.undone_at <= at
        assert not could_enter(facts, at=at)
    if state_at(facts, at=at) is State.TO_UNDO:
        assert could_enter(facts, at=at)


@given(accesses, instants)
def test_a_door_is_opened_once_and_only_while_it_may_be(facts: AccessFacts, at: datetime) -> None:
    assert to_open(facts, at=at) == (facts.opened_at is None and state_at(facts, at=at) is State.HELD)


@given(accesses, st.integers(min_value=1, max_value=36), instants)
def test_asked_again_so_many_months_after_the_last_answer(facts: AccessFacts, months: int, at: datetime) -> None:
    due = review_due_at(facts, months=months, zone=ZONE)
    last = max(one for one in (facts.starts_at, facts.kept_at) if one is not None)
    assert last < due
    assert (due - last).days <= 31 * months + 1
    held = state_at(facts, at=at) is State.HELD
    assert asked(facts, months=months, zone=ZONE, at=at) == (held and due <= at)


@pytest.mark.parametrize(
    "text",
    [
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA",
        "password: hunter2",
        "Mot de passe : soleil",
        "le mdp = tartine",
        "the token is abc",
        "https://admin:tartine@example.org/",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "AKIAIOSFODNN7EXAMPLE1234",
        "AGE-SECRET-KEY-1QQQQ",
        "PuTTY-User-Key-File-3: ssh-ed25519",
        "otpauth://totp/x?y=z",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    ],
)
def test_what_looks_like_a_secret(text: str) -> None:
    assert looks_secret(text)
    assert [refusal.code for refusal in purpose_refusals(purpose=text)] == ["looks-secret"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The passwords are in the safe of the office; Alma has the key.",
        "Le mot de passe est changé chaque année, demandez-le à Malo".replace("est changé", "se change"),
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl alma@laptop",
        "https://example.org/wiki/how-to-restore-a-backup-of-the-mail-server-2026",
        "Administration of the server, upgrades on the first Sunday of the month",
        "anticonstitutionnellementanticonstitutionnellement",
    ],
)
def test_what_does_not(text: str) -> None:
    assert not looks_secret(text)


def test_everything_wrong_with_a_resource_is_told_at_once() -> None:
    wrong = resource_refusals(
        sort="castle", level="high", name=" ", note="pin: 1234", owner=uuid4(), months=0, members=frozenset()
    )
    assert [refusal.code for refusal in wrong] == [
        "resource-sort-unknown",
        "resource-level-unknown",
        "resource-name-missing",
        "resource-owner-unknown",
        "resource-review-out-of-range",
        "looks-secret",
    ]
    long = resource_refusals(
        sort="root", level="critical", name="x" * 121, note="", owner=None, months=36, members=frozenset()
    )
    assert [refusal.code for refusal in long] == ["access-too-long"]
    assert [refusal.code for refusal in purpose_refusals(purpose=" ")] == ["access-purpose-missing"]
    assert purpose_refusals(purpose="Upgrades") == []
