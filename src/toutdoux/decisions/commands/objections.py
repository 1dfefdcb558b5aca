"""The search for a compromise: the thread of an objection, until it is lifted or kept."""

from datetime import datetime

from toutdoux.decisions.commands.settling import deciding
from toutdoux.decisions.logic.drafts import REASON_MAX
from toutdoux.decisions.logic.events import DecisionEvent, DecisionRefusal
from toutdoux.decisions.models import Objection, ObjectionPost
from toutdoux.decisions.queries.doors import access_objection, load
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.ledger.commands import Log
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import Status

#: What a message in the thread is: a word, a changed text that would satisfy, or the lead's answer.
SORTS = ("remark", "proposal", "answer")


def post_on_objection(*, actor: Actor, objection_id: int, sort: str, text: str, now: datetime) -> None:
    """Add a message to the thread of an objection. Any member may; the thread stays open after the decision."""
    refusals = []
    if not text.strip():
        refusals.append(Refusal(code=DecisionRefusal.TEXT_MISSING))
    if len(text) > REASON_MAX:
        refusals.append(Refusal(code=DecisionRefusal.TOO_LONG, data={"field": "text", "most": REASON_MAX}))
    if sort not in SORTS:
        refusals.append(Refusal(code=DecisionRefusal.KIND_UNKNOWN, data={"kind": sort}))
    refuse_if_any(refusals)
    with deciding(association_id=actor.association_id, now=now) as log:
        objection = access_objection(actor=actor, objection_id=objection_id)
        ObjectionPost.objects.create(
            objection=objection, member_id=actor.member_id, sort=sort, text=text.strip(), at=log.at
        )
        log.append(
            kind=DecisionEvent.OBJECTION_POSTED,
            actor_id=actor.member_id,
            data={"action": str(objection.version.action_id), "objection": objection.id, "sort": sort},
        )


def lift_objection(*, actor: Actor, objection_id: int, now: datetime) -> None:
    """Lift one's own objection. The ballot stays Against until its author changes it."""
    with deciding(association_id=actor.association_id, now=now) as log:
        objection = access_objection(actor=actor, objection_id=objection_id)
        _check(actor=actor, objection=objection)
        Objection.objects.filter(id=objection.id).update(lifted_at=log.at)
        _entry(log=log, actor=actor, objection=objection, kind=DecisionEvent.OBJECTION_LIFTED)


def keep_objection(*, actor: Actor, objection_id: int, now: datetime) -> None:
    """Say, after talking, that one's objection stands."""
    with deciding(association_id=actor.association_id, now=now) as log:
        objection = access_objection(actor=actor, objection_id=objection_id)
        _check(actor=actor, objection=objection)
        Objection.objects.filter(id=objection.id).update(kept_at=log.at)
        _entry(log=log, actor=actor, objection=objection, kind=DecisionEvent.OBJECTION_KEPT)


def _check(*, actor: Actor, objection: Objection) -> None:
    """One's own, still standing, on the text that is being decided."""
    refusals = []
    if objection.member_id != actor.member_id:
        refusals.append(Refusal(code=DecisionRefusal.NOT_THE_OBJECTOR, article=Article.OBJECTION))
    action = load(actor=actor, action_id=objection.version.action_id)
    over = action.current_id != objection.version_id or action.status not in {Status.OPEN, Status.ANNOUNCED}
    if objection.lifted_at is not None or over:
        refusals.append(Refusal(code=DecisionRefusal.OBJECTION_OVER, article=Article.OBJECTION))
    refuse_if_any(refusals)


def _entry(*, log: Log, actor: Actor, objection: Objection, kind: DecisionEvent) -> None:
    log.append(
        kind=kind,
        actor_id=actor.member_id,
        data={"action": str(objection.version.action_id), "objection": objection.id},
    )
