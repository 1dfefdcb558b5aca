"""Members, mandates, and how many vote."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext, ngettext

from toutdoux.drawing.charts import Columns, Standing
from toutdoux.mandates.queries import kinds, mandates
from toutdoux.members.queries import council_size
from toutdoux.reports.logic.document import Block, Bullets, Heading, Paragraph, Run, Source, paragraph
from toutdoux.reports.logic.figures import figure, told
from toutdoux.reports.sections.activities import meetings
from toutdoux.reports.sections.drawn import standing
from toutdoux.reports.sections.scene import Scene
from toutdoux.reports.sections.spans import month_words, months
from toutdoux.rules.time import start_of_day
from toutdoux.wording.mandates import mandate_name


def mandates_held(scene: Scene) -> Iterator[Block]:
    """Tell who answered for what during the period."""
    held: dict[str, list[str]] = {}
    named = {kind.code: kind.name for kind in kinds(association_id=scene.association.id)}
    for row in sorted(mandates(association_id=scene.association.id), key=lambda row: row.facts.starts_at):
        began = row.facts.starts_at <= scene.at
        if began and row.over_at > (scene.began or scene.at):
            names = held.setdefault(mandate_name(row.code, named.get(row.code, "")), [])
            if row.member_name not in names:
                names.append(row.member_name)
    lines = [(name, ", ".join(names)) for name, names in held.items()]
    lines += [(one["mandate"], one["name"]) for one in scene.past.get("mandates", [])]
    if not lines:
        return
    yield paragraph(gettext("These people held a mandate, which gives duties and no power to decide alone:"))
    source = scene.page_source("mandates", label=gettext("Mandates"))
    yield Bullets(
        items=tuple(
            (
                Paragraph(
                    runs=(
                        Run(text=name[:1].upper() + name[1:], strong=True),
                        Run(text=gettext("%(name)s: ") % {"name": ""}),
                        Run(text=who, source=Source(page=source.page, code=f"mandate {name}", value=who, label=name)),
                    )
                ),
            )
            for name, who in lines
        )
    )


def members_section(scene: Scene) -> Iterator[Block]:
    """Tell how many there are, how many vote, who came and who left; and draw the council month by month."""
    past = scene.past.get("members")
    if past is not None and not scene.people:
        yield Heading(level=2, text=gettext("Members"))
        yield Paragraph(
            runs=told(
                ngettext(
                    "The association has %(count)s member this period.",
                    "The association has %(count)s members this period.",
                    past,
                ),
                count=figure(past, source=scene.page_source("period", code="members", label=gettext("Members"))),
            )
        )
    elif scene.people:
        yield Heading(level=2, text=gettext("Members"))
        yield from _counted(scene)
    yield from _council(scene)
    yield from meetings(scene)


def _counted(scene: Scene) -> Iterator[Block]:
    present = [row for row in scene.people if row.left_at is None or row.left_at > scene.at]
    council = council_size(association_id=scene.association.id, at=scene.at)
    source = scene.page_source("members", code="members", label=gettext("Members"))
    voting = scene.page_source("members", code="council", label=gettext("Council"))
    yield Paragraph(
        runs=(
            *told(
                ngettext(
                    "The association has %(count)s member,", "The association has %(count)s members,", len(present)
                ),
                count=figure(len(present), source=source),
            ),
            Run(text=" "),
            *told(
                ngettext("%(count)s of whom votes.", "%(count)s of whom vote.", council),
                count=figure(council, source=voting),
            ),
        )
    )
    if scene.began is None:
        return
    came = [row.name for row in scene.people if row.joined_at >= scene.began]
    gone = [row.name for row in scene.people if row.left_at is not None and scene.began <= row.left_at <= scene.at]
    for code, label, title, names in (
        ("arrived", gettext("Arrivals"), gettext("Arrived: %(names)s."), came),
        ("left", gettext("Departures"), gettext("Left: %(names)s."), gone),
    ):
        if names:
            shown = Run(
                text=", ".join(names),
                source=scene.page_source("members", code=code, label=label, value=str(len(names))),
            )
            yield Paragraph(runs=told(title, names=shown))


def _council(scene: Scene) -> Iterator[Block]:
    """Draw how many could vote at the end of each month: from the register, or from the councils of an old table."""
    zone = scene.association.zone
    sizes: list[tuple[str, int]] = []
    for month in months(scene):
        if scene.people:
            at = min(scene.at, start_of_day(day=month.after, zone=zone) - timedelta(microseconds=1))
            size = council_size(association_id=scene.association.id, at=at)
        else:
            dated = [row for row in scene.rows if row.opened_on and month.first <= row.opened_on < month.after]
            latest = max(dated, key=lambda row: (row.opened_on, row.reference.number), default=None)
            size = latest.tally.council if latest else 0
        if size:
            sizes.append((month_words(month.first), size))
    if len(sizes) < 2:
        return
    opening, closing = sizes[0][1], sizes[-1][1]
    chart = Columns(
        title=gettext("Size of the council"),
        description=gettext("Size of the council, month by month: %(first)s at first, %(last)s at the end.")
        % {"first": opening, "last": closing},
        series=(gettext("Council"),),
        columns=tuple(Standing(label=month, values=(size,), words=str(size)) for month, size in sizes),
    )
    yield standing("council", chart)
