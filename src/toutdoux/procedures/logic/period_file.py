"""A past period written as one TOML file, read with every fault named by line and key. Format: docs/period-file.md."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from toutdoux.decisions.logic.tables import HistoricalRow
from toutdoux.decisions.logic.tables_cells import LABELS, label_of
from toutdoux.kernel.refusal import Refusal, refuse_if_any
from toutdoux.registers.logic.drafts import EntryDraft, draft_refusals
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.shape import Common, Field, Sheet, Sort
from toutdoux.registers.logic.typed import read_amount, read_minutes
from toutdoux.rules.label import Label
from toutdoux.rules.reading.faults import Faults, RulebookFault, dotted
from toutdoux.rules.reading.source import parse
from toutdoux.rules.reading.table import Table
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.time import instant
from toutdoux.writings.logic.arranging import DEFAULT, LONGEST_TEXT, LONGEST_TITLE, Which

LONGEST_LINE = 300
LONGEST_NOTE = 20_000
MOST_ACTIONS = 5_000
MOST_ENTRIES = 5_000
MOST_TEXTS = 200
MOST_MANDATES = 50
MOST_MEMBERS = 1_000_000


@dataclass(frozen=True, kw_only=True)
class PastMandate:
    """Who held a mandate, as names: a period of an old time has no register to point at."""

    mandate: str
    name: str


@dataclass(frozen=True, kw_only=True)
class PastStep:
    """Where an entry stood afterwards, from which day."""

    state: str
    day: date


@dataclass(frozen=True, kw_only=True)
class PastTie:
    """On which other entry of the file an entry stood, and since when: a service on a machine."""

    on: str
    since: date


@dataclass(frozen=True, kw_only=True)
class PastEntry:
    """An entry of a register. ``action``: the reference of the action it is tied to (``E6``), in the same period.

    ``about``: the title of another entry of the file. ``steps``: where it stood after that, the earliest first. ``ties``:
    what it stood on. ``path``: where it stands in the file.
    """

    kind: str
    draft: EntryDraft
    action: str
    about: str
    steps: tuple[PastStep, ...]
    ties: tuple[PastTie, ...]
    path: tuple[str | int, ...]


@dataclass(frozen=True, kw_only=True)
class PastText:
    """What people wrote in a report: in a section that every report has, or in one of their own (``title``)."""

    which: Which
    section: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PastPeriod:
    """Everything a file says of a period. ``last_day`` is included; ``members`` None: the file does not say how many."""

    code: str
    title: str
    first_day: date | None
    last_day: date | None
    members: int | None
    mandates: tuple[PastMandate, ...]
    actions: Mapping[Kind, tuple[HistoricalRow, ...]]
    entries: tuple[PastEntry, ...]
    texts: tuple[PastText, ...]
    lines: Mapping[tuple[str | int, ...], int]

    def place(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        """Return the line and the key of a place in the file, for a refusal."""
        at = path
        while at not in self.lines and at:
            at = at[:-1]
        return {"key": dotted(path), "line": self.lines.get(at, 1)}


def period_from_toml(source: bytes | str, *, sheets: Mapping[str, Sheet], zone: ZoneInfo) -> PastPeriod:
    """Read a period from TOML of at most 256 KiB. ``sheets``: the kinds of entries there are. Times are those of ``zone``.

    Raises ``Refused`` with every fault at once, each with its ``key`` (dotted) and ``line``; never anything else.
    """
    text = parse(source)
    found = Faults(lines=text.lines)
    table = Table(text.values, path=(), faults=found)
    period = PastPeriod(
        code=table.text("code", longest=12),
        title=table.words("title", longest=LONGEST_TITLE),
        first_day=table.day("first_day") if table.has("first_day") else None,
        last_day=table.day("last_day") if table.has("last_day") else None,
        members=table.whole("members", low=0, high=MOST_MEMBERS) if table.has("members") else None,
        mandates=tuple(_mandate(one) for one in table.tables("mandates", most=MOST_MANDATES)),
        actions={kind: tuple(_action(one, kind) for one in table.tables(kind, most=MOST_ACTIONS)) for kind in Kind},
        entries=tuple(_entry(one, sheets, zone) for one in table.tables("entries", most=MOST_ENTRIES)),
        texts=tuple(_text(one) for one in table.tables("texts", most=MOST_TEXTS)),
        lines=text.lines,
    )
    table.close()
    found.refuse_if_any()
    refuse_if_any(list(_misfits(period, sheets)))
    return period


def _misfits(period: PastPeriod, sheets: Mapping[str, Sheet]) -> list[Refusal]:
    """Return what is wrong with the entries as entries, each at its place: more passed than took part."""
    refusals = []
    for entry in period.entries:
        for refusal in draft_refusals(sheet=sheets[entry.kind], draft=entry.draft):
            named = refusal.data.get("field")
            place = period.place((*entry.path, named) if named else entry.path)
            refusals.append(Refusal(code=refusal.code, data={**refusal.data, **place}))
    titles = {entry.draft.title for entry in period.entries}
    refusals += [
        Refusal(code=RegisterRefusal.ABOUT_UNKNOWN, data=period.place((*entry.path, "about")))
        for entry in period.entries
        if entry.about and entry.about not in titles
    ]
    refusals += [
        Refusal(code=RegisterRefusal.TIE_UNKNOWN, data=period.place((*entry.path, "stands_on")))
        for entry in period.entries
        if any(tie.on not in titles for tie in entry.ties)
    ]
    return refusals


def _mandate(table: Table) -> PastMandate:
    mandate = PastMandate(
        mandate=table.text("mandate", longest=LONGEST_TITLE), name=table.text("name", longest=LONGEST_TITLE)
    )
    table.close()
    return mandate


def _action(table: Table, kind: Kind) -> HistoricalRow:
    told = table.has("against") or kind is Kind.EXTRAORDINARY
    state = table.text("state", longest=60)
    label = label_of(state)
    if state and label is None:
        table.fault(RulebookFault.UNKNOWN_CHOICE, "state", value=state, allowed=list(LABELS))
    row = HistoricalRow(
        number=table.whole("number", low=1, high=99_999),
        title=table.text("title", longest=LONGEST_LINE),
        opened_on=table.day("day"),
        lead=table.words("lead", longest=LONGEST_TITLE),
        for_=table.whole("for", low=0, high=100_000),
        against=table.whole("against", low=0, high=100_000) if told else None,
        council=table.whole("council", low=1, high=100_000),
        label=label or Label.OPEN,
        status_text=state,
        note=table.words("note", longest=LONGEST_NOTE, lines=True),
        link=table.words("link", longest=500),
        text=table.words("text", longest=LONGEST_NOTE, lines=True),
        urgent=table.switch("urgent", default=False),
        carried_out_on=table.day("done_on") if table.has("done_on") else None,
    )
    table.close()
    return row


def _entry(table: Table, sheets: Mapping[str, Sheet], zone: ZoneInfo) -> PastEntry:
    kind = table.text("kind", longest=60)
    sheet = sheets.get(kind)
    if kind and sheet is None:
        table.fault(RulebookFault.UNKNOWN_CHOICE, "kind", value=kind, allowed=list(sheets))
    common = sheet.common | sheet.required if sheet else frozenset()
    timed = Common.TIMES in common
    people = table.tables("people", most=100) if Common.PEOPLE in common else []
    entry = PastEntry(
        kind=kind,
        draft=EntryDraft(
            title=table.text("title", longest=200),
            day=table.day("day"),
            last_day=table.day("last_day") if Common.LAST_DAY in common and table.has("last_day") else None,
            amount=_amount(table, "amount") if Common.AMOUNT in common and table.has("amount") else None,
            starts_at=_moment(table, "starts_at", zone) if timed else None,
            ends_at=_moment(table, "ends_at", zone) if timed else None,
            people=tuple(name for one in people if (name := _name(one))),
            state=table.words("state", longest=60) if sheet and sheet.states else "",
            note=table.words("note", longest=LONGEST_NOTE, lines=True),
            values={
                field.name: value
                for field in (sheet.fields if sheet else ())
                if table.has(field.name) and (value := _value(table, field)) is not None
            },
        ),
        action=table.words("action", longest=20) if Common.ACTION in common else "",
        about=table.words("about", longest=200) if Common.ABOUT in common else "",
        steps=tuple(_step(one, sheet) for one in table.tables("steps", most=20)) if sheet and sheet.states else (),
        ties=tuple(_tie(one) for one in table.tables("stands_on", most=20)) if sheet and sheet.ties else (),
        path=table.path,
    )
    if sheet is not None:
        table.close()
    return entry


def _step(table: Table, sheet: Sheet) -> PastStep:
    state = table.text("state", longest=60)
    if state and state not in sheet.states:
        table.fault(RulebookFault.UNKNOWN_CHOICE, "state", value=state, allowed=list(sheet.states))
    step = PastStep(state=state, day=table.day("day"))
    table.close()
    return step


def _tie(table: Table) -> PastTie:
    tie = PastTie(on=table.text("on", longest=200), since=table.day("since"))
    table.close()
    return tie


def _moment(table: Table, key: str, zone: ZoneInfo) -> datetime | None:
    if not table.has(key):
        return None
    local = table.moment(key)
    return instant(local=local, zone=zone) if table.sound(key) else None


def _name(table: Table) -> str:
    name = table.text("name", longest=LONGEST_TITLE)
    table.close()
    return name


def _value(table: Table, field: Field) -> Any:
    match field.sort:
        case Sort.COUNT:
            return table.whole(field.name, low=0, high=10_000_000)
        case Sort.AMOUNT:
            return _amount(table, field.name)
        case Sort.MINUTES:
            return _read(table, field.name, read_minutes(table.text(field.name, longest=20)))
        case Sort.DAY:
            return table.day(field.name)
        case Sort.YES:
            return table.switch(field.name)
        case Sort.WORDS:
            return table.text(field.name, longest=LONGEST_NOTE, lines=True)
        case _:
            return table.text(field.name, longest=500)


def _amount(table: Table, key: str) -> int | None:
    """Read an amount as people write it, between quotation marks: "54,28"."""
    return _read(table, key, read_amount(table.text(key, longest=20)))


def _read(table: Table, key: str, value: int | None) -> int | None:
    if value is None and table.sound(key):
        table.fault(RulebookFault.NOT_AN_AMOUNT, key)
    return value


def _text(table: Table) -> PastText:
    which = table.choice("report", among=Which, default=Which.ACTIVITY)
    titled = table.has("title")
    section = "" if titled else table.text("section", longest=60)
    if section and section not in DEFAULT[which]:
        table.fault(RulebookFault.UNKNOWN_CHOICE, "section", value=section, allowed=list(DEFAULT[which]))
    text = PastText(
        which=which,
        section=section,
        title=table.text("title", longest=LONGEST_TITLE) if titled else "",
        text=table.text("text", longest=LONGEST_TEXT, lines=True),
    )
    table.close()
    return text
