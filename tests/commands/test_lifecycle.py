"""The whole life of actions in the database, against a model that knows only the rules as they read.

Hypothesis plays random scenes through the real commands; the model says, naively, what each must lead to. Afterwards the
invariants are read from the tables and the ledger.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.support.people import World, world
from toutdoux.decisions import commands
from toutdoux.decisions.models import Action, Ballot, OutcomeRecord, Seat
from toutdoux.decisions.queries.facts import NEEDED, full
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import chain_flaw
from toutdoux.members.queries import council_at
from toutdoux.rules.outcome import outcome as pure_outcome

PEOPLE = ["alice", "bob", "dana", "eli", "charlie"]
GONE = {"blocked", "withdrawn", "annulled", "lapsed"}
STANDS = {"announced", "accepted", "tacit"}


@dataclass
class Life:
    """What the model knows of one action."""

    kind: str
    lead: str
    council: frozenset[str]
    deadline: datetime | None
    target: "Life | None" = None
    grants: bool = False
    effective: bool = False
    status: str = "open"
    execution: str = "to-do"
    urgent: bool = False
    ballots: dict[str, str] = field(default_factory=dict)

    @property
    def ends(self) -> datetime:
        assert self.deadline is not None
        return self.deadline

    def count(self, choice: str) -> int:
        return list(self.ballots.values()).count(choice)


class Model:
    """The association as the rules describe it. Charlie votes while a grant of theirs stands."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.lives: list[Life] = []

    @property
    def council(self) -> frozenset[str]:
        granted = any(life.grants and life.status in {"accepted", "tacit"} and life.effective for life in self.lives)
        return frozenset(PEOPLE if granted else PEOPLE[:4])

    def settle(self) -> None:
        due = [life for life in self.lives if life.status == "open" and life.ends <= self.now]
        for life in sorted(due, key=lambda life: life.ends):
            self.decide(life, "lapsed" if life.target else "tacit")

    def decide(self, life: Life, status: str) -> None:
        if life.status != "open" and status != "annulled":
            return
        before = self.council
        life.status = status
        if status in {"accepted", "tacit"} and life.grants:
            # A grant to somebody who votes already changes nothing, and nothing is taken back with it.
            life.effective = "charlie" not in before
            life.execution = "done"
        if status == "accepted" and life.target is not None:
            self.decide(life.target, "annulled")
        elif life.target is None and status in {"blocked", "withdrawn"}:
            for counter in self.lives:
                if counter.target is life and counter.status == "open":
                    counter.status = "lapsed"

    def opened(self, life: Life) -> Life:
        self.lives.append(life)
        return life

    def votes_open(self, life: Life) -> bool:
        if life.status in GONE:
            return False
        if life.deadline is None:
            return life.execution not in {"done", "abandoned"}
        return self.now < life.deadline

    def vote(self, life: Life, person: str, choice: str) -> bool:
        if person not in life.council or not self.votes_open(life):
            return False
        life.ballots[person] = choice
        if life.status == "open":
            half = len(life.council)
            if 2 * life.count("for") >= half:
                self.decide(life, "accepted")
            elif life.target is None and 2 * life.count("against") >= half:
                self.decide(life, "blocked")
        return True


SCENES = st.lists(
    st.one_of(
        st.tuples(st.just("open"), st.sampled_from(PEOPLE), st.sampled_from(["ordinary", "extraordinary", "grant"])),
        st.tuples(
            st.just("vote"), st.integers(0, 5), st.sampled_from(PEOPLE), st.sampled_from(["for", "against", "blank"])
        ),
        st.tuples(st.just("vote"), st.integers(0, 5), st.sampled_from(PEOPLE), st.just("for")),
        st.tuples(st.just("counter"), st.integers(0, 5), st.sampled_from(PEOPLE)),
        st.tuples(st.just("withdraw"), st.integers(0, 5), st.sampled_from(PEOPLE)),
        st.tuples(st.just("amend"), st.integers(0, 5), st.sampled_from(PEOPLE)),
        st.tuples(st.just("urgency"), st.integers(0, 5), st.sampled_from(PEOPLE)),
        st.tuples(st.just("finish"), st.integers(0, 5), st.sampled_from(PEOPLE)),
        st.tuples(st.just("abandon"), st.integers(0, 5), st.sampled_from(PEOPLE)),
        st.tuples(st.just("later"), st.sampled_from([1, 60, 60 * 24, 60 * 24 * 5, 60 * 24 * 10])),
    ),
    min_size=4,
    max_size=30,
)


class Player:
    """Plays one scene on both sides and compares."""

    def __init__(self, scene: World) -> None:
        self.scene = scene
        self.model = Model(scene.now)
        self.ids: list[UUID] = []
        self.number = 0

    def play(self, step: tuple[object, ...]) -> None:
        getattr(self, f"do_{step[0]}")(*step[1:])
        self.compare()

    def compare(self) -> None:
        for action_id, life in zip(self.ids, self.model.lives, strict=True):
            row = self.scene.row(action_id)
            assert (row.status, row.execution) == (life.status, life.execution)

    def both(self, allowed: bool, command: object, **arguments: object) -> bool:
        """Run ``command``; it must be refused exactly when the model says so."""
        if allowed:
            command(now=self.scene.now, **arguments)
        else:
            with pytest.raises(Refused):
                command(now=self.scene.now, **arguments)
        return allowed

    def pick(self, index: int) -> tuple[Life, UUID] | None:
        # A refused command writes nothing, the deadlines it settled on its way included: settle first on both sides.
        self.scene.settle()
        self.model.settle()
        if not self.ids:
            return None
        return self.model.lives[index % len(self.ids)], self.ids[index % len(self.ids)]

    def do_later(self, minutes: int) -> None:
        self.model.now = self.scene.later(minutes=minutes)
        self.scene.settle()
        self.model.settle()

    def do_open(self, person: str, what: str) -> None:
        self.pick(0)
        grants = what == "grant"
        kind = "extraordinary" if grants else what
        row = self.scene.grant(by=person) if grants else self.scene.open(by=person, kind=kind)
        self.ids.append(row.id)
        self.model.opened(
            Life(
                kind=kind,
                lead=person,
                council=self.model.council,
                deadline=row.deadline,
                grants=grants,
                status="announced" if kind == "ordinary" else "open",
            )
        )

    def do_vote(self, index: int, person: str, choice: str) -> None:
        if (picked := self.pick(index)) is None:
            return
        life, action_id = picked
        self.number += 1
        arguments = {
            "actor": self.scene.people[person],
            "action_id": action_id,
            "version": self.scene.row(action_id).current.number,
            "choice": choice,
            "idempotency_key": str(self.number),
            "door": "web",
        }
        self.both(self.model.vote(life, person, choice), commands.cast_ballot, **arguments)

    def do_counter(self, index: int, person: str) -> None:
        if (picked := self.pick(index)) is None:
            return
        life, action_id = picked
        running = any(c.target is life and c.status == "open" for c in self.model.lives)
        over = life.status in GONE or life.execution in {"done", "abandoned"}
        allowed = not (life.target or running or over) and person in self.model.council
        council = self.model.council
        arguments = {"actor": self.scene.people[person], "action_id": action_id, "reason": "No"}
        if self.both(allowed, commands.call_counter_vote, **arguments):
            row = Action.objects.filter(target_id=action_id).latest("suffix")
            self.ids.append(row.id)
            self.model.opened(
                Life(kind="counter-vote", lead=person, council=council, deadline=row.deadline, target=life)
            )

    def do_withdraw(self, index: int, person: str) -> None:
        if (picked := self.pick(index)) is None:
            return
        life, action_id = picked
        allowed = life.status == "open" and life.lead == person
        arguments = {"actor": self.scene.people[person], "action_id": action_id, "reason": "Because"}
        if self.both(allowed, commands.withdraw_action, **arguments):
            self.model.decide(life, "withdrawn")

    def do_amend(self, index: int, person: str) -> None:
        if (picked := self.pick(index)) is None:
            return
        life, action_id = picked
        self.number += 1
        allowed = life.status == "open" and life.lead == person
        before = life.deadline
        arguments = {"actor": self.scene.people[person], "action_id": action_id, "title": f"T{self.number}", "text": ""}
        if self.both(allowed, commands.amend_action, **arguments):
            life.ballots, life.council = {}, self.model.council
            life.deadline = self.scene.row(action_id).deadline
            assert life.deadline >= before

    def do_urgency(self, index: int, person: str) -> None:
        if (picked := self.pick(index)) is None:
            return
        life, action_id = picked
        allowed = life.status == "open" and life.lead == person and not life.urgent and life.target is None
        arguments = {"actor": self.scene.people[person], "action_id": action_id, "reason": "Tonight"}
        if self.both(allowed, commands.declare_urgency, **arguments):
            life.urgent = True

    def do_finish(self, index: int, person: str) -> None:
        self._end(index, person, "done", commands.finish_action, {})

    def do_abandon(self, index: int, person: str) -> None:
        self._end(index, person, "abandoned", commands.abandon_action, {"reason": "No time"})

    def _end(self, index: int, person: str, becomes: str, command: object, more: dict[str, str]) -> None:
        if (picked := self.pick(index)) is None:
            return
        life, action_id = picked
        permitted = life.status in STANDS or (life.status == "open" and life.urgent)
        over = life.execution in {"done", "abandoned"}
        allowed = permitted and not over and life.lead == person and life.target is None
        if self.both(allowed, command, actor=self.scene.people[person], action_id=action_id, **more):
            life.execution = becomes


def invariants(scene: World) -> None:
    rows = list(Action.objects.filter(association_id=scene.association_id).select_related(*NEEDED))
    for kind in ("ordinary", "extraordinary"):
        numbers = sorted(row.number or 0 for row in rows if row.kind == kind)
        assert numbers == list(range(1, len(numbers) + 1)), "never twice, never a hole"
    for row in rows:
        found = full(row).outcome(now=scene.now)
        assert (found.status, found.decided_at) == (row.status, row.decided_at if row.status != "open" else None)
        ballots = Ballot.objects.filter(seat__version_id=row.text_id)
        counting = ballots.filter(counting=True)
        assert found.tally.cast == counting.count()
        assert found.tally.cast + found.tally.took_no_part == found.tally.council
        assert found.tally.council == Seat.objects.filter(version_id=row.text_id).count()
        assert not ballots.filter(at__lt=row.current.opened_at).exists()
        if found.ballots_close_at is not None:
            assert not ballots.filter(at__gt=found.ballots_close_at).exists()
        final = OutcomeRecord.objects.filter(action=row).exclude(status__in=["announced", "annulled"])
        assert final.count() <= 1
        for instant in (row.opened_at, row.opened_at + timedelta(days=3)):
            assert pure_outcome(full(row).facts, full(row).rulebook, instant).status in {"open", *STANDS, *GONE}
    assert chain_flaw(association_id=scene.association_id) is None


@pytest.mark.django_db
@given(steps=SCENES)
def test_every_scene_ends_as_the_rules_say(steps: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        scene = world()
        player = Player(scene)
        for step in steps:
            player.play(step)
        invariants(scene)
        council = council_at(association_id=scene.association_id, at=scene.now)
        assert (scene.charlie.member_id in council) == ("charlie" in player.model.council)
        transaction.set_rollback(True)
