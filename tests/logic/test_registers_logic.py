"""The registers, purely: what people type is read exactly, every fault of a draft is told, files are what their bytes say."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.procedures.registering import SHEETS
from toutdoux.registers.logic.drafts import EntryDraft, draft_refusals, kept_values, reason_refusals, search_text
from toutdoux.registers.logic.files import MOST_BYTES, MOST_FILES, file_refusals, file_sort, safe_name
from toutdoux.registers.logic.shape import Common, Register, Sheet, amount, choice, count, day, line, link, words, yes
from toutdoux.registers.logic.typed import read_amount, read_minutes, write_amount, write_minutes

DAY = date(2026, 3, 10)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)
SHEET = Sheet(
    kind="test",
    register=Register.ACTIVITY,
    common=frozenset(Common),
    states=("begun", "over"),
    fields=(
        line("name", required=True),
        count("people"),
        link("page"),
        choice("side", "left", "right", required=False),
        day("on"),
        yes("told"),
        words("why"),
        amount("least"),
    ),
)
NEEDY = Sheet(kind="needy", register=Register.MONEY, required=frozenset({Common.AMOUNT, Common.ABOUT, Common.TIMES}))


def faults(sheet: Sheet = SHEET, **facts: object) -> list[tuple[str, str]]:
    draft = EntryDraft(**{"title": "A fair", "day": DAY, "values": {"name": "x"}, **facts})
    return [(str(r.code), str(r.data.get("field", ""))) for r in draft_refusals(sheet=sheet, draft=draft)]


def test_it_works() -> None:
    assert faults() == []
    values = {"name": " x ", "people": 0, "page": "https://example.org/é", "side": "left", "on": DAY, "told": True}
    values |= {"why": "So", "least": 100}
    assert faults(values=values) == []
    draft = EntryDraft(title="Fête", day=DAY, values={**values, "side": ""}, note="Bis")
    kept = {"name": "x", "people": 0, "page": "https://example.org/é", "on": "2026-03-10", "told": True}
    kept |= {"why": "So", "least": 100}
    assert kept_values(sheet=SHEET, draft=draft) == kept
    assert search_text(sheet=SHEET, draft=draft, names=("Zoé",)) == "fete x so zoe bis"
    assert SHEET.field("why") == words("why")
    assert SHEET.field("colour") is None


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"title": " "}, "entry-title-missing", ""),
        ({"title": "x" * 201}, "entry-too-long", "title"),
        ({"title": "a\x07b"}, "entry-control-character", "title"),
        ({"note": "password: hunter2"}, "entry-looks-secret", "note"),
        ({"day": None}, "entry-day-missing", ""),
        ({"day": date(1492, 1, 1)}, "entry-day-out-of-range", "day"),
        ({"last_day": date(2200, 1, 1)}, "entry-day-out-of-range", "last_day"),
        ({"last_day": DAY - timedelta(days=1)}, "entry-last-day-first", ""),
        ({"ends_at": NOON}, "entry-beginning-missing", ""),
        ({"starts_at": NOON, "ends_at": NOON}, "entry-end-first", ""),
        ({"amount": -1}, "entry-number-out-of-range", "amount"),
        ({"state": "lost"}, "entry-state-unknown", ""),
        ({"values": {}}, "entry-field-missing", "name"),
        ({"values": {"name": "x", "colour": "red"}}, "entry-field-unknown", "colour"),
        ({"values": {"name": "x", "people": -1}}, "entry-number-out-of-range", "people"),
        ({"values": {"name": "x", "people": True}}, "entry-number-out-of-range", "people"),
        ({"values": {"name": "x", "side": "up"}}, "entry-choice-unknown", "side"),
        ({"values": {"name": "x", "told": "yes"}}, "entry-choice-unknown", "told"),
        ({"values": {"name": "x", "on": "2026-03-10"}}, "entry-day-out-of-range", "on"),
        ({"values": {"name": "x", "page": "javascript:alert(1)"}}, "entry-link-malformed", "page"),
        ({"values": {"name": "x", "page": "https://a:b@example.org"}}, "entry-link-malformed", "page"),
        ({"values": {"name": "x", "page": "https://[::1"}}, "entry-link-malformed", "page"),
        ({"values": {"name": "x", "page": "https://example.org/ a"}}, "entry-link-malformed", "page"),
    ],
)
def test_each_fault_is_told_at_its_field(facts: dict[str, object], code: str, field: str) -> None:
    assert faults(**facts) == [(code, field)]


def test_what_a_kind_needs_is_asked_for() -> None:
    needed = ["entry-beginning-missing", "entry-amount-missing", "entry-about-missing"]
    assert [code for code, _field in faults(NEEDY, values={})] == needed
    assert faults(NEEDY, values={}, starts_at=NOON, amount=1, about_id=UUID(int=1)) == []


def test_a_reason_is_a_line() -> None:
    assert [str(r.code) for r in reason_refusals(reason=" ")] == ["entry-reason-missing"]
    assert [str(r.code) for r in reason_refusals(reason="x" * 301)] == ["entry-too-long"]
    assert reason_refusals(reason="Noted twice") == []


def test_parts_are_no_larger_than_their_wholes() -> None:
    values = {"took_part": 10, "passed": 6, "at_level": 7}
    assert faults(SHEETS["training"], values=values) == [("entry-more-than", "at_level")]
    assert faults(SHEETS["training"], values={**values, "at_level": 5}) == []
    assert faults(SHEETS["radio"], values={"in_podcast": True}) == [("entry-field-missing", "audio")]
    assert faults(SHEETS["radio"], values={"in_podcast": True, "audio": "https://example.org/1.mp3"}) == []


@given(st.integers(0, 10**12))
def test_amounts_come_back(cents: int) -> None:
    assert read_amount(write_amount(cents)) == cents
    whole = f"{cents // 100:,}".replace(",", "\u202f")
    assert read_amount(f"{whole},{cents % 100:02} €") == cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [("54,28", 5428), ("54.2", 5420), ("2.500", 250000), ("1'234", 123400), ("90 EUR", 9000), ("0", 0)],
)
def test_amounts_are_read_as_people_write_them(text: str, cents: int) -> None:
    assert read_amount(text) == cents


@pytest.mark.parametrize("text", ["", "-1", "1,234,5", "1e3", "12,345,6", "½", "9" * 41, "1 2"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert read_amount(text) is None


@given(st.integers(0, 59_999))
def test_lengths_come_back(minutes: int) -> None:
    assert read_minutes(write_minutes(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "minutes"), [("2:30", 150), ("2,5", 150), ("1.25", 75), ("3", 180), ("90 mn", 90), ("1 h 5 min", 65)]
)
def test_lengths_are_read_as_people_write_them(text: str, minutes: int) -> None:
    assert read_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "2,3", "h", "1:75", "a while", "9" * 41])
def test_what_is_no_length_is_none(text: str) -> None:
    assert read_minutes(text) is None


ODS = b"PK\x03\x04" + b"\x00" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK"


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff\xe0", "jpg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "webp"),
        (ODS, "ods"),
        (ODS.replace(b"spreadsheet", b"text"), "odt"),
    ],
)
def test_a_file_is_known_by_its_bytes(data: bytes, suffix: str) -> None:
    sort = file_sort(data)
    assert sort is not None
    assert sort[1] == suffix
    assert file_refusals(data=data, kept=0) == []


@pytest.mark.parametrize(
    "data",
    [
        b"<svg onload=alert(1)>",
        b"MZ\x90",
        b"PK\x03\x04" + b"\x00" * 40,
        ODS.replace(b"spreadsheet", b"script"),
        ODS + b"Basic/Standard/Module1.xml",
        ODS + b"Scripts/python/run.py",
    ],
)
def test_what_could_run_is_refused(data: bytes) -> None:
    assert [str(r.code) for r in file_refusals(data=data, kept=0)] == ["entry-file-unknown-sort"]


def test_files_have_bounds() -> None:
    big = b"%PDF-" + b"0" * MOST_BYTES
    codes = [str(r.code) for r in file_refusals(data=big, kept=MOST_FILES)]
    assert codes == ["entry-file-too-big", "entry-file-too-many"]
    assert [str(r.code) for r in file_refusals(data=b"", kept=0)] == ["entry-file-empty"]


@given(st.text(max_size=300))
def test_a_safe_name_is_never_a_path_or_a_program(name: str) -> None:
    safe = safe_name(name=name, suffix="pdf")
    stem, _dot, suffix = safe.rpartition(".")
    assert suffix == "pdf"
    assert 0 < len(stem) <= 100
    assert all(c.isascii() and (c.isalnum() or c == "-") for c in stem)
