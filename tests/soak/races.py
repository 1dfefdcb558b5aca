"""Races at the level of the commands: several processes, one barrier per round, instants chosen to the microsecond.

Every process is real, and so are its connection and its locks; only the clock is the test's, so that the races happen
at every speed of the machine. Who is first is left to the operating system.
"""

import multiprocessing
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.db import connections

from tests.soak.audit import audit
from tests.soak.stage import TEN_DAYS, founded, opened
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import ActionDraft
from toutdoux.decisions.models import Action
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refused

#: Ten days before the first deadline of a race; nothing here depends on today.
START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WAYS = ("deadline", "withdrawal", "block", "counter-vote", "amendment")
VOTERS = 3

Work = Callable[[int, Any, Any], None]


def _together(work: Work, arguments: Sequence[object]) -> Counter[str]:
    """Run `work(number, argument, tools)` in one process for each argument; add up what they counted."""
    fork = multiprocessing.get_context("fork")
    barrier, results = fork.Barrier(len(arguments)), fork.SimpleQueue()
    _disconnect()

    def run(number: int, argument: object) -> None:
        counts: Counter[str] = Counter()
        try:
            work(number, argument, (barrier, counts))
        except BaseException as error:  # a process that fails must not leave the others waiting at the barrier
            barrier.abort()
            counts[f"failed: {error!r}"] += 1
        finally:
            results.put(dict(counts))
            _disconnect()

    processes = [fork.Process(target=run, args=item) for item in enumerate(arguments)]
    for process in processes:
        process.start()
    total: Counter[str] = Counter()
    for _ in processes:
        total.update(results.get())
    for process in processes:
        process.join()
    return total


def _disconnect() -> None:
    """Close the connection, and the pool it comes from: neither is for two processes, each opens its own."""
    connections.close_all()
    connection = connections["default"]
    if hasattr(connection, "close_pool"):
        connection.close_pool()


@dataclass(frozen=True, kw_only=True)
class _Round:
    """One action, the way it closes, and the people who do it."""

    action: Action
    way: str
    counter: Action | None = None


def closing(*, rounds: int, seed: int) -> dict[str, Any]:
    """Votes race what closes their action: a deadline, its withdrawal, a block, its annulment, a new text.

    Three processes vote for two people each while a fourth closes, all from one barrier. Returns what was counted
    and the faults of an independent recount.
    """
    _slug, people, _accounts = founded(council=2 * VOTERS, at=START - MINUTE)
    plan = []
    for number in range(rounds):
        at = START + number * 10 * MINUTE
        way = WAYS[number % len(WAYS)]
        action = opened(by=people[0], kind="extraordinary", title=f"Try {number}", at=at)
        counter = None
        if way == "counter-vote":
            commands.call_counter_vote(actor=people[1], action_id=action.id, reason="Wait", now=at)
            counter = Action.objects.get(target=action)
            # One ballot short of half: the next For annuls.
            for voter in people[: VOTERS - 1]:
                _cast(voter, counter, "for", at, "before")
        plan.append(_Round(action=action, way=way, counter=counter))

    def work(number: int, voters: list[Actor], tools: Any) -> None:
        barrier, counts = tools
        random = Random(f"{seed}-{number}")
        for index, planned in enumerate(plan):
            deadline = planned.action.deadline
            barrier.wait(timeout=300)
            if not voters:
                counts[_close(planned, people=people, at=deadline)] += 1
            for attempt, voter in enumerate(voters * 2):
                at, choice = _ballot(planned, deadline, random)
                counts[_cast(voter, planned.action, choice, at, f"{index}-{attempt}", random)] += 1

    pairs = [people[2 * n : 2 * n + 2] for n in range(VOTERS)]
    counts = _together(work, [*pairs, []])
    end = plan[-1].action.deadline + 10 * MINUTE + TEN_DAYS
    commands.settle_due(association_id=people[0].association_id, now=end)
    return {"counts": dict(counts), "faults": audit(association=str(people[0].association_id), now=end.isoformat())}


def _close(planned: _Round, *, people: list[Actor], at: datetime) -> str:
    """Do what closes the action (or, an amendment, the count) of a round."""
    lead, early = people[0], at - MINUTE
    if planned.way == "deadline":
        settled = commands.settle_due(association_id=lead.association_id, now=at)
        return f"settled {settled}"
    with suppress(Refused):
        if planned.way == "withdrawal":
            commands.withdraw_action(actor=lead, action_id=planned.action.id, reason="Not now", now=early)
        elif planned.way == "counter-vote":
            assert planned.counter is not None
            return _cast(people[-1], planned.counter, "for", early, "last")
        elif planned.way == "amendment":
            commands.amend_action(actor=lead, action_id=planned.action.id, title="Another text", text="", now=early)
        return f"closed by {planned.way}"
    return f"{planned.way} came too late"


def _ballot(planned: _Round, deadline: datetime, random: Random) -> tuple[datetime, str]:
    """Choose when a ballot is dated and what it says."""
    if planned.way == "deadline":
        offset = random.choice((-2, -1, -1, 0, 1))
        return deadline + timedelta(microseconds=offset), random.choice(("for", "against", "blank", "blank"))
    if planned.way == "block":
        return deadline - MINUTE, random.choice(("against", "against", "for"))
    return deadline - MINUTE, random.choice(("for", "against", "blank"))


def _cast(voter: Actor, action: Action, choice: str, at: datetime, key: str, random: Random | None = None) -> str:
    try:
        commands.cast_ballot(
            actor=voter,
            action_id=action.id,
            version=1,
            choice=choice,
            reason="because" if random is not None and random.random() < 0.2 else "",
            idempotency_key=key,
            door="web",
            now=at,
        )
    except Refused as refused:
        return "refused: " + ", ".join(sorted(str(refusal.code) for refusal in refused.refusals))
    return "recorded"


def settling(*, workers: int, actions: int) -> dict[str, Any]:
    """Several workers settle the same deadlines at once; each must be decided once, with its effects."""
    _slug, people, _accounts = founded(council=4, at=START - MINUTE)
    rows = [
        opened(by=people[n % 4], kind="extraordinary", title=f"Try {n}", at=START + n * MINUTE) for n in range(actions)
    ]

    def work(_number: int, _argument: object, tools: Any) -> None:
        barrier, counts = tools
        for row in rows:
            barrier.wait(timeout=300)
            counts["settled"] += commands.settle_due(association_id=people[0].association_id, now=row.deadline)

    counts = _together(work, [None] * workers)
    end = rows[-1].deadline + MINUTE
    return {"counts": dict(counts), "faults": audit(association=str(people[0].association_id), now=end.isoformat())}


def numbering(*, workers: int, each: int) -> dict[str, Any]:
    """Several people publish at once, of both kinds, and call counter-votes; numbers have no hole and no double."""
    _slug, people, _accounts = founded(council=workers, at=START - MINUTE)
    drafts = [
        [
            commands.save_draft(
                actor=person, draft=ActionDraft(kind=("ordinary", "extraordinary")[n % 2], title=f"Do {n}"), now=START
            )
            for n in range(each)
        ]
        for person in people
    ]
    target = opened(by=people[0], kind="ordinary", title="Contested", at=START)

    def work(number: int, mine: list[Any], tools: Any) -> None:
        barrier, counts = tools
        for draft_id in mine:
            barrier.wait(timeout=300)
            commands.publish_action(actor=people[number], draft_id=draft_id, now=START + MINUTE)
            counts["published"] += 1
            # Only one of them runs at a time: the others are refused, and leave no hole.
            try:
                commands.call_counter_vote(actor=people[number], action_id=target.id, reason="Wait", now=START + MINUTE)
                counts["countered"] += 1
            except Refused:
                counts["refused"] += 1

    counts = _together(work, drafts)
    return {"counts": dict(counts), "faults": audit(association=str(people[0].association_id))}
