"""A round of an election in words: what it decided, and the full count behind it."""

from collections.abc import Mapping
from dataclasses import dataclass

from toutdoux.assemblies.elections.queries import ElectionRow, RoundRow
from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.rules.elections import Result
from toutdoux.wording.assemblies import count_lines
from toutdoux.wording.election_tables import CountTable, count_table
from toutdoux.wording.elections import count_sentence, result_sentences, room_sentence
from toutdoux.wording.voting import way_words


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A round in words. ``sentences``: what it decided, once it is closed. ``bar``: of a single list."""

    row: RoundRow
    way: str
    room: str
    count: str
    sentences: tuple[str, ...]
    bar: CouncilBar | None
    table: CountTable | None
    duels: bool


def shown_round(row: RoundRow, *, election: ElectionRow, names: Mapping[str, str]) -> Shown:
    """Put one round into words."""
    result = row.result
    known = _Known(names)
    return Shown(
        row=row,
        way=way_words(row.way),
        room=room_sentence(row.presence),
        count="" if result is None or result.resolved else count_sentence(result),
        sentences=() if result is None else result_sentences(result, names=known, rule=election.tie),
        bar=None if result is None else _bar(row, result),
        table=None if result is None else count_table(result, known),
        duels=result is not None and bool(result.duels),
    )


class _Known(dict[str, str]):
    """Names of options; somebody who withdrew from a round that was cancelled has no name here any more."""

    def __missing__(self, option: str) -> str:
        return "—"


def _bar(row: RoundRow, result: Result) -> CouncilBar | None:
    found = result.resolved
    if found is None:
        return None
    return CouncilBar(
        seats=row.presence.votes,
        for_=found.votes.for_,
        against=found.votes.against,
        blank=found.votes.blank,
        figures=" · ".join(count_lines(found)),
    )
