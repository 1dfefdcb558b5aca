"""The colours of the look, as data: the stylesheet and the standalone drawings both follow this table.

The stylesheet repeats the values as custom properties, because a browser cannot read Python; a test keeps the two
equal and computes the contrast of every pair that carries text.
"""

from __future__ import annotations

from typing import Final

LIGHT: Final[dict[str, str]] = {
    "paper": "#FBF9F4",
    "card": "#FFFFFF",
    "line": "#DDD8CC",
    "ink": "#1F2A26",
    "muted": "#56635D",
    "leaf": "#2C6A4B",
    "plum": "#8A2D5B",
    "stone": "#6B6F6A",
    "sun": "#A84B12",
    "link": "#1F5F8B",
}
"""Ground, text and meaning by day."""

DARK: Final[dict[str, str]] = {
    "paper": "#161B19",
    "card": "#1E2522",
    "line": "#37423D",
    "ink": "#EDF1EC",
    "muted": "#A9B5AE",
    "leaf": "#7FC79E",
    "plum": "#E59BC0",
    "stone": "#B3B9B4",
    "sun": "#F0A772",
    "link": "#8FC3EA",
}
"""The same, by night."""


def contrast(*, one: str, other: str) -> float:
    """Return the WCAG 2 contrast ratio, from 1 to 21, of two ``#RRGGBB`` colours."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
