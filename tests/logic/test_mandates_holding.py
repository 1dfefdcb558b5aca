"""Who holds a mandate at an instant, when its end is near, what is handed over."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.mandates.logic.holding import (
    BuiltIn,
    MandateFacts,
    checklist_of,
    code_of,
    holds,
    kind_refusals,
    nears_its_end,
    over_at,
)

START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
instants = st.integers(min_value=0, max_value=400).map(lambda days: START + timedelta(days=days))
perhaps = st.none() | instants


def test_it_works() -> None:
    facts = MandateFacts(starts_at=START, ends_at=START + timedelta(days=365))
    assert holds(facts, at=START)
    assert not holds(facts, at=START + timedelta(days=365))
    assert not nears_its_end(facts, at=START + timedelta(days=319))
    assert nears_its_end(facts, at=START + timedelta(days=320))


@given(instants, instants, perhaps, perhaps, instants)
def test_held_until_the_first_of_its_ends(
    starts_at: datetime, ends_at: datetime, ended_at: datetime | None, left_at: datetime | None, at: datetime
) -> None:
    facts = MandateFacts(starts_at=starts_at, ends_at=ends_at, ended_at=ended_at, left_at=left_at)
    ends = [one for one in (ends_at, ended_at, left_at) if one is not None]
    assert holds(facts, at=at) == (starts_at <= at and all(at < max(one, starts_at) for one in ends))
    assert over_at(facts) >= starts_at
    if nears_its_end(facts, at=at):
        assert holds(facts, at=at)


@pytest.mark.parametrize("code", [*BuiltIn, "librarian"])
def test_every_mandate_has_something_to_hand_over(code: str) -> None:
    lines = checklist_of(code)
    assert len(lines) >= 3
    assert len(set(lines)) == len(lines)


def test_a_name_becomes_an_address() -> None:
    assert code_of("Key keeper (north)") == "key-keeper-north"
    assert code_of("gardien·ne des clés") == "gardien-ne-des-cles"
    assert code_of("鍵") == ""
    assert len(code_of("x" * 99)) == 24


def test_faults_of_a_kind() -> None:
    wrong = kind_refusals(name=" ", duties="x" * 2001, lines=("token: abcdef", *(("a",) * 40)), own=True)
    assert [refusal.code for refusal in wrong] == [
        "mandate-name-missing",
        "mandate-too-long",
        "mandate-looks-secret",
        "checklist-too-long",
    ]
    assert kind_refusals(name="", duties="", lines=(), own=False) == []
