"""How long people could use a service: the time it was open, without what incidents and maintenance took. Exact, no float."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class Span:
    """From an instant to another (excluded); ``ends_at`` None: still going on."""

    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Availability:
    """How long a service was open between two instants, and how long of that nobody could use it."""

    open: timedelta
    down: timedelta

    @property
    def share(self) -> Fraction | None:
        """Return the share of the time it was open during which it could be used; None if it was never open."""
        if not self.open:
            return None
        return 1 - Fraction(_microseconds(self.down), _microseconds(self.open))


def availability(*, opened: Iterable[Span], down: Iterable[Span], since: datetime, before: datetime) -> Availability:
    """Return the availability from ``since`` to ``before`` (excluded). Times that overlap count once."""
    there = _clipped(opened, since=since, before=before)
    gone = _clipped(down, since=since, before=before)
    lost = sum((_common(one, other) for one in there for other in gone), timedelta())
    return Availability(open=sum((end - start for start, end in there), timedelta()), down=lost)


def meeting(one: Span, other: Span) -> tuple[Span, ...]:
    """Return the time that two spans have in common; nothing where they have none."""
    starts_at = max(one.starts_at, other.starts_at)
    ends = [span.ends_at for span in (one, other) if span.ends_at is not None]
    ends_at = min(ends) if ends else None
    return (Span(starts_at=starts_at, ends_at=ends_at),) if ends_at is None or starts_at < ends_at else ()


def _clipped(spans: Iterable[Span], *, since: datetime, before: datetime) -> list[tuple[datetime, datetime]]:
    """Return the parts of ``spans`` between two instants, in order, those that touch or overlap made one."""
    found: list[tuple[datetime, datetime]] = []
    for span in sorted(spans, key=lambda span: span.starts_at):
        start, end = max(span.starts_at, since), min(span.ends_at or before, before)
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _common(one: tuple[datetime, datetime], other: tuple[datetime, datetime]) -> timedelta:
    return max(min(one[1], other[1]) - max(one[0], other[0]), timedelta())


def _microseconds(length: timedelta) -> int:
    return length // timedelta(microseconds=1)
