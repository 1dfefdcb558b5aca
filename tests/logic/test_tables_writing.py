"""Old tables are given back as they came: the same rows always, the same bytes when they were already in our form."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.tables import HEADER, ROW, extraordinary, ordinary, table
from toutdoux.decisions.logic.tables import COLUMNS, HistoricalRow, read_table, write_csv, write_json
from toutdoux.decisions.logic.tables_cells import LABELS
from toutdoux.kernel.table_text import SEPARATORS, guarded, records, unguarded
from toutdoux.rules.rulebook import Kind

SAFE = st.characters(exclude_categories=["Cs", "Cc"])
TEXT = st.text(SAFE | st.sampled_from("\t\n\r,;\"'=+-@"), max_size=30)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@st.composite
def historical_rows(draw: st.DrawFn) -> HistoricalRow:
    council = draw(st.integers(1, 999_999_999))
    for_ = draw(st.integers(0, council))
    words = draw(st.sampled_from(sorted(LABELS)))
    urgent, urgent_text = draw(st.sampled_from([(True, "oui"), (True, "1"), (True, ""), (False, ""), (False, "non")]))
    return HistoricalRow(
        number=draw(st.integers(1, 999_999_999)),
        title=draw(TEXT.filter(str.strip)),
        opened_on=draw(DAYS),
        lead=draw(TEXT),
        for_=for_,
        against=draw(st.none() | st.integers(0, council - for_)),
        council=council,
        label=LABELS[words],
        status_text=words,
        note=draw(TEXT),
        link=draw(st.sampled_from(["", "https://example.org/?a=1,2"])),
        text=draw(TEXT),
        urgent=urgent,
        urgent_text=urgent_text,
        carried_out_on=draw(st.none() | DAYS),
    )


TABLES = st.lists(historical_rows(), max_size=5, unique_by=lambda row: row.number)


def test_it_works() -> None:
    assert write_csv(rows=read_table(data=table(ROW), kind=Kind.EXTRAORDINARY)) == table(ROW)


@given(rows=TABLES)
def test_reading_what_was_written_gives_the_same_rows_in_the_same_words(rows: list[HistoricalRow]) -> None:
    again = read_table(data=write_csv(rows=rows), kind=Kind.ORDINARY)
    assert list(again) == rows
    assert [row.status_text for row in again] == [row.status_text for row in rows]
    assert [row.urgent_text for row in again] == [row.urgent_text or ("oui" if row.urgent else "") for row in rows]


@given(rows=TABLES)
def test_a_file_in_our_form_is_given_back_byte_for_byte(rows: list[HistoricalRow]) -> None:
    data = write_csv(rows=rows)
    assert write_csv(rows=read_table(data=data, kind=Kind.ORDINARY)) == data


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (extraordinary(n20=("oui", "2020-04-08"), n13=("non", "")), Kind.EXTRAORDINARY),
        (ordinary(), Kind.ORDINARY),
        (table(f"{ROW},https://example.org/4,,vrai", header=f"{HEADER},link,text,urgent").replace(b",text", b"").replace(b"4,,vrai", b"4,vrai"), Kind.EXTRAORDINARY),
    ],
)  # fmt: skip
def test_files_as_a_program_writes_them_are_given_back_byte_for_byte(data: bytes, kind: Kind) -> None:
    assert write_csv(rows=read_table(data=data, kind=kind)) == data


def test_an_optional_column_is_written_when_a_row_needs_it() -> None:
    header = f"{HEADER},link,text,urgent,carried_out_on"
    rows = read_table(data=table(f"{ROW},,,,2020-03-20", header=header), kind=Kind.EXTRAORDINARY)
    assert write_csv(rows=rows) == table(f"{ROW},2020-03-20", header=f"{HEADER},carried_out_on")


def test_accents_stay_readable_in_json() -> None:
    assert "Zoé" in write_json(rows=read_table(data=table(ROW), kind=Kind.EXTRAORDINARY)).decode()


def test_no_row_is_a_header() -> None:
    assert write_csv(rows=()) == table()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''@"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe_on_the_way_out(start: str) -> None:
    (row,) = read_table(data=table(ROW), kind=Kind.EXTRAORDINARY)
    written = write_csv(rows=[replace(row, title=f"{start}cmd", note=f"{start}x")])
    (_, cells) = csv.reader(io.StringIO(written.decode(), newline=""))
    assert (cells[1], cells[8]) == (f"'{start}cmd", f"'{start}x")


@given(text=st.text(st.sampled_from("'=+-@\t\rx"), max_size=6))
def test_the_apostrophe_is_taken_away_again(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert guarded(unguarded(guarded(text))) == guarded(text)


@given(rows=TABLES)
def test_json_says_the_same_as_the_file(rows: list[HistoricalRow]) -> None:
    objects = json.loads(write_json(rows=rows))
    columns = write_csv(rows=rows).decode().splitlines()[0].split(",")
    assert [list(one) for one in objects] == [columns] * len(rows)
    for one, row in zip(objects, rows, strict=True):
        assert (one["number"], one["title"], one["opened_on"]) == (row.number, row.title, row.opened_on.isoformat())
        assert (one["for"], one["against"], one["council"]) == (row.for_, row.against, row.council)
        assert (one["lead"], one["status"], one["note"]) == (row.lead, row.status_text, row.note)
        assert (one.get("link", ""), one.get("text", "")) == (row.link, row.text)
        assert one.get("urgent", False) is row.urgent
        assert one.get("carried_out_on") == (row.carried_out_on.isoformat() if row.carried_out_on else None)
    assert set(columns) <= set(COLUMNS)


# --- our reader against the standard one ------------------------------------------------------------------------------

CELLS = st.lists(st.lists(TEXT, min_size=2, max_size=5), min_size=1, max_size=5)


@given(
    rows=CELLS,
    separator=st.sampled_from(SEPARATORS),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_the_standard_library_writes_is_read(
    rows: list[list[str]], separator: str, end: str, quoting: int
) -> None:
    # Up to Python 3.12 its writer leaves a lone CR bare under LF, and could not read that itself.
    rows = [[cell.replace("\r", "") for cell in row] for row in rows]
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    text = stream.getvalue()
    found = list(records(text=text, separator=separator))
    assert [list(record.cells) for record in found] == rows
    lines = io.StringIO(text, newline="").readlines()
    reader, starts = csv.reader(lines, delimiter=separator, strict=True), []
    for _ in rows:
        starts.append(reader.line_num + 1)
        next(reader)
    assert [record.row for record in found] == starts
