"""What Hypothesis draws from: rulebooks, and the histories of actions under them."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import product

from hypothesis import strategies as st

from tests.support.model import CHOICES, Law, World
from toutdoux.rules.rulebook import (
    AssemblyRules,
    Base,
    CounterVoteRules,
    CountRules,
    DecidedBy,
    Delay,
    InactivityRules,
    Kind,
    KindRules,
    Kinds,
    ObjectionReading,
    Rulebook,
    Share,
    Silence,
    VotingRightRules,
    Words,
)
from toutdoux.rules.shipped import SHIPPED, shipped

HALF = Share(share=Fraction(1, 2))
MORE_THAN_HALF = Share(share=Fraction(1, 2), inclusive=False)
TWO_THIRDS = Share(share=Fraction(2, 3))
TEN_DAYS = Delay(days=10)
ANNOUNCED = KindRules(decided_by=DecidedBy.ANNOUNCEMENT)


def counted(
    *,
    accept: Share = HALF,
    block: Share | None = HALF,
    accept_early: bool = True,
    silence: Silence = Silence.ACCEPTS,
    objection: ObjectionReading = ObjectionReading.SHARE,
    delay: Delay = TEN_DAYS,
) -> KindRules:
    """Rules of a kind that is decided by counting; by default, the tout-doux-cratie's."""
    return KindRules(
        decided_by=DecidedBy.COUNT,
        count=CountRules(
            accept=accept,
            block=block,
            accept_early=accept_early,
            silence=silence,
            objection=objection,
            delay=delay,
        ),
    )


def rulebook_with(
    *,
    name: str = "example",
    extraordinary: KindRules | None = None,
    ordinary: KindRules = ANNOUNCED,
    counter_vote: Share | None = HALF,
    change_ballot: bool = True,
) -> Rulebook:
    """Make a rulebook that differs from the tout-doux-cratie where it is said; ``counter_vote`` None: not allowed."""
    return Rulebook(
        name=name,
        title=Words(fr="Exemple", en="Example"),
        intent=Words(fr="Essayer.", en="Trying."),
        kinds=Kinds(ordinary=ordinary, extraordinary=extraordinary or counted()),
        counter_vote=CounterVoteRules(
            allowed=counter_vote is not None, accept=counter_vote or HALF, delay=Delay(days=10)
        ),
        urgency=True,
        amendments=True,
        change_ballot=change_ballot,
        voting_right=VotingRightRules(),
        assembly=AssemblyRules(),
        inactivity=InactivityRules(share=Fraction(3, 10), answer_within=Delay(days=10)),
    )


#: Five ways of deciding, apart from the files that are shipped; the first is the tout-doux-cratie.
FIVE = (
    rulebook_with(name="tout-doux-cratie"),
    rulebook_with(
        name="consent",
        extraordinary=counted(accept_early=False, objection=ObjectionReading.VETO),
    ),
    rulebook_with(
        name="veto",
        extraordinary=counted(objection=ObjectionReading.VETO, block=None, delay=Delay(hours=72)),
    ),
    rulebook_with(
        name="absolute-majority",
        extraordinary=counted(accept=MORE_THAN_HALF, block=HALF, silence=Silence.REJECTS),
    ),
    rulebook_with(
        name="two-thirds",
        extraordinary=counted(accept=TWO_THIRDS, block=None, accept_early=False, silence=Silence.REJECTS),
        counter_vote=TWO_THIRDS,
    ),
)


def shares(*, bases: tuple[Base, ...] = tuple(Base)) -> st.SearchStrategy[Share]:
    """Thresholds above zero and up to one, often exactly one half of the council."""
    fractions = st.sampled_from([Fraction(1, 2)] * 4 + [Fraction(1, 3), Fraction(2, 3), Fraction(3, 4), Fraction(1)])
    often_council = st.sampled_from(tuple([Base.COUNCIL] * 4) + bases)
    return st.builds(Share, share=fractions, base=often_council, inclusive=st.booleans())


def counted_kinds() -> st.SearchStrategy[KindRules]:
    """Every combination of the parameters of a count."""
    return st.builds(
        counted,
        accept=shares(),
        block=st.none() | shares(),
        accept_early=st.booleans(),
        silence=st.sampled_from([Silence.ACCEPTS, Silence.REJECTS]),
        objection=st.sampled_from(ObjectionReading),
    )


def deciding_rulebooks() -> st.SearchStrategy[Rulebook]:
    """The five that are shipped, five of ours, and rulebooks nobody has written yet."""
    drawn = st.builds(
        rulebook_with,
        extraordinary=counted_kinds(),
        ordinary=st.just(ANNOUNCED) | counted_kinds(),
        counter_vote=st.none() | shares(),
        change_ballot=st.booleans(),
    )
    return st.sampled_from([shipped(name) for name in SHIPPED]) | st.sampled_from(FIVE) | drawn


_RULEBOOKS = deciding_rulebooks()


@dataclass(frozen=True)
class Deed:
    """Something somebody tries at ``tick``; the model says whether it may be done."""

    tick: int
    what: str
    who: int = 0
    choice: str = "for"
    index: int = 0

    def attempt(self, world: World) -> bool:
        """Try it on ``world``, whose clock must strike ``tick``."""
        assert world.clock == self.tick
        match self.what:
            case "cast":
                return world.cast(self.who, self.choice)
            case "object":
                return world.cast(self.who, "against", reason=True)
            case "lift":
                return world.lift(self.index)
            case "withdraw":
                return world.withdraw()
            case "end":
                return world.end()
            case "call":
                return world.call_counter(council=self.who, days=world.days)
            case _:
                return world.cast_counter(self.index, self.who, self.choice)


#: What people are up to, so that every end of the story is told about as often: drawn evenly, most would end in silence.
_MOODS = (
    (["cast"], ("for",)),
    (["cast", "cast", "end"], ("for", "for", "against", "blank")),
    (["cast", "cast", "object", "lift"], ("for", "for", "for", "blank")),
    (["cast", "object", "lift"], ("against", "against", "for")),
    (["cast", "object", "lift", "lift"], ("blank", "for")),
    (["cast", "call", *["counter"] * 6], ("for",)),
    (["cast", "cast", "call", *["counter"] * 6, "end", "object", "withdraw"], ("for", "for", "for", "against")),
    (["cast", "cast", "object", "lift", "call", *["counter"] * 4], CHOICES),
    ([*["cast"] * 8, "withdraw", "object", "call", "counter"], CHOICES),
)
#: Counter-votes need most to go right before one passes, so they are drawn more often.
_MOODS_AS_DRAWN = (*range(len(_MOODS)), 5, 5, 5, 6, 6, 6)


@cache
def _one_deed(until: int, members: int, mood: int) -> st.SearchStrategy[Deed]:
    """Draw one among all deeds of a mood at once: five draws a deed would take most of the time of the tests."""
    whats, choices = _MOODS[mood]
    possible = [
        # Counter-votes are called early, else nobody could vote on them.
        Deed(tick=tick // 3 if what == "call" else tick, what=what, who=who, choice=choice, index=index)
        for what, choice, tick, who, index in product(
            whats, choices, range(until + 1), range(members + 1), (0, 0, 0, 1)
        )
    ]
    return st.sampled_from(possible)


@st.composite
def deeds(draw: st.DrawFn, *, until: int, members: int) -> list[Deed]:
    """Some twenty deeds in the order of time, by ``members`` people and one stranger, in one mood."""
    deed = _one_deed(until, members, draw(st.sampled_from(_MOODS_AS_DRAWN)))
    # Hypothesis keeps lists near their least length; much shorter ones reach no threshold.
    return sorted(draw(st.lists(deed, min_size=12, max_size=30)), key=lambda one: one.tick)


@dataclass(frozen=True)
class History:
    """An action under a rulebook, and what people try to do about it."""

    rulebook: Rulebook
    kind: Kind
    council: int
    days: int
    deeds: tuple[Deed, ...]

    def begin(self) -> World:
        """Open the action, at tick 0."""
        return World(law=Law.of(self.rulebook, self.kind), kind=self.kind, council=self.council, days=self.days)

    def live(self) -> list[World]:
        """Return the world as it was at the end of each tick, up to some time after the last deadline."""
        world, days = self.begin(), []
        for tick in range(2 * self.days + 3):
            if tick:
                world.wait()
            for deed in self.deeds:
                if deed.tick == tick:
                    deed.attempt(world)
            days.append(world.fork())
        return days


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Small councils, so that thresholds and ties are met; even ones more often than not."""
    council = draw(st.sampled_from([0, 1, 2, 2, 3, 4, 4, 5, 6, 6]))
    days = draw(st.integers(1, 5))
    return History(
        rulebook=draw(_RULEBOOKS),
        kind=draw(st.sampled_from([Kind.EXTRAORDINARY] * 4 + [Kind.ORDINARY])),
        council=council,
        days=days,
        deeds=tuple(draw(deeds(until=days + 2, members=council))),
    )
