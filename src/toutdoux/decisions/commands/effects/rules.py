"""The effect on the rules themselves: a version of the rulebook is adopted, and pinned to what is opened afterwards."""

from uuid import UUID

from toutdoux.associations.commands import record_rulebook
from toutdoux.associations.queries import RulebookRow, current_rulebook, rulebooks
from toutdoux.decisions.commands.effects.registry import Applying, Params
from toutdoux.decisions.logic.effects import EffectOutcome
from toutdoux.decisions.logic.merging import adoption
from toutdoux.rules.reading import rulebook_from_toml
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
    found = adoption(base=base, proposed=proposed, current=current.rulebook)
    if isinstance(found, EffectOutcome):
        return found
    record_rulebook(log=applying.log, rulebook=found, actor_id=None, action_id=by, at=applying.at)
    return None
