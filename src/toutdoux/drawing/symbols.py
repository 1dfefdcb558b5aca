"""Small symbols that stand beside a word and never instead of it.

Drawn rather than typed, because the characters ● ■ ○ are missing from the page's font and every system falls back on
another one, sometimes on an emoji. They take the colour of the text around them.
"""

from __future__ import annotations

from typing import Final

from toutdoux.drawing import svg

_ROUND: Final = "M8 2.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0 -11z"
_SQUARE: Final = "M3 3h10v10h-10z"

_FILLED: Final[dict[str, str]] = {
    "for": "M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0 -13z",
    "against": "M2.5 2.5h11v11h-11z",
    "blocked": "M2.5 2.5h11v11h-11z",
    "waits": "M8 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 1 0 0 -7z",
}
_DRAWN: Final[dict[str, str]] = {
    "blank": f"{_ROUND}M6.2 3v10M9.8 3v10",
    "empty": _ROUND,
    "draft": "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3z",
    "announced": "M5 2.8l7.5 5.2L5 13.2z",
    "open": f"{_ROUND}M8 5v3.2l2.2 1.5",
    "accepted": "M2.5 8.5l3.7 3.7L13.5 4.3",
    "tacit": f"{_ROUND}M5.3 8.3l2 2l3.5-4.3",
    "rejected": "M3.5 3.5l9 9M12.5 3.5l-9 9",
    "lapsed": f"{_ROUND}M5.3 8h5.4",
    "withdrawn": "M6 3L2.5 6.5L6 10M2.5 6.5h7.2a3.3 3.3 0 0 1 0 6.6H6.5",
    "annulled": f"{_ROUND}M4.2 11.8l7.6-7.6",
    "to-do": _SQUARE,
    "in-progress": f"{_SQUARE}M5.6 8h.01M8 8h.01M10.4 8h.01",
    "done": f"{_SQUARE}M5.3 8.2l2 2l3.7-4.2",
    "abandoned": f"{_SQUARE}M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
    "urgent": "M9 1.5L3.5 9H8l-1 5.5L12.5 7H8z",
    "waiting": f"{_ROUND}M8 5v3.2l2.2 1.5",
    "practice": "M2.5 8a5.5 5.5 0 0 1 9.5-3.8M12.2 1.8v2.7H9.5M13.5 8a5.5 5.5 0 0 1-9.5 3.8M3.8 14.2v-2.7h2.7",
}

SYMBOLS: Final = frozenset(_FILLED) | frozenset(_DRAWN)
"""Every name :func:`symbol_svg` knows: the three choices, the outcomes, the executions, and a few states more."""


def symbol_svg(name: str) -> str:
    """Return the symbol called ``name`` as a decorative ``<svg>`` of one text size; raise ``KeyError`` if unknown."""
    if name in _FILLED:
        look = {"d": _FILLED[name], "fill": "currentColor"}
    else:
        line = {"stroke": "currentColor", "stroke-width": "1.6", "stroke-linecap": "round", "stroke-linejoin": "round"}
        look = {"d": _DRAWN[name], "fill": "none", **line}
    return svg.document(
        width=16, height=16, class_="symbol", ident=None, title="", description="", children=[svg.element("path", look)]
    )
