"""What the adoption of an item changes by itself: frozen as its vote opens, applied in the transaction of its close."""

from uuid import UUID

from toutdoux.assemblies.queries import ItemRow
from toutdoux.assemblies.sitting.commands.page import Held
from toutdoux.assemblies.voting.models import VoteEffect
from toutdoux.assemblies.voting.queries.carried import carried_by, would_change
from toutdoux.assemblies.voting.queries.votes import VoteRow
from toutdoux.decisions.commands.resolutions import carry_resolution
from toutdoux.decisions.logic.effects import EffectDraft


def proposed(item: ItemRow) -> tuple[EffectDraft, ...]:
    """Return what the adoption of an item would change: what is written of it, and the step of its purchase."""
    return would_change(item_id=item.id, title=item.title)


def freeze(*, vote_id: UUID, effects: tuple[EffectDraft, ...]) -> None:
    """Keep what is put to the vote with the text."""
    VoteEffect.objects.bulk_create(
        [
            VoteEffect(vote_id=vote_id, position=position, kind=effect.kind, params=dict(effect.params))
            for position, effect in enumerate(effects, start=1)
        ]
    )


def apply(held: Held, *, vote: VoteRow) -> None:
    """Apply what the adoption changes, dated from this instant; where nothing could change, the reason is kept."""
    rows = carried_by(vote_id=vote.id)
    if not rows:
        return
    became = carry_resolution(
        log=held.log,
        vote_id=vote.id,
        assembly_id=held.meeting.id,
        effects=[EffectDraft(kind=row.kind, params=row.params) for row in rows],
    )
    for row, found in zip(rows, became, strict=True):
        VoteEffect.objects.filter(vote_id=vote.id, position=row.position).update(what=found.what, because=found.because)
