"""What runs: services with their terms, how long they could be used, what happened to them, the machines."""

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext

from toutdoux.drawing.charts import Bar, Bars
from toutdoux.registers.queries import EntryRow
from toutdoux.reports.logic.document import Align, Block, Column, Heading, Paragraph, Run, Runs, Source, Table, words
from toutdoux.reports.logic.figures import figure, told
from toutdoux.reports.sections.drawn import lying
from toutdoux.reports.sections.scene import Scene
from toutdoux.reports.sections.telling import entry_figure, texts
from toutdoux.services.queries import ServiceRow, borne, incidents, machines, maintenance, services
from toutdoux.wording import dates
from toutdoux.wording.entries import choice_word, field_label, kind_plural, length_words, state_word


def services_section(scene: Scene) -> Iterator[Block]:
    """List the services that had begun, with where each stands, since when, and the version of its terms."""
    rows = _services(scene)
    if not rows:
        return
    there = sum(one.row.state in {"open", "read-only"} for one in rows)
    source = Source(page="entries", named=(("register", "service"),), code="services", label=kind_plural("service"))
    yield Paragraph(
        runs=told(
            ngettext("%(count)s service can be used.", "%(count)s services can be used.", there),
            count=figure(there, source=source),
        )
    )
    yield Table(
        caption=kind_plural("service"),
        columns=(
            Column(title=gettext("What"), share=4),
            Column(title=gettext("State"), share=3),
            Column(title=gettext("Since"), share=3),
            Column(title=gettext("Looked after by"), share=4),
            Column(title=gettext("Terms"), share=2),
        ),
        rows=tuple(
            (
                _named(one.row),
                (_state(one.row),),
                words(dates.numeric_day(one.row.steps[-1].day) if one.row.steps else ""),
                words(", ".join(name for _, name in one.row.people)),
                words(str(one.terms[0].values.get("version", "")) if one.terms else ""),
            )
            for one in rows
        ),
    )
    for one in rows:
        if one.row.note:
            yield Heading(level=2, text=one.row.title)
            yield from texts(one.row, level=3)


def availability_section(scene: Scene) -> Iterator[Block]:
    """Draw the share of the time each service could be used, of the time it was open."""
    rows = [(one, one.share) for one in _services(scene) if one.share is not None]
    if not rows:
        return
    chart = Bars(
        title=gettext("Share of the time it could be used"),
        description=gettext("Share of the time it could be used: %(figures)s.")
        % {"figures": ", ".join(f"{one.row.title} {_share(share)}" for one, share in rows)},
        rows=tuple(Bar(label=one.row.title, value=round(share * 10_000), words=_share(share)) for one, share in rows),
        whole=10_000,
    )
    yield lying("availability", chart)
    yield Table(
        caption=gettext("Availability"),
        columns=(
            Column(title=gettext("What"), share=4),
            Column(title=gettext("Availability"), align=Align.END, share=3),
            Column(title=gettext("Could not be used for"), align=Align.END, share=4),
            Column(title=gettext("Incidents"), align=Align.END, share=2),
        ),
        rows=tuple(
            (
                _named(one.row),
                (_figure(one.row, "availability", _share(share), str(share), gettext("Availability")),),
                (
                    _figure(
                        one.row,
                        "down",
                        length_words(one.minutes_down),
                        str(one.minutes_down),
                        gettext("Could not be used for"),
                    ),
                ),
                (_figure(one.row, "incidents", str(one.incidents), str(one.incidents), gettext("Incidents")),),
            )
            for one, share in rows
        ),
    )


def troubles(scene: Scene) -> Iterator[Block]:
    """List the incidents, then the maintenance, with their times."""
    for kind, rows in (
        ("incident", incidents(association_id=scene.association.id, period=scene.period)),
        ("maintenance", maintenance(association_id=scene.association.id, period=scene.period)),
    ):
        if not rows:
            continue
        yield Heading(level=2, text=kind_plural(kind))
        yield Table(
            caption="",
            columns=(
                Column(title=gettext("What"), share=5),
                Column(title=field_label(kind, "about"), share=3),
                Column(title=field_label(kind, "starts_at"), share=4),
                Column(title=field_label(kind, "ends_at"), share=4),
                Column(title=field_label(kind, "effect"), share=3),
            ),
            rows=tuple(
                (
                    _named(row),
                    words(row.about_title),
                    words(_moment(scene, row.starts_at)),
                    words(_moment(scene, row.ends_at) or gettext("it lasts")),
                    words(choice_word("effect", str(row.values["effect"])) if "effect" in row.values else ""),
                )
                for row in rows
            ),
        )
        for row in rows:
            yield from texts(row, level=3)


def machines_section(scene: Scene) -> Iterator[Block]:
    """List the machines, where they stand, what they are for, and the services that stood on them at the end."""
    rows = [row for row in machines(association_id=scene.association.id) if row.day <= scene.last_day]
    if not rows:
        return
    services_on = borne(association_id=scene.association.id, day=scene.last_day)
    bears = (Column(title=gettext("What stands on it"), share=4),) if services_on else ()
    yield Table(
        caption=kind_plural("machine"),
        columns=(
            Column(title=gettext("What"), share=4),
            Column(title=gettext("State"), share=3),
            Column(title=field_label("machine", "place"), share=4),
            Column(title=field_label("machine", "role"), share=5),
            *bears,
        ),
        rows=tuple(
            (
                _named(row),
                (_state(row),),
                words(str(row.values.get("place", ""))),
                words(str(row.values.get("role", ""))),
                *((words(", ".join(services_on.get(row.id, ()))),) if bears else ()),
            )
            for row in rows
        ),
    )


def _services(scene: Scene) -> list[ServiceRow]:
    rows = services(association_id=scene.association.id, period=scene.period, now=scene.now)
    return [one for one in rows if one.row.day <= scene.last_day]


def _named(row: EntryRow) -> Runs:
    return (Run(text=row.title, source=Source(page="entry", named=(("entry_id", str(row.id)),))),)


def _state(row: EntryRow) -> Run:
    return entry_figure(row, "state", shown=state_word(row.kind, row.state), value=row.state, label=gettext("State"))


def _figure(row: EntryRow, name: str, shown: str, value: str, label: str) -> Run:
    return entry_figure(row, name, shown=shown, value=value, label=label)


def _share(share: Fraction) -> str:
    """Write a share to two decimals, downwards: what is not whole is never told as whole."""
    cut = int(share * 10_000)
    return gettext("%(number)s%%") % {"number": number_format(cut / 100, decimal_pos=2 if cut % 100 else 0)}


def _moment(scene: Scene, at: datetime | None) -> str:
    return dates.moment_words(at, zone=scene.association.zone) if at is not None else ""
