"""What importing an old table would do: new rows, rows there already, and whatever contradicts the register."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.logic.importing import import_plan, row_digest
from toutdoux.decisions.logic.tables import COLUMNS, HistoricalRow
from toutdoux.rules.label import Label
from toutdoux.rules.rulebook import Kind

ROW = HistoricalRow(
    number=4,
    title="Open a tool library",
    opened_on=date(2020, 3, 17),
    lead="Zoe",
    for_=10,
    against=None,
    council=21,
    label=Label.WAITING,
    status_text="En attente",
)

CHANGES = {
    "title": "Open two",
    "opened_on": date(2020, 3, 18),
    "lead": "Ana",
    "for_": 9,
    "against": 1,
    "council": 22,
    "label": Label.DONE,
    "note": "a note",
    "link": "https://example.org",
    "text": "x" * 200,
    "urgent": True,
    "carried_out_on": date(2020, 4, 1),
}


def digest(row: HistoricalRow, *, salt: str = "salt", action: int = 1, period: int = 1) -> str:
    return row_digest(salt=salt, action_id=UUID(int=action), period_id=period, kind=Kind.ORDINARY, row=row)


def test_it_works() -> None:
    known, new = ROW, replace(ROW, number=5)
    plan = import_plan(rows=[known, new], kept={4: ROW}, live=frozenset({9}))
    assert (plan.new, plan.known, plan.refusals) == ((new,), (known,), ())


@pytest.mark.parametrize("field", CHANGES)
def test_each_column_that_differs_is_refused_with_both_sides(field: str) -> None:
    offered = replace(ROW, **{field: CHANGES[field]}, urgent_text="oui" if field == "urgent" else "")
    plan = import_plan(rows=[offered, replace(ROW, number=5)], kept={4: ROW}, live=frozenset())
    [refusal] = plan.refusals
    assert refusal.code is DecisionRefusal.ROW_DIFFERS
    assert refusal.data["number"] == 4
    assert refusal.data["column"] in COLUMNS
    assert len(str(refusal.data["offered"])) <= 61
    if field != "label":
        assert refusal.data["kept"] != refusal.data["offered"]


def test_a_number_that_a_live_action_bears_is_refused() -> None:
    plan = import_plan(rows=[ROW], kept={}, live=frozenset({4}))
    assert [(r.code, r.data["number"]) for r in plan.refusals] == [(DecisionRefusal.NUMBER_TAKEN, 4)]


def test_the_same_label_in_other_words_is_the_same_row() -> None:
    plan = import_plan(rows=[replace(ROW, status_text="EN ATTENTE")], kept={4: ROW}, live=frozenset())
    assert plan.refusals == ()


@given(st.sampled_from([*CHANGES, "status_text", "urgent_text"]))
def test_the_digest_changes_with_everything_printed(field: str) -> None:
    changed = replace(ROW, **{field: CHANGES.get(field, "other words")})
    # ``urgent`` is read from its word, which is what is printed.
    assert (digest(changed) == digest(ROW)) == (field == "urgent")


def test_the_digest_changes_with_its_place_and_its_salt() -> None:
    assert len({digest(ROW), digest(ROW, salt="other"), digest(ROW, action=2), digest(ROW, period=2)}) == 4
