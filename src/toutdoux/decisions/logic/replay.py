"""Recompute every decision from the ledger alone, and compare it with what was written and with every table.

A pure fold: entries in order, the rules, the tables as facts. Rights come from joinings and grants, councils from rights,
counts from ballots, outcomes from counts; nothing that was derived is trusted. It stops at the first difference.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from toutdoux.accesses.logic.events import AccessEvent
from toutdoux.associations.logic.events import AssociationEvent
from toutdoux.decisions.logic import (
    replay_carried,
    replay_deciding,
    replay_effects,
    replay_opening,
    replay_register,
    replay_registers,
    replay_writings,
)
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Replayed, Sort, Tables
from toutdoux.decisions.logic.replay_fold import Differs
from toutdoux.decisions.logic.replay_register import Handler
from toutdoux.decisions.logic.replay_rows import compare_rows
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.ledger.logic.chain import EntryFacts, read_data
from toutdoux.mandates.logic.events import MandateEvent
from toutdoux.members.logic.events import MemberEvent
from toutdoux.registers.logic.events import RegisterEvent
from toutdoux.writings.logic.events import WritingEvent

__all__ = ["Difference", "Fact", "Replayed", "Sort", "Tables", "replay"]

_HANDLERS: Mapping[str, Handler] = {
    **replay_register.HANDLERS,
    **replay_opening.HANDLERS,
    **replay_deciding.HANDLERS,
    **replay_effects.HANDLERS,
    **replay_registers.HANDLERS,
    **replay_writings.HANDLERS,
    **replay_carried.HANDLERS,
}
#: Written by a rule, within the transaction of what caused them: what is owed may still follow.
_CONSEQUENCES = frozenset(
    {
        DecisionEvent.DECIDED,
        MemberEvent.RIGHT_BEGAN,
        MemberEvent.RIGHT_ENDED,
        MemberEvent.RIGHT_WITHDRAWN,
        MemberEvent.WITHDRAWAL_ENDED,
        MemberEvent.EXCLUDED,
        MemberEvent.EXCLUSION_ENDED,
        MemberEvent.REINSTATED,
        MemberEvent.REINSTATEMENT_ENDED,
        MemberEvent.ADMITTED,
        MemberEvent.ADMISSION_ENDED,
    }
)
#: The same, where nobody did it: members do these too.
_BY_A_RULE = frozenset(
    {
        DecisionEvent.EFFECT,
        DecisionEvent.CARRIED_EFFECT,
        DecisionEvent.EXECUTION_CHANGED,
        AssociationEvent.RULEBOOK_ADOPTED,
        MandateEvent.BEGAN,
        MandateEvent.ENDED,
        AccessEvent.GRANTED,
        AccessEvent.EXTENDED,
        AccessEvent.ENDED,
        RegisterEvent.RECORDED,
        RegisterEvent.CHANGED,
        RegisterEvent.MOVED,
        WritingEvent.ADOPTED,
        WritingEvent.ADOPTION_ENDED,
    }
)
#: Written once every deadline over by then is applied. Old rows are not: they freeze no council and judge no right.
_DECIDING = frozenset(DecisionEvent) - {DecisionEvent.HISTORY_IMPORTED}


def replay(*, entries: Iterable[EntryFacts], tables: Tables, now: datetime) -> Replayed:
    """Replay ``entries`` (whose chain holds) against ``tables``, and every outcome once more at ``now``.

    Returns how much was recomputed, with the first difference: at its entry or, for a row that no entry speaks of, at
    none.
    """
    story = Story(tables=tables)
    count, difference = 0, None
    try:
        for entry in entries:
            count, story.written_at = entry.seq, entry.at
            _take(story, entry)
        story.require_no_debt()
        compare_rows(story=story, now=now)
    except Differs as found:
        difference = found.difference
    return Replayed(
        entries=count,
        actions=len(story.actions),
        ballots=len(story.ballots),
        decisions=len(story.outcomes),
        historical=len(story.history),
        difference=difference,
    )


def _take(story: Story, entry: EntryFacts) -> None:
    handler = _HANDLERS.get(entry.kind)
    try:
        data = read_data(entry.data)
        consequence = entry.kind in _CONSEQUENCES or (entry.actor_id is None and entry.kind in _BY_A_RULE)
        if not consequence:
            story.require_no_debt()
            if entry.kind in _DECIDING:
                story.require_settled(entry)
        if entry.kind in _DECIDING:
            story.settled_at = entry.at
        if handler is not None:
            handler(story, entry, data)
    except (KeyError, ValueError, TypeError, AssertionError):
        story.differ(Sort.UNREADABLE, Fact.ENTRY, seq=entry.seq, stated=entry.kind)
