"""How the facts about a member are read for a change, and how what changed is written. No rule is here."""

from datetime import datetime
from uuid import UUID

from toutdoux.associations.queries import association, current_rulebook
from toutdoux.kernel.search import searchable
from toutdoux.ledger.commands import Log
from toutdoux.members.logic.events import MemberEvent
from toutdoux.members.logic.rights import Cause, MemberFacts, SpellKind
from toutdoux.members.models import JoinRequest, Member, Spell, VotingRight
from toutdoux.members.queries import facts_of_all
from toutdoux.rules.time import after_waiting, start_of_day


def facts_of(*, log: Log, member_id: UUID) -> MemberFacts | None:
    """Return the dated facts of a member of the page's association; None for someone who never was one."""
    row = Member.objects.filter(id=member_id, association_id=log.association_id).first()
    return facts_of_all([row])[member_id] if row else None


def write(*, member_id: UUID, before: MemberFacts, after: MemberFacts) -> None:
    """Write what a change leads to: rows that begin, rows that end, and since when one is no longer a member."""
    for stretch in after.stretches:
        if stretch.row is None:
            VotingRight.objects.create(
                member_id=member_id,
                starts_at=stretch.starts_at,
                ends_at=stretch.ends_at,
                cause=stretch.cause,
                action_id=stretch.action_id,
            )
        elif stretch not in before.stretches:
            VotingRight.objects.filter(id=stretch.row).update(ends_at=stretch.ends_at, ended_by_id=stretch.ended_by_id)
    for spell in after.spells:
        if spell.row is None:
            Spell.objects.create(
                member_id=member_id,
                kind=spell.kind,
                starts_at=spell.starts_at,
                ends_at=spell.ends_at,
                planned_ends_at=spell.ends_at if spell.kind is SpellKind.LEAVE else None,
                action_id=spell.action_id,
            )
        elif spell not in before.spells:
            Spell.objects.filter(id=spell.row).update(ends_at=spell.ends_at, ended_by_id=spell.ended_by_id)
    if after.left_at != before.left_at:
        Member.objects.filter(id=member_id).update(left_at=after.left_at)


def create_member(*, log: Log, request: JoinRequest, joined_at: datetime) -> None:
    """Enter in the register someone whose request to join is accepted."""
    # An account may have become someone's by an invitation since it asked.
    account_id = request.account_id
    if (
        account_id is not None
        and Member.objects.filter(association_id=log.association_id, account_id=account_id).exists()
    ):
        account_id = None
    Member.objects.create(
        id=request.person_id,
        association_id=log.association_id,
        account_id=account_id,
        name=request.name,
        email=request.email,
        search=searchable(request.name),
        joined_at=joined_at,
    )


def begin_waiting(*, log: Log, joined_at: datetime) -> datetime | None:
    """Return when the right of someone who joins at ``joined_at`` begins, by the waiting period in force."""
    waiting = current_rulebook(association_id=log.association_id).rulebook.voting_right.waiting
    if waiting is None:
        return None
    zone = association(association_id=log.association_id).zone
    day = joined_at.astimezone(zone).date()
    first_day = after_waiting(day=day, waiting=waiting)
    return joined_at if first_day == day else start_of_day(day=first_day, zone=zone)


def enter_waiting_right(*, log: Log, member_id: UUID, starts_at: datetime, cause: Cause = Cause.WAITING) -> None:
    """Enter the right that comes by itself: to a founder at once, to others after waiting."""
    VotingRight.objects.create(member_id=member_id, starts_at=starts_at, cause=cause)
    log.append(
        kind=MemberEvent.RIGHT_BEGAN,
        actor_id=None,
        data={"member": str(member_id), "cause": cause, "action": None},
    )
