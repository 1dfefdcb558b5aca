"""The page of the invented Mattermost: one chooses who one is, reads, presses, types, fills in; and signs in elsewhere with it."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.support.mattermost import FakeMattermost, mattermost
from tests.support.mattermost.server import TOKEN
from toutdoux.integrations.mattermost.client import Mattermost
from toutdoux.integrations.mattermost.fake.state import OAuthApp


@pytest.fixture
def chat() -> Iterator[FakeMattermost]:
    with mattermost() as found:
        found.person("bob")
        found.person("dana")
        yield found


@pytest.fixture
def browser(chat: FakeMattermost) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=chat.url, trust_env=False, follow_redirects=True) as client:
        yield client


@contextmanager
def integration(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            return

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{http.server_port}/", got
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def be(chat: FakeMattermost, browser: httpx.Client, name: str) -> str:
    user_id = chat.chat.user_named(name)["id"]
    return browser.post("/be", data={"user": user_id, "channel": chat.channel["id"]}).text


def test_it_works(chat: FakeMattermost, browser: httpx.Client) -> None:
    assert '<option value="' in browser.get("/").text
    assert "selected>Dana" in be(chat, browser, "dana")
    page = browser.post("/say", data={"channel": chat.channel["id"], "text": "Hello <b>all</b>"}).text
    assert "Hello &lt;b&gt;all&lt;/b&gt;" in page
    assert browser.get("/changes").text.isdecimal()
    assert "fetch" in browser.get("/page.js").text
    assert browser.get("/nothing").status_code == 404


def test_a_button_is_pressed_and_the_answer_shown_to_oneself_alone(chat: FakeMattermost, browser: httpx.Client) -> None:
    with integration(b'{"ephemeral_text": "Recorded: For"}') as (url, got), Mattermost(chat.url, TOKEN) as bot:
        button = {"id": "for", "type": "button", "name": "For", "integration": {"url": url, "context": {"a": 1}}}
        props = {"attachments": [{"actions": [button]}]}
        post = bot.create_post(channel_id=chat.channel["id"], message="An action", props=props)
        be(chat, browser, "bob")
        pressed = {"post": post.post_id, "action": "for", "channel": chat.channel["id"]}
        page = browser.post("/press", data=pressed).text
        assert b'"user_name":"bob"' in got[0].replace(b" ", b"")
        assert "Recorded: For" in page
        assert "Recorded: For" not in be(chat, browser, "dana")
        # Another site cannot press it for us.
        forged = browser.post("/press", data=pressed, headers={"Sec-Fetch-Site": "cross-site"})
        assert forged.status_code == 403
        assert len(got) == 1


def test_an_integration_that_does_not_answer_is_shown(chat: FakeMattermost, browser: httpx.Client) -> None:
    be(chat, browser, "bob")
    page = browser.post("/say", data={"channel": chat.channel["id"], "text": "/toutdoux aide"}).text
    assert "api.command.execute_command.not_found" in page
    chat.chat.add_command(chat.team["id"], "toutdoux", url="http://127.0.0.1:9/")
    page = browser.post("/say", data={"channel": chat.channel["id"], "text": "/toutdoux aide"}).text
    assert "api.command.execute_command.failed" in page


def test_a_dialog_is_filled_in_corrected_and_sent(chat: FakeMattermost, browser: httpx.Client) -> None:
    elements = [
        {"display_name": "Title", "name": "title", "type": "text", "default": "Old"},
        {"display_name": "Why", "name": "why", "type": "textarea", "optional": True},
        {"display_name": "Kind", "name": "kind", "type": "select", "options": [{"text": "Ordinary", "value": "o"}]},
        {"display_name": "Sure", "name": "sure", "type": "bool", "optional": True},
    ]

    def opened(url: str) -> None:
        trigger = chat.chat.trigger(user_id=chat.chat.user_named("bob")["id"], channel_id=chat.channel["id"])
        with Mattermost(chat.url, TOKEN) as bot:
            bot.open_dialog(trigger_id=trigger, url=url, dialog={"title": "New", "elements": elements})

    be(chat, browser, "bob")
    with integration(b'{"errors": {"title": "Too short"}}') as (url, got):
        opened(url)
        assert 'name="d-title" value="Old"' in browser.get("/").text
        filled = {"channel": chat.channel["id"], "d-title": "x", "d-why": "", "d-kind": "o"}
        assert "Too short" in browser.post("/dialog", data=filled).text
        assert b'"title": "x"' in got[0] or b'"title":"x"' in got[0]
    with integration(b"") as (url, got):
        opened(url)
        assert "d-title" not in browser.post("/dialog", data=filled).text
        opened(url)
        browser.post("/dialog", data={**filled, "cancel": "1"})
        assert len(got) == 1
    assert chat.dialog("bob") is None


def test_one_signs_in_elsewhere_with_it(chat: FakeMattermost, browser: httpx.Client) -> None:
    back = "https://votes.example.org/back"
    chat.chat.apps["app"] = OAuthApp(client_id="app", client_secret="secret", callback_urls=(back,))
    asked = {"client_id": "app", "redirect_uri": back, "response_type": "code", "state": "s"}
    page = browser.get("/oauth/authorize", params=asked).text
    [found] = re.findall(r'href="(/oauth/authorize[^"]*as=dana)"', page)
    link = found.replace("&amp;", "&")
    led = browser.get(link, follow_redirects=False)
    given = parse_qs(urlsplit(led.headers["Location"]).query)
    assert given["state"] == ["s"]
    form = {
        "grant_type": "authorization_code",
        "client_id": "app",
        "client_secret": "secret",
        "redirect_uri": back,
        "code": given["code"][0],
    }
    assert browser.post("/oauth/access_token", data={**form, "client_secret": "x"}).status_code == 403
    led = browser.get(link, follow_redirects=False)
    form["code"] = parse_qs(urlsplit(led.headers["Location"]).query)["code"][0]
    token = browser.post("/oauth/access_token", data=form).json()["access_token"]
    me = browser.get("/api/v4/users/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert me["username"] == "dana"
    assert browser.post("/oauth/access_token", data=form).status_code == 400
    assert browser.get("/oauth/authorize", params={**asked, "redirect_uri": "https://evil.example"}).status_code == 400
