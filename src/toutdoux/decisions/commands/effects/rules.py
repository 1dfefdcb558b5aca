"""The effect on the rules themselves: a version of the rulebook is adopted, and pinned to what is opened afterwards."""

from uuid import UUID

from toutdoux.associations.commands import record_rulebook
from toutdoux.associations.queries import RulebookRow, current_rulebook, rulebooks
from toutdoux.decisions.commands.effects.registry import Applying, Params
from toutdoux.decisions.logic.effects import EffectOutcome
from toutdoux.decisions.logic.merging import merge
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.reading import rulebook_from_data, rulebook_from_toml, rulebook_to_data
from toutdoux.rules.rulebook import Rulebook


def adopt(applying: Applying, params: Params) -> str | None:
    """Adopt what the proposal changes, on top of the rules of the instant it passes; the version is dated from there."""
    versions = {row.number: row for row in rulebooks(association_id=applying.log.association_id)}
    base, current = versions[int(params["base"])], versions[max(versions)]
    proposed = rulebook_from_toml(str(params["toml"]))
    return _adopt(applying, base=base.rulebook, proposed=proposed, current=current, by=applying.action_id)


def end_adoption(applying: Applying, params: Params, by: UUID) -> bool:  # noqa: ARG001 -- one shape for all reversals
    """Adopt, as one more version, the rules without what the action had changed; what came after it stays.

    Where a later change touched the same rule, that later decision stands and nothing is reversed.
    """
    versions = rulebooks(association_id=applying.log.association_id)
    adopted = next((row for row in versions if row.action_id == applying.action_id), None)
    if adopted is None:
        return False
    before = next(row for row in versions if row.number == adopted.number - 1)
    current = current_rulebook(association_id=applying.log.association_id)
    return _adopt(applying, base=adopted.rulebook, proposed=before.rulebook, current=current, by=by) is None


def _adopt(
    applying: Applying, *, base: Rulebook, proposed: Rulebook, current: RulebookRow, by: UUID
) -> EffectOutcome | None:
    merged = merge(
        base=rulebook_to_data(base), proposed=rulebook_to_data(proposed), current=rulebook_to_data(current.rulebook)
    )
    if merged is None:
        return EffectOutcome.RULES_CONFLICT
    try:
        rulebook = rulebook_from_data(merged)
        if rulebook == current.rulebook:
            return EffectOutcome.RULES_THE_SAME
        record_rulebook(log=applying.log, rulebook=rulebook, actor_id=None, action_id=by, at=applying.at)
    except Refused:
        # Two changes that each made sense, and do not together.
        return EffectOutcome.RULES_CONFLICT
    return None
