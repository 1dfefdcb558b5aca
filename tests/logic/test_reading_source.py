"""Any bytes at all are read as a rulebook or refused, by line, and none of them exhausts the machine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.rulebooks import rulebooks
from tests.support.written_rulebooks import MINIMAL, refusals, told
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.reading import (
    MAX_BYTES,
    RulebookFault,
    rulebook_from_data,
    rulebook_from_toml,
    rulebook_to_data,
    rulebook_to_toml,
)


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
