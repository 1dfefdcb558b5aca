"""Doors and frozen rows of members: who acts, who votes at an instant, and why."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from toutdoux.associations.queries import rulebook_at
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.rights import Cause, MemberFacts, Right, Spell, SpellKind, Stretch, right_at
from toutdoux.members.models import Invitation, Member, VotingRight
from toutdoux.members.models import Spell as SpellRow
from toutdoux.rules.rulebook import OnLeave


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
    holding = (
        VotingRight.objects.filter(member__association_id=association_id, member__joined_at__lte=at)
        .filter(_at("starts_at", "ends_at", at))
        .exclude(Exists(_on(at).filter(member_id=OuterRef("member_id")).exclude(kind=SpellKind.LEAVE)))
    )
    found = holding.order_by("member_id").values_list("member_id", flat=True).distinct()
    away = set(
        _on(at).filter(member__association_id=association_id, kind=SpellKind.LEAVE).values_list("member_id", flat=True)
    )
    if away and on_leave(association_id=association_id, at=at) is OnLeave.SUSPENDED:
        return tuple(member_id for member_id in found if member_id not in away)
    return tuple(found)


def on_leave(*, association_id: UUID, at: datetime) -> OnLeave:
    """Return what the rulebook in force at ``at`` says a leave does to the voting right."""
    return rulebook_at(association_id=association_id, at=at).rulebook.voting_right.on_leave


def votes_at(*, actor: Actor, at: datetime) -> Right:
    """Return the voting right of the actor at ``at``."""
    return member(actor=actor, member_id=actor.member_id, now=at).right


def rights_of(*, actor: Actor, member_id: UUID) -> tuple[Stretch, ...]:
    """Return every dated right of a member of the actor's association, the earliest first."""
    rows = Member.objects.filter(id=member_id, association_id=actor.association_id)
    found = next((facts.stretches for facts in facts_of_all(list(rows)).values()), ())
    return tuple(sorted(found, key=lambda stretch: stretch.starts_at))


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
    return facts_of_all(list(Member.objects.filter(association_id=association_id)))


def facts_of_all(rows: list[Member]) -> dict[UUID, MemberFacts]:
    """Return the dated facts of members: one query for each 500 of them."""
    stretches: dict[UUID, list[Stretch]] = defaultdict(list)
    spells: dict[UUID, list[Spell]] = defaultdict(list)
    for start in range(0, len(rows), _BATCH):
        ids = [row.id for row in rows[start : start + _BATCH]]
        columns = ("member_id", "of", "starts_at", "ends_at", "action_id", "ended_by_id", "id", "spell")
        rights = VotingRight.objects.filter(member_id__in=ids).annotate(of=F("cause"), spell=Value(value=False))
        gone = SpellRow.objects.filter(member_id__in=ids).annotate(of=F("kind"), spell=Value(value=True))
        found = rights.values_list(*columns).union(gone.values_list(*columns), all=True)
        for member_id, of, starts_at, ends_at, action_id, ended_by_id, row, spell in found:
            if spell:
                spells[member_id].append(
                    Spell(
                        kind=SpellKind(of),
                        starts_at=starts_at,
                        ends_at=ends_at,
                        action_id=action_id,
                        ended_by_id=ended_by_id,
                        row=row,
                    )
                )
            else:
                stretches[member_id].append(
                    Stretch(
                        starts_at=starts_at,
                        ends_at=ends_at,
                        cause=Cause(of),
                        action_id=action_id,
                        ended_by_id=ended_by_id,
                        row=row,
                    )
                )
    return {
        row.id: MemberFacts(
            joined_at=row.joined_at,
            left_at=row.left_at,
            stretches=tuple(sorted(stretches[row.id], key=_as_entered)),
            spells=tuple(sorted(spells[row.id], key=_as_entered)),
        )
        for row in rows
    }


def _as_entered(dated: Stretch | Spell) -> int:
    return dated.row or 0


def _on(at: datetime) -> QuerySet[SpellRow]:
    """Return the spells that are on at ``at``."""
    return SpellRow.objects.filter(_at("starts_at", "ends_at", at))


def _at(start: str, end: str, at: datetime) -> Q:
    return Q(**{f"{start}__lte": at}) & (Q(**{end: None}) | Q(**{f"{end}__gt": at}))


def _rows(rows: list[Member], *, now: datetime) -> tuple[MemberRow, ...]:
    facts = facts_of_all(rows)
    leaving = any(
        spell.kind is SpellKind.LEAVE and spell.covers(now) for found in facts.values() for spell in found.spells
    )
    # Nearly always nobody is on leave, and then nobody asks what the rules say of it.
    leave = on_leave(association_id=rows[0].association_id, at=now) if leaving else OnLeave.SUSPENDED
    return tuple(
        MemberRow(
            id=row.id,
            association_id=row.association_id,
            account_id=row.account_id,
            name=row.name,
            email=row.email,
            joined_at=row.joined_at,
            left_at=row.left_at,
            right=right_at(facts=facts[row.id], at=now, on_leave=leave),
        )
        for row in rows
    )


#: Rows named in one query, well under what a database takes.
_BATCH = 500
