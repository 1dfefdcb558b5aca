"""The council bar: whatever the figures, it shows exactly them, and never more than them."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from toutdoux.drawing.council_bar import (
    SEATS_DRAWN_ONE_BY_ONE,
    TEXT_WIDTH,
    TICK,
    TIME_LINE_WIDTH,
    CouncilBar,
    council_bar_text,
    distinct_places,
)
from toutdoux.drawing.council_bar_svg import WIDEST, council_bar_svg

OPENED = datetime(2026, 3, 17, 17, 0, tzinfo=UTC)
DEADLINE = OPENED + timedelta(days=10)
SVG = "{http://www.w3.org/2000/svg}"


@st.composite
def bars(draw: st.DrawFn, *, least: int = 0, most: int = 3000) -> CouncilBar:
    """Any figures a council can have, any mark, any instants, any words."""
    seats = draw(st.integers(least, most))
    for_ = draw(st.integers(0, seats))
    against = draw(st.integers(0, seats - for_))
    blank = draw(st.integers(0, seats - for_ - against))
    mark = st.none() | st.integers(0, seats + 2) | st.fractions(0, seats + 1)
    instant = st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
    return CouncilBar(
        seats=seats,
        for_=for_,
        against=against,
        blank=blank,
        for_mark=draw(mark),
        against_mark=draw(mark),
        opened_at=draw(instant),
        deadline=draw(instant),
        now=draw(instant),
        decided_at=draw(instant),
        closed_at=draw(instant),
        figures=draw(st.text(max_size=20)),
        sentence=draw(st.text(max_size=20)),
        opened_label=draw(st.text(max_size=8)),
        deadline_label=draw(st.text(max_size=8)),
    )


def plain(*, seats: int, for_: int = 0, against: int = 0, blank: int = 0, mark: int | None = None) -> CouncilBar:
    return CouncilBar(
        seats=seats, for_=for_, against=against, blank=blank, for_mark=mark, against_mark=mark, figures="figures"
    )


def drawn_classes(markup: str) -> list[str]:
    root = ET.fromstring(markup)
    return [child.get("class", "") for child in root]


# --- characters -----------------------------------------------------------------------------------------------------


def test_it_works() -> None:
    bar = CouncilBar(
        seats=22,
        for_=9,
        against=1,
        for_mark=11,
        against_mark=11,
        opened_at=OPENED,
        deadline=DEADLINE,
        now=OPENED + timedelta(days=6, hours=6),
        figures="9 pour · 1 contre · moitié : 11 sur 22",
        sentence="Sans autre vote, l'action passe vendredi à 18 h.",
        opened_label="mar. 17",
        deadline_label="ven. 27, 18 h",
    )
    assert council_bar_text(bar) == (
        "●●●●●●●●●○○┃○○○○○○○○○○■   9 pour · 1 contre · moitié : 11 sur 22\n"
        "mar. 17 ──────────●────── ven. 27, 18 h   Sans autre vote, l'action passe vendredi à 18 h."
    )


def test_in_an_odd_council_each_side_has_its_tick_around_the_seat_that_decides() -> None:
    assert council_bar_text(plain(seats=5, mark=3)).split()[0] == "○○┃○┃○○"


def test_blank_stands_after_for_and_is_neither() -> None:
    assert council_bar_text(plain(seats=6, for_=2, blank=1, against=1)).split()[0] == "●●◍○○■"


def test_a_fraction_of_a_seat_counts_as_a_whole_one() -> None:
    half_of_three = CouncilBar(seats=3, for_=0, against=0, for_mark=Fraction(3, 2), figures="f")
    assert council_bar_text(half_of_three).split()[0] == "○○┃○"


def test_without_deadline_there_is_no_time_line_and_the_sentence_stays() -> None:
    bar = CouncilBar(seats=3, for_=1, against=0, opened_at=OPENED, now=OPENED, figures="1 pour", sentence="Annoncée.")
    assert council_bar_text(bar) == "●○○   1 pour\nAnnoncée."


def test_without_sentence_nor_dates_there_is_one_line() -> None:
    assert council_bar_text(plain(seats=3, for_=1)) == "●○○   figures"


def test_the_decision_and_the_close_are_on_the_time_line() -> None:
    bar = CouncilBar(
        seats=3,
        for_=3,
        against=0,
        opened_at=OPENED,
        deadline=DEADLINE,
        now=DEADLINE + timedelta(days=3),
        decided_at=OPENED,
        closed_at=OPENED + timedelta(days=5),
        figures="3 pour",
    )
    assert council_bar_text(bar).splitlines()[1] == "┿───────◆────────"


@given(bar=bars(most=SEATS_DRAWN_ONE_BY_ONE))
@example(bar=plain(seats=0, mark=0))
def test_every_seat_is_one_character(bar: CouncilBar) -> None:
    line = council_bar_text(bar)[: bar.seats + 2]
    empty = bar.seats - bar.for_ - bar.blank - bar.against
    ticks = len({t for t in (bar.for_tick, bar.against_tick) if t is not None})
    seats = line[: bar.seats + ticks]
    assert re.fullmatch("●*◍*○*■*", seats.replace(TICK, ""))
    assert [seats.count(c) for c in "●◍○■"] == [bar.for_, bar.blank, empty, bar.against]
    assert seats.count(TICK) == ticks


@given(bar=bars(most=SEATS_DRAWN_ONE_BY_ONE))
def test_for_reaches_its_tick_exactly_when_it_reaches_its_mark(bar: CouncilBar) -> None:
    if bar.for_mark is None or bar.for_mark > bar.seats:
        return
    before = council_bar_text(bar)[: ceil(bar.for_mark) + 2].split(TICK)
    if bar.against_tick is None or bar.against_tick >= ceil(bar.for_mark):
        assert (before[0] == "●" * ceil(bar.for_mark)) == (bar.for_ >= bar.for_mark)


@given(bar=bars(least=SEATS_DRAWN_ONE_BY_ONE + 1))
def test_a_large_council_takes_a_fixed_width(bar: CouncilBar) -> None:
    ticks = len({t for t in (bar.for_tick, bar.against_tick) if t is not None})
    line = council_bar_text(bar)
    assert line.startswith("● ")
    cells = line[2 : 2 + TEXT_WIDTH + ticks]
    assert line[2 + TEXT_WIDTH + ticks :].startswith(" ■")
    assert re.fullmatch("█*▒*░*▓*", cells.replace(TICK, ""))
    assert len(cells.replace(TICK, "")) == TEXT_WIDTH
    for count, shade in ((bar.for_, "█"), (bar.blank, "▒"), (bar.against, "▓")):
        assert (shade in cells) == (count > 0)


@given(bar=bars(least=SEATS_DRAWN_ONE_BY_ONE + 1))
@example(bar=plain(seats=1000, for_=499, mark=500))
@example(bar=plain(seats=1000, for_=500, mark=500))
def test_a_large_council_never_seems_to_have_reached_what_it_has_not(bar: CouncilBar) -> None:
    if bar.for_tick is None or (bar.against_tick is not None and bar.against_tick < bar.for_tick):
        return
    before = council_bar_text(bar)[2:].split(TICK)[0]
    assert set(before) <= {"█"} if bar.for_ >= bar.for_tick else set(before) - {"█"}


@given(bar=bars())
def test_the_time_line_has_a_fixed_width_and_one_present(bar: CouncilBar) -> None:
    if not bar.has_time_line:
        return
    quiet = CouncilBar(
        seats=0,
        for_=0,
        against=0,
        opened_at=bar.opened_at,
        deadline=bar.deadline,
        now=bar.now,
        closed_at=bar.closed_at,
        decided_at=bar.decided_at,
        figures="f",
    )
    line = council_bar_text(quiet).splitlines()[1]
    assert len(line) == TIME_LINE_WIDTH
    assert line.count("◆") == (bar.closed_at is not None)
    assert line.count("●") == (bar.now is not None and bar.closed_at is None)


# --- SVG --------------------------------------------------------------------------------------------------------------


@given(bar=bars(most=SEATS_DRAWN_ONE_BY_ONE))
@example(bar=plain(seats=0, mark=0))
def test_every_seat_is_one_shape(bar: CouncilBar) -> None:
    classes = drawn_classes(council_bar_svg(bar))
    empty = bar.seats - bar.for_ - bar.blank - bar.against
    counted = [classes.count(f"bar-{kind}") for kind in ("for", "blank", "empty", "against")]
    assert counted == [bar.for_, bar.blank, empty, bar.against]
    assert classes.count("bar-tick") == len({t for t in (bar.for_tick, bar.against_tick) if t is not None})


@given(bar=bars(least=SEATS_DRAWN_ONE_BY_ONE + 1))
def test_a_large_council_is_four_lengths_that_fill_the_bar(bar: CouncilBar) -> None:
    root = ET.fromstring(council_bar_svg(bar))
    ends = {"for": 0.0, "against": 0.0}
    for kind in ends:
        shape = root.find(f"{SVG}rect[@class='bar-{kind}']")
        assert (shape is not None) == (bar.against > 0 if kind == "against" else bar.for_ > 0)
        ends[kind] = float(shape.get("width", "")) if shape is not None else 0.0
    assert (root.find(f"{SVG}path[@class='bar-hatch']") is not None) == (bar.blank > 0)
    assert sum(ends.values()) <= WIDEST
    if bar.for_ + bar.against < bar.seats:
        assert sum(ends.values()) < WIDEST


@given(bar=bars(), ident=st.none() | st.just("b1"), words=st.booleans())
def test_the_drawing_is_well_formed_without_inline_style_or_script(
    bar: CouncilBar, ident: str | None, words: bool
) -> None:
    root = ET.fromstring(council_bar_svg(bar, ident=ident, words=words))
    for node in root.iter():
        assert node.tag.removeprefix(SVG) in {"svg", "title", "desc", "g", "circle", "rect", "path", "line", "text"}
        assert not {name for name in node.attrib if name == "style" or name.startswith("on") or "href" in name}


@given(bar=bars())
def test_nothing_is_drawn_outside(bar: CouncilBar) -> None:
    root = ET.fromstring(council_bar_svg(bar))
    width = float(root.get("width", "0"))
    for node in root.iter():
        for name in ("cx", "x", "x1", "x2"):
            assert 0 <= float(node.get(name, "0")) <= width
        assert float(node.get("x", "0")) + float(node.get("width", "0")) <= width + 0.01


def test_with_an_identifier_it_speaks_and_without_it_is_decoration() -> None:
    bar = CouncilBar(seats=2, for_=1, against=0, figures="1 pour & 0 contre", sentence="<Presque>")
    spoken = ET.fromstring(council_bar_svg(bar, ident="bar-7"))
    assert spoken.get("role") == "img"
    assert spoken.get("aria-labelledby") == "bar-7-title bar-7-description"
    assert [(node.get("id"), node.text) for node in spoken[:2]] == [
        ("bar-7-title", "1 pour & 0 contre"),
        ("bar-7-description", "<Presque>"),
    ]
    silent = ET.fromstring(council_bar_svg(bar))
    assert silent.get("aria-hidden") == "true"
    assert silent.find(f"{SVG}title") is None


def test_words_are_written_into_the_drawing_when_asked() -> None:
    bar = CouncilBar(
        seats=2,
        for_=1,
        against=0,
        opened_at=OPENED,
        deadline=DEADLINE,
        now=OPENED,
        figures="1 pour",
        opened_label="mar. 17",
        deadline_label="ven. 27",
    )
    written = [node.text for node in ET.fromstring(council_bar_svg(bar, words=True)).iter(f"{SVG}text")]
    assert written == ["mar. 17", "ven. 27", "1 pour"]
    assert "<text" not in council_bar_svg(bar)


def test_for_and_against_differ_by_shape_and_not_only_by_colour() -> None:
    root = ET.fromstring(council_bar_svg(plain(seats=4, for_=1, blank=1, against=1)))
    assert [node.tag.removeprefix(SVG) for node in root] == ["circle", "g", "circle", "rect"]


# --- what cannot be -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "figures",
    [{"for_": 3}, {"for_": 1, "against": 2}, {"for_": -1}, {"blank": 3}, {"mark": -1}],
)
def test_figures_no_council_can_have_are_refused(figures: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"seats|negative"):
        plain(seats=2, **figures)


@given(total=st.integers(41, 5000), places=st.sets(st.integers(0, 5000), max_size=5), width=st.integers(7, 200))
def test_different_places_stay_different(total: int, places: set[int], width: int) -> None:
    inside = {place for place in places if place <= total}
    scaled = distinct_places(places=inside, total=total, width=width)
    ordered = [scaled[place] for place in sorted(scaled)]
    assert ordered[0] == 0
    assert ordered[-1] == width
    assert ordered == sorted(set(ordered))
