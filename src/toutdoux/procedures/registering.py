"""The one way into every register: activities, money, services. Each kind of entry has its sheet; here they stand together.

Surfaces make one call to a function below; what brings in a whole period at once opens its own page of the ledger and
calls ``record_in`` for each entry. Any member notes activities, requests, partners and projects; money and services are
kept by those who vote.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

from toutdoux.activities.logic import sheets as activities
from toutdoux.decisions.queries.outcomes import has_passed
from toutdoux.finance import commands as finance
from toutdoux.finance.logic import sheets as money
from toutdoux.finance.logic.events import FinanceRefusal
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import require_vote
from toutdoux.registers import commands
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.shape import Register, Sheet
from toutdoux.registers.queries import EntryRow, access_entry
from toutdoux.services.logic import sheets as services

#: Every kind of entry there is, in the order in which it is offered.
SHEETS: Mapping[str, Sheet] = MappingProxyType(
    {sheet.kind: sheet for sheet in (*activities.SHEETS, *money.SHEETS, *services.SHEETS)}
)
#: The registers that are kept by those who vote.
KEPT_BY_VOTERS = frozenset({Register.MONEY, Register.SERVICE})


def sheet_of(*, kind: str) -> Sheet:
    """Return the sheet of a kind, or refuse."""
    with suppress(KeyError):
        return SHEETS[kind]
    raise Refused([Refusal(code=RegisterRefusal.UNKNOWN_KIND)])


def sheets_of(*, register: Register) -> tuple[Sheet, ...]:
    """Return the sheets of a register."""
    return tuple(sheet for sheet in SHEETS.values() if sheet.register is register)


def states_by_hand(*, kind: str) -> tuple[str, ...]:
    """Return where entries of a kind may be said to stand by hand; the rest is for decisions to say."""
    return tuple(state for state in SHEETS[kind].states if (kind, state) != ("expense", money.COMMITTED))


def may_keep(*, register: Register, votes: bool) -> bool:
    """Say whether a member may note things in a register; ``votes``: whether they vote."""
    return votes or register not in KEPT_BY_VOTERS


def record_entry(*, actor: Actor, kind: str, draft: EntryDraft, key: str = "", now: datetime) -> UUID:
    """Note an entry of ``kind`` and return its id; the same ``key`` again is the same entry."""
    with writing(association_id=actor.association_id, now=now) as log:
        _require_may(actor, sheet_of(kind=kind).register, at=log.at)
        return record_in(log=log, kind=kind, draft=draft, actor_id=actor.member_id, key=key)


def record_in(*, log: Log, kind: str, draft: EntryDraft, actor_id: UUID | None, key: str = "") -> UUID:
    """Note an entry on a page of the ledger that is open, for whoever brings in many at once. Returns its id."""
    _check(log, kind=kind, draft=draft)
    return commands.record(log=log, sheet=sheet_of(kind=kind), draft=draft, actor_id=actor_id, key=key)


def commit_amount(
    *, actor: Actor, action_id: UUID, amount: int, purpose: str, heading: str = "", day: date, now: datetime
) -> UUID:
    """Note what an action that passed allows to be spent, where it did not say so by itself. Returns the expense's id."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        if not has_passed(association_id=actor.association_id, action_id=action_id):
            raise Refused([Refusal(code=FinanceRefusal.ACTION_HAS_NOT_PASSED)])
        return finance.record_commitment(
            log=log,
            action_id=action_id,
            amount=amount,
            purpose=purpose,
            heading=heading,
            day=day,
            actor_id=actor.member_id,
        )


def change_entry(*, actor: Actor, entry_id: UUID, revision: int, draft: EntryDraft, now: datetime) -> None:
    """Replace what an entry says; ``revision`` is the one that was read."""
    with writing(association_id=actor.association_id, now=now) as log:
        entry = _mine(actor, entry_id, at=log.at)
        _check(log, kind=entry.kind, draft=draft, entry=entry)
        commands.change(
            log=log,
            sheet=SHEETS[entry.kind],
            entry=entry,
            revision=revision,
            draft=draft,
            actor_id=actor.member_id,
        )


def move_entry(*, actor: Actor, entry_id: UUID, state: str, day: date, now: datetime) -> None:
    """Say that an entry stands elsewhere from ``day`` on: answered, signed, done, closed."""
    with writing(association_id=actor.association_id, now=now) as log:
        entry = _mine(actor, entry_id, at=log.at)
        if entry.kind == "expense" and state == money.COMMITTED:
            raise Refused([Refusal(code=RegisterRefusal.STATE_BY_DECISION)])
        commands.move(log=log, sheet=SHEETS[entry.kind], entry=entry, state=state, day=day, actor_id=actor.member_id)


def tie_entry(*, actor: Actor, entry_id: UUID, other_id: UUID, day: date, now: datetime) -> None:
    """Say that an entry stands on another from ``day`` on: a service on a machine."""
    with writing(association_id=actor.association_id, now=now) as log:
        entry = _mine(actor, entry_id, at=log.at)
        other = access_entry(association_id=actor.association_id, entry_id=other_id)
        commands.tie(log=log, sheet=SHEETS[entry.kind], entry=entry, other=other, day=day, actor_id=actor.member_id)


def untie_entry(*, actor: Actor, entry_id: UUID, other_id: UUID, day: date, now: datetime) -> None:
    """Say that an entry stands on another no longer, from ``day`` on."""
    with writing(association_id=actor.association_id, now=now) as log:
        entry = _mine(actor, entry_id, at=log.at)
        commands.untie(log=log, entry=entry, other_id=other_id, day=day, actor_id=actor.member_id)


def withdraw_entry(*, actor: Actor, entry_id: UUID, reason: str, now: datetime) -> None:
    """Take an entry out of every list and count, saying why; it stays readable at its address."""
    with writing(association_id=actor.association_id, now=now) as log:
        entry = _mine(actor, entry_id, at=log.at)
        commands.withdraw(log=log, entry=entry, reason=reason, actor_id=actor.member_id)


def add_file(*, actor: Actor, entry_id: UUID, name: str, data: bytes, now: datetime) -> UUID:
    """Keep a file with an entry: a receipt, a convention, a poster. Returns its id."""
    with writing(association_id=actor.association_id, now=now) as log:
        entry = _mine(actor, entry_id, at=log.at)
        return commands.add_file(log=log, entry=entry, name=name, data=data, actor_id=actor.member_id)


def remove_file(*, actor: Actor, entry_id: UUID, file_id: UUID, now: datetime) -> None:
    """Take a file of an entry away: its bytes are erased."""
    with writing(association_id=actor.association_id, now=now) as log:
        entry = _mine(actor, entry_id, at=log.at)
        commands.remove_file(log=log, entry=entry, file_id=file_id, actor_id=actor.member_id)


def _check(log: Log, *, kind: str, draft: EntryDraft, entry: EntryRow | None = None) -> None:
    """Refuse what the rules of a kind do not let anyone write by hand."""
    if kind == "payment":
        finance.check_payment(log=log, draft=draft, itself=entry.id if entry else None)
    if kind == "expense" and draft.state == money.COMMITTED:
        raise Refused([Refusal(code=RegisterRefusal.STATE_BY_DECISION)])
    if entry is not None and entry.decided and (draft.amount, draft.action_id) != (entry.amount, entry.action_id):
        # What a decision allows is what it allows: another decision allows something else.
        raise Refused([Refusal(code=RegisterRefusal.STATE_BY_DECISION)])


def _mine(actor: Actor, entry_id: UUID, *, at: datetime) -> EntryRow:
    entry = access_entry(association_id=actor.association_id, entry_id=entry_id)
    _require_may(actor, entry.register, at=at)
    return entry


def _require_may(actor: Actor, register: Register, *, at: datetime) -> None:
    if register in KEPT_BY_VOTERS:
        require_vote(actor=actor, at=at)
