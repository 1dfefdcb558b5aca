"""Purchases in two steps, and items that go online: what is typed is read exactly, or refused line by line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.assemblies.logic.convening import ItemKind, ItemState
from toutdoux.assemblies.voting.logic.buying import (
    MOST_CENTS,
    MOST_LINES,
    Line,
    PurchaseFacts,
    amount,
    lines_of,
    typed,
)
from toutdoux.assemblies.voting.logic.deferring import action_text, deferring_refusals
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.kernel.refusal import Refused

labels = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)


def refused(call, *args: object) -> list[tuple[str, object]]:
    with pytest.raises(Refused) as found:
        call(*args)
    return [(refusal.code, refusal.data.get("line")) for refusal in found.value.refusals]


def test_it_works() -> None:
    bought = PurchaseFacts(within=amount("2 500"), lines=lines_of("Disks; 800,50\n\nBox: the big one ; 1200\n"))
    assert (bought.total, bought.beyond) == (200_050, 0)
    assert bought.text == "- Disks: 800,50 €\n- Box: the big one: 1200,00 €\n\n= 2000,50 € ≤ 2500,00 €"


def test_the_first_step_is_an_amount_and_a_list_beyond_it_says_so() -> None:
    assert PurchaseFacts(within=250_000).text == "≤ 2500,00 €"
    beyond = PurchaseFacts(within=100, lines=(Line(label="Disk", cents=150),))
    assert beyond.beyond == 50
    assert beyond.text.endswith("= 1,50 € > 1,00 €")


@given(st.lists(st.builds(Line, label=labels, cents=st.integers(0, MOST_CENTS)), min_size=1, max_size=20))
def test_what_is_typed_is_read_back(lines: list[Line]) -> None:
    assert list(lines_of(typed(lines))) == lines


@pytest.mark.parametrize("text", ["", "0", "some", "-4", "1,234.5.6", "99999999999"])
def test_amounts_that_are_none(text: str) -> None:
    assert refused(amount, text) == [(VoteRefusal.AMOUNT_MALFORMED, None)]


def test_every_line_that_cannot_be_read_is_told() -> None:
    assert refused(lines_of, "Disk; 4\nBox\n; 5\nFan; much") == [(VoteRefusal.LINE_MALFORMED, n) for n in (2, 3, 4)]
    assert refused(lines_of, " \n") == [(VoteRefusal.NOTHING_TO_BUY, None)]
    assert refused(lines_of, "Disk; 4\n" * (MOST_LINES + 1)) == [(VoteRefusal.TOO_MANY_LINES, None)]
    assert refused(lines_of, "x" * 201 + "; 4") == [(VoteRefusal.LINE_MALFORMED, 1)]
    assert refused(lines_of, "Yacht; 99999999999") == [(VoteRefusal.LINE_MALFORMED, 1)]


def test_what_may_be_deferred() -> None:
    def codes(**change: object) -> list[str]:
        facts = {"kind": ItemKind.RESOLUTION, "state": ItemState.CURRENT, "voted": False} | change
        return [refusal.code for refusal in deferring_refusals(**facts)]

    assert codes() == codes(kind=ItemKind.DISCUSSION, state=ItemState.WAITING) == []
    assert codes(kind=ItemKind.ELECTION) == [VoteRefusal.NOT_TO_VOTE_ON]
    assert codes(state=ItemState.DONE, voted=True) == [VoteRefusal.ITEM_OVER, VoteRefusal.VOTED_ALREADY]


def test_an_action_takes_the_text_and_what_was_said() -> None:
    assert action_text(text="We buy.", discussion=" Too many proxies. ") == "We buy.\n\n---\n\nToo many proxies."
    assert action_text(text="", discussion="Said.") == "Said."
    assert action_text(text="We buy.", discussion="") == "We buy."
