"""French typography: fine spaces that do not break, guillemets, apostrophes. Words keep their letters."""

import re
from collections.abc import Iterable
from dataclasses import replace

from toutdoux.reports.logic.document import Block, Document, Figure, Heading, Run, Table
from toutdoux.reports.logic.figures import changed_runs

FINE = "\u202f"
_BEFORE = re.compile(r"(?<=\S)[ \u00a0]+([;:!?»%€])")
_AFTER = re.compile(r"«[ \u00a0\u202f]*")
_QUOTED = re.compile(r"\"([^\"\n]+)\"")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_SYMBOL = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")


def french(text: str) -> str:
    """Return the words as a French printer sets them."""
    text = _QUOTED.sub(rf"«{FINE}\1{FINE}»", text)
    text = _BEFORE.sub(rf"{FINE}\1", text)
    text = _AFTER.sub(f"«{FINE}", text)
    text = _SYMBOL.sub(FINE, text)
    return _APOSTROPHE.sub("’", text).replace("...", "…")


def set_in_french(document: Document) -> Document:
    """Return the document as a French printer sets it, whoever wrote its texts; code and addresses stay as they are."""
    return replace(
        document,
        title=french(document.title),
        lines=tuple(french(line) for line in document.lines),
        blocks=_blocks(document.blocks),
    )


def _blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(_titles(block) for block in changed_runs(blocks, _run))


def _run(run: Run) -> Run:
    return run if run.code or run.text.startswith(("http://", "https://")) else replace(run, text=french(run.text))


def _titles(block: Block) -> Block:
    match block:
        case Heading():
            return replace(block, text=french(block.text))
        case Figure():
            return replace(block, alt=french(block.alt), caption=french(block.caption))
        case Table():
            columns = tuple(replace(column, title=french(column.title)) for column in block.columns)
            return replace(block, caption=french(block.caption), columns=columns)
        case _:
            return block
