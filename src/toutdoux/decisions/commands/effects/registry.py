"""What it takes to be an effect: to be applied once, and perhaps reversed. Each kind is one entry of ``EFFECTS``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.decisions.logic.effects import Schema, last_day
from toutdoux.ledger.commands import Log
from toutdoux.rules.time import start_of_day

Params = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Applying:
    """What an effect needs to know of the decision it comes from. ``at``: the instant of passing, or of the annulment.

    ``action_id``: the action, or the vote of ``assembly_id`` where an assembly decided it.
    """

    log: Log
    action_id: UUID
    at: datetime
    zone: ZoneInfo
    assembly_id: UUID | None = None

    def until(self, params: Params) -> datetime | None:
        """Return the instant at which the last day that ``params`` name is over; None where they name none."""
        day = last_day(params)
        return start_of_day(day=day + timedelta(days=1), zone=self.zone) if day else None


Apply = Callable[[Applying, Params], str | None]
Reverse = Callable[[Applying, Params, UUID], bool]


@dataclass(frozen=True, kw_only=True)
class Handler:
    """How one kind of effect acts. ``schema``: what it is told, and the checks of that.

    ``apply`` returns why there was nothing to do, or None; ``reverse`` (None: it has no inverse) returns whether something
    still in force was reversed, by the action whose id it is given.
    """

    schema: Schema
    apply: Apply
    reverse: Reverse | None


def member_of(params: Params) -> UUID:
    """Return the member an effect is about."""
    return UUID(params["member"])
