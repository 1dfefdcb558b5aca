"""How the decisions of a period went, in figures: each one counted from the rows of the register, none typed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction
from statistics import median_low

from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind

_GOES_ON = frozenset({Label.ACCEPTED, Label.WAITING, Label.IN_PROGRESS, Label.OPEN})


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One action of the register, as the review counts it. ``status`` None: a row of an old table.

    ``council`` and ``cast`` are of its current text; ``taken`` is how long the decision took, None while undecided.
    """

    reference: str
    kind: Kind
    label: Label
    status: Status | None
    execution: Execution
    council: int
    cast: int
    taken: timedelta | None
    leads: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Review:
    """The figures. ``participation`` is of the seats of extraordinary actions; None where there were none to count."""

    total: int
    extraordinary: int
    ordinary: int
    labels: tuple[tuple[Label, int], ...]
    at_once: int
    tacit: int
    blocked: int
    annulled: int
    withdrawn: int
    still_open: int
    median: timedelta | None
    participation: Fraction | None
    leads: int
    carried_over: tuple[str, ...]


def taken(*, opened_at: datetime | None, decided_at: datetime | None) -> timedelta | None:
    """Return how long a decision took from the publication of its text."""
    return decided_at - opened_at if opened_at is not None and decided_at is not None else None


def review(rows: Sequence[Decided]) -> Review:
    """Return the figures of ``rows``, the actions attributed to one period (counter-votes are not among them).

    What was announced or has passed and is not over is carried over to the next period.
    """
    counted = [row for row in rows if row.kind is Kind.EXTRAORDINARY]
    statuses = Counter(row.status for row in counted)
    labels = Counter(row.label for row in rows)
    seats = sum(row.council for row in counted if row.status is not None)
    times = sorted(
        row.taken for row in counted if row.taken is not None and row.status in {Status.ACCEPTED, Status.TACIT}
    )
    return Review(
        total=len(rows),
        extraordinary=len(counted),
        ordinary=len(rows) - len(counted),
        labels=tuple((label, labels[label]) for label in Label if labels[label]),
        at_once=statuses[Status.ACCEPTED],
        tacit=statuses[Status.TACIT],
        blocked=statuses[Status.BLOCKED],
        annulled=sum(row.status is Status.ANNULLED for row in rows),
        withdrawn=sum(row.status is Status.WITHDRAWN for row in rows),
        still_open=statuses[Status.OPEN],
        median=median_low(times) if times else None,
        participation=(Fraction(sum(row.cast for row in counted if row.status is not None), seats) if seats else None),
        leads=len({name for row in rows for name in row.leads}),
        carried_over=tuple(
            row.reference
            for row in rows
            if row.label in _GOES_ON
            # An old table that says "accepted" does not say that it was not done.
            and not (row.status is None and row.label is Label.ACCEPTED)
            and row.execution not in {Execution.DONE, Execution.ABANDONED}
        ),
    )
