"""The activity report of a period: members, how decisions went, both inventories with their notes, what goes on."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext, ngettext

from toutdoux.associations.queries import AssociationRow, PeriodRow
from toutdoux.decisions.queries import ActionRow, RegisterFilter, register
from toutdoux.mandates.queries import mandates_page
from toutdoux.members.queries import council_size, members
from toutdoux.reports.logic.document import (
    Align,
    Block,
    Bullets,
    Column,
    Document,
    Heading,
    Note,
    Run,
    Runs,
    Table,
    paragraph,
    words,
)
from toutdoux.reports.logic.review import Decided, Review, review, taken
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.time import start_of_day
from toutdoux.wording import dates
from toutdoux.wording.mandates import mandate_name
from toutdoux.wording.registers import early_note, totals_words
from toutdoux.wording.shares import percent_words
from toutdoux.wording.words import label_word

#: No period holds as many: the whole of it is read at once.
_ALL = 100_000


def activity_report(*, association: AssociationRow, period: PeriodRow, language: str, now: datetime) -> Document:
    """Return the report in the active language, as things stand at ``now``, or at the end of a period that is over.

    ``language`` is the one the document declares.
    """
    rows = register(
        association_id=association.id,
        actor=None,
        asked=RegisterFilter(period=period.code, sort="number"),
        now=now,
        per_page=_ALL,
    ).rows
    ended = start_of_day(day=period.ends_on, zone=association.zone) if period.ends_on else now
    at = min(now, ended)
    return Document(
        title=gettext("Activity report: %(period)s") % {"period": period.title or period.code},
        owner=association.name,
        lines=tuple(_lines(period)),
        language=language,
        on=at.astimezone(association.zone).date(),
        contents=gettext("Contents"),
        blocks=tuple(_blocks(association, period, rows, at=at)),
        subject=gettext("What the association decided and did"),
    )


def _lines(period: PeriodRow) -> Iterator[str]:
    if period.starts_on and period.ends_on:
        yield gettext("From %(first)s to %(last)s") % {
            "first": dates.day_words(period.starts_on),
            "last": dates.day_words(period.ends_on - timedelta(days=1)),
        }


def _blocks(
    association: AssociationRow, period: PeriodRow, rows: Sequence[ActionRow], *, at: datetime
) -> Iterator[Block]:
    found = review([_decided(row) for row in rows])
    yield from _people(association, period, at=at)
    yield from _decisions(found)
    for kind, title in (
        (Kind.EXTRAORDINARY, gettext("Extraordinary actions")),
        (Kind.ORDINARY, gettext("Ordinary actions")),
    ):
        yield Heading(level=1, text=title)
        chosen = [row for row in rows if row.kind is kind]
        if chosen:
            yield _inventory(title, chosen)
        else:
            yield paragraph(gettext("There was none."))
    yield from _carried_over(found, rows)


def _decided(row: ActionRow) -> Decided:
    outcome = row.outcome
    return Decided(
        reference=str(row.reference),
        kind=row.kind,
        label=row.label,
        status=outcome.status if outcome else None,
        execution=row.execution,
        council=row.tally.council,
        cast=row.tally.cast,
        taken=taken(opened_at=row.opened_at, decided_at=outcome.decided_at if outcome else None),
        leads=tuple(lead.name for lead in row.leads) or ((row.lead_names,) if row.lead_names else ()),
    )


def _people(association: AssociationRow, period: PeriodRow, *, at: datetime) -> Iterator[Block]:
    there = [row for row in members(association_id=association.id, at=at) if row.joined_at <= at]
    present = [row for row in there if row.left_at is None or row.left_at > at]
    if not there:
        return
    yield Heading(level=1, text=gettext("Members"))
    council = council_size(association_id=association.id, at=at)
    yield paragraph(
        ngettext("The association has %(count)s member,", "The association has %(count)s members,", len(present))
        % {"count": len(present)}
        + " "
        + ngettext("%(count)s of whom votes.", "%(count)s of whom vote.", council) % {"count": council}
    )
    if period.starts_on:
        began = start_of_day(day=period.starts_on, zone=association.zone)
        came = [row.name for row in there if row.joined_at >= began]
        gone = [row.name for row in there if row.left_at is not None and began <= row.left_at <= at]
        for title, names in ((gettext("Arrived: %(names)s."), came), (gettext("Left: %(names)s."), gone)):
            if names:
                yield paragraph(title % {"names": ", ".join(names)})
    held = [
        gettext("%(name)s: ") % {"name": mandate_name(kind.kind.code, kind.kind.name)}
        + ", ".join(row.member_name for row in kind.now)
        for kind in mandates_page(association_id=association.id, at=at)
        if kind.now
    ]
    if held:
        yield Heading(level=2, text=gettext("Mandates"))
        yield Bullets(items=tuple((paragraph(line),) for line in held))


def _decisions(found: Review) -> Iterator[Block]:
    yield Heading(level=1, text=gettext("How decisions went"))
    yield paragraph(totals_words(extraordinary=found.extraordinary, ordinary=found.ordinary) + ".")
    lines = [
        (
            found.at_once,
            ngettext(
                "%(count)s passed as soon as the share was reached",
                "%(count)s passed as soon as the share was reached",
                found.at_once,
            ),
        ),
        (found.tacit, ngettext("%(count)s passed tacitly", "%(count)s passed tacitly", found.tacit)),
        (found.blocked, ngettext("%(count)s was blocked", "%(count)s were blocked", found.blocked)),
        (found.annulled, ngettext("%(count)s was annulled", "%(count)s were annulled", found.annulled)),
        (found.withdrawn, ngettext("%(count)s was withdrawn", "%(count)s were withdrawn", found.withdrawn)),
        (found.still_open, ngettext("%(count)s is still open", "%(count)s are still open", found.still_open)),
    ]
    told = [text % {"count": count} for count, text in lines if count]
    if found.median is not None:
        told.append(gettext("half of those that passed were decided within %(time)s") % {"time": _length(found.median)})
    if found.participation is not None:
        told.append(gettext("%(share)s of the seats voted on extraordinary actions") % {"share": _rounded(found)})
    if found.leads:
        told.append(
            ngettext("%(count)s person led actions", "%(count)s different people led actions", found.leads)
            % {"count": found.leads}
        )
    if told:
        yield Bullets(items=tuple((paragraph(line),) for line in told))
    if found.labels:
        yield Table(
            caption=gettext("Actions by state"),
            columns=(Column(title=gettext("State"), share=3), Column(title=gettext("Actions"), align=Align.END)),
            rows=tuple((words(label_word(label)), words(str(count))) for label, count in found.labels),
        )


def _rounded(found: Review) -> str:
    assert found.participation is not None
    whole = round(found.participation * 100)
    exact = found.participation * 100 == whole
    text = gettext("%(number)s%%") % {"number": whole}
    return percent_words(found.participation) if exact else gettext("about %(share)s") % {"share": text}


def _length(length: timedelta) -> str:
    days, hours = length.days, length.seconds // 3600
    if days:
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    return ngettext("%(number)s hour", "%(number)s hours", max(hours, 1)) % {"number": max(hours, 1)}


def _inventory(title: str, rows: Sequence[ActionRow]) -> Table:
    notes: list[Note] = []
    lines: list[tuple[Runs, ...]] = []
    for row in rows:
        texts = ([early_note()] if row.carried_out_early else []) + list(row.footnotes)
        calls: list[Run] = []
        for text in texts:
            notes.append(Note(number=len(notes) + 1, runs=words(" ".join(text.split()))))
            calls.append(Run(text="", note=len(notes)))
        tally = row.tally
        unknown = row.historical is not None and row.historical.against is None
        lines.append(
            (
                words(f"#{row.reference.number}"),
                (Run(text=row.title), *calls),
                words(dates.numeric_day(row.opened_on) if row.opened_on else ""),
                words(row.lead_names),
                words(f"{tally.for_}/{tally.council}"),
                words("" if unknown and row.kind is Kind.ORDINARY else f"{tally.against}/{tally.council}"),
                words(label_word(row.label)),
            )
        )
    return Table(
        caption=title,
        columns=(
            Column(title=gettext("No."), share=2),
            Column(title=gettext("What"), share=9),
            Column(title=gettext("Date"), share=4),
            Column(title=gettext("Led by"), share=5),
            Column(title=gettext("For"), align=Align.END, share=3),
            Column(title=gettext("Against"), align=Align.END, share=3),
            Column(title=gettext("State"), share=4),
        ),
        rows=tuple(lines),
        notes=tuple(notes),
    )


def _carried_over(found: Review, rows: Sequence[ActionRow]) -> Iterator[Block]:
    if not found.carried_over:
        return
    titles = {str(row.reference): row.title for row in rows}
    yield Heading(level=1, text=gettext("What goes on in the next period"))
    yield paragraph(gettext("Announced or passed, and not yet carried out; or still open."))
    yield Bullets(items=tuple((paragraph(f"{reference} · {titles[reference]}"),) for reference in found.carried_over))
