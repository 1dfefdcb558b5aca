"""What the association did besides deciding: events, radio, trainings, requests, partners, projects."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, ngettext

from toutdoux.activities.queries import activities, partners, projects, request_figures, requests
from toutdoux.registers.queries import EntryRow, entries
from toutdoux.reports.logic.document import (
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Run,
    Source,
    Table,
    words,
)
from toutdoux.reports.logic.figures import figure, told
from toutdoux.reports.sections import decisions
from toutdoux.reports.sections.scene import Scene
from toutdoux.reports.sections.telling import days_words, entry_figure, texts, told_line, told_whole
from toutdoux.wording.entries import amount_words, field_label, kind_plural, state_word

#: An event at which people were helped is a workshop.
_WORKSHOP = "helped"
_NOT_TOLD_TWICE = frozenset({"took_part", "passed", "level", "at_level"})
_AMOUNTS = frozenset({"least", "most"})
#: More requests than this are told as a table.
_MOST_WHOLE = 15


def awareness(scene: Scene) -> Iterator[Block]:
    """Tell the events, the radio, what the collectives were told, and what was published."""
    rows = _of(scene, "event", "radio", "chatons", "publication")
    events = [row for row in rows if row.kind == "event" and _WORKSHOP not in row.values]
    if events:
        yield Heading(level=2, text=kind_plural("event"))
        for row in events:
            yield Paragraph(runs=(Run(text=row.title, strong=True), Run(text=" · "), *told_line(row)))
            yield from texts(row, level=3)
    yield from _radio([row for row in rows if row.kind == "radio"])
    for row in rows:
        if row.kind in {"chatons", "publication"}:
            yield from told_whole(row)


def _radio(rows: Sequence[EntryRow]) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(level=2, text=kind_plural("radio"))
    remote = sum(bool(row.values.get("remote")) for row in rows)
    source = Source(page="entries", named=(("register", "activity"),), code="episodes", label=kind_plural("radio"))
    apart = Source(
        page="entries", named=source.named, code="remote episodes", label=gettext("Episodes recorded at a distance")
    )
    yield Paragraph(
        runs=(
            *told(
                ngettext("%(count)s episode was made", "%(count)s episodes were made", len(rows)),
                count=figure(len(rows), source=source),
            ),
            *(
                told(
                    ngettext(
                        ", %(count)s of which was recorded at a distance",
                        ", %(count)s of which were recorded at a distance",
                        remote,
                    ),
                    count=figure(remote, source=apart),
                )
                if remote
                else ()
            ),
            Run(text="."),
        )
    )
    yield Bullets(items=tuple((Paragraph(runs=_episode(row)),) for row in rows))
    for row in rows:
        yield from texts(row, level=3)


def _episode(row: EntryRow) -> tuple[Run, ...]:
    title = Run(
        text=row.title,
        source=Source(page="entry", named=(("entry_id", str(row.id)),)),
        href=row.values.get("audio", ""),
    )
    guests = row.values.get("guests", "")
    return (title, Run(text=gettext(" (with %(guests)s)") % {"guests": guests})) if guests else (title,)


def training(scene: Scene) -> Iterator[Block]:
    """Tell the workshops, the student projects, the trainings with their results, and the interventions."""
    rows = _of(scene, "event", "student-project", "training", "intervention")
    for row in rows:
        if row.kind == "event" and _WORKSHOP not in row.values:
            continue
        if row.kind == "intervention":
            # One that is still to come is among the projects.
            if row.day <= scene.last_day:
                yield from _intervention(row)
            continue
        yield from told_whole(row, without=_NOT_TOLD_TWICE)
        if row.kind == "training":
            yield from _results(row)


def _results(row: EntryRow) -> Iterator[Block]:
    """Say "6 of the 10 who took part passed, 5 of them at level II"."""
    values = row.values
    if "took_part" not in values:
        return

    def of(name: str) -> Run:
        return entry_figure(
            row, name, shown=str(values[name]), value=str(values[name]), label=field_label("training", name)
        )

    if "passed" not in values:
        text = ngettext("%(count)s person took part.", "%(count)s people took part.", values["took_part"])
        yield Paragraph(runs=told(text, count=of("took_part")))
        return
    runs = told(
        ngettext(
            "%(passed)s of the %(count)s who took part passed",
            "%(passed)s of the %(count)s who took part passed",
            values["passed"],
        ),
        passed=of("passed"),
        count=of("took_part"),
    )
    if "at_level" in values:
        runs += told(
            gettext(", %(count)s of them at level %(level)s"), count=of("at_level"), level=str(values.get("level", ""))
        )
    yield Paragraph(runs=(*runs, Run(text=".")))


def _intervention(row: EntryRow) -> Iterator[Block]:
    yield from told_whole(row, without=_AMOUNTS)
    least, most = row.values.get("least"), row.values.get("most")
    if least is None and most is None:
        return

    def of(name: str, cents: int) -> Run:
        return entry_figure(
            row, name, shown=amount_words(cents), value=str(cents), label=field_label("intervention", name)
        )

    if least is not None and most is not None and least != most:
        runs = told(
            gettext("It is paid between %(least)s and %(most)s."), least=of("least", least), most=of("most", most)
        )
    else:
        name = "most" if most is not None else "least"
        runs = told(gettext("It is paid %(amount)s."), amount=of(name, row.values[name]))
    yield Paragraph(runs=runs)


def received(scene: Scene) -> Iterator[Block]:
    """Tell the requests: how many came and were answered, how fast, then each."""
    rows = requests(association_id=scene.association.id, period=scene.period)
    if not rows:
        return
    found = request_figures(association_id=scene.association.id, period=scene.period)

    def of(code: str, shown: int, label: str) -> Run:
        return figure(shown, source=Source(page="entries", named=(("register", "request"),), code=code, label=label))

    runs = told(
        ngettext("%(count)s request was received", "%(count)s requests were received", found.received),
        count=of("requests", found.received, gettext("Requests received")),
    )
    runs += told(
        ngettext(", %(count)s was answered", ", %(count)s were answered", found.answered),
        count=of("answered", found.answered, gettext("Requests answered")),
    )
    # What came in with its answer does not say how long the answer took.
    if found.days_to_answer is not None and any(len(row.steps) > 1 for row in rows):
        runs += told(
            ngettext(
                ", half of them within %(count)s day", ", half of them within %(count)s days", found.days_to_answer
            ),
            count=of("days to answer", found.days_to_answer, gettext("Days to answer")),
        )
    yield Paragraph(runs=(*runs, Run(text=".")))
    if len(rows) <= _MOST_WHOLE:
        for row in rows:
            yield from told_whole(row)
        return
    yield _table(rows, gettext("Requests received"), who="from_whom")


def partnerships(scene: Scene) -> Iterator[Block]:
    """List the partners with where their conventions stand, and the thanks that are owed."""
    rows = [row for row in partners(association_id=scene.association.id) if row.day <= scene.last_day]
    if rows:
        yield _table(rows, kind_plural("partner"), who="contact")
    thanks = _of(scene, "acknowledgement")
    if thanks:
        yield Heading(level=2, text=kind_plural("acknowledgement"))
        yield Bullets(
            items=tuple((Paragraph(runs=(Run(text=row.title), Run(text=" · "), *told_line(row))),) for row in thanks)
        )


def _table(rows: Sequence[EntryRow], caption: str, *, who: str) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column(title=gettext("What"), share=5),
            Column(title=field_label(rows[0].kind, who), share=4),
            Column(title=gettext("Date"), share=3),
            Column(title=gettext("State"), share=3),
        ),
        rows=tuple(
            (
                (Run(text=row.title, source=Source(page="entry", named=(("entry_id", str(row.id)),))),),
                words(str(row.values.get(who, ""))),
                words(days_words(row.day, row.last_day)),
                (
                    entry_figure(
                        row,
                        "state",
                        shown=state_word(row.kind, row.state),
                        value=row.state,
                        label=gettext("State"),
                    ),
                ),
            )
            for row in rows
        ),
    )


def projects_ahead(scene: Scene) -> Iterator[Block]:
    """Tell the projects for the next period, the interventions still to come, then what goes on by itself."""
    for row in projects(association_id=scene.association.id, open_only=True):
        if row.period == scene.period.code or (not row.period and row.day <= scene.last_day):
            yield from told_whole(row)
    for row in _of(scene, "intervention"):
        if row.day > scene.last_day:
            yield from _intervention(row)
    yield from decisions.carried_over(scene)


def meetings(scene: Scene) -> Iterator[Block]:
    """Say how many meetings were held."""
    rows = _of(scene, "meeting")
    if not rows:
        return
    source = Source(page="entries", named=(("register", "activity"),), code="meetings", label=kind_plural("meeting"))
    yield Heading(level=2, text=kind_plural("meeting"))
    yield Paragraph(
        runs=told(
            ngettext("%(count)s meeting was held.", "%(count)s meetings were held.", len(rows)),
            count=figure(len(rows), source=source),
        )
    )


def _of(scene: Scene, *kinds: str) -> tuple[EntryRow, ...]:
    """Return the entries of the period, in time order, those of no kind of activity too."""
    if kinds == ("acknowledgement",):
        return entries(association_id=scene.association.id, kinds=kinds, period=scene.period)
    return activities(association_id=scene.association.id, period=scene.period, kinds=kinds)
