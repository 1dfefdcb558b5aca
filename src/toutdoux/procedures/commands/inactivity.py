"""Running the inactivity procedure: the list, the question, the delay, the action. Each function is one transaction.

The ledger names rows of the list, never the people on them: that someone was asked is between them and those who ask.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.associations.queries import association, current_rulebook, rulebook_row
from toutdoux.decisions.commands import amend_action, publish_action, save_draft, withdraw_action
from toutdoux.decisions.commands.settling import deciding
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft
from toutdoux.decisions.logic.references import Reference
from toutdoux.decisions.queries.telling import action_news
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log
from toutdoux.members.queries import members
from toutdoux.procedures.logic.events import ProcedureEvent, ProcedureRefusal
from toutdoux.procedures.logic.inactivity import (
    WORDS_MAX,
    PersonFacts,
    PersonState,
    ask_refusals,
    begin_refusals,
    open_refusals,
    remaining,
    take_off_refusals,
    told_refusals,
)
from toutdoux.procedures.logic.participation import Window, listed
from toutdoux.procedures.models import Inactivity, ListedMember
from toutdoux.procedures.queries.inactivity import facts_of, load, participations, runner, running
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.time import deadline

#: How someone was told: by a message that a server took, or by a person who says so.
IN_PERSON = "person"


def begin_inactivity(*, actor: Actor, window: Window, now: datetime) -> UUID:
    """Begin a procedure with the list that the rulebook's share gives over ``window``. Returns its id.

    Nobody is told anything yet: the list is first looked at by a human. On it stand members of the council alone.
    """
    with deciding(association_id=actor.association_id, now=now) as log:
        refuse_if_any(
            begin_refusals(
                runner=runner(actor=actor, now=log.at),
                running=running(association_id=actor.association_id, now=log.at) is not None,
                window=(window.starts_at, window.ends_at),
                now=log.at,
            )
        )
        rules = current_rulebook(association_id=actor.association_id)
        council = {row.id for row in members(association_id=actor.association_id, at=log.at) if row.right.votes}
        found, votes = participations(association_id=actor.association_id, ids=council, window=window)
        row = Inactivity.objects.create(
            association_id=actor.association_id,
            rulebook_id=rules.id,
            starts_at=window.starts_at,
            ends_at=window.ends_at,
            votes=votes,
            started_by_id=actor.member_id,
            started_at=log.at,
        )
        ids = listed(found=found, share=rules.rulebook.inactivity.share)
        ListedMember.objects.bulk_create(
            [ListedMember(inactivity=row, member_id=one, could=found[one].could, took=found[one].took) for one in ids]
        )
        log.append(
            kind=ProcedureEvent.INACTIVITY_BEGUN,
            actor_id=actor.member_id,
            data={
                "procedure": str(row.id),
                "from": instant_text(window.starts_at),
                "to": instant_text(window.ends_at),
                "rulebook": rules.id,
                "votes": votes,
                "listed": len(ids),
            },
        )
        return row.id


def take_off(*, actor: Actor, procedure_id: UUID, listed_id: UUID, why: str, now: datetime) -> None:
    """Take someone off the list, at any step until the outcome; while the action runs, it goes on without them."""
    if len(why) > WORDS_MAX:
        raise Refused([Refusal(code=ProcedureRefusal.WORDS_TOO_LONG, data={"most": WORDS_MAX})])
    with transaction.atomic():
        with deciding(association_id=actor.association_id, now=now) as log:
            row, person = _person(actor=actor, procedure_id=procedure_id, listed_id=listed_id, now=log.at)
            refuse_if_any(take_off_refusals(facts=facts_of(row, now=log.at), person=person, now=log.at))
            ListedMember.objects.filter(id=listed_id).update(
                taken_off_at=log.at, taken_off_by_id=actor.member_id, taken_off_why=why.strip()
            )
            _entry(log, ProcedureEvent.TAKEN_OFF, actor.member_id, row, listed_id)
        go_on_without(row=row, listed_id=listed_id, now=now)


def ask_listed(*, actor: Actor, procedure_id: UUID, now: datetime) -> int:
    """Ask everyone on the list, each privately: the worker sends what is written here. Returns how many."""
    with deciding(association_id=actor.association_id, now=now) as log:
        row = load(actor=actor, procedure_id=procedure_id, now=log.at)
        facts = facts_of(row, now=log.at)
        refuse_if_any(ask_refusals(facts=facts, now=log.at))
        ids = [one.listed_id for one in facts.people if one.state(now=log.at) is PersonState.LISTED]
        Inactivity.objects.filter(id=row.id).update(asked_at=log.at)
        ListedMember.objects.filter(id__in=ids).update(asked_at=log.at)
        for listed_id in ids:
            _entry(log, ProcedureEvent.ASKED, actor.member_id, row, listed_id)
        return len(ids)


def vouch_told(*, actor: Actor, procedure_id: UUID, listed_id: UUID, now: datetime) -> None:
    """Write that one has told someone oneself, now, where no message reaches them: their delay begins."""
    with deciding(association_id=actor.association_id, now=now) as log:
        row, person = _person(actor=actor, procedure_id=procedure_id, listed_id=listed_id, now=log.at)
        refuse_if_any(told_refusals(facts=facts_of(row, now=log.at), person=person, now=log.at))
        _tell(log=log, row=row, listed_id=listed_id, how=IN_PERSON, by=actor.member_id)


def record_told(*, association_id: UUID, listed_id: UUID, how: str, now: datetime) -> bool:
    """Write that a message was taken by its server: the proof from which the delay runs. Once; False when known already."""
    with deciding(association_id=association_id, now=now) as log:
        row = ListedMember.objects.filter(id=listed_id, inactivity__association_id=association_id, told_at=None).first()
        if row is None or row.asked_at is None:
            return False
        _tell(log=log, row=row.inactivity, listed_id=listed_id, how=how, by=None)
        return True


def record_trouble(*, listed_id: UUID, code: str) -> None:
    """Keep why a message has not arrived, for those who run the procedure: someone is to be told in another way."""
    ListedMember.objects.filter(id=listed_id, told_at=None).update(trouble=code[:200])


@dataclass(frozen=True, kw_only=True)
class ActionWords:
    """What the action says: its title and text, and the reason it is withdrawn with should nobody be left on it."""

    title: str
    text: str
    nobody_left: str


def open_exclusion(*, actor: Actor, procedure_id: UUID, words: ActionWords, now: datetime) -> Reference:
    """Open one extraordinary action for all who stayed silent, with their exclusion from the council as its effects.

    Refuses while someone was not told or may still answer. Whoever opens it leads it. The words name nobody: the
    effects do, so that someone can be taken off without a new text.
    """
    with transaction.atomic():
        with deciding(association_id=actor.association_id, now=now) as log:
            row = load(actor=actor, procedure_id=procedure_id, now=log.at)
            facts = facts_of(row, now=log.at)
            refuse_if_any(open_refusals(facts=facts, now=log.at))
            silent = [one.member_id for one in facts.silent(now=log.at)]
        draft = ActionDraft(
            kind=Kind.EXTRAORDINARY,
            title=words.title,
            text=words.text,
            effects=exclusions(silent),
            effects_only=True,
        )
        draft_id = save_draft(actor=actor, draft=draft, now=now)
        reference = publish_action(actor=actor, draft_id=draft_id, now=now)
        with deciding(association_id=actor.association_id, now=now) as log:
            Inactivity.objects.filter(id=row.id).update(
                action_id=draft_id, opened_by_id=actor.member_id, nobody_left=words.nobody_left
            )
            log.append(
                kind=ProcedureEvent.ACTION_OPENED,
                actor_id=actor.member_id,
                data={"procedure": str(row.id), "action": str(draft_id)},
            )
    return reference


def close_inactivity(*, actor: Actor, procedure_id: UUID, now: datetime) -> None:
    """End a procedure before its action is opened: nothing more happens to anyone on it."""
    with deciding(association_id=actor.association_id, now=now) as log:
        row = load(actor=actor, procedure_id=procedure_id, now=log.at)
        if row.action_id is not None or row.closed_at is not None:
            raise Refused([Refusal(code=ProcedureRefusal.NOT_AT_THIS_STEP)])
        Inactivity.objects.filter(id=row.id).update(closed_at=log.at)
        log.append(kind=ProcedureEvent.INACTIVITY_CLOSED, actor_id=actor.member_id, data={"procedure": str(row.id)})


def exclusions(member_ids: list[UUID]) -> tuple[EffectDraft, ...]:
    """Return the effects that take people out of the council, and of nothing else."""
    return tuple(
        EffectDraft(kind="exclude", params={"member": str(member_id), "scope": "council"}) for member_id in member_ids
    )


def go_on_without(*, row: Inactivity, listed_id: UUID, now: datetime) -> None:
    """Let the open action of a procedure, if there is one, go on without someone; withdraw it when nobody is left.

    It is done in the name of whoever leads it: the text that they opened says that it will be.
    """
    procedure = Inactivity.objects.select_related("action").get(id=row.id)
    facts = facts_of(procedure, now=now)
    if procedure.action is None or procedure.opened_by_id is None or not facts.open_action:
        return
    lead = Actor(association_id=procedure.association_id, member_id=procedure.opened_by_id)
    left = remaining(people=facts.people, without=listed_id, now=now)
    rules = rulebook_row(rulebook_id=procedure.action.rulebook_id or procedure.rulebook_id).rulebook
    if left and rules.amendments:
        ids = {procedure.action.id}
        news = action_news(association_id=procedure.association_id, ids=ids, now=now)[procedure.action.id]
        amend_action(
            actor=lead,
            action_id=procedure.action.id,
            title=news.row.title,
            text=news.text,
            effects=exclusions(list(left)),
            now=now,
        )
    else:
        withdraw_action(actor=lead, action_id=procedure.action.id, reason=procedure.nobody_left, now=now)


def _person(*, actor: Actor, procedure_id: UUID, listed_id: UUID, now: datetime) -> tuple[Inactivity, PersonFacts]:
    row = load(actor=actor, procedure_id=procedure_id, now=now)
    for one in facts_of(row, now=now).people:
        if one.listed_id == listed_id:
            return row, one
    raise Refused([Refusal(code=ProcedureRefusal.UNKNOWN_PROCEDURE)])


def _tell(*, log: Log, row: Inactivity, listed_id: UUID, how: str, by: UUID | None) -> None:
    zone = association(association_id=log.association_id).zone
    rules = rulebook_row(rulebook_id=row.rulebook_id).rulebook.inactivity
    reply_by = deadline(opened_at=log.at, delay=rules.answer_within, zone=zone)
    ListedMember.objects.filter(id=listed_id).update(
        told_at=log.at, told_how=how, told_by_id=by, reply_by=reply_by, trouble=""
    )
    log.append(
        kind=ProcedureEvent.TOLD,
        actor_id=by,
        data={"procedure": str(row.id), "listed": str(listed_id), "how": how, "reply_by": instant_text(reply_by)},
    )


def _entry(log: Log, kind: ProcedureEvent, actor_id: UUID | None, row: Inactivity, listed_id: UUID) -> None:
    log.append(kind=kind, actor_id=actor_id, data={"procedure": str(row.id), "listed": str(listed_id)})
