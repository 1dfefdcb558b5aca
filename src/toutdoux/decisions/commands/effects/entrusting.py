"""Effects on what is entrusted to people: accesses and mandates."""

from uuid import UUID

from toutdoux.accesses import commands as accesses
from toutdoux.decisions.commands.effects.registry import Applying, Params, member_of
from toutdoux.mandates import commands as mandates


def grant_access(applying: Applying, params: Params) -> str | None:
    """Let someone enter something, for a purpose, perhaps until a day."""
    return accesses.record_access(
        log=applying.log,
        member_id=member_of(params),
        resource_id=UUID(params["resource"]),
        purpose=str(params["purpose"]),
        until=applying.until(params),
        action_id=applying.action_id,
        at=applying.at,
    )


def end_access(applying: Applying, params: Params, by: UUID) -> bool:
    """End the access that the action granted: the door is then on the list of those to shut by hand."""
    return accesses.record_end_of_access(
        log=applying.log,
        member_id=member_of(params),
        resource_id=UUID(params["resource"]),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )


def extend_access(applying: Applying, params: Params) -> str | None:
    """Put off the end of an access, or take its end away."""
    return accesses.record_extension(
        log=applying.log,
        member_id=member_of(params),
        resource_id=UUID(params["resource"]),
        until=applying.until(params),
        action_id=applying.action_id,
        at=applying.at,
    )


def end_extension(applying: Applying, params: Params, by: UUID) -> bool:
    """Go back to the end the access had before."""
    return accesses.record_end_of_extension(
        log=applying.log,
        member_id=member_of(params),
        resource_id=UUID(params["resource"]),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )


def revoke_access(applying: Applying, params: Params) -> str | None:
    """Take an access back."""
    return accesses.record_revocation(
        log=applying.log,
        member_id=member_of(params),
        resource_id=UUID(params["resource"]),
        action_id=applying.action_id,
        at=applying.at,
    )


def access_again(applying: Applying, params: Params, by: UUID) -> bool:
    """Give back the access that the action took back."""
    return accesses.record_access_again(
        log=applying.log,
        member_id=member_of(params),
        resource_id=UUID(params["resource"]),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )


def give_mandate(applying: Applying, params: Params) -> str | None:
    """Entrust a mandate to someone, until a day."""
    until = applying.until(params)
    assert until is not None  # its schema asks for one
    return mandates.record_mandate(
        log=applying.log,
        member_id=member_of(params),
        code=str(params["mandate"]),
        until=until,
        action_id=applying.action_id,
        at=applying.at,
    )


def end_given_mandate(applying: Applying, params: Params, by: UUID) -> bool:
    """End the mandate that the action gave."""
    return mandates.record_end_of_given_mandate(
        log=applying.log,
        member_id=member_of(params),
        code=str(params["mandate"]),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )


def end_mandate(applying: Applying, params: Params) -> str | None:
    """End a mandate before its day."""
    return mandates.record_end_of_mandate(
        log=applying.log,
        member_id=member_of(params),
        code=str(params["mandate"]),
        action_id=applying.action_id,
        at=applying.at,
    )


def mandate_again(applying: Applying, params: Params, by: UUID) -> bool:
    """Give back what is left of the mandate that the action ended."""
    return mandates.record_mandate_again(
        log=applying.log,
        member_id=member_of(params),
        code=str(params["mandate"]),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )
