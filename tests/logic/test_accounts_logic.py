"""What is pure about accounts: throttling that locks nobody out, codes as people type them, browsers by their names."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.accounts.logic.browsers import browser_of
from toutdoux.accounts.logic.codes import (
    RECOVERY_BYTES,
    is_app_code,
    plain_code,
    recovery_code,
    step_at,
    steps_taken,
)
from toutdoux.accounts.logic.doors import Doors
from toutdoux.accounts.logic.throttle import (
    DAY,
    GUESSED_AT,
    MOST_BY_SOURCE,
    MOST_CODES,
    MOST_CODES_IN_A_DAY,
    MOST_ON_GUESSED_AT,
    WINDOW,
    Attempt,
    again_at,
    codes_again_at,
)

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
AGES = st.timedeltas(min_value=timedelta(0), max_value=2 * DAY)


@given(st.lists(AGES, max_size=80))
def test_however_many_guess_from_elsewhere_the_person_may_try_from_their_own_place(ages: list[timedelta]) -> None:
    attempts = [Attempt(at=NOW - age, same_source=False, same_account=True) for age in ages]
    assert again_at(attempts=attempts, now=NOW) is None


@given(st.lists(st.tuples(AGES, st.booleans(), st.booleans()), max_size=80))
def test_a_wait_ends_when_it_says(found: list[tuple[timedelta, bool, bool]]) -> None:
    attempts = [Attempt(at=NOW - age, same_source=here, same_account=mine) for age, here, mine in found]
    until = again_at(attempts=attempts, now=NOW)
    if until is None:
        here = [a for a in attempts if a.same_source and a.at > NOW - WINDOW]
        assert len(here) < MOST_BY_SOURCE
    else:
        assert NOW < until <= NOW + WINDOW
        assert again_at(attempts=attempts, now=until) is None


def test_a_source_has_its_own_attempts_at_an_account_that_is_guessed_at() -> None:
    others = [Attempt(at=NOW, same_source=False, same_account=True)] * GUESSED_AT
    mine = [Attempt(at=NOW, same_source=True, same_account=True)]
    assert again_at(attempts=others + mine * (MOST_ON_GUESSED_AT - 1), now=NOW) is None
    assert again_at(attempts=others + mine * MOST_ON_GUESSED_AT, now=NOW) == NOW + WINDOW
    assert again_at(attempts=others[1:] + mine * MOST_ON_GUESSED_AT, now=NOW) is None


@given(st.lists(AGES, max_size=80))
def test_codes_wait_for_a_quarter_of_an_hour_or_a_day_and_no_longer(ages: list[timedelta]) -> None:
    times = [NOW - age for age in ages]
    until = codes_again_at(times=times, now=NOW)
    in_window = sum(at > NOW - WINDOW for at in times)
    in_a_day = sum(at > NOW - DAY for at in times)
    assert (until is None) == (in_window < MOST_CODES and in_a_day < MOST_CODES_IN_A_DAY)
    if until is not None:
        assert NOW < until <= NOW + DAY
        assert codes_again_at(times=times, now=until) is None


@given(st.binary(min_size=RECOVERY_BYTES, max_size=RECOVERY_BYTES))
def test_a_recovery_code_is_known_however_it_is_typed(random: bytes) -> None:
    code = recovery_code(random)
    assert len(code) == 19
    plain = plain_code(code)
    assert plain == plain_code(f"  {code.upper()} ") == plain_code(code.replace("-", " "))
    # It is never taken for a code of an application, whose attempts are few.
    assert not is_app_code(plain)


def test_recovery_codes_differ_as_their_random_bytes_do() -> None:
    assert len({recovery_code(os.urandom(RECOVERY_BYTES)) for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    ("text", "known"), [("123456", True), (" 123 456 ", True), ("12345", False), ("1234567", False), ("١٢٣٤٥٦", False)]
)
def test_a_code_of_an_application_has_six_figures(text: str, known: bool) -> None:
    assert is_app_code(plain_code(text)) == known


def test_the_codes_taken_are_those_of_now_before_and_after() -> None:
    step = step_at(NOW)
    assert list(steps_taken(now=NOW)) == [step - 1, step, step + 1]
    assert step_at(NOW + timedelta(seconds=29)) == step
    assert step_at(NOW + timedelta(seconds=30)) == step + 1


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge · Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.5 Safari/605.1.15", "Safari · macOS"),
        ("Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) FxiOS/140.0 Safari/605.1", "Firefox · iPad"),
        ("curl/8.5", "curl"),
        ("Something else", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_two_words(said: str, name: str) -> None:
    assert browser_of(said) == name


@given(st.text(max_size=500))
def test_whatever_a_browser_says_its_name_fits(said: str) -> None:
    assert len(browser_of(said)) <= 40


def test_doors_are_counted() -> None:
    assert Doors(password=True, mail=True, passkeys=2, identities=1).number == 5
    assert Doors(password=False, mail=False, passkeys=0, identities=0).number == 0
