"""What the check says: every reason and every branch has its sentence, in both languages, with its figures and days."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from django.utils.translation import override

from tests.support.strategies import counted, rulebook_with
from toutdoux.rules.facts import Branch
from toutdoux.rules.historical import Figures, Judgement, Reason, judge
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Base, Delay, Kind, ObjectionReading, Share, Silence
from toutdoux.rules.shipped import shipped
from toutdoux.wording.checks import summary, why

OPENED = date(2020, 3, 22)
DOUX = shipped("tout-doux-cratie")
RULEBOOKS = (
    DOUX,
    rulebook_with(extraordinary=counted(objection=ObjectionReading.VETO, accept_early=False)),
    rulebook_with(
        extraordinary=counted(
            accept=Share(share=DOUX.inactivity.share, base=Base.CAST),
            block=None,
            accept_early=False,
            silence=Silence.REJECTS,
            objection=ObjectionReading.COUNTER_VOTE,
            delay=Delay(hours=72),
        )
    ),
    rulebook_with(extraordinary=counted(silence=Silence.REJECTS), ordinary=counted()),
)
CALM = replace(DOUX, urgency=False)

CASES = [
    (
        Figures(
            kind=kind,
            label=label,
            opened_on=OPENED,
            for_=for_,
            against=against,
            council=24,
            urgent=urgent,
            carried_out_on=on,
        ),
        rulebook,
        at,
    )
    for kind, label, (for_, against), (urgent, on), rulebook, at in product(
        (Kind.EXTRAORDINARY, Kind.ORDINARY, Kind.COUNTER_VOTE),
        Label,
        ((12, 0), (11, 1), (0, 12), (12, 12)),
        (
            (False, None),
            (True, None),
            (False, date(2020, 3, 21)),
            (False, date(2020, 3, 23)),
            (True, date(2020, 3, 23)),
        ),
        (*RULEBOOKS, CALM),
        (date(2020, 3, 24), date(2020, 4, 1), date(2020, 7, 3)),
    )
]


def say(figures: Figures, judgement: Judgement, language: str = "en") -> str:
    with override(language):
        return why(figures=figures, judgement=judgement, recorded="«50 %(label)s»")


def test_it_works() -> None:
    figures = Figures(kind=Kind.EXTRAORDINARY, label=Label.ACCEPTED, opened_on=OPENED, for_=10, against=0, council=21)
    judgement = judge(figures=figures, rulebook=DOUX, at=date(2020, 7, 3))
    with override("en"):
        assert why(figures=figures, judgement=judgement, recorded="Acceptée") == (
            "10/21 for (11 needed), 0/21 against (11 needed); the delay ended on 1 April 2020: passed without another "
            "vote. “Acceptée” would take 11 for (art. 6)."
        )
    with override("fr"):
        assert why(figures=figures, judgement=judgement, recorded="Acceptée") == (
            "10/21 pour (il en faut 11), 0/21 contre (il en faut 11)\u202f; le délai s’est achevé le 1er avril 2020\u202f: "
            "passée sans autre vote. «\u202fAcceptée\u202f» demanderait 11 voix pour (art.\u00a06)."
        )


def test_every_reason_and_every_branch_is_said_in_both_languages() -> None:
    reasons, branches = set(), set()
    for figures, rulebook, at in CASES:
        judgement = judge(figures=figures, rulebook=rulebook, at=at)
        if judgement.reason in reasons and judgement.branch in branches:
            continue
        reasons.add(judgement.reason)
        branches.add(judgement.branch)
        english, french = say(figures, judgement), say(figures, judgement, "fr")
        assert english != french
        for text in (english, french):
            assert text.endswith(".")
            assert f"{figures.for_}/24" in text
            assert "%(" not in text.replace("«50 %(label)s»", "")
    assert reasons == set(Reason)
    # No row of a table withdraws, and counter-votes are found in none.
    assert branches == set(Branch) - {Branch.WITHDRAWN, Branch.COUNTER_VOTE_PASSED, Branch.TARGET_GONE}


@pytest.mark.parametrize(
    ("for_", "against", "at", "doubt"),
    [
        (12, 12, date(2020, 7, 3), "which of the two was reached first"),
        (11, 1, date(2020, 4, 1), "no hours"),
        (11, 1, date(2020, 4, 2), ""),
    ],
)
def test_what_the_table_leaves_open_is_said(for_: int, against: int, at: date, doubt: str) -> None:
    figures = Figures(
        kind=Kind.EXTRAORDINARY, label=Label.ABANDONED, opened_on=OPENED, for_=for_, against=against, council=24
    )
    text = say(figures, judge(figures=figures, rulebook=DOUX, at=at))
    assert doubt in text
    assert ("The table does not tell" in text or "no hours" in text) is bool(doubt)


def test_an_against_that_was_not_printed_is_not_invented() -> None:
    figures = Figures(kind=Kind.ORDINARY, label=Label.DONE, opened_on=OPENED, for_=9, against=None, council=20)
    assert "against" not in say(figures, judge(figures=figures, rulebook=DOUX, at=OPENED))


def test_the_summary_counts() -> None:
    with override("en"):
        assert summary(kind=Kind.ORDINARY, rows=0, differing=[]) == "The table has no row."
        assert summary(kind=Kind.ORDINARY, rows=1, differing=[]) == (
            "1 ordinary action. Every label agrees with its figures."
        )
        assert summary(kind=Kind.EXTRAORDINARY, rows=26, differing=[4]) == (
            "26 extraordinary actions. One label does not agree with its figures: #4."
        )
        assert summary(kind=Kind.EXTRAORDINARY, rows=26, differing=[4, 20]) == (
            "26 extraordinary actions. 2 labels do not agree with their figures: #4, #20."
        )
