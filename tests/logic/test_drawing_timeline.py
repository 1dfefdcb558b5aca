"""The timeline of an action: every ballot that changed a count is on it, and the table says the same."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.drawing.timeline import HEIGHT, WIDTH, Timeline, TimelinePoint, timeline_rows, timeline_svg

OPENED = datetime(2026, 3, 17, 17, 0, tzinfo=UTC)
SVG = "{http://www.w3.org/2000/svg}"


def after(*, days: float, for_: int, against: int, blank: int = 0) -> TimelinePoint:
    return TimelinePoint(
        at=OPENED + timedelta(days=days), label=f"jour {days}", for_=for_, against=against, blank=blank
    )


STORY = Timeline(
    points=(after(days=1, for_=1, against=0), after(days=2, for_=1, against=1), after(days=4, for_=2, against=1)),
    opened_at=OPENED,
    now=OPENED + timedelta(days=6),
    deadline=OPENED + timedelta(days=10),
    for_mark=11,
    against_mark=11,
    title="Les votes au fil du temps",
    description="2 pour, 1 contre",
    deadline_label="ven. 27",
    for_mark_label="moitié",
)

instants = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
words = st.text(max_size=12)
points = st.builds(
    TimelinePoint,
    at=instants,
    label=words,
    for_=st.integers(0, 500),
    against=st.integers(0, 500),
    blank=st.integers(0, 500),
)
marks = st.none() | st.integers(0, 500) | st.fractions(0, 500)
timelines = st.builds(
    Timeline,
    points=st.lists(points, max_size=12).map(lambda some: tuple(sorted(some, key=lambda point: point.at))),
    opened_at=instants,
    now=instants,
    deadline=st.none() | instants,
    decided_at=st.none() | instants,
    closed_at=st.none() | instants,
    for_mark=marks,
    against_mark=marks,
    title=words,
    description=words,
    opened_label=words,
    deadline_label=words,
    decided_label=words,
    for_mark_label=words,
    against_mark_label=words,
)


def classes(timeline: Timeline) -> list[str]:
    return [node.get("class", "") for node in ET.fromstring(timeline_svg(timeline)).iter()]


def test_it_works() -> None:
    drawn = classes(STORY)
    assert drawn.count("timeline-dot-for") == 2
    assert drawn.count("timeline-dot-against") == 1
    assert drawn.count("timeline-mark") == 1, "one level when both sides need the same"
    assert drawn.count("timeline-deadline") == 1
    assert drawn.count("timeline-now") == 1
    assert timeline_rows(STORY) == [("jour 1", 1, 0, 0), ("jour 2", 1, 1, 0), ("jour 4", 2, 1, 0)]


def test_each_side_has_its_level_when_they_need_different_numbers() -> None:
    assert classes(replace(STORY, for_mark=15, against_mark=8)).count("timeline-mark") == 2


def test_an_ordinary_action_has_neither_mark_nor_deadline() -> None:
    drawn = classes(replace(STORY, deadline=None, for_mark=None, against_mark=None))
    assert not {"timeline-mark", "timeline-deadline"} & set(drawn)


def test_after_the_close_there_is_no_present() -> None:
    assert "timeline-now" not in classes(replace(STORY, closed_at=OPENED + timedelta(days=5)))


def test_the_decision_is_an_upright() -> None:
    assert "timeline-decided" in classes(replace(STORY, decided_at=OPENED + timedelta(days=9), decided_label="passée"))


def test_a_story_without_ballot_is_drawn_all_the_same() -> None:
    assert "timeline-for" in classes(replace(STORY, points=()))


def test_a_higher_count_is_drawn_higher() -> None:
    root = ET.fromstring(timeline_svg(STORY))
    heights = [float(dot.get("cy", "0")) for dot in root.iter(f"{SVG}circle") if dot.get("class") == "timeline-dot-for"]
    assert heights[1] < heights[0]


def test_with_an_identifier_it_speaks() -> None:
    root = ET.fromstring(timeline_svg(STORY, ident="t"))
    assert (root.get("role"), root.get("aria-labelledby")) == ("img", "t-title t-description")


@given(timeline=timelines)
def test_any_story_is_drawn_well_formed_inside_its_frame_and_without_inline_style(timeline: Timeline) -> None:
    for node in ET.fromstring(timeline_svg(timeline, ident="t")).iter():
        assert node.tag.removeprefix(SVG) in {"svg", "title", "desc", "circle", "rect", "path", "line", "text"}
        assert not {name for name in node.attrib if name == "style" or name.startswith("on")}
        for name, most in (("cx", WIDTH), ("x1", WIDTH), ("x2", WIDTH), ("cy", HEIGHT), ("y1", HEIGHT), ("y2", HEIGHT)):
            assert 0 <= float(node.get(name, "0")) <= most


@given(timeline=timelines)
def test_the_table_has_one_row_per_point(timeline: Timeline) -> None:
    assert [row[1:] for row in timeline_rows(timeline)] == [(p.for_, p.against, p.blank) for p in timeline.points]


@pytest.mark.parametrize(
    "wrong",
    [
        {"points": (after(days=2, for_=1, against=0), after(days=1, for_=1, against=0))},
        {"points": (after(days=2, for_=-1, against=0),)},
        {"for_mark": -1},
    ],
)
def test_a_story_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"order|negative"):
        replace(STORY, **wrong)
