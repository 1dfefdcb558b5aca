"""The documents of the demo, read by programs that are not ours: tags, standards, and what a word processor makes of them."""

import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from tests.journeys.access_scenes.reports import picture
from toutdoux.assemblies.minutes.queries import access_minutes
from toutdoux.associations.queries import access_association, period
from toutdoux.members.queries import members
from toutdoux.operations.demo import load_demo
from toutdoux.operations.demo_people import SLUG
from toutdoux.reports.logic.document import Document, Figure, Numbered, Table, numbered, plain
from toutdoux.reports.minutes import minutes
from toutdoux.reports.periodical import period_report
from toutdoux.reports.rendering import to_markdown, to_odt, to_pdf
from toutdoux.writings.commands import change_letterhead
from toutdoux.writings.logic.arranging import Which

# The database is set up for tests that say so, and the documents below are made in it.
pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 26, 8, 15, tzinfo=UTC)
NAMES = ("minutes", *Which)
OFFICE = shutil.which("soffice")
JUDGE = os.environ.get("VERAPDF") or shutil.which("verapdf")


@pytest.fixture(scope="module")
def documents(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Mapping[str, Document]:
    """Give the minutes of an assembly of the demo and the three reports of a period, in French."""
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("fr"):
        load_demo(now=NOW)
        row = access_association(slug=SLUG)
        someone = members(association_id=row.id, at=NOW)[0].actor
        change_letterhead(actor=someone, logo=picture(), logo_words="Une marmite", colour="#8A2D5B", now=NOW)
        spring = period(association_id=row.id, code="P26")
        found = access_minutes(association_id=row.id, reference="AG1", now=NOW)
        made = {"minutes": minutes(association=row, found=found, language="fr")}
        for which in Which:
            made[which] = period_report(association=row, period=spring, which=which, language="fr", now=NOW)
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def pdfs(documents: Mapping[str, Document], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder that holds each document as PDF."""
    folder = tmp_path_factory.mktemp("pdfs")
    for name, document in documents.items():
        (folder / f"{name}.pdf").write_bytes(to_pdf(document))
    return folder


@pytest.mark.parametrize("name", NAMES)
def test_every_document_has_the_head_of_the_association_and_french_signs(
    documents: Mapping[str, Document], name: str
) -> None:
    document = documents[name]
    assert (document.logo_words, document.colour) == ("Une marmite", "#8A2D5B")
    assert document.logo is not None
    said = to_markdown(document)
    assert "’" in said
    assert not re.search(r"\w'\w", said)


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_finds_every_heading_row_and_picture(
    documents: Mapping[str, Document], pdfs: Path, name: str
) -> None:
    """The tree of tags holds what the document holds, in order, each picture with its words."""
    document = documents[name]
    read = PdfReader(pdfs / f"{name}.pdf")
    root: Any = read.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    said = " ".join(root["/Metadata"].get_object().get_data().decode().split())
    for standard in ("pdfuaid:part>1<", "pdfaid:part>2<", "pdfaid:conformance>A<"):
        assert standard in said
    tags = list(tags_of(root["/StructTreeRoot"]))
    kinds = Counter(kind for kind, _words in tags)
    blocks = list(numbered(document.blocks))
    tables = [block for block in blocks if isinstance(block, Table)]
    headings = [f"/H{block.level}" for block in blocks if isinstance(block, Numbered)]
    # Its title and that of its contents are headings as well, before all others.
    assert [kind for kind, _words in tags if re.fullmatch(r"/H[1-6]", kind)][-len(headings) :] == headings
    assert (kinds["/Table"], kinds["/TR"]) == (len(tables), sum(len(table.rows) + 1 for table in tables))
    assert kinds["/TH"] == sum(len(table.columns) for table in tables)
    assert [words for kind, words in tags if kind == "/Figure" and words] == [
        document.logo_words,
        *(block.alt for block in blocks if isinstance(block, Figure)),
    ]


@pytest.mark.skipif(
    JUDGE is None, reason="the PDFs are judged by veraPDF where it is: put verapdf on the PATH, or VERAPDF"
)
@pytest.mark.parametrize("standard", ["ua1", "2a"])
def test_a_judge_of_standards_finds_nothing_to_say(pdfs: Path, standard: str) -> None:
    files = [str(pdfs / f"{name}.pdf") for name in NAMES]
    done = subprocess.run(
        [str(JUDGE), "--flavour", standard, "--format", "text", *files], capture_output=True, text=True, check=False
    )
    assert [line.split()[0] for line in done.stdout.splitlines() if line.strip()] == ["PASS"] * len(NAMES), done.stdout


@pytest.mark.skipif(
    OFFICE is None, reason="ODT is opened by LibreOffice where it is: apt install libreoffice-writer-nogui"
)
def test_a_word_processor_opens_the_odt_with_its_numbers_tables_and_pictures(
    documents: Mapping[str, Document], tmp_path: Path
) -> None:
    for name, document in documents.items():
        (tmp_path / f"{name}.odt").write_bytes(to_odt(document))
    # A profile of its own: another one may be open, by a person or by another test.
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [tmp_path / f"{name}.odt" for name in NAMES]
    subprocess.run(
        [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, *files],
        check=True,
        capture_output=True,
    )
    for name, document in documents.items():
        read = PdfReader(tmp_path / f"{name}.pdf")
        pages = [tight(page.extract_text()) for page in read.pages]
        text, blocks = "".join(pages), list(numbered(document.blocks))
        # The title stands alone; the contents lead to each numbered heading, and say its page.
        assert tight(document.title) in pages[0]
        for block in blocks:
            match block:
                case Numbered(number=number) if number:
                    said = tight(f"{number}{block.text}")
                    [page] = [place for place, page in enumerate(pages, start=1) if said in page and place > 2]
                    assert re.search(rf"{re.escape(said)}\.*{page}", pages[1]), (name, said)
                case Table():
                    for row in block.rows:
                        assert all(tight(plain(cell)) in text for cell in row), (name, row)
                case Figure():
                    assert tight(block.caption) in text
                case _:
                    pass
        # Charts stay drawings, in the fonts of the page, which travel with the document.
        fonts = {str(font) for page in read.pages for font in fonts_of(page)}
        assert any("Hyperlegible" in font for font in fonts), fonts


def tags_of(node: Any) -> Iterator[tuple[str, str]]:
    """Yield every tag of a tree in the order of reading, with the words that stand for what it holds."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from tags_of(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"]), str(node.get("/Alt", ""))
        if "/K" in node:
            yield from tags_of(node["/K"])


def fonts_of(page: Any) -> Iterator[object]:
    """Yield the names of the fonts of a page."""
    for font in page["/Resources"].get("/Font", {}).values():
        yield font.get_object()["/BaseFont"]


def tight(text: str) -> str:
    """Return words without the spaces and hyphens that lines and columns put in."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl"))
