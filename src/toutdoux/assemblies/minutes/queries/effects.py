"""What votes changed by themselves, as the minutes tell it: with the names of the day on which they are composed."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from toutdoux.assemblies.logic.effect_files import Became, Effect
from toutdoux.assemblies.voting.queries import EffectRow as Carried
from toutdoux.assemblies.voting.queries import VoteRow, carried_by_each
from toutdoux.decisions.logic.effects import EffectDraft, EffectKind
from toutdoux.decisions.queries.effects import EffectRow, effect_rows
from toutdoux.members.logic.changes import Scope


def effects_of_votes(*, association_id: UUID, votes: Iterable[VoteRow]) -> dict[UUID, tuple[Effect, ...]]:
    """Return by vote what the adoption of items changed; nothing of what was not adopted."""
    adopted = [vote.id for vote in votes if vote.adopted and vote.amendment_id is None]
    rows = [(vote_id, row) for vote_id, kept in carried_by_each(ids=adopted).items() for row in kept if row.what]
    drafts = [EffectDraft(kind=row.kind, params=row.params) for _vote, row in rows]
    named = effect_rows(association_id=association_id, effects=drafts) if rows else ()
    found: dict[UUID, list[Effect]] = defaultdict(list)
    for (vote_id, row), effect in zip(rows, named, strict=True):
        found[vote_id].append(_effect(row, effect))
    return {vote_id: tuple(effects) for vote_id, effects in found.items()}


def _effect(row: Carried, effect: EffectRow) -> Effect:
    return Effect(
        kind=EffectKind(row.kind),
        what=Became(row.what),
        because=row.because,
        name=effect.member_name,
        subject=effect.subject,
        scope=Scope(row.params["scope"]) if "scope" in row.params else None,
        purpose=effect.words,
        mandate=effect.mandate,
        amount=row.params.get("amount"),
        state=str(row.params.get("state", "")),
        until=effect.until,
        report=effect.edition.which if effect.edition else None,
        period=effect.edition.period if effect.edition else "",
        edition=effect.edition.number if effect.edition else None,
    )
