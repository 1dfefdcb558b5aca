"""Those who are on their way in: by an invitation, or because they asked."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.models import Invitation, JoinRequest, Member, Welcome


@dataclass(frozen=True, kw_only=True)
class InvitationRow:
    """An invitation that its link opens, or why it no longer does. ``invited_by`` is a name, empty for an unknown one."""

    member_id: UUID
    association_id: UUID
    member_name: str
    email: str
    invited_by: str
    expires_at: datetime
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, kw_only=True)
class WelcomeRow:
    """Whether people may ask to join, and what the page tells them."""

    open: bool = False
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class RequestRow:
    """Someone who asks to join. ``person_id`` is who they are in proposals; ``back``: they were a member before."""

    person_id: UUID
    name: str
    email: str
    words: str
    asked_at: datetime
    signed_in: bool
    back: bool


def access_invitation(*, token: str, now: datetime) -> InvitationRow:
    """Return the invitation a link opens, with the reasons it can no longer be used; refuse an unknown one."""
    row = Invitation.objects.filter(token_digest=token_digest(token)).select_related("member", "invited_by").first()
    if row is None:
        raise Refused([Refusal(code=MemberRefusal.INVITATION_UNKNOWN)])
    reasons = (
        (row.used_at is not None, MemberRefusal.INVITATION_USED),
        (row.revoked_at is not None, MemberRefusal.INVITATION_REVOKED),
        (row.expires_at <= now, MemberRefusal.INVITATION_EXPIRED),
        (row.member.left_at is not None and row.member.left_at <= now, MemberRefusal.HAS_LEFT),
    )
    return InvitationRow(
        member_id=row.member_id,
        association_id=row.member.association_id,
        member_name=row.member.name,
        email=row.member.email,
        invited_by=row.invited_by.name if row.invited_by else "",
        expires_at=row.expires_at,
        refusals=tuple(Refusal(code=code) for holds, code in reasons if holds),
    )


def welcome(*, association_id: UUID) -> WelcomeRow:
    """Return how an association receives those who ask; closed unless it has said otherwise."""
    row = Welcome.objects.filter(association_id=association_id).first()
    return WelcomeRow(open=row.open, words=row.words) if row else WelcomeRow()


def access_welcome(*, association_id: UUID) -> WelcomeRow:
    """Return the page of an open door, or refuse: a closed one does not exist."""
    row = welcome(association_id=association_id)
    if not row.open:
        raise Refused([Refusal(code=MemberRefusal.DOOR_CLOSED)])
    return row


def requests(*, association_id: UUID) -> tuple[RequestRow, ...]:
    """Return who waits for an answer, the earliest first."""
    rows = JoinRequest.objects.filter(association_id=association_id, answer="").order_by("asked_at", "id")
    return _requests(list(rows))


def access_request(*, actor: Actor, person_id: UUID) -> RequestRow:
    """Return the waiting request that bears an id in the actor's association, or refuse."""
    rows = JoinRequest.objects.filter(association_id=actor.association_id, person_id=person_id, answer="")
    found = _requests(list(rows))
    if not found:
        raise Refused([Refusal(code=MemberRefusal.NO_SUCH_REQUEST)])
    return found[0]


def applicants(*, association_id: UUID) -> dict[UUID, str]:
    """Return the names of those an action may admit, by the id they would have: who asks, put aside or not."""
    rows = JoinRequest.objects.filter(association_id=association_id, answer__in=["", JoinRequest.Answer.DECLINED])
    return dict(rows.order_by("asked_at").values_list("person_id", "name"))


def applicant_names(*, association_id: UUID, ids: set[UUID]) -> dict[UUID, str]:
    """Return the names that people gave when they asked, whatever became of it: for pages that tell of an admission."""
    rows = JoinRequest.objects.filter(association_id=association_id, person_id__in=ids)
    return dict(rows.order_by("asked_at").values_list("person_id", "name"))


def _requests(rows: list[JoinRequest]) -> tuple[RequestRow, ...]:
    known = set(Member.objects.filter(id__in=[row.person_id for row in rows]).values_list("id", flat=True))
    return tuple(
        RequestRow(
            person_id=row.person_id,
            name=row.name,
            email=row.email,
            words=row.words,
            asked_at=row.asked_at,
            signed_in=row.account_id is not None,
            back=row.person_id in known,
        )
        for row in rows
    )
