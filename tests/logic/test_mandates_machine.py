"""Mandates of one kind as decisions, elections, departures and annulments make them, against a model that counts days."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.mandates.logic.holding import MandateFacts, end_refusal, given_from, holds, nears_its_end, over_at

T = datetime(2031, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Said:
    """What the model knows of a mandate: its first day, and the day after its last."""

    first: int
    end: int


class Mandates(RuleBasedStateMachine):
    """One person and one kind of mandate. The model holds spans of whole days; the facts are dated, and never rewritten."""

    @initialize()
    def begin(self) -> None:
        self.day = 0
        self.facts: list[MandateFacts] = []
        self.said: list[Said] = []
        self.gone = False

    @property
    def now(self) -> datetime:
        return T + self.day * DAY

    def held(self) -> list[int]:
        return [n for n, one in enumerate(self.said) if one.first <= self.day < one.end]

    @rule(days=st.integers(1, 60))
    def wait(self, days: int) -> None:
        self.day += days

    @rule(last=st.integers(-5, 200))
    def an_action_gives_it(self, last: int) -> None:
        until = self.day + last
        found = given_from(
            gone=self.gone, over=[over_at(one) for one in self.facts], until=T + until * DAY, at=self.now
        )
        standing = [one.end for one in self.said if one.end > self.day]
        first = max(standing, default=self.day)
        if self.gone:
            assert found is MandateRefusal.HAS_LEFT
        elif until <= first:
            assert found is (MandateRefusal.ALREADY_HOLDS if standing else MandateRefusal.ENDS_BEFORE_IT_BEGINS)
        else:
            assert found == T + first * DAY
            self.facts.append(MandateFacts(starts_at=T + first * DAY, ends_at=T + until * DAY))
            self.said.append(Said(first=first, end=until))

    @rule()
    def an_action_ends_it(self) -> None:
        held = self.held()
        refusal = end_refusal(held=any(holds(one, at=self.now) for one in self.facts))
        assert refusal is (None if held else MandateRefusal.DOES_NOT_HOLD)
        for n in held:
            self.facts[n] = replace(self.facts[n], ended_at=self.now)
            self.said[n].end = self.day

    @precondition(lambda self: not self.gone)
    @rule()
    def the_holder_leaves(self) -> None:
        self.gone = True
        for n, one in enumerate(self.said):
            if one.end > self.day:
                self.facts[n] = replace(self.facts[n], left_at=max(self.now, self.facts[n].starts_at))
                one.end = max(self.day, one.first)

    @precondition(lambda self: self.gone)
    @rule()
    def the_holder_returns_and_has_none_back(self) -> None:
        self.gone = False

    @invariant()
    def the_facts_and_the_model_agree_on_every_day(self) -> None:
        for day in {0, self.day, self.day + 1, *(one.first for one in self.said), *(one.end for one in self.said)}:
            at = T + day * DAY
            assert [holds(one, at=at) for one in self.facts] == [one.first <= day < one.end for one in self.said]
            assert sum(holds(one, at=at) for one in self.facts) <= 1, "one person holds it once at a time"

    @invariant()
    def an_election_is_thought_of_in_the_last_weeks_alone(self) -> None:
        for one, said in zip(self.facts, self.said, strict=True):
            near = said.first <= self.day < said.end and said.end - self.day <= 45
            assert nears_its_end(one, at=self.now) is near


Mandates.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestMandates = Mandates.TestCase
