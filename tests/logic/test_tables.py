"""Reading an old table: every way of writing the same rows gives the same rows."""

from datetime import date

import pytest

from tests.support.tables import HEADER, ROW, extraordinary, ordinary, table
from toutdoux.decisions.logic.tables import HistoricalRow, differences, figures_of, read_table
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.historical import Figures
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind


def read(data: bytes, kind: Kind = Kind.EXTRAORDINARY) -> tuple[HistoricalRow, ...]:
    return read_table(data=data, kind=kind)


def one(cells: str, header: str = HEADER, kind: Kind = Kind.EXTRAORDINARY) -> HistoricalRow:
    (row,) = read(table(cells, header=header), kind)
    return row


EXPECTED = HistoricalRow(
    number=4,
    title="Acheter une perceuse",
    opened_on=date(2020, 3, 4),
    lead="Zoé",
    for_=10,
    against=0,
    council=21,
    label=Label.WAITING,
    status_text="En attente",
)


def test_it_works() -> None:
    assert read(table(ROW)) == (EXPECTED,)


def test_a_semester_is_read_in_the_order_of_the_file_with_its_holes() -> None:
    assert [row.number for row in read(extraordinary())] == [1, 2, 3, 4, 5, 9, 11, 13, 14, 15, 17, 20, 21, 22, 23]
    assert {row.against for row in read(ordinary(), Kind.ORDINARY)} == {None}


def test_optional_columns_are_read_when_they_are_there() -> None:
    header = f"{HEADER},carried_out_on,text,urgent,link"
    row = one(f'{ROW}noté,2020-03-20,"deux\nlignes",Oui,https://example.org/4', header)
    assert row.note == "noté"
    assert (row.link, row.text) == ("https://example.org/4", "deux\nlignes")
    assert (row.urgent, row.urgent_text, row.carried_out_on) == (True, "Oui", date(2020, 3, 20))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xef\xbb\xbf" + table(ROW), id="UTF-8 with a byte order mark"),
        pytest.param(b"\xff\xfe" + table(ROW).decode().encode("utf-16-le"), id="UTF-16, little end first"),
        pytest.param(b"\xfe\xff" + table(ROW).decode().encode("utf-16-be"), id="UTF-16, big end first"),
        pytest.param(table(ROW).replace(b",", b";"), id="semicolons"),
        pytest.param(table(ROW).replace(b",", b"\t"), id="tabs"),
        pytest.param(table(ROW).replace(b"\n", b"\r\n"), id="CR LF"),
        pytest.param(table(ROW).replace(b"\n", b"\r"), id="CR"),
        pytest.param(table(ROW).rstrip(b"\n"), id="no end of line at the end"),
        pytest.param(table(ROW, "", ",,,,,,,,", "  "), id="blank lines"),
        pytest.param(table(ROW + ",,", header=HEADER + ",,"), id="nameless empty columns at the end"),
        pytest.param(table(ROW, header=" Number ,TITLE,Opened on,lead,For,against,council,status,note"), id="header as typed"),
        pytest.param(table(ROW.replace("4,", "#4,", 1)), id="number with its mark"),
        pytest.param(table(ROW.replace(",10,", ", 010 ,")), id="spaces and zeros"),
        pytest.param(table(",".join(f'"{cell}"' for cell in ROW.split(",")), header=f'"{HEADER.replace(",", chr(34) + "," + chr(34))}"'), id="everything between quotation marks"),
        pytest.param(table(ROW.replace("En attente", "EN  ATTENTE")), id="label in capitals"),
        pytest.param(table(ROW.replace("En attente", "waiting")), id="label in English"),
        pytest.param(table(",21,En attente,10,0,Zoé,2020-03-04,Acheter une perceuse,4", header="note,council,status,for,against,lead,opened_on,title,number"), id="columns in another order"),
    ],
)  # fmt: skip
def test_the_same_row_however_it_is_written(data: bytes) -> None:
    assert read(data) == (EXPECTED,)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Menée", Label.DONE),
        ("menee", Label.DONE),
        ("Mene\u0301e", Label.DONE),
        ("ACCEPTÉE", Label.ACCEPTED),
        ("Accepté", Label.ACCEPTED),
        ("Menée ¹", Label.DONE),
        ("En attente (5)", Label.WAITING),
        ("Abandonnée", Label.ABANDONED),
        ("En attente", Label.WAITING),
        ("En cours", Label.IN_PROGRESS),
        ("in-progress", Label.IN_PROGRESS),
        ("Rejetée", Label.REJECTED),
        ("Ouverte", Label.OPEN),
        ("done", Label.DONE),
        ("Accepted", Label.ACCEPTED),
        ("abandoned", Label.ABANDONED),
        ("rejected", Label.REJECTED),
        ("Open", Label.OPEN),
    ],
)
def test_labels_are_known_in_both_languages_and_kept_as_written(words: str, label: Label) -> None:
    row = one(ROW.replace("En attente", words))
    assert (row.label, row.status_text) == (label, words)


@pytest.mark.parametrize("word", ["oui", "Yes", "TRUE", "vrai", "1"])
def test_yes(word: str) -> None:
    assert one(f"{ROW},{word}", f"{HEADER},urgent").urgent


@pytest.mark.parametrize("word", ["", " ", "non", "No", "FALSE", "faux", "0"])
def test_no(word: str) -> None:
    assert not one(f"{ROW},{word}", f"{HEADER},urgent").urgent


def test_a_text_keeps_its_separators_line_breaks_quotation_marks_and_spaces() -> None:
    row = one(ROW.replace("Acheter une perceuse", '" Acheter ""la"" perceuse,\r\nà deux "'))
    assert row.title == ' Acheter "la" perceuse,\r\nà deux '
    assert one(ROW.replace("une", 'la "bonne"')).title == 'Acheter la "bonne" perceuse'


def test_an_apostrophe_that_guards_a_formula_is_taken_away_and_no_other() -> None:
    assert one(ROW.replace("Acheter", "'=Acheter")).title == "=Acheter une perceuse"
    assert one(ROW.replace("Acheter", "''+Acheter")).title == "'+Acheter une perceuse"
    assert one(ROW.replace("Acheter", "'Acheter")).title == "'Acheter une perceuse"


def test_a_formula_is_imported_as_text() -> None:
    assert one(ROW.replace("Zoé", "=1+1")).lead == "=1+1"


def test_a_table_without_rows_is_a_table() -> None:
    assert read(table()) == ()


def test_an_ordinary_action_may_have_been_printed_without_against() -> None:
    assert one(ROW.replace(",0,21", ",,21"), kind=Kind.ORDINARY).against is None
    assert one(ROW, kind=Kind.ORDINARY).against == 0
    with pytest.raises(Refused):
        one(ROW.replace(",0,21", ",,21"))


def test_rows_that_say_the_same_in_other_words_are_equal() -> None:
    header = f"{HEADER},urgent"
    first, second = one(f"{ROW},oui", header), one(f"{ROW.replace('En attente', 'waiting')},1", header)
    assert first == second
    assert differences(kept=first, offered=second) == ()


def test_differences_are_told_by_column() -> None:
    other = one(ROW.replace(",10,", ",11,").replace("En attente", "Menée").replace("Zoé", "Malo"))
    assert differences(kept=EXPECTED, offered=other) == ("lead", "for", "status")
    assert differences(kept=EXPECTED, offered=EXPECTED) == ()


def test_figures_are_what_the_judge_looks_at() -> None:
    row = one(f"{ROW},oui,2020-03-05", f"{HEADER},urgent,carried_out_on")
    assert figures_of(row=row, kind=Kind.EXTRAORDINARY) == Figures(
        kind=Kind.EXTRAORDINARY,
        label=Label.WAITING,
        opened_on=date(2020, 3, 4),
        for_=10,
        against=0,
        council=21,
        urgent=True,
        carried_out_on=date(2020, 3, 5),
    )
