"""Effects on the register: voting rights, admission, exclusion, reinstatement."""

from uuid import UUID

from toutdoux.accesses.commands import record_access_again, record_end_of_accesses
from toutdoux.decisions.commands.effects.registry import Applying, Params, member_of
from toutdoux.members import commands as members


def grant(applying: Applying, params: Params) -> str | None:
    """Give the voting right."""
    return members.record_grant(
        log=applying.log, member_id=member_of(params), action_id=applying.action_id, starts_at=applying.at
    )


def end_grant(applying: Applying, params: Params, by: UUID) -> bool:
    """Take back the voting right that the action gave."""
    return members.record_end_of_grant(
        log=applying.log,
        member_id=member_of(params),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )


def withdraw(applying: Applying, params: Params) -> str | None:
    """Take the voting right away."""
    return members.record_withdrawal_of_right(
        log=applying.log, member_id=member_of(params), action_id=applying.action_id, at=applying.at
    )


def end_withdrawal(applying: Applying, params: Params, by: UUID) -> bool:
    """Give back the voting right that the action withdrew."""
    return members.record_end_of_withdrawal(
        log=applying.log,
        member_id=member_of(params),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )


def admit(applying: Applying, params: Params) -> str | None:
    """Let someone in who asks to join."""
    return members.record_admission(
        log=applying.log, member_id=member_of(params), action_id=applying.action_id, at=applying.at
    )


def end_admission(applying: Applying, params: Params, by: UUID) -> bool:
    """Take back the admission."""
    return members.record_end_of_admission(
        log=applying.log,
        member_id=member_of(params),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )


def exclude(applying: Applying, params: Params) -> str | None:
    """Exclude someone, from the council or from the association: the voting right and every access end together."""
    because = members.record_exclusion(
        log=applying.log,
        member_id=member_of(params),
        scope=str(params["scope"]),
        action_id=applying.action_id,
        at=applying.at,
    )
    if because is None:
        record_end_of_accesses(
            log=applying.log, member_id=member_of(params), action_id=applying.action_id, at=applying.at
        )
    return because


def end_exclusion(applying: Applying, params: Params, by: UUID) -> bool:
    """Take the exclusion back, and give back the accesses it ended."""
    found = members.record_end_of_exclusion(
        log=applying.log,
        member_id=member_of(params),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )
    if found:
        record_access_again(
            log=applying.log,
            member_id=member_of(params),
            resource_id=None,
            action_id=applying.action_id,
            ended_by_id=by,
            at=applying.at,
        )
    return found


def reinstate(applying: Applying, params: Params) -> str | None:
    """Bring back someone who was excluded, at once. Accesses are granted anew, each by a decision."""
    return members.record_reinstatement(
        log=applying.log, member_id=member_of(params), action_id=applying.action_id, at=applying.at
    )


def end_reinstatement(applying: Applying, params: Params, by: UUID) -> bool:
    """Take the reinstatement back."""
    return members.record_end_of_reinstatement(
        log=applying.log,
        member_id=member_of(params),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )
