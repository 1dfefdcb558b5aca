"""What the registers of activities say, ready for pages, feeds and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median_low
from uuid import UUID

from toutdoux.associations.queries import PeriodRow
from toutdoux.registers.logic.shape import Register
from toutdoux.registers.queries import EntryRow, StandingRow, WeightRow, entries, standing, to_weigh, weights

#: Where a request is no longer waiting for us.
ANSWERED = frozenset({"answered", "helped", "declined"})


@dataclass(frozen=True, kw_only=True)
class RequestFigures:
    """Requests of a period: how many came, were answered, helped; the median number of days to an answer, if any was."""

    received: int
    answered: int
    people_helped: int
    days_to_answer: int | None


def activities(
    *, association_id: UUID, period: PeriodRow | None = None, kinds: tuple[str, ...] = ()
) -> tuple[EntryRow, ...]:
    """Return activities (events, radio episodes, trainings…), the earliest first. Values: ``activities.logic.sheets``."""
    return entries(association_id=association_id, register=Register.ACTIVITY, kinds=kinds, period=period)


def requests(*, association_id: UUID, period: PeriodRow | None = None) -> tuple[EntryRow, ...]:
    """Return the requests received, the earliest first."""
    return entries(association_id=association_id, register=Register.REQUEST, period=period)


def request_figures(*, association_id: UUID, period: PeriodRow | None = None) -> RequestFigures:
    """Count the requests of a period."""
    rows = requests(association_id=association_id, period=period)
    days = [found for row in rows if (found := days_to_answer(row)) is not None]
    return RequestFigures(
        received=len(rows),
        answered=sum(row.state in ANSWERED for row in rows),
        people_helped=sum(row.values.get("helped", 0) for row in rows),
        days_to_answer=median_low(days) if days else None,
    )


def days_to_answer(row: EntryRow) -> int | None:
    """Return how many days passed between a request and its answer; None while there is none."""
    answered = [step.day for step in row.steps if step.state in ANSWERED]
    return (min(answered) - row.day).days if answered else None


def partners(*, association_id: UUID) -> tuple[EntryRow, ...]:
    """Return the partners, conventions over included."""
    return entries(association_id=association_id, kinds=("partner",))


def to_renew(row: EntryRow | StandingRow, *, day: date) -> date | None:
    """Return the day since which a convention is to be renewed, or said to be over; None while it is not, on ``day``."""
    renew = row.values.get("renew_on")
    if row.state == "over" or not renew:
        return None
    renew_on = date.fromisoformat(renew)
    return renew_on if renew_on <= day else None


@dataclass(frozen=True, kw_only=True)
class Reminders:
    """What is owed to partners on a day: conventions to renew, or to say to be over; thanks, the oldest first."""

    to_renew: tuple[StandingRow, ...]
    thanks_owed: tuple[StandingRow, ...]


def reminders(*, association_id: UUID, day: date) -> Reminders:
    """Return what home reminds of on ``day``, in one query."""
    rows = standing(association_id=association_id, kinds=("partner", "acknowledgement"))
    return Reminders(
        to_renew=tuple(row for row in rows if row.kind == "partner" and to_renew(row, day=day)),
        thanks_owed=tuple(row for row in rows if row.kind == "acknowledgement" and row.state == "owed"),
    )


def projects(*, association_id: UUID, open_only: bool = False) -> tuple[EntryRow, ...]:
    """Return the projects, the earliest first; ``open_only``: those that are planned, under way or carried over."""
    rows = entries(association_id=association_id, register=Register.PROJECT)
    return tuple(row for row in rows if not open_only or row.state in {"planned", "in-progress", "carried-over"})


@dataclass(frozen=True, kw_only=True)
class Unweighed:
    """An episode of a podcast whose audio is to be asked after. ``known``: what was answered for this very address."""

    entry_id: UUID
    revision: int
    audio: str
    known: WeightRow | None


def unweighed_episodes(*, now: datetime) -> tuple[Unweighed, ...]:
    """Return the episodes, in every association, of which it is to be asked what their audio weighs."""
    return tuple(
        Unweighed(
            entry_id=row.id,
            revision=row.revision,
            audio=audio,
            known=row.known if row.known and row.known.address == audio else None,
        )
        for row in to_weigh(kind="radio", now=now)
        if row.values.get("in_podcast") and (audio := str(row.values.get("audio", "")))
    )


def audio_weights(*, association_id: UUID, rows: Iterable[EntryRow]) -> dict[UUID, WeightRow]:
    """Return what the audio of episodes weighs, by their ids, where its server said so of the address they name now."""
    audio = {row.id: row.values.get("audio") for row in rows}
    found = weights(association_id=association_id, entry_ids=audio)
    return {entry_id: row for entry_id, row in found.items() if row.address == audio[entry_id]}


def episodes(*, association_id: UUID) -> tuple[EntryRow, ...]:
    """Return the radio episodes that are in the podcast, the latest first."""
    rows = activities(association_id=association_id, kinds=("radio",))
    return tuple(reversed([row for row in rows if row.values.get("in_podcast") and row.values.get("audio")]))
