"""What every section reads from: an association, one of its periods, an instant. What several need is read once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from toutdoux.associations.queries import AssociationRow, PeriodRow, periods
from toutdoux.decisions.queries import ActionRow, RegisterFilter, register
from toutdoux.members.queries import MemberRow, members
from toutdoux.reports.logic.document import Source
from toutdoux.reports.logic.review import Decided, Review, review, taken
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.time import start_of_day
from toutdoux.writings.queries import past_period

#: No period holds as many: the whole of it is read at once.
_ALL = 100_000
#: A period that begins later than this is not the next one: another was between, that no one entered.
_SOON = timedelta(days=62)


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A period as it stands at ``now``, or stood at its end when it is over."""

    association: AssociationRow
    period: PeriodRow
    now: datetime

    @cached_property
    def began(self) -> datetime | None:
        """Return when the period began, if its dates are known."""
        day = self.period.starts_on
        return start_of_day(day=day, zone=self.association.zone) if day else None

    @cached_property
    def at(self) -> datetime:
        """Return the instant that people and things are counted at."""
        day = self.period.ends_on
        return min(self.now, start_of_day(day=day, zone=self.association.zone)) if day else self.now

    @cached_property
    def last_day(self) -> date:
        """Return the last day the report tells of: the last of the period, or this day."""
        return (self.at - timedelta(microseconds=1)).astimezone(self.association.zone).date()

    @cached_property
    def rows(self) -> tuple[ActionRow, ...]:
        """Return the actions attributed to the period, in the order of their numbers."""
        asked = RegisterFilter(period=self.period.code, sort="number")
        return register(association_id=self.association.id, actor=None, asked=asked, now=self.now, per_page=_ALL).rows

    def of_kind(self, kind: Kind) -> tuple[ActionRow, ...]:
        """Return those of one kind."""
        return tuple(row for row in self.rows if row.kind is kind)

    @cached_property
    def review(self) -> Review:
        """Return how their decisions went, in figures."""
        return review([_decided(row) for row in self.rows])

    @cached_property
    def people(self) -> tuple[MemberRow, ...]:
        """Return everyone who had joined by then, those who have left too."""
        return tuple(row for row in members(association_id=self.association.id, at=self.at) if row.joined_at <= self.at)

    @cached_property
    def next_period(self) -> PeriodRow | None:
        """Return the period that begins where this one ends, or soon after, if it is open."""
        following = [
            row
            for row in periods(association_id=self.association.id)
            if row.starts_on and self.period.ends_on and timedelta() <= row.starts_on - self.period.ends_on < _SOON
        ]
        return min(following, key=lambda row: row.starts_on or date.max, default=None)

    @cached_property
    def past(self) -> Mapping[str, Any]:
        """Return what a file said of the period where no register of ours held it."""
        source = past_period(period_id=self.period.id)
        return json.loads(source) if source else {}

    def register_source(self, **asked: str) -> Source:
        """Return the register of the period as the source of a figure."""
        code, label = asked.pop("code", ""), asked.pop("label_words", "")
        return Source(
            page="register",
            asked=(("period", self.period.code), *asked.items()),
            code=code,
            label=label,
        )

    def page_source(self, page: str, *, code: str = "", label: str = "", value: str = "") -> Source:
        """Return a page of the association as the source of a figure."""
        return Source(page=page, code=code, label=label, value=value)


def _decided(row: ActionRow) -> Decided:
    outcome = row.outcome
    return Decided(
        reference=str(row.reference),
        kind=row.kind,
        label=row.label,
        status=outcome.status if outcome else None,
        execution=row.execution,
        council=row.tally.council,
        cast=row.tally.cast,
        taken=taken(opened_at=row.opened_at, decided_at=outcome.decided_at if outcome else None),
        leads=tuple(lead.name for lead in row.leads) or ((row.lead_names,) if row.lead_names else ()),
    )
