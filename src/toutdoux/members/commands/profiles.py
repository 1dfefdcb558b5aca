"""What people say of themselves; organisations, and who casts their one vote."""

from datetime import datetime
from uuid import UUID

from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.ledger.commands import writing
from toutdoux.members import queries
from toutdoux.members.commands.joining import email_refusals, require_vote
from toutdoux.members.logic.events import MemberEvent, MemberRefusal
from toutdoux.members.logic.profiles import Profile, profile_refusals
from toutdoux.members.models import Member, Representative

_FIELDS = ("name", "email", "aliases", "pronoun", "title", "contact")


def change_profile(*, actor: Actor, member_id: UUID, profile: Profile, now: datetime) -> None:
    """Change what the other members see of someone; every refused field is named, and then none is changed.

    One does it for oneself, a representative for an organisation; for whoever has no account, anyone with the voting
    right does. The ledger tells which fields changed, never what they say.
    """
    tidy = profile.tidy()
    refuse_if_any([*profile_refusals(tidy), *email_refusals(tidy.email)])
    with writing(association_id=actor.association_id, now=now) as log:
        require_hand_on(actor=actor, member_id=member_id, at=log.at)
        row = Member.objects.get(id=member_id)
        changed = [field for field in _FIELDS if getattr(row, field) != getattr(tidy, field)]
        if not changed:
            return
        for field in changed:
            setattr(row, field, getattr(tidy, field))
        row.search = searchable(row.name, row.aliases)
        row.save(update_fields=[*changed, "search"])
        log.append(
            kind=MemberEvent.PROFILE_CHANGED,
            actor_id=actor.member_id,
            data={"member": str(member_id), "fields": sorted(changed)},
        )


def name_representative(*, actor: Actor, organisation_id: UUID, person_id: UUID, now: datetime) -> None:
    """Let a member cast the one vote of an organisation, from now. Anyone with the voting right names them."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        organisation = queries.member(actor=actor, member_id=organisation_id, now=log.at)
        person = queries.member(actor=actor, member_id=person_id, now=log.at)
        reasons = (
            (organisation.kind != Member.Kind.ORGANISATION, MemberRefusal.NOT_AN_ORGANISATION),
            (person.kind != Member.Kind.PERSON, MemberRefusal.NOT_A_PERSON),
            (person.left_at is not None, MemberRefusal.HAS_LEFT),
        )
        refuse_if_any([Refusal(code=code) for holds, code in reasons if holds])
        if queries.represents(organisation_id=organisation_id, person_id=person_id, at=log.at):
            return
        Representative.objects.create(organisation_id=organisation_id, person_id=person_id, starts_at=log.at)
        log.append(
            kind=MemberEvent.REPRESENTED,
            actor_id=actor.member_id,
            data={"member": str(organisation_id), "person": str(person_id)},
        )


def end_representation(*, actor: Actor, organisation_id: UUID, person_id: UUID, now: datetime) -> None:
    """Let a member cast the vote of an organisation no more. Their ballots stay, until another one replaces them."""
    with writing(association_id=actor.association_id, now=now) as log:
        if actor.member_id != person_id:
            require_vote(actor=actor, at=log.at)
        queries.member(actor=actor, member_id=organisation_id, now=log.at)
        ended = Representative.objects.filter(
            organisation_id=organisation_id, person_id=person_id, ends_at=None
        ).update(ends_at=log.at)
        if ended:
            log.append(
                kind=MemberEvent.UNREPRESENTED,
                actor_id=actor.member_id,
                data={"member": str(organisation_id), "person": str(person_id)},
            )


def require_representation(*, actor: Actor, at: datetime) -> None:
    """Refuse someone who acts for an organisation that they do not represent at ``at``, or who has left."""
    if actor.by_id is None:
        return
    person = queries.member(actor=actor, member_id=actor.by_id, now=at)
    if person.left_at is not None or not queries.represents(
        organisation_id=actor.member_id, person_id=actor.by_id, at=at
    ):
        raise Refused([Refusal(code=MemberRefusal.NOT_A_REPRESENTATIVE)])


def require_hand_on(*, actor: Actor, member_id: UUID, at: datetime) -> None:
    """Refuse whoever may not write about a member: only they, who represents them, or, without account, who votes."""
    row = queries.member(actor=actor, member_id=member_id, now=at)
    if member_id == actor.member_id or queries.represents(organisation_id=member_id, person_id=actor.member_id, at=at):
        return
    if row.account_id is not None:
        raise Refused([Refusal(code=MemberRefusal.THEIR_OWN_BUSINESS)])
    require_vote(actor=actor, at=at)
