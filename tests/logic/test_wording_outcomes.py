"""Every outcome says why, in one sentence, with its article; every lever says what it would change."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.support.facts import DEADLINE, HOUR, OPENED, action, counter
from tests.support.rulebooks import rulebooks
from tests.support.sentences import (
    CAST,
    CONSENT,
    EXPRESSED,
    MAJORITY,
    ONLY_COUNTER_VOTE,
    PARIS,
    TOUT_DOUX,
    TWO_THIRDS,
    VETO,
    plain,
)
from tests.support.strategies import MORE_THAN_HALF, rulebook_with
from toutdoux.rules.facts import ActionFacts, Branch, CountStep, Lever, Tally
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.wording.outcomes import bar_words, change_sentences, expected_sentence, outcome_sentence

LATER = DEADLINE + timedelta(days=1)


def said(facts: ActionFacts, rulebook: Rulebook, language: str, *, later: bool = True) -> str:
    now = LATER if later else OPENED + timedelta(days=3)
    with translation.override(language):
        return plain(outcome_sentence(outcome(facts, rulebook, now), rulebook, PARIS, kind=facts.kind, now=now))


def test_it_works() -> None:
    facts = action("f" * 12, council=24)
    assert said(facts, TOUT_DOUX, "en") == (
        "Accepted on 22 March at 6:30: 12 of the 24 council members voted for, half is enough (art. 6)."
    )
    assert said(facts, TOUT_DOUX, "fr") == (
        "Acceptée le 22 mars à 6 h 30 : 12 membres du conseil sur 24 ont voté pour, la moitié suffit (art. 6)."
    )


PASSED_COUNTER = counter("ff", council=4)

BRANCHES: list[tuple[Branch, Rulebook, ActionFacts, str, str]] = [
    (
        Branch.ANNOUNCED,
        TOUT_DOUX,
        action("fa", council=24, kind=Kind.ORDINARY),
        "Annoncée le 21 mars à 18 h 30 : il suffit de l’annoncer, elle peut commencer aussitôt (art. 4).",
        "Announced on 21 March at 18:30: announcing it is enough, it may start at once (art. 4).",
    ),
    (
        Branch.SHARE_FOR,
        MAJORITY,
        action("f" * 13, council=24),
        "Acceptée le 22 mars à 7 h 30 : 13 membres du conseil sur 24 ont voté pour, il en faut plus de la moitié (art. 6).",
        "Accepted on 22 March at 7:30: 13 of the 24 council members voted for, more than half is needed (art. 6).",
    ),
    (
        Branch.SHARE_FOR,
        TOUT_DOUX,
        action("f", council=1),
        "Acceptée le 21 mars à 19 h 30 : 1 membre du conseil sur 1 a voté pour, la moitié suffit (art. 6).",
        "Accepted on 21 March at 19:30: 1 of the 1 council members voted for, half is enough (art. 6).",
    ),
    (
        Branch.SHARE_FOR,
        TOUT_DOUX,
        PASSED_COUNTER,
        "Le contre-vote a abouti le 21 mars à 20 h 30 : 2 membres du conseil sur 4 ont voté pour, la moitié suffit (art. 12).",
        "The counter-vote passed on 21 March at 20:30: 2 of the 4 council members voted for, half is enough (art. 12).",
    ),
    (
        Branch.SHARE_FOR_AT_DEADLINE,
        CONSENT,
        action("f" * 12, council=24),
        (
            "Acceptée le 31 mars à 18 h 30, au bout du délai : 12 membres du conseil sur 24 ont voté pour, la moitié suffit "
            "(art. 6)."
        ),
        (
            "Accepted on 31 March at 18:30, when the delay was over: 12 of the 24 council members voted for, half is enough "
            "(art. 6)."
        ),
    ),
    (
        Branch.SHARE_FOR_AT_DEADLINE,
        EXPRESSED,
        action("ffabb", council=24),
        (
            "Acceptée le 31 mars à 18 h 30, au bout du délai : 2 suffrages exprimés sur 3 sont pour, deux tiers suffisent "
            "(art. 6)."
        ),
        (
            "Accepted on 31 March at 18:30, when the delay was over: 2 of the 3 votes expressed were for, two thirds are enough "
            "(art. 6)."
        ),
    ),
    (
        Branch.SHARE_FOR_AT_DEADLINE,
        CAST,
        action("fb", council=24),
        "Acceptée le 31 mars à 18 h 30, au bout du délai : 1 vote sur 2 est pour, la moitié suffit (art. 6).",
        "Accepted on 31 March at 18:30, when the delay was over: 1 of the 2 votes cast was for, half is enough (art. 6).",
    ),
    (
        Branch.SILENCE,
        TOUT_DOUX,
        action("fffffffffab", council=22),
        (
            "Passée le 31 mars à 18 h 30 sans autre vote : le délai de 10 jours est écoulé avec 1 voix contre sur 22, et il "
            "faut la moitié du conseil pour bloquer (art. 7)."
        ),
        (
            "Passed on 31 March at 18:30 without another vote: the delay of 10 days is over with 1 of 22 against, and blocking "
            "takes half of the council (art. 7)."
        ),
    ),
    (
        Branch.SILENCE,
        CONSENT,
        action("", council=22),
        (
            "Passée le 31 mars à 18 h 30 sans autre vote : le délai de 10 jours est écoulé et il ne reste aucune objection "
            "(art. 7)."
        ),
        (
            "Passed on 31 March at 18:30 without another vote: the delay of 10 days is over and no objection is left standing "
            "(art. 7)."
        ),
    ),
    (
        Branch.SILENCE,
        ONLY_COUNTER_VOTE,
        action("a" * 20, council=22),
        (
            "Passée le 31 mars à 18 h 30 sans autre vote : le délai de 10 jours est écoulé et aucun contre-vote ne l’a annulée "
            "(art. 7)."
        ),
        (
            "Passed on 31 March at 18:30 without another vote: the delay of 10 days is over and no counter-vote has annulled "
            "it (art. 7)."
        ),
    ),
    (
        Branch.SHARE_AGAINST,
        TWO_THIRDS,
        action("a" * 9, council=24),
        "Bloquée le 22 mars à 3 h 30 : 9 membres du conseil sur 24 ont voté contre, il en faut plus d’un tiers (art. 8).",
        "Blocked on 22 March at 3:30: 9 of the 24 council members voted against, more than a third is needed (art. 8).",
    ),
    (
        Branch.OBJECTION_STANDS,
        CONSENT,
        action("f" * 20 + "a", council=24, objections=(VETO,)),
        "Bloquée le 31 mars à 18 h 30 : une objection n’était pas levée au bout du délai, et une seule suffit (art. 10).",
        "Blocked on 31 March at 18:30: an objection was still standing when the delay was over, and one is enough (art. 10).",
    ),
    (
        Branch.SHARE_NOT_REACHED,
        MAJORITY,
        action("f" * 12, council=24),
        (
            "Rejetée le 31 mars à 18 h 30, au bout du délai : 12 membres du conseil sur 24 ont voté pour, il en fallait plus "
            "de la moitié (art. 7)."
        ),
        (
            "Rejected on 31 March at 18:30, when the delay was over: 12 of the 24 council members voted for, more than half was "
            "needed (art. 7)."
        ),
    ),
    (
        Branch.COUNTER_VOTE_LAPSED,
        TOUT_DOUX,
        counter("f", council=4),
        (
            "Le contre-vote est devenu caduc le 31 mars à 18 h 30 : 1 membre du conseil sur 4 a voté pour, il en fallait la "
            "moitié (art. 12)."
        ),
        "The counter-vote lapsed on 31 March at 18:30: 1 of the 4 council members voted for, half was needed (art. 12).",
    ),
    (
        Branch.TARGET_GONE,
        TOUT_DOUX,
        counter("f", council=4, moot_at=OPENED + 5 * HOUR),
        "Le contre-vote est devenu caduc le 21 mars à 23 h 30 : l’action qu’il visait ne tient plus (art. 12).",
        "The counter-vote lapsed on 21 March at 23:30: the action it was about no longer stands (art. 12).",
    ),
    (
        Branch.WITHDRAWN,
        TOUT_DOUX,
        action("f", council=4, withdrawn_at=OPENED + 5 * HOUR),
        "Retirée le 21 mars à 23 h 30 par les personnes qui la mènent (art. 14).",
        "Withdrawn on 21 March at 23:30 by those who lead it (art. 14).",
    ),
    (
        Branch.WITHDRAWN,
        TOUT_DOUX,
        counter("f", council=4, withdrawn_at=OPENED + 5 * HOUR),
        "Le contre-vote a été retiré le 21 mars à 23 h 30 par les personnes qui le mènent (art. 14).",
        "The counter-vote was withdrawn on 21 March at 23:30 by those who lead it (art. 14).",
    ),
    (
        Branch.COUNTER_VOTE_PASSED,
        TOUT_DOUX,
        action("", council=4, kind=Kind.ORDINARY, counter_votes=(PASSED_COUNTER,)),
        "Annulée le 21 mars à 20 h 30 : un contre-vote a réuni la moitié du conseil (art. 12).",
        "Annulled on 21 March at 20:30: a counter-vote gathered half of the council (art. 12).",
    ),
    (
        Branch.COUNTER_VOTE_PASSED,
        rulebook_with(counter_vote=MORE_THAN_HALF),
        action("", council=4, counter_votes=(counter("fff", council=4),)),
        "Annulée le 21 mars à 21 h 30 : un contre-vote a réuni plus de la moitié du conseil (art. 12).",
        "Annulled on 21 March at 21:30: a counter-vote gathered more than half of the council (art. 12).",
    ),
]


@pytest.mark.parametrize(("branch", "rulebook", "facts", "french", "english"), BRANCHES)
def test_a_decision_says_why(branch: Branch, rulebook: Rulebook, facts: ActionFacts, french: str, english: str) -> None:
    assert outcome(facts, rulebook, LATER).branch is branch
    assert said(facts, rulebook, "fr") == french
    assert said(facts, rulebook, "fr-tu") == french
    assert said(facts, rulebook, "en") == english


def test_every_branch_has_its_example() -> None:
    assert {branch for branch, *_ in BRANCHES} | {Branch.AWAITING} == set(Branch)


def test_what_is_open_says_where_it_stands() -> None:
    facts = action("fffffffffab", council=22)
    assert said(facts, TOUT_DOUX, "fr", later=False) == (
        "Le vote est ouvert jusqu’au dimanche 31 mars à 18 h 30 : 9 pour, 1 contre, dans un conseil de 22 (art. 5)."
    )
    assert said(facts, TOUT_DOUX, "en", later=False) == (
        "The vote is open until Sunday 31 March at 18:30: 9 for, 1 against, in a council of 22 (art. 5)."
    )
    assert said(counter("f", council=22), TOUT_DOUX, "fr", later=False) == (
        "Le contre-vote est ouvert jusqu’au dimanche 31 mars à 18 h 30 : 1 pour, 0 contre, dans un conseil de 22 (art. 5)."
    )


def test_the_year_is_said_to_whoever_reads_it_another_year() -> None:
    facts = action("f" * 12, council=24)
    found = outcome(facts, TOUT_DOUX, LATER)
    with translation.override("en"):
        assert outcome_sentence(found, TOUT_DOUX, PARIS, kind=facts.kind).startswith(
            "Accepted on 22 March 2024 at 6:30:"
        )


def test_a_delay_that_ends_with_its_day_says_so() -> None:
    facts = replace(action("", council=22), deadline=DEADLINE.replace(hour=22, minute=0))
    assert said(facts, TOUT_DOUX, "fr").startswith("Passée à la fin du 31 mars sans autre vote :")


def test_french_has_its_thin_spaces() -> None:
    facts = action("f" * 12, council=24)
    with translation.override("fr"):
        sentence = outcome_sentence(outcome(facts, TOUT_DOUX, LATER), TOUT_DOUX, PARIS, kind=facts.kind)
    assert "6\u202fh\u202f30\u202f:" in sentence


@given(
    rulebooks(),
    st.sampled_from([Kind.ORDINARY, Kind.EXTRAORDINARY, Kind.COUNTER_VOTE]),
    st.lists(st.sampled_from("fab"), max_size=8),
    st.integers(0, 3),
    st.integers(-1, 300),
    st.sampled_from(["withdrawn_at", "moot_at", "", ""]),
    st.booleans(),
    st.sampled_from(["fr", "en", "fr-tu"]),
)
def test_whatever_the_rulebook_and_the_votes_there_is_a_sentence(
    rulebook: Rulebook,
    kind: Kind,
    ballots: list[str],
    more_seats: int,
    hours: int,
    closed_by: str,
    vetoed: bool,
    language: str,
) -> None:
    council = max(len(ballots) + more_seats, 1)
    steps = tuple(
        CountStep(
            at=OPENED + (n + 1) * HOUR,
            tally=Tally(
                council=council,
                for_=ballots[: n + 1].count("f"),
                against=ballots[: n + 1].count("a"),
                blank=ballots[: n + 1].count("b"),
            ),
        )
        for n in range(len(ballots))
    )
    facts = ActionFacts(
        kind=kind,
        council=council,
        opened_at=OPENED,
        deadline=DEADLINE if rulebook.count_rules(kind) else None,
        steps=steps,
        objections=(VETO,) if vetoed and "a" in ballots else (),
    )
    if facts.deadline is not None and closed_by and (closed_by != "moot_at" or kind is Kind.COUNTER_VOTE):
        facts = replace(facts, **{closed_by: OPENED + 20 * HOUR})
    now = OPENED + hours * HOUR
    found = outcome(facts, rulebook, now)
    with translation.override(language):
        sentences = [outcome_sentence(found, rulebook, PARIS, kind=kind, now=now)]
        sentences += change_sentences(found, rulebook, PARIS, kind=kind, now=now)
        few = bar_words(found, rulebook, kind=kind)
        expected = expected_sentence(found, PARIS, now=now)
    assert len(sentences) == 1 + len(found.changes)
    for sentence in sentences:
        assert re.search(r"\(art\.[ \u00a0]\d+\)\.$", sentence), sentence
        assert "%" not in sentence
    assert str(council) in few
    assert (expected is None) == all(change.lever is not Lever.TIME for change in found.changes)
