"""Documents: numbers of sections, notes that belong to their table, and words that stay words in every form."""

import io
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from odfdo import Document as OdfDocument
from pypdf import PdfReader

from toutdoux.kernel.open_documents import open_document
from toutdoux.reports.logic.document import (
    Align,
    Block,
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    Literal,
    Note,
    Numbered,
    Paragraph,
    Quote,
    Run,
    Table,
    numbered,
    paragraph,
    plain,
    to_data,
    words,
)
from toutdoux.reports.rendering import FORMATS, to_html, to_markdown, to_odt, to_pdf
from toutdoux.reports.rendering.pdf import EngineError
from toutdoux.reports.rendering.prose import prose

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="4" fill="#2C6A4B"/></svg>'
TABLE = Table(
    caption="Actions of the period",
    columns=(Column(title="No."), Column(title="What", share=4), Column(title="For", align=Align.END)),
    rows=(
        (words("E1"), (Run(text="Buy an oven"), Run(text="", note=1)), words("12/22")),
        (words("E2"), (Run(text="Paint | the hall", strong=True),), words("3/22")),
    ),
    notes=(Note(number=1, runs=words("Carried out early, by urgency.")),),
)


def document(*blocks: Block, **more: str) -> Document:
    return Document(
        title=more.get("title", "Minutes of « spring »"),
        owner=more.get("owner", "The Fireflies"),
        lines=("30 May 2026",),
        language="en",
        on=date(2026, 5, 30),
        contents=more.get("contents", "Contents"),
        blocks=blocks,
        identity=more.get("identity", "Facts 3f2a"),
    )


WHOLE = document(
    Heading(level=1, text="Attendance"),
    paragraph("20 of 29 were there."),
    Bullets(items=((Heading(level=1, text="Inside"), paragraph("a list")),)),
    Heading(level=2, text="Proxies"),
    Bullets(items=((paragraph("Ada represents Jo"),), (paragraph("Sam"), paragraph("who came late")))),
    Heading(level=1, text="The register"),
    TABLE,
    Quote(blocks=(paragraph("Let us swim."),)),
    Literal(text="a = ```1```"),
    Figure(svg=SVG, alt="Half of the council voted for", characters="●●○○"),
    Heading(level=3, text="A remark"),
    Paragraph(
        runs=(
            Run(text="first\nsecond "),
            Run(text="gone", struck=True),
            Run(text="so", emphasis=True),
            Run(text="x = 1", code=True),
            Run(text="there", href="https://example.org/a"),
        )
    ),
    Bullets(items=((paragraph("one"),), (paragraph("two"),)), ordered=True),
)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_it_works() -> None:
    text = text_of(to_pdf(WHOLE))
    for said in (
        "Attendance",
        "20 of 29 were there.",
        "Carried out early",
        "Let us swim.",
        "E1",
        "12/22",
        "Facts 3f2a",
    ):
        assert said in text
        assert said in to_html(WHOLE)
    assert set(FORMATS) == {"pdf", "odt", "html", "md"}
    assert FORMATS["html"](WHOLE).decode() == to_html(WHOLE)
    assert FORMATS["md"](WHOLE).decode() == to_markdown(WHOLE)


def test_sections_are_numbered_two_levels_deep() -> None:
    levels = (1, 2, 2, 1, 2, 3, 1, 3)
    found = [
        one.number for one in numbered(Heading(level=level, text="") for level in levels) if isinstance(one, Numbered)
    ]
    assert found == ["1", "1.1", "1.2", "2", "2.1", "", "3", "3.1"]


def test_a_table_whose_rows_or_notes_do_not_fit_is_no_table() -> None:
    with pytest.raises(ValueError, match="does not have 1 cells"):
        Table(caption="A", columns=(Column(title="x"),), rows=((words("a"), words("b")),))
    with pytest.raises(ValueError, match="notes that are not there"):
        Table(caption="A", columns=(Column(title="x"),), rows=(((Run(text="", note=2),),),))


def test_a_heading_inside_a_list_has_no_number() -> None:
    data = to_data(document(Bullets(items=((Heading(level=2, text="Inside"),),))))
    [[inner]] = data["blocks"][0]["items"]
    assert inner["kind"] == "paragraph"
    assert inner["runs"][0]["strong"]
    assert plain(words("a") + words("")) == "a"


def test_a_pdf_is_tagged_archivable_in_its_language_and_the_same_each_time() -> None:
    pdf = to_pdf(WHOLE)
    assert to_pdf(WHOLE) == pdf
    read = PdfReader(io.BytesIO(pdf))
    root: Any = read.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    meta = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid:part>1<" in meta
    assert "pdfaid:part>2<" in meta
    assert "pdfaid:conformance>A<" in meta
    assert read.metadata is not None
    assert read.metadata.title == "Minutes of « spring »"
    tags = kinds(root["/StructTreeRoot"])
    assert {"/Document", "/H1", "/P", "/Table", "/TH", "/TD", "/L", "/Figure", "/TOC"} <= tags


def kinds(node: object) -> set[str]:
    """Return every kind of tag in a tree of them."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            if "/S" in one:
                found.add(str(one["/S"]))
            if "/K" in one:
                waiting.append(one["/K"])
    return found


def test_an_odt_opens_again_with_its_headings_table_and_contents() -> None:
    read = OdfDocument(io.BytesIO(to_odt(WHOLE)))
    # The word processor numbers them by itself.
    headers = [(int(header.level), header.text_recursive) for header in read.body.headers]
    assert headers[:3] == [(1, "Attendance"), (2, "Proxies"), (1, "The register")]
    [table] = read.body.tables
    assert [cell.text_recursive.strip() for cell in table.rows[1].cells][:2] == ["E1", "Buy an oven1"]
    # It may be sent back once it is finished: it is of a sort that is kept.
    assert open_document(to_odt(WHOLE)) == "text"
    assert "1.1 Proxies" in str(tocs(read)[0].text_recursive)
    assert "Contents" not in OdfDocument(io.BytesIO(to_odt(document(contents="", identity="")))).body.text_recursive


def tocs(read: OdfDocument) -> list[Any]:
    return list(read.body.get_elements("descendant::text:table-of-content"))


HOSTILE = st.text(alphabet=st.sampled_from("<>&\"'`*_[](){}#$\\|~-+=!1. \na€é%@:/"), max_size=60)


@given(said=HOSTILE)
def test_words_stay_words_in_markdown_and_html(said: str) -> None:
    made = document(Heading(level=1, text="T"), paragraph(f"a{said}z"), contents="")
    page = to_html(made)
    body = page.split("<main>", 1)[1].split("</main>", 1)[0]
    assert set(re.findall(r"<\s*/?\s*([a-z0-9]+)", body)) <= {"h2", "p", "br"}
    html = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(to_markdown(made))
    # The title, the lines, the section, the paragraph, the rule and the identity: no other element was made of words.
    assert set(re.findall(r"<\s*/?\s*([a-z0-9]+)", html)) <= {"h1", "h2", "p", "br", "hr"}


@pytest.mark.parametrize(
    "said",
    [
        "`` `a` `` and ``b` ``",
        "a | b\n--- | ---\n`x\\|y` | z",
        "[here](<https://example.org/a)b>)",
        "Copy \\&copy; and &amp;copy; R&D",
    ],
)
def test_what_members_wrote_is_read_the_same_from_the_markdown(said: str) -> None:
    written = to_markdown(document(*prose(said), contents=""))
    _title, _lines, body = written.split("\n\n", 2)
    assert said_by(prose(body.rsplit("\n\n---", 1)[0])) == said_by(prose(said))


def said_by(blocks: tuple[Block, ...]) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Heading():
                found.append(" ".join(block.text.split()))
            case Paragraph():
                found += [f"{run.text} {run.code} {run.href}" for run in block.runs]
            case Table():
                found += [f"{run.text} {run.code} {run.href}" for row in block.rows for cell in row for run in cell]
    return found


def test_a_title_keeps_its_hashes_on_one_line_and_lines_above_stay_words() -> None:
    written = to_markdown(document(Heading(level=1, text="Notes\n«\u202fin\u202f» C #"), contents="", owner="1. Club"))
    page = MarkdownIt("commonmark").render(written)
    assert "<h2>1 Notes «\u202fin\u202f» C #</h2>" in page
    assert "1. Club" in page
    assert "<ol" not in page


@pytest.mark.parametrize("mark", ["*", "**", "_a *a "])
def test_marks_nested_however_deep_stay_words(mark: str) -> None:
    said = f"{mark}a " * 4_000 + f"a{mark.strip()} " * 4_000
    [block] = prose(said[:20_000])
    assert isinstance(block, Paragraph)
    assert to_markdown(document(block, contents="")).count("a") > 4_000


@given(said=HOSTILE)
@settings(max_examples=15)
def test_words_stay_words_for_the_engine_of_the_pdf(said: str) -> None:
    made = document(paragraph(f"begin {said} end"), Heading(level=1, text=f"h{said}"), contents="")
    text = "".join(text_of(to_pdf(made)).split())
    expected = "".join(f"begin {said} end".split())
    assert expected in text.replace("ﬁ", "fi")


@given(said=st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("🙂漢\x1b\x00\ue000"), max_size=20))
@settings(max_examples=10)
def test_whatever_is_typed_there_is_a_pdf_with_all_the_rest(said: str) -> None:
    """A sign that no font has is a square; nothing that anybody writes keeps a document from being made."""
    made = document(Heading(level=1, text=f"h{said}"), paragraph(f"begin {said} end \x1b漢🙂, état"), contents="")
    text = " ".join(text_of(to_pdf(made)).split())
    assert "□□□, état" in text
    assert "begin" in text


@pytest.mark.parametrize("said", ["x" * 20_000, "    " + "x" * 19_000, "https://example.org/" + "a" * 19_000])
def test_a_word_that_no_line_holds_is_broken_and_not_lost(said: str) -> None:
    drawn = Figure(svg=SVG.replace("<circle", f"<desc>{'é' * 200}</desc><circle"), alt="A circle")
    text = "".join(text_of(to_pdf(document(*prose(said), drawn))).split())
    assert text.replace("\u200b", "").count(said[-1]) >= 19_000


def test_what_members_wrote_becomes_blocks_and_nothing_of_it_runs_or_is_fetched() -> None:
    text = (
        "# Big\n\nSee **this** *and* ~~that~~ `code` <https://example.org>, [in](/a/b) and [out](https://e.org).\n"
        "next line\n\n- one\n- two\n\n1. first\n\n> said\n\n    kept\n\n```\nfenced\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "---\n\n![a picture](https://evil.example/x.png) [bad](javascript:alert(1)) <script>alert(1)</script>"
    )
    blocks = prose(text)
    assert isinstance(blocks[0], Heading)
    assert blocks[0].level == 3
    html = to_html(document(*blocks, contents=""))
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html.replace("[bad](javascript:", "")
    assert '<a href="https://evil.example/x.png" rel="nofollow noopener">a picture</a>' in html
    assert 'href="/a/b"' not in html
    kinds_found = [type(block).__name__ for block in blocks]
    assert kinds_found == [
        "Heading",
        "Paragraph",
        "Bullets",
        "Bullets",
        "Quote",
        "Literal",
        "Literal",
        "Table",
        "Paragraph",
    ]


def test_an_engine_that_fails_says_so_and_gives_no_document() -> None:
    broken = document(Figure(svg="<svg", alt="cut off"))
    with pytest.raises(EngineError):
        to_pdf(broken)


def test_a_document_without_contents_identity_or_blocks_is_still_one() -> None:
    empty = document(contents="", identity="")
    assert "Minutes of" in text_of(to_pdf(empty))
    assert to_markdown(empty).startswith("# Minutes of")
