"""Answering the question: by the page, or by the mailed link, which answers for one person, this once, and opens nothing else."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from toutdoux.decisions.commands.settling import deciding
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.commands import record_departure
from toutdoux.procedures.commands.inactivity import go_on_without
from toutdoux.procedures.logic.events import ProcedureEvent, ProcedureRefusal
from toutdoux.procedures.logic.inactivity import Reply, answer_refusals
from toutdoux.procedures.models import AnswerLink, ListedMember
from toutdoux.procedures.queries.inactivity import facts_of

#: Well past the delay and the action that may follow it: a late answer is still taken.
ANSWER_LINK_LASTS = timedelta(days=120)


def answer_question(*, actor: Actor, listed_id: UUID, answer: str, words: str, now: datetime) -> None:
    """Take the answer of the person who was asked, with what they wish to say to those who asked.

    "I stay" ends it for them, late or not, as long as nothing is decided: an action that runs goes on without them.
    "I leave" is a departure like any other, at once. The ledger names the row, not the person.
    """
    with transaction.atomic():
        with deciding(association_id=actor.association_id, now=now) as log:
            row = _mine(actor=actor, listed_id=listed_id)
            facts = facts_of(row.inactivity, now=log.at)
            person = next(one for one in facts.people if one.listed_id == listed_id)
            refuse_if_any(answer_refusals(facts=facts, person=person, answer=answer, words=words, now=log.at))
            ListedMember.objects.filter(id=listed_id).update(answer=answer, answered_at=log.at, words=words.strip())
            log.append(
                kind=ProcedureEvent.ANSWERED,
                actor_id=None,
                data={"procedure": str(row.inactivity_id), "listed": str(listed_id), "answer": answer},
            )
        go_on_without(row=row.inactivity, listed_id=listed_id, now=now)
        if answer == Reply.LEAVE:
            record_departure(actor=actor, member_id=actor.member_id, now=now)


def answer_link(*, listed_id: UUID, expires_at: datetime, now: datetime) -> str:
    """Make a link to the two buttons and return its secret, once. Links of an earlier try go on working."""
    token = secrets.token_urlsafe(32)
    AnswerLink.objects.create(
        listed_id=listed_id, token_digest=token_digest(token), created_at=now, expires_at=expires_at
    )
    return token


def _mine(*, actor: Actor, listed_id: UUID) -> ListedMember:
    rows = ListedMember.objects.filter(
        id=listed_id, member_id=actor.member_id, inactivity__association_id=actor.association_id
    )
    row = rows.select_related("inactivity__action").first()
    if row is None:
        raise Refused([Refusal(code=ProcedureRefusal.UNKNOWN_PROCEDURE)])
    return row
