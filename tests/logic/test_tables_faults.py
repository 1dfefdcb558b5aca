"""What cannot be read is refused: everything wrong at once, each with its row and its column, and nothing but a refusal."""

from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import example, given
from hypothesis import strategies as st

from tests.support.tables import HEADER, ROW, extraordinary, table
from toutdoux.decisions.logic.tables import (
    MAX_BYTES,
    MAX_ROWS,
    REQUIRED,
    HistoricalRow,
    TableFault,
    read_table,
    too_big,
)
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.rules.rulebook import Kind
from toutdoux.wording.refusals.tables import table_fault

F = TableFault
MORE = f"{HEADER},link,text,urgent,carried_out_on"


def faults(data: bytes, kind: Kind = Kind.EXTRAORDINARY) -> list[Refusal]:
    with pytest.raises(Refused) as caught:
        read_table(data=data, kind=kind)
    return list(caught.value.refusals)


def attempt(data: bytes, kind: Kind) -> tuple[tuple[HistoricalRow, ...], tuple[Refusal, ...]]:
    """Rows, or refusals; any other exception fails the test."""
    try:
        return read_table(data=data, kind=kind), ()
    except Refused as refused:
        return (), refused.refusals


def places(data: bytes) -> list[tuple[object, int, str]]:
    return [(refusal.code, refusal.data["row"], refusal.data["column"]) for refusal in faults(data)]


def with_cell(old: str, new: str) -> bytes:
    """A file whose second row is wrong in one cell."""
    assert old in ROW
    return table(ROW.replace("4,", "3,", 1), ROW.replace(old, new, 1))


#: What only tables of members can be refused for: see the tests of those.
OF_MEMBERS = {F.NOT_AN_EMAIL, F.TWICE, F.UNKNOWN_SORT, F.IN_THE_FUTURE, F.LEFT_FIRST, F.NOT_A_SHEET}
SAMPLES: dict[str, tuple[bytes, tuple[object, int, str]]] = {
    "a file of 100 MB": (b"x" * (MAX_BYTES + 1), (F.TOO_BIG, 1, "")),
    "nothing": (b"", (F.EMPTY, 1, "")),
    "blanks and a byte order mark": (b"\xef\xbb\xbf \r\n\r\n", (F.EMPTY, 1, "")),
    "Latin-1": (with_cell("Zoé", "Zoé").replace("é".encode(), b"\xe9"), (F.ENCODING, 2, "lead")),
    "Latin-1 further down": (table(ROW, ROW.replace("Zoé", "Zoe")) + "5,Été".encode("latin-1"), (F.ENCODING, 4, "title")),
    "Latin-1 in the header": (HEADER.encode() + b",\xe9t\xe9\n", (F.ENCODING, 1, "")),
    "Latin-1 in a column without name": (table(ROW + ",,") + b"5,,,,,,,,,,\xe9", (F.ENCODING, 3, "")),
    "Latin-1 after the last column": (table(ROW) + b"5,,,,,,,,,\xe9", (F.ENCODING, 3, "")),
    "Latin-1 in a quoted cell": (table(ROW) + b'5,"deux\nlignes \xe9"', (F.ENCODING, 4, "title")),
    "half a character": (table(ROW)[:-1] + b"\xc3", (F.ENCODING, 2, "note")),
    "odd UTF-16": (b"\xff\xfe" + table(ROW).decode().encode("utf-16-le")[:-1], (F.ENCODING, 2, "note")),
    "UTF-16 without mark": (table().decode().encode("utf-16-le"), (F.NUL, 1, "")),
    "a NUL": (with_cell("Zoé", "Zo\0"), (F.NUL, 3, "lead")),
    "no header": (table(header=ROW), (F.NO_HEADER, 1, "")),
    "a picture": (b"GIF89a;", (F.NO_HEADER, 1, "")),
    "a quotation mark for header": (b'"', (F.QUOTES, 1, "")),
    "a strange column": (table(header=f"{HEADER},Couleur"), (F.UNKNOWN_COLUMN, 1, "Couleur")),
    "a nameless column": (table(header=f"{HEADER},,text"), (F.UNKNOWN_COLUMN, 1, "")),
    "a column twice": (table(header=f"{HEADER},Title"), (F.DUPLICATE_COLUMN, 1, "title")),
    "no title": (table(header=HEADER.replace("title,", "")), (F.MISSING_COLUMN, 1, "title")),
    "too many rows": (table(*[""] * (MAX_ROWS + 1)), (F.TOO_MANY_ROWS, MAX_ROWS + 2, "")),
    "an open quotation mark": (with_cell("Acheter", '"Acheter'), (F.QUOTES, 3, "title")),
    "text after a quotation mark": (with_cell("Acheter une", '"Acheter" une'), (F.QUOTES, 3, "")),
    "a header wider than anyone reads": (table(ROW, header=HEADER + "," * 200), (F.UNKNOWN_COLUMN, 1, "")),
    "more cells than anyone reads": (table(ROW + "," * 200), (F.EXTRA_CELLS, 2, "note")),
    "cells after the header": (table(ROW + ",oui"), (F.EXTRA_CELLS, 2, "note")),
    "a comma in a title": (with_cell("Acheter", "Acheter,"), (F.EXTRA_CELLS, 3, "note")),
    "a short row": (table("4,Acheter"), (F.MISSING_CELLS, 2, "opened_on")),
    "a bell": (with_cell("Zoé", "Zoé\a"), (F.CONTROL_CHARACTER, 3, "lead")),
    "a long title": (with_cell("Acheter", "a" * 500), (F.TOO_LONG, 3, "title")),
    "a long lead": (with_cell("Zoé", "z" * 201), (F.TOO_LONG, 3, "lead")),
    "a long note": (table(ROW + "n" * 10_001), (F.TOO_LONG, 2, "note")),
    "a long text": (table(f"{ROW},,{'t' * 100_001},,", header=MORE), (F.TOO_LONG, 2, "text")),
    "a long link": (table(f"{ROW},https://a/{'b' * 1000},,,", header=MORE), (F.TOO_LONG, 2, "link")),
    "no number": (with_cell("4,", ",") , (F.EMPTY_CELL, 3, "number")),
    "a blank title": (with_cell("Acheter une perceuse", " "), (F.EMPTY_CELL, 3, "title")),
    "no day": (with_cell("2020-03-04", ""), (F.EMPTY_CELL, 3, "opened_on")),
    "no Against": (with_cell(",0,21", ",,21"), (F.EMPTY_CELL, 3, "against")),
    "no status": (with_cell("En attente", ""), (F.EMPTY_CELL, 3, "status")),
    "a word for a number": (with_cell(",10,", ",dix,"), (F.NOT_A_NUMBER, 3, "for")),
    "a decimal": (with_cell(",10,", ",10.0,"), (F.NOT_A_NUMBER, 3, "for")),
    "figures of another script": (with_cell(",10,", ",١٠,"), (F.NOT_A_NUMBER, 3, "for")),
    "a number for each council": (with_cell("4,", "9/28,"), (F.NOT_A_NUMBER, 3, "number")),
    "only the mark of a number": (with_cell("4,", "#,"), (F.NOT_A_NUMBER, 3, "number")),
    "as printed": (with_cell(",10,", ",10/21,"), (F.WITH_COUNCIL, 3, "for")),
    "below zero": (with_cell(",0,", ",-1,"), (F.NEGATIVE, 3, "against")),
    "number zero": (with_cell("4,", "0,"), (F.ZERO, 3, "number")),
    "nobody in the council": (with_cell(",21,", ",0,"), (F.ZERO, 3, "council")),
    "more than anyone has": (with_cell(",21,", ",1000000000,"), (F.TOO_LARGE, 3, "council")),
    "more figures than Python reads": (with_cell(",21,", f",{'9' * 5000},"), (F.TOO_LARGE, 3, "council")),
    "the same number twice": (table(ROW, ROW.replace("4,", "#04,", 1)), (F.DUPLICATE_NUMBER, 3, "number")),
    "more votes than people": (with_cell(",0,21", ",12,21"), (F.TALLY, 3, "for")),
    "a day as printed": (with_cell("2020-03-04", "04/03/20"), (F.DATE_FORM, 3, "opened_on")),
    "the 30th of February": (with_cell("2020-03-04", "2020-02-30"), (F.DATE_IMPOSSIBLE, 3, "opened_on")),
    "long ago": (with_cell("2020-03-04", "0202-03-04"), (F.DATE_IMPOSSIBLE, 3, "opened_on")),
    "another word for a status": (with_cell("En attente", "Faite"), (F.UNKNOWN_LABEL, 3, "status")),
    "a long status": (with_cell("En attente", "En" + " " * 40 + "attente"), (F.UNKNOWN_LABEL, 3, "status")),
    "perhaps": (table(f"{ROW},,,peut-être,", header=MORE), (F.UNKNOWN_URGENT, 2, "urgent")),
    "a script for a link": (table(f"{ROW},javascript:alert(1),,,", header=MORE), (F.LINK, 2, "link")),
    "a link to nowhere": (table(f"{ROW},https://,,,", header=MORE), (F.LINK, 2, "link")),
    "a day that execution never had": (table(f"{ROW},,,,2021-02-29", header=MORE), (F.DATE_IMPOSSIBLE, 2, "carried_out_on")),
}  # fmt: skip


def test_it_works() -> None:
    assert places(with_cell("2020-03-04", "hier")) == [(F.DATE_FORM, 3, "opened_on")]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_fault_names_its_row_and_column(name: str) -> None:
    data, place = SAMPLES[name]
    assert places(data)[0] == place


def test_every_fault_has_its_sample() -> None:
    assert {place[0] for _, place in SAMPLES.values()} == set(TableFault) - OF_MEMBERS


@pytest.mark.parametrize("page", ["old-tables.md", "anciens-tableaux.md"])
def test_every_fault_is_documented(page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text(encoding="utf-8")
    assert [code for code in set(TableFault) - OF_MEMBERS if f"| `{code}` |" not in text] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_each_fault_is_worded_in_both_languages(name: str) -> None:
    (refusal, *_) = faults(SAMPLES[name][0])
    with override("fr"):
        french = table_fault(refusal)
    with override("en"):
        english = table_fault(refusal)
    assert french != english
    assert "%(" not in french + english
    if refusal.code not in {F.TOO_BIG, F.EMPTY}:
        row = refusal.data["row"]
        assert french.startswith(f"Ligne {row}")
        assert english.startswith(f"Row {row}")
        assert refusal.data["column"] in english


def test_the_form_expected_of_a_day_is_shown() -> None:
    for written, expected in {
        "23/01/20": "2020-01-23",
        "3.4.2020": "2020-04-03",
        "2020-01-23 00:00:00": "2020-01-23",
        "31/02/20": "2020-03-17",
        "bientôt": "2020-03-17",
    }.items():
        (refusal,) = faults(with_cell("2020-03-04", written))
        assert refusal.data["expected"] == expected
        assert expected in table_fault(refusal)


def test_all_faults_are_told_at_once() -> None:
    bad = "x,,04/03/20,Zoé,10,-1,0,Peut-être,"
    assert places(table(bad, ROW, bad)) == [
        (code, row, column)
        for row in (2, 4)
        for code, column in (
            (F.NOT_A_NUMBER, "number"),
            (F.NEGATIVE, "against"),
            (F.ZERO, "council"),
            (F.UNKNOWN_LABEL, "status"),
            (F.EMPTY_CELL, "title"),
            (F.DATE_FORM, "opened_on"),
        )
    ]


def test_all_faults_of_a_header_are_told_at_once_and_nothing_below_it() -> None:
    assert places(table("x", header="number,Couleur,number")) == [
        (F.UNKNOWN_COLUMN, 1, "Couleur"),
        (F.DUPLICATE_COLUMN, 1, "number"),
        *((F.MISSING_COLUMN, 1, name) for name in REQUIRED if name != "number"),
    ]


def test_a_row_is_named_by_the_line_where_it_begins() -> None:
    long_title = ROW.replace("Acheter une perceuse", '"Acheter\r\nune\rperceuse\nbleue"')
    assert places(table("", long_title, long_title.replace("4,", "x,", 1), "y")) == [
        (F.NOT_A_NUMBER, 7, "number"),
        (F.MISSING_CELLS, 11, "title"),
    ]


def test_a_row_whose_number_cannot_be_read_hides_no_duplicate() -> None:
    assert [place[:2] for place in places(table("x" + ROW[1:], "1" + ROW[1:], "1" + ROW[1:]))] == [
        (F.NOT_A_NUMBER, 2),
        (F.DUPLICATE_NUMBER, 4),
    ]


def test_what_is_repeated_of_a_cell_is_short() -> None:
    (refusal,) = faults(with_cell("En attente", "a" * 1000))
    assert len(refusal.data["value"]) == 60


def test_rows_at_the_limit_are_read() -> None:
    rows = [f"{number}{ROW[1:]}" for number in range(1, MAX_ROWS + 1)]
    assert len(read_table(data=table(*rows), kind=Kind.EXTRAORDINARY)) == MAX_ROWS


def test_a_file_at_the_limit_is_read() -> None:
    assert attempt(table(ROW).ljust(MAX_BYTES, b"\n"), Kind.EXTRAORDINARY)[1][0].code is F.TOO_MANY_ROWS


def test_a_nameless_column_is_told_by_its_position() -> None:
    (refusal,) = faults(table(header=f"{HEADER},,text"))
    assert refusal.data["position"] == 10
    assert "10" in table_fault(refusal)


def test_a_door_can_refuse_by_size_alone() -> None:
    assert faults(b"x" * (MAX_BYTES + 1)) == [too_big()]


HOSTILE = st.sampled_from([*"\",;\t\r\n\0'=@+-#/é€\x85 0123456789", "oui", "Menée", "2020-03-04", "\ufeff"])


@given(
    start=st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", table(), table(ROW), extraordinary()]),
    end=st.binary(max_size=300) | st.lists(HOSTILE, max_size=100).map(lambda parts: "".join(parts).encode()),
    kind=st.sampled_from([Kind.ORDINARY, Kind.EXTRAORDINARY]),
)
@example(start=b"", end=b'"' * 9999, kind=Kind.ORDINARY)
@example(start=table(), end=b"0" * 200_000 + b"x,", kind=Kind.ORDINARY)
@example(start=b"", end=b"," * 1_000_000, kind=Kind.ORDINARY)
@example(start=table(), end=b"," * 1_000_000, kind=Kind.ORDINARY)
def test_hostile_bytes_never_give_anything_but_rows_or_a_refusal(start: bytes, end: bytes, kind: Kind) -> None:
    rows, refusals = attempt(start + end, kind)
    assert all(row.for_ + (row.against or 0) <= row.council for row in rows)
    assert all(refusal.data["row"] >= 1 and table_fault(refusal) for refusal in refusals)


@given(data=st.data())
def test_any_damage_to_a_good_file_gives_rows_or_a_refusal(data: st.DataObject) -> None:
    good = bytearray(extraordinary())
    for _ in range(data.draw(st.integers(1, 5))):
        index = data.draw(st.integers(0, len(good) - 1))
        good[index : index + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    _, refusals = attempt(bytes(good), Kind.EXTRAORDINARY)
    assert all(table_fault(refusal) for refusal in refusals)
