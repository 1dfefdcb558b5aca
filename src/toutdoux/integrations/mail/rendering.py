"""From pieces to the two forms of a mail: plain text that reads well by itself, and simple HTML that says the same."""

import textwrap

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from toutdoux.wording.messages import Bar, Heading, Link, Piece, Quote, Text, Written

_WIDTH = 76


def plain(written: Written) -> str:
    """Return the plain text. Addresses stand on lines of their own, so that every program makes them links."""
    return "\n\n".join(_plain(piece) for piece in written.pieces) + "\n"


def html(written: Written, *, language: str) -> str:
    """Return the HTML: no image, nothing fetched, nothing that tells whether it was read."""
    body = mark_safe("\n".join(_html(piece) for piece in written.pieces))  # noqa: S308 - each piece is escaped below
    return format_html(
        '<!DOCTYPE html>\n<html lang="{}"><head><meta charset="utf-8"><title>{}</title></head>\n'
        '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em; margin: 1em">\n{}\n</body></html>\n',
        language.split("-", maxsplit=1)[0],
        written.subject,
        body,
    )


def _plain(piece: Piece) -> str:
    match piece:
        case Heading():
            return f"{piece.words}\n{'-' * min(len(piece.words), _WIDTH)}"
        case Text():
            return textwrap.fill(piece.words, _WIDTH, break_long_words=False, break_on_hyphens=False)
        case Quote():
            return "\n".join(f"> {line}".rstrip() for line in piece.words.splitlines())
        case Bar():
            return piece.characters
        case Link():
            return f"{piece.words}\n{piece.url}"


def _html(piece: Piece) -> SafeString:
    match piece:
        case Heading():
            return format_html('<h1 style="font-size: 1.2em">{}</h1>', piece.words)
        case Text():
            return format_html("<p>{}</p>", piece.words)
        case Quote():
            lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in piece.words.splitlines()))
            return format_html('<blockquote style="border-left: 3px solid; padding-left: 1em">{}</blockquote>', lines)
        case Bar():
            return format_html('<pre style="white-space: pre-wrap">{}</pre>', piece.characters)
        case Link():
            weight = "bold" if piece.main else "normal"
            return format_html(
                '<p><a href="{}" style="font-weight: {}">{}</a></p>', escape(piece.url), weight, piece.words
            )
