"""The words of an answer by mail are kept, what programs add is left; where it is not clear, everything stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.logic.replies import own_words

QUOTE = "> A shed, a list, a lock.\n>\n> Vote: https://votes.example.org/a/x/"
ENDINGS = {
    "nothing": "",
    "gmail": f"\n\nOn Tue, Mar 10, 2026 at 10:30 AM The Fireflies <votes@example.org> wrote:\n\n{QUOTE}",
    "gmail, on two lines": f"\n\nOn Tue, Mar 10, 2026 at 10:30 AM The Fireflies\n<votes@example.org> wrote:\n{QUOTE}",
    "thunderbird, French": f"\n\nLe 10/03/2026 à 10:30, Les Lucioles a écrit\u00a0:\n{QUOTE}",
    "gmail, French": f"\n\nLe mar. 10 mars 2026 à 10:30, Les Lucioles <votes@example.org> a\nécrit :\n\n{QUOTE}",
    "a bare quote": f"\n\n{QUOTE}",
    "outlook": "\n\nFrom: The Fireflies\nSent: Tuesday\nTo: Bob\nSubject: A vote opens\n\nA shed",
    "outlook, French": "\n\nDe : Les Lucioles\nEnvoyé : mardi\nÀ : Bob\nObjet : Un vote s’ouvre\n\nUne remise",
    "a rule": "\n\n________________________________\nFrom the old text",
    "original message": "\n\n-----Original Message-----\nA shed",
    "message d’origine": "\n\n-------- Message d'origine --------\nUne remise",
    "a signature": "\n-- \nBob\nThe workshop, 12 rue du Four",
    "a signature without its space": "\n--\nBob",
    "a phone": "\n\nSent from my iPhone",
    "a phone, French": "\n\nEnvoyé de mon iPhone",
    "a signature, then a quote": f"\n-- \nBob\n\nOn Tuesday Alice wrote:\n{QUOTE}",
}


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_programs_add_is_left_out(ending: str, newline: str) -> None:
    said = "I agree, but the door is narrow.\n\n- measure it\n- ask Dana"
    assert own_words((said + ending).replace("\n", newline)) == said


@pytest.mark.parametrize(
    "said",
    [
        "On Monday I wrote: let us wait.",
        "On Monday I wrote:\nlet us wait.",
        "From: here to there, a plan",
        "Thanks, see you on Monday\nBob",
        "> Open a tool library\n\nYes, and lend the ladder.",
        "Le vote ? Je l’ai écrit : pour.",
        "- one\n- two\n--- three",
        "x" * 6_000,
    ],
)
def test_words_that_only_look_alike_stay(said: str) -> None:
    assert own_words(said) == said


def test_only_a_quote_says_nothing() -> None:
    assert own_words(QUOTE) == own_words("-- \nBob") == own_words(f"On Tuesday Alice wrote:\n{QUOTE}") == ""


@given(st.text(), st.sampled_from(sorted(ENDINGS)))
def test_nothing_is_invented_and_reading_twice_changes_nothing(text: str, ending: str) -> None:
    found = own_words(text + ENDINGS[ending])
    assert own_words(found) == found
    assert "\0" not in found
    assert len(found) <= len(text + ENDINGS[ending])


def test_a_hostile_mail_costs_no_more_than_its_lines() -> None:
    assert own_words("On " * 400_000 + "\n" + "> \n" * 100_000).startswith("On On")
    assert own_words("\n" * 100_000) == ""
