"""``outcome(facts, rulebook, now)``: the heart. Pure, total, exact.

Source: the rules of the tout-doux-cratie. An extraordinary action passes *at the moment* For reaches its share;
is blocked at the moment Against reaches its own; otherwise the deadline decides. Passing fixes the outcome but closes
nothing; withdrawal, blocking and annulment close at once. The first threshold reached, in time order, decides; when one
ballot reaches both, acceptance is looked at first.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import datetime

from toutdoux.rules.articles import Article
from toutdoux.rules.facts import (
    STANDING,
    ActionFacts,
    Branch,
    Change,
    CountStep,
    Lever,
    Outcome,
    Status,
    Tally,
)
from toutdoux.rules.rulebook import Base, CountRules, Kind, ObjectionReading, Rulebook, Share, Silence


@dataclass(frozen=True, kw_only=True)
class _Verdict:
    """A final decision: what, by which rule, when, on which count."""

    status: Status
    branch: Branch
    article: Article
    at: datetime
    tally: Tally


def outcome(facts: ActionFacts, rulebook: Rulebook, now: datetime) -> Outcome:
    """Return what is decided about an action at the instant ``now``, why, and what would change it.

    Looks only at facts dated at or before ``now``. Never raises for consistent facts; whether the worker has run makes
    no difference.
    """
    facts = known_at(facts, now)
    rules = rulebook.count_rules(facts.kind)
    tally = tally_at(facts, now)
    verdict = _verdict_with_annulment(facts, rulebook, now)
    closes_at = ballots_close_at(
        status=verdict.status if verdict else Status.OPEN,
        decided_at=verdict.at if verdict else None,
        deadline=facts.deadline,
        ended_at=facts.ended_at,
    )
    ballots_open = facts.opened_at <= now and (closes_at is None or now < closes_at)
    for_mark, against_mark = marks(rules, facts.council)
    standing = sum(o.stands(at=now) for o in facts.objections)
    expected = _expected(facts, rules) if verdict is None and rules is not None else None
    return Outcome(
        status=verdict.status if verdict else Status.OPEN,
        branch=verdict.branch if verdict else Branch.AWAITING,
        article=verdict.article if verdict else Article.DELAY,
        decided_at=verdict.at if verdict else None,
        tally=tally,
        tally_then=verdict.tally if verdict else tally,
        ballots_open=ballots_open,
        ballots_close_at=closes_at,
        for_mark=for_mark,
        against_mark=against_mark,
        standing_objections=standing,
        expected=expected,
        changes=_changes(facts, rulebook, now, verdict, expected),
    )


def known_at(facts: ActionFacts, now: datetime) -> ActionFacts:
    """Return ``facts`` as they were known at ``now``: nothing dated later, an objection lifted later still standing."""

    def known(at: datetime | None) -> datetime | None:
        return at if at is not None and at <= now else None

    return replace(
        facts,
        steps=_steps_until(facts, now),
        objections=tuple(replace(o, lifted_at=known(o.lifted_at)) for o in facts.objections if o.raised_at <= now),
        withdrawn_at=known(facts.withdrawn_at),
        ended_at=known(facts.ended_at),
        moot_at=known(facts.moot_at),
        counter_votes=tuple(known_at(counter, now) for counter in facts.counter_votes if counter.opened_at <= now),
    )


def tally_at(facts: ActionFacts, now: datetime) -> Tally:
    """Return the count as it stood at ``now``. A ballot dated at the deadline or later came too late to count."""
    steps = _steps_until(facts, now)
    return steps[-1].tally if steps else Tally(council=facts.council)


def _steps_until(facts: ActionFacts, now: datetime) -> tuple[CountStep, ...]:
    """Return the steps at or before ``now`` and strictly before the deadline."""
    end = bisect_right(facts.steps, now, key=lambda step: step.at)
    if facts.deadline is not None:
        end = min(end, bisect_left(facts.steps, facts.deadline, key=lambda step: step.at))
    return facts.steps[:end]


def marks(rules: CountRules | None, council: int) -> tuple[int | None, int | None]:
    """Return how many seats accept and how many block; None where the council is not the base or nothing is counted."""
    if rules is None:
        return None, None
    accept = rules.accept.needed(of=council) if rules.accept.base is Base.COUNCIL else None
    block = rules.block.needed(of=council) if rules.block and rules.block.base is Base.COUNCIL else None
    return accept, block


def moot_at(target: ActionFacts, rulebook: Rulebook, now: datetime) -> datetime | None:
    """Return when ``target`` stopped being there to annul (blocked, rejected, withdrawn, annulled already), if it has.

    The counter-vote that annuls passes at that very instant and not after it, so it is not moot itself.
    """
    verdict = _verdict_with_annulment(target, rulebook, now)
    return verdict.at if verdict and verdict.status not in STANDING else None


def base_of(share: Share, tally: Tally) -> int:
    """Return the number the ``share`` is taken of. Online, everyone who cast a ballot was present."""
    return {
        Base.COUNCIL: tally.council,
        Base.PRESENT: tally.cast,
        Base.CAST: tally.cast,
        Base.EXPRESSED: tally.expressed,
    }[share.base]


def _reached(share: Share | None, count: int, tally: Tally) -> bool:
    return share is not None and share.reached(count=count, of=base_of(share, tally))


def _own_verdict(facts: ActionFacts, rulebook: Rulebook, now: datetime) -> _Verdict | None:
    """Decide without counter-votes against this action: announcement, thresholds, withdrawal, deadline."""
    rules = rulebook.count_rules(facts.kind)
    if rules is None or facts.deadline is None:
        tally = Tally(council=facts.council)
        return _Verdict(
            status=Status.ANNOUNCED,
            branch=Branch.ANNOUNCED,
            article=Article.ANNOUNCEMENT,
            at=facts.opened_at,
            tally=tally,
        )
    by_count = _first_threshold(facts, rules, now)
    candidates = [v for v in (by_count, _withdrawn(facts, now), _moot(facts, now)) if v is not None]
    if candidates:
        return min(candidates, key=lambda verdict: verdict.at)
    return _at_deadline(facts, rules, facts.deadline) if facts.deadline <= now else None


def _first_threshold(facts: ActionFacts, rules: CountRules, now: datetime) -> _Verdict | None:
    for step in _steps_until(facts, now):
        tally = step.tally
        if rules.accept_early and _reached(rules.accept, tally.for_, tally):
            article = Article.COUNTER_VOTE if facts.kind is Kind.COUNTER_VOTE else Article.ACCEPTANCE
            return _Verdict(status=Status.ACCEPTED, branch=Branch.SHARE_FOR, article=article, at=step.at, tally=tally)
        if _reached(rules.block, tally.against, tally):
            return _Verdict(
                status=Status.BLOCKED,
                branch=Branch.SHARE_AGAINST,
                article=Article.BLOCKING,
                at=step.at,
                tally=tally,
            )
    return None


def _withdrawn(facts: ActionFacts, now: datetime) -> _Verdict | None:
    at = facts.withdrawn_at
    if at is None or at > now or (facts.deadline is not None and at >= facts.deadline):
        return None
    return _Verdict(
        status=Status.WITHDRAWN,
        branch=Branch.WITHDRAWN,
        article=Article.WITHDRAWAL,
        at=at,
        tally=tally_at(facts, at),
    )


def _moot(facts: ActionFacts, now: datetime) -> _Verdict | None:
    at = facts.moot_at
    if at is None or at > now or (facts.deadline is not None and at >= facts.deadline):
        return None
    return _Verdict(
        status=Status.LAPSED,
        branch=Branch.TARGET_GONE,
        article=Article.COUNTER_VOTE,
        at=at,
        tally=tally_at(facts, at),
    )


def _at_deadline(facts: ActionFacts, rules: CountRules, deadline: datetime) -> _Verdict:
    """Apply the rule of the last instant. A standing veto comes first, then the count, then silence."""
    tally = tally_at(facts, deadline)
    if rules.objection is ObjectionReading.VETO and any(o.stood_until(deadline=deadline) for o in facts.objections):
        status, branch, article = Status.BLOCKED, Branch.OBJECTION_STANDS, Article.OBJECTION
    elif not rules.accept_early and _reached(rules.accept, tally.for_, tally):
        status, branch, article = Status.ACCEPTED, Branch.SHARE_FOR_AT_DEADLINE, Article.ACCEPTANCE
    else:
        status, branch, article = {
            Silence.ACCEPTS: (Status.TACIT, Branch.SILENCE, Article.SILENCE),
            Silence.REJECTS: (Status.REJECTED, Branch.SHARE_NOT_REACHED, Article.SILENCE),
            Silence.LAPSES: (Status.LAPSED, Branch.COUNTER_VOTE_LAPSED, Article.COUNTER_VOTE),
        }[rules.silence]
    return _Verdict(status=status, branch=branch, article=article, at=deadline, tally=tally)


def _verdict_with_annulment(facts: ActionFacts, rulebook: Rulebook, now: datetime) -> _Verdict | None:
    """A counter-vote that passed annuls, from its own instant, an action that was open or standing at that instant."""
    passed = [at for counter in facts.counter_votes if (at := _passed_at(counter, rulebook, now)) is not None]
    for at in sorted(passed):
        then = _own_verdict(facts, rulebook, at)
        if then is None or then.status in STANDING:
            return _Verdict(
                status=Status.ANNULLED,
                branch=Branch.COUNTER_VOTE_PASSED,
                article=Article.COUNTER_VOTE,
                at=at,
                tally=tally_at(facts, at),
            )
    return _own_verdict(facts, rulebook, now)


def _passed_at(counter: ActionFacts, rulebook: Rulebook, now: datetime) -> datetime | None:
    verdict = _own_verdict(counter, rulebook, now)
    return verdict.at if verdict and verdict.status is Status.ACCEPTED else None


def ballots_close_at(
    *, status: Status, decided_at: datetime | None, deadline: datetime | None, ended_at: datetime | None
) -> datetime | None:
    """Return when ballots close; None while no end is known.

    Passing is not closing: ballots stay open until the deadline, or until an announced action is over. Blocking,
    withdrawal, rejection and annulment close at once.
    """
    ends = [deadline] if deadline is not None else []
    if status is not Status.OPEN and status not in STANDING and decided_at is not None:
        ends.append(decided_at)
    if deadline is None and ended_at is not None:
        ends.append(ended_at)
    return min(ends, default=None)


def _expected(facts: ActionFacts, rules: CountRules) -> Change:
    """What happens if nobody does anything more: the verdict at the deadline, on the facts known now."""
    assert facts.deadline is not None, "what is counted has a deadline, or it would be decided already"
    verdict = _at_deadline(facts, rules, facts.deadline)
    return Change(lever=Lever.TIME, becomes=verdict.status, article=verdict.article, at=verdict.at)


def _changes(
    facts: ActionFacts, rulebook: Rulebook, now: datetime, verdict: _Verdict | None, expected: Change | None
) -> tuple[Change, ...]:
    """List what would change the outcome, in the order of the articles. Doing what one says leads where it says."""
    rules = rulebook.count_rules(facts.kind)
    changes: list[Change] = []
    if verdict is None and rules is not None and facts.deadline is not None:
        changes += _changes_by_ballots(facts, rulebook, rules, now)
        if rules.objection is ObjectionReading.VETO:
            changes += _changes_by_objections(facts, rulebook, rules, now, facts.deadline)
    annullable = verdict is None or verdict.status in STANDING
    if facts.kind is not Kind.COUNTER_VOTE and rulebook.counter_vote.allowed and annullable and not facts.ended_at:
        mark = rulebook.counter_vote.accept.needed(of=facts.council)
        if mark <= facts.council:
            changes.append(
                Change(lever=Lever.COUNTER_VOTE, count=mark, becomes=Status.ANNULLED, article=Article.COUNTER_VOTE)
            )
    if expected is not None:
        changes.append(expected)
    return tuple(changes)


def _room(tally: Tally, count: int, rulebook: Rulebook) -> int:
    """How many more ballots could join the ``count`` of one choice: all others, or the seats that have not voted yet."""
    return tally.council - count if rulebook.change_ballot else tally.took_no_part


def _changes_by_ballots(facts: ActionFacts, rulebook: Rulebook, rules: CountRules, now: datetime) -> list[Change]:
    """How many more For, how many more Against; a share that nobody can reach any more is no lever."""
    tally = tally_at(facts, now)
    for_mark, against_mark = marks(rules, facts.council)
    vetoed = rules.objection is ObjectionReading.VETO and any(o.stands(at=now) for o in facts.objections)
    changes = []
    # Without early acceptance the count waits for the deadline, where a standing veto comes first.
    if for_mark is not None and (rules.accept_early or not vetoed):
        missing = for_mark - tally.for_
        if 0 < missing <= _room(tally, tally.for_, rulebook):
            changes.append(
                Change(
                    lever=Lever.MORE_FOR,
                    count=missing,
                    becomes=Status.ACCEPTED,
                    article=Article.ACCEPTANCE if facts.kind is not Kind.COUNTER_VOTE else Article.COUNTER_VOTE,
                    at=None if rules.accept_early else facts.deadline,
                )
            )
    if against_mark is not None:
        missing = against_mark - tally.against
        if missing <= _room(tally, tally.against, rulebook):
            changes.append(
                Change(
                    lever=Lever.MORE_AGAINST,
                    count=missing,
                    becomes=Status.BLOCKED,
                    article=Article.BLOCKING,
                )
            )
    return changes


def _changes_by_objections(
    facts: ActionFacts, rulebook: Rulebook, rules: CountRules, now: datetime, deadline: datetime
) -> list[Change]:
    """Where one standing objection blocks: lifting all of them, or raising the first."""
    tally = tally_at(facts, now)
    standing = sum(o.stands(at=now) for o in facts.objections)
    if standing:
        lifted = _at_deadline(replace(facts, objections=()), rules, deadline)
        return [
            Change(
                lever=Lever.LIFT_OBJECTIONS,
                count=standing,
                becomes=lifted.status,
                article=Article.OBJECTION,
                at=deadline,
            )
        ]
    # Someone already Against may still give a reason, where ballots may change.
    if not (tally.council if rulebook.change_ballot else tally.took_no_part):
        return []
    return [
        Change(lever=Lever.RAISE_OBJECTION, count=1, becomes=Status.BLOCKED, article=Article.OBJECTION, at=deadline)
    ]
