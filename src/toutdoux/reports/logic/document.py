"""A document before it has a form: title page, sections, tables with their notes, figures. Every renderer reads this.

Texts are plain words, already in the reader's language; what members wrote in Markdown has become the same blocks.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any


class Align(StrEnum):
    """How a column stands: words at the start, figures at the end."""

    START = "start"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a figure comes from: the page of the association that holds its facts, by the name of its address.

    ``named`` fills in that address, ``asked`` its question. A figure with a ``code`` is followed: when ``value`` (a form
    that no language changes) becomes another, those who wrote beside it are told, under its ``label``.
    """

    page: str
    named: tuple[tuple[str, str], ...] = ()
    asked: tuple[tuple[str, str], ...] = ()
    code: str = ""
    value: str = ""
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of words in one style. ``href`` makes it a link; ``note`` the call of a note of its table.

    ``source``: where a figure comes from. On a page of the association it is a link; on paper it is the figure alone.
    """

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    struck: bool = False
    href: str = ""
    note: int | None = None
    source: Source | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The title of a section. Level 1 is the highest under the title of the document; levels 1 and 2 are numbered."""

    level: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """A paragraph. A run holding a line break breaks the line."""

    runs: Runs


@dataclass(frozen=True, kw_only=True)
class Bullets:
    """A list; each item is a few blocks. ``ordered`` counts them."""

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What somebody said or wrote elsewhere."""

    blocks: tuple["Block", ...]


@dataclass(frozen=True, kw_only=True)
class Literal:
    """Lines kept as they are."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table. ``share`` is its part of the width, compared with the others'."""

    title: str
    align: Align = Align.START
    share: int = 1


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note under its table, called by its number from a cell."""

    number: int
    runs: Runs


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with its caption; its notes stand under it."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Runs, ...], ...]
    notes: tuple[Note, ...] = ()

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where a row does not fit the columns, or a call has no note."""
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of {self.caption!r} does not have {len(self.columns)} cells")
        known = {note.number for note in self.notes}
        calls = {run.note for row in self.rows for cell in row for run in cell if run.note is not None}
        if not calls <= known:
            raise ValueError(f"{self.caption!r} calls notes that are not there: {sorted(calls - known)}")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A drawing: SVG, what it says in words, its form in characters where there is one, and its title."""

    svg: str
    alt: str
    characters: str = ""
    caption: str = ""


Block = Heading | Paragraph | Bullets | Quote | Literal | Table | Figure


@dataclass(frozen=True, kw_only=True)
class Document:
    """A whole document. ``lines`` stand on the title page; ``contents`` is the title of its table of contents.

    ``on`` dates the file itself, so that the same facts make the same bytes; ``identity`` is printed at the foot.
    ``logo`` is a PNG for the title page, with its words for those who do not see it; ``colour`` draws its lines.
    """

    title: str
    owner: str
    lines: tuple[str, ...]
    language: str
    on: date
    contents: str
    blocks: tuple[Block, ...]
    identity: str = ""
    subject: str = ""
    logo: bytes | None = None
    logo_words: str = ""
    colour: str = ""

    def with_identity(self, identity: str) -> "Document":
        """Return the document with other words at its foot."""
        return replace(self, identity=identity)


#: How deep sections are numbered: 2.1, and no further.
NUMBERED_LEVELS = 2


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A heading in its place: its level with no gap to the one before, its number (``2.1``; deeper ones have none)."""

    text: str
    level: int
    number: str


def numbered(blocks: Iterable[Block]) -> Iterator[Block | Numbered]:
    """Yield the blocks in order, headings with their numbers; one that skips a level is brought up under the last."""
    counts = [0] * NUMBERED_LEVELS
    above = 0
    for block in blocks:
        if not isinstance(block, Heading):
            yield block
            continue
        above = level = min(block.level, above + 1)
        number = ""
        if level <= NUMBERED_LEVELS:
            counts[level - 1] += 1
            counts[level:] = [0] * (NUMBERED_LEVELS - level)
            number = ".".join(str(count) for count in counts[:level])
        yield Numbered(text=block.text, level=level, number=number)


def plain(runs: Runs) -> str:
    """Return the words of runs without their style."""
    return "".join(run.text for run in runs)


def words(text: str, *, strong: bool = False) -> Runs:
    """Return words as runs; none for an empty text."""
    return (Run(text=text, strong=strong),) if text else ()


def paragraph(text: str) -> Paragraph:
    """Return words as a paragraph."""
    return Paragraph(runs=words(text))


def to_data(document: Document) -> Mapping[str, Any]:
    """Return the document as plain data, headings numbered: what the engine of the PDF reads."""
    return {
        "title": document.title,
        "owner": document.owner,
        "lines": list(document.lines),
        "language": document.language,
        "contents": document.contents,
        "logo": document.logo is not None,
        "logo-words": document.logo_words,
        "colour": document.colour,
        "identity": document.identity,
        "subject": document.subject,
        "blocks": [_block(block) for block in numbered(document.blocks)],
    }


def _block(block: Block | Numbered) -> dict[str, Any]:
    match block:
        case Numbered():
            return {"kind": "heading", "level": block.level, "number": block.number, "text": block.text}
        case Heading():
            # Inside a list or a quotation there are no sections: a title there is words that stand out.
            return {"kind": "paragraph", "runs": _runs(words(block.text, strong=True))}
        case Paragraph():
            return {"kind": "paragraph", "runs": _runs(block.runs)}
        case Bullets():
            return {
                "kind": "bullets",
                "ordered": block.ordered,
                "items": [[_block(inner) for inner in item] for item in block.items],
            }
        case Quote():
            return {"kind": "quote", "blocks": [_block(inner) for inner in block.blocks]}
        case Literal():
            return {"kind": "literal", "text": block.text}
        case Table():
            return {
                "kind": "table",
                "caption": block.caption,
                "columns": [
                    {"title": column.title, "align": str(column.align), "share": column.share}
                    for column in block.columns
                ],
                "rows": [[_runs(cell) for cell in row] for row in block.rows],
                "notes": [{"number": note.number, "runs": _runs(note.runs)} for note in block.notes],
            }
        case _:
            return {"kind": "figure", "svg": block.svg, "alt": block.alt, "caption": block.caption}


def _runs(runs: Runs) -> list[dict[str, Any]]:
    return [
        {
            "text": run.text,
            "strong": run.strong,
            "emphasis": run.emphasis,
            "code": run.code,
            "struck": run.struck,
            "href": run.href,
            "note": run.note,
        }
        for run in runs
    ]
