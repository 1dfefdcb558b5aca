"""Every component in every state: what a strict content policy, a screen reader and a page without JavaScript need."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from tests.support.gallery import PARTS

pytestmark = pytest.mark.urls("tests.support.gallery")

Attributes = dict[str, str]


class Reader(HTMLParser):
    """The elements of a page, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, *tags: str) -> list[Attributes]:
        return [attributes for tag, attributes in self.elements if tag in tags]


def page(part: str) -> Reader:
    response = Client().get(f"/gallery/{part}/")
    assert response.status_code == 200
    return Reader(response.content.decode())


def shown(template: str, **context: object) -> str:
    return Template("{% load toutdoux_ui %}" + template).render(Context(context))


def test_it_works() -> None:
    html = Client().get("/gallery/action/").content.decode()
    assert '<html lang="fr">' in html
    assert "9 pour · 1 contre · moitié : 11 sur 22" in html


@pytest.mark.parametrize("part", PARTS)
def test_nothing_is_inline_that_the_policy_would_refuse(part: str) -> None:
    for tag, attributes in page(part).elements:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if re.match(r"on|hx-on", name)]
        assert tag != "script" or attributes.get("src", "").startswith("/static/")
        assert not attributes.get("href", "").startswith(("javascript:", "data:"))


@pytest.mark.parametrize("part", PARTS)
def test_an_identifier_is_given_once_and_what_is_referred_to_exists(part: str) -> None:
    elements = [attributes for _, attributes in page(part).elements]
    identifiers = Counter(attributes["id"] for attributes in elements if "id" in attributes)
    assert [name for name, times in identifiers.items() if times > 1] == []
    for attributes in elements:
        for reference in ("aria-labelledby", "aria-describedby", "for"):
            assert set(attributes.get(reference, "").split()) <= set(identifiers)


@pytest.mark.parametrize("part", PARTS)
def test_every_drawing_is_silent_or_has_a_name(part: str) -> None:
    for drawing in page(part).all("svg"):
        assert drawing.get("aria-hidden") == "true" or drawing.get("aria-labelledby")


def test_a_vote_is_a_plain_form_with_all_a_ballot_needs() -> None:
    read = page("action")
    form = next(attributes for attributes in read.all("form") if "vote" in attributes.get("class", ""))
    assert form["method"] == "post"
    assert not [name for name in form if name.startswith("hx-")], "htmx only where a page asks for it"
    fields = {attributes.get("name") for attributes in read.all("input", "textarea", "button")}
    assert {"csrfmiddlewaretoken", "idempotency_key", "version", "choice", "reason"} <= fields
    buttons = [attributes for attributes in read.all("button") if attributes.get("name") == "choice"]
    assert [(button["value"], button["aria-pressed"]) for button in buttons] == [
        ("for", "true"),
        ("against", "false"),
        ("blank", "false"),
    ]


def test_a_vote_can_be_made_smoother_by_htmx() -> None:
    html = shown('{% vote_form url="/v" version=1 key="k" target="#a" next_page="/x" %}')
    assert 'hx-post="/v" hx-target="#a"' in html
    assert '<input type="hidden" name="next" value="/x">' in html


def test_a_language_is_offered_once_in_its_own_words_and_tu_or_vous_is_not_a_language() -> None:
    offered = [attributes for attributes in page("home").all("button") if attributes.get("name") == "language"]
    assert [(button["value"], button["lang"]) for button in offered] == [("en", "en")]
    with translation.override("fr-tu"):
        assert shown("{% html_language %}") == "fr"


def test_errors_lead_to_their_fields() -> None:
    read = page("form")
    assert "#id_title" in {attributes.get("href") for attributes in read.all("a")}
    title = next(attributes for attributes in read.all("input") if attributes.get("name") == "title")
    assert title["aria-invalid"] == "true"
    assert title["aria-describedby"] == "id_title_helptext id_title_error"


def test_words_of_members_are_escaped_everywhere() -> None:
    hostile = "<script>alert(1)</script>"
    for template in (
        '{% state_chip "open" words %}',
        "{% empty_state words words url=words gesture=words %}",
        "{% error_summary words reasons=many safe=words todo=words %}",
        '{% vote_form url="/v" version=1 key=words about=words said=words reason=words reason_help=words %}',
        "{% definitions rows %}",
        "{{ words|markdown }}",
    ):
        assert "<script" not in shown(template, words=hostile, many=[hostile], rows=[(hostile, hostile)])


def test_a_pair_without_value_is_left_out() -> None:
    html = shown("{% definitions rows %}", rows=[("kept", 0), ("dropped", ""), ("dropped", None)])
    assert "kept" in html
    assert "dropped" not in html


def test_an_error_summary_of_a_form_without_error_is_silent() -> None:
    class Fine:
        errors: Attributes = {}

    assert shown("{% error_summary form=form %}", form=Fine()).strip() == ""


def test_turning_the_page_keeps_the_rest_of_the_address() -> None:
    html = Client().get("/gallery/register/?kind=ordinary&page=2").content.decode()
    assert "?kind=ordinary&amp;page=1" in html
    assert "?kind=ordinary&amp;page=3" in html
