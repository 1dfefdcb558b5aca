"""Recounting: everything from scratch, by the pure rules and by the database, and whether the two agree."""

import time
from collections import Counter, defaultdict
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count

from toutdoux.decisions.logic.counting import BallotEvent, steps
from toutdoux.decisions.models import Action, Ballot
from toutdoux.decisions.queries.facts import NEEDED, rulebook_of
from toutdoux.rules.facts import ActionFacts, Choice, CountStep
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind

CHOICES = tuple(Choice)


def count(*, runs: int) -> dict[str, Any]:
    """Recount every action; return the fields of ``report.Counted``, medians of ``runs``."""
    timed: dict[str, list[float]] = defaultdict(list)
    found: dict[str, int] = {}
    for _ in range(runs):
        by_database = _timed(timed["database"], _by_database)
        histories = _timed(timed["read"], _histories)
        actions = list(Action.objects.filter(opened_at__isnull=False).select_related(*NEEDED))
        by_rules, differing = _timed(timed["rules"], lambda h=histories, a=actions: _by_rules(a, h))
        found = {
            "ballots": sum(len(history) for history in histories.values()),
            "actions": len(actions),
            "differing": differing + len(by_database.items() ^ by_rules.items()),
        }
        del histories
    return {**found, **{name: median(seconds) for name, seconds in timed.items()}, "one": _one(runs=runs)}


def _timed(seconds: list[float], work: Any) -> Any:
    started = time.perf_counter()
    result = work()
    seconds.append(time.perf_counter() - started)
    return result


def _by_database() -> dict[tuple[int, str], int]:
    rows = Ballot.objects.filter(counting=True).values_list("seat__version_id", "choice")
    return {(version, choice): number for version, choice, number in rows.annotate(number=Count("id")).order_by()}


def _histories() -> dict[int, list[BallotEvent]]:
    histories: dict[int, list[BallotEvent]] = defaultdict(list)
    rows = Ballot.objects.values_list("seat__version_id", "seat__member_id", "choice", "at", "seq")
    for version, member_id, choice, at, seq in rows.iterator(chunk_size=20_000):
        histories[version].append(BallotEvent(member_id=member_id, choice=Choice(choice), at=at, seq=seq))
    return histories


def _by_rules(actions: list[Action], histories: dict[int, list[BallotEvent]]) -> tuple[dict[tuple[int, str], int], int]:
    """Return the last tally of every action, and in how many the outcome is not the one on record."""
    tallies: dict[tuple[int, str], int] = {}
    differing = 0
    for action in actions:
        version = action.current
        assert version is not None
        assert version.opened_at is not None
        counted: tuple[CountStep, ...] = steps(council=version.council or 0, ballots=histories[version.id])
        facts = ActionFacts(
            kind=Kind(action.kind),
            council=version.council or 0,
            opened_at=version.opened_at,
            deadline=action.deadline,
            steps=counted,
        )
        decided_at = action.decided_at or version.opened_at
        if action.status != "open":
            differing += outcome(facts, rulebook_of(action), decided_at).status != action.status
        if counted:
            last = counted[-1].tally
            numbers = {"for": last.for_, "against": last.against, "blank": last.blank}
            tallies.update({(version.id, choice): number for choice, number in numbers.items() if number})
    return tallies, differing


def _one(*, runs: int) -> float:
    """Return the seconds for the steps of one action with a million ballots, of a million people."""
    start = Action.objects.filter(opened_at__isnull=False)[0].opened_at
    assert start is not None
    events = [
        BallotEvent(member_id=UUID(int=number), choice=CHOICES[number % 3], at=start, seq=number)
        for number in range(1_000_000)
    ]
    seconds: list[float] = []
    for _ in range(runs):
        counted = _timed(seconds, lambda: steps(council=1_000_000, ballots=events))
        assert Counter(CHOICES[n % 3] for n in range(1_000_000))[Choice.FOR] == counted[-1].tally.for_
    return median(seconds)
