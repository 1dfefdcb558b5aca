"""The judge of old rows against the heart: every history that ends in the figures of a row, decided by ``outcome``."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations, product
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tests.support.strategies import FIVE, counted_kinds, rulebook_with
from toutdoux.rules.facts import STANDING, ActionFacts, CountStep, Execution, ObjectionFacts, Status, Tally
from toutdoux.rules.historical import Figures, judge
from toutdoux.rules.label import Label, label
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Base, CountRules, Delay, Kind, KindRules, Kinds, LastDay, Rulebook
from toutdoux.rules.time import deadline

UTC_ZONE = ZoneInfo("UTC")
OPENED = date(2024, 2, 26)
DELAYS = (Delay(days=1), Delay(days=3), Delay(days=2, ends=LastDay.MIDNIGHT), Delay(hours=12), Delay(hours=30))


def can_be_read(rules: CountRules | None) -> bool:
    """What acts as soon as it is reached is a share of the council: reading a rulebook sees to it."""
    if rules is None:
        return True
    early = rules.accept.base is Base.COUNCIL or not rules.accept_early
    return early and (rules.block is None or rules.block.base is Base.COUNCIL)


COUNTS = counted_kinds().filter(lambda kind: can_be_read(kind.count))
RULEBOOKS = st.sampled_from(FIVE) | st.builds(rulebook_with, extraordinary=COUNTS, ordinary=COUNTS)


@st.composite
def figures_under_rules(draw: st.DrawFn) -> tuple[Figures, Rulebook, date]:
    council = draw(st.integers(1, 4))
    for_ = draw(st.integers(0, council))
    kind = draw(st.sampled_from([Kind.EXTRAORDINARY, Kind.ORDINARY]))
    against = draw(st.integers(0, council - for_) | (st.none() if kind is Kind.ORDINARY else st.nothing()))
    figures = Figures(
        kind=kind, label=draw(st.sampled_from(Label)), opened_on=OPENED, for_=for_, against=against, council=council
    )
    rulebook = draw(RULEBOOKS)
    return (
        figures,
        with_delay(rulebook, draw(st.sampled_from(DELAYS))),
        OPENED + timedelta(days=draw(st.integers(0, 5))),
    )


def with_delay(rulebook: Rulebook, delay: Delay) -> Rulebook:
    def delayed(rules: KindRules) -> KindRules:
        return replace(rules, count=rules.count and replace(rules.count, delay=delay))

    kinds = rulebook.kinds
    return replace(rulebook, kinds=Kinds(ordinary=delayed(kinds.ordinary), extraordinary=delayed(kinds.extraordinary)))


def histories(figures: Figures, rules: CountRules | None) -> Iterator[ActionFacts]:
    """Every order of every set of ballots with these figures, published at both ends of the day, objected to or not."""
    for at, against in product((time.min, time.max), range(figures.council + 1)):
        opened = datetime.combine(figures.opened_on, at, tzinfo=UTC)
        if figures.against not in {None, against}:
            continue
        for blank in range(figures.council - figures.for_ - against + 1):
            ballots = "f" * figures.for_ + "a" * against + "b" * blank
            for order in set(permutations(ballots)):
                steps = tuple(
                    CountStep(
                        # One ballot a second: before every deadline of these tests.
                        at=opened + timedelta(seconds=cast),
                        tally=Tally(
                            council=figures.council,
                            for_=order[:cast].count("f"),
                            against=order[:cast].count("a"),
                            blank=order[:cast].count("b"),
                        ),
                    )
                    for cast in range(1, len(order) + 1)
                )
                for objected in (False, True)[: 1 + bool(against)]:
                    yield ActionFacts(
                        kind=figures.kind,
                        council=figures.council,
                        opened_at=opened,
                        deadline=deadline(opened_at=opened, delay=rules.delay, zone=UTC_ZONE) if rules else None,
                        steps=steps,
                        objections=(ObjectionFacts(raised_at=opened),) if objected else (),
                    )


def decided(figures: Figures, rulebook: Rulebook, at: date) -> set[Status]:
    """What ``outcome`` says at either end of the day ``at``, once all ballots are cast, over all histories."""
    found = set()
    for facts in histories(figures, rulebook.count_rules(figures.kind)):
        # Half a minute past midnight, the ballots of an action published just before it are cast.
        for hour in (time(0, 0, 30), time.max):
            now = datetime.combine(at, hour, tzinfo=UTC)
            if now >= max([facts.opened_at, *(step.at for step in facts.steps)]):
                found.add(outcome(facts, rulebook, now).status)
    return found


@given(case=figures_under_rules())
def test_what_is_possible_is_what_some_history_gives(case: tuple[Figures, Rulebook, date]) -> None:
    figures, rulebook, at = case
    judgement = judge(figures=figures, rulebook=rulebook, at=at)
    assert set(judgement.possible) == decided(figures, rulebook, at)
    assert judgement.computed in judgement.possible


@given(case=figures_under_rules())
def test_no_label_our_own_register_would_print_is_ever_called_wrong(case: tuple[Figures, Rulebook, date]) -> None:
    figures, rulebook, at = case
    statuses = judge(figures=figures, rulebook=rulebook, at=at).possible
    for status, execution in product(statuses, Execution):
        if status is Status.OPEN and execution not in {Execution.TO_DO, Execution.ABANDONED}:
            continue  # carried out before the outcome: by urgency, which the row would say
        printed = label(status=status, execution=execution, kind=figures.kind)
        judgement = judge(figures=replace(figures, label=printed), rulebook=rulebook, at=at)
        assert judgement.consistent, (status, execution, printed, judgement.reason)


@given(case=figures_under_rules())
def test_a_label_called_right_is_one_some_decision_permits(case: tuple[Figures, Rulebook, date]) -> None:
    figures, rulebook, at = case
    judgement = judge(figures=figures, rulebook=rulebook, at=at)
    permits = {
        label(status=status, execution=execution, kind=figures.kind)
        for status, execution in product(judgement.possible, Execution)
    }
    # Old tables say "done" of accepted actions too, may say "open" of ordinary ones that are counted, "abandoned" of any.
    permits |= {Label.ABANDONED}
    if STANDING & set(judgement.possible):
        permits |= {Label.DONE, Label.IN_PROGRESS}
    if Status.OPEN in judgement.possible:
        permits |= {Label.OPEN}
    assert figures.label in permits or not judgement.consistent
