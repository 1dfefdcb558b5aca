"""Taking in an old table: every row, or none. Nothing of it is decided here, and nothing of it is altered."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from toutdoux.associations.commands import record_period
from toutdoux.associations.logic.checks import PeriodFacts, period_refusals
from toutdoux.associations.queries import PeriodRow, periods
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.logic.importing import ImportPlan, row_digest
from toutdoux.decisions.logic.tables import HistoricalRow
from toutdoux.decisions.models import Action, HistoricalRecord
from toutdoux.decisions.queries.exporting import planned_import
from toutdoux.kernel.refusal import refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.ledger.commands import Log, writing
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What an import did, or would do: rows added, rows that were there already, whether the period is new."""

    added: tuple[HistoricalRow, ...]
    known: tuple[HistoricalRow, ...]
    new_period: bool


def preview_import(*, association_id: UUID, period: str, kind: Kind, rows: Sequence[HistoricalRow]) -> Imported:
    """Say what ``import_rows`` would do, and write nothing. Refuses what it would refuse."""
    found = _period(association_id=association_id, code=period)
    if found is None:
        refuse_if_any(period_refusals(period=PeriodFacts(code=period), taken=frozenset()))
    plan = _plan(association_id=association_id, found=found, kind=kind, rows=rows)
    return Imported(added=plan.new, known=plan.known, new_period=found is None)


def import_rows(
    *,
    association_id: UUID,
    actor_id: UUID | None,
    period: str,
    kind: Kind,
    rows: Sequence[HistoricalRow],
    now: datetime,
) -> Imported:
    """Enter ``rows`` in the register as historical records of a period and kind, all of them or none.

    A row keeps its number, tally, label and its lead's name as text; it creates no member, ballot or effect. A period that
    is not known is opened without dates. A row that is there already changes nothing; one that differs is refused with
    the difference, and so is a number that an action decided here bears. ``actor_id`` None: whoever runs the
    installation, from the command line.
    """
    with writing(association_id=association_id, now=now) as log:
        found = _period(association_id=association_id, code=period)
        plan = _plan(association_id=association_id, found=found, kind=kind, rows=rows)
        if plan.new:
            if found is None:
                record_period(log=log, period=PeriodFacts(code=period), actor_id=actor_id)
            opened = found or _period(association_id=association_id, code=period)
            assert opened is not None
            _write(log=log, period_id=opened.id, kind=kind, rows=plan.new, actor_id=actor_id)
        return Imported(added=plan.new, known=plan.known, new_period=found is None and bool(plan.new))


def _period(*, association_id: UUID, code: str) -> PeriodRow | None:
    rows = periods(association_id=association_id)
    return next((row for row in rows if row.code.casefold() == code.casefold()), None)


def _plan(*, association_id: UUID, found: PeriodRow | None, kind: Kind, rows: Sequence[HistoricalRow]) -> ImportPlan:
    plan = planned_import(
        association_id=association_id, period_id=found.id if found else None, kind=kind, rows=tuple(rows)
    )
    refuse_if_any(plan.refusals)
    return plan


def _write(*, log: Log, period_id: int, kind: Kind, rows: Sequence[HistoricalRow], actor_id: UUID | None) -> None:
    actions = [
        Action(
            id=uuid4(),
            association_id=log.association_id,
            kind=kind,
            period_id=period_id,
            number=row.number,
            historical=True,
            title=row.title,
            search=searchable(row.title, row.text, row.note, row.lead),
            created_at=log.at,
            opened_on=row.opened_on,
        )
        for row in rows
    ]
    records = [
        HistoricalRecord(
            action=action,
            salt=secrets.token_hex(16),
            lead=row.lead,
            for_votes=row.for_,
            against_votes=row.against,
            council=row.council,
            label=row.label,
            status_text=row.status_text,
            note=row.note,
            link=row.link,
            text=row.text,
            urgent=row.urgent_text,
            carried_out_on=row.carried_out_on,
        )
        for action, row in zip(actions, rows, strict=True)
    ]
    Action.objects.bulk_create(actions)
    HistoricalRecord.objects.bulk_create(records)
    for action, record, row in zip(actions, records, rows, strict=True):
        log.append(
            kind=DecisionEvent.HISTORY_IMPORTED,
            actor_id=actor_id,
            data={
                "action": str(action.id),
                "period": period_id,
                "kind": str(kind),
                "number": row.number,
                "digest": row_digest(salt=record.salt, action_id=action.id, period_id=period_id, kind=kind, row=row),
            },
        )
