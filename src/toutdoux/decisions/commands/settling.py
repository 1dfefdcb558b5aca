"""Deciding: what is written at the instant an outcome is reached, by a ballot, a deadline or a counter-vote.

Every deciding command of this sub-domain begins with ``deciding``: it holds the association's lock and first settles
every deadline already due, in order, so that a council is never frozen, nor a right judged, on facts that a silent
deadline has already changed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from toutdoux.decisions.commands import effects
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.models import Action, OutcomeRecord
from toutdoux.decisions.queries.facts import NEEDED, light
from toutdoux.kernel.canonical import instant_text
from toutdoux.ledger.commands import Log, writing
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import STANDING, Branch, Execution, Outcome, Status
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind


@contextmanager
def deciding(*, association_id: UUID, now: datetime) -> Iterator[Log]:
    """Open a page of the ledger on which every deadline due by now is settled."""
    with writing(association_id=association_id, now=now) as log:
        settle(log=log)
        yield log


def settle_due(*, association_id: UUID, now: datetime) -> int:
    """Apply the deadlines that are over. What the worker calls; return how many actions were settled."""
    if not _due(association_id=association_id, at=now).exists():
        return 0
    with writing(association_id=association_id, now=now) as log:
        return settle(log=log)


def settle(*, log: Log) -> int:
    """Settle every deadline due at the page's instant, the earliest first, each dated from its own deadline."""
    settled = 0
    # Nearly always nothing is due, and every ballot asks: the question is kept small.
    while found := _due(association_id=log.association_id, at=log.at).values_list("id", flat=True)[:1]:
        action = Action.objects.select_related(*NEEDED).get(id=found[0])
        loaded = light([action])[action.id]
        record_decision(log=log, action=action, decided=loaded.outcome(now=log.at))
        settled += 1
    return settled


def record_if_decided(*, log: Log, action: Action) -> Outcome:
    """Look at an open action after something happened to it, and write the outcome if one is reached."""
    loaded = light([action])[action.id]
    found = outcome(loaded.facts, loaded.rulebook, log.at)
    if action.status == Status.OPEN and found.status is not Status.OPEN:
        record_decision(log=log, action=action, decided=found)
    return found


def record_decision(*, log: Log, action: Action, decided: Outcome) -> None:
    """Write a final outcome and what follows from it.

    Steps: the outcome's own row and entry · effects, if it passed · the target's annulment, if a counter-vote passed ·
    the end of counter-votes that have nothing left to annul.
    """
    at = decided.decided_at or log.at
    OutcomeRecord.objects.create(
        action=action,
        status=decided.status,
        branch=decided.branch,
        article=decided.article,
        at=at,
        council=decided.tally_then.council,
        for_votes=decided.tally_then.for_,
        against_votes=decided.tally_then.against,
        blank_votes=decided.tally_then.blank,
    )
    action.status, action.decided_at = decided.status, at
    action.save(update_fields=["status", "decided_at"])
    log.append(
        kind=DecisionEvent.DECIDED,
        actor_id=None,
        data={
            "action": str(action.id),
            "status": decided.status,
            "branch": decided.branch,
            "at": instant_text(at),
            "council": decided.tally_then.council,
            "for": decided.tally_then.for_,
            "against": decided.tally_then.against,
            "blank": decided.tally_then.blank,
        },
    )
    if decided.status in STANDING and action.kind == Kind.COUNTER_VOTE:
        _annul(log=log, action=action, at=at)
    elif decided.status in STANDING:
        effects.apply(log=log, action=action, at=at)
        _end_if_only_effects(log=log, action=action, at=at)
    else:
        _lapse_counter_votes(log=log, action=action)


def _annul(*, log: Log, action: Action, at: datetime) -> None:
    """Annul the target of a counter-vote that passed at ``at``: reverse what can be, list the rest to undo by hand."""
    assert action.target_id is not None  # a counter-vote has a target: the database says so
    target = Action.objects.select_related(*NEEDED).get(id=action.target_id)
    loaded = light([target])[target.id]
    tally = loaded.outcome(now=at).tally
    OutcomeRecord.objects.create(
        action=target,
        status=Status.ANNULLED,
        branch=Branch.COUNTER_VOTE_PASSED,
        article=Article.COUNTER_VOTE,
        at=at,
        council=tally.council,
        for_votes=tally.for_,
        against_votes=tally.against,
        blank_votes=tally.blank,
    )
    target.status, target.decided_at = Status.ANNULLED, at
    target.save(update_fields=["status", "decided_at"])
    log.append(
        kind=DecisionEvent.DECIDED,
        actor_id=None,
        data={
            "action": str(target.id),
            "status": Status.ANNULLED,
            "branch": Branch.COUNTER_VOTE_PASSED,
            "at": instant_text(at),
            "council": tally.council,
            "for": tally.for_,
            "against": tally.against,
            "blank": tally.blank,
            "by": str(action.id),
        },
    )
    effects.reverse(log=log, action=target, by=action, at=at)


def _end_if_only_effects(*, log: Log, action: Action, at: datetime) -> None:
    """An action that has only effects is done when it passes."""
    if action.current is None or not action.current.effects_only or action.execution == Execution.DONE:
        return
    action.execution, action.ended_at = Execution.DONE, at
    action.save(update_fields=["execution", "ended_at"])
    log.append(
        kind=DecisionEvent.EXECUTION_CHANGED,
        actor_id=None,
        data={"action": str(action.id), "execution": Execution.DONE, "at": instant_text(at), "on": None},
    )


def _lapse_counter_votes(*, log: Log, action: Action) -> None:
    """A counter-vote whose target is blocked, rejected or withdrawn has nothing left to annul."""
    running = Action.objects.filter(target=action, status=Status.OPEN).select_related(*NEEDED)
    for counter in running.order_by("suffix"):
        loaded = light([counter])[counter.id]
        moot = replace(loaded.facts, moot_at=action.decided_at)
        record_decision(log=log, action=counter, decided=outcome(moot, loaded.rulebook, log.at))


def _due(*, association_id: UUID, at: datetime) -> QuerySet[Action]:
    """Return the open actions whose deadline is over, in the order in which they must be settled."""
    rows = Action.objects.filter(association_id=association_id, status=Status.OPEN, deadline__lte=at)
    return rows.order_by("deadline", "opened_at", "id")
