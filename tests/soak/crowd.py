"""Crowds: many people voting at once over HTTP on an installation, and what each of them was told."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from random import Random
from typing import Any

from tests.soak.client import GONE, Answer, Line, Person
from tests.soak.place import Place

#: Few enough Against for most actions to stay open…
CHOICES = ("for", "for", "for", "blank", "blank", "against", "against")
#: … and enough of it, on one action in four, for that one to be blocked, and its later votes refused.
STORMY = ("for", "against", "against", "against", "against")


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One press of a button: who (by number), on which action (by number), what, and under which key."""

    person: int
    action: int
    choice: str
    key: str
    reason: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """Return what the form sends."""
        return {"choice": self.choice, "reason": self.reason, "version": "1", "idempotency_key": self.key, "next": ""}


@dataclass(kw_only=True)
class Told:
    """What people were told: how often each status; which votes were acknowledged, refused, or not answered at all."""

    statuses: Counter[int] = field(default_factory=Counter)
    acknowledged: set[Vote] = field(default_factory=set)
    refused: set[Vote] = field(default_factory=set)
    unanswered: set[Vote] = field(default_factory=set)

    def note(self, vote: Vote, answer: Answer) -> None:
        """Remember an answer."""
        self.statuses[answer.status] += 1
        (self.acknowledged if answer.recorded else self.refused).add(vote)


def plan(*, people: int, actions: int, times: int, seed: int) -> list[Vote]:
    """Return `times` votes for each pair of a person and an action, shuffled.

    A third of them repeat, key and all, an earlier one of their pair (a button pressed twice, a page sent again); the
    others are second thoughts. One in eight gives a reason, so that objections are raised and lifted among them.
    """
    random = Random(seed)
    votes = []
    for person, action in product(range(people), range(actions)):
        own: list[Vote] = []
        for number in range(times):
            again = own and random.random() < 1 / 3
            own.append(random.choice(own) if again else _vote(person, action, str(number), random))
        votes += own
    random.shuffle(votes)
    return votes


def endless(*, people: int, actions: int, seed: int) -> Iterator[Vote]:
    """Yield votes of anyone on anything, none like another, without end."""
    random = Random(seed)
    for number in count():
        yield _vote(random.randrange(people), random.randrange(actions), f"{seed}-{number}", random)


def _vote(person: int, action: int, key: str, random: Random) -> Vote:
    reason = f"Reason {key}" if random.random() < 1 / 8 else ""
    choices = STORMY if action % 4 == 2 else CHOICES
    return Vote(person=person, action=action, choice=random.choice(choices), key=key, reason=reason)


@dataclass(kw_only=True)
class Crowd:
    """The council of a stage, each with a browser in which they have opened a page with a form."""

    place: Place
    stage: dict[str, Any]
    people: list[Person]

    @classmethod
    async def gathered(cls, *, place: Place, stage: dict[str, Any]) -> "Crowd":
        """Sign everyone in, and let everyone open the page of an action."""
        people = [Person(session=session) for session in stage["sessions"]]
        line = Line(port=place.port)
        path = f"/a/{stage['slug']}/actions/{stage['actions'][0]['reference']}/"
        for person in people:
            answer = await person.get(line, path)
            assert answer.status == 200, answer
        await line.close()
        return cls(place=place, stage=stage, people=people)

    async def vote(self, line: Line, vote: Vote) -> Answer:
        """Let one person vote, over a connection."""
        path = f"/a/{self.stage['slug']}/actions/{self.stage['actions'][vote.action]['reference']}/vote/"
        return await self.people[vote.person].post(line, path, vote.fields)

    async def vote_all(self, votes: Sequence[Vote], *, at_once: int) -> Told:
        """Cast every vote, `at_once` at a time, one person's votes through several doors too; return what was told."""
        told, waiting = Told(), iter(votes)

        async def door() -> None:
            line = Line(port=self.place.port)
            for vote in waiting:
                told.note(vote, await self.vote(line, vote))
            await line.close()

        await asyncio.gather(*(door() for _ in range(at_once)))
        return told

    async def vote_until_killed(self, votes: Iterator[Vote], told: Told, *, at_once: int, acknowledged: int) -> None:
        """Vote on, `at_once` at a time; after `acknowledged` more acknowledgements the server is killed at once."""
        end = sum(told.statuses.values()) + acknowledged

        async def door() -> None:
            line = Line(port=self.place.port)
            for vote in votes:
                try:
                    told.note(vote, await self.vote(line, vote))
                except GONE:
                    told.unanswered.add(vote)
                    return
                if sum(told.statuses.values()) >= end:
                    # The others are in the middle of theirs.
                    self.place.kill()

        await asyncio.gather(*(door() for _ in range(at_once)))

    def faults(self, told: Told) -> list[str]:
        """Hold what people were told against the database: every acknowledged vote is there, once; no other is.

        A vote that was not answered may be there or not: whoever sent it does not know, and may send it again.
        """
        people, actions = self.stage["members"], [action["id"] for action in self.stage["actions"]]

        def counted(votes: set[Vote]) -> Counter[tuple[str, str, str, str]]:
            return Counter((people[v.person], actions[v.action], v.choice, v.reason) for v in votes)

        found = Counter(
            (r["member"], r["action"], r["choice"], r["reason"])
            for r in self.place.call("votes", association=self.stage["association"])
        )
        acknowledged = counted(told.acknowledged)
        lost, extra = acknowledged - found, found - acknowledged - counted(told.unanswered)
        return [f"lost: {vote} ({n})" for vote, n in lost.items()] + [
            f"from nowhere: {v} ({n})" for v, n in extra.items()
        ]
