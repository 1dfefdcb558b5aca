"""An entry of a register, told in a report: its days, its figures with their labels, what was noted about it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext, ngettext

from toutdoux.procedures.registering import SHEETS
from toutdoux.registers.logic.shape import Sort
from toutdoux.registers.queries import EntryRow
from toutdoux.reports.logic.document import Block, Heading, Paragraph, Run, Source
from toutdoux.reports.logic.figures import told
from toutdoux.reports.rendering.prose import prose
from toutdoux.wording import dates
from toutdoux.wording.entries import amount_words, field_label, state_word, value_words

_FIGURES = frozenset({Sort.COUNT, Sort.AMOUNT, Sort.MINUTES})
_BETWEEN = " · "
#: What is counted in so many entries that it has a sentence of its own.
_COUNTED: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "attendance": lambda count: ngettext("%(count)s person came", "%(count)s people came", count),
        "helped": lambda count: ngettext("%(count)s person was helped", "%(count)s people were helped", count),
        "interviews": lambda count: ngettext("%(count)s interview was given", "%(count)s interviews were given", count),
        "students": lambda count: ngettext("%(count)s student", "%(count)s students", count),
    }
)


def told_whole(row: EntryRow, *, level: int = 2, without: frozenset[str] = frozenset()) -> Iterator[Block]:
    """Tell an entry under a title of its own: its line of facts, then every text that was noted."""
    yield Heading(level=level, text=row.title)
    line = told_line(row, without=without)
    if line:
        yield Paragraph(runs=line)
    yield from texts(row, level=level + 1)


def told_line(row: EntryRow, *, without: frozenset[str] = frozenset()) -> tuple[Run, ...]:
    """Return the days and the short fields of an entry on one line, figures with their source; ``without`` some fields."""
    parts: list[tuple[Run, ...]] = [(Run(text=days_words(row.day, row.last_day)),)]
    if row.state and "state" not in without:
        state = state_word(row.kind, row.state)
        parts.append((entry_figure(row, "state", shown=state, value=row.state, label=gettext("State")),))
    if row.amount is not None:
        shown = amount_words(row.amount, currency=row.currency)
        parts.append((entry_figure(row, "amount", shown=shown, value=str(row.amount), label=gettext("Amount")),))
    for field in SHEETS[row.kind].fields:
        if field.name in without or field.sort in {Sort.WORDS, Sort.YES} or field.name not in row.values:
            continue
        parts.append(_field(row, field.name, field.sort, row.values[field.name]))
    runs: list[Run] = []
    for part in parts:
        runs += [Run(text=_BETWEEN), *part] if runs else part
    return tuple(runs)


def texts(row: EntryRow, *, level: int) -> Iterator[Block]:
    """Yield what was written about an entry: its note, then the texts of its kind."""
    yield from prose(row.note, first_level=level)
    for field in SHEETS[row.kind].fields:
        if field.sort is Sort.WORDS and row.values.get(field.name):
            yield from prose(str(row.values[field.name]), first_level=level)


def entry_figure(row: EntryRow, name: str, *, shown: str, value: str, label: str) -> Run:
    """Return a figure of an entry, which leads to the entry."""
    return Run(
        text=shown,
        source=Source(
            page="entry",
            named=(("entry_id", str(row.id)),),
            code=f"{name} of {row.id}",
            value=value,
            label=f"{row.title}, {label}",
        ),
    )


def days_words(first: date, last: date | None) -> str:
    """Write a day, or the first and the last of several."""
    if last is None or last == first:
        return dates.day_words(first)
    data = {"first": dates.day_words(first), "last": dates.day_words(last)}
    return gettext("from %(first)s to %(last)s") % data


def _field(row: EntryRow, name: str, sort: Sort, value: Any) -> tuple[Run, ...]:
    label = field_label(row.kind, name)
    field = SHEETS[row.kind].field(name)
    assert field is not None
    shown = value_words(field, value)
    if sort is Sort.LINK:
        return (Run(text=shown, href=str(value)),)
    if name in _COUNTED:
        return told(
            _COUNTED[name](int(value)), count=entry_figure(row, name, shown=shown, value=str(value), label=label)
        )
    named = Run(text=gettext("%(name)s: ") % {"name": label})
    if sort in _FIGURES:
        return named, entry_figure(row, name, shown=shown, value=str(value), label=label)
    return named, Run(text=shown)
