"""Entries in words, for every page that shows some."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext

from toutdoux.activities.queries import audio_weights, days_to_answer
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.procedures.registering import SHEETS
from toutdoux.registers.logic.shape import Sort
from toutdoux.registers.queries import EntryRow, RevisionRow, TieRow, entries
from toutdoux.web.door import Visit
from toutdoux.wording import dates
from toutdoux.wording.entries import amount_words, field_label, kind_word, size_words, state_word, value_words


@dataclass(frozen=True, kw_only=True)
class Line:
    """An entry in a list: its row, its kind, its day or days, where it stands, its amount."""

    row: EntryRow
    kind: str
    when: str
    state: str
    amount: str

    @property
    def facts(self) -> list[str]:
        """Return what stands under its title."""
        return [fact for fact in (self.kind, self.when, self.state, self.amount) if fact]


@dataclass(frozen=True, kw_only=True)
class Told:
    """What an entry said before: when and by whom that was replaced, and each field that reads otherwise since."""

    at: datetime
    by: str
    fields: tuple[tuple[str, str], ...]


def lines(visit: Visit, rows: Iterable[EntryRow]) -> list[Line]:
    """Return entries in words."""
    today = visit.now.astimezone(visit.association.zone).date()
    return [
        Line(
            row=row,
            kind=kind_word(row.kind),
            when=days_words(row.day, row.last_day, today=today),
            state=state_word(row.kind, row.state),
            amount=amount_words(row.amount, currency=row.currency) if row.amount is not None else "",
        )
        for row in rows
    ]


def noted_from(visit: Visit, *, action_id: UUID) -> list[Line]:
    """Return what the registers hold that comes from an action: expenses it allowed, events it led to."""
    return lines(visit, entries(association_id=visit.association.id, action_id=action_id))


def days_words(first: date, last: date | None, *, today: date) -> str:
    """Write a day, or the first and the last of several."""
    if last is None or last == first:
        return dates.day_words(first, today=today)
    data = {"first": dates.day_words(first, today=today), "last": dates.day_words(last, today=today)}
    return gettext("from %(first)s to %(last)s") % data


def stood_words(tie: TieRow, *, today: date) -> str:
    """Say from when to when an entry stands on another."""
    if tie.before is None:
        return gettext("since %(day)s") % {"day": dates.day_words(tie.since, today=today)}
    return days_words(tie.since, max(tie.since, tie.before - timedelta(days=1)), today=today)


def facts(visit: Visit, row: EntryRow) -> list[tuple[str, str]]:
    """Return what an entry says besides its title, its texts and its links, as pairs of label and words."""
    sheet, zone = SHEETS[row.kind], visit.association.zone
    today = visit.now.astimezone(zone).date()
    said = [(field_label(row.kind, "day"), days_words(row.day, row.last_day, today=today))]
    for name, at in (("starts_at", row.starts_at), ("ends_at", row.ends_at)):
        if at is not None:
            said.append((field_label(row.kind, name), dates.moment_words(at, zone=zone, now=visit.now)))
    if row.amount is not None:
        label = gettext("Amount allowed") if row.decided else field_label(row.kind, "amount")
        said.append((label, amount_words(row.amount, currency=row.currency)))
    if row.period:
        said.append((field_label(row.kind, "period"), row.period))
    if row.kind == "request" and (days := days_to_answer(row)) is not None:
        said.append((gettext("Answered after"), ngettext("%(count)s day", "%(count)s days", days) % {"count": days}))
    said += [
        (field_label(row.kind, one.name), value_words(one, row.values[one.name]))
        for one in sheet.fields
        if one.name in row.values and one.sort not in {Sort.WORDS, Sort.LINK}
    ]
    return said


def audio_facts(row: EntryRow, *, association_id: UUID) -> list[tuple[str, str]]:
    """Return what is known of the audio of an episode: its size, which its own server says, once it was asked."""
    weight = audio_weights(association_id=association_id, rows=[row]).get(row.id) if row.values.get("audio") else None
    if weight is None:
        return []
    if weight.size is None:
        return [(gettext("Size of the audio"), gettext("its server does not say; players show none"))]
    return [(gettext("Size of the audio"), size_words(weight.size))]


def texts(row: EntryRow) -> list[tuple[str, str]]:
    """Return the texts of an entry, Markdown, each with its label."""
    sheet = SHEETS[row.kind]
    said = [
        (field_label(row.kind, one.name), str(row.values[one.name]))
        for one in sheet.fields
        if one.sort is Sort.WORDS and one.name in row.values
    ]
    return [*said, *([(field_label(row.kind, "note"), row.note)] if row.note else [])]


def links(row: EntryRow) -> list[tuple[str, str]]:
    """Return the web addresses of an entry, each with its label."""
    sheet = SHEETS[row.kind]
    return [
        (field_label(row.kind, one.name), str(row.values[one.name]))
        for one in sheet.fields
        if one.sort is Sort.LINK and one.name in row.values
    ]


def told_before(visit: Visit, row: EntryRow, revisions: tuple[RevisionRow, ...]) -> list[Told]:
    """Return what an entry said before each change, the latest first."""
    since: Mapping[str, Any] = _said(row)
    told = []
    for revision in revisions:
        before = _flat(revision.before)
        fields = tuple(
            (field_label(row.kind, name), _words(visit, row.kind, name, before.get(name)))
            for name in sorted({*before, *since})
            if before.get(name) != since.get(name)
        )
        told.append(Told(at=revision.at, by=revision.by, fields=fields))
        since = before
    return told


def _said(row: EntryRow) -> Mapping[str, Any]:
    """Return what a row says now, in the shape of a revision."""
    return _flat(
        {
            "title": row.title,
            "day": row.day.isoformat(),
            "last_day": row.last_day.isoformat() if row.last_day else None,
            "amount": row.amount,
            "people": sorted(name for _id, name in row.people),
            "note": row.note,
            "values": json.loads(json.dumps(dict(row.values))),
        }
    )


def _flat(said: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the fields of a revision in one mapping: what has no words of its own is left out."""
    kept = {name: said.get(name) for name in ("title", "day", "last_day", "amount", "note")}
    kept["people"] = ", ".join(said.get("people", ()))
    return {name: value for name, value in {**kept, **said.get("values", {})}.items() if value not in {None, ""}}


def _words(visit: Visit, kind: str, name: str, value: Any) -> str:
    if value is None:
        return gettext("nothing")
    if name in {"day", "last_day"}:
        return dates.day_words(date.fromisoformat(value))
    if name in {"starts_at", "ends_at"}:
        return dates.moment_words(instant_from_text(value), zone=visit.association.zone)
    if name == "amount":
        return amount_words(int(value))
    field = SHEETS[kind].field(name)
    return value_words(field, value) if field else str(value)
