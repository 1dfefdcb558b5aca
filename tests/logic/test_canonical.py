"""One value, one text, one digest; one instant, one text."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.kernel.canonical import canonical_json, digest, instant_from_text, instant_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
FROM, UNTIL = datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2100-01-01")
FIRST, LAST = datetime.fromisoformat("0001-01-01"), datetime.fromisoformat("9999-12-31T23:59:59.999998")
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


def backwards(value: Any) -> Any:
    """The same value, with every mapping written in the opposite order."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(list(value))}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def test_it_works() -> None:
    value = {"z": [1, None, True, {"b": "é", "a": ""}], "a": -5, "É": "« oui »\n"}
    assert canonical_json(value).decode() == '{"a":-5,"z":[1,null,true,{"a":"","b":"é"}],"É":"« oui »\\n"}'


def test_the_digest_is_sha_256_of_it() -> None:
    assert digest([]) == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()
    assert len(digest({})) == 64


@given(value=VALUES)
def test_it_reads_back_the_same_and_the_order_of_keys_does_not_matter(value: Any) -> None:
    text = canonical_json(value)
    assert json.loads(text) == value
    assert canonical_json(json.loads(text)) == text
    assert canonical_json(backwards(value)) == text
    assert digest(backwards(value)) == digest(value)


@given(one=VALUES, other=VALUES)
def test_two_values_have_two_texts(one: Any, other: Any) -> None:
    def strict(value: Any) -> Any:  # True == 1 in Python, and not in JSON
        if isinstance(value, dict):
            return ("dict", frozenset((key, strict(item)) for key, item in value.items()))
        if isinstance(value, list):
            return ("list", tuple(strict(item) for item in value))
        return (type(value).__name__, value)

    assert (canonical_json(one) == canonical_json(other)) == (strict(one) == strict(other))


def test_spaces_are_only_where_the_text_has_them() -> None:
    assert canonical_json({"a b": [1, 2], "c": {"d": "e: f, g"}}) == b'{"a b":[1,2],"c":{"d":"e: f, g"}}'


def test_lists_and_tuples_are_one_and_keep_their_order() -> None:
    assert canonical_json((1, (2,))) == canonical_json([1, [2]]) == b"[1,[2]]"
    assert canonical_json([2, 1]) == b"[2,1]"


def test_words_of_an_enum_are_their_text() -> None:
    class Word(StrEnum):
        YES = "yes"

    assert canonical_json({Word.YES: Word.YES}) == b'{"yes":"yes"}'


@pytest.mark.parametrize(
    "value",
    [1.0, float("nan"), float("inf"), [0.5], {"a": 0.5}, ({"a": [0.5]},), {"a": {"b": (1, 0.5)}}],
    ids=str,
)
def test_floats_are_refused_wherever_they_hide(value: Any) -> None:
    with pytest.raises(TypeError, match="float"):
        canonical_json(value)


@pytest.mark.parametrize("value", [{1: "a"}, {"a": {None: 1}}, [{True: 1}], {("a",): 1}], ids=str)
def test_keys_are_text(value: Any) -> None:
    with pytest.raises(TypeError, match="key"):
        canonical_json(value)


def test_what_json_does_not_know_is_refused() -> None:
    proxy: Mapping[str, Any] = MappingProxyType({})
    for value in (datetime(2024, 1, 1, tzinfo=UTC), b"bytes", {1, 2}, proxy, object()):
        with pytest.raises(TypeError):
            canonical_json(value)


# --- instants ------------------------------------------------------------------------------------------------------------


def test_an_instant_is_written_in_utc_with_microseconds() -> None:
    paris = datetime(2020, 3, 17, 19, 0, tzinfo=ZoneInfo("Europe/Paris"))
    assert instant_text(paris) == "2020-03-17T18:00:00.000000Z"
    assert instant_from_text("2020-03-17T18:00:00.000001Z") == datetime(2020, 3, 17, 18, 0, 0, 1, tzinfo=UTC)
    assert instant_from_text("2020-03-17T18:00:00.000001Z").tzinfo is UTC


@given(at=st.datetimes(min_value=FIRST, max_value=LAST, timezones=st.just(UTC)))
def test_an_instant_reads_back_the_same_and_texts_sort_as_instants(at: datetime) -> None:
    assert instant_from_text(instant_text(at)) == at
    later = at + timedelta(microseconds=1)
    assert instant_text(at) < instant_text(later)


@given(
    at=st.datetimes(min_value=FROM, max_value=UNTIL, timezones=st.timezones()),
    minutes=st.integers(-720, 720),
)
def test_the_zone_it_is_written_in_does_not_matter(at: datetime, minutes: int) -> None:
    elsewhere = at.astimezone(UTC).astimezone(timezone(timedelta(minutes=minutes)))
    assert instant_text(elsewhere) == instant_text(at)


def test_an_instant_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        instant_text(datetime.fromisoformat("2024-01-01"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2020-03-17",
        "2020-03-17T18:00:00Z",
        "2020-03-17T18:00:00.000000",
        "2020-03-17T18:00:00.000000+00:00",
        "2020-3-17T18:00:00.000000Z",
        "2020-03-17T18:00:00.5Z",
        "2020-03-17 18:00:00.000000Z",
        "2020-03-17T18:00:00.000000z",
        "2020-02-30T18:00:00.000000Z",
        "2020-03-17T24:00:00.000000Z",
        "2020-03-17T18:00:60.000000Z",
        "٢٠٢٠-03-17T18:00:00.000000Z",
        " 2020-03-17T18:00:00.000000Z",
        "2020-03-17T18:00:00.000000Z\n",
    ],
)
def test_an_instant_written_in_any_other_way_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        instant_from_text(text)
