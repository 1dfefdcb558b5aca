"""The pages about chat accounts and the channel beside the council: axe, 320 px, both languages, without JavaScript."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from tests.support.chatting import Talk, talking
from tests.support.visitors import account, browser, link
from toutdoux.integrations.chat.commands import make_chat_link, unlink_account

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def talk(live_server: Any) -> Iterator[Talk]:
    with talking(url=live_server.url) as found:
        found.newcomer("gwen")
        found.chat.person("hugo")
        found.chat.chat.leave(found.chat.channel["id"], found.user_id("dana"))
        unlink_account(actor=found.here.eli, chat="mattermost", now=found.here.now)
        yield found


@pytest.fixture
def alice(talk: Talk) -> Client:
    identity = account(name="alice.pages", now=talk.here.now)
    link(talk.here, "alice", account_id=identity)
    return browser(identity)


def pages(talk: Talk) -> dict[str, str]:
    token = make_chat_link(
        association_id=talk.here.association_id,
        chat="mattermost",
        server=talk.chat.url,
        user_id=talk.user_id("hugo"),
        user_name="hugo",
        now=talk.here.now,
    )
    slug = talk.here.slug
    return {
        "link": reverse("chat_link", args=[slug, token]),
        "no link": reverse("chat_link", args=[slug, "nothing"]),
        "accounts": reverse("chat_accounts", args=[slug]),
        "membership": reverse("chat_membership", args=[slug, "mattermost"]),
        "no chat": reverse("chat_membership", args=[slug, "matrix"]),
    }


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fr", 320)])
def test_it_works(
    talk: Talk,
    alice: Client,
    browser_page: Callable[..., Page],
    axe_violations: Callable[[Page], list[str]],
    language: str,
    width: int,
) -> None:
    page = browser_page(alice, language=language, width=width)
    for name, address in pages(talk).items():
        page.goto(address)
        assert axe_violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_a_yes_and_an_invitation_need_no_javascript(
    talk: Talk, alice: Client, browser_page: Callable[..., Page]
) -> None:
    page = browser_page(alice, javascript=False, width=320)
    page.goto(pages(talk)["accounts"])
    page.get_by_role("button", name="Unlink alice").click()
    page.goto(pages(talk)["link"])
    page.get_by_role("button", name="Yes, it is me: link it").click()
    assert page.get_by_role("button", name="Unlink hugo").is_visible()
    page.goto(pages(talk)["membership"])
    page.get_by_label("By links that I give them myself").check()
    page.get_by_role("button", name="Invite them").click()
    assert page.get_by_label("The link of Eli").input_value().startswith("http")
