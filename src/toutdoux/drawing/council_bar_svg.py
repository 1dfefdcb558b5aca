"""The council bar as SVG, for pages and documents; see :mod:`toutdoux.drawing.council_bar` for what it means.

Shapes tell the sides apart without colour, so that a black and white print reads as well: discs, squares, hatching,
and rings for the empty seats. For's tick rises above the seats and Against's falls below; where both stand in the same
place they make one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from toutdoux.drawing import svg
from toutdoux.drawing.council_bar import CouncilBar, Seat, distinct_places
from toutdoux.drawing.palette import LIGHT

if TYPE_CHECKING:
    from datetime import datetime

PITCH: Final = 26.0
"""Room for one seat, in user units; also pixels at full size."""

NARROWEST: Final = 12 * PITCH
"""The time line of a council of three still needs a length."""

WIDEST: Final = 24 * PITCH
"""About the measure of a line of text: larger councils get smaller seats, not a wider bar."""

_ROW: Final = 32.0
_MIDDLE: Final = _ROW / 2
_TIME: Final = _ROW + 14
_WORDS: Final = 24.0
_CELL: Final = 4.0
# Markers stay whole inside the drawing; this is half of one.
_MARGIN: Final = 6.0
_END_TICK: Final = 6.0
_RADIUS: Final = 0.36


def council_bar_svg(
    bar: CouncilBar, *, ident: str | None = None, title: str = "", description: str = "", words: bool = False
) -> str:
    """Return the bar as one ``<svg>`` element, styled by classes and drawn in daylight colours without them.

    ``ident`` (unique in the page) makes it an image that speaks: ``title`` and ``description``, which default to the
    bar's figures and sentence. Without it the words must stand beside it in the page. ``words`` writes dates and figures
    into the drawing, for a document; the sentence is of any length, so it stays with the text around.
    """
    width = min(max(bar.seats * PITCH, NARROWEST), WIDEST)
    children = _seats(bar, width) if bar.drawn_one_by_one else _shares(bar, width)
    height = _ROW
    if bar.has_time_line:
        children += _time_line(bar, width)
        height = _TIME + 8
    if words:
        written = _words(bar, width, height)
        children += written
        height += _WORDS * len(written) if written else 0
    return svg.document(
        width=width,
        height=height,
        class_="bar",
        ident=ident,
        title=title or bar.figures,
        description=description or bar.sentence,
        children=children,
    )


def seat_shape(*, seat: Seat, x: float, y: float, radius: float) -> str:
    """Return the shape of one seat centred on (``x``, ``y``), as one element."""
    if seat is Seat.FOR:
        return svg.element("circle", {"class": "bar-for", "cx": x, "cy": y, "r": radius, "fill": LIGHT["leaf"]})
    if seat is Seat.AGAINST:
        half = radius * 0.92
        box: svg.Look = {"x": x - half, "y": y - half, "width": 2 * half, "height": 2 * half, "rx": radius / 6}
        return svg.element("rect", {"class": "bar-against", **box, "fill": LIGHT["plum"]})
    ring: svg.Look = {"cx": x, "cy": y, "r": radius - 0.75, "fill": "none", "stroke": LIGHT["stone"]}
    if seat is Seat.EMPTY:
        return svg.element("circle", {"class": "bar-empty", **ring, "stroke-width": 1.25})
    chords = ""
    for offset in (-0.5, 0.0, 0.5):
        reach = (radius - 0.75) * (1 - offset * offset) ** 0.5
        chords += f"M{svg.number(x + offset * radius)} {svg.number(y - reach)}v{svg.number(2 * reach)}"
    return svg.element(
        "g",
        {"class": "bar-blank"},
        svg.element("circle", {**ring, "stroke-width": 1.5}),
        svg.element("path", {"d": chords, "stroke": LIGHT["stone"], "stroke-width": 1.5, "fill": "none"}),
    )


def _seats(bar: CouncilBar, width: float) -> list[str]:
    """Draw one shape per seat from edge to edge, keeping room for a tick that stands at either end."""
    ticks = {bar.for_tick, bar.against_tick}
    left = _END_TICK if 0 in ticks else 0.0
    right = _END_TICK if bar.seats in ticks else 0.0
    room = min(width, bar.seats * PITCH) - left - right
    # n seats and n - 1 gaps fill the room.
    radius = min(PITCH, WIDEST / max(bar.seats, 1)) * _RADIUS
    pitch = (room - 2 * radius) / max(bar.seats - 1, 1)
    drawn: list[str] = []
    for seat, count in bar.segments:
        for _ in range(count):
            x = left + radius + len(drawn) * pitch
            drawn.append(seat_shape(seat=seat, x=x, y=_MIDDLE, radius=radius))
    between = {place: left + radius + (place - 0.5) * pitch for place in range(1, bar.seats)}
    return drawn + _ticks(bar, between | {0: 1.5, bar.seats: max(left + room + right - 1.5, 1.5)})


def _shares(bar: CouncilBar, width: float) -> list[str]:
    """Draw the four segments of a large council, each at least one cell wide when anybody is in it."""
    boundaries = [bar.for_, bar.for_ + bar.blank, bar.seats - bar.against]
    ticks = [tick for tick in (bar.for_tick, bar.against_tick) if tick is not None]
    cells = distinct_places(places=[*boundaries, *ticks], total=bar.seats, width=int(width / _CELL))
    at = {place: cell * _CELL for place, cell in cells.items()}
    top, tall = 6.0, 20.0
    frame: svg.Look = {"x": 0.75, "y": top + 0.75, "width": width - 1.5, "height": tall - 1.5, "rx": 5, "fill": "none"}
    drawn = [svg.element("rect", {"class": "bar-empty", **frame, "stroke": LIGHT["stone"], "stroke-width": 1.25})]
    place = 0
    for seat, count in bar.segments:
        start, end = at[place], at[place + count]
        place += count
        if not count or seat is Seat.EMPTY:
            continue
        box: svg.Look = {"x": start, "y": top, "width": end - start, "height": tall, "rx": min(5, (end - start) / 2)}
        if seat is Seat.BLANK:
            hatch = "".join(f"M{svg.number(start + step)} {top:.0f}v{tall:.0f}" for step in _hatch(end - start))
            line: svg.Look = {"stroke": LIGHT["stone"], "stroke-width": 1.5, "fill": "none"}
            drawn.append(svg.element("path", {"class": "bar-hatch", "d": hatch, **line}))
            continue
        fill = LIGHT["leaf"] if seat is Seat.FOR else LIGHT["plum"]
        drawn.append(svg.element("rect", {"class": f"bar-{seat}", **box, "fill": fill}))
        if end - start >= 2 * tall:
            drawn.append(_side(seat, start + tall / 2 + 2 if seat is Seat.FOR else end - tall / 2 - 2, top + tall / 2))
    return drawn + _ticks(bar, {place: min(max(x, 1.5), width - 1.5) for place, x in at.items()})


def _hatch(length: float) -> list[float]:
    """Return where the strokes of a hatched segment of ``length`` stand: at least one, however thin it is."""
    strokes = max(int(length / _CELL), 1)
    return [(stroke + 0.5) * length / strokes for stroke in range(strokes)]


def _side(seat: Seat, x: float, y: float) -> str:
    """Draw the symbol of a side inside its own segment, cut out in the colour of paper."""
    if seat is Seat.FOR:
        return svg.element("circle", {"class": "bar-side", "cx": x, "cy": y, "r": 4.5, "fill": LIGHT["paper"]})
    box: svg.Look = {"x": x - 4, "y": y - 4, "width": 8, "height": 8, "fill": LIGHT["paper"]}
    return svg.element("rect", {"class": "bar-side", **box})


def _ticks(bar: CouncilBar, at: dict[int, float]) -> list[str]:
    """Draw the marks: For's rises above the seats, Against's falls below, and where they meet one does both."""
    spans: dict[int, tuple[float, float]] = {}
    if bar.for_tick is not None:
        spans[bar.for_tick] = (1, _ROW - 6)
    if bar.against_tick is not None:
        top = spans[bar.against_tick][0] if bar.against_tick in spans else 6
        spans[bar.against_tick] = (top, _ROW - 1)
    return [
        _line("bar-tick", x1=at[place], y1=top, x2=at[place], y2=bottom, stroke=LIGHT["ink"], width=3)
        for place, (top, bottom) in sorted(spans.items())
    ]


def _time_line(bar: CouncilBar, width: float) -> list[str]:
    def x_of(instant: datetime | None) -> float | None:
        share = bar.share_of_time(instant)
        return None if share is None else min(max(share * width, _MARGIN), width - _MARGIN)

    start, end = 0.5, width - 0.5
    here = x_of(bar.now if bar.closed_at is None else bar.closed_at)
    decided = x_of(bar.decided_at)
    drawn = [
        _line("bar-time", x1=start, y1=_TIME, x2=end, y2=_TIME, stroke=LIGHT["stone"], width=1),
        _line("bar-time", x1=start, y1=_TIME - 4, x2=start, y2=_TIME + 4, stroke=LIGHT["stone"], width=1),
        _line("bar-time", x1=end, y1=_TIME - 4, x2=end, y2=_TIME + 4, stroke=LIGHT["stone"], width=1),
    ]
    if here is not None and here > _MARGIN:
        drawn.append(_line("bar-elapsed", x1=start, y1=_TIME, x2=here, y2=_TIME, stroke=LIGHT["ink"], width=2))
    if decided is not None:
        drawn.append(
            _line("bar-decided", x1=decided, y1=_TIME - 6, x2=decided, y2=_TIME + 6, stroke=LIGHT["ink"], width=2)
        )
    if here is not None and bar.closed_at is None:
        drawn.append(svg.element("circle", {"class": "bar-now", "cx": here, "cy": _TIME, "r": 5, "fill": LIGHT["ink"]}))
    elif here is not None:
        corner = f"M{svg.number(here)} {svg.number(_TIME - 6)}l6 6l-6 6l-6 -6z"
        drawn.append(svg.element("path", {"class": "bar-closed", "d": corner, "fill": LIGHT["ink"]}))
    return drawn


def _words(bar: CouncilBar, width: float, top: float) -> list[str]:
    """Write dates under both ends of the time line, then the figures, one group a line."""
    lines: list[list[str]] = []
    if bar.has_time_line and (bar.opened_label or bar.deadline_label):
        lines.append([_word(bar.opened_label, 0, "start"), _word(bar.deadline_label, width, "end")])
    if bar.figures:
        lines.append([_word(bar.figures, 0, "start")])
    return [
        svg.element("g", {"transform": f"translate(0 {svg.number(top + 17 + index * _WORDS)})"}, *line)
        for index, line in enumerate(lines)
    ]


def _word(words: str, x: float, anchor: str) -> str:
    look: svg.Look = {"font-family": "Atkinson Hyperlegible, sans-serif", "font-size": 14, "fill": LIGHT["ink"]}
    return svg.element("text", {"class": "bar-word", "x": x, "text-anchor": anchor, **look}, svg.text(words))


def _line(class_: str, *, x1: float, y1: float, x2: float, y2: float, stroke: str, width: float) -> str:
    ends: svg.Look = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return svg.element("line", {"class": class_, **ends, "stroke": stroke, "stroke-width": width})
