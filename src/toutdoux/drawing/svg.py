"""Building SVG as text, so that nothing can come out malformed or carry an inline style.

Presentation attributes (``fill``, ``stroke``) hold the daylight colours for documents that stand alone; on a page the
stylesheet's classes win over them, which is how the same drawing follows the dark theme under a policy that forbids
inline styles.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping

    Attributes = Mapping[str, str | float]
    Look = dict[str, str | float]

# XML 1.0 has no way to write these, not even escaped: a title holding one would break the whole document.
_UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, attributes: Attributes, *children: str) -> str:
    """Return one element; ``children`` are markup already, plain words go through :func:`text` first."""
    written = "".join(f" {key}={quoteattr(_value(value))}" for key, value in attributes.items())
    if not children:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{''.join(children)}</{name}>"


def text(words: str) -> str:
    """Return ``words`` escaped for use between tags, without the characters XML cannot hold."""
    return escape(_UNWRITABLE.sub("", words))


def document(
    *, width: float, height: float, class_: str, ident: str | None, title: str, description: str, children: list[str]
) -> str:
    """Return a whole ``<svg>`` element of ``width`` × ``height`` user units.

    With ``ident`` (unique in the page) it is an image with a name and a description for screen readers. Without, it is
    decoration, and the words stand beside it in the page.
    """
    attributes: Look = {
        "xmlns": "http://www.w3.org/2000/svg",
        "class": class_,
        "viewBox": f"0 0 {number(width)} {number(height)}",
        "width": width,
        "height": height,
    }
    if ident is None:
        attributes |= {"aria-hidden": "true", "focusable": "false"}
        return element("svg", attributes, *children)
    attributes |= {"role": "img", "aria-labelledby": f"{ident}-title {ident}-description"}
    named = [
        element("title", {"id": f"{ident}-title"}, text(title)),
        element("desc", {"id": f"{ident}-description"}, text(description)),
    ]
    return element("svg", attributes, *named, *children)


def number(value: float) -> str:
    """Return ``value`` with at most two decimals and no trailing zero."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _value(value: str | float) -> str:
    return _UNWRITABLE.sub("", value) if isinstance(value, str) else number(value)
