"""Discussion, feeds and webhooks in a real browser: on the narrowest phone, with axe, and without scripts."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import override_settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import OpenPage
from tests.support.listener import Listener, listening
from tests.support.pages import Pages
from tests.support.people import World, world
from toutdoux.decisions import commands
from toutdoux.integrations import delivering
from toutdoux.integrations.queries import sent_to
from toutdoux.integrations.webhook.commands import make_hook
from toutdoux.integrations.webhook.queries import hooks

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.fixture
def scene(chromium: Browser, transactional_db: None, listener: Listener) -> Iterator[World]:
    scene = world()
    url = listener.url("/a-rather-long-path-of-a-program-that-listens/on-the-same-machine")
    make_hook(actor=scene.bob, url=url, kinds=["action.opened", "remark.posted"], now=scene.now)
    action = scene.open(title="Open a tool library", text="A shed, a list, a lock.")
    words = "Is the door **wide** enough?\n\n- measure it\n- https://example.org/" + "x" * 80
    commands.record_remark(actor=scene.charlie, action_id=action.id, text=words, source="mail", now=scene.now)
    with override_settings(TOUTDOUX_MAIL=True):
        delivering.tell(now=scene.later(minutes=1))
    with time_machine.travel(scene.now + timedelta(minutes=1), tick=True):
        yield scene


def test_every_page_fits_a_phone_and_breaks_no_rule_of_axe(
    scene: World, browser_page: OpenPage, axe_violations: Callable[[Page], list[str]]
) -> None:
    [hook] = hooks(actor=scene.bob)
    page = browser_page(Pages(scene).browser("bob"), width=320, height=640)
    sent = sent_to(actor=scene.bob)[0].id
    told = ("preferences/", f"sent/{sent}/", "deliveries/")
    for address in ("actions/P26-E1/", "feeds/", "webhooks/", f"webhooks/{hook.id}/", *told):
        page.goto(f"/a/{scene.slug}/{address}")
        assert axe_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_speaking_and_making_an_address_need_no_script(scene: World, browser_page: OpenPage) -> None:
    page = browser_page(Pages(scene).browser("bob"), javascript=False)
    page.goto(f"/a/{scene.slug}/actions/P26-E1/")
    page.get_by_label("What do you want to say?").fill("I have a key.")
    page.get_by_role("button", name="Post", exact=True).last.click()
    assert re.search(r"#remark-[0-9a-f-]{36}$", page.url)
    expect(page.get_by_text("I have a key.")).to_be_visible()
    page.goto(f"/a/{scene.slug}/feeds/")
    page.get_by_role("button", name="Make my address").first.click()
    expect(page.locator(".secret code")).to_contain_text("/deadlines.ics")
