"""Effects on the registers: an amount is committed; a service is opened, changed or closed."""

from datetime import date
from uuid import UUID

from toutdoux.decisions.commands.effects.registry import Applying, Params
from toutdoux.finance import commands as finance
from toutdoux.services import commands as services


def commit(applying: Applying, params: Params) -> str | None:
    """Note in the register of money what may be spent from now on."""
    finance.record_commitment(
        log=applying.log,
        action_id=applying.action_id,
        amount=int(params["amount"]),
        purpose=str(params["purpose"]),
        heading=str(params["heading"]),
        day=_day(applying),
    )
    return None


def revise(applying: Applying, params: Params) -> str | None:
    """Put what a list comes to in place of the amount its purchase was begun within."""
    finance.record_revision(
        log=applying.log,
        begun_by_id=UUID(params["vote"]),
        action_id=applying.action_id,
        amount=int(params["amount"]),
        purpose=str(params["purpose"]),
        day=_day(applying),
    )
    return None


def end_commitment(applying: Applying, params: Params, by: UUID) -> bool:  # noqa: ARG001 -- one shape for all reversals
    """Give up what the action allowed and is not all paid; what is paid stays paid, and shown."""
    return finance.record_end_of_commitment(
        log=applying.log, action_id=applying.action_id, ended_by_id=by, day=_day(applying)
    )


def change_service(applying: Applying, params: Params) -> str | None:
    """Open, change or close a service, from the day the action passes."""
    return services.record_service_state(
        log=applying.log,
        service_id=UUID(params["service"]),
        state=str(params["state"]),
        action_id=applying.action_id,
        day=_day(applying),
    )


def end_change(applying: Applying, params: Params, by: UUID) -> bool:
    """Put the service back where it stood, if nobody has moved it since."""
    return services.record_end_of_service_state(
        log=applying.log,
        service_id=UUID(params["service"]),
        action_id=applying.action_id,
        ended_by_id=by,
        day=_day(applying),
    )


def _day(applying: Applying) -> date:
    return applying.at.astimezone(applying.zone).date()
