"""The council bar, our signature: a whole council on one line, and the time it has left under it.

As many seats as members. For fills from the left with Blank, hatched, after it; Against fills from the right; the rest
is empty. A tick marks how many seats each side needs, counted from that side. The facts are drawn here and nowhere
else: as SVG by :func:`council_bar_svg` in :mod:`toutdoux.drawing.council_bar_svg`, as characters by
:func:`council_bar_text` below.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

SEATS_DRAWN_ONE_BY_ONE: Final = 40
"""Above this many seats nobody counts symbols any more: the bar becomes continuous."""

TEXT_WIDTH: Final = 40
"""Characters in a continuous bar, ticks not counted."""

TIME_LINE_WIDTH: Final = 17
"""Characters in the time line, its markers included."""


class Seat(StrEnum):
    """What one seat of the council shows."""

    FOR = "for"
    BLANK = "blank"
    EMPTY = "empty"
    AGAINST = "against"


SEAT_CHARACTERS: Final = {Seat.FOR: "●", Seat.BLANK: "◍", Seat.EMPTY: "○", Seat.AGAINST: "■"}
SHADE_CHARACTERS: Final = {Seat.FOR: "█", Seat.BLANK: "▒", Seat.EMPTY: "░", Seat.AGAINST: "▓"}
TICK: Final = "┃"


@dataclass(frozen=True, kw_only=True)
class CouncilBar:
    """What a bar shows; every word in it is already localised.

    Numbers are seats. A mark is how many seats that side needs: 11 of 22 puts a tick after the eleventh seat from that
    side; a fraction of a seat is rounded up, since nobody casts half a ballot. An ordinary action has no mark and no
    deadline; a historical row has no instants at all. Instants are all aware, or all naive.
    """

    seats: int
    for_: int
    against: int
    blank: int = 0
    for_mark: Fraction | int | None = None
    against_mark: Fraction | int | None = None

    opened_at: datetime | None = None
    deadline: datetime | None = None
    now: datetime | None = None
    decided_at: datetime | None = None
    """When the outcome was fixed, if it is; passing is not closing, so time may still run."""
    closed_at: datetime | None = None
    """When ballots stopped, if they have."""

    figures: str
    """For example « 9 pour · 1 contre · moitié : 11 sur 22 »."""
    sentence: str = ""
    """The state in words and what silence will do; a screen reader hears this."""
    opened_label: str = ""
    deadline_label: str = ""

    def __post_init__(self) -> None:
        """Raise ``ValueError`` for figures no council can have."""
        counts = (self.for_, self.against, self.blank)
        if min(counts) < 0 or sum(counts) > self.seats:
            raise ValueError(f"{counts} ballots do not fit in {self.seats} seats")
        if any(mark is not None and mark < 0 for mark in (self.for_mark, self.against_mark)):
            raise ValueError("a mark cannot be negative")

    @property
    def drawn_one_by_one(self) -> bool:
        """Whether each seat has its own symbol."""
        return self.seats <= SEATS_DRAWN_ONE_BY_ONE

    @property
    def for_tick(self) -> int | None:
        """Seats to the left of For's tick; a mark beyond the council stands at its very end."""
        return None if self.for_mark is None else min(math.ceil(self.for_mark), self.seats)

    @property
    def against_tick(self) -> int | None:
        """Seats to the left of Against's tick, which is counted from the right."""
        return None if self.against_mark is None else max(self.seats - math.ceil(self.against_mark), 0)

    @property
    def segments(self) -> tuple[tuple[Seat, int], ...]:
        """How many seats show what, from the left."""
        empty = self.seats - self.for_ - self.blank - self.against
        return ((Seat.FOR, self.for_), (Seat.BLANK, self.blank), (Seat.EMPTY, empty), (Seat.AGAINST, self.against))

    @property
    def has_time_line(self) -> bool:
        """Whether there is a span of time to draw."""
        return self.opened_at is not None and self.deadline is not None

    def share_of_time(self, instant: datetime | None) -> float | None:
        """Return where ``instant`` stands between opening (0) and deadline (1); clamped, since clocks go astray."""
        if instant is None or self.opened_at is None or self.deadline is None:
            return None
        whole = self.deadline - self.opened_at
        if instant >= self.deadline or not whole:
            return 1.0
        return min(max((instant - self.opened_at) / whole, 0.0), 1.0)


def council_bar_text(bar: CouncilBar) -> str:
    """Return the bar in characters: seats and figures, then time and sentence, on at most two lines.

    Meant for a fixed-width face: chat posts, mails, the terminal, Markdown.
    """
    if bar.drawn_one_by_one:
        seats = _with_ticks(bar, {place: place for place in range(bar.seats + 1)}, SEAT_CHARACTERS)
    else:
        cells = distinct_places(places=_boundaries(bar), total=bar.seats, width=TEXT_WIDTH)
        seats = f"● {_with_ticks(bar, cells, SHADE_CHARACTERS)} ■"
    first = "   ".join(part for part in (seats, bar.figures) if part)
    second = "   ".join(part for part in (_time_line(bar), bar.sentence) if part)
    return f"{first}\n{second}" if second else first


def distinct_places(*, places: Iterable[int], total: int, width: int) -> dict[int, int]:
    """Scale seat ``places`` from 0…``total`` to 0…``width``, keeping different places different.

    Plain rounding would draw 499 of 1,000 as if half had been reached. Here two places share a cell only when they are
    equal, so the drawing never says more than the count. Needs fewer distinct places than ``width``.
    """
    ordered = sorted({0, total, *places})
    scaled: list[int] = []
    for place in ordered:
        least = scaled[-1] + 1 if scaled else 0
        scaled.append(max(place * width // total, least))
    most = width
    for index in reversed(range(len(scaled))):
        scaled[index] = min(scaled[index], most)
        most = scaled[index] - 1
    return dict(zip(ordered, scaled, strict=True))


def _boundaries(bar: CouncilBar) -> set[int]:
    ends = {bar.for_, bar.for_ + bar.blank, bar.seats - bar.against}
    return ends | {tick for tick in (bar.for_tick, bar.against_tick) if tick is not None}


def _with_ticks(bar: CouncilBar, cells: dict[int, int], characters: dict[Seat, str]) -> str:
    """Write the segments, and a tick before the cell where each mark falls; coinciding marks share one tick."""
    drawn: list[str] = []
    place = 0
    for seat, count in bar.segments:
        drawn += characters[seat] * (cells[place + count] - cells[place])
        place += count
    ticks = {cells[tick] for tick in (bar.for_tick, bar.against_tick) if tick is not None}
    for tick in sorted(ticks, reverse=True):
        drawn.insert(tick, TICK)
    return "".join(drawn)


def _time_line(bar: CouncilBar) -> str:
    """Write the span from opening to deadline with the decision (┿) and now (●) or the close (◆) on it."""
    if not bar.has_time_line:
        return ""
    line = ["─"] * TIME_LINE_WIDTH
    for instant, character in ((bar.decided_at, "┿"), (bar.now, "●"), (bar.closed_at, "◆")):
        if character == "●" and bar.closed_at is not None:
            continue
        share = bar.share_of_time(instant)
        if share is not None:
            line[round(share * (TIME_LINE_WIDTH - 1))] = character
    return " ".join(part for part in (bar.opened_label, "".join(line), bar.deadline_label) if part)
