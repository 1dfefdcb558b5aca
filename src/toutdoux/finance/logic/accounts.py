"""What movements of money add up to: a balance, and figures by heading. Amounts in cents, whole numbers; no float anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Movement:
    """Money that came (``cents`` above zero) or went, on a day, under a heading ("" for none)."""

    entry_id: UUID
    kind: str
    title: str
    day: date
    heading: str
    cents: int
    other_side: str = ""
    receipt: str = ""
    way: str = ""
    about_id: UUID | None = None
    action_id: UUID | None = None
    noted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Balance:
    """What was there ``before``, what came and went between two days, what is there ``after``."""

    before: int
    received: int
    paid: int

    @property
    def after(self) -> int:
        """Return what is left."""
        return self.before + self.received - self.paid


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A line of the budget: so many cents to spend, or to receive, under a heading."""

    heading: str
    income: bool
    cents: int


@dataclass(frozen=True, kw_only=True)
class HeadingRow:
    """One heading: what was planned, allowed by decisions and not yet paid, paid, and received."""

    heading: str
    planned_spending: int
    committed: int
    paid: int
    planned_income: int
    received: int


def balance(*, movements: Iterable[Movement], since: date | None, before: date | None) -> Balance:
    """Add up movements from ``since`` (None: from the beginning) to ``before`` (excluded; None: to the last one)."""
    earlier = received = paid = 0
    for one in movements:
        if since is not None and one.day < since:
            earlier += one.cents
        elif before is None or one.day < before:
            received += max(one.cents, 0)
            paid += max(-one.cents, 0)
    return Balance(before=earlier, received=received, paid=paid)


def by_heading(
    *, movements: Iterable[Movement], planned: Iterable[Planned], committed: Iterable[tuple[str, int]]
) -> tuple[HeadingRow, ...]:
    """Return the figures of each heading, by name, what has no heading last.

    ``committed``: heading and cents of what decisions allow and nobody has paid yet.
    """
    rows: dict[str, dict[str, int]] = {}

    def add(heading: str, column: str, cents: int) -> None:
        row = rows.setdefault(
            heading.strip(), dict.fromkeys(("planned_spending", "committed", "paid", "planned_income", "received"), 0)
        )
        row[column] += cents

    for line in planned:
        add(line.heading, "planned_income" if line.income else "planned_spending", line.cents)
    for heading, cents in committed:
        add(heading, "committed", cents)
    for one in movements:
        add(one.heading, "received" if one.cents >= 0 else "paid", abs(one.cents))
    ordered = sorted(rows, key=lambda heading: (heading == "", heading.casefold()))
    return tuple(HeadingRow(heading=heading, **rows[heading]) for heading in ordered)
