"""The months of a period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from toutdoux.reports.sections.scene import Scene

#: A chart of more months than this says nothing that can be read.
MOST = 24


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month, or what a period holds of it. ``after`` is excluded."""

    first: date
    after: date


def months(scene: Scene, *, earlier: date | None = None) -> tuple[Month, ...]:
    """Return the months of the period up to the last day it tells of; none where its dates are not known.

    ``earlier``: a day from which they are wanted, where something attributed to the period happened before it began.
    """
    first, last = scene.period.starts_on, scene.last_day
    if first is None or first > last:
        return ()
    return tuple(_cut(min(first, (earlier or first).replace(day=1)), last))[-MOST:]


def _cut(first: date, last: date) -> Iterator[Month]:
    while first <= last:
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        yield Month(first=first, after=after)
        first = after


def month_words(day: date) -> str:
    """Return the short name of a month."""
    return date_format(day, "M")
