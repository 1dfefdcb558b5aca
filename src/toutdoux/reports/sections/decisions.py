"""How decisions went, both inventories with their notes, and what goes on in the next period."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from toutdoux.decisions.queries import ActionRow
from toutdoux.drawing.charts import Columns, Standing
from toutdoux.reports.logic.document import (
    Align,
    Block,
    Bullets,
    Column,
    Heading,
    Note,
    Paragraph,
    Run,
    Runs,
    Source,
    Table,
    paragraph,
    words,
)
from toutdoux.reports.logic.figures import figure, told
from toutdoux.reports.sections.drawn import standing
from toutdoux.reports.sections.scene import Scene
from toutdoux.reports.sections.spans import month_words, months
from toutdoux.rules.rulebook import Kind
from toutdoux.wording import dates
from toutdoux.wording.registers import early_note
from toutdoux.wording.shares import percent_words
from toutdoux.wording.words import label_word


def how_decisions_went(scene: Scene) -> Iterator[Block]:
    """Tell how many were taken, how, how long they took, and how much the council took part as a whole."""
    found = scene.review
    if not found.total:
        return
    every = scene.register_source(code="actions", label_words=gettext("Actions"))
    yield Paragraph(
        runs=told(
            gettext("%(all)s = %(extraordinary)s + %(ordinary)s") + ".",
            all=_counted(ngettext("%(count)s action", "%(count)s actions", found.total), found.total, every),
            extraordinary=_counted(
                ngettext("%(count)s extraordinary", "%(count)s extraordinary", found.extraordinary),
                found.extraordinary,
                scene.register_source(
                    kind="extraordinary", code="extraordinary", label_words=gettext("Extraordinary actions")
                ),
            ),
            ordinary=_counted(
                ngettext("%(count)s ordinary", "%(count)s ordinary", found.ordinary),
                found.ordinary,
                scene.register_source(kind="ordinary", code="ordinary", label_words=gettext("Ordinary actions")),
            ),
        )
    )
    lines = tuple(_lines(scene))
    if lines:
        yield Bullets(items=tuple((Paragraph(runs=line),) for line in lines))
    yield from _over_time(scene)
    yield from _taking_part(scene)
    yield Table(
        caption=gettext("Actions by state"),
        columns=(Column(title=gettext("State"), share=3), Column(title=gettext("Actions"), align=Align.END)),
        rows=tuple(
            (
                words(label_word(label)),
                (
                    figure(
                        count,
                        source=scene.register_source(
                            label=str(label), code=f"state {label}", label_words=label_word(label)
                        ),
                    ),
                ),
            )
            for label, count in found.labels
        ),
    )


def _counted(template: str, count: int, source: Source) -> Run:
    return Run(
        text=template % {"count": count},
        source=Source(page=source.page, asked=source.asked, code=source.code, label=source.label, value=str(count)),
    )


def _lines(scene: Scene) -> Iterator[Runs]:
    found = scene.review
    for code, count, text in (
        (
            "at once",
            found.at_once,
            ngettext(
                "%(count)s passed as soon as the share was reached",
                "%(count)s passed as soon as the share was reached",
                found.at_once,
            ),
        ),
        ("tacit", found.tacit, ngettext("%(count)s passed tacitly", "%(count)s passed tacitly", found.tacit)),
        ("blocked", found.blocked, ngettext("%(count)s was blocked", "%(count)s were blocked", found.blocked)),
        ("annulled", found.annulled, ngettext("%(count)s was annulled", "%(count)s were annulled", found.annulled)),
        (
            "withdrawn",
            found.withdrawn,
            ngettext("%(count)s was withdrawn", "%(count)s were withdrawn", found.withdrawn),
        ),
        (
            "open",
            found.still_open,
            ngettext("%(count)s is still open", "%(count)s are still open", found.still_open),
        ),
    ):
        if count:
            source = scene.register_source(
                kind="extraordinary", code=f"decided {code}", label_words=text.replace("%(count)s", "").strip()
            )
            yield told(text, count=figure(count, source=source))
    if found.median is not None:
        source = scene.register_source(kind="extraordinary", code="median", label_words=gettext("Time to decide"))
        yield told(
            gettext("half of those that passed were decided within %(time)s"),
            time=figure(_length(found.median), source=source),
        )
    if found.participation is not None:
        source = scene.register_source(
            kind="extraordinary", code="participation", label_words=gettext("Seats that voted")
        )
        yield told(
            gettext("%(share)s of the seats voted on extraordinary actions"),
            share=figure(_rounded(found.participation), source=source),
        )
    if found.leads:
        source = scene.register_source(code="leads", label_words=gettext("People who led"))
        yield told(
            ngettext("%(count)s person led actions", "%(count)s different people led actions", found.leads),
            count=figure(found.leads, source=source),
        )


def _rounded(share: Fraction) -> str:
    whole = round(share * 100)
    text = gettext("%(number)s%%") % {"number": whole}
    return percent_words(share) if share * 100 == whole else gettext("about %(share)s") % {"share": text}


def _length(length: timedelta) -> str:
    days, hours = length.days, length.seconds // 3600
    if days:
        return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}
    return ngettext("%(number)s hour", "%(number)s hours", max(hours, 1)) % {"number": max(hours, 1)}


def _over_time(scene: Scene) -> Iterator[Block]:
    columns = []
    first = min((row.opened_on for row in scene.rows if row.opened_on), default=None)
    for month in months(scene, earlier=first):
        there = [row for row in scene.rows if row.opened_on and month.first <= row.opened_on < month.after]
        extraordinary = sum(row.kind is Kind.EXTRAORDINARY for row in there)
        columns.append(
            Standing(
                label=month_words(month.first),
                values=(extraordinary, len(there) - extraordinary),
                words=str(len(there)) if there else "",
            )
        )
    if sum(bool(one.words) for one in columns) < 2:
        return
    said = ", ".join(f"{one.label} {sum(one.values)}" for one in columns)
    chart = Columns(
        title=gettext("Actions opened, month by month"),
        description=gettext("Actions opened, month by month: %(figures)s.") % {"figures": said},
        series=(gettext("Extraordinary actions"), gettext("Ordinary actions")),
        columns=tuple(columns),
    )
    yield standing("over-time", chart)


def _taking_part(scene: Scene) -> Iterator[Block]:
    """Draw the share of the seats that voted, the council as a whole: nobody is told apart."""
    columns = []
    for month in months(scene):
        there = [
            row
            for row in scene.of_kind(Kind.EXTRAORDINARY)
            if row.outcome is not None and row.opened_on and month.first <= row.opened_on < month.after
        ]
        seats = sum(row.tally.council for row in there)
        share = round(Fraction(100 * sum(row.tally.cast for row in there), seats)) if seats else None
        if share is not None:
            shown = gettext("%(number)s%%") % {"number": share}
            columns.append(Standing(label=month_words(month.first), values=(share,), words=shown))
    if len(columns) < 2:
        return
    said = ", ".join(f"{one.label} {one.words}" for one in columns)
    chart = Columns(
        title=gettext("Seats that voted on extraordinary actions"),
        description=gettext("Seats that voted on extraordinary actions, month by month: %(figures)s.")
        % {"figures": said},
        series=(gettext("Council"),),
        columns=tuple(columns),
        whole=100,
    )
    yield standing("taking-part", chart)


def extraordinary(scene: Scene) -> Iterator[Block]:
    """Give the inventory of extraordinary actions, each row as the register prints it, with its notes."""
    yield from _inventory(scene, Kind.EXTRAORDINARY, first_note=1)


def ordinary(scene: Scene) -> Iterator[Block]:
    """Give the inventory of ordinary actions; its notes go on counting from those of the other."""
    before = sum(len(_notes_of(row)) for row in scene.of_kind(Kind.EXTRAORDINARY))
    yield from _inventory(scene, Kind.ORDINARY, first_note=before + 1)
    rows = scene.of_kind(Kind.ORDINARY)
    if rows and all(row.tally.against == 0 and not _unknown(row) for row in rows):
        yield paragraph(gettext("None of these ordinary actions met an opposition."))


def _notes_of(row: ActionRow) -> list[str]:
    return ([early_note()] if row.carried_out_early else []) + list(row.footnotes)


def _unknown(row: ActionRow) -> bool:
    """Say whether an old table did not tell how many were against."""
    return row.historical is not None and row.historical.against is None


def _inventory(scene: Scene, kind: Kind, *, first_note: int) -> Iterator[Block]:
    rows = scene.of_kind(kind)
    if not rows:
        if scene.rows:
            yield paragraph(gettext("There was none."))
        return
    notes: list[Note] = []
    lines: list[tuple[Runs, ...]] = []
    against = kind is Kind.EXTRAORDINARY or any(row.tally.against for row in rows)
    for row in rows:
        calls: list[Run] = []
        for text in _notes_of(row):
            number = first_note + len(notes)
            notes.append(Note(number=number, runs=words(" ".join(text.split()))))
            calls.append(Run(text="", note=number))
        lines.append(tuple(_cells(row, calls, against=against)))
    yield Table(
        caption=gettext("Extraordinary actions") if kind is Kind.EXTRAORDINARY else gettext("Ordinary actions"),
        columns=tuple(_columns(against=against)),
        rows=tuple(lines),
        notes=tuple(notes),
    )


def _columns(*, against: bool) -> Iterator[Column]:
    yield Column(title=gettext("No."), share=5)
    yield Column(title=gettext("What"), share=31 if against else 37)
    yield Column(title=gettext("Date"), share=14)
    yield Column(title=gettext("Led by"), share=18)
    yield Column(title=gettext("For"), align=Align.END, share=8)
    if against:
        yield Column(title=gettext("Against"), align=Align.END, share=9)
    yield Column(title=gettext("State"), share=15)


def _cells(row: ActionRow, calls: list[Run], *, against: bool) -> Iterator[Runs]:
    reference = str(row.reference)
    page = Source(page="action", named=(("reference", reference),))
    tally = row.tally
    title = Run(text=row.title, href=row.discussion_url or (row.historical.link if row.historical else ""))
    yield (Run(text=f"#{row.reference.number}", source=page),)
    yield (title, *calls)
    yield words(dates.numeric_day(row.opened_on) if row.opened_on else "")
    yield words(row.lead_names)
    yield (Run(text=f"{tally.for_}/{tally.council}", source=page),)
    if against:
        none = _unknown(row) and row.kind is Kind.ORDINARY
        yield () if none else (Run(text=f"{tally.against}/{tally.council}", source=page),)
    state = Source(page="action", named=page.named, code=f"state of {reference}", value=str(row.label), label=reference)
    yield (Run(text=label_word(row.label), source=state),)


def carried_over(scene: Scene) -> Iterator[Block]:
    """List what was announced or has passed and goes on in the next period."""
    carried = scene.review.carried_over
    if not carried:
        return
    rows = {str(row.reference): row for row in scene.rows}
    yield Heading(level=2, text=gettext("What goes on in the next period"))
    yield paragraph(gettext("Announced or passed, and not yet carried out; or still open."))
    yield Bullets(
        items=tuple(
            (
                Paragraph(
                    runs=(
                        Run(
                            text=reference,
                            source=Source(
                                page="action",
                                named=(("reference", reference),),
                                code=f"carried {reference}",
                                value=reference,
                                label=reference,
                            ),
                        ),
                        Run(text=f" · {rows[reference].title}"),
                    )
                ),
            )
            for reference in carried
        )
    )
