"""Reports, purely: figures in sentences, documents that are kept, French typography, checklists, charts."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.logic.test_documents import WHOLE
from toutdoux.drawing.charts import (
    Bar,
    Bars,
    Columns,
    Standing,
    bars_svg,
    bars_text,
    columns_svg,
    columns_text,
)
from toutdoux.mandates.logic.holding import BuiltIn
from toutdoux.reports.logic.checklist import Standing as Progress
from toutdoux.reports.logic.checklist import Task, checklist
from toutdoux.reports.logic.document import (
    Bullets,
    Column,
    Document,
    Figure,
    Heading,
    Literal,
    Note,
    Paragraph,
    Quote,
    Run,
    Source,
    Table,
    paragraph,
    plain,
)
from toutdoux.reports.logic.figures import changed_runs, figure, sourced, told
from toutdoux.reports.logic.keeping import document_from_text, document_text
from toutdoux.reports.logic.typography import FINE, french, set_in_french
from toutdoux.writings.logic.arranging import Which

SOURCE = Source(page="register", asked=(("period", "P20"),), code="actions", label="Actions")


def test_it_works() -> None:
    runs = told("%(count)s actions, %(share)s%% done", count=figure(39, source=SOURCE), share="50")
    assert plain(runs) == "39 actions, 50% done"
    assert [run.source.value for run in runs if run.source] == ["39"]
    [run] = [figure("39 actions", source=Source(page="register", value="39"))]
    assert run.source is not None
    assert run.source.value == "39"


BLOCKS = (
    Heading(level=1, text="T"),
    Paragraph(runs=(figure(1, source=SOURCE),)),
    Bullets(items=((Paragraph(runs=(figure(2, source=SOURCE),)),),)),
    Quote(blocks=(Paragraph(runs=(figure(3, source=SOURCE),)),)),
    Table(
        caption="C",
        columns=(Column(title="A"),),
        rows=(((figure(4, source=SOURCE),),),),
        notes=(Note(number=1, runs=(figure(5, source=SOURCE),)),),
    ),
    Literal(text="kept"),
    Figure(svg="<svg/>", alt="a", caption="b"),
)


def test_every_figure_is_found_and_can_be_changed_wherever_it_stands() -> None:
    assert [run.text for run in sourced(BLOCKS)] == ["1", "2", "3", "4", "5"]
    led = changed_runs(BLOCKS, lambda run: Run(text=run.text, href="https://e.org"))
    assert not list(sourced(led))
    assert [type(block) for block in led] == [type(block) for block in BLOCKS]


def kept(*, logo: bytes | None = None) -> Document:
    return Document(
        title="Report « x »",
        owner="Us",
        lines=("one",),
        language="fr",
        on=date(2026, 3, 1),
        contents="Contents",
        blocks=(*BLOCKS, *WHOLE.blocks),
        logo=logo,
    )


@pytest.mark.parametrize("logo", [None, b"\x89PNG"])
def test_a_document_that_is_kept_comes_back_whole(logo: bytes | None) -> None:
    document = kept(logo=logo)
    text = document_text(document)
    assert document_from_text(text) == document
    assert document_text(document_from_text(text)) == text
    assert document.with_identity("E1").identity == "E1"


def test_french_is_set_as_a_printer_sets_it() -> None:
    said = french('Bilan : l\'oeuvre "libre" de 2 500 € « ouverte » ... où ? 12h !')
    assert said == (
        f"Bilan{FINE}: l’oeuvre «{FINE}libre{FINE}» de 2{FINE}500{FINE}€ «{FINE}ouverte{FINE}» … où{FINE}? 12h{FINE}!"
    )
    document = set_in_french(
        Document(
            title="Un : deux",
            owner="x",
            lines=("l'une",),
            language="fr",
            on=date(2026, 3, 1),
            contents="",
            blocks=(
                Heading(level=1, text="a : b"),
                Figure(svg="<svg/>", alt="c : d", caption="e : f"),
                Table(caption="g : h", columns=(Column(title="i : j"),), rows=()),
                Paragraph(runs=(Run(text="k : l"), Run(text="m : n", code=True), Run(text="https://e.org/?a=b : c"))),
            ),
        )
    )
    text = document_text(document)
    for said in ("Un", "a", "c", "e", "g", "i", "k"):
        assert f"{said}{FINE}: " in text
    assert "l’une" in text
    assert "m : n" in text
    assert "?a=b : c" in text


@given(text=st.text(alphabet=st.sampled_from("ab :;!?»«\"'.€1 0"), max_size=40))
def test_setting_in_french_keeps_every_letter(text: str) -> None:
    def letters(words: str) -> str:
        return "".join(c for c in words if c.isalnum())

    assert letters(french(text)) == letters(text)


def progress(**more: object) -> Progress:
    values: dict[str, object] = {
        "asked": {Which.ACTIVITY: 2},
        "editions": {},
        "adopted": frozenset(),
        "handing_over": frozenset(),
        "to_shut": 1,
        "still_open": 0,
    }
    return Progress(**{**values, **more})


def test_each_mandate_has_its_own_lines() -> None:
    lines = {mandate: checklist(mandate=mandate, standing=progress()) for mandate in BuiltIn}
    assert [(line.task, line.left, line.done) for line in lines[BuiltIn.ADMINISTRATIVE]] == [
        (Task.TEXTS, 2, False),
        (Task.REPORT, 1, False),
        (Task.ADOPTION, 1, False),
        (Task.ACTIONS, 0, True),
        (Task.HAND_OVER, 1, False),
    ]
    assert Task.ACCESSES in {line.task for line in lines[BuiltIn.TECHNICAL]}
    done = progress(
        editions={Which.FINANCIAL: 1},
        adopted=frozenset({Which.FINANCIAL}),
        handing_over=frozenset({str(BuiltIn.FINANCIAL)}),
    )
    assert all(line.done and not line.left for line in checklist(mandate=BuiltIn.FINANCIAL, standing=done))


BARS = Bars(
    title="Paid",
    description="Food 20, the rest 5",
    rows=(
        Bar(label="Food <b>", value=20, words="20 €"),
        Bar(label="A very long heading that does not fit", value=5, words="5 €"),
    ),
)
COLUMNS = Columns(
    title="Opened",
    description="Jan 3, Feb 0",
    series=("Extraordinary", "Ordinary"),
    columns=(Standing(label="Jan", values=(2, 1), words="3"), Standing(label="Feb", values=(0, 0), words="")),
)


def test_charts_say_their_figures_and_are_well_formed() -> None:
    for drawn in (bars_svg(BARS, ident="a"), columns_svg(COLUMNS, ident="b"), bars_svg(BARS), columns_svg(COLUMNS)):
        ET.fromstring(drawn)
        assert "style=" not in drawn
    drawn = bars_svg(BARS, ident="a")
    assert "<desc" in drawn
    assert "20 €" in drawn
    assert "…" in drawn
    assert bars_text(BARS).splitlines()[0].endswith("████████████████████████  20 €")
    assert "Jan  ████████████████████████  3" in columns_text(COLUMNS)
    one = Columns(
        title="t", description="d", series=("a",), columns=(Standing(label="x", values=(5,), words="5 %"),), whole=100
    )
    assert "5 %" in columns_svg(one, ident="c")
    assert bars_text(Bars(title="t", description="d", rows=())) == ""


def test_bars_are_as_long_as_their_figures() -> None:
    root = ET.fromstring(bars_svg(BARS, ident="a"))
    full = [
        float(box.attrib["width"])
        for box in root.iter("{http://www.w3.org/2000/svg}rect")
        if box.attrib["class"] == "chart__full"
    ]
    assert full[1] * 4 == pytest.approx(full[0], abs=0.1)


def test_figures_that_cannot_be_are_no_chart() -> None:
    with pytest.raises(ValueError, match="shorter"):
        Bars(title="", description="", rows=(Bar(label="", value=-1, words=""),))
    with pytest.raises(ValueError, match="one series or two"):
        Columns(title="", description="", series=(), columns=())
    with pytest.raises(ValueError, match="fits its series"):
        Columns(title="", description="", series=("a",), columns=(Standing(label="", values=(1, 2), words=""),))


def test_a_paragraph_without_figures_has_none() -> None:
    assert not list(sourced((paragraph("a"),)))
