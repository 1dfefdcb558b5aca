"""A rulebook written by hand is read exactly, or every mistake in it is told at once, with its key and line."""

import json
import tomllib
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.rulebooks import rulebooks
from toutdoux.kernel.canonical import canonical_json
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.reading import (
    MAX_BYTES,
    RulebookFault,
    rulebook_from_data,
    rulebook_from_toml,
    rulebook_to_data,
    rulebook_to_toml,
)
from toutdoux.rules.rulebook import Base, Delay, LastDay, ObjectionReading, OnLeave, Rulebook, Share, Waiting

MINIMAL = """\
name = "ours"
urgency = true
amendments = false
change_ballot = true

[title]
fr = "Les nôtres"
en = "Ours"

[intent]
fr = "Faire."
en = "Do."

[kinds.ordinary]
decided_by = "announcement"

[kinds.extraordinary]
decided_by = "count"
accept = { share = "1/2" }
accept_early = true
block = { share = "2/4", inclusive = false }
silence = "accepts"
objection = "share"
delay = { days = 10 }

[counter_vote]
allowed = true
accept = { share = "1/2" }
delay = { hours = 72 }

[voting_right]

[assembly]

[inactivity]
share = "30/100"
answer_within = { days = 10, ends = "midnight" }
"""

Edit = Callable[[str], str]


def swap(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert text.count(old) == 1, old
        return text.replace(old, new)

    return edit


def under(header: str, line: str) -> Edit:
    return swap(f"[{header}]\n", f"[{header}]\n{line}\n")


def refusals(source: bytes | str) -> tuple[Refusal, ...]:
    with pytest.raises(Refused) as refused:
        rulebook_from_toml(source)
    return refused.value.refusals


def told(source: bytes | str) -> list[tuple[str, str | None, int | None]]:
    """Code, key and line of each fault."""
    return [(r.code.removeprefix("rulebook-"), r.data.get("key"), r.data.get("line")) for r in refusals(source)]


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
    assert data["assembly"] == {"majority_base": "expressed"}
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


FAULTS: list[tuple[Edit, str, str, int]] = [
    # one value
    (swap('name = "ours"', 'name = "Ours"'), "not-a-name", "name", 1),
    (swap('name = "ours"', 'name = "ours-"'), "not-a-name", "name", 1),
    (swap('name = "ours"', f'name = "{"a" * 61}"'), "not-a-name", "name", 1),
    (swap('name = "ours"', "name = 1"), "wrong-type", "name", 1),
    (swap("urgency = true\n", ""), "missing-key", "urgency", 1),
    (swap("urgency = true", 'urgency = "true"'), "wrong-type", "urgency", 2),
    (swap("urgency = true", "urgency = 1"), "wrong-type", "urgency", 2),
    (swap("urgency = true", "urgency = true\nurgence = true"), "unknown-key", "urgence", 3),
    (swap("urgency = true", 'urgency = true\n"a.b" = true'), "unknown-key", "a.b", 3),
    (swap('[title]\nfr = "Les nôtres"\nen = "Ours"\n', ""), "missing-key", "title", 1),
    (swap('[title]\nfr = "Les nôtres"\nen = "Ours"\n', 'title = "Ours"'), "wrong-type", "title", 6),
    (swap('en = "Ours"\n', ""), "missing-key", "title.en", 6),
    (swap('en = "Ours"', 'en = " "'), "empty-text", "title.en", 8),
    (swap('en = "Ours"', f'en = "{"a" * 121}"'), "text-too-long", "title.en", 8),
    (swap('en = "Ours"', 'en = "O\\u0000urs"'), "control-character", "title.en", 8),
    (swap('en = "Ours"', 'en = "Ou\\nrs"'), "control-character", "title.en", 8),
    (swap('en = "Do."', 'en = "Do.\\u0007"'), "control-character", "intent.en", 12),
    (swap('en = "Do."', "en = 2020-03-17"), "wrong-type", "intent.en", 12),
    (swap('en = "Do."', "en = 07:32:00"), "wrong-type", "intent.en", 12),
    (swap('en = "Do."', "en = inf"), "wrong-type", "intent.en", 12),
    (swap('"announcement"', '"luck"'), "unknown-choice", "kinds.ordinary.decided_by", 15),
    (swap('decided_by = "announcement"', ""), "missing-key", "kinds.ordinary.decided_by", 14),
    (swap('silence = "accepts"', 'silence = "lapses"'), "unknown-choice", "kinds.extraordinary.silence", 22),
    (swap('silence = "accepts"', "silence = []"), "wrong-type", "kinds.extraordinary.silence", 22),
    (swap("delay = { days = 10 }", "delay = 10"), "wrong-type", "kinds.extraordinary.delay", 24),
    # fractions
    (swap('share = "30/100"', "share = 0.3"), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', "share = 1"), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "30 %"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "1/0"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "-1/2"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "1/2\\n"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "٣/٤"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "1/1000000000"'), "not-a-fraction", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "0/2"'), "fraction-out-of-range", "inactivity.share", 36),
    (swap('share = "30/100"', 'share = "3/2"'), "fraction-out-of-range", "inactivity.share", 36),
    (swap('share = "30/100"\n', ""), "missing-key", "inactivity.share", 35),
    (
        swap('share = "2/4", inclusive = false', 'share = "2/2", inclusive = false'),
        "never-reached",
        "kinds.extraordinary.block.inclusive",
        21,
    ),
    # delays
    (swap("hours = 72", "hours = 0"), "number-out-of-range", "counter_vote.delay.hours", 29),
    (swap("hours = 72", "hours = 87601"), "number-out-of-range", "counter_vote.delay.hours", 29),
    (swap("hours = 72", "hours = true"), "wrong-type", "counter_vote.delay.hours", 29),
    (swap("hours = 72", "hours = 7.5"), "wrong-type", "counter_vote.delay.hours", 29),
    (swap("days = 10 }", "days = -1 }"), "number-out-of-range", "kinds.extraordinary.delay.days", 24),
    (swap("days = 10 }", "days = 3651 }"), "number-out-of-range", "kinds.extraordinary.delay.days", 24),
    (swap("hours = 72", "hours = 72, days = 3"), "several-units", "counter_vote.delay", 29),
    (swap("hours = 72", ""), "no-unit", "counter_vote.delay", 29),
    (swap("hours = 72", 'hours = 72, ends = "midnight"'), "ends-needs-days", "counter_vote.delay.ends", 29),
    (swap('ends = "midnight"', 'ends = "noon"'), "unknown-choice", "inactivity.answer_within.ends", 37),
    (under("voting_right", "waiting = { weeks = 1, months = 1 }"), "several-units", "voting_right.waiting", 32),
    (under("voting_right", "waiting = {}"), "no-unit", "voting_right.waiting", 32),
    (under("voting_right", "waiting.weeks = 521"), "number-out-of-range", "voting_right.waiting.weeks", 32),
    (under("voting_right", "waiting.months = -1"), "number-out-of-range", "voting_right.waiting.months", 32),
    (under("voting_right", "waiting.days = 3651"), "number-out-of-range", "voting_right.waiting.days", 32),
    # assemblies
    (under("assembly", "proxies_per_holder = -1"), "number-out-of-range", "assembly.proxies_per_holder", 34),
    (under("assembly", "proxies_per_holder = 101"), "number-out-of-range", "assembly.proxies_per_holder", 34),
    (under("assembly", 'leave_counts = "no"'), "wrong-type", "assembly.leave_counts", 34),
    (under("assembly", "second_convening = {}"), "missing-key", "assembly.second_convening.notice", 34),
    # what does not fit together
    (under("kinds.ordinary", 'silence = "accepts"'), "nothing-is-counted", "kinds.ordinary.silence", 15),
    (swap('objection = "share"', 'objection = "counter-vote"'), "block-not-used", "kinds.extraordinary.block", 21),
    (swap('block = { share = "2/4", inclusive = false }\n', ""), "block-missing", "kinds.extraordinary.block", 17),
    (
        swap('block = { share = "2/4",', 'block = { share = "2/4", base = "cast",'),
        "block-needs-council-base",
        "kinds.extraordinary.block.base",
        21,
    ),
    (
        swap('accept = { share = "1/2" }\naccept_early', 'accept = { share = "1/2", base = "cast" }\naccept_early'),
        "early-needs-council-base",
        "kinds.extraordinary.accept.base",
        19,
    ),
    (
        swap('accept = { share = "1/2" }\ndelay', 'accept = { share = "1/2", base = "expressed" }\ndelay'),
        "counter-vote-needs-council-base",
        "counter_vote.accept.base",
        28,
    ),
    # examples
    (lambda text: text + "[examples]\n", "wrong-type", "examples", 38),
    (lambda text: "examples = [1]\n" + text, "wrong-type", "examples[1]", 1),
    (lambda text: f"examples = [{'{},' * 201}]\n" + text, "too-many", "examples", 1),
    (
        lambda text: text + '[[examples]]\nkind = "counter-vote"\nfr = "a"\nen = "b"\n',
        "unknown-choice",
        "examples[1].kind",
        39,
    ),
    (
        lambda text: text + '[[examples]]\nkind = "ordinary"\nfr = "a"\nen = "b"\n' * 2 + f'fr2 = "{"a" * 301}"',
        "unknown-key",
        "examples[2].fr2",
        46,
    ),
]


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


def test_lines_are_found_however_the_keys_are_written() -> None:
    """Quoted and dotted keys, arrays over several lines, tables inside tables of a list."""
    extra = """
[[examples]]
kind = "ordinary"
fr = "a"
en = "b"
[[examples]]
"k\\u0069nd" = 'extraordinary'
fr = "a"
en = "b"
[examples.more]
deep.er = [
  # a remark
  { a = 1 },
  { b = [1,
         2] },
]
[[examples.list]]
x = 1
[[examples.list]]
x = 1
"""
    lines = told(MINIMAL + extra)
    start = MINIMAL.count("\n") + 1
    assert lines == [
        ("unknown-key", "examples[2].more", start + 9),
        ("unknown-key", "examples[2].list", start + 16),
    ]


@pytest.mark.parametrize(
    ("source", "code", "line"),
    [
        ("name = ", "not-toml", 1),
        ("[title\n", "not-toml", 1),
        ("\n\nname == 1", "not-toml", 3),
        ('name = "a\n', "not-toml", 1),
        ('\nintent = """a\n\n', "not-toml", 2),
        ("a = 1\na = 2", "duplicate-key", 2),
        ("[a]\n[a]", "duplicate-key", 2),
        ("a = {}\n[a.b]", "duplicate-key", 2),
        ("a = " + "9" * 5000, "not-toml", 1),
        ("a = 2020-02-30", "not-toml", 1),
    ],
)
def test_what_is_not_toml_is_told_with_its_line(source: str, code: str, line: int) -> None:
    [refusal] = refusals(source)
    assert (refusal.code, refusal.data["line"]) == (f"rulebook-{code}", line)
    assert refusal.data["column"] >= 1


@pytest.mark.parametrize("source", [b"\xff\xfe", "name = '\ud800'", "é".encode("latin-1")])
def test_what_is_not_utf8_is_refused(source: bytes | str) -> None:
    assert [r.code for r in refusals(source)] == [RulebookFault.NOT_UTF8]


def test_a_file_of_exactly_the_limit_is_read_and_one_byte_more_is_not() -> None:
    full = MINIMAL + "#" * (MAX_BYTES - len(MINIMAL.encode()))
    assert rulebook_from_toml(full).name == "ours"
    assert [r.code for r in refusals(full + "#")] == [RulebookFault.TOO_LARGE]


BOMBS = {
    "arrays": "a = " + "[" * 100_000 + "]" * 100_000,
    "arrays never closed": "a = " + "[" * 200_000,
    "inline tables": "a = " + "{a = " * 40_000 + "1" + "}" * 40_000,
    "inline tables never closed": "a = " + "{a = " * 50_000,
    "dots": ".".join("a" * 120_000) + " = 1",
    "dots in a header": "[" + ".".join("a" * 120_000) + "]",
    "dots in broken text": "]]\n" + ".".join("a" * 120_000) + " = 1",
    "dots in broken text, quoted": "a = = 1\n" + ".".join(['"a"'] * 60_000) + " = 1",
    "quotes": '"' * 250_000,
    "tables": "".join(f"[[a]]\n[a.b{i}]\n" for i in range(14_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(name: str) -> None:
    assert refusals(BOMBS[name])


def test_nesting_is_refused_by_its_line() -> None:
    assert told("\na = " + "[" * 17 + "]" * 17) == [("too-deep", None, 2)]


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused(source: bytes) -> None:
    with pytest.raises(Refused):
        rulebook_from_toml(source)


SNIPPETS = [
    '"',
    "'",
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\n",
    "#",
    "1",
    "true",
    "1/2",
    "[[a]]\n",
    "a.b = 1\n",
    '"""',
    "\\",
    "é",
]


@given(st.data())
def test_a_spoilt_file_is_read_or_refused(data: st.DataObject) -> None:
    text = rulebook_to_toml(data.draw(rulebooks())) if data.draw(st.booleans()) else MINIMAL
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(st.sampled_from(SNIPPETS) | st.just("")) + text[at + cut :]
    try:
        rulebook = rulebook_from_toml(text)
    except Refused as refused:
        for refusal in refused.refusals:
            assert isinstance(refusal.code, RulebookFault)
            assert 1 <= refusal.data["line"] <= text.count("\n") + 1
    else:
        assert rulebook_from_data(rulebook_to_data(rulebook)) == rulebook


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
