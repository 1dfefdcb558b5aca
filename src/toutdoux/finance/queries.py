"""What the register of money says: movements, balance, figures by heading, what decisions allow. Amounts in cents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.associations.queries import PeriodRow, association, current_rulebook
from toutdoux.finance.logic import fec
from toutdoux.finance.logic.accounts import Balance, HeadingRow, Movement, Planned, balance, by_heading
from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.finance.logic.sheets import COMMITTED, RECEIVED
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.registers.logic.shape import Register
from toutdoux.registers.queries import EntryRow, entries, settings_of

#: Kinds whose money is there once they stand at ``RECEIVED``; the others moved money on their day.
_BY_STATE = ("subsidy", "support")
_OTHER_SIDE = {"payment": "payee", "income": "payer", "subsidy": "funder", "support": "organisation"}


@dataclass(frozen=True, kw_only=True)
class ExpenseRow:
    """An expense with what decisions allow for it (None: no decision does) and what was paid so far."""

    row: EntryRow
    allowed: int | None
    paid: int


@dataclass(frozen=True, kw_only=True)
class MoneySettings:
    """What an association says once about its money. ``accounts``: where the real ones are kept. ``chart``: headings, as typed."""

    accounts: str
    siren: str
    levels: tuple[str, ...]
    chart: str


@dataclass(frozen=True, kw_only=True)
class MoneyPage:
    """A period's money: balance, headings, expenses that are open, and the movements, the latest first.

    Then what is no movement by itself: subsidies, support memberships, and loans that are out or began in the period.
    """

    balance: Balance
    headings: tuple[HeadingRow, ...]
    expenses: tuple[ExpenseRow, ...]
    movements: tuple[Movement, ...]
    subsidies: tuple[EntryRow, ...]
    supports: tuple[EntryRow, ...]
    loans: tuple[EntryRow, ...]


def movements(*, association_id: UUID, period: PeriodRow | None = None) -> tuple[Movement, ...]:
    """Return every movement of money, the earliest first; ``period``: those whose day falls into it."""
    zone = association(association_id=association_id).zone
    rows = entries(association_id=association_id, kinds=("payment", "income", *_BY_STATE))
    found = [one for row in rows if (one := _movement(row, zone=zone)) is not None]
    if period is not None:
        found = [one for one in found if _within(one.day, period)]
    return tuple(sorted(found, key=lambda one: (one.day, str(one.entry_id))))


def money_page(*, association_id: UUID, period: PeriodRow | None) -> MoneyPage:
    """Return the money of a period; of all time without one."""
    every = movements(association_id=association_id)
    inside = tuple(one for one in every if period is None or _within(one.day, period))
    open_ = expenses(association_id=association_id, period=period)
    return MoneyPage(
        balance=balance(
            movements=every,
            since=period.starts_on if period else None,
            before=period.ends_on if period else None,
        ),
        headings=by_heading(
            movements=inside,
            planned=budget(association_id=association_id, period=period),
            committed=[
                (str(one.row.values.get("heading", "")), one.allowed - one.paid)
                for one in open_
                if one.allowed is not None and one.allowed > one.paid and one.row.state == COMMITTED
            ],
        ),
        expenses=open_,
        movements=tuple(reversed(inside)),
        subsidies=subsidies(association_id=association_id, period=period),
        supports=supports(association_id=association_id, period=period),
        loans=tuple(
            row
            for row in loans(association_id=association_id)
            if row.state != "returned" or period is None or _within(row.day, period)
        ),
    )


def expenses(*, association_id: UUID, period: PeriodRow | None = None) -> tuple[ExpenseRow, ...]:
    """Return the expenses of a period, the earliest first, each with what is allowed and what was paid."""
    rows = entries(association_id=association_id, kinds=("expense",), period=period)
    paid = _paid(association_id=association_id)
    return tuple(ExpenseRow(row=row, allowed=_allowed(row), paid=paid.get(row.id, 0)) for row in rows)


def budget(*, association_id: UUID, period: PeriodRow | None) -> tuple[Planned, ...]:
    """Return the lines of the budget of a period."""
    rows = entries(association_id=association_id, kinds=("budget",), period=period)
    return tuple(
        Planned(heading=str(row.values["heading"]), income=row.values.get("side") == "income", cents=row.amount or 0)
        for row in rows
    )


def supports(*, association_id: UUID, period: PeriodRow | None = None) -> tuple[EntryRow, ...]:
    """Return the support memberships of organisations, the earliest first."""
    return entries(association_id=association_id, kinds=("support",), period=period)


def subsidies(*, association_id: UUID, period: PeriodRow | None = None) -> tuple[EntryRow, ...]:
    """Return the subsidies asked for, the earliest first; ``amount`` is what was obtained, ``values["asked"]`` the rest."""
    return entries(association_id=association_id, kinds=("subsidy",), period=period)


def loans(*, association_id: UUID) -> tuple[EntryRow, ...]:
    """Return goods and credits that were lent, to us or by us."""
    return entries(association_id=association_id, kinds=("loan",))


def by_action(*, association_id: UUID, action_id: UUID) -> tuple[ExpenseRow, ...]:
    """Return what an action allows to be spent, and what was spent of it."""
    rows = entries(association_id=association_id, kinds=("expense",), action_id=action_id)
    paid = _paid(association_id=association_id)
    return tuple(ExpenseRow(row=row, allowed=_allowed(row), paid=paid.get(row.id, 0)) for row in rows)


def has_receipt(row: EntryRow) -> bool:
    """Say whether a receipt can be given: for a support membership whose money was received, and that stands."""
    there = row.kind == "support" and row.withdrawn_at is None and row.day_of(RECEIVED) is not None
    return there and bool(row.amount)


def payment_limit(*, association_id: UUID) -> int | None:
    """Return above which amount a payment needs a decision, in cents; None while the association has not chosen."""
    limit = current_rulebook(association_id=association_id).rulebook.money.payment_limit
    return None if limit is None else limit * 100


def money_settings(*, association_id: UUID) -> MoneySettings:
    """Return what the association says once about its money."""
    said: Mapping[str, Any] = settings_of(association_id=association_id, register=Register.MONEY)
    return MoneySettings(
        accounts=str(said.get("accounts", "")),
        siren=str(said.get("siren", "")),
        levels=tuple(said.get("levels", ())),
        chart=str(said.get("chart", "")),
    )


def fec_file(*, association_id: UUID, period: PeriodRow) -> tuple[str, str]:
    """Return the name and the text of the accounting entries of a period, or refuse."""
    said = money_settings(association_id=association_id)
    if not said.siren:
        raise Refused([Refusal(code=FinanceRefusal.SIREN_MISSING)])
    if period.ends_on is None:
        raise Refused([Refusal(code=FinanceRefusal.PERIOD_WITHOUT_DAYS, data={"period": period.code})])
    accounts, _faults = fec.read_accounts(said.chart)
    found = movements(association_id=association_id, period=period)
    closing = date.fromordinal(period.ends_on.toordinal() - 1)
    return fec.file_name(siren=said.siren, closing=closing), fec.written(movements=found, accounts=accounts)


def paid_for(*, association_id: UUID, expense_id: UUID, without: UUID | None = None) -> int:
    """Return what was paid for an expense, ``without`` one of its payments."""
    rows = entries(association_id=association_id, kinds=("payment",), about_id=expense_id)
    return sum(row.amount or 0 for row in rows if row.id != without)


def allowed_for(expense: EntryRow) -> int | None:
    """Return what a decision allows for an expense; None without one, or where it was given up."""
    return _allowed(expense)


def _allowed(row: EntryRow) -> int | None:
    return row.amount if row.decided and row.state in {COMMITTED, "paid"} and row.withdrawn_at is None else None


def _paid(*, association_id: UUID) -> dict[UUID, int]:
    paid: dict[UUID, int] = {}
    for row in entries(association_id=association_id, kinds=("payment",)):
        if row.about_id is not None:
            paid[row.about_id] = paid.get(row.about_id, 0) + (row.amount or 0)
    return paid


def _movement(row: EntryRow, *, zone: ZoneInfo) -> Movement | None:
    day = row.day_of(RECEIVED) if row.kind in _BY_STATE else row.day
    if day is None or not row.amount:
        return None
    return Movement(
        entry_id=row.id,
        kind=row.kind,
        title=row.title,
        day=day,
        heading=str(row.values.get("heading", "")),
        cents=-row.amount if row.kind == "payment" else row.amount,
        other_side=str(row.values.get(_OTHER_SIDE[row.kind], "")),
        receipt=str(row.values.get("receipt", "")),
        way=str(row.values.get("way", "")),
        about_id=row.about_id,
        action_id=row.action_id,
        noted_on=row.created_at.astimezone(zone).date(),
    )


def _within(day: date, period: PeriodRow) -> bool:
    if period.starts_on is None or day < period.starts_on:
        return False
    return period.ends_on is None or day < period.ends_on


def totals(rows: Iterable[HeadingRow]) -> HeadingRow:
    """Return the sum of the headings, as a heading without a name."""
    every = tuple(rows)
    return HeadingRow(
        heading="",
        planned_spending=sum(row.planned_spending for row in every),
        committed=sum(row.committed for row in every),
        paid=sum(row.paid for row in every),
        planned_income=sum(row.planned_income for row in every),
        received=sum(row.received for row in every),
    )
