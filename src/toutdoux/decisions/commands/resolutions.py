"""What an assembly decided, applied: the same effects as those of an action, by the same functions, in the close of its vote."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from toutdoux.associations.queries import association
from toutdoux.decisions.commands.effects import EFFECTS
from toutdoux.decisions.commands.effects.registry import Applying
from toutdoux.decisions.commands.settling import settle
from toutdoux.decisions.logic.effects import EffectDraft, EffectKind
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.models import Action
from toutdoux.kernel.canonical import instant_text
from toutdoux.ledger.commands import Log
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True, kw_only=True)
class Became:
    """What became of an effect: applied, or without-object and ``because`` of what."""

    what: str
    because: str


def carry_resolution(
    *, log: Log, vote_id: UUID, assembly_id: UUID, effects: Sequence[EffectDraft]
) -> tuple[Became, ...]:
    """Apply what an assembly adopted by a vote, from this instant on; return what became of each effect, in order.

    The rows that name their decision name an action: what an assembly decided is one too, under the id of the vote. It bears
    no number, no status and not a word, so that no register of actions ever shows it. Deadlines that are over come first.
    """
    settle(log=log)
    Action.objects.create(
        id=vote_id,
        association_id=log.association_id,
        kind=Kind.EXTRAORDINARY,
        created_at=log.at,
    )
    log.append(
        kind=DecisionEvent.CARRIED,
        actor_id=None,
        data={"vote": str(vote_id), "assembly": str(assembly_id), "effects": len(effects)},
    )
    zone = association(association_id=log.association_id).zone
    applying = Applying(log=log, action_id=vote_id, at=log.at, zone=zone, assembly_id=assembly_id)
    return tuple(_apply(applying, position=position, effect=effect) for position, effect in enumerate(effects, start=1))


def _apply(applying: Applying, *, position: int, effect: EffectDraft) -> Became:
    because = EFFECTS[EffectKind(effect.kind)].apply(applying, effect.params)
    found = Became(what="without-object" if because else "applied", because=because or "")
    applying.log.append(
        kind=DecisionEvent.CARRIED_EFFECT,
        actor_id=None,
        data={
            "vote": str(applying.action_id),
            "effect": position,
            "kind": effect.kind,
            "what": found.what,
            "because": found.because,
            "at": instant_text(applying.at),
        },
    )
    return found
