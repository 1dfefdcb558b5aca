"""Noting an entry, changing it, moving it on, withdrawing it, keeping files with it; each writes on an open page of the ledger.

Who may, and what a kind needs besides (a payment its decision), is said by whoever opens the page:
``procedures.registering``. Every text that is replaced is kept in a revision; nothing is deleted.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from toutdoux.associations.queries import periods
from toutdoux.kernel.canonical import canonical_json, instant_text
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.kernel.search import searchable
from toutdoux.ledger.commands import Log
from toutdoux.members.queries import names
from toutdoux.registers.logic.drafts import (
    EntryDraft,
    day_refusals,
    draft_refusals,
    kept_values,
    reason_refusals,
    search_text,
)
from toutdoux.registers.logic.events import RegisterEvent, RegisterRefusal
from toutdoux.registers.logic.files import file_refusals, file_sort, safe_name
from toutdoux.registers.logic.shape import Register, Sheet
from toutdoux.registers.models import Entry, File, Part, Revision, Settings, Step, Tie, Weighed
from toutdoux.registers.queries import EntryRow, access_entry, settings_of

CURRENCY = "EUR"


def record(
    *,
    log: Log,
    sheet: Sheet,
    draft: EntryDraft,
    actor_id: UUID | None,
    decided: bool = False,
    key: str = "",
) -> UUID:
    """Note an entry and return its id. ``key``: the same gesture, told twice, is one entry.

    ``decided``: the action of the draft passed and made it so by itself. Raises ``Refused`` with everything that is wrong.
    """
    if key:
        known = Entry.objects.filter(association_id=log.association_id, key=key).first()
        if known is not None:
            return known.id
    people = _check(log, sheet=sheet, draft=draft)
    row = Entry(
        id=uuid4(),
        association_id=log.association_id,
        register=sheet.register,
        kind=sheet.kind,
        state=draft.state or (sheet.states[0] if sheet.states else ""),
        decided=decided,
        key=key,
        created_by_id=actor_id,
        created_at=log.at,
    )
    _fill(log, row, sheet=sheet, draft=draft, people=people)
    row.save(force_insert=True)
    Part.objects.bulk_create(Part(entry=row, member_id=member_id) for member_id in people)
    log.append(
        kind=RegisterEvent.RECORDED,
        actor_id=actor_id,
        data={"entry": str(row.id), "kind": row.kind, "decided": decided, "action": _text(row.action_id)} | _told(row),
    )
    if row.state:
        _step(
            log, row=row, state=row.state, day=row.day, actor_id=actor_id, action_id=row.action_id if decided else None
        )
    return row.id


def change(*, log: Log, sheet: Sheet, entry: EntryRow, revision: int, draft: EntryDraft, actor_id: UUID | None) -> None:
    """Replace what an entry says; what it said is kept. ``revision``: the one that was read, lest someone be overwritten."""
    _require_there(entry)
    if revision != entry.revision:
        raise Refused([Refusal(code=RegisterRefusal.CHANGED_MEANWHILE)])
    people = _check(log, sheet=sheet, draft=draft, itself=entry.id)
    row = Entry.objects.get(id=entry.id)
    before = _said(row, people=tuple(name for _id, name in entry.people))
    _fill(log, row, sheet=sheet, draft=draft, people=people)
    Part.objects.filter(entry=row).delete()
    Part.objects.bulk_create(Part(entry=row, member_id=member_id) for member_id in people)
    if before == _said(row, people=tuple(people.values())):
        return
    Revision.objects.create(
        entry=row, number=row.revision, before=canonical_json(before).decode(), at=log.at, by_id=actor_id
    )
    row.revision += 1
    row.save()
    log.append(
        kind=RegisterEvent.CHANGED,
        actor_id=actor_id,
        data={"entry": str(row.id), "revision": row.revision, "action": _text(row.action_id)} | _told(row),
    )


def revise(*, log: Log, entry: EntryRow, amount: int, action_id: UUID) -> None:
    """Put what a later decision allows in place of what an earlier one did; what it said is kept."""
    row = Entry.objects.get(id=entry.id)
    before = canonical_json(_said(row, people=tuple(name for _id, name in entry.people))).decode()
    Revision.objects.create(entry=row, number=row.revision, before=before, at=log.at)
    row.amount, row.action_id, row.revision = amount, action_id, row.revision + 1
    row.save(update_fields=["amount", "action", "revision"])
    log.append(
        kind=RegisterEvent.CHANGED,
        actor_id=None,
        data={"entry": str(row.id), "revision": row.revision, "action": _text(row.action_id)} | _told(row),
    )


def move(
    *,
    log: Log,
    sheet: Sheet,
    entry: EntryRow,
    state: str,
    day: date,
    actor_id: UUID | None,
    action_id: UUID | None = None,
) -> None:
    """Say from which day an entry stands elsewhere: never before the day it came where it is."""
    _require_there(entry)
    if state not in sheet.states:
        raise Refused([Refusal(code=RegisterRefusal.STATE_UNKNOWN)])
    if state == entry.state:
        raise Refused([Refusal(code=RegisterRefusal.STATE_THE_SAME)])
    if entry.steps and day < entry.steps[-1].day:
        data = {"day": entry.steps[-1].day.isoformat()}
        raise Refused([Refusal(code=RegisterRefusal.STATE_EARLIER, data=data)])
    row = Entry.objects.get(id=entry.id)
    row.state = state
    row.save(update_fields=["state"])
    _step(log, row=row, state=state, day=day, actor_id=actor_id, action_id=action_id)


def tie(*, log: Log, sheet: Sheet, entry: EntryRow, other: EntryRow, day: date, actor_id: UUID | None) -> None:
    """Say that an entry stands on another from ``day`` on: a service on a machine."""
    _require_there(entry)
    _require_there(other)
    if other.kind not in sheet.ties or entry.id == other.id:
        raise Refused([Refusal(code=RegisterRefusal.TIE_UNKNOWN)])
    if Tie.objects.filter(entry_id=entry.id, other_id=other.id, before_on=None).exists():
        raise Refused([Refusal(code=RegisterRefusal.TIED_ALREADY)])
    refuse_if_any(day_refusals(name="day", day=day))
    Tie.objects.create(entry_id=entry.id, other_id=other.id, since_on=day)
    told = {"entry": str(entry.id), "other": str(other.id), "day": day.isoformat()}
    log.append(kind=RegisterEvent.TIED, actor_id=actor_id, data=told)


def untie(*, log: Log, entry: EntryRow, other_id: UUID, day: date, actor_id: UUID | None) -> None:
    """Say that an entry stands on another no longer, from ``day`` on: never before the day it came there."""
    _require_there(entry)
    row = Tie.objects.filter(entry_id=entry.id, other_id=other_id, before_on=None).first()
    if row is None:
        raise Refused([Refusal(code=RegisterRefusal.TIE_UNKNOWN)])
    if day < row.since_on:
        raise Refused([Refusal(code=RegisterRefusal.TIE_EARLIER, data={"day": row.since_on.isoformat()})])
    row.before_on = day
    row.save(update_fields=["before_on"])
    told = {"entry": str(entry.id), "other": str(other_id), "day": day.isoformat()}
    log.append(kind=RegisterEvent.UNTIED, actor_id=actor_id, data=told)


def withdraw(*, log: Log, entry: EntryRow, reason: str, actor_id: UUID | None) -> None:
    """Take an entry out of every list and count; it stays readable at its address, with the reason."""
    _require_there(entry)
    refuse_if_any(reason_refusals(reason=reason))
    Entry.objects.filter(id=entry.id).update(
        withdrawn_at=log.at, withdrawn_by_id=actor_id, withdrawn_reason=reason.strip()
    )
    log.append(kind=RegisterEvent.WITHDRAWN, actor_id=actor_id, data={"entry": str(entry.id)})


def add_file(*, log: Log, entry: EntryRow, name: str, data: bytes, actor_id: UUID) -> UUID:
    """Keep a file with an entry. What it is is told by its bytes; its name is made safe. Returns its id."""
    _require_there(entry)
    refuse_if_any(file_refusals(data=data, kept=entry.files))
    sort = file_sort(data)
    assert sort is not None  # refused above
    media_type, suffix = sort
    row = File.objects.create(
        id=uuid4(),
        entry_id=entry.id,
        name=safe_name(name=name, suffix=suffix),
        media_type=media_type,
        size=len(data),
        digest=hashlib.sha256(data).hexdigest(),
        content=data,
        added_at=log.at,
        added_by_id=actor_id,
    )
    told = {"entry": str(entry.id), "file": str(row.id), "size": row.size}
    log.append(kind=RegisterEvent.FILE_ADDED, actor_id=actor_id, data=told)
    return row.id


def remove_file(*, log: Log, entry: EntryRow, file_id: UUID, actor_id: UUID) -> None:
    """Take a file away: its bytes are erased; that there was one, and who took it away, stays in the ledger."""
    rows = File.objects.filter(id=file_id, entry_id=entry.id, removed_at=None)
    if not rows.update(removed_at=log.at, content=b""):
        raise Refused([Refusal(code=RegisterRefusal.UNKNOWN_FILE)])
    told = {"entry": str(entry.id), "file": str(file_id)}
    log.append(kind=RegisterEvent.FILE_REMOVED, actor_id=actor_id, data=told)


def keep_weight(
    *, entry_id: UUID, revision: int, address: str, size: int | None, media_type: str, now: datetime
) -> None:
    """Keep what the server of ``address`` says of its file; nothing of it is governed, so the ledger is not told.

    ``size`` in bytes; None: it did not say, and will be asked again.
    """
    before = Weighed.objects.filter(entry_id=entry_id, address=address, size=None).first()
    tries = 0 if size is not None else (before.tries if before else 0) + 1
    said = {"revision": revision, "address": address, "size": size, "media_type": media_type[:80]}
    Weighed.objects.update_or_create(entry_id=entry_id, defaults={**said, "asked_at": now, "tries": tries})


def write_settings(*, log: Log, register: Register, values: Mapping[str, Any], actor_id: UUID | None) -> None:
    """Keep what an association says once about a register; only what changes is written."""
    before = settings_of(association_id=log.association_id, register=register)
    changed = sorted(name for name in {*before, *values} if before.get(name) != values.get(name))
    if not changed:
        return
    Settings.objects.update_or_create(
        association_id=log.association_id,
        register=register,
        defaults={"values": canonical_json(dict(values)).decode()},
    )
    told = {"register": str(register), "settings": changed}
    log.append(kind=RegisterEvent.SETTINGS_CHANGED, actor_id=actor_id, data=told)


def _require_there(entry: EntryRow) -> None:
    if entry.withdrawn_at is not None:
        raise Refused([Refusal(code=RegisterRefusal.WITHDRAWN)])


def _check(log: Log, *, sheet: Sheet, draft: EntryDraft, itself: UUID | None = None) -> dict[UUID, str]:
    """Refuse a draft with everything that is wrong with it; return its people by their ids."""
    refusals = draft_refusals(sheet=sheet, draft=draft)
    people, unknown = _people(log, draft.people)
    refusals += unknown
    if draft.about_id is not None:
        about = access_entry(association_id=log.association_id, entry_id=draft.about_id)
        if about.kind not in sheet.about or about.id == itself:
            refusals.append(Refusal(code=RegisterRefusal.ABOUT_UNKNOWN))
    if draft.period and _period_id(log, draft.period) is None:
        refusals.append(Refusal(code=RegisterRefusal.PERIOD_UNKNOWN, data={"period": draft.period[:20]}))
    refuse_if_any(refusals)
    return people


def _people(log: Log, typed: tuple[str, ...]) -> tuple[dict[UUID, str], list[Refusal]]:
    wanted = [name for name in (one.strip() for one in typed) if name]
    if not wanted:
        return {}, []
    by_name: dict[str, list[UUID]] = {}
    known = names(association_id=log.association_id)
    for member_id, name in known.items():
        by_name.setdefault(searchable(name), []).append(member_id)
    found: dict[UUID, str] = {}
    refusals = []
    for name in wanted:
        ids = by_name.get(searchable(name), [])
        if len(ids) == 1:
            found[ids[0]] = known[ids[0]]
        else:
            code = RegisterRefusal.PERSON_UNCLEAR if ids else RegisterRefusal.PERSON_UNKNOWN
            refusals.append(Refusal(code=code, data={"name": name[:80]}))
    return found, refusals


def _period_id(log: Log, code: str) -> int | None:
    known = {row.code.casefold(): row.id for row in periods(association_id=log.association_id)}
    return known.get(code.casefold())


def _fill(log: Log, row: Entry, *, sheet: Sheet, draft: EntryDraft, people: Mapping[UUID, str]) -> None:
    assert draft.day is not None  # refused otherwise
    row.title, row.note = draft.title.strip(), draft.note.strip()
    row.day, row.last_day = draft.day, draft.last_day
    row.starts_at, row.ends_at = draft.starts_at, draft.ends_at
    row.amount, row.currency = draft.amount, CURRENCY if draft.amount is not None else ""
    row.action_id, row.about_id = draft.action_id, draft.about_id
    row.period_id = _period_id(log, draft.period) if draft.period else None
    row.values = canonical_json(kept_values(sheet=sheet, draft=draft)).decode()
    row.search = search_text(sheet=sheet, draft=draft, names=tuple(people.values()))


def _said(row: Entry, *, people: tuple[str, ...]) -> dict[str, Any]:
    """Return what an entry says, as a revision keeps it."""
    return {
        "title": row.title,
        "day": row.day.isoformat(),
        "last_day": row.last_day.isoformat() if row.last_day else None,
        "starts_at": _instant(row.starts_at),
        "ends_at": _instant(row.ends_at),
        "amount": row.amount,
        "action": _text(row.action_id),
        "about": _text(row.about_id),
        "period": row.period_id,
        "people": sorted(people),
        "note": row.note,
        "values": json.loads(row.values),
    }


def _told(row: Entry) -> dict[str, Any]:
    """Return what the ledger tells of an entry: days and figures, never a word that someone wrote."""
    return {"day": row.day.isoformat(), "amount": row.amount}


def _step(log: Log, *, row: Entry, state: str, day: date, actor_id: UUID | None, action_id: UUID | None) -> None:
    number = Step.objects.filter(entry=row).count() + 1
    Step.objects.create(entry=row, number=number, state=state, day=day, at=log.at, by_id=actor_id, action_id=action_id)
    told = {"entry": str(row.id), "state": state, "day": day.isoformat(), "action": _text(action_id)}
    log.append(kind=RegisterEvent.MOVED, actor_id=actor_id, data=told)


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None


def _instant(value: datetime | None) -> str | None:
    return instant_text(value) if value else None
