"""Thresholds are said exactly: half is half, more than half is more, and figures where there is no word."""

from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.support.rulebooks import shares
from toutdoux.rules.rulebook import Base, Share
from toutdoux.wording.shares import (
    at_least_words,
    base_words,
    enough_words,
    fraction_words,
    percent_words,
    reach_words,
    share_words,
    was_needed_words,
)

HALF = Share(share=Fraction(1, 2))
MORE_THAN_HALF = Share(share=Fraction(1, 2), inclusive=False)


def test_it_works() -> None:
    with translation.override("fr"):
        assert (share_words(HALF), enough_words(HALF)) == ("la moitié du conseil", "la moitié suffit")


@pytest.mark.parametrize(
    ("fraction", "french", "english"),
    [
        ("1/2", "la moitié", "half"),
        ("2/4", "la moitié", "half"),
        ("1/3", "un tiers", "a third"),
        ("2/3", "deux tiers", "two thirds"),
        ("1/4", "un quart", "a quarter"),
        ("3/4", "trois quarts", "three quarters"),
        ("1/1", "la totalité", "all"),
        ("3/5", "3/5", "3/5"),
    ],
)
def test_fractions(fraction: str, french: str, english: str) -> None:
    with translation.override("fr"):
        assert fraction_words(Fraction(fraction)) == french
    with translation.override("en"):
        assert fraction_words(Fraction(fraction)) == english


def test_percentages_are_exact_or_not_said() -> None:
    with translation.override("fr"):
        assert percent_words(Fraction(30, 100)) == "30\u202f%"
        assert percent_words(Fraction(1, 3)) == "un tiers"
        assert percent_words(Fraction(1, 8)) == "1/8"
    with translation.override("en"):
        assert percent_words(Fraction(30, 100)) == "30%"


@pytest.mark.parametrize(
    ("share", "inclusive", "french", "english"),
    [
        (
            "1/2",
            True,
            ("la moitié suffit", "il en fallait la moitié", "atteignent la moitié du conseil"),
            ("half is enough", "half was needed", "reach half of the council"),
        ),
        (
            "1/2",
            False,
            ("il en faut plus de la moitié", "il en fallait plus de la moitié", "dépassent la moitié du conseil"),
            ("more than half is needed", "more than half was needed", "exceed half of the council"),
        ),
        (
            "2/3",
            True,
            ("deux tiers suffisent", "il en fallait deux tiers", "atteignent deux tiers du conseil"),
            ("two thirds are enough", "two thirds were needed", "reach two thirds of the council"),
        ),
        (
            "1/3",
            False,
            ("il en faut plus d’un tiers", "il en fallait plus d’un tiers", "dépassent un tiers du conseil"),
            ("more than a third is needed", "more than a third was needed", "exceed a third of the council"),
        ),
        (
            "3/5",
            False,
            ("il en faut plus de 3/5", "il en fallait plus de 3/5", "dépassent 3/5 du conseil"),
            ("more than 3/5 are needed", "more than 3/5 were needed", "exceed 3/5 of the council"),
        ),
        (
            "1/1",
            True,
            ("il faut tout le monde", "il fallait tout le monde", "atteignent la totalité du conseil"),
            ("all are needed", "all were needed", "reach all of the council"),
        ),
    ],
)
def test_thresholds(share: str, inclusive: bool, french: tuple[str, ...], english: tuple[str, ...]) -> None:
    threshold = Share(share=Fraction(share), inclusive=inclusive)
    for language, said in (("fr", french), ("en", english)):
        with translation.override(language):
            assert (enough_words(threshold), was_needed_words(threshold), reach_words(threshold)) == said


def test_bounds() -> None:
    with translation.override("fr"):
        assert at_least_words(HALF) == "au moins la moitié du conseil"
        assert at_least_words(MORE_THAN_HALF) == "plus de la moitié du conseil"
        assert share_words(MORE_THAN_HALF) == "plus de la moitié du conseil"


def test_bases() -> None:
    with translation.override("fr"):
        assert [base_words(base) for base in Base] == [
            "du conseil",
            "des personnes présentes ou représentées",
            "des votes",
            "des suffrages exprimés",
        ]


@given(shares(), st.sampled_from(["fr", "en"]))
def test_every_threshold_can_be_said(share: Share, language: str) -> None:
    with translation.override(language):
        said = [words(share) for words in (share_words, at_least_words, reach_words, enough_words, was_needed_words)]
    assert all(words and "%" not in words for words in said)
