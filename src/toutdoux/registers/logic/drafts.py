"""What is proposed for an entry, and everything that is wrong with it, told at once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from toutdoux.kernel.refusal import Refusal
from toutdoux.kernel.search import searchable
from toutdoux.kernel.secrecy import looks_secret
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.shape import Common, Field, Sheet, Sort

LONGEST_TITLE = 200
LONGEST_LINE = 300
LONGEST_WORDS = 20_000
LONGEST_LINK = 500
MOST_PEOPLE = 100
#: A thousand million, in cents: no association of ours holds more, and every database adds it up exactly.
MOST_CENTS = 100_000_000_000
MOST_COUNT = 10_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2199
#: A tab or a line break may stand in a text; nothing else that cannot be seen.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class EntryDraft:
    """An entry as proposed.

    ``day``: when it happened, or began. ``last_day`` is included. ``starts_at`` and ``ends_at`` (excluded): instants, for
    what has times. ``amount``: cents. ``action_id``: the action that allowed or started it. ``about_id``: another entry.
    ``people``: names of members, as the register of members has them. ``period``: its code, where it is not the one its
    day falls into. ``state``: where it stands, "" for where such entries begin. ``values``: the fields of its kind.
    """

    title: str
    day: date | None
    last_day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    amount: int | None = None
    action_id: UUID | None = None
    about_id: UUID | None = None
    people: tuple[str, ...] = ()
    period: str = ""
    state: str = ""
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)

    def in_period(self, period: str, *, action_id: UUID | None, about_id: UUID | None) -> "EntryDraft":
        """Return the draft of an entry of ``period``, tied to an action and to another entry where there are such."""
        return replace(self, period=period, action_id=action_id, about_id=about_id)


def draft_refusals(*, sheet: Sheet, draft: EntryDraft) -> list[Refusal]:
    """Return everything that is wrong with ``draft`` by itself; what it names is looked up by the command."""
    refusals = text_refusals(name="title", text=draft.title, most=LONGEST_TITLE)
    if not draft.title.strip():
        refusals.append(Refusal(code=RegisterRefusal.TITLE_MISSING))
    refusals += text_refusals(name="note", text=draft.note, most=LONGEST_WORDS)
    refusals += _days(draft) + _times(sheet, draft) + _needed(sheet, draft)
    if draft.state and draft.state not in sheet.states:
        refusals.append(Refusal(code=RegisterRefusal.STATE_UNKNOWN))
    for name in sorted(set(draft.values) - {one.name for one in sheet.fields}):
        refusals.append(Refusal(code=RegisterRefusal.FIELD_UNKNOWN, data={"field": name}))
    faults = [fault for one in sheet.fields for fault in _field(one, draft.values.get(one.name))]
    if faults:
        return refusals + faults
    return refusals + [fault for check in sheet.checks for fault in check(kept_values(sheet=sheet, draft=draft))]


def kept_values(*, sheet: Sheet, draft: EntryDraft) -> dict[str, Any]:
    """Return the fields as they are kept: texts trimmed, days as text, and nothing where nothing was said."""
    kept: dict[str, Any] = {}
    for one in sheet.fields:
        value = draft.values.get(one.name)
        if isinstance(value, str):
            value = value.strip()
        if value is None or value == "" or value is False:
            continue
        kept[one.name] = value.isoformat() if isinstance(value, date) else value
    return kept


def search_text(*, sheet: Sheet, draft: EntryDraft, names: tuple[str, ...] = ()) -> str:
    """Return what an entry is found by: its title, its texts and the names of its people, the title first."""
    values = kept_values(sheet=sheet, draft=draft)
    texts = [
        str(values[one.name]) for one in sheet.fields if one.sort in {Sort.LINE, Sort.WORDS} and one.name in values
    ]
    return searchable(draft.title, *texts, *names, draft.note)[:LONGEST_WORDS]


def reason_refusals(*, reason: str) -> list[Refusal]:
    """Return what is wrong with the reason for withdrawing an entry: there is one, in a line."""
    if not reason.strip():
        return [Refusal(code=RegisterRefusal.REASON_MISSING)]
    return text_refusals(name="reason", text=reason)


def day_refusals(*, name: str, day: Any) -> list[Refusal]:
    """Return what is wrong with a day, where there is one: years that nobody means, or no day at all."""
    if day is None or (isinstance(day, date) and FIRST_YEAR <= day.year <= LAST_YEAR):
        return []
    data = {"field": name, "first": FIRST_YEAR, "last": LAST_YEAR}
    return [Refusal(code=RegisterRefusal.DAY_OUT_OF_RANGE, data=data)]


def at_most(*, part: str, whole: str) -> Any:
    """Return the check that ``part`` counts no more than ``whole``, where both are told."""

    def check(values: Mapping[str, Any]) -> list[Refusal]:
        if part in values and whole in values and values[part] > values[whole]:
            return [Refusal(code=RegisterRefusal.MORE_THAN, data={"field": part, "of": whole})]
        return []

    return check


def _days(draft: EntryDraft) -> list[Refusal]:
    if draft.day is None:
        return [Refusal(code=RegisterRefusal.DAY_MISSING)]
    refusals: list[Refusal] = []
    for name, day in (("day", draft.day), ("last_day", draft.last_day)):
        refusals += day_refusals(name=name, day=day)
    if draft.last_day is not None and draft.last_day < draft.day:
        refusals.append(Refusal(code=RegisterRefusal.LAST_DAY_FIRST))
    return refusals


def _times(sheet: Sheet, draft: EntryDraft) -> list[Refusal]:
    if draft.starts_at is None and (draft.ends_at is not None or Common.TIMES in sheet.required):
        return [Refusal(code=RegisterRefusal.BEGINNING_MISSING)]
    if draft.starts_at is not None and draft.ends_at is not None and draft.ends_at <= draft.starts_at:
        return [Refusal(code=RegisterRefusal.END_FIRST)]
    return []


def _needed(sheet: Sheet, draft: EntryDraft) -> list[Refusal]:
    refusals = []
    if Common.AMOUNT in sheet.required and draft.amount is None:
        refusals.append(Refusal(code=RegisterRefusal.AMOUNT_MISSING))
    if Common.ABOUT in sheet.required and draft.about_id is None:
        refusals.append(Refusal(code=RegisterRefusal.ABOUT_MISSING))
    return refusals + _number("amount", draft.amount, MOST_CENTS)


def _field(one: Field, value: Any) -> list[Refusal]:
    empty = value is None or (isinstance(value, str) and not value.strip())
    if empty:
        return [Refusal(code=RegisterRefusal.FIELD_MISSING, data={"field": one.name})] if one.required else []
    match one.sort:
        case Sort.LINE:
            return text_refusals(name=one.name, text=str(value))
        case Sort.WORDS:
            return text_refusals(name=one.name, text=str(value), most=LONGEST_WORDS)
        case Sort.LINK:
            return _link(one.name, str(value).strip())
        case Sort.CHOICE:
            known = str(value) in one.choices
            return [] if known else [Refusal(code=RegisterRefusal.CHOICE_UNKNOWN, data={"field": one.name})]
        case Sort.AMOUNT:
            return _number(one.name, value, MOST_CENTS)
        case Sort.COUNT | Sort.MINUTES:
            return _number(one.name, value, MOST_COUNT)
        case Sort.DAY:
            return day_refusals(name=one.name, day=value)
        case _:
            known = isinstance(value, bool)
            return [] if known else [Refusal(code=RegisterRefusal.CHOICE_UNKNOWN, data={"field": one.name})]


def text_refusals(*, name: str, text: str, most: int = LONGEST_LINE) -> list[Refusal]:
    """Return what is wrong with a text: too long, holding what cannot be seen, or looking like a secret."""
    refusals = []
    if len(text.strip()) > most:
        refusals.append(Refusal(code=RegisterRefusal.TOO_LONG, data={"field": name, "most": most}))
    if _CONTROL.search(text):
        refusals.append(Refusal(code=RegisterRefusal.CONTROL_CHARACTER, data={"field": name}))
    if looks_secret(text):
        refusals.append(Refusal(code=RegisterRefusal.LOOKS_SECRET, data={"field": name}))
    return refusals


def _link(name: str, text: str) -> list[Refusal]:
    malformed = Refusal(code=RegisterRefusal.LINK_MALFORMED, data={"field": name})
    if len(text) > LONGEST_LINK or any(c.isspace() for c in text) or _CONTROL.search(text):
        return [malformed]
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.username is None
    except ValueError:
        return [malformed]
    return [] if whole else [malformed]


def _number(name: str, value: Any, most: int) -> list[Refusal]:
    if value is None:
        return []
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        return [Refusal(code=RegisterRefusal.NUMBER_OUT_OF_RANGE, data={"field": name, "most": most})]
    return []
