"""What the adoption of an item changes by itself, in sentences: what it would do, what became of it."""

from dataclasses import replace

from toutdoux.assemblies.queries import ItemRow
from toutdoux.assemblies.voting.queries import EffectRow as Change
from toutdoux.assemblies.voting.queries import VoteRow, carried_by, would_change
from toutdoux.decisions.logic.effects import EffectDraft
from toutdoux.decisions.queries.effects import EffectRecordRow, effect_rows
from toutdoux.web.decisions.effects_presenting import EffectShown, effect_promised
from toutdoux.web.door import Visit
from toutdoux.wording.effects import resolution_sentence


def changes_shown(visit: Visit, *, item: ItemRow, vote: VoteRow | None) -> tuple[EffectShown, ...]:
    """Return what an item changes. ``vote``: the one on its text that runs or stands, with which it was frozen."""
    if vote is not None:
        rows = carried_by(vote_id=vote.id)
        drafts = [EffectDraft(kind=row.kind, params=row.params) for row in rows]
    else:
        drafts = list(would_change(item_id=item.id, title=item.title))
        rows = tuple(
            Change(position=number, kind=one.kind, params=one.params, what="", because="")
            for number, one in enumerate(drafts, start=1)
        )
    named = effect_rows(association_id=visit.association.id, effects=drafts)
    return tuple(
        replace(
            effect_promised(effect),
            sentences=(
                resolution_sentence(
                    effect,
                    record=_record(row, vote),
                    rejected=vote is not None and vote.stands and not vote.adopted,
                    zone=visit.association.zone,
                    now=visit.now,
                ),
            ),
        )
        for row, effect in zip(rows, named, strict=True)
    )


def _record(row: Change, vote: VoteRow | None) -> EffectRecordRow | None:
    if vote is None or vote.closed_at is None or not row.what:
        return None
    return EffectRecordRow(id=row.position, what=row.what, because=row.because, at=vote.closed_at, ticked_at=None)
