"""Callbacks under all that can happen to them: no acknowledged vote lost, none doubled, none forged.

Presses and forms arrive through four threads at once, shuffled; some come again, later and elsewhere; the answer of some is
lost, so that they are sent again; the chat fails in between; and forgeries are mixed in. What must hold afterwards is read
from the database alone.
"""

import random
import threading
from collections import defaultdict
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections

from tests.support.chatting import Talk, talking
from toutdoux.decisions.models import Action, Ballot
from toutdoux.integrations.mattermost.fake.api import Answer, Asked, error
from toutdoux.integrations.mattermost.fake.state import Refuse
from toutdoux.kernel.tokens import token_digest
from toutdoux.operations.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 4
PASSING = ("does not answer", "a lot at once", "seconds behind what is recorded")
ACKNOWLEDGED = ("Your vote is recorded", "it is now", "was recorded already")


@dataclass
class Storm:
    """What was sent, and what was answered. ``said``: the choice acknowledged to each gesture, by its key."""

    talk: Talk
    rng: random.Random
    said: dict[str, str] = field(default_factory=dict)
    answers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    forged: set[str] = field(default_factory=set)
    statuses: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def press(self, body: Mapping[str, Any], *, lost: bool) -> None:
        """Send a press; an answer that is lost acknowledges nothing."""
        answer = self.talk.call("button", body)
        words = str(answer.json().get("ephemeral_text", "")) if answer.status_code == 200 else ""
        with self.lock:
            self.statuses[answer.status_code] += 1
            # These are not about the gesture, and are not remembered: it may be made again.
            if lost or any(passing in words for passing in PASSING):
                return
            key = token_digest(f"mattermost:{body['trigger_id']}")
            self.answers[key].add(words)
            # Said again after the answer was lost, it is said otherwise, and is the same acknowledgement.
            if any(acknowledged in words for acknowledged in ACKNOWLEDGED):
                self.said[key] = body["context"]["choice"]

    def object(self, name: str, body: Mapping[str, Any], *, again: bool) -> None:
        """Press Against and send the form that opens, perhaps twice."""
        self.press(body, lost=False)
        found = self.talk.chat.chat.dialogs.pop(self.talk.user_id(name), None)
        if found is None:
            return
        sent = {
            "type": "dialog_submission",
            "callback_id": "toutdoux",
            "state": found.dialog["state"],
            "user_id": self.talk.user_id(name),
            "channel_id": found.channel_id,
            "team_id": found.team_id,
            "submission": {"reason": "Because"},
            "cancelled": False,
        }
        for _ in range(1 + again):
            answer = self.talk.call("dialog", sent)
            with self.lock:
                self.statuses[answer.status_code] += 1
                if answer.status_code == 200 and answer.json() == {}:
                    key = token_digest(f"mattermost:dialog:{sent['state']}")
                    assert key not in self.said, "one form, acknowledged twice"
                    self.said[key] = "against"

    def forge(self, body: dict[str, Any], sort: int, other: str) -> None:
        """Send something that Mattermost did not."""
        forged = {**body, "trigger_id": f"forged-{self.talk.trigger(other)}", "context": dict(body["context"])}
        if sort == 0:
            forged["context"]["choice"] = "for" if forged["context"]["choice"] != "for" else "blank"
        elif sort == 1:
            forged["team_id"] = "another"
        elif sort == 2:
            forged["channel_id"] = "another"
        elif sort == 3:
            forged["context"]["version"] = 2
        else:
            forged["context"]["seal"] = "0" * 64
        with self.lock:
            self.forged.add(token_digest(f"mattermost:{forged['trigger_id']}"))
        answer = self.talk.call("button", forged)
        assert answer.status_code == 404


def unsteady(storm: Storm) -> Any:
    """Let one call in twelve to the chat fail."""
    rng = random.Random("unsteady")

    def before(asked: Asked) -> Answer | None:
        if rng.random() < 1 / 12:
            cache.clear()
            return error(Refuse(rng.choice((500, 503, 504)), "fake.unsteady.app_error"))
        return None

    return storm.talk.chat.answering(before)


def blow(storm: Storm, actions: list[Action], *, callbacks: int) -> None:
    """Send at least so many callbacks, each person's own gestures in one thread, what comes again in any."""
    talk, rng = storm.talk, storm.rng
    names = sorted(talk.here.people)
    lanes: list[list[Any]] = [[] for _ in range(THREADS)]
    planned = 0
    while planned < callbacks:
        name, action = rng.choice(names), rng.choice(actions)
        choice = rng.choice(("for", "for", "blank", "against"))
        body = talk.body(name, action, choice)
        lane = lanes[names.index(name) % THREADS]
        if choice == "against":
            again = rng.random() < 0.3
            lane.append((storm.object, (name, body), {"again": again}))
            planned += 1
            continue
        lost = rng.random() < 0.1
        lane.append((storm.press, (body,), {"lost": lost}))
        planned += 1
        for _ in range(1 if lost else rng.choice((0, 0, 0, 1, 2))):
            late = lanes[rng.randrange(THREADS)]
            late.insert(rng.randint(max(0, len(late) - 6), len(late)), (storm.press, (body,), {"lost": False}))
            planned += 1
        if rng.random() < 0.1:
            lane.append((storm.forge, (body, rng.randrange(5), rng.choice(names)), {}))
            planned += 1

    def run(jobs: list[Any]) -> None:
        try:
            for call, given, named in jobs:
                call(*given, **named)
        finally:
            connections.close_all()

    with unsteady(storm), ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(run, lane) for lane in lanes]:
            done.result()


@pytest.mark.parametrize(
    ("callbacks", "council"),
    [(200, 12), pytest.param(10_000, 450, marks=[pytest.mark.soak, pytest.mark.timeout(3600)])],
)
def test_no_acknowledged_vote_is_lost_none_doubled_none_forged(callbacks: int, council: int) -> None:
    with talking(council=council) as talk:
        storm = Storm(talk=talk, rng=random.Random(f"callbacks {callbacks}"))
        actions = [talk.here.open(kind="ordinary", title=f"Plant tree {number}") for number in range(3)]
        blow(storm, actions, callbacks=callbacks)

        assert set(storm.statuses) == {200}
        assert sum(storm.statuses.values()) + len(storm.forged) >= callbacks
        rows = list(Ballot.objects.select_related("seat").order_by("seq"))
        keys = [row.key for row in rows]
        assert len(set(keys)) == len(keys), "one gesture, two ballots"
        assert not set(keys) & storm.forged
        written = {row.key: row.choice for row in rows}
        assert len(storm.said) > callbacks / 4
        lost = {key for key, choice in storm.said.items() if written.get(key) != choice}
        assert not lost, "acknowledged, and not in the database"
        last: dict[int, Ballot] = {}
        for row in rows:
            last[row.seat_id] = row
        assert {row.id for row in rows if row.counting} == {row.id for row in last.values()}
        talk.tick()
        for action in actions:
            assert sum(row.seat.version_id == action.current_id for row in last.values()) == len(talk.said(action))
        assert verify(association_id=talk.here.association_id, now=talk.here.now).sound
