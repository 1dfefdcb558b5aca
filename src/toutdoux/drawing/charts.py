"""Charts of a report: bars that lie and columns that stand, with the figures written on them and the same in words.

Colour is never alone: the second series of a column is outlined, and every figure is written where it is drawn. What a
chart says is given in words by whoever makes it, and in characters by :func:`bars_text` and :func:`columns_text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from toutdoux.drawing import svg
from toutdoux.drawing.palette import LIGHT

WIDTH: Final = 640.0
_TEXT: Final = 13
_ROW: Final = 30.0
_LABELS: Final = 210.0
_FIGURES: Final = 100.0
_HEIGHT: Final = 220.0
_BASE: Final = 176.0
_TOP: Final = 26.0
_CHARACTERS: Final = 24
#: About as many letters as stand in the room for a label.
_LETTERS: Final = 30


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: what it is about, how long it is, and the figure as words (« 320 € »)."""

    label: str
    value: int
    words: str


@dataclass(frozen=True, kw_only=True)
class Bars:
    """Bars that lie one below the other. ``whole``: what a full one stands for; the longest of them where it is 0."""

    title: str
    description: str
    rows: tuple[Bar, ...]
    whole: int = 0

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for a length below nothing."""
        if any(row.value < 0 for row in self.rows):
            raise ValueError("a bar is not shorter than nothing")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One column: what it is about, and how much of each series stands in it, from the ground up. ``words``: on its top."""

    label: str
    values: tuple[int, ...]
    words: str


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Columns that stand side by side, of one series or two. ``whole``: what a full one stands for, or 0."""

    title: str
    description: str
    series: tuple[str, ...]
    columns: tuple[Standing, ...]
    whole: int = 0

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where a column does not fit the series, or is lower than the ground."""
        if not 1 <= len(self.series) <= 2:
            raise ValueError("a column has one series or two")
        if any(len(one.values) != len(self.series) or min(one.values) < 0 for one in self.columns):
            raise ValueError("a column fits its series, and is not lower than the ground")


def bars_svg(chart: Bars, *, ident: str | None = None) -> str:
    """Return the bars as SVG; with ``ident`` (unique in the page) it speaks for itself."""
    most = max([chart.whole, *(row.value for row in chart.rows), 1])
    room = WIDTH - _LABELS - _FIGURES
    children = []
    for place, row in enumerate(chart.rows):
        top = 4 + place * _ROW
        length = room * row.value / most
        children += [
            _words(x=_LABELS - 10, y=top + 17, text=_short(row.label), anchor="end"),
            _box(x=_LABELS, y=top + 3, width=room, height=18, filled=None),
            _box(x=_LABELS, y=top + 3, width=length, height=18, filled=True),
            _words(x=_LABELS + length + 8, y=top + 17, text=row.words),
        ]
    height = 8 + len(chart.rows) * _ROW
    return svg.document(
        width=WIDTH,
        height=height,
        class_="chart chart--lying",
        ident=ident,
        title=chart.title,
        description=chart.description,
        children=children,
    )


def columns_svg(chart: Columns, *, ident: str | None = None) -> str:
    """Return the columns as SVG; with ``ident`` (unique in the page) it speaks for itself."""
    most = max([chart.whole, *(sum(one.values) for one in chart.columns), 1])
    step = WIDTH / max(len(chart.columns), 1)
    width = min(step * 0.6, 64.0)
    children = [
        svg.element(
            "line",
            {"class": "chart__line", "x1": 0, "x2": WIDTH, "y1": _BASE, "y2": _BASE, "stroke": LIGHT["stone"]},
        )
    ]
    for place, one in enumerate(chart.columns):
        middle = step * (place + 0.5)
        top = _BASE
        for which, value in enumerate(one.values):
            height = (_BASE - _TOP) * value / most
            top -= height
            if value:
                children.append(_box(x=middle - width / 2, y=top, width=width, height=height, filled=which == 0))
        children.append(_words(x=middle, y=top - 6, text=one.words, anchor="middle"))
        children.append(_words(x=middle, y=_BASE + 18, text=one.label, anchor="middle"))
    if len(chart.series) > 1:
        for place, name in enumerate(chart.series):
            left = 4 + place * WIDTH / 2
            children.append(_box(x=left, y=_HEIGHT - 14, width=12, height=12, filled=place == 0))
            children.append(_words(x=left + 20, y=_HEIGHT - 3, text=name))
    return svg.document(
        width=WIDTH,
        height=_HEIGHT,
        class_="chart",
        ident=ident,
        title=chart.title,
        description=chart.description,
        children=children,
    )


def bars_text(chart: Bars) -> str:
    """Return the bars in characters, a line for each."""
    most = max([chart.whole, *(row.value for row in chart.rows), 1])
    wide = max((len(row.label) for row in chart.rows), default=0)
    return "\n".join(f"{row.label.ljust(wide)}  {_filled(row.value, most)}  {row.words}".rstrip() for row in chart.rows)


def columns_text(chart: Columns) -> str:
    """Return the columns in characters, a line for each, lying."""
    most = max([chart.whole, *(sum(one.values) for one in chart.columns), 1])
    wide = max((len(one.label) for one in chart.columns), default=0)
    return "\n".join(
        f"{one.label.ljust(wide)}  {_filled(sum(one.values), most)}  {one.words}".rstrip() for one in chart.columns
    )


def _filled(value: int, most: int) -> str:
    full = round(_CHARACTERS * value / most)
    return "█" * full + "░" * (_CHARACTERS - full)


def _short(label: str) -> str:
    return label if len(label) <= _LETTERS else label[: _LETTERS - 1].rstrip() + "…"


def _box(*, x: float, y: float, width: float, height: float, filled: bool | None) -> str:
    """Draw a box: full, outlined (False), or the faint ground that a bar lies on (None)."""
    look: svg.Look = (
        {"class": "chart__ground", "fill": LIGHT["line"], "fill-opacity": 0.45}
        if filled is None
        else {"class": "chart__full", "fill": LIGHT["leaf"]}
        if filled
        else {"class": "chart__outline", "fill": LIGHT["paper"], "stroke": LIGHT["leaf"], "stroke-width": 1.5}
    )
    return svg.element("rect", {"x": x, "y": y, "width": width, "height": height, **look})


def _words(*, x: float, y: float, text: str, anchor: str = "start") -> str:
    attributes: svg.Look = {
        "class": "chart__words",
        "x": x,
        "y": y,
        "text-anchor": anchor,
        "font-size": _TEXT,
        "font-family": "Atkinson Hyperlegible, sans-serif",
        "fill": LIGHT["ink"],
    }
    return svg.element("text", attributes, svg.text(text))
