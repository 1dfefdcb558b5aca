"""The second step: codes of an application, codes on paper, and whoever guesses at them."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.db import connection
from django.test import override_settings

from tests.support.authenticator import App
from tests.support.visitors import account
from toutdoux.accounts.commands import begin_codes, confirm_codes, end_codes, make_recovery_codes, pass_second_step
from toutdoux.accounts.logic.notes import Way, What
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.logic.throttle import DAY, MOST_CODES, MOST_CODES_IN_A_DAY, WINDOW
from toutdoux.accounts.models import CodeApp, Note, RecoveryCode
from toutdoux.accounts.queries import asks_second_step, ways_in
from toutdoux.kernel.refusal import Refused

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
STEP = timedelta(seconds=30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> UUID:
    return account(name="alice", now=NOW)


def set_up(alice: UUID, *, now: datetime = NOW) -> tuple[App, tuple[str, ...]]:
    app = App(begin_codes(account_id=alice, issuer="Toutdoux", now=now).secret)
    return app, confirm_codes(account_id=alice, code=app.shows(now), source="192.0.2.1", now=now)


def give(alice: UUID, code: str, *, now: datetime, source: str = "192.0.2.1") -> Way:
    return pass_second_step(account_id=alice, code=code, source=source, now=now)


def refusal(alice: UUID, code: str, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        give(alice, code, **more)
    (one,) = refused.value.refusals
    return one.code


def test_it_works(alice: UUID) -> None:
    assert not asks_second_step(account_id=alice)
    app, codes = set_up(alice)
    assert asks_second_step(account_id=alice)
    assert len(codes) == len(set(codes)) == 10
    later = NOW + timedelta(minutes=5)
    assert give(alice, app.shows(later), now=later) is Way.CODE


def test_the_picture_says_what_the_text_says(alice: UUID) -> None:
    begun = begin_codes(account_id=alice, issuer="Toutdoux (votes.example.org)", now=NOW)
    parts = urlsplit(begun.uri)
    asked = parse_qs(parts.query)
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert asked["secret"] == [begun.secret]
    assert (asked["digits"], asked["period"], asked["algorithm"]) == (["6"], ["30"], ["SHA1"])
    assert len(base64.b32decode(begun.secret)) == 20
    # Looking twice spoils nothing; a day later the secret is another.
    assert begin_codes(account_id=alice, issuer="", now=NOW).secret == begun.secret
    assert begin_codes(account_id=alice, issuer="", now=NOW + DAY).secret != begun.secret


def test_nothing_is_asked_before_a_first_code_was_right(alice: UUID) -> None:
    begin_codes(account_id=alice, issuer="Toutdoux", now=NOW)
    with pytest.raises(Refused) as refused:
        confirm_codes(account_id=alice, code="000000", source="192.0.2.1", now=NOW)
    assert refused.value.refusals[0].code is AccountRefusal.CODE_WRONG
    assert not asks_second_step(account_id=alice)
    assert refusal(alice, "000000", now=NOW) == AccountRefusal.SECOND_STEP_OVER


def test_a_code_is_taken_once(alice: UUID) -> None:
    app, _ = set_up(alice)
    # The one that confirmed is used up too.
    assert refusal(alice, app.shows(NOW), now=NOW) == AccountRefusal.CODE_USED
    now = NOW + timedelta(minutes=5)
    code = app.shows(now)
    assert give(alice, code, now=now) is Way.CODE
    assert refusal(alice, code, now=now) == AccountRefusal.CODE_USED
    assert refusal(alice, code, now=now + STEP) == AccountRefusal.CODE_USED
    # After a later code, an earlier one that was never used is none either.
    assert give(alice, app.shows(now + STEP), now=now + STEP) is Way.CODE
    assert refusal(alice, app.shows(now), now=now + STEP) == AccountRefusal.CODE_USED


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_the_clock_of_a_phone_may_be_half_a_minute_off(alice: UUID, steps: int, taken: bool) -> None:
    app, _ = set_up(alice)
    now = NOW + timedelta(minutes=5)
    code = app.shows(now + steps * STEP)
    if taken:
        assert give(alice, f" {code[:3]} {code[3:]} ", now=now) is Way.CODE
    else:
        assert refusal(alice, code, now=now) == AccountRefusal.CODE_WRONG


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_of_a_code_at_once_one_comes_in(alice: UUID) -> None:
    app, codes = set_up(alice)
    now = NOW + timedelta(minutes=5)

    def use(code: str) -> bool:
        try:
            give(alice, code, now=now)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(use, [app.shows(now)] * 6)) == 1
        assert sum(pool.map(use, [codes[0]] * 6)) == 1


def test_a_recovery_code_works_once_and_however_it_is_typed(alice: UUID) -> None:
    _, codes = set_up(alice)
    assert give(alice, codes[0], now=NOW) is Way.RECOVERY
    assert refusal(alice, codes[0], now=NOW) == AccountRefusal.CODE_WRONG
    assert give(alice, " " + codes[1].upper().replace("-", " "), now=NOW) is Way.RECOVERY
    assert ways_in(account_id=alice, now=NOW).recovery_codes == 8


def test_a_recovery_code_opens_one_account_only(alice: UUID) -> None:
    _, codes = set_up(alice)
    bob = account(name="bob", now=NOW)
    set_up(bob)
    assert refusal(bob, codes[0], now=NOW) == AccountRefusal.CODE_WRONG


def test_new_recovery_codes_end_the_old_ones(alice: UUID) -> None:
    _, codes = set_up(alice)
    fresh = make_recovery_codes(account_id=alice, now=NOW)
    assert not set(codes) & set(fresh)
    assert refusal(alice, codes[0], now=NOW) == AccountRefusal.CODE_WRONG
    assert give(alice, fresh[0], now=NOW) is Way.RECOVERY


def test_the_database_alone_tells_no_secret_and_no_code(alice: UUID) -> None:
    secret = begin_codes(account_id=alice, issuer="Toutdoux", now=NOW).secret
    _, codes = set_up(alice)
    kept = f"{CodeApp.objects.values_list().get()}{list(RecoveryCode.objects.values_list())}"
    assert secret not in kept
    assert repr(base64.b32decode(secret)) not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "").upper() in kept]


def test_under_another_key_codes_cannot_be_read_and_those_on_paper_still_open(alice: UUID) -> None:
    app, codes = set_up(alice)
    now = NOW + timedelta(minutes=5)
    with override_settings(SECRET_KEY="another one altogether"):
        assert refusal(alice, app.shows(now), now=now) == AccountRefusal.SECRET_UNREADABLE
        assert give(alice, codes[0], now=now) is Way.RECOVERY


def test_codes_cannot_be_guessed_from_however_many_places(alice: UUID) -> None:
    app, codes = set_up(alice)
    now = NOW + timedelta(minutes=5)
    for n in range(MOST_CODES):
        assert refusal(alice, "123456", now=now, source=f"198.51.100.{n}") == AccountRefusal.CODE_WRONG
    right = app.shows(now)
    assert refusal(alice, right, now=now, source="203.0.113.9") == AccountRefusal.TOO_MANY_CODES
    # The person is not locked out: a code on paper opens, from the very place that was guessed from.
    assert give(alice, codes[0], now=now, source="198.51.100.1") is Way.RECOVERY
    later = now + WINDOW
    assert give(alice, app.shows(later), now=later) is Way.CODE


def test_codes_cannot_be_guessed_by_patience_either(alice: UUID) -> None:
    app, _ = set_up(alice)
    now = NOW + timedelta(minutes=5)
    for n in range(MOST_CODES_IN_A_DAY):
        assert refusal(alice, "123456", now=now + n * timedelta(minutes=15)) == AccountRefusal.CODE_WRONG
    late = now + MOST_CODES_IN_A_DAY * timedelta(minutes=15)
    assert refusal(alice, app.shows(late), now=late) == AccountRefusal.TOO_MANY_CODES
    # Another account is not concerned; and a day after the first guess there is room again.
    bob = account(name="bob", now=NOW)
    theirs, _ = set_up(bob)
    assert give(bob, theirs.shows(late), now=late) is Way.CODE
    assert give(alice, app.shows(now + DAY), now=now + DAY) is Way.CODE


def test_refused_codes_are_told_to_the_person(alice: UUID) -> None:
    set_up(alice)
    for code in ("123456", "123456", "abcd-efgh"):
        refusal(alice, code, now=NOW)
    told = {row.way: row.times for row in Note.objects.filter(account_id=alice, what=What.REFUSED)}
    assert told == {Way.CODE: 2, Way.RECOVERY: 1}


def test_codes_end_with_those_on_paper(alice: UUID) -> None:
    set_up(alice)
    with pytest.raises(Refused) as refused:
        begin_codes(account_id=alice, issuer="", now=NOW)
    assert refused.value.refusals[0].code is AccountRefusal.CODES_ALREADY
    end_codes(account_id=alice, now=NOW)
    assert not asks_second_step(account_id=alice)
    assert not RecoveryCode.objects.exists()
    for gesture in (end_codes, make_recovery_codes):
        with pytest.raises(Refused) as refused:
            gesture(account_id=alice, now=NOW)
        assert refused.value.refusals[0].code is AccountRefusal.CODES_NOT_ASKED
