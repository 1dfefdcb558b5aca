"""Speaking on the page of an action: by anyone, once, without scripts, and nothing of it runs."""

import re
from typing import Any

import pytest

from tests.support.pages import Pages, html, words
from tests.support.people import World, world
from toutdoux.decisions import commands
from toutdoux.decisions.models import Action, Remark

pytestmark = pytest.mark.django_db
PAGE = "actions/P26-E1/"


@pytest.fixture
def scene() -> World:
    return world()


@pytest.fixture
def pages(scene: World) -> Pages:
    scene.open(title="Open a tool library")
    return Pages(scene)


def form(pages: Pages, name: str = "bob") -> dict[str, str]:
    """Return what the page's own form carries."""
    found = re.search(r'remarks/"(.*?)</form>', html(pages.get(name, PAGE)), re.DOTALL)
    assert found is not None
    [key] = re.findall(r'name="idempotency_key" value="([^"]+)"', found[1])
    return {"idempotency_key": key}


def say(pages: Pages, text: str, name: str = "bob", **more: str) -> Any:
    return pages.post(name, f"{PAGE}remarks/", {"text": text, **(more or form(pages, name))})


def test_it_works(pages: Pages) -> None:
    assert "Nobody has said anything yet." in pages.words("bob", PAGE)
    answer = say(pages, "Is the door **wide** enough?")
    remark = Remark.objects.get()
    assert answer["Location"].endswith(f"/{PAGE}#remark-{remark.id}")
    pages.scene.later(hours=1)
    say(pages, "I measured it.", "charlie")
    page = html(pages.get("alice", PAGE))
    assert "<strong>wide</strong>" in page
    shown = words(pages.get("alice", PAGE))
    assert shown.index("Bob Tuesday 10 March at 10:30") < shown.index("Charlie Tuesday 10 March at 11:30")


def test_a_button_pressed_twice_says_it_once_and_a_second_thought_is_another(pages: Pages) -> None:
    key = form(pages)
    for text in ("Once", "Once", "Otherwise"):
        assert say(pages, text, **key).status_code == 302
    assert sorted(Remark.objects.values_list("text", flat=True)) == ["Once", "Otherwise"]
    say(pages, "Once", "dana", **key)
    assert Remark.objects.count() == 3


def test_a_refusal_says_why_and_keeps_what_was_typed(pages: Pages) -> None:
    answer = say(pages, "x" * 20_001)
    assert answer.status_code == 422
    assert "Your remark was not posted." in words(answer)
    assert "x" * 20_001 in answer.content.decode()
    assert "There is nothing written yet" in words(say(pages, "  "))
    assert not Remark.objects.exists()


def test_nothing_that_is_said_runs_or_is_fetched(pages: Pages) -> None:
    say(
        pages,
        "<script>alert(1)</script> ![x](https://spy.example/p.png) [here](javascript:alert(1)) <img src=x onerror=y>",
    )
    page = html(pages.get("alice", PAGE))
    assert "<script>alert" not in page
    assert "<img src=" not in page
    assert 'href="javascript:' not in page


def test_it_says_through_which_door(pages: Pages) -> None:
    action = Action.objects.get()
    for source in ("mail", "chat"):
        commands.record_remark(
            actor=pages.scene.dana, action_id=action.id, text="Yes", source=source, now=pages.scene.now
        )
    shown = pages.words("bob", PAGE)
    assert "Dana by mail" in shown
    assert "Dana in the chat" in shown


def test_reading_the_address_by_get_leads_to_the_action(pages: Pages) -> None:
    assert pages.get("bob", f"{PAGE}remarks/")["Location"].endswith(f"/{PAGE}")
    assert not Remark.objects.exists()
