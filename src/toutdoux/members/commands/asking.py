"""Asking to join, on a page that the association opens, and what becomes of it."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Q

from toutdoux.associations import commands as associations
from toutdoux.associations.logic.events import AssociationEvent
from toutdoux.associations.queries import current_rulebook
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.tokens import token_digest
from toutdoux.ledger.commands import Log, writing
from toutdoux.members import queries
from toutdoux.members.commands.joining import email_refusals, require_vote
from toutdoux.members.commands.writing import begin_waiting, create_member, enter_waiting_right, facts_of, write
from toutdoux.members.logic import changes
from toutdoux.members.logic.asking import WINDOW, accepting_refusals, flooded
from toutdoux.members.logic.events import MemberEvent, MemberRefusal
from toutdoux.members.logic.profiles import LONGEST_WORDS, Profile, profile_refusals
from toutdoux.members.models import JoinRequest, Member, Welcome
from toutdoux.rules.reading import with_answers

#: What the settings of an association call it, in the ledger.
SETTING = "join-requests"


def set_welcome(*, actor: Actor, open_: bool, words: str, admission: str = "", now: datetime) -> None:
    """Open or close the page where people ask to join, and write what it tells them.

    Who lets them in is asked the first time (``admission``), and then is part of the rulebook: only a decision changes
    it. Anyone with the voting right may do so.
    """
    if len(words) > LONGEST_WORDS:
        raise Refused([Refusal(code=MemberRefusal.WORDS_TOO_LONG, data={"longest": LONGEST_WORDS})])
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        rulebook = current_rulebook(association_id=actor.association_id).rulebook
        if open_ and rulebook.membership.admission is None:
            if not admission:
                raise Refused([Refusal(code=MemberRefusal.ADMISSION_NOT_CHOSEN, article=2)])
            complete = with_answers(rulebook, {"membership.admission": admission})
            associations.record_rulebook(log=log, rulebook=complete, actor_id=actor.member_id)
        row, made = Welcome.objects.get_or_create(association_id=actor.association_id)
        if (row.open, row.words) == (open_, words.strip()) and not made:
            return
        row.open, row.words = open_, words.strip()
        row.save(update_fields=["open", "words"])
        log.append(kind=AssociationEvent.SETTINGS_CHANGED, actor_id=actor.member_id, data={"settings": [SETTING]})


def ask_to_join(
    *,
    association_id: UUID,
    name: str,
    email: str,
    words: str,
    account_id: UUID | None,
    source: str,
    now: datetime,
) -> None:
    """Take the request of someone who asks to join, signed in (``account_id``) or not. The answer is the same for everyone.

    Refuses what is missing or malformed, and floods; a second request of the same address or account changes nothing,
    and a member who asks is not told on: whoever asks learns nothing about who is in the register.
    """
    profile = Profile(name=name, email=email).tidy()
    refusals = [*profile_refusals(profile), *email_refusals(profile.email)]
    if not profile.email:
        refusals.append(Refusal(code=MemberRefusal.EMAIL_MISSING))
    if len(words) > LONGEST_WORDS:
        refusals.append(Refusal(code=MemberRefusal.WORDS_TOO_LONG, data={"longest": LONGEST_WORDS}))
    refuse_if_any(refusals)
    with writing(association_id=association_id, now=now) as log:
        if not queries.welcome(association_id=association_id).open:
            raise Refused([Refusal(code=MemberRefusal.DOOR_CLOSED)])
        # The source is kept only as long as the request waits, and not as it is.
        digest = token_digest(f"{association_id} {source}")
        rows = JoinRequest.objects.filter(association_id=association_id)
        times = rows.filter(asked_at__gt=log.at - WINDOW).values_list("asked_at", "source_digest")
        waiting = rows.filter(answer="").count()
        if flooded(times=[(at, other == digest) for at, other in times], waiting=waiting, now=log.at):
            raise Refused([Refusal(code=MemberRefusal.TOO_MANY_REQUESTS)])
        person_id = _who(log=log, account_id=account_id)
        if person_id is None or rows.filter(Q(person_id=person_id) | Q(email=profile.email), answer="").exists():
            return
        JoinRequest.objects.create(
            association_id=association_id,
            person_id=person_id,
            account_id=account_id,
            name=profile.name,
            email=profile.email,
            words=words.strip(),
            source_digest=digest,
            asked_at=log.at,
        )
        log.append(kind=MemberEvent.ASKED, actor_id=None, data={"member": str(person_id)})


def accept_request(*, actor: Actor, person_id: UUID, now: datetime) -> UUID:
    """Let in a person who asks, by the rulebook's way: one member who votes is enough, or else an action is needed.

    Returns the member's id. Someone who had left is back with the right they had.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        rules = current_rulebook(association_id=actor.association_id).rulebook.membership
        refuse_if_any(accepting_refusals(admission=rules.admission))
        request = _waiting(log=log, person_id=person_id)
        facts = facts_of(log=log, member_id=person_id)
        data = {"member": str(person_id)}
        if facts is None:
            create_member(log=log, request=request, joined_at=log.at)
            log.append(kind=MemberEvent.JOINED, actor_id=actor.member_id, data=data)
            starts_at = begin_waiting(log=log, joined_at=log.at)
            if starts_at is not None:
                enter_waiting_right(log=log, member_id=person_id, starts_at=starts_at)
        else:
            changed = changes.readmit(facts=facts, action_id=None, at=log.at)
            if isinstance(changed, MemberRefusal):
                raise Refused([Refusal(code=changed)])
            write(member_id=person_id, before=facts, after=changed)
            log.append(kind=MemberEvent.RETURNED, actor_id=actor.member_id, data=data)
        _answer(request, JoinRequest.Answer.ADMITTED, by=actor.member_id, at=log.at)
        return person_id


def decline_request(*, actor: Actor, person_id: UUID, now: datetime) -> None:
    """Put a request aside. They may ask again, and an action may still admit them."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        request = _waiting(log=log, person_id=person_id)
        _answer(request, JoinRequest.Answer.DECLINED, by=actor.member_id, at=log.at)
        log.append(kind=MemberEvent.DECLINED, actor_id=actor.member_id, data={"member": str(person_id)})


def _waiting(*, log: Log, person_id: UUID) -> JoinRequest:
    request = JoinRequest.objects.filter(association_id=log.association_id, person_id=person_id, answer="").first()
    if request is None:
        raise Refused([Refusal(code=MemberRefusal.NO_SUCH_REQUEST)])
    return request


def _answer(request: JoinRequest, answer: JoinRequest.Answer, *, by: UUID, at: datetime) -> None:
    request.answer, request.answered_by_id, request.answered_at, request.source_digest = answer, by, at, ""
    request.save(update_fields=["answer", "answered_by", "answered_at", "source_digest"])


def _who(*, log: Log, account_id: UUID | None) -> UUID | None:
    """Return the id the person has, or will have, in the register; None for a member, who has nothing to ask."""
    row = None
    if account_id is not None:
        row = Member.objects.filter(association_id=log.association_id, account_id=account_id).first()
    if row is None:
        return uuid4()
    return row.id if row.left_at is not None else None
