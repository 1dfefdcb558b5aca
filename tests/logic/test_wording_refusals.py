"""Every refusal is a sentence, in both languages, that says what is the matter and what would mend it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.support.written_rulebooks import FAULTS, MINIMAL, Edit, refusals
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.reading import MAX_BYTES, RulebookFault, Type
from toutdoux.rules.shipped import SHIPPED
from toutdoux.wording.refusals import SENTENCES, sentence

#: What refusals may hold, by name. A sentence that needs another name finds its sample missing here.
SAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        "blank": 1,
        "bound": "against",
        "numbers": [1, 2],
        "present": 9,
        "represented": 11,
        "most_present": 8,
        "most_represented": 10,
        "again_at": "2024-03-21T17:30:00.000000Z",
        "allowed": ["accept", "silence"],
        "at": "2024-03-21T17:30:00.000000Z",
        "character": "U+0007",
        "check_in": "code",
        "choice": "yes",
        "closed_at": "2024-03-31T16:30:00.000000Z",
        "column": 4,
        "council": 24,
        "count": 201,
        "current": 3,
        "day": "2024-03-21",
        "earliest": "2024-04-01T17:30:00.000000Z",
        "early": False,
        "effect": "fly",
        "email": "someone",
        "execution": "done",
        "expected": Type.TEXT,
        "fewest": 1,
        "field": "title",
        "first": 3,
        "for": 20,
        "against": 10,
        "found": Type.WHOLE_NUMBER,
        "given": ["days", "hours"],
        "high": 10,
        "kept": "one",
        "holder": "Rosa",
        "key": "kinds.extraordinary.silence",
        "joined": "2024-03-21",
        "kind": "ordinary",
        "label": "Mattermost",
        "last": 2100,
        "least": 10,
        "length": 130,
        "limit": 120,
        "line": 12,
        "longest": 200,
        "low": 1,
        "megabytes": 10,
        "member": "Ada",
        "minutes": 3,
        "mandate": "Librarian",
        "most": 200,
        "name": "My phone",
        "near": "silence",
        "needed": 15,
        "number": 14,
        "other": 3,
        "passage": "two days a week",
        "objection": "share",
        "offered": "two",
        "granted": 25000,
        "spent": 12000,
        "opened_at": "2024-03-21T17:30:00.000000Z",
        "period": "P26",
        "position": 3,
        "reference": "P26-E14",
        "roll": 29,
        "row": 5,
        "seconds": 60,
        "setting": "language",
        "since": "2024-04-01T17:30:00.000000Z",
        "slug": "les-lucioles",
        "standing": "votes",
        "status": "blocked",
        "title": "Spring",
        "total": 31,
        "until": "2024-04-01T17:30:00.000000Z",
        "value": "nope",
        "version": 2,
        "votes": 20,
        "why": "private",
        "zone": "Mars/Olympus",
        "instruction": "against",
        "marked": 12,
        "own": True,
        "seats": 2,
        "slips": 11,
        "words": "reçus=six",
    }
)
CODES = [code for codes in SENTENCES for code in codes]


def said(refusal: Refusal, language: str) -> str:
    with translation.override(language):
        return sentence(refusal).replace("\u202f", " ").replace("\u00a0", " ")


def test_it_works() -> None:
    [refusal] = refusals(MINIMAL.replace("days = 10 }\n\n[counter", "days = 10, hours = 2 }\n\n[counter"))
    assert said(refusal, "en") == (
        "Line 24, “kinds.extraordinary.delay”: only one unit of time is needed, and there are “days” and “hours”."
    )
    assert said(refusal, "fr") == (
        "Ligne 24, « kinds.extraordinary.delay » : il faut une seule unité de temps, et il y a « days » et « hours »."
    )


@pytest.mark.parametrize("code", CODES, ids=lambda code: f"{type(code).__name__}.{code.name}")
def test_every_code_has_its_sentence_in_both_languages(code: StrEnum) -> None:
    for article in (None, 6):
        refusal = Refusal(code=code, article=article, data=SAMPLES)
        sentences = {language: said(refusal, language) for language in ("fr", "fr-tu", "en")}
        for words in sentences.values():
            assert words.endswith((".", "?")), words
            assert "%" not in words
            assert words[0] == words[0].upper()
        assert sentences["fr"] != sentences["en"]
        assert not re.search(r"\b(vous|votre|vos)\b", sentences["fr-tu"], re.IGNORECASE)


def test_the_enum_of_a_code_counts_not_only_its_word() -> None:
    class Other(StrEnum):
        TOO_LARGE = RulebookFault.TOO_LARGE.value

    with pytest.raises(KeyError):
        sentence(Refusal(code=Other.TOO_LARGE))


@pytest.mark.parametrize(("edit", "code", "key", "line"), FAULTS)
def test_faults_of_rulebooks_are_said_with_what_was_really_found(edit: Edit, code: str, key: str, line: int) -> None:
    for refusal in refusals(edit(MINIMAL)):
        for language in ("fr", "en"):
            words = said(refusal, language)
            assert f"{line}, " in words
            assert key in words
            assert code.removeprefix("rulebook-") not in words


@pytest.mark.parametrize(
    ("refusal", "french", "english"),
    [
        (
            Refusal(
                code=RulebookFault.UNKNOWN_KEY, data={"key": "a.urgence", "line": 3, "near": "urgency", "allowed": []}
            ),
            "Ligne 3, « a.urgence » : cette clé est inconnue ici ; peut-être est-ce « urgency ».",
            "Line 3, “a.urgence”: this key is not known here; perhaps “urgency” is meant.",
        ),
        (
            Refusal(
                code=RulebookFault.UNKNOWN_KEY,
                data={"key": "x", "line": None, "near": None, "allowed": ["a", "b", "c"]},
            ),
            "« x » : cette clé est inconnue ici ; celles que l’on connaît : « a », « b » et « c ».",
            "“x”: this key is not known here; these are: “a”, “b” and “c”.",
        ),
        (
            Refusal(code=RulebookFault.TOO_LARGE, data={"limit": MAX_BYTES // 1024}),
            "Ce fichier dépasse 256 Kio, bien plus qu’il n’en faut à un règlement.",
            "This file is larger than 256 KiB, which is more than any rulebook needs.",
        ),
        (
            Refusal(code=RulebookFault.NOT_TOML, data={"line": 3, "column": 7}),
            (
                "Ligne 3 : la lecture s’arrête au caractère 7 : il y manque un guillemet, un crochet, une accolade ou un signe, "
                "ou il y en a un de trop."
            ),
            (
                "Line 3: TOML does not read on from character 7: a quotation mark, a bracket or a sign is missing there, or is "
                "one too many."
            ),
        ),
        (
            Refusal(code=RulebookFault.NOT_A_FRACTION, data={"key": "inactivity.share", "line": 36, "value": "0.3"}),
            (
                'Ligne 36, « inactivity.share » : « 0.3 » n’est pas une fraction exacte ; écrivez-la comme "1/2" ou "30/100", '
                "entre guillemets droits."
            ),
            (
                "Line 36, “inactivity.share”: “0.3” is not an exact fraction; write it as “1/2” or “30/100”, between quotation "
                "marks."
            ),
        ),
        (
            Refusal(
                code=RulebookFault.WRONG_TYPE,
                data={"key": "urgency", "line": 2, "expected": Type.SWITCH, "found": Type.TEXT},
            ),
            "Ligne 2, « urgency » : il faut ici true ou false, et non un texte entre guillemets droits.",
            "Line 2, “urgency”: true or false is needed here, not a text between quotation marks.",
        ),
        (
            Refusal(code=RulebookFault.NOT_SHIPPED, data={"value": "mine", "allowed": list(SHIPPED[:2])}),
            "Aucun règlement fourni avec Toutdoux ne s’appelle « mine » ; il y a « tout-doux-cratie » et « consent ».",
            "No rulebook called “mine” comes with Toutdoux; there are “tout-doux-cratie” and “consent”.",
        ),
    ],
)
def test_faults_of_rulebooks_read_well(refusal: Refusal, french: str, english: str) -> None:
    assert said(refusal, "fr") == french
    assert said(refusal, "en") == english


@given(st.sampled_from(list(Type)), st.sampled_from(list(Type)), st.lists(st.text(max_size=5), max_size=4))
def test_any_types_and_words_can_be_said(expected: Type, found: Type, words: list[str]) -> None:
    assert said(Refusal(code=RulebookFault.WRONG_TYPE, data={"expected": expected, "found": found}), "fr")
    assert said(Refusal(code=RulebookFault.UNKNOWN_CHOICE, data={"value": "x", "allowed": words}), "fr")
