"""Recounting: everything from scratch, by the pure rules and by the database, and whether the two agree."""

import time
from collections import defaultdict
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count

from toutdoux.decisions.logic.counting import BallotEvent, steps
from toutdoux.decisions.models import Action, Ballot
from toutdoux.decisions.queries.facts import NEEDED, rulebook_of
from toutdoux.rules.facts import ActionFacts, Choice
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind


def count(*, runs: int) -> dict[str, Any]:
    """Recount every action: seconds of each way (median), the number of ballots, and the actions that differ."""
    timed: dict[str, list[float]] = defaultdict(list)
    found: dict[str, Any] = {}
    for _ in range(runs):
        started = time.perf_counter()
        grouped = (
            Ballot.objects.filter(counting=True).values_list("seat__version_id", "choice").annotate(number=Count("id"))
        )
        by_database = {(version, choice): number for version, choice, number in grouped.order_by()}
        timed["database"].append(time.perf_counter() - started)

        started = time.perf_counter()
        histories: dict[int, list[BallotEvent]] = defaultdict(list)
        rows = Ballot.objects.values_list("seat__version_id", "seat__member_id", "choice", "at", "seq")
        for version, member_id, choice, at, seq in rows.iterator(chunk_size=20_000):
            histories[version].append(BallotEvent(member_id=member_id, choice=Choice(choice), at=at, seq=seq))
        timed["read"].append(time.perf_counter() - started)

        actions = list(Action.objects.filter(opened_at__isnull=False).select_related(*NEEDED))
        started = time.perf_counter()
        by_rules, differing = {}, 0
        for action in actions:
            counted = steps(council=100, ballots=histories[action.text_id])
            decided = outcome(_facts(action, counted), rulebook_of(action), action.deadline or action.opened_at)
            differing += action.status not in {"open", decided.status}
            for choice in Choice if counted else ():
                number = {"for": decided.tally.for_, "against": decided.tally.against, "blank": decided.tally.blank}
                if action.deadline is not None and number[choice]:
                    by_rules[action.text_id, str(choice)] = number[choice]
        timed["rules"].append(time.perf_counter() - started)
        comparable = {action.text_id for action in actions if action.deadline is not None}
        expected = {key: number for key, number in by_database.items() if key[0] in comparable}
        found = {
            "ballots": sum(len(history) for history in histories.values()),
            "actions": len(actions),
            "differing": differing + sum(by_rules.get(key) != number for key, number in expected.items()),
        }
        del histories
    return found | {name: median(seconds) for name, seconds in timed.items()} | {"one": _one(runs=runs)}


def _facts(action: Action, counted: Any) -> ActionFacts:
    assert action.opened_at is not None
    return ActionFacts(
        kind=Kind(action.kind), council=100, opened_at=action.opened_at, deadline=action.deadline, steps=counted
    )


def _one(*, runs: int) -> float:
    """Return the seconds for the steps of one action with a million ballots of a million people."""
    start = Action.objects.filter(opened_at__isnull=False)[0].opened_at
    assert start is not None
    events = [
        BallotEvent(member_id=UUID(int=n), choice=(Choice.FOR, Choice.AGAINST, Choice.BLANK)[n % 3], at=start, seq=n)
        for n in range(1_000_000)
    ]
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        counted = steps(council=1_000_000, ballots=events)
        seconds.append(time.perf_counter() - started)
        assert counted[-1].tally.cast == 1_000_000
    return median(seconds)
