"""The register as printed: one line for an action, numbered footnotes below, totals above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.paginator import Page, Paginator
from django.utils.translation import ngettext

from toutdoux.decisions.queries import ActionRow, Register
from toutdoux.decisions.queries.lists import PAGE
from toutdoux.rules.rulebook import Kind
from toutdoux.wording import dates
from toutdoux.wording.registers import early_note, totals_words
from toutdoux.wording.words import label_word


@dataclass(frozen=True, kw_only=True)
class Footnote:
    """A note under the table, and the reference of the line it belongs to."""

    number: int
    reference: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TableLine:
    """One line of the table. ``for_`` and ``against`` read n/N; ``against`` is empty where an old table had none."""

    reference: str
    title: str
    url: str
    day: str
    day_iso: str
    lead: str
    for_: str
    against: str
    symbol: str
    word: str
    urgent: bool
    old: bool
    link: str
    notes: tuple[Footnote, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A page of the register, ready to print."""

    lines: tuple[TableLine, ...]
    footnotes: tuple[Footnote, ...]
    page: "Page[int]"
    totals: str
    found: str


def table_of(
    register: Register,
    *,
    address: Callable[[str], str],
    zone: ZoneInfo,
    now: datetime,
    shown: Callable[[ActionRow, str], str] | None = None,
    names: bool = True,
) -> Table:
    """Return the table of a page of the register; ``address`` gives the page of an action from its reference.

    ``names`` False leaves the leads out; ``shown`` passes every free text of a row on its way to readers outside.
    """
    say = shown or (lambda _row, text: text)
    lines: list[TableLine] = []
    footnotes: list[Footnote] = []
    for row in register.rows:
        texts = [say(row, text) for text in row.footnotes]
        if row.carried_out_early:
            texts.insert(0, early_note())
        notes = tuple(
            Footnote(number=len(footnotes) + place, reference=str(row.reference), text=text)
            for place, text in enumerate(texts, start=1)
        )
        footnotes += notes
        lines.append(_line(row, say(row, row.title), address(str(row.reference)), notes, zone, now, names=names))
    return Table(
        lines=tuple(lines),
        footnotes=tuple(footnotes),
        page=Paginator(range(register.found), PAGE).page(register.page),
        totals=totals_words(extraordinary=register.totals.extraordinary, ordinary=register.totals.ordinary),
        found=ngettext("%(count)s action", "%(count)s actions", register.found) % {"count": register.found},
    )


def _line(
    row: ActionRow,
    title: str,
    url: str,
    notes: Sequence[Footnote],
    zone: ZoneInfo,
    now: datetime,
    *,
    names: bool,
) -> TableLine:
    tally, today = row.tally, now.astimezone(zone).date()
    unknown = row.historical is not None and row.historical.against is None
    return TableLine(
        reference=str(row.reference),
        title=title,
        url=url,
        day=dates.day_words(row.opened_on, today=today) if row.opened_on else "",
        day_iso=row.opened_on.isoformat() if row.opened_on else "",
        lead=row.lead_names if names else "",
        for_=f"{tally.for_}/{tally.council}",
        against="" if unknown and row.kind is Kind.ORDINARY else f"{tally.against}/{tally.council}",
        symbol=str(row.label),
        word=label_word(row.label),
        urgent=row.carried_out_early,
        old=row.historical is not None,
        link=row.historical.link if row.historical is not None else row.discussion_url,
        notes=tuple(notes),
    )
