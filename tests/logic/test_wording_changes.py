"""What silence will do, what would change it, and the council bar, in words."""

from datetime import timedelta

import pytest
from django.utils import translation

from tests.support.facts import OPENED, action, counter
from tests.support.sentences import (
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
from tests.support.strategies import counted, rulebook_with
from toutdoux.rules.facts import ActionFacts, Outcome
from toutdoux.rules.outcome import outcome
from toutdoux.rules.rulebook import Delay, Kind, ObjectionReading, Rulebook, Silence
from toutdoux.wording.outcomes import bar_words, change_sentences, expected_sentence


def looked_at(facts: ActionFacts, rulebook: Rulebook) -> Outcome:
    return outcome(facts, rulebook, OPENED + timedelta(days=3))


EXPECTED: list[tuple[Rulebook, ActionFacts, str | None, str | None]] = [
    (
        TOUT_DOUX,
        action("f", council=22),
        "Sans autre vote, l’action passe dimanche 31 mars à 18 h 30.",
        "Without another vote, the action passes on Sunday 31 March at 18:30.",
    ),
    (
        CONSENT,
        action("f" * 11, council=22),
        "Sans autre vote, l’action est acceptée dimanche 31 mars à 18 h 30.",
        "Without another vote, the action is accepted on Sunday 31 March at 18:30.",
    ),
    (
        MAJORITY,
        action("f", council=22),
        "Sans autre vote, l’action est rejetée dimanche 31 mars à 18 h 30.",
        "Without another vote, the action is rejected on Sunday 31 March at 18:30.",
    ),
    (
        TOUT_DOUX,
        counter("f", council=22),
        "Sans autre vote, le contre-vote devient caduc dimanche 31 mars à 18 h 30.",
        "Without another vote, the counter-vote lapses on Sunday 31 March at 18:30.",
    ),
    (
        CONSENT,
        action("a", council=22, objections=(VETO,)),
        "Si l’objection n’est pas levée, l’action est bloquée dimanche 31 mars à 18 h 30.",
        "If the objection is not lifted, the action is blocked on Sunday 31 March at 18:30.",
    ),
    (
        CONSENT,
        action("aa", council=22, objections=(VETO, VETO)),
        "Si les objections ne sont pas levées, l’action est bloquée dimanche 31 mars à 18 h 30.",
        "If the objections are not lifted, the action is blocked on Sunday 31 March at 18:30.",
    ),
    (TOUT_DOUX, action("f" * 11, council=22), None, None),
    (TOUT_DOUX, action("f", council=22, kind=Kind.ORDINARY), None, None),
]


@pytest.mark.parametrize(("rulebook", "facts", "french", "english"), EXPECTED)
def test_silence_says_what_it_will_do(
    rulebook: Rulebook, facts: ActionFacts, french: str | None, english: str | None
) -> None:
    for language, sentence in (("fr", french), ("en", english)):
        with translation.override(language):
            expected = expected_sentence(looked_at(facts, rulebook), PARIS, now=OPENED)
        assert (plain(expected) if expected else None) == sentence


CHANGES: list[tuple[Rulebook, ActionFacts, list[str], list[str]]] = [
    (
        TOUT_DOUX,
        action("fffffffffa", council=22),
        [
            "Encore 2 voix pour et elle passe aussitôt (art. 6).",
            "Encore 10 voix contre et elle est bloquée aussitôt (art. 8).",
            "Un contre-vote qui réunit la moitié du conseil l’annule (art. 12).",
            "Sans autre vote, l’action passe dimanche 31 mars à 18 h 30 (art. 7).",
        ],
        [
            "2 more votes for and it passes at once (art. 6).",
            "10 more votes against and it is blocked at once (art. 8).",
            "A counter-vote that gathers half of the council annuls it (art. 12).",
            "Without another vote, the action passes on Sunday 31 March at 18:30 (art. 7).",
        ],
    ),
    (
        CONSENT,
        action("f", council=4),
        [
            "Encore 1 voix pour et elle est acceptée dimanche 31 mars à 18 h 30 (art. 6).",
            "Encore 2 voix contre et elle est bloquée aussitôt (art. 8).",
            "Une seule objection, si elle n’est pas levée, bloque l’action dimanche 31 mars à 18 h 30 (art. 10).",
            "Un contre-vote qui réunit la moitié du conseil l’annule (art. 12).",
            "Sans autre vote, l’action passe dimanche 31 mars à 18 h 30 (art. 7).",
        ],
        [
            "1 more vote for and it is accepted on Sunday 31 March at 18:30 (art. 6).",
            "2 more votes against and it is blocked at once (art. 8).",
            "A single objection, unless it is lifted, blocks the action on Sunday 31 March at 18:30 (art. 10).",
            "A counter-vote that gathers half of the council annuls it (art. 12).",
            "Without another vote, the action passes on Sunday 31 March at 18:30 (art. 7).",
        ],
    ),
    (
        CONSENT,
        action("aa", council=5, objections=(VETO, VETO)),
        [
            "Encore 1 voix contre et elle est bloquée aussitôt (art. 8).",
            "Si les 2 objections sont levées, l’action passe dimanche 31 mars à 18 h 30 (art. 10).",
            "Un contre-vote qui réunit la moitié du conseil l’annule (art. 12).",
            "Si les objections ne sont pas levées, l’action est bloquée dimanche 31 mars à 18 h 30 (art. 10).",
        ],
        [
            "1 more vote against and it is blocked at once (art. 8).",
            "If the 2 objections are lifted, the action passes on Sunday 31 March at 18:30 (art. 10).",
            "A counter-vote that gathers half of the council annuls it (art. 12).",
            "If the objections are not lifted, the action is blocked on Sunday 31 March at 18:30 (art. 10).",
        ],
    ),
    (
        TOUT_DOUX,
        counter("f", council=4),
        [
            "Encore 1 voix pour et le contre-vote aboutit aussitôt (art. 12).",
            "Sans autre vote, le contre-vote devient caduc dimanche 31 mars à 18 h 30 (art. 12).",
        ],
        [
            "1 more vote for and the counter-vote passes at once (art. 12).",
            "Without another vote, the counter-vote lapses on Sunday 31 March at 18:30 (art. 12).",
        ],
    ),
]


@pytest.mark.parametrize(("rulebook", "facts", "french", "english"), CHANGES)
def test_levers_say_what_they_would_change(
    rulebook: Rulebook, facts: ActionFacts, french: list[str], english: list[str]
) -> None:
    for language, sentences in (("fr", french), ("en", english)):
        with translation.override(language):
            said = change_sentences(looked_at(facts, rulebook), rulebook, PARIS, kind=facts.kind, now=OPENED)
        assert [plain(sentence) for sentence in said] == sentences


@pytest.mark.parametrize(
    ("rulebook", "facts", "sentence"),
    [
        (
            CONSENT,
            action("ffa", council=4, objections=(VETO,)),
            "Si l’objection est levée, l’action est acceptée dimanche 31 mars à 18 h 30 (art. 10).",
        ),
        (
            rulebook_with(
                extraordinary=counted(
                    objection=ObjectionReading.VETO, silence=Silence.REJECTS, accept_early=False, delay=Delay(days=10)
                )
            ),
            action("a", council=4, objections=(VETO,)),
            "Même si l’objection est levée, l’action est rejetée dimanche 31 mars à 18 h 30 sans autre vote (art. 10).",
        ),
    ],
)
def test_lifting_an_objection_says_what_follows(rulebook: Rulebook, facts: ActionFacts, sentence: str) -> None:
    with translation.override("fr"):
        said = change_sentences(looked_at(facts, rulebook), rulebook, PARIS, kind=facts.kind, now=OPENED)
    assert sentence in [plain(one) for one in said]


@pytest.mark.parametrize(
    ("rulebook", "facts", "french", "english"),
    [
        (
            TOUT_DOUX,
            action("fffffffffa", council=22),
            "9 pour · 1 contre · moitié : 11 sur 22",
            "9 for · 1 against · half: 11 of 22",
        ),
        (
            TOUT_DOUX,
            action("fbb", council=21),
            "1 pour · 0 contre · 2 blancs · moitié : 11 sur 21",
            "1 for · 0 against · 2 blank · half: 11 of 21",
        ),
        (TOUT_DOUX, counter("fb", council=4), "1 pour · 0 contre · 1 blanc · moitié : 2 sur 4", None),
        (
            TWO_THIRDS,
            action("f", council=24),
            "1 pour · 0 contre · il en faut 16 sur 24 · 9 contre bloquent",
            "1 for · 0 against · 16 of 24 needed · 9 against block",
        ),
        (MAJORITY, action("", council=2), "0 pour · 0 contre · il en faut 2 sur 2 · 1 contre bloque", None),
        (TOUT_DOUX, action("fa", council=24, kind=Kind.ORDINARY), "1 pour · 1 contre · conseil de 24", None),
        (EXPRESSED, action("fa", council=24), "1 pour · 1 contre · conseil de 24 · 12 contre bloquent", None),
        (ONLY_COUNTER_VOTE, action("a", council=24), "0 pour · 1 contre · moitié : 12 sur 24", None),
    ],
)
def test_the_bar_in_few_words(rulebook: Rulebook, facts: ActionFacts, french: str, english: str | None) -> None:
    found = looked_at(facts, rulebook)
    with translation.override("fr"):
        assert plain(bar_words(found, rulebook, kind=facts.kind)) == french
    if english is not None:
        with translation.override("en"):
            assert bar_words(found, rulebook, kind=facts.kind) == english
