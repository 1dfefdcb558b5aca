"""Money, purely: limits at their boundary, balances and headings against an independent sum, accounting entries."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.finance.logic import fec
from toutdoux.finance.logic.accounts import Movement, Planned, balance, by_heading
from toutdoux.finance.logic.limits import payment_refusals

FIRST = date(2026, 1, 1)
amounts = st.integers(0, 10**9)
headings = st.sampled_from(["", "Rent", "rent ", "Servers"])


@st.composite
def movements(draw: st.DrawFn) -> list[Movement]:
    return [
        Movement(
            entry_id=UUID(int=number),
            kind=draw(st.sampled_from(["payment", "income", "subsidy", "support"])),
            title=draw(st.text(max_size=12)),
            day=FIRST + timedelta(days=draw(st.integers(0, 30))),
            heading=draw(headings),
            cents=draw(st.integers(-(10**9), 10**9)),
            other_side=draw(st.sampled_from(["", "Shop"])),
            way=draw(st.sampled_from(["", "cash", "card"])),
        )
        for number in range(draw(st.integers(0, 8)))
    ]


def codes(**facts: object) -> list[str]:
    return [str(refusal.code) for refusal in payment_refusals(**facts)]


def test_it_works() -> None:
    assert codes(amount=5000, limit=5000, allowed=None, paid=0) == []
    assert codes(amount=5001, limit=5000, allowed=None, paid=0) == ["payment-needs-a-decision"]
    assert codes(amount=1, limit=0, allowed=None, paid=0) == ["payment-needs-a-decision"]
    assert codes(amount=1, limit=None, allowed=None, paid=0) == ["payment-limit-open"]
    assert codes(amount=5001, limit=None, allowed=9000, paid=3999) == []
    assert codes(amount=5001, limit=10**9, allowed=9000, paid=4000) == ["payment-more-than-allowed"]


@given(amount=amounts, limit=st.none() | amounts, allowed=st.none() | amounts, paid=amounts)
def test_never_more_than_is_allowed(amount: int, limit: int | None, allowed: int | None, paid: int) -> None:
    fits = not codes(amount=amount, limit=limit, allowed=allowed, paid=paid)
    bound = allowed if allowed is not None else limit
    assert fits == (bound is not None and paid + amount <= bound)


@given(found=movements(), since=st.none() | st.integers(0, 30), length=st.none() | st.integers(0, 30))
def test_a_balance_is_the_sum_of_what_moved(found: list[Movement], since: int | None, length: int | None) -> None:
    first = None if since is None else FIRST + timedelta(days=since)
    last = None if length is None else (first or FIRST) + timedelta(days=length)
    told = balance(movements=found, since=first, before=last)
    assert told.after == sum(one.cents for one in found if last is None or one.day < last)
    assert min(told.received, told.paid) >= 0
    assert told.before == sum(one.cents for one in found if first is not None and one.day < first)


@given(found=movements(), spending=amounts, income=amounts, committed=amounts)
def test_headings_lose_nothing(found: list[Movement], spending: int, income: int, committed: int) -> None:
    planned = [Planned(heading="Rent", income=False, cents=spending), Planned(heading="", income=True, cents=income)]
    rows = by_heading(movements=found, planned=planned, committed=[("Servers", committed)])
    assert sum(row.received - row.paid for row in rows) == sum(one.cents for one in found)
    assert sum(row.planned_spending for row in rows) == spending
    assert sum(row.planned_income for row in rows) == income
    assert sum(row.committed for row in rows) == committed
    assert [row.heading for row in rows].count("") == 1
    assert rows[-1].heading == ""


@given(found=movements())
def test_accounting_entries_always_balance(found: list[Movement]) -> None:
    accounts = {"rent": ("613000", "Locations")}
    lines = [line.split("\t") for line in fec.written(movements=found, accounts=accounts).split("\r\n")]
    assert lines.pop() == [""]
    assert lines.pop(0) == list(fec.COLUMNS)
    assert len(lines) == 2 * len(found)
    cents = [[int(line[column].replace(",", "")) for line in lines] for column in (11, 12)]
    assert sum(cents[0]) == sum(cents[1]) == sum(abs(one.cents) for one in found)
    assert all(len(line) == 18 for line in lines)
    assert all(line[4] == "613000" for line in lines if line[5] == "Locations")


@pytest.mark.parametrize(("siren", "right"), [("", True), ("732 829 320", True), ("732829321", False), ("12", False)])
def test_a_siren_checks_itself(siren: str, right: bool) -> None:
    assert (fec.siren_refusals(siren) == []) is right


def test_accounts_are_read_line_by_line() -> None:
    accounts, faults = fec.read_accounts(
        "Rent = 613200 Locations immobilières\n\nServers 6135\n= 606 Nothing\nA = 6 Short"
    )
    assert accounts == {"rent": ("613200", "Locations immobilières")}
    assert [fault.data["line"] for fault in faults] == [3, 4, 5]
    assert fec.file_name(siren="732 829 320", closing=date(2026, 6, 30)) == "732829320FEC20260630.txt"
