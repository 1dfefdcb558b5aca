"""A rulebook reads as eighteen articles, each as law and as plain words, whatever its parameters."""

import re
from dataclasses import replace
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.support.rulebooks import rulebooks
from tests.support.strategies import ANNOUNCED, MORE_THAN_HALF, counted, rulebook_with
from toutdoux.rules.articles import Article
from toutdoux.rules.reading import with_answers
from toutdoux.rules.rulebook import (
    Base,
    CounterVoteRules,
    Delay,
    Kind,
    KindRules,
    LastDay,
    ObjectionReading,
    OnLeave,
    Rulebook,
    SecondConvening,
    Share,
    Silence,
    VotingRightRules,
    Waiting,
    Words,
)
from toutdoux.rules.shipped import SHIPPED, shipped
from toutdoux.wording.articles import article_title, article_words, articles

TOUT_DOUX = shipped("tout-doux-cratie")
COMPLETE = with_answers(
    TOUT_DOUX,
    {
        "voting_right.waiting": {"months": 3},
        "assembly.leave_counts": False,
        "assembly.quorum": {"share": "1/2"},
        "assembly.proxies_per_holder": 3,
        "assembly.notice": {"days": 15},
        "membership.admission": "member",
        "elections.method": "majority-judgment",
        "elections.tie": "lot",
        "money.payment_limit": 50,
    },
)


def law(rulebook: Rulebook, article: Article, language: str = "fr") -> str:
    with translation.override(language):
        return articles(rulebook)[article - 1].law.replace("\u202f", " ").replace("\u00a0", " ")


def plain(rulebook: Rulebook, article: Article, language: str = "fr") -> str:
    with translation.override(language):
        return articles(rulebook)[article - 1].plain.replace("\u202f", " ").replace("\u00a0", " ")


def test_it_works() -> None:
    with translation.override("fr"):
        texts = articles(TOUT_DOUX)
        assert [text.number for text in texts] == list(range(1, 20))
        assert [text.title for text in texts] == [article_title(article) for article in Article]
        assert article_words(Article.ACCEPTANCE) == "art.\u00a06"
    assert texts[5].title == "Acceptation"
    assert "atteignent la moitié du conseil" in texts[5].law
    assert "Dans un conseil de 24, 12 voix pour suffisent." in texts[5].plain


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("language", ["fr", "en", "fr-tu"])
def test_every_shipped_rulebook_has_all_its_articles(name: str, language: str) -> None:
    with translation.override(language):
        texts = articles(shipped(name))
    assert len(texts) == len(Article)
    for text in texts:
        assert text.title
        assert text.law.endswith(".")
        assert text.plain.endswith((".", "?"))


@given(rulebooks(), st.sampled_from(["fr", "en", "fr-tu"]))
def test_every_rulebook_can_be_read(rulebook: Rulebook, language: str) -> None:
    own = replace(rulebook, title=Words(fr="t", en="t"), intent=Words(fr="i", en="i"), examples=())
    with translation.override(language):
        for text in articles(own):
            for words in (text.law, text.plain):
                assert words
                assert "%(" not in words
                assert "  " not in words
                assert not re.search(r"[.] [a-zà-ÿ]", words), words


# --- one article after another --------------------------------------------------------------------------------------------


def test_the_intent_is_the_associations_own() -> None:
    assert law(TOUT_DOUX, Article.INTENT).startswith("« To do » : laisser agir")
    assert law(TOUT_DOUX, Article.INTENT, "en").startswith('"To do": let')
    assert "« Tout-doux-cratie »" in plain(TOUT_DOUX, Article.INTENT)


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        (None, "À choisir par l’association quand il le faudra, à sa mise en place"),
        (Waiting(days=0), "Un membre a le droit de vote dès le jour de son arrivée."),
        (Waiting(months=3), "Un membre a le droit de vote 3 mois après son arrivée"),
        (Waiting(weeks=1), "Un membre a le droit de vote 1 semaine après son arrivée"),
    ],
)
def test_the_council(waiting: Waiting | None, words: str) -> None:
    assert words in law(replace(TOUT_DOUX, voting_right=VotingRightRules(waiting=waiting)), Article.COUNCIL)


def test_a_leave() -> None:
    kept = replace(TOUT_DOUX, voting_right=VotingRightRules(on_leave=OnLeave.KEPT))
    assert "Un congé suspend le droit de vote" in law(TOUT_DOUX, Article.COUNCIL)
    assert "Les membres en congé gardent le droit de vote." in law(kept, Article.COUNCIL)


def test_the_kinds_come_with_their_examples() -> None:
    text = law(TOUT_DOUX, Article.KINDS)
    assert "Ordinaire, par exemple : Mettre à jour un service déjà ouvert ; " in text
    assert "Extraordinaire, par exemple : Donner ou retirer un accès" in text
    only = replace(TOUT_DOUX, examples=tuple(one for one in TOUT_DOUX.examples if one.kind is Kind.ORDINARY))
    assert "Extraordinaire, par exemple" not in law(only, Article.KINDS)
    assert "Ordinaire, par exemple" in law(only, Article.KINDS)


@pytest.mark.parametrize(
    ("ordinary", "extraordinary", "words", "plainly"),
    [
        (ANNOUNCED, counted(), "Une action ordinaire est décidée par sa publication", "Annoncez"),
        (counted(), ANNOUNCED, "Une action extraordinaire est décidée par sa publication", "Annoncez"),
        (ANNOUNCED, ANNOUNCED, "Une action est décidée par sa publication", "Annoncez"),
        (counted(), counted(), "Aucune action n’est décidée par sa seule publication", "Avant de faire"),
    ],
)
def test_announcement(ordinary: KindRules, extraordinary: KindRules, words: str, plainly: str) -> None:
    rulebook = rulebook_with(ordinary=ordinary, extraordinary=extraordinary)
    assert law(rulebook, Article.ANNOUNCEMENT).startswith(words)
    assert plain(rulebook, Article.ANNOUNCEMENT).startswith(plainly)


def test_kinds_counted_alike_are_one_subject_and_others_are_two() -> None:
    alike = rulebook_with(ordinary=counted(), extraordinary=counted())
    other = rulebook_with(ordinary=counted(delay=Delay(hours=72)), extraordinary=counted())
    assert law(alike, Article.DELAY).startswith("Une action reste ouverte au vote pendant 10 jours")
    assert law(alike, Article.DELAY).count("reste ouverte") == 1
    text = law(other, Article.DELAY)
    assert "Une action ordinaire reste ouverte au vote pendant 72 heures" in text
    assert "Une action extraordinaire reste ouverte au vote pendant 10 jours" in text


def test_how_the_last_day_ends() -> None:
    midnight = rulebook_with(extraordinary=counted(delay=Delay(days=10, ends=LastDay.MIDNIGHT)))
    assert "10 jours, jusqu’à la même heure" in law(TOUT_DOUX, Article.DELAY)
    assert "10 jours, jusqu’à la fin du dernier" in law(midnight, Article.DELAY)


def test_where_nothing_is_counted_the_articles_say_so() -> None:
    rulebook = rulebook_with(extraordinary=ANNOUNCED)
    for article in (Article.DELAY, Article.ACCEPTANCE, Article.SILENCE):
        assert law(rulebook, article).startswith("Aucune action n’est comptée")
    assert law(rulebook, Article.BLOCKING) == "Ce que la publication décide n’est pas bloqué par des voix."
    assert law(rulebook, Article.OBJECTION).endswith("la lève.")


@pytest.mark.parametrize(
    ("share", "early", "words", "plainly"),
    [
        (
            Share(share=Fraction(1, 2)),
            True,
            "à l’instant où les voix pour atteignent la moitié du conseil",
            "12 voix pour",
        ),
        (MORE_THAN_HALF, True, "à l’instant où les voix pour dépassent la moitié du conseil", "13 voix pour"),
        (
            Share(share=Fraction(2, 3)),
            False,
            "à la fin du délai, et pas avant, si les voix pour atteignent deux tiers du conseil",
            "16 voix pour suffisent. Même alors",
        ),
        (
            Share(share=Fraction(1, 2), base=Base.EXPRESSED, inclusive=False),
            False,
            "si les voix pour dépassent la moitié des suffrages exprimés",
            "Si 24 personnes votent pour ou contre, 13 voix pour suffisent.",
        ),
        (
            Share(share=Fraction(1, 2), base=Base.PRESENT),
            False,
            "si les voix pour atteignent la moitié des personnes présentes ou représentées",
            "Si 24 personnes votent, 12 voix pour suffisent.",
        ),
        (Share(share=Fraction(1, 24)), True, "atteignent 1/24 du conseil", "1 voix pour suffit."),
    ],
)
def test_acceptance(share: Share, early: bool, words: str, plainly: str) -> None:
    rulebook = rulebook_with(extraordinary=counted(accept=share, accept_early=early))
    assert words in law(rulebook, Article.ACCEPTANCE)
    assert plainly in plain(rulebook, Article.ACCEPTANCE)
    assert ("Le vote reste ouvert" in law(rulebook, Article.ACCEPTANCE)) is early


@pytest.mark.parametrize(
    ("silence", "words", "plainly"),
    [
        (Silence.ACCEPTS, "passe tacitement", "Ne rien dire, c’est laisser faire"),
        (Silence.REJECTS, "est rejetée", "Ne rien dire n’aide pas"),
    ],
)
def test_silence(silence: Silence, words: str, plainly: str) -> None:
    rulebook = rulebook_with(extraordinary=counted(silence=silence))
    assert words in law(rulebook, Article.SILENCE)
    assert plain(rulebook, Article.SILENCE).startswith(plainly)


def test_blocking() -> None:
    assert "les voix contre atteignent la moitié du conseil" in law(TOUT_DOUX, Article.BLOCKING)
    assert law(TOUT_DOUX, Article.BLOCKING).endswith(
        "De deux seuils, c’est le premier atteint, dans l’ordre du temps, qui décide."
    )
    assert plain(TOUT_DOUX, Article.BLOCKING) == "Dans un conseil de 24, 12 voix contre l’arrêtent."
    assert "De deux seuils" not in law(shipped("consent"), Article.BLOCKING)
    never = rulebook_with(extraordinary=counted(block=None, objection=ObjectionReading.COUNTER_VOTE))
    assert law(never, Article.BLOCKING).endswith("seul un contre-vote (art. 12) l’arrête.")
    assert "un pas de plus" in plain(never, Article.BLOCKING)


def test_changing_a_vote() -> None:
    fixed = replace(TOUT_DOUX, change_ballot=False)
    assert "peut être changé" in law(TOUT_DOUX, Article.BALLOTS)
    assert law(fixed, Article.BALLOTS).endswith("Un vote, une fois donné, ne change plus.")
    assert plain(fixed, Article.BALLOTS).startswith("Prenez le temps de lire")


@pytest.mark.parametrize(
    ("reading", "early", "words"),
    [
        (ObjectionReading.SHARE, True, "qui compte comme une voix contre (art. 8)"),
        (ObjectionReading.VETO, False, "Une action extraordinaire est bloquée à la fin du délai s’il reste"),
        (ObjectionReading.VETO, True, "Une action extraordinaire qui n’a pas été acceptée avant est bloquée"),
        (ObjectionReading.COUNTER_VOTE, True, "qui reste en désaccord appelle un contre-vote (art. 12)"),
    ],
)
def test_objections(reading: ObjectionReading, early: bool, words: str) -> None:
    rulebook = rulebook_with(extraordinary=counted(objection=reading, accept_early=early))
    assert words in law(rulebook, Article.OBJECTION)


@pytest.mark.parametrize(
    ("article", "switch", "words", "without"),
    [
        (Article.AMENDMENT, "amendments", "peuvent en amender le texte", "ne change plus une fois publié"),
        (Article.URGENCY, "urgency", "peuvent la réaliser avant la décision", "n’est pas menée avant la décision"),
    ],
)
def test_what_may_be_switched_off(article: Article, switch: str, words: str, without: str) -> None:
    off = replace(TOUT_DOUX, **{switch: False})
    assert words in law(TOUT_DOUX, article)
    assert without in law(off, article)
    assert plain(TOUT_DOUX, article) != plain(off, article)


def test_counter_votes() -> None:
    strict = replace(
        TOUT_DOUX, counter_vote=CounterVoteRules(allowed=True, accept=MORE_THAN_HALF, delay=Delay(hours=72))
    )
    off = replace(TOUT_DOUX, counter_vote=replace(strict.counter_vote, allowed=False))
    assert "où ses voix pour atteignent la moitié du conseil" in law(TOUT_DOUX, Article.COUNTER_VOTE)
    assert "dure 72 heures. Il aboutit à l’instant où ses voix pour dépassent" in law(strict, Article.COUNTER_VOTE)
    assert "plus de la moitié du conseil en 72 heures" in plain(strict, Article.COUNTER_VOTE)
    assert law(off, Article.COUNTER_VOTE) == "Il n’y a pas de contre-vote."
    assert "nouvelle action" in plain(off, Article.COUNTER_VOTE)


def test_what_is_open_in_assemblies_is_said_to_be_open() -> None:
    assert law(TOUT_DOUX, Article.ASSEMBLY).count("À choisir par l’association quand il le faudra") == 6
    assert law(TOUT_DOUX, Article.ASSEMBLY, "en").count("to be chosen by the association when first needed") == 6
    assert law(TOUT_DOUX, Article.COUNCIL, "en").count("to be chosen by the association when first needed") == 2
    assert "À choisir" not in law(COMPLETE, Article.ASSEMBLY)


def test_assemblies() -> None:
    text = law(COMPLETE, Article.ASSEMBLY)
    assert "au moins 15 jours avant" in text
    assert "doit réunir au moins la moitié du conseil" in text
    assert "Les membres en congé n’y comptent pas." in text
    assert "Personne ne porte plus de 3 procurations" in text
    assert "plus de la moitié des suffrages exprimés" in text
    assert "de la même façon" in text
    other = replace(
        COMPLETE,
        assembly=replace(
            COMPLETE.assembly,
            majority_base=Base.PRESENT,
            leave_counts=True,
            quorum=MORE_THAN_HALF,
            proxies_per_holder=1,
            second_convening=SecondConvening(notice=Delay(days=7)),
        ),
    )
    text = law(other, Article.ASSEMBLY)
    assert "doit réunir plus de la moitié du conseil" in text
    assert "Les membres en congé y comptent." in text
    assert "plus de 1 procuration ;" in text
    assert "plus de la moitié des personnes présentes ou représentées" in text
    assert "au moins 7 jours à l’avance, et n’a alors plus besoin de quorum" in text
    third = SecondConvening(notice=Delay(days=7), quorum=Share(share=Fraction(1, 3)))
    last = replace(other, assembly=replace(other.assembly, second_convening=third, proxies_per_holder=0))
    assert "doit alors réunir au moins un tiers du conseil" in law(last, Article.ASSEMBLY)
    assert "On n’y vote pas par procuration." in law(last, Article.ASSEMBLY)


def test_inactivity() -> None:
    assert "à moins de 30 % des votes" in law(TOUT_DOUX, Article.INACTIVITY)
    assert "au bout de 10 jours" in law(TOUT_DOUX, Article.INACTIVITY)
    assert "fewer than 30% of the votes" in law(TOUT_DOUX, Article.INACTIVITY, "en")


def test_tu_is_said_where_it_is_preferred() -> None:
    assert plain(TOUT_DOUX, Article.BALLOTS).startswith("Vous pouvez changer d’avis")
    assert plain(TOUT_DOUX, Article.BALLOTS, "fr-tu").startswith("Tu peux changer d’avis")
    assert law(TOUT_DOUX, Article.BALLOTS, "fr-tu") == law(TOUT_DOUX, Article.BALLOTS)
