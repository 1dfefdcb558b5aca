"""``outcome`` says what a naive clock, striking one tick after the other, says: for every rulebook and every history."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.support.model import CHOICES, STANDING, Law, Poll, World, when
from tests.support.strategies import History, deciding_rulebooks, histories
from toutdoux.rules.facts import ActionFacts, Change, Lever, Outcome, Status
from toutdoux.rules.outcome import moot_at, outcome
from toutdoux.rules.rulebook import Base, Kind, Rulebook
from toutdoux.rules.shipped import shipped

MICROSECOND = timedelta(microseconds=1)
STANDS = frozenset(Status(word) for word in STANDING)


def thorough(examples: int) -> settings:
    return settings(max_examples=max(examples, settings.default.max_examples))


def seen(found: Outcome) -> dict[str, object]:
    return {
        "status": found.status.value,
        "branch": found.branch.value,
        "decided_at": found.decided_at,
        "tally": vars(found.tally),
        "tally_then": vars(found.tally_then),
        "ballots_open": found.ballots_open,
        "ballots_close_at": found.ballots_close_at,
        "standing_objections": found.standing_objections,
        "expected": found.expected and (found.expected.becomes.value, found.expected.at),
    }


def told(poll: Poll, expected: Poll | None) -> dict[str, object]:
    def tally(count: tuple[int, int, int]) -> dict[str, int]:
        return {"council": poll.council, "for_": count[0], "against": count[1], "blank": count[2]}

    closes = poll.closed if poll.closed is not None else poll.deadline
    return {
        "status": poll.status,
        "branch": poll.branch,
        "decided_at": None if poll.decided is None else when(poll.decided),
        "tally": tally(poll.count()),
        "tally_then": tally(poll.decided_on or poll.count()),
        "ballots_open": poll.ballots_open(),
        "ballots_close_at": None if closes is None else when(closes),
        "standing_objections": sum(lifted is None for _, _, lifted in poll.objections),
        "expected": expected and (expected.status, when(expected.decided or 0)),
    }


def if_nothing_happens(world: World) -> World:
    assert world.target.deadline is not None
    return world.fork().wait(world.target.deadline - world.clock)


def agree(world: World, facts: ActionFacts, rulebook: Rulebook) -> Outcome:
    """Compare what the model shows at the end of its tick with the outcome, computed on ``facts`` of that time or later."""
    now = when(world.clock)
    found = outcome(facts, rulebook, now)
    expected = if_nothing_happens(world).target if world.target.status == "open" else None
    assert seen(found) == told(world.target, expected)
    for index, counter in enumerate(world.counters):
        if facts.counter_votes[index].opened_at <= now:
            judged = outcome(facts.counter_votes[index], rulebook, now)
            # A counter-vote's facts do not hold its target's: left alone it lapses at its deadline, though the target
            # may be gone before.
            alone = Poll(council=counter.council, opened=0, deadline=None, status="lapsed", decided=counter.deadline)
            assert seen(judged) == told(counter, alone if counter.status == "open" else None)
    gone = world.target.decided if world.target.status not in (*STANDING, "open") else None
    assert moot_at(facts, rulebook, now) == (None if gone is None else when(gone))
    return found


@thorough(400)
@given(history=histories())
def test_it_works_at_every_instant_of_every_history(history: History) -> None:
    days = history.live()
    whole = days[-1].facts()
    for world in days:
        known = agree(world, world.facts(), history.rulebook)
        # What came later, on any of the facts, changes nothing of what was so then.
        assert agree(world, whole, history.rulebook) == known


@thorough(300)
@given(history=histories())
def test_a_final_outcome_stays_and_only_what_stands_may_be_annulled(history: History) -> None:
    facts = history.live()[-1].facts()
    before = outcome(facts, history.rulebook, when(0) - MICROSECOND)
    assert not before.ballots_open
    for tick in range(2 * history.days + 3):
        for now in (when(tick) - MICROSECOND, when(tick), when(tick) + MICROSECOND):
            after = outcome(facts, history.rulebook, now)
            if before.status is not Status.OPEN and after.status is not before.status:
                assert before.status in STANDS
                assert after.status is Status.ANNULLED
                assert after.decided_at is not None
                assert now - MICROSECOND <= after.decided_at <= now
            elif before.status is not Status.OPEN:
                assert (after.decided_at, after.tally_then, after.branch, after.article) == (
                    before.decided_at,
                    before.tally_then,
                    before.branch,
                    before.article,
                )
            if now >= when(0):
                assert after.decided_at is None or after.decided_at <= now
            before = after


@thorough(200)
@given(history=histories())
def test_the_last_ballot_alone_is_enough_of_an_action_undecided_before_it(history: History) -> None:
    world = history.begin()
    for tick in range(history.days + 1):
        if tick:
            world.wait()
        for deed in history.deeds:
            if deed.tick == tick:
                undecided = world.target.status == "open"
                ballots = len(world.target.counts)
                deed.attempt(world)
                facts = world.facts()
                if undecided and len(world.target.counts) > ballots:
                    last = ActionFacts(**{**facts.__dict__, "steps": facts.steps[-1:]})
                    now = when(tick)
                    assert outcome(last, history.rulebook, now) == outcome(facts, history.rulebook, now)


# --- what would change it ---------------------------------------------------------------------------------------------


def follow(world: World, change: Change, count: int) -> World:
    """Do what ``change`` says, ``count`` times, in a world apart; then wait if it says that time decides."""
    there = world.fork()
    target, revote = there.target, there.law.revote
    match change.lever:
        case Lever.MORE_FOR | Lever.MORE_AGAINST:
            choice = "for" if change.lever is Lever.MORE_FOR else "against"
            seats = [m for m in range(target.council) if m not in target.hands]
            if revote:
                seats += [m for m, hand in target.hands.items() if hand != choice]
            for member in seats[:count]:
                assert there.cast(member, choice)
            assert count <= len(seats), "more ballots than anybody could cast"
        case Lever.LIFT_OBJECTIONS:
            for index in [i for i, (_, _, lifted) in enumerate(target.objections) if lifted is None][:count]:
                assert there.lift(index)
        case Lever.RAISE_OBJECTION:
            seats = [m for m in range(target.council) if m not in target.hands]
            seats += [m for m in target.hands if revote]
            assert there.cast(seats[0], "against", reason=True)
        case Lever.COUNTER_VOTE:
            assert there.call_counter(council=target.council, days=there.days)
            for member in range(count):
                assert there.cast_counter(len(there.counters) - 1, member, "for")
        case Lever.TIME:
            pass
    if change.at is not None:
        assert change.at == when(target.deadline or 0)
        there.wait((target.deadline or 0) - there.clock)
    return there


@thorough(300)
@given(history=histories())
def test_doing_what_would_change_it_changes_it_and_one_less_does_not(history: History) -> None:
    for world in history.live():
        for change in outcome(world.facts(), history.rulebook, when(world.clock)).changes:
            there = follow(world, change, change.count)
            found = outcome(there.facts(), history.rulebook, when(there.clock))
            assert (there.target.status, found.status) == (change.becomes.value, change.becomes), change
            assert found.article is change.article or change.lever in (Lever.LIFT_OBJECTIONS, Lever.RAISE_OBJECTION)
            if change.lever in (Lever.MORE_FOR, Lever.MORE_AGAINST, Lever.LIFT_OBJECTIONS):
                assert change.count > 0
                short = follow(world, change, change.count - 1)
                found = outcome(short.facts(), history.rulebook, when(short.clock))
                assert (short.target.status, found.status) != (change.becomes.value, change.becomes), change


def could_do(world: World) -> set[Lever]:
    """Try everything a council can do at once, by brute force, and say by which means the outcome would be another."""
    levers = set()
    later = if_nothing_happens(world).target.status if world.target.status == "open" else world.target.status
    seats = range(world.target.council)

    def all_say(choice: str) -> World:
        there = world.fork()
        # Where the count waits for the deadline, a veto comes before it: only those who raised none are asked.
        vetoed = world.law.veto and not world.law.early
        objectors = {who for who, _, lifted in world.target.objections if lifted is None and vetoed}
        for member in seats:
            if choice != "for" or member not in objectors:
                there.cast(member, choice)
        return there

    if world.target.status == "open":
        ahead = if_nothing_happens(all_say("for")) if not world.law.early else all_say("for")
        if ahead.target.status == "accepted" != later:
            levers.add(Lever.MORE_FOR)
        if all_say("against").target.status == "blocked":
            levers.add(Lever.MORE_AGAINST)
        lifted = world.fork()
        if any([lifted.lift(i) for i in range(len(lifted.target.objections))]):  # noqa: C419 -- each must be lifted
            if if_nothing_happens(lifted).target.status != later:
                levers.add(Lever.LIFT_OBJECTIONS)
        elif later != "blocked":
            for member in seats:
                there = world.fork()
                if (
                    there.cast(member, "against", reason=True)
                    and there.target.status == "open"
                    and if_nothing_happens(there).target.status == "blocked"
                ):
                    levers.add(Lever.RAISE_OBJECTION)
    there = world.fork()
    if there.call_counter(council=world.target.council, days=1):
        for member in seats:
            there.cast_counter(len(there.counters) - 1, member, "for")
        if there.target.status == "annulled":
            levers.add(Lever.COUNTER_VOTE)
    return levers


@thorough(400)
@given(history=histories())
def test_nothing_that_would_change_it_is_left_unsaid(history: History) -> None:
    law = history.begin().law
    if any(share and share.base != Base.COUNCIL for share in (law.accept, law.block)):
        return  # of a moving base there is no mark to name
    for world in history.live():
        listed = {c.lever for c in outcome(world.facts(), history.rulebook, when(world.clock)).changes}
        assert could_do(world) <= listed | {Lever.TIME}
        # and nothing is said that cannot be
        assert listed - {Lever.TIME, Lever.RAISE_OBJECTION} <= could_do(world)


# --- the same, driven deed by deed ------------------------------------------------------------------------------------


class Lifecycle(RuleBasedStateMachine):
    """People act in any order, time passes, and at each step the outcome is the model's."""

    world: World
    rulebook: Rulebook
    last: Outcome | None = None

    @initialize(
        rulebook=deciding_rulebooks(),
        kind=st.sampled_from([Kind.EXTRAORDINARY, Kind.ORDINARY]),
        council=st.integers(0, 6),
        days=st.integers(2, 6),
    )
    def publish(self, rulebook: Rulebook, kind: Kind, council: int, days: int) -> None:
        self.rulebook = rulebook
        self.world = World(law=Law.of(rulebook, kind), kind=kind, council=council, days=days)

    @rule(member=st.integers(0, 6), choice=st.sampled_from(CHOICES))
    def cast(self, member: int, choice: str) -> None:
        now = when(self.world.clock)
        allowed = outcome(self.world.facts(), self.rulebook, now).ballots_open
        again = member in self.world.target.hands and not self.rulebook.change_ballot
        assert self.world.cast(member, choice) == (allowed and member < self.world.council and not again)

    @rule(member=st.integers(0, 6))
    def object(self, member: int) -> None:
        self.world.cast(member, "against", reason=True)

    @rule(index=st.integers(0, 3))
    def lift(self, index: int) -> None:
        self.world.lift(index)

    @rule()
    @precondition(lambda self: self.world.clock >= 2)
    def withdraw(self) -> None:
        self.world.withdraw()

    @rule()
    @precondition(lambda self: self.world.clock >= 3)
    def end(self) -> None:
        self.world.end()

    @rule(council=st.integers(0, 6), days=st.integers(1, 4))
    @precondition(lambda self: len(self.world.counters) < 3)
    def call_counter(self, council: int, days: int) -> None:
        self.world.call_counter(council, days)

    @rule(index=st.integers(0, 2), member=st.integers(0, 6), choice=st.sampled_from(CHOICES))
    @precondition(lambda self: self.world.counters)
    def cast_counter(self, index: int, member: int, choice: str) -> None:
        self.world.cast_counter(index, member, choice)

    @rule()
    def wait(self) -> None:
        self.world.wait()

    @invariant()
    def same_as_the_model(self) -> None:
        found = agree(self.world, self.world.facts(), self.rulebook)
        if self.last is not None and self.last.status is not found.status:
            if found.status is Status.ANNULLED:
                assert self.last.status in STANDS | {Status.OPEN}
            else:
                assert self.last.status is Status.OPEN
        self.last = found


TestLifecycle = Lifecycle.TestCase
TestLifecycle.settings = settings(
    max_examples=max(60, settings.default.max_examples),
    stateful_step_count=max(30, settings.default.stateful_step_count),
)


# --- the model itself, by hand: one that never decided anything would agree with anything ------------------------------------


def lived(name: str, council: int, *deeds: str, kind: Kind = Kind.EXTRAORDINARY) -> World:
    """A world of three ticks' delay under one of the shipped rulebooks: ``"0 for"`` is member 0's ballot, and so on."""
    world = World(law=Law.of(shipped(name), kind), kind=kind, council=council, days=3)
    for deed in deeds:
        match deed.split():
            case ["wait"]:
                world.wait()
                continue
            case ["withdraw"]:
                allowed = world.withdraw()
            case ["end"]:
                allowed = world.end()
            case ["lift"]:
                allowed = world.lift(0)
            case ["call"]:
                allowed = world.call_counter(council, 3)
            case ["counter", member]:
                allowed = world.cast_counter(0, int(member), "for")
            case [member, choice, *because]:
                allowed = world.cast(int(member), choice, reason=bool(because))
        assert allowed, deed
    return world


@pytest.mark.parametrize(
    ("world", "status", "branch"),
    [
        (lived("tout-doux-cratie", 4, kind=Kind.ORDINARY), "announced", "announced"),
        (lived("tout-doux-cratie", 4, "0 for", "wait", "wait"), "open", "awaiting"),
        (lived("tout-doux-cratie", 4, "0 for", "wait", "1 for"), "accepted", "share-for"),
        (lived("tout-doux-cratie", 4, "0 for", "wait", "wait", "wait"), "tacit", "silence"),
        (lived("tout-doux-cratie", 4, "0 against", "1 against because"), "blocked", "share-against"),
        (lived("tout-doux-cratie", 4, "0 against because", "wait", "wait", "wait"), "tacit", "silence"),
        (lived("tout-doux-cratie", 4, "0 for", "withdraw"), "withdrawn", "withdrawn"),
        (lived("tout-doux-cratie", 2, "0 for", "call", "counter 1"), "annulled", "counter-vote-passed"),
        (lived("consent", 2, "0 for", "wait", "wait"), "open", "awaiting"),
        (lived("consent", 2, "0 for", "wait", "wait", "wait"), "accepted", "share-for-at-deadline"),
        (lived("consent", 4, "0 against because", "wait", "wait", "wait"), "blocked", "objection-stands"),
        (lived("consent", 4, "0 against because", "wait", "lift", "wait", "wait"), "tacit", "silence"),
        (lived("absolute-majority", 2, "0 for", "wait", "wait", "wait"), "rejected", "share-not-reached"),
        (lived("two-thirds", 6, "0 against", "1 against", "2 against"), "blocked", "share-against"),
    ],
)
def test_the_model_knows_what_an_action_becomes(world: World, status: str, branch: str) -> None:
    assert (world.target.status, world.target.branch) == (status, branch)


def test_the_model_knows_what_a_counter_vote_becomes_and_what_is_refused() -> None:
    (lapsed,) = lived("tout-doux-cratie", 4, "call", "counter 0", "wait", "wait", "wait").counters
    assert (lapsed.status, lapsed.branch, lapsed.decided) == ("lapsed", "counter-vote-lapsed", 3)
    (gone,) = lived("tout-doux-cratie", 4, "call", "wait", "withdraw").counters
    assert (gone.status, gone.branch, gone.decided) == ("lapsed", "target-gone", 1)
    over = lived("tout-doux-cratie", 2, "0 for", "wait", "end", "wait", "wait")
    assert not any([over.cast(0, "against"), over.withdraw(), over.end(), over.call_counter(2, 3), over.lift(0)])
    assert not lived("tout-doux-cratie", 2).cast(2, "for")
