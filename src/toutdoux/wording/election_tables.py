"""The full count of a round of an election as a table, the same on pages and in the minutes."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from toutdoux.rules.elections import Grade, Result
from toutdoux.rules.rulebook import ElectionMethod
from toutdoux.wording.elections import column_word, grade_word, number_words


@dataclass(frozen=True, kw_only=True)
class CountTable:
    """A table of figures: its columns, and one row for each name with what stands under each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def count_table(result: Result, names: Mapping[str, str]) -> CountTable | None:
    """Return the full count: what each method counts."""
    if result.profiles:
        ordered = sorted(result.profiles, key=lambda one: (one.option not in result.elected, names[one.option]))
        return CountTable(
            columns=tuple(grade_word(grade) for grade in reversed(Grade)),
            rows=tuple((names[one.option], tuple(str(n) for n in reversed(one.grades))) for one in ordered),
        )
    if result.duels:
        options = tuple(dict.fromkeys(duel.one for duel in result.duels))
        prefer = {(duel.one, duel.other): f"{duel.prefer} ({duel.strength})" for duel in result.duels}
        return CountTable(
            columns=tuple(names[option] for option in options),
            rows=tuple((names[one], tuple(prefer.get((one, other), "") for other in options)) for one in options),
        )
    if result.method is ElectionMethod.LIST or not result.stages:
        return None
    return _stages(result, names)


def _stages(result: Result, names: Mapping[str, str]) -> CountTable:
    """Return the totals, one column for each count; under proportional lists, the seats beside them."""
    options = [option for option, _ in result.stages[0].totals]
    totals = [dict(stage.totals) for stage in result.stages]
    rows = [
        (names[option], tuple(_number(total.get(option)) for total in totals))
        for option in sorted(options, key=lambda one: (-totals[0].get(one, 0), names[one]))
    ]
    if result.method is ElectionMethod.PROPORTIONAL:
        seats = {names[option]: str(number) for option, number in result.seats_of}
        return CountTable(
            columns=(column_word("votes"), column_word("seats")),
            rows=tuple((name, (*cells, seats[name])) for name, cells in rows),
        )
    columns = tuple(str(at) for at in range(1, len(totals) + 1)) if len(totals) > 1 else (column_word("votes"),)
    return CountTable(columns=columns, rows=tuple(rows))


def _number(total: Fraction | None) -> str:
    return "" if total is None else number_words(total)
