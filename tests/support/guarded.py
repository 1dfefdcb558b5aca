"""What the tests of one's account share: its instants and browsers, signing in, the second step."""

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.core import mail
from django.test import Client

from tests.support.authenticator import App
from tests.support.browsing import words
from tests.support.visitors import PASSWORD

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


def enter(client: Client, *, name: str = "alice", **more: Any) -> Any:
    return client.post("/sign-in/", {"email": f"{name}@example.org", "password": PASSWORD}, **more)


def signed_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def read(client: Client, path: str = "/account/") -> str:
    return words(client.get(path))


def mailed_path(position: int = -1) -> str:
    found = re.search(r"http\S+", mail.outbox[position].body)
    assert found is not None
    return urlsplit(found[0]).path


def set_up_codes(client: Client) -> tuple[str, list[str]]:
    """Set up a second step through the pages; return its secret and the codes on paper."""
    asked = client.post("/account/codes/")
    secret = re.search(r'code-words">([A-Z2-7 ]+)<', asked.content.decode())
    assert secret is not None
    plain = secret[1].replace(" ", "")
    shown = client.post("/account/codes/", {"code": App(plain).shows(datetime.now(UTC))})
    return plain, re.findall(r"<li>((?:[a-z2-7]{4}-){3}[a-z2-7]{4})</li>", shown.content.decode())


def code_of(secret: str) -> str:
    return App(secret).shows(datetime.now(UTC))
