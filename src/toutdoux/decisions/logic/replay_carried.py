"""Replaying what assemblies decided: each effect of a vote that was carried was applied once, or had nothing to do for its reason.

That the vote was carried is for whoever recounts the votes (``assemblies.voting.logic.replay``) to say.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from toutdoux.decisions.logic.effects import EffectKind
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.logic.replay_effects import expected
from toutdoux.decisions.logic.replay_facts import Fact, Sort
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_story import Carried, Story
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.ledger.logic.chain import EntryFacts


def _carried(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    vote = UUID(data["vote"])
    kept = story.tables.carried.get(vote)
    if kept is None:
        story.differ(Sort.ABSENT, Fact.EFFECT, seq=entry.seq, stated=vote)
    stated, found = (
        (data["assembly"], entry.at, data["effects"]),
        (str(kept.assembly), kept.closed_at, len(kept.effects)),
    )
    story.check(Fact.EFFECT, seq=entry.seq, stated=stated, found=found, sort=Sort.KEPT)
    story.allow(vote not in story.carried, Fact.EFFECT, seq=entry.seq, why=entry.kind)
    story.carried[vote] = Carried(assembly=kept.assembly, at=entry.at)
    for position in kept.effects:
        story.owe(Fact.EFFECT, vote, str(position), seq=entry.seq)


def _effect(story: Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    vote, position, what = UUID(data["vote"]), int(data["effect"]), data["what"]
    story.allow(story.pay(Fact.EFFECT, vote, str(position)), Fact.EFFECT, seq=entry.seq, why=what)
    effect, at = story.tables.carried[vote].effects[position], story.carried[vote].at
    found = expected(
        story,
        decision=vote,
        at=at,
        kind=EffectKind(effect.kind),
        params=effect.params,
        stated=data["because"],
    )
    story.check(Fact.EFFECT, seq=entry.seq, stated=(what, data["because"]), found=found)
    story.check(Fact.EFFECT, seq=entry.seq, stated=instant_from_text(data["at"]), found=at)
    stated_row = (data["kind"], what, data["because"])
    found_row = (effect.kind, effect.what, effect.because)
    story.check(Fact.EFFECT, seq=entry.seq, stated=stated_row, found=found_row, sort=Sort.KEPT)
    story.carried_effects.add((vote, position))


HANDLERS: Mapping[str, Handler] = {DecisionEvent.CARRIED: _carried, DecisionEvent.CARRIED_EFFECT: _effect}
