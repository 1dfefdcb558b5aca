"""What an adopted resolution changes by itself, in the transaction of the close."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from toutdoux.assemblies.sitting.commands.page import Held
from toutdoux.assemblies.voting.logic.events import VoteEvent
from toutdoux.assemblies.voting.models import ItemEffect
from toutdoux.associations.commands import record_rulebook
from toutdoux.associations.queries import rulebooks
from toutdoux.decisions.logic.effects import EffectOutcome
from toutdoux.decisions.logic.merging import merge
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.reading import rulebook_from_data, rulebook_from_toml, rulebook_to_data


def apply(held: Held, *, item_id: UUID, vote_id: UUID) -> None:
    """Apply what the item's adoption changes, dated from this instant; where nothing could change, the reason is kept."""
    for row in ItemEffect.objects.filter(item_id=item_id).order_by("position"):
        because = _adopt_rulebook(held, row.params)
        row.what, row.because, row.at = "without-object" if because else "applied", because or "", held.at
        row.save(update_fields=["what", "because", "at"])
        held.log.append(
            kind=VoteEvent.EFFECT,
            actor_id=None,
            data={
                "vote": str(vote_id),
                "effect": row.position,
                "kind": row.kind,
                "what": row.what,
                "because": row.because,
                "at": instant_text(held.at),
            },
        )


def _adopt_rulebook(held: Held, params: Mapping[str, Any]) -> EffectOutcome | None:
    """Adopt what the proposal changes, on top of the rules in force; the assembly goes on under those it was convened by."""
    versions = {row.number: row for row in rulebooks(association_id=held.log.association_id)}
    base, current = versions[int(params["base"])], versions[max(versions)]
    proposed = rulebook_from_toml(str(params["toml"]))
    merged = merge(
        base=rulebook_to_data(base.rulebook),
        proposed=rulebook_to_data(proposed),
        current=rulebook_to_data(current.rulebook),
    )
    if merged is None:
        return EffectOutcome.RULES_CONFLICT
    try:
        rulebook = rulebook_from_data(merged)
        if rulebook == current.rulebook:
            return EffectOutcome.RULES_THE_SAME
        record_rulebook(log=held.log, rulebook=rulebook, actor_id=held.actor.member_id)
    except Refused:
        # Two changes that each made sense, and do not together.
        return EffectOutcome.RULES_CONFLICT
    return None
