"""What decisions do to money, what a payment must satisfy, and what is said once about money."""

from datetime import date, datetime
from uuid import UUID

from toutdoux.associations import commands as associations
from toutdoux.associations.queries import current_rulebook
from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.finance.logic.fec import read_accounts, siren_refusals
from toutdoux.finance.logic.limits import payment_refusals
from toutdoux.finance.logic.sheets import COMMITTED, GIVEN_UP, SHEETS
from toutdoux.finance.queries import allowed_for, paid_for, payment_limit
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote
from toutdoux.registers import commands as registers
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.logic.shape import Register
from toutdoux.registers.queries import access_entry, entries
from toutdoux.rules.reading import with_answers

_BY_KIND = {sheet.kind: sheet for sheet in SHEETS}


def check_payment(*, log: Log, draft: EntryDraft, itself: UUID | None = None) -> None:
    """Refuse a payment that no decision allows and that is above the rulebook's limit, or that is more than is allowed."""
    if draft.amount is None:
        return
    allowed, paid = None, 0
    if draft.about_id is not None:
        expense = access_entry(association_id=log.association_id, entry_id=draft.about_id)
        allowed = allowed_for(expense)
        paid = paid_for(association_id=log.association_id, expense_id=expense.id, without=itself)
    limit = payment_limit(association_id=log.association_id)
    refuse_if_any(payment_refusals(amount=draft.amount, limit=limit, allowed=allowed, paid=paid))


def record_commitment(
    *,
    log: Log,
    action_id: UUID,
    amount: int,
    purpose: str,
    heading: str = "",
    day: date,
    actor_id: UUID | None = None,
) -> UUID:
    """Note that an action that passed allows ``amount`` cents to be spent from ``day`` on. Returns the id of the expense."""
    draft = EntryDraft(
        title=purpose, day=day, amount=amount, action_id=action_id, state=COMMITTED, values={"heading": heading}
    )
    return registers.record(log=log, sheet=_BY_KIND["expense"], draft=draft, actor_id=actor_id, decided=True)


def record_revision(*, log: Log, begun_by_id: UUID, action_id: UUID, amount: int, purpose: str, day: date) -> UUID:
    """Note that a later decision puts ``amount`` cents in place of what an earlier one allowed to begin with.

    What was paid stays paid. An expense that was given up or withdrawn meanwhile stays so: another is noted then. Returns
    the id of the expense.
    """
    rows = entries(association_id=log.association_id, kinds=("expense",), action_id=begun_by_id)
    open_ = next((row for row in rows if allowed_for(row) is not None), None)
    if open_ is None:
        return record_commitment(log=log, action_id=action_id, amount=amount, purpose=purpose, day=day)
    registers.revise(log=log, entry=open_, amount=amount, action_id=action_id)
    return open_.id


def record_end_of_commitment(*, log: Log, action_id: UUID, ended_by_id: UUID, day: date) -> bool:
    """Give up what ``action_id`` allowed and is not all paid: it was annulled. Return whether anything was given up."""
    rows = entries(association_id=log.association_id, kinds=("expense",), action_id=action_id)
    open_ = [row for row in rows if row.decided and row.state == COMMITTED]
    for row in open_:
        registers.move(
            log=log,
            sheet=_BY_KIND["expense"],
            entry=row,
            state=GIVEN_UP,
            day=max(day, row.steps[-1].day),
            actor_id=None,
            action_id=ended_by_id,
        )
    return bool(open_)


def change_money_settings(
    *,
    actor: Actor,
    accounts: str,
    siren: str,
    levels: tuple[str, ...],
    chart: str,
    limit: str = "",
    now: datetime,
) -> None:
    """Say where the real accounts are, the SIREN, the levels of support memberships and the account of each heading.

    ``limit``: above which amount a payment needs a decision, in whole units; asked until it is chosen, and then part of
    the rulebook: only a decision changes it. Anyone with the voting right may do so.
    """
    refusals = siren_refusals(siren) + read_accounts(chart)[1]
    if limit and not (limit.isascii() and limit.isdigit() and len(limit) < 8):
        refusals.append(Refusal(code=FinanceRefusal.LIMIT_MALFORMED))
    refuse_if_any(refusals)
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        rulebook = current_rulebook(association_id=actor.association_id).rulebook
        if limit and rulebook.money.payment_limit is None:
            complete = with_answers(rulebook, {"money.payment_limit": int(limit)})
            associations.record_rulebook(log=log, rulebook=complete, actor_id=actor.member_id)
        values = {
            "accounts": accounts.strip()[:1000],
            "siren": siren.replace(" ", ""),
            "levels": [level.strip()[:60] for level in levels if level.strip()][:20],
            "chart": chart.strip()[:5000],
        }
        kept = {name: value for name, value in values.items() if value}
        registers.write_settings(log=log, register=Register.MONEY, values=kept, actor_id=actor.member_id)
