"""What the ledger says of members, and why something about them is refused."""

from enum import StrEnum


class MemberEvent(StrEnum):
    """Entries written by this sub-domain."""

    JOINED = "member.joined"
    LEFT = "member.left"
    INVITED = "member.invited"
    LINKED = "member.linked"
    RIGHT_BEGAN = "right.began"
    RIGHT_ENDED = "right.ended"


class MemberRefusal(StrEnum):
    """Why something about a member is refused."""

    NOT_A_MEMBER = "not-a-member"
    UNKNOWN_MEMBER = "unknown-member"
    NAME_MISSING = "name-missing"
    NAME_TOO_LONG = "name-too-long"
    EMAIL_MALFORMED = "email-malformed"
    NO_FOUNDER = "no-founder"
    NO_VOTING_RIGHT = "no-voting-right"
    NOT_YET_A_VOTER = "not-yet-a-voter"
    HAS_LEFT = "has-left"
    ALREADY_VOTES = "already-votes"
    INVITATION_UNKNOWN = "invitation-unknown"
    INVITATION_EXPIRED = "invitation-expired"
    INVITATION_USED = "invitation-used"
    INVITATION_REVOKED = "invitation-revoked"
    ACCOUNT_ALREADY_MEMBER = "account-already-member"
    ALREADY_LINKED = "already-linked"
