"""Joining, being invited, leaving. Every change names its cause."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from toutdoux.associations import commands as association_commands
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.kernel.tokens import token_digest
from toutdoux.ledger.commands import Log, writing
from toutdoux.members import queries
from toutdoux.members.commands.writing import begin_waiting, enter_waiting_right, facts_of, write
from toutdoux.members.logic.changes import leave_association
from toutdoux.members.logic.events import MemberEvent, MemberRefusal
from toutdoux.members.logic.profiles import LONGEST, Profile, profile_refusals
from toutdoux.members.logic.rights import Cause
from toutdoux.members.models import Invitation, Member
from toutdoux.rules.rulebook import Rulebook

INVITATION_LASTS = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """A person, or an organisation, to enter in the register. ``account_id`` links at once the one who is signed in."""

    name: str
    email: str = ""
    account_id: UUID | None = None
    organisation: bool = False


def found_association(
    *,
    name: str,
    slug: str,
    zone: str,
    language: str,
    rulebook: Rulebook,
    period: PeriodFacts,
    founders: Sequence[NewPerson],
    now: datetime,
) -> UUID:
    """Found an association: its rules, first period and founders, who vote at once. All of it, or nothing.

    Returns the association's id. Refuses what cannot be, with every reason that can be known together.
    """
    refusals = [refusal for person in founders for refusal in _person_refusals(person)]
    if not founders:
        refusals.append(Refusal(code=MemberRefusal.NO_FOUNDER))
    refuse_if_any(refusals)
    with transaction.atomic():
        association_id = association_commands.create_association(
            name=name, slug=slug, zone=zone, language=language, now=now
        )
        with writing(association_id=association_id, now=now) as log:
            association_commands.record_founding(log=log)
            association_commands.record_rulebook(log=log, rulebook=rulebook, actor_id=None)
            association_commands.record_period(log=log, period=period, actor_id=None)
            for person in founders:
                row = _enter(log=log, person=person, actor_id=None)
                enter_waiting_right(log=log, member_id=row.id, starts_at=log.at, cause=Cause.FOUNDER)
    return association_id


def add_member(*, actor: Actor, person: NewPerson, now: datetime) -> UUID:
    """Enter a person in the register; their voting right begins after the rulebook's waiting period.

    Returns the member's id. Anyone with the voting right may do so.
    """
    refuse_if_any(_person_refusals(person))
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        return record_member(log=log, person=person, actor_id=actor.member_id)


def record_member(*, log: Log, person: NewPerson, actor_id: UUID | None) -> UUID:
    """Enter a person on an open page of the ledger, with the right that the waiting period gives."""
    row = _enter(log=log, person=person, actor_id=actor_id)
    starts_at = begin_waiting(log=log, joined_at=log.at)
    if starts_at is not None:
        enter_waiting_right(log=log, member_id=row.id, starts_at=starts_at)
    return row.id


def invite(*, actor: Actor, member_id: UUID, token: str = "", now: datetime) -> str:
    """Make a new link for a member who has no account yet, revoking earlier ones, and return its secret, once.

    ``token``: the secret, of 256 bits, where whoever sends the link must be able to make it again; else one is drawn.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        row = queries.member(actor=actor, member_id=member_id, now=log.at)
        if row.account_id is not None:
            raise Refused([Refusal(code=MemberRefusal.ALREADY_LINKED)])
        if row.left_at is not None:
            raise Refused([Refusal(code=MemberRefusal.HAS_LEFT)])
        token = token or secrets.token_urlsafe(32)
        return _invite(log=log, member_id=member_id, actor_id=actor.member_id, token=token)


def accept_invitation(*, token: str, account_id: UUID, now: datetime) -> UUID:
    """Link the account that is signed in to the member the invitation names; return the association's id.

    Refuses a link that is used, revoked or too old, and an account that is a member already.
    """
    found = queries.access_invitation(token=token, now=now)
    with writing(association_id=found.association_id, now=now) as log:
        refusals = list(queries.access_invitation(token=token, now=log.at).refusals)
        if Member.objects.filter(association_id=found.association_id, account_id=account_id).exists():
            refusals.append(Refusal(code=MemberRefusal.ACCOUNT_ALREADY_MEMBER))
        refuse_if_any(refusals)
        Member.objects.filter(id=found.member_id).update(account_id=account_id)
        Invitation.objects.filter(token_digest=token_digest(token)).update(used_at=log.at)
        log.append(kind=MemberEvent.LINKED, actor_id=found.member_id, data={"member": str(found.member_id)})
    return found.association_id


def record_departure(*, actor: Actor, member_id: UUID, now: datetime) -> None:
    """Record that a member leaves, now: out of the council at once; seats and ballots already theirs remain.

    One leaves by oneself, or is recorded as gone by someone with the voting right (an exclusion is an action).
    """
    with writing(association_id=actor.association_id, now=now) as log:
        facts = facts_of(log=log, member_id=member_id)
        if facts is None:
            raise Refused([Refusal(code=MemberRefusal.UNKNOWN_MEMBER)])
        changed = leave_association(facts=facts, at=log.at)
        if isinstance(changed, MemberRefusal):
            raise Refused([Refusal(code=changed)])
        if member_id != actor.member_id:
            require_vote(actor=actor, at=log.at)
        write(member_id=member_id, before=facts, after=changed)
        Invitation.objects.filter(member_id=member_id, used_at=None, revoked_at=None).update(revoked_at=log.at)
        log.append(kind=MemberEvent.LEFT, actor_id=actor.member_id, data={"member": str(member_id)})


def require_vote(*, actor: Actor, at: datetime) -> None:
    """Refuse someone who does not vote at ``at``."""
    right = queries.votes_at(actor=actor, at=at)
    if not right.votes:
        raise Refused([Refusal(code=MemberRefusal.NO_VOTING_RIGHT, article=2)])


def _enter(*, log: Log, person: NewPerson, actor_id: UUID | None) -> Member:
    if (
        person.account_id is not None
        and Member.objects.filter(association_id=log.association_id, account_id=person.account_id).exists()
    ):
        raise Refused([Refusal(code=MemberRefusal.ACCOUNT_ALREADY_MEMBER)])
    row = Member.objects.create(
        id=uuid4(),
        association_id=log.association_id,
        account_id=person.account_id,
        name=person.name.strip(),
        email=person.email.strip().lower(),
        kind=Member.Kind.ORGANISATION if person.organisation else Member.Kind.PERSON,
        search=searchable(person.name),
        joined_at=log.at,
    )
    log.append(kind=MemberEvent.JOINED, actor_id=actor_id, data={"member": str(row.id)})
    return row


def _invite(*, log: Log, member_id: UUID, actor_id: UUID, token: str) -> str:
    Invitation.objects.filter(member_id=member_id, used_at=None, revoked_at=None).update(revoked_at=log.at)
    Invitation.objects.create(
        member_id=member_id,
        token_digest=token_digest(token),
        invited_by_id=actor_id,
        created_at=log.at,
        expires_at=log.at + INVITATION_LASTS,
    )
    log.append(kind=MemberEvent.INVITED, actor_id=actor_id, data={"member": str(member_id)})
    return token


def _person_refusals(person: NewPerson) -> list[Refusal]:
    profile = Profile(name=person.name, email=person.email).tidy()
    return [*profile_refusals(profile), *email_refusals(profile.email)]


def email_refusals(email: str) -> list[Refusal]:
    """Return what is wrong with an address, if one is given."""
    if len(email) > LONGEST["email"]:
        return [Refusal(code=MemberRefusal.EMAIL_MALFORMED, data={"email": email[: LONGEST["email"]]})]
    if email:
        try:
            validate_email(email)
        except ValidationError:
            return [Refusal(code=MemberRefusal.EMAIL_MALFORMED, data={"email": email})]
    return []
