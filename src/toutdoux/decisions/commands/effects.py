"""Effects: what a decision changes by itself. One entry of ``EFFECTS`` says how a kind is applied and reversed.

An effect is applied once, dated from the instant of passing, to the state it meets; where that state leaves it nothing
to do, the reason is recorded and shown. An annulment reverses those that have an inverse and lists the rest to be undone
by hand.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.drafts import EffectKind
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.models import Action, Effect, EffectRecord
from toutdoux.kernel.canonical import instant_text
from toutdoux.ledger.commands import Log
from toutdoux.members.commands import record_end_of_grant, record_grant


@dataclass(frozen=True, kw_only=True)
class Applying:
    """What an effect needs to know of the decision it comes from."""

    log: Log
    action_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Handler:
    """How one kind of effect acts. ``apply`` returns why there was nothing to do, or None; ``reverse`` (None: it has no
    inverse) returns whether something still in force was reversed.
    """

    apply: Callable[[Applying, Mapping[str, Any]], str | None]
    reverse: Callable[[Applying, Mapping[str, Any], UUID], bool] | None


def _grant(applying: Applying, params: Mapping[str, Any]) -> str | None:
    return record_grant(
        log=applying.log,
        member_id=UUID(params["member"]),
        action_id=applying.action_id,
        starts_at=applying.at,
    )


def _end_grant(applying: Applying, params: Mapping[str, Any], by: UUID) -> bool:
    return record_end_of_grant(
        log=applying.log,
        member_id=UUID(params["member"]),
        action_id=applying.action_id,
        ended_by_id=by,
        at=applying.at,
    )


EFFECTS: Mapping[EffectKind, Handler] = {
    EffectKind.GRANT_VOTING_RIGHT: Handler(apply=_grant, reverse=_end_grant),
}


def apply(*, log: Log, action: Action, at: datetime) -> None:
    """Apply the effects of the version that passed, in their order, as of ``at``."""
    applying = Applying(log=log, action_id=action.id, at=at)
    for effect in Effect.objects.filter(version_id=action.text_id).order_by("position"):
        because = EFFECTS[EffectKind(effect.kind)].apply(applying, effect.params)
        _record(applying, effect, what="without-object" if because else "applied", because=because or "")


def reverse(*, log: Log, action: Action, by: Action, at: datetime) -> None:
    """Reverse what the annulled ``action`` changed and is still in force; list the rest to undo by hand."""
    undoing = Applying(log=log, action_id=action.id, at=at)
    applied = EffectRecord.objects.filter(effect__version_id=action.text_id, what="applied")
    for record in applied.select_related("effect").order_by("-effect__position"):
        handler = EFFECTS[EffectKind(record.effect.kind)]
        if handler.reverse is None:
            _record(undoing, record.effect, what="by-hand")
        elif handler.reverse(undoing, record.effect.params, by.id):
            _record(undoing, record.effect, what="reversed")


def _record(applying: Applying, effect: Effect, *, what: str, because: str = "") -> None:
    EffectRecord.objects.create(effect=effect, what=what, at=applying.at, because=because)
    applying.log.append(
        kind=DecisionEvent.EFFECT,
        actor_id=None,
        data={
            "action": str(applying.action_id),
            "effect": effect.position,
            "kind": effect.kind,
            "what": what,
            "because": because,
            "at": instant_text(applying.at),
        },
    )
