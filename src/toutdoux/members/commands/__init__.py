"""What can be done to the register. Each function is one transaction, or writes on an open page of the ledger."""

from toutdoux.members.commands.changing import (
    record_admission,
    record_end_of_admission,
    record_end_of_exclusion,
    record_end_of_grant,
    record_end_of_reinstatement,
    record_end_of_withdrawal,
    record_exclusion,
    record_grant,
    record_reinstatement,
    record_withdrawal_of_right,
)
from toutdoux.members.commands.joining import (
    INVITATION_LASTS,
    NewPerson,
    accept_invitation,
    add_member,
    found_association,
    invite,
    record_departure,
    record_member,
    require_vote,
)

__all__ = [
    "INVITATION_LASTS",
    "NewPerson",
    "accept_invitation",
    "add_member",
    "found_association",
    "invite",
    "record_admission",
    "record_departure",
    "record_end_of_admission",
    "record_end_of_exclusion",
    "record_end_of_grant",
    "record_end_of_reinstatement",
    "record_end_of_withdrawal",
    "record_exclusion",
    "record_grant",
    "record_member",
    "record_reinstatement",
    "record_withdrawal_of_right",
    "require_vote",
]
