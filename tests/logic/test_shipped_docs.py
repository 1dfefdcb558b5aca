"""The documentation of the rulebook says what the code does: its table, its examples, its keys."""

import re
from dataclasses import fields, is_dataclass
from typing import get_args, get_type_hints

import pytest

from tests.support.rulebook_table import DOCS, table, with_table
from toutdoux.rules.reading import rulebook_from_toml
from toutdoux.rules.reading.shape import (
    LONGEST_EXAMPLE,
    LONGEST_INTENT,
    LONGEST_TITLE,
    MAX_DAYS,
    MAX_EXAMPLES,
    MAX_HOURS,
    MAX_PROXIES,
)
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.shipped import SHIPPED, shipped_toml


@pytest.mark.parametrize("language", DOCS)
class TestEachPage:
    def test_the_table_is_that_of_the_shipped_rulebooks(self, language: str) -> None:
        text = DOCS[language].read_text(encoding="utf-8")
        assert table(language) in text
        assert with_table(text, language) == text, "run: python -m tests.support.rulebook_table"

    def test_every_key_of_a_rulebook_is_explained(self, language: str) -> None:
        text = DOCS[language].read_text(encoding="utf-8")
        for key in keys_of(Rulebook) - {"text", "count"}:
            assert re.search(rf"\b{key}\b", text), key

    def test_the_examples_make_a_rulebook(self, language: str) -> None:
        text = DOCS[language].read_text(encoding="utf-8")
        written = "\n".join(re.findall(r"```toml\n(.*?)```", text, re.DOTALL))
        rest = '[kinds.ordinary]\ndecided_by = "announcement"\n[voting_right]\n[assembly]\n'
        assert rulebook_from_toml(written + rest).examples

    def test_the_limits_are_the_real_ones(self, language: str) -> None:
        text = re.sub(r"[\s,\u202f]", "", DOCS[language].read_text(encoding="utf-8"))
        for limit in (MAX_DAYS, MAX_HOURS, MAX_EXAMPLES, MAX_PROXIES, LONGEST_TITLE, LONGEST_INTENT, LONGEST_EXAMPLE):
            assert re.search(rf"(?<!\d){limit}(?!\d)", text), limit

    def test_every_shipped_rulebook_is_introduced(self, language: str) -> None:
        text = DOCS[language].read_text(encoding="utf-8")
        for name in SHIPPED:
            assert f"**{name}**" in text


def keys_of(kind: type) -> set[str]:
    """Return the names of all fields, at any depth."""
    names = set()
    hints = get_type_hints(kind)
    for field in fields(kind):
        names.add(field.name)
        for inner in (hints[field.name], *get_args(hints[field.name])):
            if isinstance(inner, type) and is_dataclass(inner):
                names |= keys_of(inner)
    return names


def test_it_works() -> None:
    assert {"urgency", "majority_base", "weeks", "inclusive"} <= keys_of(Rulebook)
    assert "| `kinds.extraordinary.delay` | 10 days, same time | 10 days, same time | 72 hours |" in table("en")
    assert "| `assembly.quorum` | *à choisir* |" in table("fr")


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_files_point_to_the_documentation(name: str) -> None:
    assert "docs/rulebook.md" in shipped_toml(name)
