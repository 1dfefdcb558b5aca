"""A rulebook written by hand is read exactly, or every mistake in it is told at once, with its key and line."""

import json
import tomllib
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.rulebooks import rulebooks
from tests.support.written_rulebooks import MINIMAL, under
from toutdoux.kernel.canonical import canonical_json
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.reading import (
    RulebookFault,
    rulebook_from_data,
    rulebook_from_toml,
    rulebook_to_data,
    rulebook_to_toml,
)
from toutdoux.rules.rulebook import Base, Delay, LastDay, ObjectionReading, OnLeave, Rulebook, Share, Waiting


def test_it_works() -> None:
    rulebook = rulebook_from_toml(MINIMAL)
    assert rulebook.name == "ours"
    assert (rulebook.urgency, rulebook.amendments, rulebook.change_ballot) == (True, False, True)
    count = rulebook.kinds.extraordinary.count
    assert rulebook.kinds.ordinary.count is None
    assert count is not None
    assert count.accept == Share(share=Fraction(1, 2), base=Base.COUNCIL, inclusive=True)
    assert count.block == Share(share=Fraction(1, 2), inclusive=False)
    assert count.objection is ObjectionReading.SHARE
    assert count.delay == Delay(days=10, ends=LastDay.SAME_TIME)
    assert rulebook.counter_vote.delay == Delay(hours=72)
    assert rulebook.voting_right.waiting is None
    assert rulebook.voting_right.on_leave is OnLeave.SUSPENDED
    assert rulebook.assembly.majority_base is Base.EXPRESSED
    assert rulebook.inactivity.share == Fraction(3, 10)
    assert rulebook.inactivity.answer_within.ends is LastDay.MIDNIGHT
    assert rulebook.examples == ()


@given(rulebooks())
def test_every_rulebook_comes_back_from_its_data_and_from_its_toml(rulebook: Rulebook) -> None:
    data = rulebook_to_data(rulebook)
    assert rulebook_from_data(data) == rulebook
    assert rulebook_from_data(json.loads(canonical_json(data))) == rulebook
    toml = rulebook_to_toml(rulebook)
    assert rulebook_from_toml(toml) == rulebook
    assert tomllib.loads(toml).keys() - data.keys() == set()


@given(rulebooks())
def test_one_rulebook_has_one_form(rulebook: Rulebook) -> None:
    again = rulebook_from_toml(rulebook_to_toml(rulebook))
    assert canonical_json(rulebook_to_data(again)) == canonical_json(rulebook_to_data(rulebook))


def test_fractions_are_written_in_lowest_terms() -> None:
    data = rulebook_to_data(rulebook_from_toml(MINIMAL))
    assert data["inactivity"]["share"] == "3/10"
    assert data["kinds"]["extraordinary"]["block"] == {"share": "1/2", "base": "council", "inclusive": False}


def test_open_values_are_left_out_of_the_data_and_defaults_are_written() -> None:
    data = rulebook_to_data(rulebook_from_toml(MINIMAL))
    assert data["voting_right"] == {"on_leave": "suspended"}
    assert data["assembly"] == {"majority_base": "expressed", "quorum_missing": "refused"}
    assert data["counter_vote"]["delay"] == {"hours": 72}


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("waiting = { days = 0 }", Waiting(days=0)),
        ("waiting = { weeks = 2 }", Waiting(weeks=2)),
        ("waiting.months = 3", Waiting(months=3)),
    ],
)
def test_waiting_is_read(line: str, read: Waiting) -> None:
    assert rulebook_from_toml(under("voting_right", line)(MINIMAL)).voting_right.waiting == read


def test_assembly_is_read() -> None:
    lines = """leave_counts = false
quorum = { share = "2/3", base = "present" }
proxies_per_holder = 0
notice = { days = 15 }
second_convening = { notice = { hours = 24 } }"""
    rules = rulebook_from_toml(under("assembly", lines)(MINIMAL)).assembly
    assert rules.leave_counts is False
    assert rules.quorum == Share(share=Fraction(2, 3), base=Base.PRESENT)
    assert rules.proxies_per_holder == 0
    assert rules.notice == Delay(days=15)
    assert rules.second_convening is not None
    assert rules.second_convening.notice == Delay(hours=24)
    assert rules.second_convening.quorum is None


def test_a_byte_order_mark_and_windows_lines_are_no_fault() -> None:
    written = MINIMAL.replace('fr = "Faire."', "fr = '''Faire.\nParler.'''").replace("\n", "\r\n")
    assert rulebook_from_toml(b"\xef\xbb\xbf" + written.encode()).intent.fr == "Faire.\nParler."


def test_lines_of_an_intent_given_as_data_end_the_same_way() -> None:
    data = rulebook_to_data(rulebook_from_toml(MINIMAL))
    data["intent"]["fr"] = "Faire.\r\nParler."
    assert rulebook_from_data(data).intent.fr == "Faire.\nParler."


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(rulebooks(), st.data())
def test_data_with_a_value_replaced_is_read_or_refused(rulebook: Rulebook, data: st.DataObject) -> None:
    values: Any = rulebook_to_data(rulebook)
    table, key = values, data.draw(st.sampled_from(sorted(values)))
    while isinstance(table[key], dict) and table[key] and data.draw(st.booleans()):
        table = table[key]
        key = data.draw(st.sampled_from(sorted(table)))
    table[key] = data.draw(JSON)
    try:
        rulebook_from_data(values)
    except Refused as refused:
        for refusal in refused.refusals:
            assert refusal.data["line"] is None
            assert isinstance(refusal.data["key"], str)


@pytest.mark.parametrize("data", [None, [], "a", 1])
def test_data_that_is_no_table_is_refused(data: object) -> None:
    with pytest.raises(Refused) as refused:
        rulebook_from_data(data)
    assert [r.code for r in refused.value.refusals] == [RulebookFault.WRONG_TYPE]
