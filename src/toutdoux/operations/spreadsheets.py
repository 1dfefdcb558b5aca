"""Spreadsheets in and out. A file from outside is hostile: its size is known before it is unpacked, and nothing in it runs."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from html import escape
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook

from toutdoux.kernel.refusal import Refused
from toutdoux.kernel.table_faults import MAX_BYTES, MAX_CELLS, MAX_ROWS, TableFault, fault, too_big
from toutdoux.kernel.table_text import Record
from toutdoux.members.logic.table import COLUMNS, Told, read_text, write_csv, write_json, written

#: What an archive may unpack to.
MAX_UNPACKED = 80 * 1024 * 1024
_TABLE = re.compile(r"(<table:table [^>]*?)(?:/>|></table:table>)")
_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ZIP = b"PK\x03\x04"


def read_file(*, data: bytes) -> tuple[Record, ...]:
    """Return the rows of a table of members, whether it is text or a spreadsheet, the header first.

    Raises ``Refused`` for what cannot be read, and nothing else.
    """
    return read_sheet(data=data) if data.startswith(_ZIP) else read_text(data=data)


def written_members(*, rows: Sequence[Told], form: str) -> bytes:
    """Write members as ``"csv"``, ``"json"`` or ``"ods"``."""
    if form == "ods":
        return write_ods(name="members", header=COLUMNS, rows=written(rows=rows))
    return write_json(rows=rows) if form == "json" else write_csv(rows=rows)


def read_sheet(*, data: bytes) -> tuple[Record, ...]:
    """Return the rows of the first sheet of an ODS or XLSX file as text, the header first, empty rows left out.

    Raises ``Refused`` for what is too big or cannot be read, and nothing else.
    """
    if len(data) > MAX_BYTES:
        raise Refused([too_big()])
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise Refused([too_big()])
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError, ValueError, OSError, IndexError, NotImplementedError) as error:
        raise Refused([fault(TableFault.NOT_A_SHEET)]) from error
    found = [
        Record(row=number, cells=_trimmed(cells[: MAX_CELLS + 1]))
        for number, cells in enumerate(rows, start=1)
        if any(cell != "" for cell in cells)
    ]
    if not found:
        raise Refused([fault(TableFault.EMPTY)])
    if len(found) > MAX_ROWS + 1:
        raise Refused([fault(TableFault.TOO_MANY_ROWS, row=found[MAX_ROWS + 1].row, most=MAX_ROWS)])
    return tuple(found)


def write_ods(*, name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write a sheet whose cells are all text, which no program takes for formulas."""
    # Loaded when somebody asks for a sheet: it takes twenty megabytes that a small machine has better use for.
    from odfdo import Document, Element

    # The library makes the document, and the rows are put into it as one piece: added one by one it looks for them all
    # again at each, and ten thousand take minutes.
    document = Document("spreadsheet")
    document.body.clear()
    document.body.append(Element.from_tag(f'<table:table table:name="{escape(name)}"/>'))
    empty, filled = BytesIO(), BytesIO()
    document.save(empty, pretty=False)
    lines = "".join(f"<table:table-row>{''.join(map(_cell, cells))}</table:table-row>" for cells in (header, *rows))
    with zipfile.ZipFile(empty) as source, zipfile.ZipFile(filled, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            data = source.read(part)
            if part.filename == "content.xml":
                data = _TABLE.sub(lambda match: f"{match[1]}>{lines}</table:table>", data.decode(), count=1).encode()
            # The first part says what the file is, and is not compressed.
            target.writestr(part, data)
    return filled.getvalue()


def _cell(text: str) -> str:
    kept = escape(_NOT_XML.sub("", text), quote=False)
    return f'<table:table-cell office:value-type="string"><text:p>{kept}</text:p></table:table-cell>'


def _trimmed(cells: Sequence[object]) -> tuple[str, ...]:
    texts = [_text(cell) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
