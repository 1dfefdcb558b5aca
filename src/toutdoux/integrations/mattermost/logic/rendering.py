"""From pieces to Mattermost's Markdown: what people wrote calls nobody, shows no picture, and stays inside its quotation."""

import re
from collections.abc import Iterable

from toutdoux.wording.messages.pieces import Bar, Heading, Link, Piece, Quote, Text

#: A quoted text longer than this is cut: servers before 5.38 may hold 4,000 characters in a post, later ones 16,383.
LONGEST = 2500
#: Between "@" and a name, it makes them two words: no name is called, and nothing is seen.
_APART = "\u200b"
_SIGNS = re.compile(r"([\\`*_\[\]~|<>#])")
_AT = re.compile(r"@(?=\S)")


def markdown(pieces: Iterable[Piece], *, rest: str = "") -> str:
    """Return a message. ``rest`` says where the rest of a text is that was cut."""
    return "\n\n".join(_piece(piece, rest) for piece in pieces)


def safe_line(text: str) -> str:
    """Return words on one line as they are: no sign of Markdown in them is one, and no name in them is called."""
    return _AT.sub(f"@{_APART}", _SIGNS.sub(r"\\\1", " ".join(text.split())))


def safe_quote(text: str, *, rest: str = "") -> str:
    """Return a member's Markdown as a quotation: it keeps its lists and links, opens no picture and calls nobody.

    Every line is quoted: a fence or a table that someone left open ends with the quotation.
    """
    cut = text[:LONGEST].rsplit(maxsplit=1)[0] + " […]" if len(text) > LONGEST else text
    lines = _AT.sub(f"@{_APART}", cut.replace("![", "[")).splitlines()
    quoted = "\n".join(f"> {line}".rstrip() for line in lines)
    return f"{quoted}\n>\n> *{rest}*" if rest and cut is not text else quoted


def _piece(piece: Piece, rest: str) -> str:
    match piece:
        case Heading():
            return f"#### {safe_line(piece.words)}"
        case Text():
            return safe_line(piece.words)
        case Quote():
            return safe_quote(piece.words, rest=rest)
        case Bar():
            return f"```text\n{piece.characters}\n```"
    return _link(piece)


def _link(piece: Link) -> str:
    words = f"[{safe_line(piece.words)}]({piece.url})"
    return f"**{words}**" if piece.main else words
