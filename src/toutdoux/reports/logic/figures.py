"""Figures inside sentences: each is a run of its own, with its source, so that a page can lead to where it comes from."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from toutdoux.reports.logic.document import (
    Block,
    Bullets,
    Paragraph,
    Quote,
    Run,
    Runs,
    Source,
    Table,
)

_PLACE = re.compile(r"%\((\w+)\)s|%%")


def figure(text: object, *, source: Source) -> Run:
    """Return a figure with its source; what it is worth is what is shown, unless the source says it otherwise."""
    return Run(text=str(text), source=source if source.value else replace(source, value=str(text)))


def told(sentence: str, **figures: Run | str) -> Runs:
    """Fill a sentence (``%(count)s members``) with figures and words; what stands between stays words."""
    runs: list[Run] = []
    end = 0
    for place in _PLACE.finditer(sentence):
        runs.append(Run(text=sentence[end : place.start()]))
        end = place.end()
        found = figures[place[1]] if place[1] else "%"
        runs.append(found if isinstance(found, Run) else Run(text=found))
    runs.append(Run(text=sentence[end:]))
    return tuple(run for run in runs if run.text or run.note is not None)


def sourced(blocks: Iterable[Block]) -> Iterator[Run]:
    """Yield every run that has a source, in the order one reads."""
    for run in _all_runs(blocks):
        if run.source is not None:
            yield run


def _all_runs(blocks: Iterable[Block]) -> Iterator[Run]:
    for block in blocks:
        match block:
            case Paragraph():
                yield from block.runs
            case Bullets():
                for item in block.items:
                    yield from _all_runs(item)
            case Quote():
                yield from _all_runs(block.blocks)
            case Table():
                for row in block.rows:
                    for cell in row:
                        yield from cell
                for note in block.notes:
                    yield from note.runs
            case _:
                continue


def changed_runs(blocks: Iterable[Block], change: Callable[[Run], Run]) -> tuple[Block, ...]:
    """Return the blocks with every run passed through ``change``."""

    def cell(runs: Runs) -> Runs:
        return tuple(change(run) for run in runs)

    def one(block: Block) -> Block:
        match block:
            case Paragraph():
                return replace(block, runs=cell(block.runs))
            case Bullets():
                return replace(block, items=tuple(tuple(one(inner) for inner in item) for item in block.items))
            case Quote():
                return replace(block, blocks=tuple(one(inner) for inner in block.blocks))
            case Table():
                return replace(
                    block,
                    rows=tuple(tuple(cell(inner) for inner in row) for row in block.rows),
                    notes=tuple(replace(note, runs=cell(note.runs)) for note in block.notes),
                )
            case _:
                return block

    return tuple(one(block) for block in blocks)
