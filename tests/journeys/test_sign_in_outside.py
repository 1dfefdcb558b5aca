"""Signing in through others who vouch for people: OpenID Connect, Mattermost; and every way of lying there."""

import html
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from django.test import Client

from tests.support.identity_provider import CLIENT, SECRET, IdentityProvider, identity_provider
from tests.support.people import START, world
from tests.support.visitors import account, browser, stranger
from toutdoux.accounts.logic.notes import What
from toutdoux.accounts.models import Account, CodeApp, Identity, Note
from toutdoux.members.commands import invite
from toutdoux.members.models import Member

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(params=["oidc", "mattermost"])
def there(request: Any) -> Iterator[IdentityProvider]:
    with identity_provider(sort=request.param) as found:
        yield found


@pytest.fixture
def oidc() -> Iterator[IdentityProvider]:
    with identity_provider() as found:
        yield found


def left(response: Any) -> str:
    """Return where the page of a departure leads."""
    assert response.status_code == 200, response.status_code
    found = re.search(r'http-equiv="refresh"\s+content="0; url=([^"]+)"', response.content.decode())
    assert found is not None, response.content.decode()
    return html.unescape(found[1])


def leave(client: Client, **more: str) -> str:
    return left(client.post("/sign-in/with/there/", more))


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def linked(name: str = "alice", **more: Any) -> Any:
    """Make an account, and link it through its own page."""
    identity = account(name=name, now=NOW)
    client = browser(identity)
    there: IdentityProvider = more["there"]
    answer = client.get(there.authorize(left(client.post("/account/identities/there/link/"))))
    assert answer.status_code == 302, answer.content.decode()
    return identity


def refused(client: Client, path: str) -> str:
    """Come back, and return why that is refused; nobody is signed in by it."""
    answer = client.get(path)
    assert answer.status_code == 422, answer.status_code
    assert not signed_in(client)
    return str(answer.content.decode())


def test_it_works(there: IdentityProvider) -> None:
    identity = linked(there=there)
    client = stranger()
    assert "Sign in with The Neighbours" in client.get("/sign-in/").content.decode()
    answer = client.get(there.authorize(leave(client, next="/account/journal/")))
    assert answer["Location"] == "/account/journal/"
    assert signed_in(client)
    assert str(client.session["_auth_user_id"]) == str(identity)


def test_the_departure_asks_for_what_protects_the_return(there: IdentityProvider) -> None:
    first, second = leave(stranger()), leave(stranger())
    queries = [dict(parse_qsl(urlsplit(url).query)) for url in (first, second)]
    secrets = ("state", "code_challenge") + (("nonce",) if there.sort == "oidc" else ())
    for name in secrets:
        assert len(queries[0][name]) >= 43
        assert queries[0][name] != queries[1][name]
    assert queries[0]["code_challenge_method"] == "S256"
    assert queries[0]["redirect_uri"].endswith("/sign-in/with/there/back/")


def test_an_identity_that_nobody_linked_opens_nothing_whatever_its_address(there: IdentityProvider) -> None:
    account(name="alice", now=NOW)
    client = stranger()
    assert "No account is linked to this identity." in refused(client, there.authorize(leave(client)))
    assert not Identity.objects.exists()


def test_linking_needs_a_session_and_is_told_in_the_journal(there: IdentityProvider) -> None:
    assert stranger().post("/account/identities/there/link/")["Location"].startswith("/sign-in/")
    identity = linked(there=there)
    assert Identity.objects.get().account_id == identity
    assert Note.objects.filter(account_id=identity, what=What.IDENTITY_LINKED).exists()


def test_an_identity_opens_one_account_only(there: IdentityProvider) -> None:
    linked(there=there)
    client = browser(account(name="bob", now=NOW))
    answer = client.get(there.authorize(left(client.post("/account/identities/there/link/"))))
    assert "This identity is linked to another account." in answer.content.decode()
    assert Identity.objects.count() == 1


def test_an_account_has_one_identity_of_a_provider() -> None:
    with identity_provider() as there:
        identity = linked(there=there)
        there.subject = "another one"
        client = browser(identity)
        answer = client.get(there.authorize(left(client.post("/account/identities/there/link/"))))
        assert "unlink that one first" in answer.content.decode()
        # The same one again changes nothing, and is no trouble.
        there.subject = "248289761001"
        again = client.get(there.authorize(left(client.post("/account/identities/there/link/"))))
        assert again["Location"] == "/account/"


def test_an_identity_unlinked_opens_nothing_any_more(there: IdentityProvider) -> None:
    identity = linked(there=there)
    mine = browser(identity)
    number = Identity.objects.get().id
    other = browser(account(name="bob", now=NOW))
    assert other.post(f"/account/identities/{number}/unlink/").status_code == 422
    assert mine.post(f"/account/identities/{number}/unlink/").status_code == 302
    client = stranger()
    refused(client, there.authorize(leave(client)))


def test_the_last_way_in_is_not_unlinked(there: IdentityProvider, settings: Any) -> None:
    settings.TOUTDOUX_MAIL = False
    identity = linked(there=there)
    row = Account.objects.get(id=identity)
    row.set_unusable_password()
    row.save()
    answer = browser(identity).post(f"/account/identities/{Identity.objects.get().id}/unlink/")
    assert "This is the last way into your account" in answer.content.decode()
    assert Identity.objects.exists()


# --- forgeries of the return ------------------------------------------------------------------------------------------


def test_a_return_without_a_departure_is_refused(there: IdentityProvider) -> None:
    linked(there=there)
    left_by = stranger()
    path = there.authorize(leave(left_by))
    # Someone else is handed the return: it signs nobody in, and links nothing.
    assert "does not belong to a departure" in refused(stranger(), path)
    victim = browser(account(name="bob", now=NOW))
    assert victim.get(path).status_code == 422
    assert Identity.objects.count() == 1


def test_a_return_with_another_state_is_refused(there: IdentityProvider) -> None:
    linked(there=there)
    client = stranger()
    path = there.authorize(leave(client))
    code = dict(parse_qsl(urlsplit(path).query))["code"]
    for state in ("", "forged", "é"):
        wrong = f"{urlsplit(path).path}?{urlencode({'code': code, 'state': state})}"
        assert "does not belong to a departure" in refused(client, wrong)
    assert client.get(path).status_code == 302


def test_each_departure_is_good_for_one_return(there: IdentityProvider) -> None:
    linked(there=there)
    client = stranger()
    path = there.authorize(leave(client))
    assert client.get(path).status_code == 302
    client.post("/sign-out/")
    assert "does not belong to a departure" in refused(client, path)


def test_a_return_too_late_is_refused(there: IdentityProvider, clock: Any) -> None:
    linked(there=there)
    client = stranger()
    path = there.authorize(leave(client))
    clock.shift(timedelta(minutes=10))
    assert "took too long" in refused(client, path)


def test_a_link_is_made_for_whoever_left_to_make_it(there: IdentityProvider) -> None:
    client = browser(account(name="alice", now=NOW))
    path = there.authorize(left(client.post("/account/identities/there/link/")))
    client.post("/sign-out/")
    client.force_login(Account.objects.get(id=account(name="bob", now=NOW)))
    assert client.get(path).status_code == 422
    assert not Identity.objects.exists()


def test_a_return_that_declines_or_comes_from_another_provider_is_refused(oidc: IdentityProvider) -> None:
    linked(there=oidc)
    for more, said in (
        ({"error": "access_denied"}, "did not let you through"),
        ({"iss": "https://evil.example"}, "does not belong to a departure"),
    ):
        client = stranger()
        path = oidc.authorize(leave(client)) + "&" + urlencode(more)
        assert said in refused(client, path)


def test_coming_back_leads_nowhere_but_here(there: IdentityProvider) -> None:
    linked(there=there)
    for onward in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example"):
        client = stranger()
        assert client.get(there.authorize(leave(client, next=onward)))["Location"] == "/"


# --- forgeries of the provider's word ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "someone-else"},
        {"aud": [CLIENT, "someone-else"]},
        {"aud": [CLIENT, "someone-else"], "azp": "someone-else"},
        {"azp": "someone-else"},
        {"nonce": "of another departure"},
        {"nonce": None},
        {"exp": int(NOW.timestamp()) - 61},
        {"iat": int(NOW.timestamp()) + 61},
        {"nbf": int(NOW.timestamp()) + 61},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
    ],
    ids=str,
)
def test_a_word_for_another_or_from_another_is_not_taken(oidc: IdentityProvider, claims: dict[str, Any]) -> None:
    linked(there=oidc)
    oidc.claims = claims
    client = stranger()
    assert "could not be trusted" in refused(client, oidc.authorize(leave(client)))


@pytest.mark.parametrize("name", ["iss", "sub", "aud", "exp", "iat", "nonce"])
def test_a_word_that_leaves_something_out_is_not_taken(oidc: IdentityProvider, name: str) -> None:
    linked(there=oidc)
    oidc.without = (name,)
    client = stranger()
    assert "could not be trusted" in refused(client, oidc.authorize(leave(client)))


def test_several_audiences_are_fine_when_we_are_the_party(oidc: IdentityProvider) -> None:
    linked(there=oidc)
    oidc.claims = {"aud": [CLIENT, "someone-else"], "azp": CLIENT}
    client = stranger()
    assert client.get(oidc.authorize(leave(client))).status_code == 302


FORGED = generate_private_key(SECP256R1())


@pytest.mark.parametrize(
    "sign",
    [
        lambda claims: jwt.encode(claims, FORGED, algorithm="ES256", headers={"kid": "one"}),
        lambda claims: jwt.encode(claims, FORGED, algorithm="ES256", headers={"kid": "two"}),
        lambda claims: jwt.encode(claims, "", algorithm="none", headers={"kid": "one"}),
        lambda claims: jwt.encode(claims, SECRET * 3, algorithm="HS256", headers={"kid": "one"}),
        lambda _claims: "",
        lambda _claims: "a.b.c",
    ],
    ids=["another key", "an unknown key", "no signature", "our own secret", "nothing", "nonsense"],
)
def test_a_word_that_the_provider_did_not_sign_is_not_taken(oidc: IdentityProvider, sign: Any) -> None:
    linked(there=oidc)
    oidc.sign = sign
    client = stranger()
    assert "could not be trusted" in refused(client, oidc.authorize(leave(client)))


def test_a_provider_that_names_itself_otherwise_is_not_taken(oidc: IdentityProvider) -> None:
    for more in ({"issuer": "https://evil.example"}, {"authorization_endpoint": "javascript:alert(1)"}, {}):
        oidc.answers["/.well-known/openid-configuration"] = (200, {"issuer": oidc.issuer} | more)
        answer = stranger().post("/sign-in/with/there/")
        assert answer.status_code == 422
        assert "could not be trusted" in answer.content.decode()


@pytest.mark.parametrize(
    "answer",
    [(500, {}), (302, {}), (200, b"not json"), (200, []), (200, b" " * 600_000), (200, b"[" * 90_000)],
    ids=str,
)
def test_a_provider_that_does_not_answer_is_said(oidc: IdentityProvider, answer: tuple[int, Any]) -> None:
    linked(there=oidc)
    client = stranger()
    path = oidc.authorize(leave(client))
    oidc.answers["/token"] = answer
    assert "does not answer as it should" in refused(client, path)
    assert "/elsewhere" not in oidc.asked
    oidc.answers["/.well-known/openid-configuration"] = answer
    assert stranger().post("/sign-in/with/there/").status_code == 422


@pytest.mark.parametrize("person", [{"id": ""}, {"id": 7}, {"id": "../x"}, {"delete_at": 1}, {"is_bot": True}], ids=str)
def test_a_mattermost_that_names_nobody_is_not_taken(person: dict[str, Any]) -> None:
    with identity_provider(sort="mattermost") as there:
        linked(there=there)
        there.person = person
        client = stranger()
        assert "could not be trusted" in refused(client, there.authorize(leave(client)))
        there.person = {}
        there.answers["/oauth/access_token"] = (200, {"access_token": "a\nb"})
        assert "could not be trusted" in refused(client, there.authorize(leave(client)))


def test_mattermost_knows_people_by_number_and_never_by_name() -> None:
    with identity_provider(sort="mattermost") as there:
        linked(there=there)
        # Someone else takes the username and the address; it is not Alice who comes in.
        there.person = {"id": "z" * 26}
        client = stranger()
        refused(client, there.authorize(leave(client)))
        # Alice is renamed: it is still her.
        there.person = {"username": "alice.b", "email": "b@example.org"}
        assert client.get(there.authorize(leave(client))).status_code == 302


def test_a_provider_nobody_named_is_refused() -> None:
    answer = stranger().post("/sign-in/with/nobody/")
    assert "Nobody of this name vouches for people here." in answer.content.decode()
    assert stranger().get("/sign-in/with/nobody/back/").status_code == 422


# --- the second step --------------------------------------------------------------------------------------------------


def test_a_second_step_is_asked_unless_the_provider_says_it_has(oidc: IdentityProvider) -> None:
    identity = linked(there=oidc)
    CodeApp.objects.create(account_id=identity, sealed_secret="x", began_at=NOW, confirmed_at=NOW)
    client = stranger()
    answer = client.get(oidc.authorize(leave(client)))
    assert answer["Location"] == "/sign-in/second-step/"
    assert not signed_in(client)
    oidc.claims = {"amr": ["pwd", "mfa"]}
    assert client.get(oidc.authorize(leave(client)))["Location"] == "/"
    assert signed_in(client)


# --- joining ----------------------------------------------------------------------------------------------------------


def test_an_invitation_makes_an_account_with_an_identity(there: IdentityProvider) -> None:
    scene = world()
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    client = stranger()
    assert "Come in with The Neighbours" in client.get(f"/join/{token}/").content.decode()
    answer = client.get(there.authorize(leave(client, invitation=token)))
    assert answer["Location"] == f"/join/{token}/"
    asked = client.get(answer["Location"]).content.decode()
    assert 'type="password"' not in asked
    assert 'value="alice@example.org"' in asked
    assert not Account.objects.exists()
    answer = client.post(f"/join/{token}/", {"outside": "1", "email": "bob@example.org", "name": "Bob"})
    assert answer["Location"] == f"/a/{scene.slug}/"
    made = Account.objects.get()
    assert (made.email, made.has_usable_password(), made.email_proven_at) == ("bob@example.org", False, None)
    assert Member.objects.get(id=scene.bob.member_id).account_id == made.id
    assert signed_in(client)
    client.post("/sign-out/")
    assert client.get(there.authorize(leave(client))).status_code == 302


def test_an_identity_that_has_an_account_joins_nothing_by_itself(there: IdentityProvider) -> None:
    linked(there=there)
    scene = world()
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    client = stranger()
    client.get(there.authorize(leave(client, invitation=token)))
    answer = client.post(f"/join/{token}/", {"outside": "1", "email": "new@example.org", "name": "Bob"})
    assert "This identity is linked to another account." in answer.content.decode()
    assert Account.objects.count() == 1
    assert Member.objects.get(id=scene.bob.member_id).account_id is None


def test_an_address_that_has_an_account_is_not_taken_over(there: IdentityProvider) -> None:
    account(name="alice", now=NOW)
    scene = world()
    token = invite(actor=scene.alice, member_id=scene.bob.member_id, now=START)
    client = stranger()
    client.get(there.authorize(leave(client, invitation=token)))
    answer = client.post(f"/join/{token}/", {"outside": "1", "email": "alice@example.org", "name": "Alice"})
    assert "There is already an account with this address" in answer.content.decode()
    assert not Identity.objects.exists()
    # Nor does a form that only claims to come from outside make an account without a password.
    other = invite(actor=scene.alice, member_id=scene.dana.member_id, now=START)
    assert client.post(f"/join/{other}/", {"outside": "1", "email": "d@example.org"}).status_code == 422
    assert Account.objects.count() == 1
