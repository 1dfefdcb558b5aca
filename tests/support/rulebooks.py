"""Valid rulebooks for Hypothesis: every one that the format can say, unlike those of ``strategies`` which only decide."""

from fractions import Fraction

from hypothesis import strategies as st

from toutdoux.rules.reading.shape import MAX_DAYS, MAX_HOURS, MAX_MONTHS, MAX_PROXIES, MAX_WEEKS
from toutdoux.rules.rulebook import (
    Admission,
    AssemblyRules,
    Base,
    CounterVoteRules,
    CountRules,
    DecidedBy,
    Delay,
    ElectionMethod,
    ElectionRules,
    Example,
    InactivityRules,
    Kind,
    KindRules,
    Kinds,
    LastDay,
    MembershipRules,
    MoneyRules,
    ObjectionReading,
    OnLeave,
    QuorumMissing,
    Rulebook,
    SecondConvening,
    Share,
    Silence,
    TieRule,
    VotingRightRules,
    Waiting,
    Words,
)

_COMMON = [Fraction(1, 2), Fraction(1, 3), Fraction(2, 3), Fraction(1, 4), Fraction(3, 4), Fraction(1), Fraction(3, 10)]
_ANNOUNCED = KindRules(decided_by=DecidedBy.ANNOUNCEMENT)


def fractions() -> st.SearchStrategy[Fraction]:
    """Above 0 and up to 1, often those people use."""
    any_fraction = st.integers(1, 999_999_999).flatmap(
        lambda denominator: st.integers(1, denominator).map(lambda numerator: Fraction(numerator, denominator))
    )
    return st.sampled_from(_COMMON) | any_fraction


def shares(*, base: Base | None = None) -> st.SearchStrategy[Share]:
    """Thresholds that somebody can reach, of ``base`` if it is given."""
    bases = st.sampled_from(Base) if base is None else st.just(base)
    drawn = st.builds(Share, share=fractions(), base=bases, inclusive=st.booleans())
    return drawn.filter(lambda share: share.inclusive or share.share < 1)


def delays() -> st.SearchStrategy[Delay]:
    """Civil days or hours."""
    days = st.builds(Delay, days=st.integers(1, MAX_DAYS), hours=st.none(), ends=st.sampled_from(LastDay))
    hours = st.builds(Delay, days=st.none(), hours=st.integers(1, MAX_HOURS), ends=st.just(LastDay.SAME_TIME))
    return days | hours


def waitings() -> st.SearchStrategy[Waiting]:
    """Days, weeks or months; none at all included."""
    days = st.builds(Waiting, days=st.integers(0, MAX_DAYS))
    weeks = st.builds(Waiting, weeks=st.integers(0, MAX_WEEKS))
    return days | weeks | st.builds(Waiting, months=st.integers(0, MAX_MONTHS))


def texts(*, longest: int = 100, lines: bool = False) -> st.SearchStrategy[str]:
    """Text with something in it: quotes, backslashes, emoji and thin spaces, but no control characters."""
    characters = st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n" if lines else "")
    return st.text(characters, min_size=1, max_size=longest).filter(lambda text: bool(text.strip()))


def words(*, longest: int = 100, lines: bool = False) -> st.SearchStrategy[Words]:
    """A text in both languages."""
    return st.builds(Words, fr=texts(longest=longest, lines=lines), en=texts(longest=longest, lines=lines))


@st.composite
def count_rules(draw: st.DrawFn, *, counter_vote: bool) -> CountRules:
    """Rules of a count; a share that acts as soon as it is reached is one of the council."""
    readings = [r for r in ObjectionReading if counter_vote or r is not ObjectionReading.COUNTER_VOTE]
    objection = draw(st.sampled_from(readings))
    accept_early = draw(st.booleans())
    return CountRules(
        accept=draw(shares(base=Base.COUNCIL if accept_early else None)),
        block=None if objection is ObjectionReading.COUNTER_VOTE else draw(shares(base=Base.COUNCIL)),
        accept_early=accept_early,
        silence=draw(st.sampled_from([Silence.ACCEPTS, Silence.REJECTS])),
        objection=objection,
        delay=draw(delays()),
    )


def kind_rules(*, counter_vote: bool) -> st.SearchStrategy[KindRules]:
    """Announced or counted."""
    counted = st.builds(KindRules, decided_by=st.just(DecidedBy.COUNT), count=count_rules(counter_vote=counter_vote))
    return st.just(_ANNOUNCED) | counted


def assembly_rules() -> st.SearchStrategy[AssemblyRules]:
    """With some values open."""
    return st.builds(
        AssemblyRules,
        majority_base=st.sampled_from(Base),
        leave_counts=st.none() | st.booleans(),
        quorum=st.none() | shares(),
        quorum_missing=st.sampled_from(QuorumMissing),
        proxies_per_holder=st.none() | st.integers(0, MAX_PROXIES),
        notice=st.none() | delays(),
        second_convening=st.none() | st.builds(SecondConvening, notice=delays(), quorum=st.none() | shares()),
    )


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """Any valid rulebook."""
    allowed = draw(st.booleans())
    example = st.builds(Example, kind=st.sampled_from([Kind.ORDINARY, Kind.EXTRAORDINARY]), text=words())
    return Rulebook(
        name=draw(st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,3}", fullmatch=True)),
        title=draw(words()),
        intent=draw(words(longest=300, lines=True)),
        kinds=Kinds(
            ordinary=draw(kind_rules(counter_vote=allowed)), extraordinary=draw(kind_rules(counter_vote=allowed))
        ),
        counter_vote=CounterVoteRules(allowed=allowed, accept=draw(shares(base=Base.COUNCIL)), delay=draw(delays())),
        urgency=draw(st.booleans()),
        amendments=draw(st.booleans()),
        change_ballot=draw(st.booleans()),
        voting_right=VotingRightRules(waiting=draw(st.none() | waitings()), on_leave=draw(st.sampled_from(OnLeave))),
        assembly=draw(assembly_rules()),
        inactivity=InactivityRules(share=draw(fractions()), answer_within=draw(delays())),
        membership=MembershipRules(admission=draw(st.none() | st.sampled_from(Admission))),
        money=MoneyRules(payment_limit=draw(st.none() | st.integers(0, 10_000_000))),
        elections=ElectionRules(
            method=draw(st.none() | st.sampled_from([one for one in ElectionMethod if one is not ElectionMethod.LIST])),
            tie=draw(st.none() | st.sampled_from(TieRule)),
        ),
        examples=tuple(draw(st.lists(example, max_size=4))),
    )
