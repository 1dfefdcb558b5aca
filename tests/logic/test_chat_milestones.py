"""Which entries are milestones, each under one name; and when half of a delay is there to tell."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.support.facts import DEADLINE, HOUR, MICROSECOND, OPENED, TOUT_DOUX, action
from toutdoux.integrations.chat.logic.milestones import (
    LONG_ENOUGH,
    POSTED,
    Milestone,
    Sort,
    halfway,
    halfway_at,
    milestone_of,
)
from toutdoux.rules.outcome import outcome

BOB = UUID(int=7)
HALF = OPENED + (DEADLINE - OPENED) / 2


def told(kind: str, actor_id: UUID | None = BOB, **data: object) -> tuple[str, str] | None:
    found = milestone_of(kind=kind, actor_id=actor_id, data=data)
    assert found is None or kind in POSTED
    return (found.sort, found.key) if found else None


def test_it_works() -> None:
    assert told("action.amended", version=2) == ("amendment", "amendment:2")
    assert told("action.decided", status="tacit") == ("decided", "decided:tacit")
    assert told("urgency.declared") == ("urgency", "urgency")
    assert told("execution.changed", execution="done") == ("ended", "ended:done")
    assert told("execution.changed", execution="abandoned") == ("ended", "ended:abandoned")
    assert told("ballot.cast", version=1, choice="against", reasoned=True) == ("objection", f"objection:1:{BOB}")


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("action.opened", {}),
        ("ballot.cast", {"version": 1, "choice": "for", "reasoned": True}),
        ("ballot.cast", {"version": 1, "choice": "against", "reasoned": False}),
        ("execution.changed", {"execution": "in-progress"}),
        ("lead.changed", {}),
        ("member.joined", {}),
    ],
)
def test_the_rest_only_changes_figures_or_nothing(kind: str, data: dict[str, object]) -> None:
    assert told(kind, **data) is None


def test_an_objection_of_nobody_is_none() -> None:
    assert told("ballot.cast", None, version=1, choice="against", reasoned=True) is None


def test_half_of_the_delay() -> None:
    undecided = outcome(action("f", council=9), TOUT_DOUX, OPENED + HOUR)
    passed = outcome(action("fffff", council=9), TOUT_DOUX, OPENED + 9 * HOUR)
    assert halfway_at(outcome=undecided, opened_at=OPENED, deadline=DEADLINE) == HALF
    assert halfway_at(outcome=passed, opened_at=OPENED, deadline=DEADLINE) is None
    assert halfway_at(outcome=undecided, opened_at=None, deadline=DEADLINE) is None
    assert halfway_at(outcome=undecided, opened_at=OPENED, deadline=None) is None
    assert halfway_at(outcome=undecided, opened_at=OPENED, deadline=OPENED + LONG_ENOUGH) == OPENED + timedelta(days=1)
    assert halfway_at(outcome=undecided, opened_at=OPENED, deadline=OPENED + LONG_ENOUGH - MICROSECOND) is None


def test_half_of_the_delay_is_told_from_then_to_the_end() -> None:
    def said(now: datetime, **changed: object) -> Milestone | None:
        given = {"version": 2, "due_at": HALF, "deadline": DEADLINE, "now": now} | changed
        return halfway(**given)

    assert said(HALF).key == f"{Sort.HALFWAY}:2"
    assert said(DEADLINE - MICROSECOND).sort is Sort.HALFWAY
    assert said(HALF - MICROSECOND) is None
    assert said(DEADLINE) is None
    assert said(HALF, due_at=None) is None
    assert said(HALF, deadline=None) is None
