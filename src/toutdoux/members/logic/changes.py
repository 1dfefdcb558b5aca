"""What may change about a member, and what it changes: from facts to facts, or the reason why there is nothing to do.

Commands write what these functions lead to; the verifier plays them again on what the ledger tells. An act is dated
``at`` and meets the state as it stands: what was entered after ``at`` is part of it.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.rights import AWAY, Cause, MemberFacts, Spell, SpellKind, Stretch


class Scope(StrEnum):
    """From what one is excluded: from the council one may stay a member, who does not vote."""

    COUNCIL = "council"
    ASSOCIATION = "association"


#: The facts after a change, or why there is nothing to change.
Changed = MemberFacts | MemberRefusal

_OUT = frozenset({SpellKind.LEFT, SpellKind.EXCLUDED, SpellKind.COUNCIL})


def grant(*, facts: MemberFacts, action_id: UUID, at: datetime) -> Changed:
    """Give the voting right by an action, from ``at``. A right that an earlier action withdrew comes back by it."""
    if refusal := _away(facts, at):
        return refusal
    if _standing(facts, {SpellKind.COUNCIL}, at):
        return MemberRefusal.EXCLUDED
    withdrawn = _standing(facts, {SpellKind.WITHDRAWN}, at)
    if not withdrawn and any(stretch.holds(at) for stretch in facts.stretches):
        return MemberRefusal.ALREADY_VOTES
    stretch = Stretch(starts_at=at, ends_at=None, cause=Cause.GRANT, action_id=action_id)
    ended = _end(facts, withdrawn, at=at, by=action_id)
    return replace(ended, stretches=(*ended.stretches, stretch))


def end_of_grant(*, facts: MemberFacts, action_id: UUID, ended_by_id: UUID, at: datetime) -> MemberFacts | None:
    """End what an action granted, if it still holds (else None); a withdrawal that the grant had lifted stands again."""
    held = [s for s in facts.stretches if s.action_id == action_id and (s.ends_at is None or s.ends_at > at)]
    if not held:
        return None
    ended = tuple(
        replace(s, ends_at=max(at, s.starts_at), ended_by_id=ended_by_id) if s in held else s for s in facts.stretches
    )
    return _resume(replace(facts, stretches=ended), action_id=action_id, at=at)


def withdraw(*, facts: MemberFacts, action_id: UUID, at: datetime) -> Changed:
    """Take the voting right away by an action, until another gives it back."""
    if refusal := _away(facts, at):
        return refusal
    held = any(stretch.ends_at is None or stretch.ends_at > at for stretch in facts.stretches)
    if not held or _standing(facts, {SpellKind.WITHDRAWN}, at):
        return MemberRefusal.NO_RIGHT_TO_WITHDRAW
    return _begin(facts, SpellKind.WITHDRAWN, at=at, by=action_id)


def exclude(*, facts: MemberFacts, scope: Scope, action_id: UUID, at: datetime) -> Changed:
    """Exclude someone by an action, from the council or from the association."""
    if refusal := _away(facts, at):
        return refusal
    if scope is Scope.COUNCIL and _standing(facts, {SpellKind.COUNCIL}, at):
        return MemberRefusal.ALREADY_EXCLUDED
    return _begin(facts, SpellKind.COUNCIL if scope is Scope.COUNCIL else SpellKind.EXCLUDED, at=at, by=action_id)


def reinstate(*, facts: MemberFacts, action_id: UUID, at: datetime) -> Changed:
    """Bring back someone who was excluded, or who left, by an action: their right is what it was, at once."""
    out = _standing(facts, _OUT, at)
    if not out:
        return MemberRefusal.NOT_EXCLUDED
    return _end(facts, out, at=at, by=action_id)


def readmit(*, facts: MemberFacts, action_id: UUID | None, at: datetime) -> Changed:
    """Bring back someone who asks to. Whoever was excluded comes back by an action alone."""
    away = _standing(facts, AWAY, at)
    if not away:
        return MemberRefusal.ALREADY_A_MEMBER
    if action_id is None and any(spell.kind is SpellKind.EXCLUDED for spell in away):
        return MemberRefusal.EXCLUDED
    return _end(facts, away, at=at, by=action_id)


def end_of_spells(
    *, facts: MemberFacts, kinds: Collection[SpellKind], action_id: UUID, ended_by_id: UUID, at: datetime
) -> MemberFacts | None:
    """End what an action took away, if it is still taken away (else None): the inverse of excluding and withdrawing."""
    held = [spell for spell in _standing(facts, kinds, at) if spell.action_id == action_id]
    return _end(facts, held, at=at, by=ended_by_id) if held else None


def end_of_return(*, facts: MemberFacts, action_id: UUID, at: datetime) -> MemberFacts | None:
    """Take back what an action brought back: what it had ended stands again (None: it had ended nothing, or it does)."""
    resumed = _resume(facts, action_id=action_id, at=at)
    return resumed if resumed != facts else None


def end_of_admission(*, facts: MemberFacts, action_id: UUID, ended_by_id: UUID, at: datetime) -> MemberFacts | None:
    """Take back the admission of someone new, who is a member no longer; None if they are not one already.

    Whoever was a member before is what they were: out by what the admission had ended.
    """
    if _away(facts, at):
        return None
    before = end_of_return(facts=facts, action_id=action_id, at=at)
    return before or _begin(facts, SpellKind.EXCLUDED, at=at, by=ended_by_id)


def leave_association(*, facts: MemberFacts, at: datetime) -> Changed:
    """Leave, now."""
    return _away(facts, at) or _begin(facts, SpellKind.LEFT, at=at, by=None)


def take_leave(*, facts: MemberFacts, starts_at: datetime, ends_at: datetime | None, at: datetime) -> Changed:
    """Be away from ``starts_at`` (not before ``at``) until ``ends_at`` (excluded; None: until one says so)."""
    if refusal := _away(facts, at):
        return refusal
    if starts_at < at:
        return MemberRefusal.LEAVE_IN_THE_PAST
    if ends_at is not None and ends_at <= starts_at:
        return MemberRefusal.LEAVE_ENDS_FIRST
    for other in _standing(facts, {SpellKind.LEAVE}, at):
        if (other.ends_at is None or starts_at < other.ends_at) and (ends_at is None or other.starts_at < ends_at):
            return MemberRefusal.LEAVES_OVERLAP
    spell = Spell(kind=SpellKind.LEAVE, starts_at=starts_at, ends_at=ends_at)
    return replace(facts, spells=(*facts.spells, spell))


def end_leave(*, facts: MemberFacts, starts_at: datetime, at: datetime) -> Changed:
    """Come back from the leave that began at ``starts_at``, or give it up before it begins."""
    held = [spell for spell in _standing(facts, {SpellKind.LEAVE}, at) if spell.starts_at == starts_at]
    return _end(facts, held, at=at, by=None) if held else MemberRefusal.NO_SUCH_LEAVE


def _away(facts: MemberFacts, at: datetime) -> MemberRefusal | None:
    away = {spell.kind for spell in _standing(facts, AWAY, at)}
    if SpellKind.EXCLUDED in away:
        return MemberRefusal.ALREADY_EXCLUDED
    return MemberRefusal.HAS_LEFT if away else None


def _standing(facts: MemberFacts, kinds: Collection[SpellKind], at: datetime) -> list[Spell]:
    return [spell for spell in facts.spells if spell.kind in kinds and spell.stands(at)]


def _begin(facts: MemberFacts, kind: SpellKind, *, at: datetime, by: UUID | None) -> MemberFacts:
    return _with(facts, (*facts.spells, Spell(kind=kind, starts_at=at, action_id=by)))


def _end(facts: MemberFacts, held: Collection[Spell], *, at: datetime, by: UUID | None) -> MemberFacts:
    spells = tuple(
        replace(spell, ends_at=max(at, spell.starts_at), ended_by_id=by) if spell in held else spell
        for spell in facts.spells
    )
    return _with(facts, spells)


def _with(facts: MemberFacts, spells: tuple[Spell, ...]) -> MemberFacts:
    """Return the facts with other spells, and since when the person is not a member, which follows from them."""
    away = [spell.starts_at for spell in spells if spell.kind in AWAY and spell.ends_at is None]
    return replace(facts, spells=spells, left_at=min(away, default=None))


def _resume(facts: MemberFacts, *, action_id: UUID, at: datetime) -> MemberFacts:
    """Begin again, at ``at``, each spell that an action had ended, unless one of its kind stands by then."""
    found = facts
    for spell in facts.spells:
        if spell.ended_by_id == action_id and not _standing(found, {spell.kind}, at):
            found = _begin(found, spell.kind, at=at, by=spell.action_id)
    return found
