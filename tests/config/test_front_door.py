"""What every answer carries, whoever asks for what: strict headers, versioned files, bounded bodies."""

from typing import Any, cast

import httpx
import pytest
from django.templatetags.static import static
from django.test import Client
from django.utils import translation

from tests.support.loops import on_a_loop
from toutdoux.config.asgi import BodyLimit, application

SHIPPED = "django_htmx/htmx-2.min.js"


@pytest.fixture
def anyone() -> Client:
    return Client()


@pytest.mark.parametrize("path", ["/no-such-page/", f"/static/{SHIPPED}"])
def test_every_answer_forbids_inline_and_foreign_content(path: str, anyone: Client) -> None:
    headers = anyone.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_can_be_framed(anyone: Client) -> None:
    assert anyone.get("/no-such-page/").headers["X-Frame-Options"] == "DENY"


def test_static_files_are_served_without_collecting_and_kept_by_browsers(anyone: Client) -> None:
    address = static(SHIPPED)
    path, _, version = address.partition("?v=")
    assert len(version) == 12
    answer = anyone.get(address)
    assert answer.status_code == 200
    assert b"htmx" in answer.content
    assert "max-age=2592000" in answer.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    again = anyone.get(path, headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert (again.status_code, again.content) == (304, b"")
    assert anyone.head(address).content == b""


def test_a_file_nobody_ships_has_a_plain_address_and_answers_404(anyone: Client) -> None:
    assert static("no/such.css") == "/static/no/such.css"
    assert anyone.get("/static/no/such.css").status_code == 404


def test_french_that_says_tu_is_french_to_browsers_and_falls_back_to_french() -> None:
    assert translation.get_language_info("fr-tu")["code"] == "fr"
    with translation.override("fr-tu"):
        assert translation.gettext("Sunday") == "dimanche"


def test_a_body_announced_too_large_is_refused_unread() -> None:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(cast("Any", application))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            return await client.post("/", headers={"Content-Length": str(2**40)}, content=b"x")

    assert on_a_loop(ask()).status_code == 413


def test_a_body_that_hides_its_length_is_cut_at_the_limit_and_answered() -> None:
    taken: list[str] = []
    sent: list[Any] = []

    async def greedy(_scope: dict[str, Any], receive: Any, _send: Any) -> None:
        while not taken or taken[-1] == "http.request":
            taken.append((await receive())["type"])

    async def endless() -> dict[str, Any]:
        return {"type": "http.request", "body": b"0123456789", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    on_a_loop(BodyLimit(greedy, limit=25)({"type": "http", "headers": []}, endless, send))
    assert taken == ["http.request", "http.request", "http.disconnect"]
    assert [message.get("status") for message in sent] == [413, None]


def test_what_is_not_http_passes() -> None:
    passed: list[str] = []

    async def application(scope: dict[str, Any], _receive: Any, _send: Any) -> None:
        passed.append(scope["type"])

    async def never() -> Any:
        raise AssertionError

    on_a_loop(BodyLimit(application, limit=1)({"type": "lifespan"}, never, lambda _: never()))
    assert passed == ["lifespan"]
