"""What the sources leave open has no default: it is listed, asked for, and only that may be filled in."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from tests.support.rulebooks import rulebooks
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.reading import NeededFor, RulebookFault, missing, with_answers
from toutdoux.rules.rulebook import Admission, Base, Delay, Rulebook, Share, Waiting
from toutdoux.rules.shipped import shipped

ANSWERS: dict[str, Any] = {
    "voting_right.waiting": {"months": 3},
    "assembly.leave_counts": False,
    "assembly.quorum": {"share": "1/2"},
    "assembly.proxies_per_holder": 3,
    "assembly.notice": {"days": 15},
    "membership.admission": "action",
    "elections.method": "schulze",
    "elections.tie": "again",
    "money.payment_limit": 50,
}


def faults(rulebook: Rulebook, answers: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        with_answers(rulebook, answers)
    return [(str(r.code), r.data["key"]) for r in refused.value.refusals]


def test_it_works() -> None:
    rulebook = shipped("tout-doux-cratie")
    assert [(value.key, value.needed_for) for value in missing(rulebook)] == [
        ("voting_right.waiting", NeededFor.SET_UP),
        ("assembly.leave_counts", NeededFor.FIRST_ASSEMBLY),
        ("assembly.quorum", NeededFor.FIRST_ASSEMBLY),
        ("assembly.proxies_per_holder", NeededFor.FIRST_ASSEMBLY),
        ("assembly.notice", NeededFor.FIRST_ASSEMBLY),
        ("membership.admission", NeededFor.FIRST_REQUEST),
        ("elections.method", NeededFor.FIRST_ELECTION),
        ("elections.tie", NeededFor.FIRST_ELECTION),
        ("money.payment_limit", NeededFor.FIRST_PAYMENT),
    ]
    complete = with_answers(rulebook, ANSWERS)
    assert missing(complete) == ()
    assert complete.voting_right.waiting == Waiting(months=3)
    assert complete.assembly.leave_counts is False
    assert complete.assembly.quorum == Share(share=Fraction(1, 2), base=Base.COUNCIL)
    assert complete.assembly.proxies_per_holder == 3
    assert complete.assembly.notice == Delay(days=15)
    assert complete.membership.admission is Admission.ACTION


@pytest.mark.parametrize("key", ANSWERS)
def test_one_answer_closes_one_question_and_changes_nothing_else(key: str) -> None:
    rulebook = shipped("consent")
    answered = with_answers(rulebook, {key: ANSWERS[key]})
    assert {value.key for value in missing(rulebook)} - {value.key for value in missing(answered)} == {key}
    assert answered.kinds == rulebook.kinds
    assert answered.counter_vote == rulebook.counter_vote


def test_no_proxy_and_no_waiting_are_answers() -> None:
    answered = with_answers(shipped("consent"), {"assembly.proxies_per_holder": 0, "voting_right.waiting": {"days": 0}})
    assert {value.key for value in missing(answered)} == {
        "assembly.leave_counts",
        "assembly.quorum",
        "assembly.notice",
        "membership.admission",
        "elections.method",
        "elections.tie",
        "money.payment_limit",
    }


@given(rulebooks())
def test_an_open_value_can_be_answered_and_a_chosen_one_cannot(rulebook: Rulebook) -> None:
    still_open = {value.key for value in missing(rulebook)}
    complete = with_answers(rulebook, {key: value for key, value in ANSWERS.items() if key in still_open})
    assert missing(complete) == ()
    for key, value in ANSWERS.items():
        assert faults(complete, {key: value}) == [("rulebook-not-open", key)]


def test_wrong_answers_are_told_all_at_once() -> None:
    answers = {
        "voting_right.waiting": {"months": -1},
        "assembly.quorum": None,
        "assembly.proxies_per_holder": "three",
        "urgency": False,
        "nothing": 1,
    }
    assert faults(shipped("consent"), answers) == [
        (str(RulebookFault.NOT_OPEN), "urgency"),
        (str(RulebookFault.NOT_OPEN), "nothing"),
        (str(RulebookFault.NUMBER_OUT_OF_RANGE), "voting_right.waiting.months"),
        (str(RulebookFault.WRONG_TYPE), "assembly.quorum"),
        (str(RulebookFault.WRONG_TYPE), "assembly.proxies_per_holder"),
    ]


def test_a_rulebook_is_not_changed_by_answering() -> None:
    rulebook = shipped("consent")
    before = missing(rulebook)
    with_answers(rulebook, ANSWERS)
    assert missing(rulebook) == before
