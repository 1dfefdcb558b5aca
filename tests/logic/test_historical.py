"""Do the figures of an old row allow its label? Every label against every decision, at the boundaries, with its reason."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from tests.support.strategies import counted, rulebook_with
from tests.support.tables import extraordinary, ordinary
from toutdoux.decisions.logic.tables import figures_of, read_table
from toutdoux.rules.articles import Article
from toutdoux.rules.facts import Branch, Status
from toutdoux.rules.historical import Figures, Judgement, Reason, judge
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Base, Delay, Kind, LastDay, ObjectionReading, Rulebook, Share, Silence
from toutdoux.rules.shipped import SHIPPED, shipped

OPENED = date(2020, 4, 5)
LAST_DAY = date(2020, 4, 15)
BEFORE = LAST_DAY - timedelta(days=1)
AFTER = LAST_DAY + timedelta(days=1)
LATER = date(2020, 7, 3)

DOUX = shipped("tout-doux-cratie")
AT_THE_END = rulebook_with(extraordinary=counted(accept_early=False, silence=Silence.REJECTS))
VETO = rulebook_with(extraordinary=counted(objection=ObjectionReading.VETO))
COUNTED = rulebook_with(ordinary=counted())


def row(
    label: Label,
    for_: int = 11,
    against: int | None = 3,
    council: int = 24,
    *,
    kind: Kind = Kind.EXTRAORDINARY,
    urgent: bool = False,
    carried_out_on: date | None = None,
    rulebook: Rulebook = DOUX,
    at: date = LATER,
) -> Judgement:
    figures = Figures(
        kind=kind,
        label=label,
        opened_on=OPENED,
        for_=for_,
        against=against,
        council=council,
        urgent=urgent,
        carried_out_on=carried_out_on,
    )
    return judge(figures=figures, rulebook=rulebook, at=at)


def test_it_works() -> None:
    judgement = row(Label.ACCEPTED, 10, 0, 21)
    assert judgement == Judgement(
        computed=Status.TACIT,
        possible=(Status.TACIT,),
        branch=Branch.SILENCE,
        consistent=False,
        reason=Reason.NOT_ACCEPTED,
        article=Article.ACCEPTANCE,
        rules=DOUX.kinds.extraordinary.count,
        ends_on=LAST_DAY,
        for_mark=11,
        against_mark=11,
    )


def differing(data: bytes, kind: Kind = Kind.EXTRAORDINARY) -> list[int]:
    rows = read_table(data=data, kind=kind)
    return [
        row.number
        for row in rows
        if not judge(figures=figures_of(row=row, kind=kind), rulebook=DOUX, at=LATER).consistent
    ]


def test_of_a_whole_semester_exactly_the_row_at_odds_with_itself_is_named() -> None:
    assert differing(extraordinary()) == [4]
    assert differing(ordinary(), Kind.ORDINARY) == []


def test_carrying_out_before_the_end_of_the_delay_is_named_unless_it_was_urgent() -> None:
    assert differing(extraordinary(n20=("", "2020-04-08"))) == [4, 20]
    assert differing(extraordinary(n20=("oui", "2020-04-08"))) == [4]
    assert differing(extraordinary(n20=("", "2020-04-16"))) == [4]


# --- what each decision allows ----------------------------------------------------------------------------------------

ALLOWED = {
    Status.ACCEPTED: {Label.ACCEPTED, Label.DONE},
    Status.TACIT: {Label.WAITING, Label.DONE},
    Status.BLOCKED: {Label.REJECTED},
    Status.REJECTED: {Label.REJECTED},
    Status.OPEN: {Label.OPEN},
}


@pytest.mark.parametrize("label", Label)
@pytest.mark.parametrize(
    ("status", "figures", "rulebook", "at"),
    [
        (Status.ACCEPTED, (12, 0), DOUX, LATER),
        (Status.ACCEPTED, (12, 0), DOUX, OPENED),
        (Status.TACIT, (11, 3), DOUX, LATER),
        (Status.TACIT, (0, 11), DOUX, AFTER),
        (Status.BLOCKED, (3, 12), DOUX, OPENED),
        (Status.REJECTED, (11, 3), AT_THE_END, LATER),
        (Status.OPEN, (11, 3), DOUX, BEFORE),
        (Status.OPEN, (12, 3), AT_THE_END, BEFORE),
        (Status.ACCEPTED, (12, 3), AT_THE_END, AFTER),
    ],
)
def test_each_decision_allows_its_labels_and_an_abandoned_action_any(
    status: Status, figures: tuple[int, int], rulebook: Rulebook, at: date, label: Label
) -> None:
    judgement = row(label, *figures, rulebook=rulebook, at=at)
    assert judgement.possible == (status,)
    assert judgement.computed is status
    assert judgement.consistent is (label in ALLOWED[status] | {Label.ABANDONED})


@pytest.mark.parametrize("label", Label)
def test_announcing_allows_whatever_execution_and_no_decision(label: Label) -> None:
    judgement = row(label, 0, None, kind=Kind.ORDINARY)
    assert judgement.computed is Status.ANNOUNCED
    assert judgement.consistent is (label in {Label.DONE, Label.IN_PROGRESS, Label.WAITING, Label.ABANDONED})


@pytest.mark.parametrize(
    ("label", "reason", "article"),
    [
        (Label.ACCEPTED, Reason.NOT_COUNTED, Article.ANNOUNCEMENT),
        (Label.REJECTED, Reason.ANNULMENT_NOT_IN_ROW, Article.COUNTER_VOTE),
        (Label.OPEN, Reason.ANNOUNCED_AT_ONCE, Article.ANNOUNCEMENT),
    ],
)
def test_why_a_label_does_not_fit_what_was_announced(label: Label, reason: Reason, article: Article) -> None:
    judgement = row(label, 20, 3, kind=Kind.ORDINARY)
    assert (judgement.reason, judgement.article) == (reason, article)


@pytest.mark.parametrize(
    ("label", "figures", "at", "reason", "article"),
    [
        (Label.ACCEPTED, (12, 0), LATER, Reason.AGREES, Article.ACCEPTANCE),
        (Label.WAITING, (11, 0), LATER, Reason.AGREES, Article.SILENCE),
        (Label.REJECTED, (0, 12), LATER, Reason.AGREES, Article.BLOCKING),
        (Label.OPEN, (11, 0), BEFORE, Reason.AGREES, Article.DELAY),
        (Label.ABANDONED, (0, 12), LATER, Reason.ABANDONED, Article.EXECUTION),
        (Label.ACCEPTED, (11, 0), LATER, Reason.NOT_ACCEPTED, Article.ACCEPTANCE),
        (Label.REJECTED, (0, 11), LATER, Reason.NOT_REJECTED, Article.BLOCKING),
        (Label.WAITING, (12, 0), LATER, Reason.NOT_WAITING, Article.SILENCE),
        (Label.OPEN, (11, 0), LATER, Reason.NOT_OPEN, Article.DELAY),
        (Label.IN_PROGRESS, (11, 0), LATER, Reason.ORDINARY_ONLY, Article.KINDS),
        (Label.DONE, (0, 12), LATER, Reason.CARRIED_OUT_REJECTED, Article.EXECUTION),
        (Label.DONE, (11, 0), BEFORE, Reason.CARRIED_OUT_UNDECIDED, Article.EXECUTION),
    ],
)
def test_why_a_label_fits_what_is_counted_or_not(
    label: Label, figures: tuple[int, int], at: date, reason: Reason, article: Article
) -> None:
    judgement = row(label, *figures, at=at)
    assert (judgement.reason, judgement.article) == (reason, article)


# --- boundaries -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("council", "half"), [(1, 1), (2, 1), (20, 10), (21, 11), (24, 12)])
def test_exactly_half_is_enough(council: int, half: int) -> None:
    assert row(Label.ACCEPTED, half, 0, council).consistent
    assert not row(Label.ACCEPTED, half - 1, 0, council).consistent
    assert row(Label.REJECTED, 0, half, council).consistent
    assert not row(Label.REJECTED, 0, half - 1, council).consistent


def test_both_halves_of_an_even_council_allow_either_label() -> None:
    for label, status in ((Label.ACCEPTED, Status.ACCEPTED), (Label.REJECTED, Status.BLOCKED)):
        judgement = row(label, 12, 12)
        assert judgement.possible == (Status.ACCEPTED, Status.BLOCKED)
        assert (judgement.computed, judgement.consistent) == (status, True)
    assert row(Label.DONE, 12, 12).consistent
    judgement = row(Label.WAITING, 12, 12)
    assert (judgement.computed, judgement.consistent) == (Status.ACCEPTED, False)


def test_on_the_last_day_itself_the_hours_decide_and_the_table_has_none() -> None:
    for label, status in ((Label.WAITING, Status.TACIT), (Label.OPEN, Status.OPEN), (Label.DONE, Status.TACIT)):
        judgement = row(label, at=LAST_DAY)
        assert judgement.possible == (Status.TACIT, Status.OPEN)
        assert (judgement.computed, judgement.consistent) == (status, True)
    assert not row(Label.ACCEPTED, at=LAST_DAY).consistent


def test_a_delay_that_ends_at_midnight_leaves_no_doubt() -> None:
    midnight = rulebook_with(extraordinary=counted(delay=Delay(days=10, ends=LastDay.MIDNIGHT)))
    assert row(Label.OPEN, at=LAST_DAY, rulebook=midnight).possible == (Status.OPEN,)
    assert row(Label.OPEN, at=AFTER, rulebook=midnight).possible == (Status.TACIT,)
    assert row(Label.OPEN, at=AFTER, rulebook=midnight).ends_on == LAST_DAY


def test_a_delay_in_hours_may_end_on_either_of_two_days() -> None:
    half_a_day = rulebook_with(extraordinary=counted(delay=Delay(hours=12)))
    days = [OPENED - timedelta(days=1), OPENED, OPENED + timedelta(days=1), OPENED + timedelta(days=2)]
    assert [row(Label.OPEN, at=day, rulebook=half_a_day).possible for day in days] == [
        (Status.OPEN,),
        (Status.TACIT, Status.OPEN),
        (Status.TACIT, Status.OPEN),
        (Status.TACIT,),
    ]


def test_the_29th_of_february_is_a_day() -> None:
    figures = Figures(
        kind=Kind.EXTRAORDINARY, label=Label.OPEN, opened_on=date(2020, 2, 19), for_=0, against=0, council=3
    )
    assert judge(figures=figures, rulebook=DOUX, at=date(2020, 2, 28)).possible == (Status.OPEN,)
    assert judge(figures=figures, rulebook=DOUX, at=date(2020, 2, 29)).ends_on == date(2020, 2, 29)
    assert judge(figures=figures, rulebook=DOUX, at=date(2020, 3, 1)).possible == (Status.TACIT,)


# --- carrying out -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("figures", "carried_out_on", "urgent", "reason"),
    [
        ((11, 3), None, False, Reason.AGREES),
        ((11, 3), LAST_DAY, False, Reason.AGREES),
        ((11, 3), BEFORE, False, Reason.CARRIED_OUT_TOO_EARLY),
        ((11, 3), BEFORE, True, Reason.EARLY_BY_URGENCY),
        ((11, 3), None, True, Reason.EARLY_BY_URGENCY),
        ((11, 3), AFTER, True, Reason.AGREES),
        ((12, 3), OPENED, False, Reason.AGREES),
        ((12, 3), OPENED - timedelta(days=1), False, Reason.CARRIED_OUT_BEFORE_OPENING),
        ((12, 3), OPENED - timedelta(days=1), True, Reason.EARLY_BY_URGENCY),
        ((3, 12), BEFORE, True, Reason.CARRIED_OUT_REJECTED),
    ],
)
def test_an_action_is_carried_out_once_it_stands_or_by_urgency(
    figures: tuple[int, int], carried_out_on: date | None, urgent: bool, reason: Reason
) -> None:
    assert row(Label.DONE, *figures, carried_out_on=carried_out_on, urgent=urgent).reason is reason


def test_early_by_urgency_while_still_open() -> None:
    judgement = row(Label.DONE, urgent=True, at=BEFORE)
    assert (judgement.computed, judgement.reason, judgement.article) == (
        Status.OPEN,
        Reason.EARLY_BY_URGENCY,
        Article.URGENCY,
    )


def test_urgency_does_not_save_what_is_rejected_in_the_end() -> None:
    assert row(Label.DONE, urgent=True, rulebook=AT_THE_END).reason is Reason.CARRIED_OUT_REJECTED


def test_a_rulebook_may_have_no_urgency() -> None:
    calm = replace(DOUX, urgency=False)
    assert row(Label.DONE, urgent=True, rulebook=calm).reason is Reason.AGREES
    judgement = row(Label.DONE, urgent=True, carried_out_on=BEFORE, rulebook=calm)
    assert (judgement.reason, judgement.article, judgement.consistent) == (
        Reason.URGENCY_NOT_FORESEEN,
        Article.URGENCY,
        False,
    )


def test_what_lies_in_the_future_has_not_been_carried_out() -> None:
    assert row(Label.DONE, carried_out_on=LATER, at=BEFORE).reason is Reason.CARRIED_OUT_UNDECIDED
    assert row(Label.DONE, carried_out_on=LATER, at=AFTER).reason is Reason.AGREES


def test_the_very_day_asked_about_is_not_in_the_future() -> None:
    assert row(Label.DONE, carried_out_on=BEFORE, at=BEFORE).reason is Reason.CARRIED_OUT_TOO_EARLY


def test_an_announced_action_is_carried_out_at_any_time_from_its_announcement() -> None:
    for urgent in (False, True):
        assert row(Label.DONE, kind=Kind.ORDINARY, carried_out_on=OPENED, urgent=urgent).reason is Reason.AGREES
        assert row(Label.DONE, kind=Kind.ORDINARY, urgent=urgent).reason is Reason.AGREES
    early = row(Label.DONE, kind=Kind.ORDINARY, carried_out_on=OPENED - timedelta(days=1))
    assert early.reason is Reason.CARRIED_OUT_BEFORE_OPENING


# --- other rulebooks --------------------------------------------------------------------------------------------------


def test_where_one_objection_blocks_an_against_leaves_a_doubt() -> None:
    for label in (Label.REJECTED, Label.WAITING):
        assert row(label, 11, 1, rulebook=VETO).consistent
    assert not row(Label.REJECTED, 11, 0, rulebook=VETO).consistent
    assert not row(Label.REJECTED, 11, 1, rulebook=VETO, at=BEFORE).consistent
    assert row(Label.REJECTED, 12, 1, rulebook=VETO).reason is Reason.NOT_REJECTED
    assert row(Label.REJECTED, 11, 1, rulebook=VETO).article is Article.OBJECTION


def test_where_only_a_counter_vote_opposes_no_against_blocks() -> None:
    rulebook = rulebook_with(extraordinary=counted(block=None, objection=ObjectionReading.COUNTER_VOTE))
    judgement = row(Label.REJECTED, 0, 24, rulebook=rulebook)
    assert (judgement.possible, judgement.reason, judgement.against_mark) == (
        (Status.TACIT,),
        Reason.NOT_REJECTED,
        None,
    )


def test_where_the_count_waits_for_the_end_blocking_comes_first() -> None:
    assert row(Label.ACCEPTED, 12, 12, rulebook=AT_THE_END).possible == (Status.BLOCKED,)


@pytest.mark.parametrize(
    ("base", "possible"),
    [
        (Base.COUNCIL, (Status.REJECTED,)),
        (Base.EXPRESSED, (Status.ACCEPTED,)),
        (Base.CAST, (Status.ACCEPTED, Status.REJECTED)),
        (Base.PRESENT, (Status.ACCEPTED, Status.REJECTED)),
    ],
)
def test_blank_ballots_are_not_in_the_table(base: Base, possible: tuple[Status, ...]) -> None:
    rules = counted(accept=Share(share=Fraction(1, 2), base=base), accept_early=False, silence=Silence.REJECTS)
    assert row(Label.ACCEPTED, 5, 4, rulebook=rulebook_with(extraordinary=rules)).possible == possible


def test_half_of_nobody_is_nobody() -> None:
    rules = counted(accept=Share(share=Fraction(1, 2), base=Base.CAST), accept_early=False, silence=Silence.REJECTS)
    assert row(Label.REJECTED, 0, 0, rulebook=rulebook_with(extraordinary=rules)).possible == (Status.REJECTED,)


@pytest.mark.parametrize("label", Label)
def test_where_ordinary_actions_are_counted_the_rules_of_the_count_apply(label: Label) -> None:
    carried = {Label.DONE, Label.IN_PROGRESS}
    for figures, at, allowed in (
        ((12, 0), LATER, carried | {Label.ACCEPTED}),
        ((11, 0), LATER, carried | {Label.WAITING}),
        ((11, 0), BEFORE, {Label.OPEN, Label.WAITING}),
        ((0, 12), LATER, {Label.REJECTED}),
    ):
        judgement = row(label, *figures, kind=Kind.ORDINARY, rulebook=COUNTED, at=at)
        assert judgement.consistent is (label in allowed | {Label.ABANDONED}), (figures, at)


def test_an_against_that_was_not_printed_may_be_any() -> None:
    assert row(Label.OPEN, 11, None, kind=Kind.ORDINARY, rulebook=COUNTED).possible == (Status.BLOCKED, Status.TACIT)
    assert row(Label.OPEN, 12, None, kind=Kind.ORDINARY, rulebook=COUNTED).possible == (Status.ACCEPTED, Status.BLOCKED)
    assert row(Label.OPEN, 13, None, kind=Kind.ORDINARY, rulebook=COUNTED).possible == (Status.ACCEPTED,)


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("label", Label)
def test_every_shipped_rulebook_gives_every_label_an_answer(name: str, label: Label) -> None:
    rulebook = shipped(name)
    for kind in (Kind.EXTRAORDINARY, Kind.ORDINARY, Kind.COUNTER_VOTE):
        judgement = row(label, kind=kind, rulebook=rulebook)
        assert judgement.computed in judgement.possible
