"""What decisions do to services: they open, change and close."""

from datetime import date
from uuid import UUID

from toutdoux.ledger.commands import Log
from toutdoux.registers import commands as registers
from toutdoux.registers.queries import access_entry
from toutdoux.services.logic.events import ServiceRefusal
from toutdoux.services.logic.sheets import SHEETS

_SERVICE = next(sheet for sheet in SHEETS if sheet.kind == "service")


def record_service_state(
    *, log: Log, service_id: UUID, state: str, action_id: UUID, day: date
) -> ServiceRefusal | None:
    """Open, change or close a service by an action, from ``day`` on; return why there is nothing to change, if so."""
    row = access_entry(association_id=log.association_id, entry_id=service_id)
    if row.withdrawn_at is not None:
        return ServiceRefusal.UNKNOWN_SERVICE
    if row.state == state:
        return ServiceRefusal.STANDS_THERE
    registers.move(
        log=log,
        sheet=_SERVICE,
        entry=row,
        state=state,
        day=max(day, row.steps[-1].day),
        actor_id=None,
        action_id=action_id,
    )
    return None


def record_end_of_service_state(*, log: Log, service_id: UUID, action_id: UUID, ended_by_id: UUID, day: date) -> bool:
    """Go back to where a service stood before ``action_id``, if nobody has moved it since. Return whether it did."""
    row = access_entry(association_id=log.association_id, entry_id=service_id)
    if row.withdrawn_at is not None or len(row.steps) < 2 or row.steps[-1].action_id != action_id:
        return False
    registers.move(
        log=log,
        sheet=_SERVICE,
        entry=row,
        state=row.steps[-2].state,
        day=max(day, row.steps[-1].day),
        actor_id=None,
        action_id=ended_by_id,
    )
    return True
