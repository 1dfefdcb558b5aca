"""The register as a table: read back what is written, from three programs, with every fault named; nothing runs."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.kernel.refusal import Refused
from toutdoux.kernel.table_faults import MAX_ROWS, TableFault
from toutdoux.members.logic.table import Line, Origin, Told, again, read_members, read_text, write_csv, write_json

GALETTE = (
    "id_adh;nom_adh;prenom_adh;societe_adh;email_adh;pseudo_adh;date_crea_adh;activite_adh\n"
    "1;Lune;Zoé;;zoe@example.org;zo;2019-05-20;1\n"
    "2;;;Les Abeilles;hives@example.org;;2020-01-02;1\n"
    "3;Ancien;Paul;;;;2015-01-01;0\n"
)


def read(text: str, origin: Origin = Origin.TOUTDOUX, **more: object) -> tuple[Line, ...]:
    return read_members(table=read_text(data=text.encode()), origin=origin, **more)


def faults(text: str, origin: Origin = Origin.TOUTDOUX, **more: object) -> list[tuple[str, int, str]]:
    with pytest.raises(Refused) as refused:
        read(text, origin, **more)
    return [(r.code, r.data["row"], r.data["column"]) for r in refused.value.refusals]


def test_it_works() -> None:
    [line] = read("name,email,pronoun,joined_on\nZoé Lune,Zoe@Example.org,elle,2020-03-17\n")
    assert line == Line(row=2, name="Zoé Lune", email="zoe@example.org", pronoun="elle", joined_on=date(2020, 3, 17))


def test_lines_that_spreadsheets_leave_empty_are_nobody() -> None:
    assert [line.row for line in read("name,email\nZoé,\n,\n\nBo,\n")] == [2, 5]


def test_galette_has_two_names_companies_and_members_who_left() -> None:
    zoe, hives, paul = read(GALETTE, Origin.GALETTE)
    assert (zoe.name, zoe.aliases, zoe.joined_on, zoe.organisation) == ("Zoé Lune", "zo", date(2019, 5, 20), False)
    assert (hives.name, hives.organisation, hives.former) == ("Les Abeilles", True, False)
    assert (paul.name, paul.former) == ("Paul Ancien", True)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_paheko_names_its_columns_as_it_likes(separator: str) -> None:
    rows = [["Numéro", "Nom et prénom", "Adresse E-Mail", "Date d'inscription"], ["7", "Zoé", "z@ex.org", "17/03/2020"]]
    text = "\n".join(separator.join(row) for row in rows)
    [line] = read(text, Origin.PAHEKO)
    assert (line.name, line.email, line.joined_on) == ("Zoé", "z@ex.org", date(2020, 3, 17))
    [other] = read(text, Origin.PAHEKO, mapping={"name": ["Numéro", "Nom et prénom"]})
    assert (other.name, other.email) == ("7 Zoé", "")


def test_every_fault_names_its_row_and_its_column() -> None:
    text = "name,email,kind,joined_on\n,a@ex.org,,\nBo,nobody,robot,2020-02-30\nCy,a@ex.org,,\nDi,d@ex.org,,,extra\n"
    assert faults(text) == [
        (TableFault.EMPTY_CELL, 2, "name"),
        (TableFault.UNKNOWN_SORT, 3, "kind"),
        (TableFault.NOT_AN_EMAIL, 3, "email"),
        (TableFault.DATE_IMPOSSIBLE, 3, "joined_on"),
        (TableFault.TWICE, 4, "email"),
        (TableFault.EXTRA_CELLS, 5, ""),
    ]


def test_a_fault_under_a_mapping_names_the_column_of_the_file() -> None:
    text = "Qui,Courrier\nZoé,nowhere\n"
    mapping = {"name": ["Qui"], "email": ["Courrier"]}
    assert faults(text, Origin.PAHEKO, mapping=mapping) == [(TableFault.NOT_AN_EMAIL, 2, "Courrier")]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("name,colour\n", TableFault.UNKNOWN_COLUMN),
        ("name,name\n", TableFault.DUPLICATE_COLUMN),
        ("email\n", TableFault.MISSING_COLUMN),
        ("", TableFault.EMPTY),
        (",,,\n,,\n", TableFault.EMPTY),
        ('name\n"Zoé', TableFault.QUOTES),
        ("name\nZo\x07\n", TableFault.CONTROL_CHARACTER),
        ("name\nZoé\nZOE\n", TableFault.TWICE),
        (f"name\n{'x' * 121}\n", TableFault.TOO_LONG),
        ("name," * 101, TableFault.EXTRA_CELLS),
        ("name\n" + "x\n" * (MAX_ROWS + 1), TableFault.TOO_MANY_ROWS),
    ],
)
def test_what_cannot_be_read_says_why(text: str, fault: TableFault) -> None:
    assert fault in {code for code, _, _ in faults(text)}


def test_a_mapping_to_a_column_that_is_not_there_is_named() -> None:
    assert faults("Qui\nZoé\n", Origin.PAHEKO, mapping={"name": ["Nom"]}) == [(TableFault.MISSING_COLUMN, 1, "Nom")]


_TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@given(
    names=st.lists(_TEXT, unique_by=str.casefold, min_size=1, max_size=6),
    days=st.dates(date(1950, 1, 1), date(2100, 1, 1)),
)
def test_what_is_written_is_read_back_and_no_spreadsheet_runs_it(names: list[str], days: date) -> None:
    rows = [
        Told(
            name=f"={name}",
            kind="person",
            email=f"m{number}@example.org",
            aliases=name,
            pronoun="",
            title="",
            contact="+33",
            joined_on=days,
            left_on=None,
            standing="votes",
            since=days,
        )
        for number, name in enumerate(names)
    ]
    written = write_csv(rows=rows)
    assert not any(
        cell.startswith(("=", "+", "@")) for line in written.decode().splitlines() for cell in line.split(",")
    )
    lines = read_members(table=read_text(data=written), origin=Origin.TOUTDOUX)
    assert [(line.name, line.aliases, line.contact, line.joined_on) for line in lines] == [
        (row.name, row.aliases, row.contact, days) for row in rows
    ]
    assert read_members(table=read_text(data=again(lines=lines)), origin=Origin.TOUTDOUX) == lines
    assert [one["name"] for one in json.loads(write_json(rows=rows))] == [row.name for row in rows]


def test_who_left_is_dated_or_left_out() -> None:
    text = "name,joined_on,left_on\nZoé,2019-05-20,2021-06-30\nBo,,2021-06-30\nCy,2020-01-01,2020-01-01\n"
    zoe, bo, cy = read(text)
    assert (zoe.left_on, zoe.former) == (date(2021, 6, 30), False)
    assert (bo.left_on, bo.former) == (None, True)
    assert (cy.left_on, cy.former) == (date(2020, 1, 1), False)
    carried = read_members(table=read_text(data=again(lines=[zoe, bo, cy])), origin=Origin.TOUTDOUX)
    assert [(one.left_on, one.former) for one in carried] == [(one.left_on, one.former) for one in (zoe, bo, cy)]
    assert faults("name,joined_on,left_on\nZoé,2020-03-17,2020-03-16\n") == [("table-left-first", 2, "left_on")]


def test_paheko_may_have_a_column_of_departures() -> None:
    text = "Nom;Entrée;Sortie\nZoé;17/03/2020;30/06/2021\n"
    mapping = {"name": ["Nom"], "joined_on": ["Entrée"], "left_on": ["Sortie"]}
    [line] = read(text, Origin.PAHEKO, mapping=mapping)
    assert line.left_on == date(2021, 6, 30)


@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for origin in Origin:
        with suppress(Refused):
            read_members(table=read_text(data=data), origin=origin)
