"""The rulebooks that come with Toutdoux say what they promise."""

import re
from fractions import Fraction

import pytest

from toutdoux.kernel.refusal import Refused
from toutdoux.rules.reading import (
    RulebookFault,
    missing,
    rulebook_from_data,
    rulebook_from_toml,
    rulebook_to_data,
    rulebook_to_toml,
)
from toutdoux.rules.rulebook import (
    Base,
    CountRules,
    DecidedBy,
    Delay,
    Kind,
    ObjectionReading,
    OnLeave,
    Rulebook,
    Share,
    Silence,
)
from toutdoux.rules.shipped import DEFAULT, SHIPPED, shipped, shipped_toml

HALF = Share(share=Fraction(1, 2), base=Base.COUNCIL, inclusive=True)
TEN_DAYS = Delay(days=10)


def count(name: str) -> CountRules:
    rules = shipped(name).kinds.extraordinary.count
    assert rules is not None
    return rules


def test_it_works() -> None:
    assert SHIPPED == ("tout-doux-cratie", "consent", "lazy-consensus", "absolute-majority", "two-thirds")
    assert DEFAULT == "tout-doux-cratie"


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        (
            "tout-doux-cratie",
            CountRules(
                accept=HALF,
                block=HALF,
                accept_early=True,
                silence=Silence.ACCEPTS,
                objection=ObjectionReading.SHARE,
                delay=TEN_DAYS,
            ),
        ),
        (
            "consent",
            CountRules(
                accept=HALF,
                block=HALF,
                accept_early=False,
                silence=Silence.ACCEPTS,
                objection=ObjectionReading.VETO,
                delay=TEN_DAYS,
            ),
        ),
        (
            "lazy-consensus",
            CountRules(
                accept=HALF,
                block=HALF,
                accept_early=False,
                silence=Silence.ACCEPTS,
                objection=ObjectionReading.VETO,
                delay=Delay(hours=72),
            ),
        ),
        (
            "absolute-majority",
            CountRules(
                accept=Share(share=Fraction(1, 2), inclusive=False),
                block=HALF,
                accept_early=True,
                silence=Silence.REJECTS,
                objection=ObjectionReading.SHARE,
                delay=TEN_DAYS,
            ),
        ),
        (
            "two-thirds",
            CountRules(
                accept=Share(share=Fraction(2, 3)),
                block=Share(share=Fraction(1, 3), inclusive=False),
                accept_early=True,
                silence=Silence.REJECTS,
                objection=ObjectionReading.SHARE,
                delay=TEN_DAYS,
            ),
        ),
    ],
)
def test_an_extraordinary_action_is_decided_as_the_name_says(name: str, rules: CountRules) -> None:
    assert count(name) == rules


@pytest.mark.parametrize("name", SHIPPED)
class TestEach:
    def test_its_file_bears_its_name_and_comes_back(self, name: str) -> None:
        rulebook = shipped(name)
        assert rulebook.name == name
        assert rulebook_from_data(rulebook_to_data(rulebook)) == rulebook
        assert rulebook_from_toml(rulebook_to_toml(rulebook)) == rulebook

    def test_ordinary_actions_are_announced_and_a_counter_vote_can_annul(self, name: str) -> None:
        rulebook = shipped(name)
        assert rulebook.kinds.ordinary.decided_by is DecidedBy.ANNOUNCEMENT
        assert rulebook.counter_vote.allowed
        assert rulebook.counter_vote.accept == HALF
        assert rulebook.counter_vote.delay == count(name).delay

    def test_it_allows_urgency_amendments_and_changing_one_s_mind(self, name: str) -> None:
        rulebook = shipped(name)
        assert (rulebook.urgency, rulebook.amendments, rulebook.change_ballot) == (True, True, True)

    def test_what_the_sources_leave_open_is_open(self, name: str) -> None:
        rulebook = shipped(name)
        assert [value.key for value in missing(rulebook)] == [
            "voting_right.waiting",
            "assembly.leave_counts",
            "assembly.quorum",
            "assembly.proxies_per_holder",
            "assembly.notice",
            "membership.admission",
            "elections.method",
            "elections.tie",
            "money.payment_limit",
        ]
        assert rulebook.voting_right.on_leave is OnLeave.SUSPENDED
        assert rulebook.assembly.majority_base is Base.EXPRESSED
        assert rulebook.inactivity.share == Fraction(30, 100)
        assert rulebook.inactivity.answer_within == TEN_DAYS

    def test_it_helps_to_tell_the_kinds_apart(self, name: str) -> None:
        kinds = [example.kind for example in shipped(name).examples]
        assert kinds.count(Kind.ORDINARY) >= 5
        assert kinds.count(Kind.EXTRAORDINARY) >= 5

    def test_its_french_is_typeset(self, name: str) -> None:
        for text in french(shipped(name)):
            assert not re.search(r"[ \u00a0][:;?!»]|«(?!\u202f)|'|!", text), text


def french(rulebook: Rulebook) -> list[str]:
    return [rulebook.title.fr, rulebook.intent.fr, *(example.text.fr for example in rulebook.examples)]


def test_another_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(Refused) as refused:
        shipped("../tout-doux-cratie")
    [refusal] = refused.value.refusals
    assert refusal.code is RulebookFault.NOT_SHIPPED
    assert refusal.data["allowed"] == list(SHIPPED)


def test_the_text_to_start_from_is_the_file_itself() -> None:
    assert rulebook_from_toml(shipped_toml("consent")) == shipped("consent")
    assert "# " in shipped_toml("consent")
