"""From pieces to the content of an event: HTML for programs that show it, the same in plain text for the others."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from toutdoux.drawing.markdown import render_markdown
from toutdoux.wording.messages import Bar, Heading, Link, Piece, Quote, Text

#: A text longer than this is cut: an event holds 64 kB, and an edited one holds everything twice.
LONGEST = 3000


def content(pieces: Iterable[Piece], *, sort: str, rest: str = "") -> dict[str, object]:
    """Return the content of a message. ``sort``: ``m.text`` calls attention, ``m.notice`` does not. ``rest`` says where
    the rest of a text is that was cut.

    ``m.mentions``, being empty, keeps ``@room`` and names in people's texts from ringing for everyone.
    """
    found = [one for piece in pieces for one in _shortened(piece, rest=rest)]
    return {
        "msgtype": sort,
        "body": "\n\n".join(_plain(piece) for piece in found),
        "format": "org.matrix.custom.html",
        "formatted_body": mark_safe("\n".join(_html(piece) for piece in found)),  # noqa: S308 -- each is escaped below
        "m.mentions": {},
    }


def edit(new: dict[str, object], *, event_id: str) -> dict[str, object]:
    """Return the content of the event that puts ``new`` in the place of a message."""
    return {
        **new,
        "body": f"* {new['body']}",
        "m.new_content": new,
        "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
    }


def in_thread(new: dict[str, object], *, root: str) -> dict[str, object]:
    """Return the content of a message in the thread of another; programs without threads show it as an answer."""
    return {
        **new,
        "m.relates_to": {
            "rel_type": "m.thread",
            "event_id": root,
            "is_falling_back": True,
            "m.in_reply_to": {"event_id": root},
        },
    }


def link_to(*, room_id: str, event_id: str) -> str:
    """Return the address that shows a message, whatever program one uses."""
    return f"https://matrix.to/#/{room_id}/{event_id}"


def _shortened(piece: Piece, *, rest: str) -> tuple[Piece, ...]:
    if not isinstance(piece, Quote) or len(piece.words) <= LONGEST:
        return (piece,)
    cut = Quote(words=piece.words[:LONGEST].rsplit(maxsplit=1)[0] + " […]")
    return (cut, Text(words=rest)) if rest else (cut,)


def _plain(piece: Piece) -> str:
    match piece:
        case Heading() | Text():
            return piece.words
        case Quote():
            return "\n".join(f"> {line}".rstrip() for line in piece.words.splitlines())
        case Bar():
            return piece.characters
        case Link():
            return f"{piece.words}: {piece.url}"


def _html(piece: Piece) -> SafeString:
    match piece:
        case Heading():
            return format_html("<h4>{}</h4>", piece.words)
        case Text():
            return format_html("<p>{}</p>", piece.words)
        case Quote():
            return format_html("<blockquote>{}</blockquote>", mark_safe(render_markdown(piece.words)))  # noqa: S308 -- made safe there
        case Bar():
            lines = format_html_join("\n", "{}", ((line,) for line in piece.characters.splitlines()))
            return format_html("<pre><code>{}</code></pre>", lines)
        case Link():
            return format_html('<p><a href="{}">{}</a></p>', piece.url, piece.words)
