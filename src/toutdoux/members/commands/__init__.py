"""What can be done to the register. Each function is one transaction, or writes on an open page of the ledger."""

from toutdoux.members.commands.asking import accept_request, ask_to_join, decline_request, set_welcome
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
from toutdoux.members.commands.importing import Entered, import_members, preview_members
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
from toutdoux.members.commands.leaving import end_leave, take_leave
from toutdoux.members.commands.profiles import (
    change_profile,
    end_representation,
    name_representative,
    require_representation,
)

__all__ = [
    "INVITATION_LASTS",
    "Entered",
    "NewPerson",
    "accept_invitation",
    "accept_request",
    "add_member",
    "ask_to_join",
    "change_profile",
    "decline_request",
    "end_leave",
    "end_representation",
    "found_association",
    "import_members",
    "invite",
    "name_representative",
    "preview_members",
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
    "require_representation",
    "require_vote",
    "set_welcome",
    "take_leave",
]
