"""Being erased: asked for, announced, called off, done. Counts, minutes and the ledger stay true: they never held a name.

What an erasure does to each table stands in ``logic/personal.py``; tables are reached by their names, as a backup does.
"""

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from toutdoux.decisions.commands.settling import deciding
from toutdoux.kernel.canonical import canonical_json, instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.ledger.commands import Log, writing
from toutdoux.members.commands import record_departure
from toutdoux.members.queries import member
from toutdoux.procedures.logic.events import ProcedureEvent, ProcedureRefusal
from toutdoux.procedures.logic.personal import PERSONAL, Erase
from toutdoux.procedures.models import Erasure
from toutdoux.procedures.queries.inactivity import runner
from toutdoux.procedures.queries.personal import all_rows, rows_of

#: Between being announced and being done: time to say that it was a mistake.
WAITING = timedelta(days=14)
#: Letters and figures that nobody takes for one another.
_SIGNS = "34679ACDEFHJKMNPRTUVWXY"


def leave_and_be_erased(*, actor: Actor, now: datetime) -> datetime:
    """Leave, and ask to be erased; return when that will be done. Both, or neither."""
    with transaction.atomic():
        record_departure(actor=actor, member_id=actor.member_id, now=now)
        with deciding(association_id=actor.association_id, now=now) as log:
            return _announce(log=log, member_id=actor.member_id, by=actor.member_id)


def ask_erasure(*, actor: Actor, member_id: UUID, now: datetime) -> datetime:
    """Ask, on the request of someone who has left, that they be erased; return when that will be done."""
    with deciding(association_id=actor.association_id, now=now) as log:
        refusals = []
        if not runner(actor=actor, now=log.at).may_begin:
            refusals.append(Refusal(code=ProcedureRefusal.ERASURE_NOT_YOURS))
        row = member(actor=actor, member_id=member_id, now=log.at)
        if row.left_at is None or row.left_at > log.at:
            refusals.append(Refusal(code=ProcedureRefusal.STILL_A_MEMBER))
        refuse_if_any(refusals)
        return _announce(log=log, member_id=member_id, by=actor.member_id)


def cancel_erasure(*, actor: Actor, erasure_id: UUID, now: datetime) -> None:
    """Call off an erasure that is announced, on the person's request."""
    with deciding(association_id=actor.association_id, now=now) as log:
        if not runner(actor=actor, now=log.at).may_begin:
            raise Refused([Refusal(code=ProcedureRefusal.ERASURE_NOT_YOURS)])
        rows = Erasure.objects.filter(id=erasure_id, association_id=actor.association_id, cancelled_at=None)
        row = rows.filter(applied_at=None).first()
        if row is None:
            raise Refused([Refusal(code=ProcedureRefusal.ERASURE_UNKNOWN)])
        row.cancelled_at = log.at
        row.save(update_fields=["cancelled_at"])
        log.append(kind=ProcedureEvent.ERASURE_CANCELLED, actor_id=actor.member_id, data={"member": str(row.member_id)})


def erase_due(*, association_id: UUID, pseudonym: Callable[[str], str], now: datetime) -> int:
    """Erase those whose announcement is over; return how many. What the worker calls.

    ``pseudonym`` makes a name of a few signs, drawn at random: from it nobody is found again.
    """
    due = Erasure.objects.filter(association_id=association_id, cancelled_at=None, applied_at=None, due_at__lte=now)
    if not due.exists():
        return 0
    with writing(association_id=association_id, now=now) as log:
        found = list(due.order_by("due_at", "id"))
        for row in found:
            _erase(member_id=row.member_id, name=pseudonym("".join(secrets.choice(_SIGNS) for _ in range(5))))
            row.applied_at = log.at
            row.save(update_fields=["applied_at"])
            log.append(kind=ProcedureEvent.ERASED, actor_id=None, data={"member": str(row.member_id)})
        return len(found)


def _announce(*, log: Log, member_id: UUID, by: UUID) -> datetime:
    standing = Erasure.objects.filter(member_id=member_id, cancelled_at=None).first()
    if standing is not None:
        code = ProcedureRefusal.ALREADY_ERASED if standing.applied_at else ProcedureRefusal.ERASURE_ASKED
        raise Refused([Refusal(code=code)])
    due_at = log.at + WAITING
    Erasure.objects.create(
        association_id=log.association_id, member_id=member_id, asked_by_id=by, asked_at=log.at, due_at=due_at
    )
    log.append(
        kind=ProcedureEvent.ERASURE_ANNOUNCED,
        actor_id=by,
        data={"member": str(member_id), "due_at": instant_text(due_at)},
    )
    return due_at


def _erase(*, member_id: UUID, name: str) -> None:
    """Put another name in the register, empty what is told of the person, forget what only they used."""
    rows = all_rows("members.Member").values_list("association_id", "account_id", "name")
    association_id, account_id, old_name = rows.get(pk=member_id)
    _forget_naming(association_id=association_id, name=old_name)
    _rename_in_registers(association_id=association_id, old=old_name, new=name)
    for label, table in PERSONAL.items():
        if table.erase is Erase.KEEP or not table.paths:
            continue
        rows = rows_of(label=label, table=table, member_id=member_id, account_id=None)
        if table.erase is Erase.DELETE:
            rows.delete()
            continue
        empty = {field: None if field == "account" else "" for field in table.blank}
        rows.update(**empty, **dict.fromkeys(table.pseudonym, name))
    _forget_account(account_id)


def _forget_naming(*, association_id: UUID, name: str) -> None:
    """Delete the words in which the person may be named, to whomever they were sent.

    They are looked for by the longest part of the name: a line may break between two, and a chat mark signs in one.
    """
    part = max(re.findall(r"[^\W_]+", name), key=len, default=name)
    for label, table in PERSONAL.items():
        if table.naming:
            named = Q()
            for field in table.naming:
                named |= Q(**{f"{field}__icontains": part})
            all_rows(label).filter(named, **{table.place: association_id}).delete()


def _rename_in_registers(*, association_id: UUID, old: str, new: str) -> None:
    """Put the new name where registers hold a copy of the old one: in what entries are found by, and in what they said before."""
    found_by, said = searchable(old), _in_json(old)
    for row in all_rows("registers.Entry").filter(association_id=association_id, search__contains=found_by):
        row.search = row.search.replace(found_by, searchable(new))
        row.save(update_fields=["search"])
    for row in all_rows("registers.Revision").filter(entry__association_id=association_id, before__contains=said):
        row.before = row.before.replace(said, _in_json(new))
        row.save(update_fields=["before"])


def _in_json(text: str) -> str:
    return canonical_json(text).decode()


def _forget_account(account_id: UUID | None) -> None:
    """Delete the account of who is no member anywhere any more; sessions and keys go with it."""
    members = all_rows("members.Member")
    if account_id is not None and not members.filter(account_id=account_id).exists():
        all_rows("accounts.Account").filter(pk=account_id).delete()
