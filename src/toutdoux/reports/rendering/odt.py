"""ODT, to be finished by hand: real headings, lists, tables and a table of contents, in styles one can change.

``odt.xml`` holds those styles, under the names a word processor gives them; it numbers the headings by itself, so that a
section added by hand has its number too. Every word is escaped here; nothing of the members' is taken as XML.
"""

import io
import re
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path
from string import Template
from xml.sax.saxutils import escape, quoteattr

from toutdoux.reports.logic.document import (
    NUMBERED_LEVELS,
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

_HERE = Path(__file__).parent
#: How wide the text of a page stands, in centimetres.
WIDTH = 16.2
#: A list this short stays on one page.
_SHORT = 6
_LEAF = "#2C6A4B"
_COUNTRIES = {"fr": "FR", "en": "GB"}
#: What a word processor cannot hold in its XML.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: Spaces that XML would make one of, line breaks, tabs.
_WHITE = re.compile(r" {2,}|\n|\t|^ ")
_SIDES = ("width", "height")
_NAMES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
#: What a run may be, and the property of text that says so.
_CHARACTERS = {
    "strong": 'fo:font-weight="bold"',
    "emphasis": 'fo:font-style="italic"',
    "struck": 'style:text-line-through-style="solid" style:text-line-through-type="single"',
    "code": 'style:font-name="Monospace"',
}
#: Styles that nobody looks for by name. ``$above``: how far down the first page its words begin.
_OURS = Template(
    f"""
<style:style style:name="call" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
<style:style style:name="table" style:family="table">
 <style:table-properties style:width="{WIDTH}cm" table:align="left" fo:margin-bottom="0.3cm"/>
</style:style>
<style:style style:name="table-last" style:family="table">
 <style:table-properties style:width="{WIDTH}cm" table:align="left"/>
</style:style>
<style:style style:name="cell" style:family="table-cell">
 <style:table-cell-properties fo:padding="0.12cm" fo:border="none" fo:border-bottom="0.4pt solid #DDD8CC"/>
</style:style>
<style:style style:name="head" style:family="table-cell">
 <style:table-cell-properties fo:padding="0.12cm" fo:border="none" fo:border-bottom="0.8pt solid #1F2A26"/>
</style:style>
<style:style style:name="end" style:family="paragraph" style:parent-style-name="Table_20_Contents">
 <style:paragraph-properties fo:text-align="end"/>
</style:style>
<style:style style:name="end-head" style:family="paragraph" style:parent-style-name="Table_20_Heading">
 <style:paragraph-properties fo:text-align="end"/>
</style:style>
<style:style style:name="wide" style:family="paragraph" style:parent-style-name="Table_20_Contents">
 <style:text-properties fo:hyphenate="true"/>
</style:style>
<style:style style:name="above" style:family="paragraph" style:parent-style-name="Caption">
 <style:paragraph-properties fo:keep-with-next="always"/>
</style:style>
<style:style style:name="drawing" style:family="paragraph" style:parent-style-name="Figure">
 <style:paragraph-properties fo:keep-with-next="always"/>
</style:style>
<style:style style:name="kept" style:family="paragraph" style:parent-style-name="List">
 <style:paragraph-properties fo:keep-with-next="always"/>
</style:style>
<style:style style:name="first" style:family="paragraph" style:parent-style-name="Subtitle"
  style:master-page-name="First_20_page"><style:paragraph-properties fo:margin-top="$above"/></style:style>
<style:style style:name="contents" style:family="paragraph" style:parent-style-name="Contents_20_Heading"
  style:master-page-name="Standard"/>
<style:style style:name="thin" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:line-height="1pt"/><style:text-properties fo:font-size="1pt"/>
</style:style>
<style:style style:name="leaf" style:family="paragraph" style:parent-style-name="thin">
 <style:paragraph-properties fo:break-before="page" fo:line-height="1pt"/><style:text-properties fo:font-size="1pt"/>
</style:style>
"""
)


def to_odt(document: Document) -> bytes:
    """Return the document as OpenDocument text."""
    # Read when the first is asked for: a server that gives none, and a command that writes a PDF, start sooner and hold less.
    from odfdo import Document as OdfDocument

    made = OdfDocument("text")
    blocks = tuple(numbered(document.blocks))
    writer = _Writer(last=blocks[-1] if blocks else None)
    parts = (*writer.title_page(document), *_contents(document, blocks), *writer.blocks(blocks))
    # A word processor puts a line after a table that ends a text, on a page of its own if need be: not where one is there.
    body = "".join((*parts, _p("thin", "")))
    made.set_part(
        "content.xml",
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<office:document-content {_NAMES} office:version="1.3"><office:automatic-styles>'
        # A paper without contents is short: its title stands above its text, and not on a page of its own.
        f"{_OURS.substitute(above='7cm' if document.contents else '0cm')}{''.join(writer.styles)}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>".encode(),
    )
    made.set_part("styles.xml", _styles(document))
    for font in sorted((_HERE / "fonts").glob("*.ttf")):
        writer.files[f"Fonts/{font.name}"] = ("application/x-font-ttf", font.read_bytes())
    for path, (kind, data) in writer.files.items():
        made.set_part(path, data)
        made.manifest.add_full_path(path, kind)
    made.meta.title = _clean(document.title)
    made.meta.creator = _clean(document.owner)
    made.meta.language = f"{document.language}-{_COUNTRIES.get(document.language, 'GB')}"
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _styles(document: Document) -> bytes:
    known = document.language in _COUNTRIES
    return (
        Template((_HERE / "odt.xml").read_text(encoding="utf-8"))
        .substitute(
            language=document.language if known else "en",
            country=_COUNTRIES.get(document.language, "GB"),
            colour=document.colour or _LEAF,
            owner=_text(document.owner),
            title=_text(document.title),
            identity=_text(document.identity),
        )
        .encode()
    )


def _contents(document: Document, blocks: Iterable[Block | Numbered]) -> Iterator[str]:
    """Yield the table of contents: each line leads to its heading, and asks for its page when it is opened."""
    if not document.contents:
        return
    yield '<text:table-of-content text:name="contents" text:protected="false">'
    yield f'<text:table-of-content-source text:outline-level="{NUMBERED_LEVELS}">'
    yield f"<text:index-title-template>{_text(document.contents)}</text:index-title-template>"
    for level in range(1, NUMBERED_LEVELS + 1):
        yield (
            f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="Contents_20_{level}">'
            "<text:index-entry-link-start/><text:index-entry-chapter/><text:index-entry-span> </text:index-entry-span>"
            '<text:index-entry-text/><text:index-entry-tab-stop style:type="right" style:leader-char="."/>'
            "<text:index-entry-page-number/><text:index-entry-link-end/></text:table-of-content-entry-template>"
        )
    yield "</text:table-of-content-source><text:index-body>"
    yield f'<text:index-title text:name="contents-title">{_p("contents", _text(document.contents))}</text:index-title>'
    for block in blocks:
        if isinstance(block, Numbered) and block.number:
            page = f'<text:bookmark-ref text:reference-format="page" text:ref-name="s{block.number}"/>'
            said = (
                f'<text:a xlink:type="simple" xlink:href="#s{block.number}">{block.number} {_text(block.text)}</text:a>'
            )
            yield _p(f"Contents_20_{block.level}", f"{said}<text:tab/>{page}")
    yield f"</text:index-body></text:table-of-content>{_p('leaf', '')}"


class _Writer:
    """Writes blocks as XML, and gathers what they need beside it: styles of columns and runs, files of pictures."""

    def __init__(self, *, last: Block | Numbered | None) -> None:
        self._last = last
        self.styles: list[str] = []
        self.files: dict[str, tuple[str, bytes]] = {}
        self._known: set[str] = set()
        self._numbers = count(1)

    def title_page(self, document: Document) -> Iterator[str]:
        if document.logo is not None:
            picture = self._picture(document.logo, ".png", words_=document.logo_words, size=_logo_size(document.logo))
            yield _p("first", picture)
        yield _p("first" if document.logo is None else "Subtitle", _text(document.owner))
        yield _p("Title", _text(document.title))
        for line in document.lines:
            yield _p("Subtitle", _text(line))

    def blocks(self, blocks: Iterable[Block | Numbered], *, style: str = "Text_20_body") -> Iterator[str]:
        for block in blocks:
            match block:
                case Numbered():
                    yield _heading(block)
                case Heading():
                    yield _p(style, self._runs(words(block.text, strong=True)))
                case Paragraph():
                    yield _p(style, self._runs(block.runs))
                case Bullets():
                    yield self._list(block)
                case Quote():
                    yield from self.blocks(block.blocks, style="Quotations")
                case Literal():
                    yield _p("Preformatted_20_Text", _text(block.text))
                case Table():
                    yield from self._table(block)
                case Figure():
                    yield from self._figure(block)

    def _list(self, block: Bullets) -> str:
        style = "Numbering_20_1" if block.ordered else "List_20_1"
        # A count stays whole, with the sentence that says what it decided.
        said = "kept" if len(block.items) <= _SHORT else "List"
        items = ("".join(self.blocks(_in_list(item), style=said)) for item in block.items)
        held = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
        return f'<text:list text:style-name="{style}">{held}</text:list>'

    def _figure(self, figure: Figure) -> Iterator[str]:
        wide, high = (
            float(found[1]) if (found := re.search(rf'\b{name}="([0-9.]+)"', figure.svg)) else 1.0 for name in _SIDES
        )
        size = (WIDTH, WIDTH * high / wide)
        picture = self._picture(figure.svg.encode(), ".svg", words_=figure.alt, size=size)
        yield _p("drawing" if figure.caption else "Figure", picture)
        if figure.caption:
            yield _p("Caption", _text(figure.caption))

    def _picture(self, data: bytes, end: str, *, words_: str, size: tuple[float, float]) -> str:
        path = f"Pictures/{next(self._numbers)}{end}"
        self.files[path] = ("image/png" if end == ".png" else "image/svg+xml", data)
        wide, high = size
        return (
            f'<draw:frame text:anchor-type="as-char" svg:width="{wide:.2f}cm" svg:height="{high:.2f}cm">'
            f'<draw:image xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" xlink:href="{path}"/>'
            f"<svg:desc>{escape(_clean(words_))}</svg:desc></draw:frame>"
        )

    def _table(self, table: Table) -> Iterator[str]:
        if table.caption:
            yield _p("above", _text(table.caption))
        shares = [column.share for column in table.columns]
        columns = "".join(
            f'<table:table-column table:style-name="{self._column(WIDTH * share / sum(shares))}"/>' for share in shares
        )
        ends = [column.align is Align.END for column in table.columns]
        heads = ["end-head" if end else "Table_20_Heading" for end in ends]
        # Only the widest column cuts words: names stay whole.
        cells = [
            "end" if end else "wide" if share == max(shares) else "Table_20_Contents"
            for end, share in zip(ends, shares, strict=True)
        ]
        style = "table-last" if table is self._last else "table"
        yield f'<table:table table:name="table-{next(self._numbers)}" table:style-name="{style}">{columns}'
        titles = [words(column.title) for column in table.columns]
        yield f"<table:table-header-rows>{self._row(titles, 'head', heads)}</table:table-header-rows>"
        for row in table.rows:
            yield self._row(row, "cell", cells)
        yield "</table:table>"
        for note in table.notes:
            yield _p("Footnote", self._runs((Run(text="", note=note.number), Run(text=" "), *note.runs)))

    def _row(self, row: Iterable[Runs], cell: str, styles: list[str]) -> str:
        cells = (
            f'<table:table-cell table:style-name="{cell}" office:value-type="string">{_p(style, self._runs(runs))}'
            "</table:table-cell>"
            for runs, style in zip(row, styles, strict=True)
        )
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def _column(self, wide: float) -> str:
        name = f"column-{wide:.2f}"
        self._style(name, "table-column", f'<style:table-column-properties style:column-width="{wide:.2f}cm"/>')
        return name

    def _runs(self, runs: Runs) -> str:
        return "".join(self._run(run) for run in runs)

    def _run(self, run: Run) -> str:
        if run.note is not None:
            return f'<text:span text:style-name="call">{run.note}</text:span>'
        written = _text(run.text)
        styles = [name for name in _CHARACTERS if getattr(run, name)]
        if styles:
            name = "-".join(styles)
            properties = " ".join(_CHARACTERS[style] for style in styles)
            self._style(name, "text", f"<style:text-properties {properties}/>")
            written = f'<text:span text:style-name="{name}">{written}</text:span>'
        if run.href:
            address = quoteattr(_clean(run.href))
            return f'<text:a xlink:type="simple" xlink:href={address} text:style-name="Internet_20_link">{written}</text:a>'
        return written

    def _style(self, name: str, family: str, properties: str) -> None:
        if name not in self._known:
            self._known.add(name)
            self.styles.append(f'<style:style style:name="{name}" style:family="{family}">{properties}</style:style>')


def _heading(block: Numbered) -> str:
    level, text = block.level, _text(block.text)
    if not block.number:
        return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{text}</text:h>'
    mark = f'<text:bookmark-start text:name="s{block.number}"/>{text}<text:bookmark-end text:name="s{block.number}"/>'
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{mark}</text:h>'


def _in_list(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield what an item of a list may hold: there, a table is a paragraph for each of its rows."""
    for block in blocks:
        if isinstance(block, Table):
            yield from (Paragraph(runs=words(" · ".join(map(plain, row)))) for row in block.rows)
        else:
            yield block


def _logo_size(png: bytes) -> tuple[float, float]:
    """Return the size of a picture of ours on the first page: 2.2 cm high, and no wider than the text."""
    wide, high = int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")
    shown = min(2.2, WIDTH * high / wide)
    return shown * wide / high, shown


def _p(style: str, inner: str) -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def _text(text: str) -> str:
    return _WHITE.sub(_white, escape(_clean(text)))


def _white(found: re.Match[str]) -> str:
    if found[0] == "\n":
        return "<text:line-break/>"
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
