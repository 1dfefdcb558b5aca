"""An action's story as a drawing: how many were for and against, hour after hour, beside what each side needed.

Two staircases, For and Against, climb (or come down: people change their mind) from publication to the last instant
worth showing, under a line for each mark and before an upright for the deadline. The same facts are rows of a table,
which is the text alternative: :func:`timeline_rows`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from toutdoux.drawing import svg
from toutdoux.drawing.palette import LIGHT

if TYPE_CHECKING:
    from datetime import datetime
    from fractions import Fraction

WIDTH: Final = 480.0
HEIGHT: Final = 232.0

_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 446.0, 14.0, 196.0
_LABEL_ROW: Final = 18.0


@dataclass(frozen=True, kw_only=True)
class TimelinePoint:
    """How many ballots counted just after one instant, and that instant in words (« mar. 17, 14 h 02 »)."""

    at: datetime
    label: str
    for_: int
    against: int
    blank: int = 0


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """What a timeline shows; words are already localised, numbers are seats, points are in time order.

    Marks are how many seats each side needs, as in the council bar; an ordinary action has neither mark nor deadline.
    """

    points: tuple[TimelinePoint, ...]
    opened_at: datetime
    now: datetime
    deadline: datetime | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None
    for_mark: Fraction | int | None = None
    against_mark: Fraction | int | None = None

    title: str
    """What the drawing is: « Les votes au fil du temps »."""
    description: str = ""
    """What it says: the figures now, the mark, the deadline."""
    opened_label: str = ""
    deadline_label: str = ""
    decided_label: str = ""
    for_mark_label: str = ""
    """For example « moitié : 11 »; drawn on For's mark."""
    against_mark_label: str = ""
    """Drawn on Against's mark when it stands elsewhere than For's."""

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for negative figures or points out of order."""
        if any(min(point.for_, point.against, point.blank) < 0 for point in self.points):
            raise ValueError("a count cannot be negative")
        if any(later.at < earlier.at for earlier, later in pairwise(self.points)):
            raise ValueError("points are given in time order")
        if any(mark is not None and mark < 0 for mark in (self.for_mark, self.against_mark)):
            raise ValueError("a mark cannot be negative")


def timeline_rows(timeline: Timeline) -> list[tuple[str, int, int, int]]:
    """Return the drawing as rows (when, for, against, blank), one per point: its text alternative."""
    return [(point.label, point.for_, point.against, point.blank) for point in timeline.points]


def timeline_svg(timeline: Timeline, *, ident: str | None = None) -> str:
    """Return the timeline as one ``<svg>`` element; ``ident`` (unique in the page) gives it a name that is spoken."""
    scale = _Scale.of(timeline)
    children = [_axis(timeline)]
    children += _marks(timeline, scale)
    children += _uprights(timeline, scale)
    for kind in ("against", "for"):
        children += _staircase(timeline, scale, kind)
    children += _last_figures(timeline, scale)
    return svg.document(
        width=WIDTH,
        height=HEIGHT,
        class_="timeline-drawing",
        ident=ident,
        title=timeline.title,
        description=timeline.description,
        children=children,
    )


@dataclass(frozen=True, kw_only=True)
class _Scale:
    """From instants and seats to places in the drawing."""

    start: datetime
    end: datetime
    top: int

    @classmethod
    def of(cls, timeline: Timeline) -> _Scale:
        instants = [timeline.now if timeline.closed_at is None else timeline.closed_at, timeline.opened_at]
        instants += [at for at in (timeline.deadline, timeline.decided_at) if at is not None]
        instants += [point.at for point in timeline.points]
        marks = [math.ceil(mark) for mark in (timeline.for_mark, timeline.against_mark) if mark is not None]
        counts = [max(point.for_, point.against) for point in timeline.points]
        # One seat of air above the highest thing drawn, and never a flat drawing.
        return cls(start=min(instants), end=max(instants), top=max([*marks, *counts, 2]) + 1)

    def x(self, instant: datetime) -> float:
        whole = self.end - self.start
        share = (instant - self.start) / whole if whole else 0.0
        return _LEFT + share * (_RIGHT - _LEFT)

    def y(self, seats: int) -> float:
        return _BOTTOM - seats / self.top * (_BOTTOM - _TOP)


def _axis(timeline: Timeline) -> str:
    ground = _line("timeline-axis", (_LEFT, _BOTTOM), (_RIGHT, _BOTTOM), stroke="stone", width=1)
    zero = _word("0", _LEFT - 8, _BOTTOM + 5, "end", "timeline-word")
    start = _word(timeline.opened_label, _LEFT, _BOTTOM + _LABEL_ROW + 4, "start", "timeline-word")
    return ground + zero + start


def _marks(timeline: Timeline, scale: _Scale) -> list[str]:
    """Draw a dashed level for each mark, once when both sides need the same."""
    labels: dict[int, str] = {}
    if timeline.against_mark is not None:
        labels[math.ceil(timeline.against_mark)] = timeline.against_mark_label
    if timeline.for_mark is not None:
        labels[math.ceil(timeline.for_mark)] = timeline.for_mark_label or timeline.against_mark_label
    drawn = []
    for seats, label in sorted(labels.items()):
        y = scale.y(seats)
        drawn.append(_line("timeline-mark", (_LEFT, y), (_RIGHT, y), stroke="ink", width=1.5, dashes="1 5"))
        drawn.append(_word(str(seats), _LEFT - 8, y + 5, "end", "timeline-word"))
        # The word of an early decision stands at the left, so this one goes to the right.
        if timeline.decided_at is not None and scale.x(timeline.decided_at) < (_LEFT + _RIGHT) / 2:
            drawn.append(_word(label, _RIGHT - 6, y - 6, "end", "timeline-word"))
        else:
            drawn.append(_word(label, _LEFT + 6, y - 6, "start", "timeline-word"))
    return drawn


def _uprights(timeline: Timeline, scale: _Scale) -> list[str]:
    """Draw the deadline as a wall, the decision as a thin line, and now as a point on the ground."""
    drawn = []
    if timeline.deadline is not None:
        x = scale.x(timeline.deadline)
        drawn.append(_line("timeline-deadline", (x, _TOP), (x, _BOTTOM + 6), stroke="stone", width=1.5))
        drawn.append(_word(timeline.deadline_label, x, _BOTTOM + _LABEL_ROW + 4, "end", "timeline-word"))
    if timeline.decided_at is not None:
        x = scale.x(timeline.decided_at)
        drawn.append(_line("timeline-decided", (x, _TOP), (x, _BOTTOM), stroke="ink", width=1.5))
        anchor = "start" if x < _RIGHT - 140 else "end"
        drawn.append(_word(timeline.decided_label, x + (6 if anchor == "start" else -6), _TOP + 8, anchor))
    if timeline.closed_at is None:
        here: svg.Look = {"cx": scale.x(timeline.now), "cy": _BOTTOM, "r": 4.5, "fill": LIGHT["ink"]}
        drawn.append(svg.element("circle", {"class": "timeline-now", **here}))
    return drawn


def _staircase(timeline: Timeline, scale: _Scale, kind: str) -> list[str]:
    """Draw one side's count as steps; Against is dashed, so that it differs from For without colour."""
    end = timeline.now if timeline.closed_at is None else timeline.closed_at
    path = f"M{svg.number(scale.x(timeline.opened_at))} {svg.number(scale.y(0))}"
    level = 0
    corners: list[tuple[float, float]] = []
    for point in timeline.points:
        count = point.for_ if kind == "for" else point.against
        if count != level:
            path += f"H{svg.number(scale.x(point.at))}V{svg.number(scale.y(count))}"
            corners.append((scale.x(point.at), scale.y(count)))
            level = count
    last = max([end, *(point.at for point in timeline.points)])
    path += f"H{svg.number(scale.x(last))}"
    colour = "leaf" if kind == "for" else "plum"
    stroke: svg.Look = {"d": path, "fill": "none", "stroke": LIGHT[colour], "stroke-width": 2.5}
    if kind == "against":
        stroke["stroke-dasharray"] = "7 4"
    drawn = [svg.element("path", {"class": f"timeline-{kind}", **stroke})]
    return drawn + [_corner(kind, x, y) for x, y in corners]


def _corner(kind: str, x: float, y: float) -> str:
    if kind == "for":
        return svg.element("circle", {"class": "timeline-dot-for", "cx": x, "cy": y, "r": 3.5, "fill": LIGHT["leaf"]})
    box: svg.Look = {"x": x - 3.25, "y": y - 3.25, "width": 6.5, "height": 6.5, "fill": LIGHT["plum"]}
    return svg.element("rect", {"class": "timeline-dot-against", **box})


def _last_figures(timeline: Timeline, scale: _Scale) -> list[str]:
    """Write where each staircase ends, beside its end; kept apart when both end on the same level."""
    if not timeline.points:
        return []
    last = timeline.points[-1]
    end = timeline.now if timeline.closed_at is None else timeline.closed_at
    x = scale.x(max(end, last.at)) + 10
    high, low = sorted((("for", last.for_), ("against", last.against)), key=lambda side: side[1], reverse=True)
    upper, lower = scale.y(high[1]) + 5, scale.y(low[1]) + 5
    if lower - upper < _LABEL_ROW:
        upper = lower - _LABEL_ROW
    drawn = []
    for (kind, count), y in ((high, upper), (low, lower)):
        drawn.append(_word(str(count), x, y, "start", f"timeline-figure-{kind}", "leaf" if kind == "for" else "plum"))
    return drawn


def _word(words: str, x: float, y: float, anchor: str, class_: str = "timeline-word", colour: str = "ink") -> str:
    look: svg.Look = {"font-family": "Atkinson Hyperlegible, sans-serif", "font-size": 14, "fill": LIGHT[colour]}
    return svg.element("text", {"class": class_, "x": x, "y": y, "text-anchor": anchor, **look}, svg.text(words))


def _line(
    class_: str, start: tuple[float, float], end: tuple[float, float], *, stroke: str, width: float, dashes: str = ""
) -> str:
    look: svg.Look = {"x1": start[0], "y1": start[1], "x2": end[0], "y2": end[1]}
    look |= {"class": class_, "stroke": LIGHT[stroke], "stroke-width": width}
    if dashes:
        look |= {"stroke-dasharray": dashes, "stroke-linecap": "round"}
    return svg.element("line", look)
