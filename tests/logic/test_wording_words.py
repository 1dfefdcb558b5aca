"""One word for one thing, in both languages, and labels are read back as people write them."""

import pytest
from django.utils import translation

from toutdoux.rules.facts import Choice, Execution, Status
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind, Words
from toutdoux.wording.inclusive import inclusive
from toutdoux.wording.words import (
    choice_word,
    co_lead_word,
    execution_word,
    kind_word,
    label_word,
    lead_word,
    localised,
    status_word,
)


def test_it_works() -> None:
    with translation.override("fr"):
        assert [label_word(label) for label in Label] == [
            "Rejetée",
            "Abandonnée",
            "Acceptée",
            "Menée",
            "En cours",
            "En attente",
            "Ouverte",
        ]
    with translation.override("en"):
        assert [label_word(label) for label in Label] == [
            "Rejected",
            "Abandoned",
            "Accepted",
            "Done",
            "In progress",
            "Waiting",
            "Open",
        ]


def test_a_status_agrees_with_what_it_is_said_of() -> None:
    with translation.override("fr"):
        assert status_word(Status.ACCEPTED, kind=Kind.EXTRAORDINARY) == "Acceptée"
        assert status_word(Status.ACCEPTED, kind=Kind.COUNTER_VOTE) == "Accepté"
        assert status_word(Status.TACIT, kind=Kind.EXTRAORDINARY) == "Passée tacitement"
        assert status_word(Status.ANNOUNCED, kind=Kind.ORDINARY) == "Annoncée"


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_statuses_have_words_of_their_own(kind: Kind, language: str) -> None:
    with translation.override(language):
        assert len({status_word(status, kind=kind) for status in Status}) == len(Status)


def test_the_other_words() -> None:
    with translation.override("fr"):
        assert [choice_word(choice) for choice in Choice] == ["Pour", "Contre", "Blanc"]
        assert [kind_word(kind) for kind in Kind] == ["Action ordinaire", "Action extraordinaire", "Contre-vote"]
        assert [execution_word(one) for one in Execution] == ["À faire", "En cours", "Menée", "Abandonnée"]
        assert (lead_word(), lead_word(count=2)) == ("Meneur·se", "Meneur·ses")
        assert (co_lead_word(), co_lead_word(count=2)) == ("Co-meneur·se", "Co-meneur·ses")
        assert inclusive(lead_word(count=2), "doublet") == "Meneuses et meneurs"
    with translation.override("en"):
        assert [choice_word(choice) for choice in Choice] == ["For", "Against", "Blank"]
        assert (lead_word(), lead_word(count=2)) == ("Lead", "Leads")
        assert (co_lead_word(), co_lead_word(count=2)) == ("Co-lead", "Co-leads")
        assert [execution_word(one) for one in Execution] == ["To do", "In progress", "Done", "Abandoned"]


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "Bonjour"), ("fr-tu", "Bonjour"), ("en", "Hello"), ("de", "Bonjour")]
)
def test_a_text_of_the_rulebook_is_given_in_the_readers_language(language: str, text: str) -> None:
    with translation.override(language):
        assert localised(Words(fr="Bonjour", en="Hello")) == text


def test_without_any_language_french_is_the_default() -> None:
    with translation.override(None):
        assert localised(Words(fr="Bonjour", en="Hello")) == "Bonjour"
