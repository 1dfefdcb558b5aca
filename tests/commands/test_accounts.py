"""Accounts: who may sign in, how guessing is slowed, and what the database keeps of secrets."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from toutdoux.accounts.commands import (
    LINK_LASTS,
    MOST_LINKS,
    change_password,
    change_profile,
    create_account,
    make_sign_in_link,
    sign_in,
    use_sign_in_link,
)
from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.accounts.logic.throttle import GUESSED_AT, MOST_BY_SOURCE, MOST_ON_GUESSED_AT, WINDOW
from toutdoux.accounts.models import Account, SignInAttempt, SignInLink
from toutdoux.accounts.queries import access_sign_in_link, account
from toutdoux.kernel.refusal import Refused

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
GOOD = "six green lanterns at dusk"
pytestmark = pytest.mark.django_db


def make(email: str = "alice@example.org", **more: Any) -> Any:
    return create_account(**{"email": email, "password": GOOD, "now": NOW, **more})


def enter(password: str, *, email: str = "alice@example.org", source: str = "192.0.2.1", now: datetime = NOW) -> Any:
    return sign_in(email=email, password=password, source=source, now=now)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [refusal.code for refusal in refused.value.refusals]


def fail(times: int, *, email: str = "alice@example.org", source: str = "192.0.2.1", now: datetime = NOW) -> None:
    for _ in range(times):
        with pytest.raises(Refused) as refused:
            enter("not this one", email=email, source=source, now=now)
        assert codes(refused) == [AccountRefusal.SIGN_IN_WRONG]


def test_it_works() -> None:
    made = make(" Alice@Example.ORG ", name=" Alice ", language="en")
    row = account(account_id=made)
    assert (row.email, row.name, row.language, row.has_password) == ("alice@example.org", "Alice", "en", True)
    assert enter(GOOD, email="ALICE@example.org") == made
    assert not SignInAttempt.objects.exists()


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"])
def test_a_password_is_kept_as_argon2_and_never_as_it_is() -> None:
    made = make()
    kept = Account.objects.get(id=made).password
    assert kept.startswith("argon2$argon2id$")
    assert GOOD not in kept
    assert enter(GOOD) == made


@pytest.mark.parametrize(
    ("email", "password", "expected"),
    [
        ("alice", GOOD, [AccountRefusal.EMAIL_MALFORMED]),
        ("a@" + "b" * 250 + ".org", GOOD, [AccountRefusal.EMAIL_MALFORMED]),
        ("a@b.org", "", [AccountRefusal.PASSWORD_MISSING]),
        ("a@b.org", "dusk", [AccountRefusal.PASSWORD_TOO_SHORT]),
        ("a@b.org", "password1234", [AccountRefusal.PASSWORD_TOO_COMMON]),
        ("alexandra@example.org", "alexandra@example", [AccountRefusal.PASSWORD_TOO_SIMILAR]),
        ("a@b.org", "x" * 1001, [AccountRefusal.PASSWORD_TOO_LONG]),
        ("not an address", "dusk", [AccountRefusal.EMAIL_MALFORMED, AccountRefusal.PASSWORD_TOO_SHORT]),
    ],
)
def test_what_cannot_be_is_refused_with_every_reason(email: str, password: str, expected: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        make(email, password=password)
    assert codes(refused) == expected
    assert not Account.objects.exists()


def test_a_name_too_long_and_an_unknown_language_are_refused() -> None:
    with pytest.raises(Refused) as refused:
        make(name="x" * 121, language="eo")
    assert codes(refused) == [AccountRefusal.NAME_TOO_LONG, AccountRefusal.LANGUAGE_UNKNOWN]


def test_an_address_has_one_account_whatever_its_case() -> None:
    make()
    with pytest.raises(Refused) as refused:
        make("ALICE@EXAMPLE.ORG")
    assert codes(refused) == [AccountRefusal.EMAIL_TAKEN]


@pytest.mark.django_db(transaction=True)
def test_of_many_accounts_made_at_once_for_an_address_one_is() -> None:
    def attempt(_: int) -> str:
        try:
            make()
        except Refused as refused:
            return str(refused.refusals[0].code)
        finally:
            connection.close()
        return "made"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(16)))
    assert sorted(set(answers)) == [AccountRefusal.EMAIL_TAKEN, "made"]
    assert answers.count("made") == 1


def test_an_unknown_address_and_a_wrong_password_are_told_alike() -> None:
    make()
    fail(1)
    fail(1, email="nobody@example.org")


def test_a_closed_account_opens_by_no_way() -> None:
    made = make()
    link = make_sign_in_link(email="alice@example.org", now=NOW)
    assert link is not None
    Account.objects.filter(id=made).update(is_active=False)
    with pytest.raises(Refused) as refused:
        enter(GOOD)
    assert codes(refused) == [AccountRefusal.SIGN_IN_WRONG]
    with pytest.raises(Refused):
        use_sign_in_link(token=link.token, now=NOW)
    assert make_sign_in_link(email="alice@example.org", now=NOW) is None


def test_a_source_that_fails_too_often_waits_and_is_told_until_when() -> None:
    make()
    fail(MOST_BY_SOURCE - 1)
    fail(1, now=NOW + timedelta(minutes=3))
    with pytest.raises(Refused) as refused:
        enter(GOOD, now=NOW + timedelta(minutes=4))
    assert codes(refused) == [AccountRefusal.TOO_MANY_ATTEMPTS]
    assert refused.value.refusals[0].data["again_at"] == "2026-03-10T09:45:00.000000Z"
    # Waiting does not grow while one waits, and ends when it was said to.
    assert enter(GOOD, now=NOW + WINDOW)


def test_a_throttled_source_locks_nobody_out() -> None:
    made = make()
    fail(MOST_BY_SOURCE, source="198.51.100.7")
    assert enter(GOOD, source="192.0.2.1") == made
    link = make_sign_in_link(email="alice@example.org", now=NOW)
    assert link is not None
    assert use_sign_in_link(token=link.token, now=NOW) == made


def test_an_account_guessed_at_from_many_places_still_opens_from_its_own() -> None:
    made = make()
    for n in range(GUESSED_AT):
        fail(1, source=f"198.51.100.{n}")
    fail(MOST_ON_GUESSED_AT - 1, source="192.0.2.1")
    assert enter(GOOD, source="192.0.2.1") == made
    fail(1, source="192.0.2.1")
    with pytest.raises(Refused) as refused:
        enter(GOOD, source="192.0.2.1")
    assert codes(refused) == [AccountRefusal.TOO_MANY_ATTEMPTS]
    # Another account is not concerned, nor is another source.
    bob = make("bob@example.org")
    assert enter(GOOD, email="bob@example.org", source="192.0.2.1") == bob
    assert enter(GOOD, source="203.0.113.9") == made


def test_attempts_are_forgotten_and_addresses_are_not_kept_in_clear() -> None:
    make()
    fail(1)
    kept = SignInAttempt.objects.get()
    assert "alice" not in kept.email_digest
    fail(1, now=NOW + WINDOW)
    assert SignInAttempt.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_attempts_made_at_once_do_not_pass_the_limit_together() -> None:
    make()

    def attempt(_: int) -> str:
        try:
            enter("not this one")
        except Refused as refused:
            return str(refused.refusals[0].code)
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(attempt, range(MOST_BY_SOURCE * 2)))
    assert answers.count(AccountRefusal.SIGN_IN_WRONG) <= MOST_BY_SOURCE
    assert answers.count(AccountRefusal.TOO_MANY_ATTEMPTS) >= MOST_BY_SOURCE


def test_a_mailed_link_signs_in_once() -> None:
    made = make(language="en")
    link = make_sign_in_link(email="Alice@example.org", now=NOW)
    assert link is not None
    assert (link.email, link.language) == ("alice@example.org", "en")
    assert access_sign_in_link(token=link.token, now=NOW).refusals == ()
    assert use_sign_in_link(token=link.token, now=NOW + LINK_LASTS - timedelta(seconds=1)) == made
    with pytest.raises(Refused) as refused:
        use_sign_in_link(token=link.token, now=NOW + timedelta(minutes=1))
    assert codes(refused) == [AccountRefusal.LINK_USED]


def test_only_the_digest_of_a_link_is_kept() -> None:
    make()
    link = make_sign_in_link(email="alice@example.org", now=NOW)
    assert link is not None
    kept = SignInLink.objects.values_list().get()
    assert link.token not in str(kept)
    with pytest.raises(Refused) as refused:
        use_sign_in_link(token=SignInLink.objects.get().token_digest, now=NOW)
    assert codes(refused) == [AccountRefusal.LINK_UNKNOWN]


def test_a_link_too_old_is_refused() -> None:
    make()
    link = make_sign_in_link(email="alice@example.org", now=NOW)
    assert link is not None
    with pytest.raises(Refused) as refused:
        use_sign_in_link(token=link.token, now=NOW + LINK_LASTS)
    assert codes(refused) == [AccountRefusal.LINK_EXPIRED]


def test_using_one_link_ends_the_others() -> None:
    make()
    first = make_sign_in_link(email="alice@example.org", now=NOW)
    second = make_sign_in_link(email="alice@example.org", now=NOW)
    assert first is not None
    assert second is not None
    use_sign_in_link(token=second.token, now=NOW)
    with pytest.raises(Refused):
        use_sign_in_link(token=first.token, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_uses_at_once_one_signs_in() -> None:
    make()
    link = make_sign_in_link(email="alice@example.org", now=NOW)
    assert link is not None

    def use(_: int) -> bool:
        try:
            use_sign_in_link(token=link.token, now=NOW)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(16))) == 1


def test_nobody_fills_a_mailbox_with_links() -> None:
    make()
    assert make_sign_in_link(email="nobody@example.org", now=NOW) is None
    links = [make_sign_in_link(email="alice@example.org", now=NOW) for _ in range(MOST_LINKS + 2)]
    assert [link is not None for link in links] == [True] * MOST_LINKS + [False, False]
    assert make_sign_in_link(email="alice@example.org", now=NOW + LINK_LASTS) is not None


@pytest.fixture
def alice() -> Any:
    return make()


def test_a_password_is_changed_by_who_knows_it(alice: Any) -> None:
    link = make_sign_in_link(email="alice@example.org", now=NOW)
    assert link is not None
    new = "seven red boats at dawn"
    with pytest.raises(Refused) as refused:
        change_password(account_id=alice, current="not this one", new=new, source="192.0.2.1", now=NOW)
    assert codes(refused) == [AccountRefusal.PASSWORD_WRONG]
    with pytest.raises(Refused) as refused:
        change_password(account_id=alice, current=GOOD, new="dusk", source="192.0.2.1", now=NOW)
    assert codes(refused) == [AccountRefusal.PASSWORD_TOO_SHORT]
    change_password(account_id=alice, current=GOOD, new=new, source="192.0.2.1", now=NOW)
    fail(1)
    assert enter(new) == alice
    # A link sent before the change opens nothing after it.
    with pytest.raises(Refused):
        use_sign_in_link(token=link.token, now=NOW)


def test_a_current_password_is_no_place_to_guess_from(alice: Any) -> None:
    for _ in range(MOST_BY_SOURCE):
        with pytest.raises(Refused):
            change_password(account_id=alice, current="guess", new=GOOD, source="192.0.2.1", now=NOW)
    with pytest.raises(Refused) as refused:
        change_password(account_id=alice, current=GOOD, new=GOOD, source="192.0.2.1", now=NOW)
    assert codes(refused) == [AccountRefusal.TOO_MANY_ATTEMPTS]


def test_a_forgotten_password_is_replaced_by_who_came_by_a_link(alice: Any) -> None:
    change_password(account_id=alice, current=None, new="seven red boats at dawn", source="192.0.2.1", now=NOW)
    assert enter("seven red boats at dawn") == alice


def test_a_profile_is_changed(alice: Any) -> None:
    change_profile(account_id=alice, name=" Alice B. ", language="")
    assert account(account_id=alice).name == "Alice B."
    with pytest.raises(Refused) as refused:
        change_profile(account_id=alice, name="Alice", language="tlh")
    assert codes(refused) == [AccountRefusal.LANGUAGE_UNKNOWN]
