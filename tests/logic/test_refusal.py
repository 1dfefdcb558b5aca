"""A refusal is a code and data; whoever refuses gives every reason at once."""

from dataclasses import FrozenInstanceError
from enum import StrEnum

import pytest

from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any


class Code(StrEnum):
    TOO_LATE = "too-late"
    NOT_IN_COUNCIL = "not-in-council"


LATE = Refusal(code=Code.TOO_LATE, article=5, data={"closed_at": "2024-04-04T16:00:00.000000Z"})
STRANGER = Refusal(code=Code.NOT_IN_COUNCIL)


def test_it_works() -> None:
    with pytest.raises(Refused) as caught:
        refuse_if_any([LATE, STRANGER])
    assert caught.value.refusals == (LATE, STRANGER)
    assert str(caught.value) == "too-late, not-in-council"


def test_one_reason_is_enough() -> None:
    with pytest.raises(Refused, match=r"^too-late$"):
        refuse_if_any([LATE])


def test_no_reason_is_no_refusal() -> None:
    refuse_if_any([])
    with pytest.raises(ValueError, match="at least one reason"):
        Refused([])


def test_what_is_not_said_is_empty() -> None:
    assert (STRANGER.article, dict(STRANGER.data)) == (None, {})


def test_a_refusal_is_a_value_and_does_not_change() -> None:
    assert Refusal(code=Code.NOT_IN_COUNCIL, data={}) == STRANGER
    assert Refusal(code=Code.NOT_IN_COUNCIL, article=2) != STRANGER
    with pytest.raises(FrozenInstanceError):
        STRANGER.code = Code.TOO_LATE
    with pytest.raises(TypeError):
        STRANGER.data["more"] = 1  # type: ignore[index]
    reasons = [LATE]
    refused = Refused(reasons)
    reasons.append(STRANGER)
    assert refused.refusals == (LATE,)
