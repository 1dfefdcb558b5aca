"""Why an effect that a decision had found nothing to do, asked again of the same pure functions on the state it met.

No stated reason is taken on trust: the register, the mandates, the accesses and the rules are told from entries, and say by
themselves what they would have answered.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from toutdoux.accesses.logic.ledger import AccessFacts, State, state_at
from toutdoux.accesses.logic.ledger import EndCause as AccessEnd
from toutdoux.accesses.logic.meeting import beginning_refusal, ending_refusal, putting_off_refusal
from toutdoux.decisions.logic.effects import EffectKind, last_day
from toutdoux.decisions.logic.merging import adoption
from toutdoux.decisions.logic.replay_story import Story
from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.mandates.logic.holding import MandateFacts, end_refusal, given_from, holds, over_at
from toutdoux.members.logic import changes
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.rights import left_after
from toutdoux.rules.reading import rulebook_from_toml
from toutdoux.rules.rulebook import Rulebook
from toutdoux.rules.time import start_of_day
from toutdoux.services.logic.events import ServiceRefusal
from toutdoux.writings.logic.events import WritingRefusal

Params = Mapping[str, Any]

_OF_THE_REGISTER = frozenset(
    {
        EffectKind.GRANT_VOTING_RIGHT,
        EffectKind.WITHDRAW_VOTING_RIGHT,
        EffectKind.ADMIT,
        EffectKind.EXCLUDE,
        EffectKind.REINSTATE,
    }
)
#: What no refusal is called: something could have been done, so that no stated reason agrees.
DOABLE = "applied"


def reason(story: Story, decision: UUID, kind: EffectKind, params: Params, *, at: datetime) -> str | None:
    """Return why an effect of ``decision`` had nothing to do at ``at``; ``DOABLE`` if there was something to do; None for other kinds."""
    match kind:
        case EffectKind.ADOPT_RULEBOOK:
            base, current = story.rulebook(int(params["base"])), story.rulebook(story.rulebooks[-1])
            found = adoption(base=base, proposed=rulebook_from_toml(str(params["toml"])), current=current)
            return DOABLE if isinstance(found, Rulebook) else str(found)
        case EffectKind.GRANT_ACCESS | EffectKind.EXTEND_ACCESS | EffectKind.REVOKE_ACCESS:
            return str(_of_access(story, kind, params, at) or DOABLE)
        case EffectKind.GIVE_MANDATE | EffectKind.END_MANDATE:
            return str(_of_mandate(story, kind, params, at) or DOABLE)
        case EffectKind.ADOPT_REPORT:
            adopted = story.report_is_adopted(UUID(params["edition"]))
            return str(WritingRefusal.ALREADY_ADOPTED) if adopted else DOABLE
        case EffectKind.COMMIT_AMOUNT | EffectKind.REVISE_AMOUNT:
            return DOABLE
        case EffectKind.CHANGE_SERVICE:
            _, _, _, _, _, state, _, withdrawn_at, _ = story.registers[UUID(params["service"])]
            there = ServiceRefusal.STANDS_THERE if state == params["state"] else DOABLE
            return str(ServiceRefusal.UNKNOWN_SERVICE if withdrawn_at else there)
        case _:
            return _of_member(story, decision, kind, params, at) if kind in _OF_THE_REGISTER else None


def _of_member(story: Story, decision: UUID, kind: EffectKind, params: Params, at: datetime) -> str:
    member = UUID(params["member"])
    facts = story.people.members.get(member)
    if kind is EffectKind.ADMIT and member not in story.people.asking:
        # A request put aside may have been erased since, and then could not be followed: only the reason tells.
        return str(MemberRefusal.NO_SUCH_REQUEST if facts is None else MemberRefusal.ALREADY_A_MEMBER)
    if facts is None:
        return DOABLE if kind is EffectKind.ADMIT else str(MemberRefusal.UNKNOWN_MEMBER)
    match kind:
        case EffectKind.GRANT_VOTING_RIGHT:
            changed = changes.grant(facts=facts, action_id=decision, at=at)
        case EffectKind.WITHDRAW_VOTING_RIGHT:
            changed = changes.withdraw(facts=facts, action_id=decision, at=at)
        case EffectKind.EXCLUDE:
            changed = changes.exclude(facts=facts, scope=changes.Scope(params["scope"]), action_id=decision, at=at)
        case EffectKind.ADMIT:
            changed = changes.readmit(facts=facts, action_id=decision, at=at)
        case _:
            changed = changes.reinstate(facts=facts, action_id=decision, at=at)
    return str(changed) if isinstance(changed, MemberRefusal) else DOABLE


def _of_access(story: Story, kind: EffectKind, params: Params, at: datetime) -> object:
    member, resource = UUID(params["member"]), UUID(params["resource"])
    closed_at = story.closed.get(resource)
    held = [
        facts
        for facts in (
            _access(story, row, closed_at) for row in story.accesses.values() if row[:2] == (resource, member)
        )
        if state_at(facts, at=at) is State.HELD
    ]
    if kind is EffectKind.GRANT_ACCESS:
        return beginning_refusal(
            closed=closed_at is not None,
            gone=_gone(story, member, at),
            held=bool(held),
            until=_until(story, params),
            at=at,
        )
    if kind is EffectKind.EXTEND_ACCESS:
        return putting_off_refusal(held=held[0] if held else None, until=_until(story, params))
    return ending_refusal(held=bool(held))


def _of_mandate(story: Story, kind: EffectKind, params: Params, at: datetime) -> object:
    member, code = UUID(params["member"]), str(params["mandate"])
    rows = [_mandate(story, row) for row in story.mandates.values() if row[:2] == (code, member)]
    if kind is EffectKind.END_MANDATE:
        return end_refusal(held=any(holds(facts, at=at) for facts in rows))
    until = _until(story, params)
    assert until is not None
    found = given_from(gone=_gone(story, member, at), over=[over_at(facts) for facts in rows], until=until, at=at)
    return found if isinstance(found, MandateRefusal) else None


def _access(story: Story, row: tuple[object, ...], closed_at: datetime | None) -> AccessFacts:
    """Return an access as its entries tell it: what was done by hand changes nothing here."""
    _, member, _, _, starts_at, until, ended_at, ended_cause = row
    assert isinstance(member, UUID)
    assert isinstance(starts_at, datetime)
    assert until is None or isinstance(until, datetime)
    assert ended_at is None or isinstance(ended_at, datetime)
    return AccessFacts(
        starts_at=starts_at,
        until=until,
        ended_at=ended_at,
        ended_cause=AccessEnd(str(ended_cause)) if ended_cause else None,
        left_at=left_after(story.people.members[member], at=starts_at),
        closed_at=closed_at,
    )


def _mandate(story: Story, row: tuple[object, ...]) -> MandateFacts:
    _, member, starts_at, ends_at, _, _, ended_at = row
    assert isinstance(member, UUID)
    assert isinstance(starts_at, datetime)
    assert isinstance(ends_at, datetime)
    assert ended_at is None or isinstance(ended_at, datetime)
    left_at = left_after(story.people.members[member], at=starts_at)
    return MandateFacts(starts_at=starts_at, ends_at=ends_at, ended_at=ended_at, left_at=left_at)


def _gone(story: Story, member: UUID, at: datetime) -> bool:
    left_at = story.people.members[member].left_at
    return left_at is not None and left_at <= at


def _until(story: Story, params: Params) -> datetime | None:
    day = last_day(params)
    return start_of_day(day=day + timedelta(days=1), zone=story.tables.zone) if day else None
