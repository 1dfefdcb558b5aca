"""Every mistake in a rulebook is told, all at once, each with its key and line."""

import pytest

from tests.support.written_rulebooks import FAULTS, MINIMAL, Edit, refusals, swap, told


@pytest.mark.parametrize(("edit", "code", "key", "line"), FAULTS)
def test_a_fault_is_told_with_its_key_and_line(edit: Edit, code: str, key: str, line: int) -> None:
    assert told(edit(MINIMAL)) == [(code, key, line)]


def test_a_kind_that_only_a_counter_vote_can_stop_needs_counter_votes() -> None:
    text = MINIMAL.replace('objection = "share"', 'objection = "counter-vote"').replace(
        "allowed = true", "allowed = false"
    )
    text = text.replace('block = { share = "2/4", inclusive = false }\n', "")
    assert told(text) == [("counter-vote-needed", "counter_vote.allowed", 26)]


def test_all_faults_are_told_at_once_in_the_order_of_the_lines() -> None:
    edits = [
        swap('name = "ours"', 'name = "Ours"'),
        swap("urgency = true", "urgency = 1"),
        swap('en = "Ours"', 'en = ""'),
        swap('silence = "accepts"', 'silence = "perhaps"'),
        swap("hours = 72", "hours = 72, days = 3"),
        swap('share = "30/100"', 'share = "0/100"'),
    ]
    text = MINIMAL
    for edit in edits:
        text = edit(text)
    assert told(text) == [
        ("not-a-name", "name", 1),
        ("wrong-type", "urgency", 2),
        ("empty-text", "title.en", 8),
        ("unknown-choice", "kinds.extraordinary.silence", 22),
        ("several-units", "counter_vote.delay", 29),
        ("fraction-out-of-range", "inactivity.share", 36),
    ]


def test_a_fault_hides_only_the_comparisons_it_spoils() -> None:
    text = MINIMAL.replace('objection = "share"', 'objection = "sahre"').replace(
        'block = { share = "2/4", inclusive = false }', 'block = { share = "9", base = "cast" }'
    )
    assert told(text) == [
        ("not-a-fraction", "kinds.extraordinary.block.share", 21),
        ("block-needs-council-base", "kinds.extraordinary.block.base", 21),
        ("unknown-choice", "kinds.extraordinary.objection", 23),
    ]


def test_a_missing_table_is_one_fault() -> None:
    text = MINIMAL[: MINIMAL.index("[counter_vote]")]
    assert told(text) == [("missing-key", key, 1) for key in ("counter_vote", "voting_right", "assembly", "inactivity")]


def test_an_unknown_key_is_told_with_the_nearest_one() -> None:
    [refusal] = refusals(swap("[inactivity]\n", "[inactivity]\nshares = 1\n")(MINIMAL))
    assert refusal.data["near"] == "share"
    assert refusal.data["allowed"] == ["share", "answer_within"]


def test_an_unknown_choice_is_told_with_those_there_are() -> None:
    [refusal] = refusals(MINIMAL.replace('objection = "share"', 'objection = "never"'))
    assert refusal.data["value"] == "never"
    assert refusal.data["allowed"] == ["share", "counter-vote", "veto"]


def test_refused_values_are_shown_briefly() -> None:
    def value(written: str) -> str:
        [refusal] = refusals(swap('share = "30/100"', f"share = {written}")(MINIMAL))
        text = refusal.data["value"]
        assert isinstance(text, str)
        return text

    assert value("true") == "true"
    assert value('"' + "a" * 100 + '"') == "a" * 60 + "…"
    assert value('"a\\u0007b"') == "a�b"
    assert value("0x" + "f" * 10_000) == "…"
    assert value("{ of = 1 }") == "{…}"
    assert value("[1, 2]") == "[…]"
    assert value("2020-03-17") == "2020-03-17"
