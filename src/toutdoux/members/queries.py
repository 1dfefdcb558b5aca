"""Doors and frozen rows of members: who acts, who votes at an instant, and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.rights import Cause, MemberFacts, Right, Stretch, right_at
from toutdoux.members.models import Invitation, Member, VotingRight


@dataclass(frozen=True, kw_only=True)
class MemberRow:
    """A member as pages need it, with the voting right at the instant asked for."""

    id: UUID
    association_id: UUID
    account_id: UUID | None
    name: str
    email: str
    joined_at: datetime
    left_at: datetime | None
    right: Right

    @property
    def actor(self) -> Actor:
        """Return the member as the one who acts."""
        return Actor(association_id=self.association_id, member_id=self.id)


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


def access_member(*, account_id: UUID, association_id: UUID, now: datetime) -> MemberRow:
    """Return who an account is in an association, or refuse: the door of every page of the association."""
    row = Member.objects.filter(account_id=account_id, association_id=association_id).first()
    if row is None or (row.left_at is not None and row.left_at <= now):
        raise Refused([Refusal(code=MemberRefusal.NOT_A_MEMBER)])
    return _rows([row], now=now)[0]


def memberships(*, account_id: UUID, now: datetime) -> tuple[MemberRow, ...]:
    """Return the members an account is, one for each association it has not left."""
    rows = Member.objects.filter(account_id=account_id).filter(Q(left_at=None) | Q(left_at__gt=now))
    return _rows(list(rows.order_by("joined_at", "id")), now=now)


def member(*, actor: Actor, member_id: UUID, now: datetime) -> MemberRow:
    """Return a member of the actor's association, or refuse."""
    row = Member.objects.filter(id=member_id, association_id=actor.association_id).first()
    if row is None:
        raise Refused([Refusal(code=MemberRefusal.UNKNOWN_MEMBER)])
    return _rows([row], now=now)[0]


def members(*, association_id: UUID, at: datetime) -> tuple[MemberRow, ...]:
    """Return the register as it stood at ``at``: everyone who had joined, by name, each with the voting right then."""
    rows = Member.objects.filter(association_id=association_id, joined_at__lte=at)
    return tuple(sorted(_rows(list(rows), now=at), key=lambda row: (row.name.casefold(), str(row.id))))


def names(*, association_id: UUID, ids: set[UUID] | None = None) -> dict[UUID, str]:
    """Return members' names by id."""
    rows = Member.objects.filter(association_id=association_id)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    return dict(rows.values_list("id", "name"))


def council_at(*, association_id: UUID, at: datetime) -> tuple[UUID, ...]:
    """Return the ids of the members who hold the voting right at ``at``, sorted."""
    rows = (
        VotingRight.objects.filter(member__association_id=association_id, starts_at__lte=at)
        .filter(Q(ends_at=None) | Q(ends_at__gt=at))
        .filter(Q(member__left_at=None) | Q(member__left_at__gt=at), member__joined_at__lte=at)
        .values_list("member_id", flat=True)
    )
    return tuple(sorted(set(rows), key=str))


def votes_at(*, actor: Actor, at: datetime) -> Right:
    """Return the voting right of the actor at ``at``."""
    return member(actor=actor, member_id=actor.member_id, now=at).right


def rights_of(*, actor: Actor, member_id: UUID) -> tuple[Stretch, ...]:
    """Return every dated right of a member of the actor's association, the earliest first."""
    rows = VotingRight.objects.filter(member_id=member_id, member__association_id=actor.association_id)
    return tuple(_stretch(row) for row in rows.order_by("starts_at", "id"))


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


def rights_histories(*, association_id: UUID) -> dict[UUID, MemberFacts]:
    """Return the dated presence and rights of everyone who is or was in the register, for the verifier."""
    rows = list(Member.objects.filter(association_id=association_id))
    stretches = _stretches(rows)
    return {
        row.id: MemberFacts(joined_at=row.joined_at, left_at=row.left_at, stretches=tuple(stretches[row.id]))
        for row in rows
    }


def _stretch(row: VotingRight) -> Stretch:
    return Stretch(
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        cause=Cause(row.cause),
        action_id=row.action_id,
        ended_by_id=row.ended_by_id,
    )


def _rows(rows: list[Member], *, now: datetime) -> tuple[MemberRow, ...]:
    stretches = _stretches(rows)
    return tuple(
        MemberRow(
            id=row.id,
            association_id=row.association_id,
            account_id=row.account_id,
            name=row.name,
            email=row.email,
            joined_at=row.joined_at,
            left_at=row.left_at,
            right=right_at(
                facts=MemberFacts(joined_at=row.joined_at, left_at=row.left_at, stretches=tuple(stretches[row.id])),
                at=now,
            ),
        )
        for row in rows
    )


def _stretches(rows: list[Member]) -> dict[UUID, list[Stretch]]:
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    for right in VotingRight.objects.filter(member_id__in=[row.id for row in rows]):
        found[right.member_id].append(_stretch(right))
    return found
