"""ODT, to be finished by hand: real headings, lists, tables and a table of contents, in styles one can change."""

import io
import re
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from odfdo import (
    TOC,
    Cell,
    Element,
    Frame,
    Header,
    LineBreak,
    Link,
    List,
    ListItem,
    Row,
    Span,
    Style,
)
from odfdo import Document as OdfDocument
from odfdo import Paragraph as OdfParagraph
from odfdo import Table as OdfTable

from toutdoux.reports.logic.document import (
    Align,
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Literal,
    Numbered,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    numbered,
    plain,
    words,
)

#: What a word processor cannot hold in its XML.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: By name, the properties of text and their values.
_CHARACTERS = {
    "td-strong": {"fo:font-weight": "bold"},
    "td-emphasis": {"fo:font-style": "italic"},
    "td-struck": {"style:text-line-through-style": "solid"},
    "td-note": {"style:text-position": "super 58%"},
}
_PARAGRAPHS = {
    "td-quote": {"fo:margin-left": "1cm"},
    "td-end": {"fo:text-align": "end"},
    "td-break": {"fo:break-before": "page"},
}


def to_odt(document: Document) -> bytes:
    """Return the document as OpenDocument text."""
    made = OdfDocument("text")
    made.body.clear()
    for name, properties in _CHARACTERS.items():
        made.insert_style(_style("text", name, properties), automatic=True)
    for name, properties in _PARAGRAPHS.items():
        made.insert_style(_style("paragraph", name, properties), automatic=True)
    made.meta.title = _clean(document.title)
    made.meta.creator = _clean(document.owner)
    made.set_language(document.language if "-" in document.language else _LOCALES.get(document.language, "en-GB"))
    body = made.body
    if document.logo is not None:
        body.append(_picture(made, document.logo, words_=document.logo_words, size=("6cm", "2.4cm")))
    for element in _title_page(document):
        body.append(element)
    toc = None
    if document.contents:
        toc = TOC(title=document.contents, outline_level=2)
        body.append(toc)
    for element in _blocks(numbered(document.blocks), made=made):
        body.append(element)
    if document.identity:
        body.append(_paragraph(words(document.identity)))
    if toc is not None:
        toc.fill(made)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _style(family: str, name: str, properties: dict[str, str]) -> Style:
    more: dict[str, Any] = {"name": name, "area": family, **properties}
    return Style(family, **more)


#: How wide a drawing stands, in centimetres.
_WIDTH = 15.0
_SIDES = ("width", "height")
_LOCALES = {"fr": "fr-FR", "en": "en-GB"}


def _title_page(document: Document) -> Iterator[Element]:
    yield _paragraph(words(document.owner))
    yield _paragraph(words(document.title, strong=True), style="Heading")
    for line in document.lines:
        yield _paragraph(words(line))


def _blocks(
    blocks: Iterable[Block | Numbered], *, style: str = "Text_20_body", made: OdfDocument | None = None
) -> Iterator[Element]:
    for block in blocks:
        match block:
            case Numbered():
                number = f"{block.number} " if block.number else ""
                yield Header(block.level, _clean(f"{number}{block.text}"))
            case Heading():
                yield _paragraph(words(block.text, strong=True), style=style)
            case Paragraph():
                yield _paragraph(block.runs, style=style)
            case Bullets():
                yield _list(block)
            case Quote():
                yield from _blocks(block.blocks, style="td-quote")
            case Literal():
                yield _paragraph((Run(text=block.text),), style="Preformatted_20_Text")
            case Table():
                yield from _table(block)
            case Figure():
                if block.caption:
                    yield _paragraph(words(block.caption, strong=True))
                if made is not None:
                    yield _picture(made, block.svg.encode(), words_=block.alt, size=_size(block.svg))
                else:
                    yield _paragraph(words(block.characters), style="Preformatted_20_Text")
                yield _paragraph(words(block.alt), style=style)


def _picture(made: OdfDocument, data: bytes, *, words_: str, size: tuple[str, str]) -> OdfParagraph:
    """Return a paragraph that holds a picture: ours (SVG), or the logo (PNG)."""
    # A word processor tells what a picture is by the end of its name, which only a file has.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / ("picture.png" if data.startswith(b"\x89PNG") else "picture.svg")
        path.write_bytes(data)
        frame = Frame.image_frame(made.add_file(path), size=size, anchor_type="as-char")
    frame.append(Element.from_tag(f"<svg:desc>{escape(_clean(words_))}</svg:desc>"))
    paragraph = OdfParagraph("")
    paragraph.append(frame)
    return paragraph


def _size(svg: str) -> tuple[str, str]:
    """Return the size of a drawing of ours on a page: as wide as the text, at most."""
    wide, high = (float(found[1]) if (found := re.search(rf'\b{name}="([0-9.]+)"', svg)) else 1.0 for name in _SIDES)
    return f"{_WIDTH:.2f}cm", f"{_WIDTH * high / wide:.2f}cm"


def _list(block: Bullets) -> List:
    made = List(style="Numbering_20_1" if block.ordered else "List_20_1")
    for item in block.items:
        entry = ListItem()
        for element in _blocks(item):
            entry.append(element)
        made.append(entry)
    return made


def _table(table: Table) -> Iterator[Element]:
    if table.caption:
        yield _paragraph(words(table.caption, strong=True))
    made = OdfTable(_clean(table.caption) or "Table")
    ends = [column.align is Align.END for column in table.columns]
    made.append_row(_row([words(column.title, strong=True) for column in table.columns], ends))
    for row in table.rows:
        made.append_row(_row(row, ends))
    yield made
    for note in table.notes:
        yield _paragraph((Run(text="", note=note.number), Run(text=" "), *note.runs))


def _row(cells: Iterable[Runs], ends: list[bool]) -> Row:
    row = Row()
    for cell, end in zip(cells, ends, strict=True):
        made = Cell(text=_clean(plain(cell)))
        made.clear()
        made.append(_paragraph(cell, style="td-end" if end else ""))
        row.append_cell(made)
    return row


def _paragraph(runs: Runs, *, style: str = "Text_20_body") -> OdfParagraph:
    paragraph = OdfParagraph("", style=style or None)
    for run in runs:
        for place, line in enumerate(_clean(run.text).split("\n")):
            if place:
                paragraph.append(LineBreak())
            _append(paragraph, run, line)
    return paragraph


def _append(paragraph: OdfParagraph, run: Run, line: str) -> None:
    if run.note is not None:
        paragraph.append(Span(str(run.note), style="td-note"))
    elif run.href:
        paragraph.append(Link(run.href, text=line))
    elif run.strong or run.emphasis or run.struck or run.code:
        style = (
            "td-strong" if run.strong else "td-emphasis" if run.emphasis else "td-struck" if run.struck else "Teletype"
        )
        paragraph.append(Span(line, style=style))
    elif line:
        paragraph.append(line)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
