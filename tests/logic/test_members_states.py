"""Membership and rights, against an independent model: whatever happens in whatever order, and nothing past ever changes."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from toutdoux.members.logic import changes
from toutdoux.members.logic.changes import Scope
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.logic.profiles import Profile, profile_refusals
from toutdoux.members.logic.rights import (
    GONE,
    Cause,
    MemberFacts,
    Right,
    Spell,
    SpellKind,
    Standing,
    Stretch,
    in_council,
    left_after,
    right_at,
)
from toutdoux.rules.rulebook import OnLeave

T = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
FOUNDER = MemberFacts(joined_at=T, stretches=(Stretch(starts_at=T, ends_at=None, cause=Cause.FOUNDER),))


def action(number: int) -> UUID:
    return UUID(int=number)


class Register(RuleBasedStateMachine):
    """One member. The model is a handful of words; the register is dated facts. They must agree at every instant."""

    def __init__(self) -> None:
        super().__init__()
        self.now = T
        self.number = 0
        self.seen: dict[datetime, tuple[Right, Right]] = {}
        # The model: what is taken away and by which action, which actions gave the right, when one is away.
        self.taken: dict[str, UUID | None] = {}
        self.gave: set[UUID] = set()
        self.ended: dict[UUID, dict[str, UUID | None]] = {}
        self.did: dict[UUID, str] = {}
        self.leaves: list[tuple[datetime, datetime | None]] = []
        self.waits_until = T

    @initialize(hours=st.integers(0, 6))
    def join(self, hours: int) -> None:
        self.waits_until = T + hours * HOUR
        stretch = Stretch(starts_at=self.waits_until, ends_at=None, cause=Cause.WAITING)
        self.facts = MemberFacts(joined_at=T, stretches=(stretch,))

    def next_action(self) -> UUID:
        self.number += 1
        return action(self.number)

    def take(self, found: changes.Changed, *, allowed: bool) -> None:
        assert isinstance(found, MemberFacts) is allowed
        if isinstance(found, MemberFacts):
            self.facts = found

    @rule(minutes=st.integers(1, 150))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @property
    def away(self) -> bool:
        return "left" in self.taken or "excluded" in self.taken

    @rule()
    def leaves_for_good(self) -> None:
        allowed = not self.away
        self.take(changes.leave_association(facts=self.facts, at=self.now), allowed=allowed)
        if allowed:
            self.taken["left"] = None

    @rule(scope=st.sampled_from(Scope))
    def exclude(self, scope: Scope) -> None:
        by = self.next_action()
        word = "excluded" if scope is Scope.ASSOCIATION else "council"
        allowed = not self.away and word not in self.taken
        self.take(changes.exclude(facts=self.facts, scope=scope, action_id=by, at=self.now), allowed=allowed)
        if allowed:
            self.taken[word], self.did[by] = by, word

    @rule()
    def withdraw(self) -> None:
        by = self.next_action()
        allowed = not self.away and "withdrawn" not in self.taken
        self.take(changes.withdraw(facts=self.facts, action_id=by, at=self.now), allowed=allowed)
        if allowed:
            self.taken["withdrawn"], self.did[by] = by, "withdrawn"

    @rule()
    def grant(self) -> None:
        by = self.next_action()
        holds = bool(self.gave) or self.now >= self.waits_until
        allowed = not self.away and "council" not in self.taken and ("withdrawn" in self.taken or not holds)
        self.take(changes.grant(facts=self.facts, action_id=by, at=self.now), allowed=allowed)
        if allowed:
            self.gave.add(by)
            self.ended[by] = {word: self.taken.pop(word) for word in ["withdrawn"] if word in self.taken}
            self.did[by] = "grant"

    @rule()
    def reinstate(self) -> None:
        by = self.next_action()
        out = {word: self.taken[word] for word in ("left", "excluded", "council") if word in self.taken}
        self.take(changes.reinstate(facts=self.facts, action_id=by, at=self.now), allowed=bool(out))
        if out:
            for word in out:
                del self.taken[word]
            self.ended[by], self.did[by] = out, "return"

    @rule()
    def readmitted_by_one(self) -> None:
        allowed = "left" in self.taken and "excluded" not in self.taken
        self.take(changes.readmit(facts=self.facts, action_id=None, at=self.now), allowed=allowed)
        if allowed:
            del self.taken["left"]

    @precondition(lambda self: self.did)
    @rule(data=st.data())
    def annul(self, data: st.DataObject) -> None:
        by = data.draw(st.sampled_from(sorted(self.did, key=str)))
        did = self.did.pop(by)
        counter = self.next_action()
        found: MemberFacts | None
        if did == "grant":
            found = changes.end_of_grant(facts=self.facts, action_id=by, ended_by_id=counter, at=self.now)
            expected = by in self.gave
            self.gave.discard(by)
        elif did == "return":
            found = changes.end_of_return(facts=self.facts, action_id=by, at=self.now)
            expected = any(word not in self.taken for word in self.ended[by])
        else:
            kinds = {SpellKind(did)}
            found = changes.end_of_spells(facts=self.facts, kinds=kinds, action_id=by, ended_by_id=counter, at=self.now)
            expected = self.taken.get(did) == by
            if expected:
                del self.taken[did]
        for word, whose in self.ended.pop(by, {}).items():
            self.taken.setdefault(word, whose)
        assert (found is not None) is expected
        self.facts = found or self.facts

    @rule(first=st.integers(0, 5), length=st.none() | st.integers(1, 4))
    def go_away(self, first: int, length: int | None) -> None:
        start = self.now + first * HOUR
        end = None if length is None else start + length * HOUR
        free = all(
            (theirs is not None and theirs <= start) or (end is not None and end <= begins)
            for begins, theirs in self.leaves
            if theirs is None or theirs > self.now
        )
        allowed = not self.away and free
        self.take(changes.take_leave(facts=self.facts, starts_at=start, ends_at=end, at=self.now), allowed=allowed)
        if allowed:
            self.leaves.append((start, end))

    @precondition(lambda self: self.leaves)
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        start, end = data.draw(st.sampled_from(self.leaves))
        allowed = end is None or end > self.now
        self.take(changes.end_leave(facts=self.facts, starts_at=start, at=self.now), allowed=allowed)
        if allowed:
            self.leaves.remove((start, end))
            if start < self.now:
                self.leaves.append((start, self.now))

    @invariant()
    def they_agree(self) -> None:
        if not hasattr(self, "facts"):
            return
        on_leave = any(start <= self.now and (end is None or self.now < end) for start, end in self.leaves)
        holds = self.now >= self.waits_until or bool(self.gave)
        kept = right_at(facts=self.facts, at=self.now, on_leave=OnLeave.KEPT)
        right = right_at(facts=self.facts, at=self.now)
        assert kept.votes == (holds and not self.taken)
        assert right.votes == (holds and not self.taken and not on_leave)
        assert (right.standing in GONE) == self.away == (self.facts.left_at is not None)
        assert right.votes == in_council(facts=self.facts, at=self.now)
        assert kept.votes == in_council(facts=self.facts, at=self.now, on_leave=OnLeave.KEPT)

    @invariant()
    def a_right_says_since_when(self) -> None:
        if not hasattr(self, "facts"):
            return
        right = right_at(facts=self.facts, at=self.now)
        if right.votes:
            assert right.since is not None
            assert right_at(facts=self.facts, at=right.since).votes
            before = right_at(facts=self.facts, at=right.since - timedelta(microseconds=1))
            assert not before.votes or right.since == T or right.cause is Cause.GRANT or before.cause is Cause.GRANT

    @invariant()
    def what_is_past_never_changes(self) -> None:
        if not hasattr(self, "facts"):
            return
        for at, (suspended, kept) in self.seen.items():
            if at < self.now:
                assert right_at(facts=self.facts, at=at).votes == suspended.votes
                assert right_at(facts=self.facts, at=at, on_leave=OnLeave.KEPT).votes == kept.votes
        self.seen[self.now] = (
            right_at(facts=self.facts, at=self.now),
            right_at(facts=self.facts, at=self.now, on_leave=OnLeave.KEPT),
        )


TestRegister = Register.TestCase


def test_it_works() -> None:
    out = changes.exclude(facts=FOUNDER, scope=Scope.COUNCIL, action_id=action(1), at=T + HOUR)
    assert isinstance(out, MemberFacts)
    assert right_at(facts=out, at=T + HOUR) == Right(
        standing=Standing.OUT_OF_COUNCIL, since=T + HOUR, action_id=action(1)
    )
    back = changes.reinstate(facts=out, action_id=action(2), at=T + 2 * HOUR)
    assert isinstance(back, MemberFacts)
    assert right_at(facts=back, at=T + 2 * HOUR) == Right(
        standing=Standing.VOTES,
        cause=Cause.FOUNDER,
        since=T + 2 * HOUR,
        action_id=action(2),
        resumed=SpellKind.COUNCIL,
    )


@pytest.mark.parametrize(
    ("starts", "ends", "refusal"),
    [
        (-1, 4, MemberRefusal.LEAVE_IN_THE_PAST),
        (3, 3, MemberRefusal.LEAVE_ENDS_FIRST),
        (3, 2, MemberRefusal.LEAVE_ENDS_FIRST),
        (4, 6, MemberRefusal.LEAVES_OVERLAP),
        (0, None, MemberRefusal.LEAVES_OVERLAP),
    ],
)
def test_leaves_that_cannot_be(starts: int, ends: int | None, refusal: MemberRefusal) -> None:
    away = changes.take_leave(facts=FOUNDER, starts_at=T + 5 * HOUR, ends_at=T + 7 * HOUR, at=T)
    assert isinstance(away, MemberFacts)
    end = None if ends is None else T + ends * HOUR
    assert changes.take_leave(facts=away, starts_at=T + starts * HOUR, ends_at=end, at=T) is refusal


def test_leaves_that_touch_are_two() -> None:
    away = changes.take_leave(facts=FOUNDER, starts_at=T + 5 * HOUR, ends_at=T + 7 * HOUR, at=T)
    assert isinstance(away, MemberFacts)
    assert isinstance(changes.take_leave(facts=away, starts_at=T + 7 * HOUR, ends_at=None, at=T), MemberFacts)
    assert isinstance(changes.take_leave(facts=away, starts_at=T, ends_at=T + 5 * HOUR, at=T), MemberFacts)


def test_an_admission_taken_back_puts_out_who_was_new_and_restores_who_was_not() -> None:
    new = changes.end_of_admission(facts=FOUNDER, action_id=action(1), ended_by_id=action(2), at=T + HOUR)
    assert new is not None
    assert right_at(facts=new, at=T + HOUR).standing is Standing.EXCLUDED
    assert changes.end_of_admission(facts=new, action_id=action(1), ended_by_id=action(3), at=T + HOUR) is None
    left = changes.leave_association(facts=FOUNDER, at=T)
    assert isinstance(left, MemberFacts)
    assert right_at(facts=left, at=T).standing is Standing.LEFT
    back = changes.readmit(facts=left, action_id=action(4), at=T + HOUR)
    assert isinstance(back, MemberFacts)
    again = changes.end_of_admission(facts=back, action_id=action(4), ended_by_id=action(5), at=T + 2 * HOUR)
    assert again is not None
    assert right_at(facts=again, at=T + 2 * HOUR).standing is Standing.LEFT


def test_what_is_not_there_cannot_be_taken_back() -> None:
    assert changes.end_of_grant(facts=FOUNDER, action_id=action(1), ended_by_id=action(2), at=T) is None
    gone = (Spell(kind=SpellKind.EXCLUDED, starts_at=T, action_id=action(1)),)
    out = MemberFacts(joined_at=T, stretches=(), spells=gone, left_at=T)
    assert changes.readmit(facts=out, action_id=None, at=T + HOUR) is MemberRefusal.EXCLUDED
    assert isinstance(changes.readmit(facts=out, action_id=action(2), at=T + HOUR), MemberFacts)
    assert changes.readmit(facts=FOUNDER, action_id=None, at=T) is MemberRefusal.ALREADY_A_MEMBER
    assert changes.withdraw(facts=out, action_id=action(2), at=T) is MemberRefusal.ALREADY_EXCLUDED
    bare = MemberFacts(joined_at=T, stretches=())
    assert changes.withdraw(facts=bare, action_id=action(2), at=T) is MemberRefusal.NO_RIGHT_TO_WITHDRAW
    council = changes.exclude(facts=FOUNDER, scope=Scope.COUNCIL, action_id=action(3), at=T)
    assert isinstance(council, MemberFacts)
    assert changes.grant(facts=council, action_id=action(4), at=T) is MemberRefusal.EXCLUDED
    assert changes.end_leave(facts=FOUNDER, starts_at=T, at=T) is MemberRefusal.NO_SUCH_LEAVE


def test_what_is_entrusted_ends_where_one_first_leaves_even_if_one_comes_back() -> None:
    left = changes.leave_association(facts=FOUNDER, at=T + HOUR)
    assert isinstance(left, MemberFacts)
    back = changes.reinstate(facts=left, action_id=action(1), at=T + 2 * HOUR)
    assert isinstance(back, MemberFacts)
    assert left_after(FOUNDER, at=T) is None
    assert left_after(back, at=T) == T + HOUR
    assert left_after(back, at=T + 2 * HOUR) is None


def test_a_profile_says_which_field_is_too_long() -> None:
    profile = Profile(name=" Zoé ", email=" Zoe@Example.org ", pronoun="x" * 41, contact="y" * 301)
    tidy = profile.tidy()
    assert (tidy.name, tidy.email) == ("Zoé", "zoe@example.org")
    found = [(refusal.code, refusal.data.get("field")) for refusal in profile_refusals(tidy)]
    assert found == [(MemberRefusal.FIELD_TOO_LONG, "pronoun"), (MemberRefusal.FIELD_TOO_LONG, "contact")]
    assert [r.code for r in profile_refusals(Profile(name=""))] == [MemberRefusal.NAME_MISSING]
    assert [r.code for r in profile_refusals(Profile(name="x" * 121))] == [MemberRefusal.NAME_TOO_LONG]
