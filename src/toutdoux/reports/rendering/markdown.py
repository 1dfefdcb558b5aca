"""Markdown, for a wiki or a pad: plain text that reads well as it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

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
    Table,
    numbered,
)

#: What would be read as a mark of Markdown, wherever it stands in a line.
_MARKS = re.compile(r"([\\`*_\[\]<>~|]|&(?=#?\w+;))")
#: What would be read as one at the beginning of a line.
_FIRST = re.compile(r"^(\s*)([-+#=>]|\d+[.)])", re.MULTILINE)


def to_markdown(document: Document) -> str:
    """Return the document as Markdown (CommonMark with tables)."""
    lines = (_escaped(line) for line in (document.owner, *document.lines))
    parts = [f"# {_title(document.title)}", _line_starts("  \n".join(lines))]
    parts += _blocks(numbered(document.blocks))
    if document.identity:
        parts += ["---", _escaped(document.identity)]
    return "\n\n".join(parts) + "\n"


def _blocks(blocks: Iterable[Block | Numbered]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Numbered():
                number = f"{block.number} " if block.number else ""
                yield f"{'#' * (block.level + 1)} {number}{_title(block.text)}"
            case Heading():
                yield f"**{_title(block.text)}**"
            case Paragraph():
                yield _line_starts(_written(block.runs))
            case Bullets():
                yield "\n".join(_item(item, place, ordered=block.ordered) for place, item in enumerate(block.items, 1))
            case Quote():
                inner = "\n\n".join(_blocks(block.blocks))
                yield "\n".join(f"> {line}".rstrip() for line in inner.split("\n"))
            case Literal():
                fence = "`" * max(3, 1 + max((len(run) for run in re.findall(r"`+", block.text)), default=0))
                yield f"{fence}\n{block.text}\n{fence}"
            case Table():
                yield from _table(block)
            case Figure():
                if block.caption:
                    yield f"**{_escaped(block.caption)}**"
                yield f"```\n{block.characters}\n```" if block.characters else _escaped(block.alt)


def _item(blocks: tuple[Block, ...], place: int, *, ordered: bool) -> str:
    mark = f"{place}. " if ordered else "- "
    text = "\n\n".join(_blocks(blocks))
    return mark + text.replace("\n", "\n" + " " * len(mark))


def _table(table: Table) -> Iterator[str]:
    if table.caption:
        yield f"**{_escaped(table.caption)}**"
    rules = ["--:" if column.align is Align.END else "---" for column in table.columns]
    rows = [
        [_escaped(column.title) for column in table.columns],
        rules,
        *(
            [_written(map(_celled, cell)).replace("  \n", "<br>").replace("\n", " ") for cell in row]
            for row in table.rows
        ),
    ]
    yield "\n".join("| " + " | ".join(row) + " |" for row in rows)
    if table.notes:
        yield "  \n".join(f"({note.number}) {_written(note.runs)}" for note in table.notes)


def _celled(run: Run) -> Run:
    """Keep what code holds from being read as the end of its cell."""
    return replace(run, text=run.text.replace("|", "\\|")) if run.code else run


def _written(runs: Iterable[Run]) -> str:
    return "".join(_run(run) for run in runs)


def _run(run: Run) -> str:
    if run.note is not None:
        return f" ({run.note})"
    if run.code:
        fence = "`" * (1 + max((len(found) for found in re.findall(r"`+", run.text)), default=0))
        # A mark of code, or a space, at the edge of code is its own only when a space stands before it.
        edge = " " if run.text.strip(" ") and {run.text[0], run.text[-1]} & set("` ") else ""
        return f"{fence}{edge}{run.text}{edge}{fence}"
    text = _escaped(run.text).replace("\n", "  \n")
    marks = "**" * run.strong + "*" * run.emphasis + "~~" * run.struck
    if marks and text.strip():
        # Marks hold only when they touch the words.
        inner = text.strip()
        start = text.index(inner)
        text = f"{text[:start]}{marks}{inner}{marks[::-1]}{text[start + len(inner) :]}"
    if not run.href:
        return text
    return f"[{text}](<{run.href}>)" if {*run.href} & set("()") else f"[{text}]({run.href})"


def _escaped(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def _title(text: str) -> str:
    """Keep a title on its line, and the hashes it ends with."""
    return re.sub(r"#$", r"\\#", _escaped(text).replace("\n", " "))


def _line_starts(text: str) -> str:
    """Keep a line of words from being read as a heading, a list or a quotation."""
    return _FIRST.sub(lambda found: f"{found[1]}\\{found[2]}" if not found[2][0].isdigit() else _number(found), text)


def _number(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2][:-1]}\\{found[2][-1]}"
