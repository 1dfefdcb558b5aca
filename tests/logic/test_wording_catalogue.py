"""The French catalogues are complete and well typeset, and hold nothing that is no longer said."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_from_dir
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

import toutdoux.wording

FOLDER = Path(toutdoux.wording.__file__).parent
#: Django's own besides gettext's.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")

Key = tuple[str | None, str]


def first(said: str | tuple[str, ...]) -> str:
    return said if isinstance(said, str) else said[0]


def catalogue(language: str) -> Catalog:
    with (FOLDER / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as stream:
        return read_po(stream, locale="fr", abort_invalid=True)


def entries(language: str) -> dict[Key, Message]:
    return {(message.context, first(message.id)): message for message in catalogue(language) if message.id}


def said(message: Message) -> Iterator[str]:
    strings = (message.string,) if isinstance(message.string, str) else message.string
    yield from strings


def in_the_code() -> set[Key]:
    house = FOLDER.parent
    found = {
        (context, first(words))
        for _, _, words, _, context in extract_from_dir(house, method_map=[("**.py", "python")], keywords=KEYWORDS)
    }
    for template in house.rglob("templates/**/*.html"):
        # What makemessages reads of a template, in the shape of Python.
        pieces = io.BytesIO(re.sub(r"(?m)^[ \t]+", "", templatize(template.read_text(encoding="utf-8"))).encode())
        found |= {(context, first(words)) for _, words, _, context in extract("python", pieces, keywords=KEYWORDS)}
    return found


FRENCH = entries("fr")
#: What is left untranslated or uncertain there is said as in French with "vous".
TU = {key: message for key, message in entries("fr_TU").items() if any(said(message)) and not message.fuzzy}
CATALOGUES = {"fr": FRENCH, "fr_TU": TU}


def test_it_works() -> None:
    [sentence] = said(FRENCH[None, "Without another vote, the action passes %(at)s"])
    assert sentence == "Sans autre vote, l’action passe %(at)s"


def test_every_sentence_is_in_the_french_catalogue_and_no_other() -> None:
    assert in_the_code() - FRENCH.keys() == set()
    assert FRENCH.keys() - in_the_code() == set()


def test_every_entry_is_translated() -> None:
    for key, message in FRENCH.items():
        assert not message.fuzzy, key
        assert all(said(message)), key


@pytest.mark.parametrize("language", CATALOGUES)
def test_what_is_filled_in_is_the_same(language: str) -> None:
    for key, message in CATALOGUES[language].items():
        ids = (message.id,) if isinstance(message.id, str) else message.id
        names = [set(PLACEHOLDER.findall(one)) for one in ids]
        for words in said(message):
            # "One label…" may do without its number.
            assert set.intersection(*names) <= set(PLACEHOLDER.findall(words)) <= set.union(*names), key


@pytest.mark.parametrize("language", CATALOGUES)
def test_french_is_typeset_and_speaks_plainly(language: str) -> None:
    for key, message in CATALOGUES[language].items():
        for words in said(message):
            assert not re.search(r"[ \u00a0][:;?!»]|«(?!\u202f)|[^\s\u202f:/][:;?!](?!//)(?=\s|$)", unfilled(words)), (
                words
            )
            assert "'" not in words, key
            assert "!" not in unfilled(words), key
            assert "…" not in words or "…" in key[1], key
            assert not re.search(r"soumet|\bvalide[rz]?\b|utilisateur|erreur \d", words, re.IGNORECASE), words


def unfilled(words: str) -> str:
    """Leave out addresses and what is filled in, whose colons and marks are no punctuation."""
    return re.sub(r"https?://|\{\w+![rs]\}", "", words)


def test_tu_rewords_only_what_is_there() -> None:
    assert TU.keys() - FRENCH.keys() == set()


def test_whoever_prefers_tu_is_never_told_vous() -> None:
    polite = re.compile(r"\b(vous|votre|vos|\w{2,}ez)\b", re.IGNORECASE)
    no_verbs = {"assez", "chez"}
    for key, message in FRENCH.items():
        found = [word for words in said(message) for word in polite.findall(words) if word.lower() not in no_verbs]
        # "tu or vous" is the name of the choice itself.
        if found and "vous" not in key[1]:
            assert key in TU, key
    for key, message in TU.items():
        for words in said(message):
            assert not [word for word in polite.findall(words) if word.lower() not in no_verbs], key
