"""The procedure against an independent model: whatever people do in whatever order, nobody who spoke is excluded, nobody
is excluded who was not told and given the whole delay, and whoever is, comes back by one action."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support.people import World, world
from toutdoux.decisions.models import Action
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import member
from toutdoux.operations.verify import verify
from toutdoux.procedures.commands.answering import answer_question
from toutdoux.procedures.commands.inactivity import (
    ActionWords,
    ask_listed,
    begin_inactivity,
    close_inactivity,
    open_exclusion,
    record_told,
    take_off,
    vouch_told,
)
from toutdoux.procedures.commands.returning import propose_return
from toutdoux.procedures.logic.inactivity import PersonState, Stage
from toutdoux.procedures.logic.participation import Window
from toutdoux.procedures.models import ListedMember
from toutdoux.procedures.queries.inactivity import access_procedure

ABSENT = ("dana", "eli", "f5")
WORDS = ActionWords(title="Part", text="With those who are silent", nobody_left="Nobody is left")
names = st.sampled_from(ABSENT)


class Procedure(RuleBasedStateMachine):
    """Alice and Bob take part; Dana, Eli and F5 never voted. The model keeps who was told when, and who spoke."""

    @initialize(told=st.sampled_from([0, 3, 3]))
    def begin(self, told: int) -> None:
        """Begin; most often everyone is told already, so that there is more to see of what comes after."""
        self.scene: World = world(council=5)
        action = self.scene.open(title="One matter")
        self.scene.vote(action, "for", "alice", "bob")
        self.scene.later(days=11)
        self.scene.settle()
        window = Window(starts_at=self.scene.now - timedelta(days=60), ends_at=self.scene.now)
        self.id = begin_inactivity(actor=self.scene.alice, window=window, now=self.scene.now)
        self.told: dict[str, Any] = {}
        self.spoke: set[str] = set()
        self.action: Action | None = None
        for name in ABSENT[:told]:
            self.ask()
            self.tell(name, by_mail=True)

    def listed(self, name: str) -> ListedMember:
        return ListedMember.objects.get(member_id=self.scene.people[name].member_id)

    def attempt(self, command: Callable[..., Any], **arguments: Any) -> bool:
        """Do something that may be refused; say whether it was done."""
        self.scene.later(minutes=1)
        try:
            command(now=self.scene.now, **arguments)
        except Refused:
            return False
        return True

    def cast(self, *, name: str, choice: str, now: datetime) -> None:
        assert now == self.scene.now
        assert self.action is not None
        self.scene.vote(self.action, choice, name)

    def standing(self, name: str) -> str:
        actor = self.scene.people[name]
        return str(member(actor=self.scene.alice, member_id=actor.member_id, now=self.scene.now).right.standing)

    @rule()
    def ask(self) -> None:
        self.attempt(ask_listed, actor=self.scene.alice, procedure_id=self.id)

    @rule(name=names, by_mail=st.booleans())
    def tell(self, name: str, by_mail: bool) -> None:
        before = self.listed(name).told_at
        if by_mail:
            self.attempt(
                record_told, association_id=self.scene.association_id, listed_id=self.listed(name).id, how="mail"
            )
        else:
            ids = {"procedure_id": self.id, "listed_id": self.listed(name).id}
            self.attempt(vouch_told, actor=self.scene.alice, **ids)
        after = self.listed(name).told_at
        if before is None and after is not None:
            self.told[name] = after
        else:
            assert before == after

    @rule(name=names, answer=st.sampled_from(["stay", "leave", "perhaps"]))
    def answer(self, name: str, answer: str) -> None:
        actor = self.scene.people[name]
        if self.attempt(answer_question, actor=actor, listed_id=self.listed(name).id, answer=answer, words="A word"):
            self.spoke.add(name)

    @rule(name=names)
    def take_off(self, name: str) -> None:
        ids = {"procedure_id": self.id, "listed_id": self.listed(name).id}
        if self.attempt(take_off, actor=self.scene.alice, why="", **ids):
            self.spoke.add(name)

    @rule(days=st.sampled_from([1, 9, 10, 11]))
    def wait(self, days: int) -> None:
        self.scene.later(days=days)
        self.scene.settle()

    @rule()
    def open(self) -> None:
        if self.attempt(open_exclusion, actor=self.scene.alice, procedure_id=self.id, words=WORDS):
            self.action = Action.objects.latest("opened_at")
            for name in ABSENT:
                assert name in self.spoke or self.told[name] + timedelta(days=10) <= self.scene.now

    @precondition(lambda self: self.action is not None)
    @rule(choice=st.sampled_from(["for", "against"]))
    def vote(self, choice: str) -> None:
        assert self.action is not None
        for name in ("alice", "bob"):
            self.attempt(self.cast, name=name, choice=choice)

    @rule()
    def close(self) -> None:
        self.attempt(close_inactivity, actor=self.scene.alice, procedure_id=self.id)

    @rule(name=names)
    def come_back(self, name: str) -> None:
        actor = self.scene.people[name]
        was_out = self.standing(name) == "out-of-council"
        done = self.attempt(propose_return, actor=actor, member_id=actor.member_id, title="Back", text="")
        assert was_out or not done
        if done:
            back = Action.objects.latest("opened_at")
            self.scene.vote(back, "for", "alice", "bob")
            self.spoke.add(name)
            assert self.scene.status(back) == "accepted"
            assert self.standing(name) == "votes"

    @invariant()
    def nobody_who_spoke_is_excluded(self) -> None:
        for name in ABSENT:
            if self.standing(name) == "out-of-council":
                assert name not in self.spoke
                assert self.told[name] + timedelta(days=10) <= self.scene.now
                assert self.action is not None

    @invariant()
    def silence_is_only_silence_after_the_whole_delay(self) -> None:
        row = access_procedure(actor=self.scene.alice, procedure_id=self.id, now=self.scene.now)
        for person in row.in_state(PersonState.SILENT):
            assert person.told_at is not None
            assert person.told_at + timedelta(days=10) <= self.scene.now
        if row.stage is Stage.LISTING:
            assert not self.told

    def teardown(self) -> None:
        if hasattr(self, "id"):
            assert verify(association_id=self.scene.association_id, now=self.scene.now).sound


class TestProcedure(Procedure.TestCase, TestCase):  # type: ignore[valid-type]
    """All of it in one transaction, thrown away; each example founds an association of its own."""

    settings = settings(
        max_examples=4, stateful_step_count=8, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
    )
