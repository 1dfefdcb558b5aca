"""What the adoption of an item changed by itself, in the sentences of minutes: from the facts that they keep."""

from datetime import UTC, datetime

from toutdoux.assemblies.logic.effect_files import Effect
from toutdoux.decisions.queries.effects import EffectRow
from toutdoux.members.logic.changes import Scope
from toutdoux.wording.effects import minutes_sentence
from toutdoux.writings.queries import EditionName


def kept_effect_sentence(effect: Effect) -> str:
    """Say what an effect changed, or why it changed nothing."""
    return minutes_sentence(_row(effect), what=effect.what, because=effect.because)


def _row(effect: Effect) -> EffectRow:
    """Return an effect as those of actions are told: its names are kept, its ids are not."""
    told: dict[str, str | int] = {
        "scope": effect.scope or Scope.COUNCIL,
        "purpose": effect.purpose,
        "mandate": effect.mandate,
    }
    if effect.amount is not None:
        told["amount"] = effect.amount
    if effect.state:
        told["state"] = effect.state
    edition = None
    if effect.report is not None:
        edition = EditionName(
            which=effect.report,
            period=effect.period,
            number=effect.edition or 1,
            frozen_at=datetime.min.replace(tzinfo=UTC),
            settled=True,
        )
    return EffectRow(
        kind=effect.kind,
        member_id=None,
        member_name=effect.name,
        records=(),
        params=told,
        subject=effect.subject,
        until=effect.until,
        edition=edition,
    )
