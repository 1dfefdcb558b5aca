"""Effects: what a decision changes by itself. One entry of ``EFFECTS`` says how a kind is applied and reversed.

An effect is applied once, dated from the instant of passing, to the state it meets; where that state leaves it nothing
to do, the reason is recorded and shown. An annulment reverses those that have an inverse and lists the rest to be undone
by hand.
"""

from collections.abc import Mapping
from datetime import datetime

from toutdoux.associations.queries import association
from toutdoux.decisions.commands.effects import entrusting, people, registers, reports, rules
from toutdoux.decisions.commands.effects.registry import Apply, Applying, Handler, Reverse
from toutdoux.decisions.logic.effects import SCHEMAS, EffectKind
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.models import Action, Effect, EffectRecord
from toutdoux.kernel.canonical import instant_text
from toutdoux.ledger.commands import Log

_ACTING: Mapping[EffectKind, tuple[Apply, Reverse | None]] = {
    EffectKind.GRANT_VOTING_RIGHT: (people.grant, people.end_grant),
    EffectKind.WITHDRAW_VOTING_RIGHT: (people.withdraw, people.end_withdrawal),
    EffectKind.ADMIT: (people.admit, people.end_admission),
    EffectKind.EXCLUDE: (people.exclude, people.end_exclusion),
    EffectKind.REINSTATE: (people.reinstate, people.end_reinstatement),
    EffectKind.GRANT_ACCESS: (entrusting.grant_access, entrusting.end_access),
    EffectKind.EXTEND_ACCESS: (entrusting.extend_access, entrusting.end_extension),
    EffectKind.REVOKE_ACCESS: (entrusting.revoke_access, entrusting.access_again),
    EffectKind.GIVE_MANDATE: (entrusting.give_mandate, entrusting.end_given_mandate),
    EffectKind.END_MANDATE: (entrusting.end_mandate, entrusting.mandate_again),
    EffectKind.ADOPT_RULEBOOK: (rules.adopt, rules.end_adoption),
    EffectKind.COMMIT_AMOUNT: (registers.commit, registers.end_commitment),
    # Only an assembly revises an amount, and nothing annuls what it decided.
    EffectKind.REVISE_AMOUNT: (registers.revise, None),
    EffectKind.CHANGE_SERVICE: (registers.change_service, registers.end_change),
    EffectKind.ADOPT_REPORT: (reports.adopt, reports.end_adoption),
}

EFFECTS: Mapping[EffectKind, Handler] = {
    kind: Handler(schema=SCHEMAS[kind], apply=apply_, reverse=reverse_) for kind, (apply_, reverse_) in _ACTING.items()
}


def apply(*, log: Log, action: Action, at: datetime) -> None:
    """Apply the effects of the version that passed, in their order, as of ``at``."""
    applying = _applying(log=log, action=action, at=at)
    for effect in Effect.objects.filter(version_id=action.text_id).order_by("position"):
        because = EFFECTS[EffectKind(effect.kind)].apply(applying, effect.params)
        _record(applying, effect, what="without-object" if because else "applied", because=because or "")


def reverse(*, log: Log, action: Action, by: Action, at: datetime) -> None:
    """Reverse what the annulled ``action`` changed and is still in force; list the rest to undo by hand."""
    undoing = _applying(log=log, action=action, at=at)
    applied = EffectRecord.objects.filter(effect__version_id=action.text_id, what="applied")
    for record in applied.select_related("effect").order_by("-effect__position"):
        handler = EFFECTS[EffectKind(record.effect.kind)]
        if handler.reverse is None:
            _record(undoing, record.effect, what="by-hand")
        elif handler.reverse(undoing, record.effect.params, by.id):
            _record(undoing, record.effect, what="reversed")


def _applying(*, log: Log, action: Action, at: datetime) -> Applying:
    zone = association(association_id=log.association_id).zone
    return Applying(log=log, action_id=action.id, at=at, zone=zone)


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
