"""HTML for a site: one page that carries its own style, fetches nothing and runs nothing."""

import base64
from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from toutdoux.reports.logic.document import (
    Align,
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Literal,
    Numbered,
    Paragraph,
    Quote,
    Run,
    Runs,
    Table,
    numbered,
)

_STYLE = """
:root { color-scheme: light dark; --ink: #1F2A26; --paper: #FBF9F4; --muted: #56635D; --line: #DDD8CC; --link: #1F5F8B; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #EDF1EC; --paper: #161B19; --muted: #A9B5AE; --line: #37423D; --link: #8FC3EA; }
}
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 44rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 "Atkinson Hyperlegible", system-ui, sans-serif; overflow-wrap: break-word; }
header p, .note, footer { color: var(--muted); }
a { color: var(--link); }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); }
th, td { padding: 0.3rem 0.5rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.end { text-align: right; }
blockquote { margin-inline: 0; padding-left: 1rem; border-left: 3px solid var(--line); }
pre { overflow-x: auto; }
svg { max-width: 100%; height: auto; }
footer { margin-top: 3rem; border-top: 1px solid var(--line); font-size: 0.875rem; }
@media print { body { max-width: none; background: none; } h2, h3 { break-after: avoid; } tr { break-inside: avoid; } }
"""


def to_html(document: Document) -> SafeString:
    """Return the document as a page of HTML. Every word is escaped here; nothing of the members' is taken as HTML."""
    blocks = tuple(numbered(document.blocks))
    return format_html(
        '<!DOCTYPE html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{}</title>\n'
        "<style>{}</style>\n</head>\n<body>\n<header>\n{}<p>{}</p>\n<h1>{}</h1>\n{}\n</header>\n{}<main>\n{}\n</main>\n"
        "<footer><p>{}</p></footer>\n</body>\n</html>\n",
        document.language,
        document.title,
        mark_safe(_STYLE),  # noqa: S308 -- ours
        _logo(document),
        document.owner,
        document.title,
        format_html_join("\n", "<p>{}</p>", ((line,) for line in document.lines)),
        _contents(document, blocks),
        _written(blocks),
        document.identity,
    )


def _logo(document: Document) -> SafeString:
    if document.logo is None:
        return SafeString("")
    data = base64.b64encode(document.logo).decode()
    return format_html('<img src="data:image/png;base64,{}" alt="{}" height="80">\n', data, document.logo_words)


def fragment(blocks: Iterable[Block]) -> SafeString:
    """Return blocks as a part of a page, whose own headings are above: a heading of level 2 is an ``h3``."""
    return _written(
        Numbered(text=block.text, level=block.level, number="") if isinstance(block, Heading) else block
        for block in blocks
    )


def _contents(document: Document, blocks: Iterable[Block | Numbered]) -> SafeString:
    if not document.contents:
        return SafeString("")
    entries = ((b.number, b.number, b.text) for b in blocks if isinstance(b, Numbered) and b.number)
    return format_html(
        '<nav aria-label="{}"><h2>{}</h2><ul>{}</ul></nav>\n',
        document.contents,
        document.contents,
        format_html_join("", '<li><a href="#s{}">{} {}</a></li>', entries),
    )


def _written(blocks: Iterable[Block | Numbered]) -> SafeString:
    return format_html_join("\n", "{}", ((_block(block),) for block in blocks))


def _block(block: Block | Numbered) -> SafeString:
    match block:
        case Numbered():
            level = min(block.level + 1, 6)
            if not block.number:
                return format_html("<h{}>{}</h{}>", level, block.text, level)
            return format_html('<h{} id="s{}">{} {}</h{}>', level, block.number, block.number, block.text, level)
        case Heading():
            return format_html("<p><strong>{}</strong></p>", block.text)
        case Paragraph():
            return format_html("<p>{}</p>", _runs(block.runs))
        case Bullets():
            tag = "ol" if block.ordered else "ul"
            items = format_html_join("", "<li>{}</li>", ((_item(item),) for item in block.items))
            return format_html("<{}>{}</{}>", tag, items, tag)
        case Quote():
            return format_html("<blockquote>{}</blockquote>", _written(block.blocks))
        case Literal():
            return format_html("<pre><code>{}</code></pre>", block.text)
        case Table():
            return _table(block)
        case Figure():
            # Drawn by us, never by a member.
            caption = format_html("<figcaption>{}</figcaption>", block.caption) if block.caption else ""
            return format_html("<figure>{}{}</figure>", caption, mark_safe(block.svg))  # noqa: S308


def _item(blocks: tuple[Block, ...]) -> SafeString:
    if len(blocks) == 1 and isinstance(blocks[0], Paragraph):
        return _runs(blocks[0].runs)
    return _written(blocks)


def _table(table: Table) -> SafeString:
    classes = [mark_safe(' class="end"') if column.align is Align.END else "" for column in table.columns]
    head = format_html_join(
        "", '<th scope="col"{}>{}</th>', zip(classes, (column.title for column in table.columns), strict=True)
    )
    rows = format_html_join(
        "\n",
        "<tr>{}</tr>",
        (
            (format_html_join("", "<td{}>{}</td>", zip(classes, (_runs(cell) for cell in row), strict=True)),)
            for row in table.rows
        ),
    )
    return format_html(
        '<div class="scroll" role="region" aria-label="{}" tabindex="0"><table>{}<thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}',
        table.caption or ", ".join(column.title for column in table.columns),
        format_html("<caption>{}</caption>", table.caption) if table.caption else "",
        head,
        rows,
        format_html_join(
            "", '<p class="note"><sup>{}</sup> {}</p>', ((note.number, _runs(note.runs)) for note in table.notes)
        ),
    )


def _runs(runs: Runs) -> SafeString:
    return format_html_join("", "{}", ((_run(run),) for run in runs))


def _run(run: Run) -> SafeString:
    if run.note is not None:
        return format_html("<sup>{}</sup>", run.note)
    written = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in run.text.split("\n")))
    for tag, holds in (("code", run.code), ("s", run.struck), ("em", run.emphasis), ("strong", run.strong)):
        if holds:
            written = format_html("<{}>{}</{}>", tag, written, tag)
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', run.href, written) if run.href else written
