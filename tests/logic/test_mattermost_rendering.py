"""What people wrote calls nobody, shows no picture, and cannot leave the quotation it stands in."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.mattermost.logic.permissions import Need, checks, too_old, version_words
from toutdoux.integrations.mattermost.logic.rendering import LONGEST, markdown, safe_line, safe_quote
from toutdoux.wording.messages.pieces import Bar, Heading, Link, Quote, Text

TEXTS = st.text(st.sampled_from("a @!\\[]()`*_~#|<>\n>-1é€channelhere"), max_size=200)


def test_it_works() -> None:
    pieces = (
        Heading(words="P26-E1 · Open"),
        Text(words="One."),
        Quote(words="Two\nlines"),
        Bar(characters="●○"),
        Link(words="Here", url="https://x.example/1"),
        Link(words="Vote", url="https://x.example/2", main=True),
    )
    assert markdown(pieces) == (
        "#### P26-E1 · Open\n\nOne.\n\n> Two\n> lines\n\n```text\n●○\n```\n\n"
        "[Here](https://x.example/1)\n\n**[Vote](https://x.example/2)**"
    )


@given(text=TEXTS)
def test_nobody_is_called_and_no_picture_is_shown(text: str) -> None:
    for found in (safe_line(text), safe_quote(text)):
        assert not re.search(r"@[^\s\u200b]", found)
        assert "![" not in found or r"\[" in found


@given(text=TEXTS)
def test_every_line_of_a_quotation_is_quoted(text: str) -> None:
    assert all(line.startswith(">") for line in safe_quote(text).split("\n") if line)


@given(text=TEXTS)
def test_no_sign_of_a_line_is_a_sign(text: str) -> None:
    found = safe_line(text)
    assert "\n" not in found
    assert not re.search(r"(?<!\\)(?:\\\\)*[`*_\[\]~|<>#]", found)


def test_a_long_text_is_cut_at_a_word_and_says_where_the_rest_is() -> None:
    found = safe_quote("word " * 1000, rest="On the page.")
    assert len(found) < LONGEST + 60
    assert found.endswith("word […]\n>\n> *On the page.*")
    assert "On the page" not in safe_quote("short", rest="On the page.")


@pytest.mark.parametrize("private", [True, False])
def test_every_right_is_looked_at(private: bool) -> None:
    none, every = checks(given=(), private=private), checks(given=("manage_system",), private=private)
    assert [check.need for check in none] == list(
        {Need.READ: 0, Need.WRITE: 0, Need.EDIT: 0, Need.DIRECT: 0, Need.MEMBERS: 0, Need.COMMAND: 0}
    )
    assert not any(check.held for check in none)
    assert all(check.held for check in every)
    named = {check.permission for check in none}
    assert ("manage_private_channel_members" in named) is private
    assert {check.permission for check in checks(given=named, private=private) if check.held} == named


def test_versions() -> None:
    assert [too_old(version=v) for v in ((), (5, 36, 9), (5, 37, 0), (11, 0, 0))] == [False, True, False, False]
    assert version_words((5, 37, 0)) == "5.37.0"
