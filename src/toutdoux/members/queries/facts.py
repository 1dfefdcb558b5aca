"""From rows to the dated facts that a voting right follows from, and the conditions that say the same to the database."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from toutdoux.associations.queries import rulebook_at
from toutdoux.members.logic.rights import AWAY, Cause, MemberFacts, Spell, SpellKind, Stretch
from toutdoux.members.models import Member, VotingRight
from toutdoux.members.models import Spell as SpellRow
from toutdoux.rules.rulebook import OnLeave

#: Rows named in one query, well under what a database takes.
_BATCH = 500


def on_leave(*, association_id: UUID, at: datetime) -> OnLeave:
    """Return what the rulebook in force at ``at`` says a leave does to the voting right."""
    return rulebook_at(association_id=association_id, at=at).rulebook.voting_right.on_leave


def facts_of_all(rows: Sequence[Member]) -> dict[UUID, MemberFacts]:
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


def votes(*, at: datetime, on_leave: OnLeave) -> Q:
    """Return the condition under which a member votes at ``at``: what ``in_council`` says, for the database."""
    taking = on_spells(at) if on_leave is OnLeave.SUSPENDED else on_spells(at).exclude(kind=SpellKind.LEAVE)
    holding = VotingRight.objects.filter(during(at), member_id=OuterRef("id"))
    return Q(Exists(holding), joined_at__lte=at) & ~Q(Exists(taking.filter(member_id=OuterRef("id"))))


def is_away(*, at: datetime) -> Q:
    """Return the condition under which someone who had joined is not a member at ``at``."""
    return Q(Exists(on_spells(at).filter(member_id=OuterRef("id"), kind__in=AWAY)), joined_at__lte=at)


def on_spells(at: datetime) -> QuerySet[SpellRow]:
    """Return the spells that are on at ``at``."""
    return SpellRow.objects.filter(during(at))


def during(at: datetime) -> Q:
    """Return the condition under which a dated row holds at ``at``."""
    return Q(starts_at__lte=at) & (Q(ends_at=None) | Q(ends_at__gt=at))


def _as_entered(dated: Stretch | Spell) -> int:
    return dated.row or 0
