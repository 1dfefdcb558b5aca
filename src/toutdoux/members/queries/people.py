"""Doors and frozen rows of members: who acts, who is in the register and the council at an instant, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.search import searchable
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.rights import MemberFacts, Right, Spell, SpellKind, Stretch, right_at
from toutdoux.members.models import Member, Representative
from toutdoux.members.queries.facts import during, facts_of_all, is_away, on_leave, votes
from toutdoux.rules.rulebook import OnLeave

#: How many members one page of the register shows.
PAGE = 50


class Who(StrEnum):
    """Which members a page of the register shows."""

    ALL = "all"
    COUNCIL = "council"
    OTHERS = "others"
    LEFT = "left"


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
    kind: str = "person"
    aliases: str = ""
    pronoun: str = ""
    title: str = ""
    contact: str = ""

    @property
    def actor(self) -> Actor:
        """Return the member as the one who acts."""
        return Actor(association_id=self.association_id, member_id=self.id)


@dataclass(frozen=True, kw_only=True)
class RegisterPage:
    """A page of the register at an instant. ``seats``, ``others`` and ``left`` count everyone; ``found`` what was asked."""

    rows: tuple[MemberRow, ...]
    seats: int
    others: int
    left: int
    found: int
    number: int

    @property
    def pages(self) -> int:
        """Return how many pages there are."""
        return max(1, -(-self.found // PAGE))


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


def register_page(
    *, association_id: UUID, at: datetime, who: Who = Who.ALL, search: str = "", number: int = 1
) -> RegisterPage:
    """Return a page of the register as it stood at ``at``, by name; the same number of queries however many members.

    ``search``: part of a name or of another name. A page beyond the last is the last.
    """
    joined = Member.objects.filter(association_id=association_id, joined_at__lte=at)
    in_council, away = votes(at=at, on_leave=on_leave(association_id=association_id, at=at)), is_away(at=at)
    everyone, seats, left = joined.count(), joined.filter(in_council).count(), joined.filter(away).count()
    chosen = joined.filter(
        {Who.ALL: Q(), Who.COUNCIL: in_council, Who.OTHERS: ~in_council & ~away, Who.LEFT: away}[who]
    )
    if searchable(search):
        chosen = chosen.filter(search__contains=searchable(search))
    found = chosen.count()
    number = min(max(number, 1), max(1, -(-found // PAGE)))
    rows = chosen.order_by("search", "id")[(number - 1) * PAGE : number * PAGE]
    return RegisterPage(
        rows=_rows(list(rows), now=at),
        seats=seats,
        others=everyone - seats - left,
        left=left,
        found=found,
        number=number,
    )


def council_at(*, association_id: UUID, at: datetime, leave: OnLeave | None = None) -> tuple[UUID, ...]:
    """Return the ids of the members who hold the voting right at ``at``, sorted.

    ``leave``: what a leave does to the right; by default what the rulebook in force says.
    """
    rows = Member.objects.filter(association_id=association_id)
    leave = leave or on_leave(association_id=association_id, at=at)
    holding = rows.filter(votes(at=at, on_leave=leave))
    return tuple(holding.order_by("id").values_list("id", flat=True))


def council_size(*, association_id: UUID, at: datetime) -> int:
    """Return how many hold the voting right at ``at``."""
    rows = Member.objects.filter(association_id=association_id)
    return rows.filter(votes(at=at, on_leave=on_leave(association_id=association_id, at=at))).count()


def votes_at(*, actor: Actor, at: datetime) -> Right:
    """Return the voting right of the actor at ``at``."""
    return member(actor=actor, member_id=actor.member_id, now=at).right


def rights_of(*, actor: Actor, member_id: UUID) -> tuple[Stretch, ...]:
    """Return every dated right of a member of the actor's association, the earliest first."""
    rows = Member.objects.filter(id=member_id, association_id=actor.association_id)
    found = next((facts.stretches for facts in facts_of_all(list(rows)).values()), ())
    return tuple(sorted(found, key=lambda stretch: stretch.starts_at))


def spells_of(*, actor: Actor, member_id: UUID) -> tuple[Spell, ...]:
    """Return every dated state of a member of the actor's association, the earliest first: leaves, departures, exclusions."""
    rows = Member.objects.filter(id=member_id, association_id=actor.association_id)
    found = next((facts.spells for facts in facts_of_all(list(rows)).values()), ())
    return tuple(sorted(found, key=lambda spell: spell.starts_at))


def represents(*, organisation_id: UUID, person_id: UUID, at: datetime) -> bool:
    """Say whether a person casts the vote of an organisation at ``at``."""
    rows = Representative.objects.filter(during(at), organisation_id=organisation_id, person_id=person_id)
    return rows.exists()


def representatives(*, actor: Actor, organisation_id: UUID, at: datetime) -> tuple[MemberRow, ...]:
    """Return who casts the vote of an organisation of the actor's association at ``at``, by name."""
    return _represented(actor, Q(id__in=_pairs(at).filter(organisation_id=organisation_id).values("person_id")), at)


def organisations_of(*, association_id: UUID, at: datetime) -> dict[UUID, frozenset[UUID]]:
    """Return the organisations that each person represents at ``at``, by the person's id; those who left apart."""
    rows = _pairs(at).filter(person__association_id=association_id, person__left_at=None, organisation__left_at=None)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for person_id, organisation_id in rows.values_list("person_id", "organisation_id"):
        found[person_id].add(organisation_id)
    return {person_id: frozenset(organisations) for person_id, organisations in found.items()}


def represented(*, actor: Actor, person_id: UUID, at: datetime) -> tuple[MemberRow, ...]:
    """Return the organisations for which a member of the actor's association votes at ``at``, by name."""
    return _represented(actor, Q(id__in=_pairs(at).filter(person_id=person_id).values("organisation_id")), at)


def _pairs(at: datetime) -> QuerySet[Representative]:
    return Representative.objects.filter(during(at))


def _represented(actor: Actor, condition: Q, at: datetime) -> tuple[MemberRow, ...]:
    rows = Member.objects.filter(condition, association_id=actor.association_id).order_by("search", "id")
    return _rows(list(rows), now=at)


def rights_histories(*, association_id: UUID) -> dict[UUID, MemberFacts]:
    """Return the dated presence and rights of everyone who is or was in the register, for the verifier."""
    return facts_of_all(list(Member.objects.filter(association_id=association_id)))


def _rows(rows: Sequence[Member], *, now: datetime) -> tuple[MemberRow, ...]:
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
            kind=row.kind,
            aliases=row.aliases,
            pronoun=row.pronoun,
            title=row.title,
            contact=row.contact,
        )
        for row in rows
    )
