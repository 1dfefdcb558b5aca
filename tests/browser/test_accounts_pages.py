"""Accounts in a real browser: a passkey from a virtual device, its counter set back, pages for everyone, and no script."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.support.people import START
from tests.support.visitors import PASSWORD, account, browser
from toutdoux.accounts.models import Passkey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice(chromium: Browser, transactional_db: None) -> UUID:
    return account(name="alice", now=START)


@pytest.fixture
def named(settings: Any, live_server: Any) -> str:
    """Give the installation the address the browser opens: it is one that passkeys are made for."""
    settings.TOUTDOUX_URL = live_server.url
    assert live_server.url.startswith("http://localhost:")
    return str(live_server.url)


def device(page: Page) -> tuple[Any, str]:
    """Plug a device into the browser, that keeps passkeys and knows its holder."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    return session, session.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def sign_out(page: Page) -> None:
    page.goto("/account/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def test_it_works(alice: UUID, named: str, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]]) -> None:
    page = browser_page(browser(alice))
    session, plugged = device(page)
    page.goto("/account/passkeys/")
    assert axe_violations(page) == []
    page.get_by_label("Its name").fill("The key on my ring")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("The passkey is kept")).to_be_visible()
    expect(page.get_by_text("The key on my ring").first).to_be_visible()
    sign_out(page)
    assert axe_violations(page) == []
    page.goto("/sign-in/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Signed in by passkey.").first).to_be_visible()
    # Someone else's copy of it has counted further: the device that comes second is not let in.
    sign_out(page)
    Passkey.objects.update(sign_count=1000)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("as if there were a copy of it")).to_be_visible()
    # A device without any says so, and the page stays.
    session.send("WebAuthn.clearCredentials", {"authenticatorId": plugged})
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was given.")).to_be_visible()


def test_every_page_is_for_everyone(
    alice: UUID, named: str, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]]
) -> None:
    for width in (1280, 320):
        page = browser_page(browser(alice), width=width)
        for path in ("/account/", "/account/journal/", "/account/confirm/", "/account/address/", "/account/codes/"):
            page.goto(path)
            assert axe_violations(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.get_by_role("button", name="Show me the picture").click()
        assert axe_violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(page.get_by_role("img", name=re.compile("Picture for the application"))).to_be_visible()


def test_without_scripts_every_other_way_is_open(alice: UUID, named: str, browser_page: OpenPage) -> None:
    page = browser_page(javascript=False)
    page.goto("/sign-in/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    expect(page.get_by_text("Passkeys need a browser that knows them")).to_be_visible()
    page.get_by_label("Email address").fill("alice@example.org")
    page.get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_hidden()
    page.goto("/account/passkeys/")
    expect(page.get_by_text("This browser cannot make passkeys")).to_be_visible()
    expect(page.get_by_role("button", name="Make the passkey")).to_be_hidden()
