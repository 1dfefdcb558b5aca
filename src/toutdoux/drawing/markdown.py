"""Members' Markdown made into safe HTML.

Three fences, each enough alone against most of what is tried: the parser writes no HTML of the author's, links keep
only the schemes below, and the result is sanitised against a short list of elements. The pages' content security
policy is the fourth.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.rules_core import StateCore

SCHEMES: Final = frozenset({"http", "https", "mailto"})
"""What a link may lead to; an address without a scheme stays on this site."""

HEADING_SHIFT: Final = 2
"""A text stands under a page title and a section title, so its own first level is the third."""

_INLINE: Final = {"a", "br", "code", "del", "em", "s", "strong"}
_BLOCKS: Final = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "ul"}
_TABLES: Final = {"table", "tbody", "td", "th", "thead", "tr"}
_ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}, "th": {"scope"}}
_BREAKS: Final = {"hardbreak", "softbreak"}
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_INVISIBLE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202f\ufeff]")
# A bare address ends before the punctuation of the sentence it stands in, and keeps its own pairs of brackets.
_BARE_ADDRESS: Final = re.compile(
    r"https?://(?:\([^\s()<>]*\)|[^\s<>\"«»“”()])*(?:\([^\s()<>]*\)|[^\s<>\"«»“”.,;:!?()\]}'’…])"
)


def render_markdown(text: str, *, heading_shift: int = HEADING_SHIFT) -> str:
    """Return ``text`` (CommonMark, with tables, strikethrough and bare addresses as links) as HTML safe to insert.

    A line break stays a line break, as in the chats where people write. Pictures become links: showing one would tell
    a stranger's server who reads. Headings come down by ``heading_shift`` levels, at most to the sixth.
    """
    env: dict[str, int] = {"heading_shift": heading_shift}
    return nh3.clean(
        _parser().render(text, env),
        tags=_INLINE | _BLOCKS | _TABLES,
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel="nofollow noopener",
    )


def parse_markdown(text: str) -> list[Token]:
    """Return ``text`` as tokens, for documents that are not HTML: the same language, nothing rendered."""
    return _parser().parse(text, {"heading_shift": 0})


def words_of(text: str) -> str:
    """Return the words of ``text`` alone, its blocks apart by an empty line: what one reads, without what dresses it.

    Where a link leads is said after its words, unless they are the address: two texts of the same words promise the same.
    """
    blocks = ("".join(_spoken(token)) if token.children else token.content for token in parse_markdown(text))
    return "\n\n".join(found for block in blocks if (found := block.strip()))


def _spoken(block: Token) -> Iterator[str]:
    address, said = "", ""
    for token in block.children or ():
        if token.type == "link_open":
            address, said = str(token.attrs.get("href", "")), ""
        elif token.type == "link_close":
            yield f" ({address})" if address != said else ""
        else:
            words = "\n" if token.type in _BREAKS else token.content
            said += words
            yield words


def link_is_safe(url: str) -> bool:
    """Return whether ``url`` stays on this site or uses one of :data:`SCHEMES`, however it is dressed up."""
    scheme = _SCHEME.match(_INVISIBLE.sub("", url))
    return scheme is None or scheme.group(1).lower() in SCHEMES


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.validateLink = link_is_safe  # type: ignore[method-assign]
    parser.core.ruler.after("inline", "bare_addresses", _link_bare_addresses)
    parser.core.ruler.push("headings", _lower_headings)
    parser.add_render_rule("image", _picture_as_link)
    return parser


def _lower_headings(state: StateCore) -> None:
    """Bring headings down, and close the gaps: a first heading written ### still follows the section it stands in."""
    above = int(state.env["heading_shift"])
    for token in state.tokens:
        if token.type == "heading_open":
            above = min(int(token.tag[1]) + int(state.env["heading_shift"]), above + 1, 6)
            token.tag = f"h{above}"
        elif token.type == "heading_close":
            token.tag = f"h{above}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")


def _picture_as_link(_: object, tokens: Sequence[Token], index: int, *_rest: object) -> str:
    """Write ``![words](address)`` as a link; nh3 checks its address again and completes its ``rel``."""
    token = tokens[index]
    address = str(token.attrs.get("src", ""))
    return f'<a href="{_escape(address)}">{_escape(token.content or address)}</a>'


def _escape(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _link_bare_addresses(state: StateCore) -> None:
    """Turn bare web addresses into links, except inside a link already."""
    for block in state.tokens:
        if block.type != "inline" or not block.children:
            continue
        depth = 0
        children: list[Token] = []
        for token in block.children:
            depth += (token.type == "link_open") - (token.type == "link_close")
            if token.type == "text" and depth == 0 and "://" in token.content:
                children += _split(token)
            else:
                children.append(token)
        block.children = children


def _split(token: Token) -> list[Token]:
    parts: list[Token] = []
    end = 0
    for found in _BARE_ADDRESS.finditer(token.content):
        parts.append(_words(token.content[end : found.start()], token.level))
        opening = Token("link_open", "a", 1, attrs={"href": found.group()}, level=token.level)
        closing = Token("link_close", "a", -1, level=token.level)
        parts += [opening, _words(found.group(), token.level + 1), closing]
        end = found.end()
    parts.append(_words(token.content[end:], token.level))
    return [part for part in parts if part.type != "text" or part.content]


def _words(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)
