"""Something noted in a register from a chat, by the command of every door: the same in every chat."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.queries import access_action
from toutdoux.integrations.chat.logic.noting import FROM_SOMEONE, Noted
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.search import searchable
from toutdoux.procedures.registering import record_entry, sheet_of
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.shape import Sheet
from toutdoux.registers.queries import access_entry, standing
from toutdoux.wording.chat import noting

#: What is not said otherwise is an outage: who types in passing means that something does not work.
EFFECT = "down"
#: How much of what could not be read is said again.
_LONGEST = 200


def recorded_answer(*, actor: Actor, association: AssociationRow, found: Noted, note: str = "", now: datetime) -> str:
    """Note something in a register, and say what was understood and where it stands, in the language that is active."""
    if found.unread:
        words = " · ".join(found.unread)[:_LONGEST]
        raise Refused([Refusal(code=RegisterRefusal.UNREAD, data={"words": words})])
    sheet = sheet_of(kind=found.kind)
    draft = _draft(actor, association, sheet, found, note=note, now=now)
    entry_id = record_entry(actor=actor, kind=found.kind, draft=draft, now=now)
    url = settings.TOUTDOUX_URL + reverse("entry", args=[association.slug, entry_id])
    row = access_entry(association_id=association.id, entry_id=entry_id)
    return noting.noted_words(row=row, sheet=sheet, url=url, zone=association.zone)


def _draft(
    actor: Actor, association: AssociationRow, sheet: Sheet, found: Noted, *, note: str, now: datetime
) -> EntryDraft:
    said = found.said
    values: dict[str, Any] = {"effect": EFFECT} if sheet.field("effect") is not None else {}
    values |= said.values
    if found.kind in FROM_SOMEONE:
        values["from_whom"] = found.who
    starts_at = now.replace(second=0, microsecond=0) if found.began_now else _at(association, found, "starts")
    ends_at = _at(association, found, "ends")
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        # It began in the evening and ended at night.
        ends_at += timedelta(days=1)
    return EntryDraft(
        title=found.title,
        day=found.day,
        last_day=said.last_day,
        starts_at=starts_at,
        ends_at=ends_at,
        action_id=access_action(actor=actor, reference=said.action, now=now).id if said.action else None,
        about_id=_about(association, sheet, said.about) if said.about else None,
        people=said.people,
        state=said.state,
        note=note,
        values=values,
    )


def _at(association: AssociationRow, found: Noted, name: str) -> datetime | None:
    typed = getattr(found.said, name)
    return datetime.combine(found.day, typed, tzinfo=association.zone) if typed is not None else None


def _about(association: AssociationRow, sheet: Sheet, name: str) -> UUID:
    """Return the one entry that is called so, of those that such an entry may be about; refuse where there is not one."""
    rows = standing(association_id=association.id, kinds=sheet.about)
    wanted = searchable(name)
    exactly = [row.id for row in rows if searchable(row.title) == wanted]
    found = exactly or [row.id for row in rows if wanted in searchable(row.title)]
    if len(found) != 1:
        raise Refused([Refusal(code=RegisterRefusal.ABOUT_UNCLEAR, data={"name": name[:80]})])
    return found[0]
