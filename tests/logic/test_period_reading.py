"""A past period read from its file, purely: every sort of field, and faults that are told where they stand."""

from contextlib import suppress
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.kernel.refusal import Refused
from toutdoux.procedures.logic.period_file import PastPeriod, period_from_toml
from toutdoux.registers.logic.shape import Common, Register, Sheet, count, day, minutes, words, yes
from toutdoux.rules.rulebook import Kind

SHEET = Sheet(
    kind="thing",
    register=Register.ACTIVITY,
    common=frozenset({Common.PEOPLE, Common.AMOUNT, Common.TIMES}),
    states=("begun", "over"),
    fields=(count("how_many"), minutes("length"), day("on"), yes("far"), words("told")),
)
WHOLE = """\
code = "P19"

[[ordinary]]
number = 1
title = "Answer"
day = 2019-02-05
for = 0
council = 15
state = "Menée"
done_on = 2019-02-06

[[entries]]
kind = "thing"
title = "One"
day = 2019-03-01
how_many = 3
length = "2 h 30"
on = 2019-03-02
far = true
told = "Much"
amount = "54,28"
people = [{ name = "Ada" }]
state = "begun"
steps = [{ state = "over", day = 2019-03-09 }]
starts_at = 2019-03-01T10:00:00

[[mandates]]
mandate = "Keys"
name = "Rosa"

[[texts]]
section = "introduction"
text = "Why"

[[texts]]
report = "technical"
title = "The garden"
text = "Beans"
"""


def read(text: str) -> PastPeriod:
    return period_from_toml(text, sheets={"thing": SHEET}, zone=ZoneInfo("Europe/Paris"))


def test_it_works() -> None:
    period = read(WHOLE)
    [entry] = period.entries
    assert entry.draft.values["length"] == 150
    assert entry.draft.values["far"] is True
    assert entry.draft.amount == 5428
    assert entry.draft.people == ("Ada",)
    assert [(step.state, step.day.day) for step in entry.steps] == [("over", 9)]
    assert entry.draft.starts_at is not None
    assert period.actions[Kind.ORDINARY][0].against is None
    assert period.members is None
    assert period.place(("entries", 0, "nothing"))["line"] == 12


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ('state = "Menée"', 'state = "Somehow"', "ordinary[1].state"),
        ('length = "2 h 30"', 'length = "long"', "entries[1].length"),
        ('length = "2 h 30"', "length = 3", "entries[1].length"),
        ('{ state = "over"', '{ state = "gone"', "entries[1].steps[1].state"),
        ("starts_at = 2019-03-01T10:00:00", "starts_at = 2019-03-01", "entries[1].starts_at"),
        ('{ name = "Ada" }', "{ name = 3 }", "entries[1].people[1].name"),
        ('kind = "thing"', 'kind = "else"', "entries[1].kind"),
        ('section = "introduction"', 'section = "preface"', "texts[1].section"),
        ("how_many = 3", "how_many = -3", "entries[1].how_many"),
        ('title = "One"', 'title = "One"\nnote = ""', "entries[1].note"),
    ],
)
def test_a_fault_is_told_where_it_stands(before: str, after: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        read(WHOLE.replace(before, after, 1))
    assert key in [one.data.get("key") for one in refused.value.refusals]


@given(text=st.text(max_size=60))
def test_whatever_the_file_it_is_read_or_refused(text: str) -> None:
    with suppress(Refused):
        assert read(text).code
