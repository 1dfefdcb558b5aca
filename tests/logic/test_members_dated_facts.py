"""Old councils recomputed from dated facts: each denominator follows, or the arrival or departure that is missing is told."""

from datetime import date, timedelta
from typing import Any

import pytest

from toutdoux.kernel.refusal import Refused
from toutdoux.members.logic.dated_facts import FactsFault, Printed, compare, read_facts

#: An invented table of nine actions, whose council changes eight times.
SIZES = (28, 20, 19, 20, 21, 22, 24, 22, 21)
TABLE = [Printed(number=n, day=date(2031, 1, 1 + 3 * n), council=size) for n, size in enumerate(SIZES, start=1)]


def person(n: int, **days: Any) -> dict[str, Any]:
    return {"label": f"m{n}", "joined": date(2030, 1, 1), "votes": date(2030, 4, 1)} | days


def facts() -> dict[str, Any]:
    """People who make those councils: eight leave, one is away, then some arrive and some leave."""
    gone = [person(n, left=date(2031, 1, 6)) for n in range(8)]
    away = [person(8, leaves=[{"from": date(2031, 1, 9), "to": date(2031, 1, 11)}])]
    arriving = [person(9 + n, votes=date(2031, 1, 15 + 3 * n)) for n in range(2)]
    two = [person(11 + n, votes=date(2031, 1, 21)) for n in range(2)]
    late = [person(13, left=date(2031, 1, 24)), person(14, left=date(2031, 1, 24)), person(15, left=date(2031, 1, 27))]
    return {"member": [*gone, *away, *arriving, *two, *late, *(person(n) for n in range(16, 32))]}


def test_it_works() -> None:
    found = compare(facts=read_facts(facts()), printed=TABLE)
    assert [row.printed.council for row in found] == list(SIZES)
    assert [row.missing for row in found] == [0] * 9


def test_a_departure_that_is_missing_is_told_once_between_which_days() -> None:
    values = facts()
    del values["member"][0]["left"]
    gaps = [row for row in compare(facts=read_facts(values), printed=TABLE) if row.missing]
    assert [(row.printed.number, row.missing, row.since) for row in gaps] == [(2, -1, date(2031, 1, 4))]


def test_an_arrival_that_is_missing_is_told_once() -> None:
    values = facts()
    values["member"] = [one for one in values["member"] if one["label"] != "m9"]
    gaps = [row for row in compare(facts=read_facts(values), printed=TABLE) if row.missing]
    assert [(row.printed.number, row.missing) for row in gaps] == [(5, 1)]


def test_the_day_of_a_change_allows_either_side_of_it() -> None:
    values = {"member": [person(1), person(2, left=date(2031, 1, 8))]}
    day = Printed(number=1, day=date(2031, 1, 8), council=2)
    assert compare(facts=read_facts(values), printed=[day])[0].missing == 0
    assert compare(facts=read_facts(values), printed=[Printed(number=1, day=day.day, council=1)])[0].missing == 0
    assert compare(facts=read_facts(values), printed=[Printed(number=1, day=day.day, council=3)])[0].missing == 1


#: Two invented tables of one semester: (how many days after its first one, council) of each action. Their councils move
#: as those of a real semester did: 28, 20, 19, 20, 21, 22, 24, 22, 21.
BEGAN = date(2031, 1, 23)
EXTRAORDINARY = (
    *((0, 28), (40, 19), (41, 20), (41, 21), (47, 21), (50, 21), (51, 21), (51, 21), (52, 21), (53, 22), (54, 22)),
    *((54, 22), (54, 22), (57, 24), (60, 24), (61, 24), (63, 24), (67, 24), (67, 24), (73, 24), (77, 22), (100, 21)),
    *((102, 21), (124, 21), (147, 21), (153, 21)),
)
ORDINARY = (
    *((10, 20), (17, 20), (19, 20), (22, 20), (43, 21), (49, 21), (57, 24), (67, 24), (69, 24), (71, 24)),
    *((79, 22), (95, 22), (138, 21)),
)


def semester(rows: tuple[tuple[int, int], ...]) -> list[Printed]:
    return [
        Printed(number=n, day=BEGAN + timedelta(days=after), council=size)
        for n, (after, size) in enumerate(rows, start=1)
    ]


def on(after: int) -> date:
    return BEGAN + timedelta(days=after)


def granted() -> list[dict[str, Any]]:
    """The six whose right the tables themselves tell: an action grants it, on its day. The third passed by silence."""
    return [person(100 + n, votes=on(after)) for n, after in enumerate((40, 41, 41, 52, 54, 61))]


def test_two_tables_of_a_semester_say_which_arrivals_and_departures_they_leave_out() -> None:
    told = read_facts({"member": [*(person(n) for n in range(28)), *granted()]})
    gaps = {
        which: [(row.printed.number, row.missing) for row in compare(facts=told, printed=semester(rows)) if row.missing]
        for which, rows in (("extraordinary", EXTRAORDINARY), ("ordinary", ORDINARY))
    }
    assert gaps == {
        "extraordinary": [(2, -9), (5, -1), (14, 1), (17, -1), (21, -2), (22, -1)],
        "ordinary": [(1, -8), (5, -2), (7, 1), (8, -1), (11, -2), (13, -1)],
    }


def test_once_those_are_dated_both_tables_give_every_denominator() -> None:
    departures = (*(on(9) for _ in range(8)), on(38), on(62), on(76), on(76), on(98))
    people = [person(n, left=day) for n, day in enumerate(departures)]
    people += [person(n) for n in range(len(departures), 28)]
    arrived = granted()
    # What one action granted on its opening day, before half had voted: its silence gave it two weeks later.
    arrived[2]["votes"] = on(55)
    facts = read_facts({"member": [*people, *arrived]})
    for rows in (EXTRAORDINARY, ORDINARY):
        found = compare(facts=facts, printed=semester(rows))
        assert [one.missing for one in found] == [0] * len(rows)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, FactsFault.NO_MEMBER),
        ({"member": []}, FactsFault.NO_MEMBER),
        ({"member": [person(1)], "more": 1}, FactsFault.NO_MEMBER),
        ({"member": [person(1, colour="red")]}, FactsFault.UNKNOWN_KEY),
        ({"member": [3]}, FactsFault.UNKNOWN_KEY),
        ({"member": [person(1, votes="soon")]}, FactsFault.NOT_A_DAY),
        ({"member": [person(1, left=date(9999, 12, 31))]}, FactsFault.NOT_A_DAY),
        ({"member": [person(1, leaves=3)]}, FactsFault.NOT_A_DAY),
        ({"member": [person(1, left=date(2029, 1, 1))]}, FactsFault.OUT_OF_ORDER),
        (
            {"member": [person(1, leaves=[{"from": date(2031, 1, 2), "to": date(2031, 1, 1)}])]},
            FactsFault.OUT_OF_ORDER,
        ),
    ],
)
def test_facts_that_cannot_be_used_say_why(values: dict[str, Any], code: FactsFault) -> None:
    with pytest.raises(Refused) as refused:
        read_facts(values)
    assert code in {refusal.code for refusal in refused.value.refusals}
