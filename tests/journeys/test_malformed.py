"""Whatever is thrown at any page, by anyone: no 5xx, nothing half-written, nothing changed that the access table does not grant.

Forms are filled in from what their pages offer and from the access table, then spoilt: wrong types, huge values, NUL bytes,
broken UTF-8, impossible days, numbers that are none, others' ids, files for words and words for files. Addresses, methods,
headers, cookies and bodies are spoilt too. The sample is the same each time, and another on each database; `make soak` throws more, and other things.
"""

import os
import random
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from tests.journeys.access_answers import Answer, Row
from tests.journeys.access_scene import Role, Scene, played
from tests.journeys.access_table import ROWS
from tests.journeys.test_access import address, taken
from tests.support.people import START
from toutdoux.accesses.models import Access
from toutdoux.ledger.queries import chain_flaw
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db

SEED = os.environ.get("TOUTDOUX_TEST_SEED", "malformed")
#: How many spoilt requests each route gets from the lead, to whom most is open; and from how many of the others, one each.
FROM_LEAD, OTHERS = 3, 2
#: One row for each route: what a form asks is taken from its page.
ROUTES = tuple({row.route: row for row in ROWS}.values())

LONG = "é" * 120_000
VALUES = (
    "", " ", "\t\r\n", "\x00", "a\x00b", "\ufeff", "\u202e\u2066", "\ufffd\U0010ffff", "e\u0301" * 50, "🦊" * 600, LONG, "9" * 5000,
    "-1", "0", "00", "1.5", "1e999", "NaN", "Infinity", "٣", "²", "0x10", "1_000", str(2**31), str(2**63), str(-(2**63) - 1),
    "true", "null", "None", "[]", "{}", "on", "for", "against", "for ", "FOR", "extraordinary", "counter-vote", "grant-voting-right",
    "0000-00-00", "2026-02-30", "99999-01-01", "0001-01-01", "9999-12-31", "2026-03-10T00:00", "10/03/2026", "２０２６-03-10",
    "P26", "P26-E1", "p26-e1", "E99999999999", "P26-E0", "P26-E1-C0", "P26-E1-C999999999", "E1;DROP TABLE ledger_entry", "É1",
    "' OR 1=1 --", "<script>alert(1)</script>", "{{ 7|add:7 }}", "{% load i18n %}", "%s%n%(x)s", "../../../etc/passwd",
    "https://evil.example/", "//evil.example", "javascript:alert(1)", "http://[", "http://" + "a" * 3000, "mailto:a@b", "a@b", "a" * 300 + "@b.fr",
    "x\r\nSet-Cookie: a=b", "x\nX-Evil: 1", "fr", "fr-tu", "xx", "en; DROP", "Europe/Paris", "Mars/Olympus", "consent",
    '[kinds]\n"a" = ' + "[" * 5000, "a = 1\na = 2", "x" + " " * 50_000 + "y", "🏳️‍🌈", "ﬁ", "ß", "İ",
)  # fmt: skip
PIECES = (
    "%00", "a%00b", "%FF%FE", "%ED%A0%80", "%C0%AF", "%", "%zz", "..%2F..%2Fetc", "%2e%2e", "a" * 3000, "9" * 4301, str(2**63), str(2**31),
    "-1", "0", "%0d%0aX-Evil:1", "%20", "%E2%80%AE", "<script>", "'", "null", "E1", "p26-e1", "P26-E99999999999", "%C2%B2",
    "00000000-0000-0000-0000-000000000000", "not-a-uuid", "0" * 32, "%F0%9F%A6%8A",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"HTTP_HOST": "evil.example"},
    {"HTTP_HOST": "a b\x00"},
    {"HTTP_HOST": "[::"},
    {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PROTO": "gopher", "HTTP_X_FORWARDED_FOR": "\x00, 1"},
    {"HTTP_ACCEPT_LANGUAGE": "x" * 10_000},
    {"HTTP_ACCEPT_LANGUAGE": "fr;q=9e99,*;q=,..;q=0.5,é"},
    {"HTTP_ORIGIN": "null"},
    {"HTTP_ORIGIN": "http://["},
    {"HTTP_REFERER": "http://[", "HTTP_USER_AGENT": "\x00"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "gestures"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[", "HTTP_HX_TARGET": "\x00<b>"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "%FF", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true"},
    {"HTTP_HX_REQUEST": "maybe", "HTTP_HX_PROMPT": "%", "HTTP_HX_PROMPT_URI_AUTOENCODED": "true"},
    {"HTTP_IF_MODIFIED_SINCE": "yesterday", "HTTP_IF_NONE_MATCH": 'W/"', "HTTP_IF_MATCH": "*"},
    {"HTTP_RANGE": "bytes=9-1", "HTTP_ACCEPT": "*/*;q=é", "HTTP_ACCEPT_ENCODING": "gzip;q=x"},
    {"HTTP_COOKIE_HOSTILE": "1", "REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "fe80::1%eth0"},
    {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest", "HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"},
    {"HTTP_CONTENT_ENCODING": "gzip", "HTTP_TRANSFER_ENCODING": "chunked"},
)
COOKIES = (
    "", "\x00", '"\\000\\377aaaaaaaaaaaa"', "a" * 4000, "é", "../../x", "fr-" * 100, "%FF", "[]", "=;=", '"', "1.2.3", ".99999999999.99999999999",
    "0" * 32 + ".1.1",
)  # fmt: skip
BODIES: tuple[tuple[str, bytes], ...] = (
    ("application/x-www-form-urlencoded", b"choice=%FF%FE&version=\xff&&&=&%=%"),
    ("application/x-www-form-urlencoded; charset=utf-16", b"choice=for"),
    ("application/x-www-form-urlencoded; charset=rot13", b"choice=for"),
    ("application/x-www-form-urlencoded; charset=undefined", b"choice=for"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(3000))),
    ("application/x-www-form-urlencoded", b"reason=" + b"a" * (3 * 1024 * 1024)),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=" + "x" * 300, b"--x"),
    ("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: form-data; name=\"reason\"\r\n\r\ncut"),
    ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="\xff\x00"; filename="\x00"\r\n\r\n\x00\r\n--b--'),
    ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--b--'),
    ("application/json", b'{"choice": "for", "a": ' + b"[" * 5000),
    ("text/plain; charset=nonsense", b"\xff\xfe"),
    ("", b"choice=for"),
    ("x" * 5000, b""),
)  # fmt: skip
COOKIE_NAMES = (settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME, "csrftoken", "toutdoux_visit", "messages")
METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "É")


@pytest.fixture(scope="module")
def scene(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    with django_db_blocker.unblock(), played() as found:
        yield found


class Names(HTMLParser):
    """Collects the names of what a page lets people fill in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = dict(attrs).get("name")
        if tag in {"input", "select", "textarea", "button"} and name:
            self.found.add(name)


def allowed(row: Row, *, role: Role, state: str) -> bool:
    """Say whether any gesture of a route lets ``role`` change something there."""
    return any(
        Answer.CHANGED in other.answers(method="POST", role=role, state=state)
        for other in ROWS
        if other.route == row.route and state in (other.states or {state})
    )


def judge(scene: Scene, response: Any, *, may_change: bool, told: str) -> str:
    """Return what is wrong with an answer, or nothing."""
    if response.status_code >= 500:
        return f"{response.status_code} to {told}"
    changed = scene.changed()
    if changed and (response.status_code >= 400 or not may_change):
        return f"a fact changed by {told} ({response.status_code})"
    if changed and any(chain_flaw(association_id=world.association_id) for world in (scene.here, scene.elsewhere)):
        return f"the chain broke by {told}"
    return ""


def spoilt(rng: random.Random, scene: Scene, row: Row, role: Role, names: Iterable[str]) -> dict[str, Any]:
    """Return a form filled in as it should be, then spoilt in one to three places."""
    gesture = rng.choice([other for other in ROWS if other.route == row.route])
    data: dict[str, Any] = {
        name: value(scene, role) if callable(value) else value for name, value in gesture.data.items()
    }
    known = sorted({*names, *data, "next", "from", "unknown"})
    foreign = [str(scene.elsewhere.people["bob"].member_id), str(uuid4())]
    for name in rng.sample(known, k=min(len(known), rng.randint(1, 3))):
        spoil = rng.randrange(10)
        if spoil == 0:
            data.pop(name, None)
        elif spoil == 1:
            data[name] = [rng.choice(VALUES) for _ in range(rng.choice((2, 3, 40)))]
        elif spoil == 2:
            data[name] = SimpleUploadedFile(rng.choice(("a.csv", "x" * 300, "é\x00.csv")), rng.randbytes(300))
        elif spoil == 3:
            data[name] = rng.choice(foreign)
        elif spoil == 4 and isinstance(data.get(name), str):
            at = rng.randrange(len(data[name]) + 1)
            data[name] = data[name][:at] + rng.choice(VALUES)[:50] + data[name][at:]
        else:
            data[name] = rng.choice(VALUES)
    return data


def storm(scene: Scene, row: Row, *, seed: str, times: int = 1) -> Iterator[str]:
    """Throw spoilt requests at one route, from everyone; yield what went wrong."""
    rng = random.Random(f"{seed} {row.route}")
    states = row.states_in(scene)
    with scene.undone():
        page = scene.client(Role.LEAD).get(address(row, scene, states[0]))
        names = Names()
        # A file to keep, such as one's own data, holds no form.
        shown = not page.streaming and page.get("Content-Type", "").startswith("text/")
        names.feed(page.content.decode() if shown else "")
    for _ in range(times):
        others = rng.sample([role for role in Role if role is not Role.LEAD], k=OTHERS)
        for role in (*[Role.LEAD] * FROM_LEAD, *others):
            state = rng.choice(states)
            url = address(row, scene, state)
            headers = rng.choice(HEADERS) if rng.random() < 0.4 else {}
            with scene.undone():
                client, acts_as = scene.client(role), role
                client.raise_request_exception = False
                if rng.random() < 0.3:
                    name = rng.choice(COOKIE_NAMES)
                    client.cookies[name] = rng.choice(COOKIES)
                    acts_as = Role.ANONYMOUS if name == settings.SESSION_COOKIE_NAME else role
                data = spoilt(rng, scene, row, role, names.found)
                read = rng.random() < 0.25
                if read:
                    data = {name: value for name, value in data.items() if not isinstance(value, SimpleUploadedFile)}
                response = (client.get if read else client.post)(url, data, **headers)
                told = f"{'GET' if read else 'POST'} {url} by {role} ({state}) with {short(data)} {headers}"
                may = not read and allowed(row, role=acts_as, state=state)
                fault = judge(scene, response, may_change=may, told=f"{told} {client.cookies.output(header='')[:200]}")
                if fault:
                    yield fault


def short(data: dict[str, Any]) -> str:
    """Return data as a message can carry it."""
    return re.sub(r"(.)\1{30,}", r"\1…\1", repr(data))[:600]


@pytest.mark.parametrize("row", ROUTES, ids=str)
def test_spoilt_forms_harm_nothing(scene: Scene, row: Row) -> None:
    found = list(storm(scene, row, seed=f"{SEED} {connection.vendor}"))
    assert not found, "\n".join(found)


@pytest.mark.soak
@pytest.mark.parametrize("row", ROUTES, ids=str)
def test_a_storm_of_spoilt_forms_harms_nothing(scene: Scene, row: Row) -> None:
    found = list(storm(scene, row, seed=os.environ.get("TOUTDOUX_TEST_SEED") or uuid4().hex, times=50))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("row", ROUTES, ids=str)
def test_spoilt_addresses_lead_nowhere(scene: Scene, row: Row) -> None:
    """Every part of every address in turn; a body of another sort and a method nobody uses go with some of them."""
    rng = random.Random(f"{SEED} {connection.vendor} {row.route}")
    named = scene.places[row.at][row.states_in(scene)[0]]
    parts = [name for name in named if name in taken(row.route)]
    whole = reverse(row.route, kwargs={name: named[name] for name in parts})
    urls = [whole.replace(quote(str(named[name])), piece, 1) for name in parts for piece in rng.sample(PIECES, k=3)]
    found = []
    for url in [whole, *urls]:
        with scene.undone():
            client = scene.client(Role.LEAD)
            client.raise_request_exception = False
            response = client.generic("GET", url)
            # Whatever else an address happens to name, reading it changes nothing.
            found.append(judge(scene, response, may_change=False, told=f"GET {short({'url': url})}"))
    bodies = [("POST", *rng.choice(BODIES)), ("GET", *rng.choice(BODIES)), (rng.choice(METHODS), *rng.choice(BODIES))]
    for method, sort, body in [*((method, "", b"") for method in METHODS[:3]), *bodies]:
        with scene.undone():
            client = scene.client(Role.LEAD)
            client.raise_request_exception = False
            response = client.generic(method, whole, data=body, content_type=sort)
            may = method == "POST" and allowed(row, role=Role.LEAD, state=row.states_in(scene)[0])
            found.append(judge(scene, response, may_change=may, told=f"{method} {whole} as {sort[:80]} {body[:80]!r}"))
    assert not any(found), "\n".join(filter(None, found))


@pytest.mark.parametrize(
    "onward", ["a@b", "E1", "sign_in", "home", "🦊", "[]", "//evil.example", "/\\evil.example", "http://["]
)
def test_a_vote_leads_back_to_nothing_but_a_page_of_ours(scene: Scene, onward: str) -> None:
    ballot = {"choice": "for", "version": "1", "idempotency_key": "k", "next": onward}
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        with scene.undone():
            answer = scene.client(Role.VOTER).post("/a/fireflies/actions/P26-E1/vote/", ballot, **headers)
            there = answer.headers.get("HX-Redirect") or answer["Location"]
            assert there == "/a/fireflies/actions/P26-E1/"


@pytest.mark.parametrize(("length", "answer"), [(500, 302), (501, 422)])
def test_an_address_of_a_discussion_longer_than_its_column_is_refused_in_words(
    scene: Scene, length: int, answer: int
) -> None:
    words = {"title": "A pear tree", "kind": "ordinary", "discussion_url": "https://a.example/".ljust(length, "a")}
    with scene.undone():
        found = scene.client(Role.LEAD).post("/a/fireflies/actions/new/", words)
        assert found.status_code == answer
        assert ("The address of the discussion is too long: 500 characters fit." in found.content.decode()) == (
            answer == 422
        )


@pytest.mark.parametrize("charset", ["utf-16", "idna", "rot13", "undefined", "zlib", "unicode_escape", "nonsense"])
def test_whatever_a_form_says_of_its_letters_it_is_read_as_utf_8(scene: Scene, charset: str) -> None:
    part = 'Content-Disposition: form-data; name="choice"\r\n\r\nfor'
    bodies = {
        "multipart/form-data; boundary=b": f"--b\r\n{part}\r\n--b--",
        "application/x-www-form-urlencoded": "choice=for",
    }
    for sort, body in bodies.items():
        with scene.undone():
            answer = scene.client(Role.LEAD).generic(
                "POST", "/a/fireflies/practice/", data=body.encode(), content_type=f"{sort}; charset={charset}"
            )
            assert answer["Location"] == "/a/fireflies/practice/?moves=f"


def test_what_the_framework_refuses_is_said_in_our_words(scene: Scene) -> None:
    with scene.undone():
        client = scene.client(Role.LEAD)
        nothing = client.get("/nowhere/")
        unread = client.get("/a/fireflies/", HTTP_HOST="evil.example")
        client.handler.enforce_csrf_checks = True
        old = client.post("/a/fireflies/practice/", {"choice": "for"})
        client.handler.enforce_csrf_checks = False
        broken: Any = server_error(RequestFactory().get("/"))
    pages: dict[int, Any] = {404: nothing, 400: unread, 403: old, 500: broken}
    titles = {404: "There is nothing here for you", 400: "This could not be read", 403: "This page was too old"}
    for status, page in pages.items():
        assert page.status_code == status
        assert f"<h1>{titles.get(status, 'Something broke on our side')}</h1>" in page.content.decode()
        assert str(status) not in re.sub(r"<[^>]*>", "", page.content.decode())


# Programs, which hold no cookie, bring another proof. Mail programs unsubscribe with one POST of their own (RFC 8058): the
# signed address is the permission, and it opens nothing but the preferences of its owner. Chats call back with a seal.
PROVEN_OTHERWISE = frozenset(
    {
        "unsubscribe",
        "mattermost_button",
        "mattermost_question",
        "mattermost_proxy",
        "mattermost_dialog",
        "mattermost_command",
    }
)


@pytest.mark.parametrize("row", [row for row in ROUTES if row.route not in PROVEN_OTHERWISE], ids=str)
def test_without_its_token_no_form_changes_anything(scene: Scene, row: Row) -> None:
    with scene.undone():
        client = Client(enforce_csrf_checks=True)
        client.cookies = scene.client(Role.LEAD).cookies
        data = {name: value(scene, Role.LEAD) if callable(value) else value for name, value in row.data.items()}
        url = address(row, scene, row.states_in(scene)[0])
        assert client.post(url, data).status_code == 403
        assert client.post(url, data, HTTP_ORIGIN="https://evil.example").status_code == 403
        assert not scene.changed()


def test_after_the_storm_everything_agrees(scene: Scene) -> None:
    """Nothing is asked of what the scene writes past the commands, since it has one instant: assemblies, an old access."""
    with scene.undone():
        Access.objects.filter(starts_at__lt=scene.now - timedelta(days=300)).update(starts_at=START)
        for world in (scene.here, scene.elsewhere):
            found = verify(association_id=world.association_id, now=scene.now)
            assert found.flaw is None
            assert found.replayed is not None
            assert found.replayed.difference is None
