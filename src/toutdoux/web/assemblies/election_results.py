"""A round of an election in words and tables: what it decided, and the full count behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from toutdoux.assemblies.elections.queries import ElectionRow, RoundRow
from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.rules.elections import Grade, Result
from toutdoux.rules.rulebook import ElectionMethod
from toutdoux.wording.assemblies import count_lines
from toutdoux.wording.elections import (
    column_word,
    count_sentence,
    grade_word,
    number_words,
    result_sentences,
    room_sentence,
)
from toutdoux.wording.voting import way_words


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table of figures: its columns, and one row for each name with what stands under each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A round in words. ``sentences``: what it decided, once it is closed. ``bar``: of a single list."""

    row: RoundRow
    way: str
    room: str
    count: str
    sentences: tuple[str, ...]
    bar: CouncilBar | None
    table: Table | None
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
        table=None if result is None else _table(result, known),
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


def _table(result: Result, names: Mapping[str, str]) -> Table | None:
    """Return the full count: what each method counts."""
    if result.profiles:
        ordered = sorted(result.profiles, key=lambda one: (one.option not in result.elected, names[one.option]))
        return Table(
            columns=tuple(grade_word(grade) for grade in reversed(Grade)),
            rows=tuple((names[one.option], tuple(str(n) for n in reversed(one.grades))) for one in ordered),
        )
    if result.duels:
        options = tuple(dict.fromkeys(duel.one for duel in result.duels))
        prefer = {(duel.one, duel.other): f"{duel.prefer} ({duel.strength})" for duel in result.duels}
        return Table(
            columns=tuple(names[option] for option in options),
            rows=tuple((names[one], tuple(prefer.get((one, other), "") for other in options)) for one in options),
        )
    if result.method is ElectionMethod.LIST or not result.stages:
        return None
    return _stages(result, names)


def _stages(result: Result, names: Mapping[str, str]) -> Table:
    """Return the totals, one column for each count; under proportional lists, the seats beside them."""
    options = [option for option, _ in result.stages[0].totals]
    totals = [dict(stage.totals) for stage in result.stages]
    rows = [
        (names[option], tuple(_number(total.get(option)) for total in totals))
        for option in sorted(options, key=lambda one: (-totals[0].get(one, 0), names[one]))
    ]
    if result.method is ElectionMethod.PROPORTIONAL:
        seats = {names[option]: str(number) for option, number in result.seats_of}
        return Table(
            columns=(column_word("votes"), column_word("seats")),
            rows=tuple((name, (*cells, seats[name])) for name, cells in rows),
        )
    columns = tuple(str(at) for at in range(1, len(totals) + 1)) if len(totals) > 1 else (column_word("votes"),)
    return Table(columns=columns, rows=tuple(rows))


def _number(total: Fraction | None) -> str:
    return "" if total is None else number_words(total)
