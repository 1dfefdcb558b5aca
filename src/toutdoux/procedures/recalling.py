"""Bringing in a past period whole: its actions, the entries of every register, what was written, or nothing at all."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from toutdoux.associations.commands import record_period
from toutdoux.associations.logic.checks import PeriodFacts
from toutdoux.associations.queries import PeriodRow, association, periods
from toutdoux.decisions.commands.importing import import_rows
from toutdoux.decisions.queries.articles import imported_actions
from toutdoux.kernel.canonical import canonical_json
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import Log, writing
from toutdoux.procedures.logic.period_file import PastEntry, PastPeriod, PastTie, period_from_toml
from toutdoux.procedures.registering import SHEETS, record_in
from toutdoux.registers.commands import move, tie
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.queries import access_entry
from toutdoux.rules.rulebook import Kind
from toutdoux.writings.commands import record_past_period, record_text
from toutdoux.writings.commands.reports import record_own_section

_LETTER = {"E": Kind.EXTRAORDINARY, "O": Kind.ORDINARY}


@dataclass(frozen=True, kw_only=True)
class Recalled:
    """What became of a file: what it says, and whether it is new. ``added`` False: the same was there already."""

    period: PastPeriod
    added: bool


def import_period(
    *, association_id: UUID, actor_id: UUID | None, source: bytes, dry_run: bool = False, now: datetime
) -> Recalled:
    """Bring in a past period written as TOML, whole or not at all.

    Its actions become historical records, its entries stand in their registers, its texts in its reports; nobody becomes a
    member by it. The same file again changes nothing; another one for the same period is refused (``PAST_DIFFERS``).
    Refuses every fault of the file, with its line and key.
    """
    period = period_from_toml(source, sheets=SHEETS, zone=association(association_id=association_id).zone)
    with transaction.atomic():
        added = _bring_in(association_id, actor_id, period, source, now)
        if dry_run:
            transaction.set_rollback(True)
    return Recalled(period=period, added=added)


def _bring_in(association_id: UUID, actor_id: UUID | None, period: PastPeriod, source: bytes, now: datetime) -> bool:
    with writing(association_id=association_id, now=now) as log:
        if _period(association_id, period.code) is None:
            ends_on = period.last_day + timedelta(days=1) if period.last_day else None
            facts = PeriodFacts(code=period.code, title=period.title, starts_on=period.first_day, ends_on=ends_on)
            record_period(log=log, period=facts, actor_id=actor_id)
        row = _period(association_id, period.code)
        assert row is not None
        if not record_past_period(log=log, actor_id=actor_id, period_id=row.id, source=_kept(period, source)):
            return False
    for kind, rows in period.actions.items():
        if rows:
            import_rows(
                association_id=association_id, actor_id=actor_id, period=row.code, kind=kind, rows=rows, now=now
            )
    with writing(association_id=association_id, now=now) as log:
        _record_entries(log, actor_id, period, row)
        _record_texts(log, actor_id, period, row)
    return True


def _period(association_id: UUID, code: str) -> PeriodRow | None:
    rows = periods(association_id=association_id)
    return next((row for row in rows if row.code.casefold() == code.casefold()), None)


def _kept(period: PastPeriod, source: bytes) -> str:
    """Return what the report needs of the file besides its rows, and the digest of all of it."""
    held = {
        "mandates": [{"mandate": one.mandate, "name": one.name} for one in period.mandates],
        "file": hashlib.sha256(source).hexdigest(),
    }
    counted = {"members": period.members} if period.members is not None else {}
    return canonical_json({**held, **counted}).decode()


def _record_entries(log: Log, actor_id: UUID | None, period: PastPeriod, row: PeriodRow) -> None:
    actions = imported_actions(association_id=log.association_id, period_id=row.id)
    by_title: dict[str, UUID] = {}
    standing: list[tuple[PastEntry, UUID, PastTie]] = []
    # What is about another entry comes after it, wherever it stands in the file.
    for entry in sorted(period.entries, key=lambda one: bool(one.about)):
        draft = entry.draft.in_period(
            row.code, action_id=_action(entry, actions, period), about_id=by_title.get(entry.about)
        )
        try:
            found = record_in(log=log, kind=entry.kind, draft=draft, actor_id=actor_id)
            by_title[draft.title] = found
            standing += [(entry, found, past) for past in entry.ties]
            for step in entry.steps:
                move(
                    log=log,
                    sheet=SHEETS[entry.kind],
                    entry=access_entry(association_id=log.association_id, entry_id=found),
                    state=step.state,
                    day=step.day,
                    actor_id=actor_id,
                )
        except Refused as refused:
            raise _placed(refused, period, entry) from refused
    for entry, found, past in standing:
        try:
            tie(
                log=log,
                sheet=SHEETS[entry.kind],
                entry=access_entry(association_id=log.association_id, entry_id=found),
                other=access_entry(association_id=log.association_id, entry_id=by_title[past.on]),
                day=past.since,
                actor_id=actor_id,
            )
        except Refused as refused:
            raise _placed(refused, period, entry) from refused


def _placed(refused: Refused, period: PastPeriod, entry: PastEntry) -> Refused:
    """Return what was refused, each with the line of the entry in the file."""
    place = period.place(entry.path)
    return Refused(
        [Refusal(code=one.code, article=one.article, data={**one.data, **place}) for one in refused.refusals]
    )


def _action(entry: PastEntry, actions: dict[tuple[Kind, int], UUID], period: PastPeriod) -> UUID | None:
    if not entry.action:
        return None
    letter, number = entry.action[:1].upper(), entry.action[1:]
    if letter in _LETTER and number.isdecimal() and (_LETTER[letter], int(number)) in actions:
        return actions[_LETTER[letter], int(number)]
    data = {"field": "action", **period.place((*entry.path, "action"))}
    raise Refused([Refusal(code=RegisterRefusal.CHOICE_UNKNOWN, data=data)])


def _record_texts(log: Log, actor_id: UUID | None, period: PastPeriod, row: PeriodRow) -> None:
    for one in period.texts:
        code = one.section or record_own_section(
            log=log, actor_id=actor_id, period_id=row.id, which=one.which, title=one.title
        )
        record_text(
            log=log,
            actor_id=actor_id,
            period_id=row.id,
            which=one.which,
            code=code,
            text=one.text,
            version=0,
            figures={},
        )
