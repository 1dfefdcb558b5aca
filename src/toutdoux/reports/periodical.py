"""The three reports of a period, living: each section says what its facts say, and what people wrote beside them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext

from toutdoux.associations.queries import AssociationRow, PeriodRow
from toutdoux.reports.heads import finished
from toutdoux.reports.logic.document import Block, Document, Heading
from toutdoux.reports.logic.figures import sourced
from toutdoux.reports.rendering.prose import prose
from toutdoux.reports.sections import Scene, says
from toutdoux.wording import dates
from toutdoux.wording.reports import report_name, report_subject, section_title
from toutdoux.writings.logic.arranging import Changed, Shown, Which, changed_figures
from toutdoux.writings.queries import SectionRow, access_section, sections

#: The introduction begins with what people wrote; every other section with what the facts say.
_WORDS_FIRST = frozenset({"introduction"})
#: What people wrote stands in a numbered section: its headings begin right under it.
_FIRST_LEVEL = 2


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section as it stands. ``facts``: what its query says; ``changed``: what is other than when its text was written."""

    row: SectionRow
    title: str
    facts: tuple[Block, ...]
    text: tuple[Block, ...]
    changed: tuple[Changed, ...]

    @property
    def silent(self) -> bool:
        """Say whether it has nothing to say, so that its heading is left out."""
        return not self.facts and not self.text

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return what it says, in order."""
        if self.row.code in _WORDS_FIRST:
            return (*self.text, *self.facts)
        return (*self.facts, *self.text)


def report_parts(*, association: AssociationRow, period: PeriodRow, which: Which, now: datetime) -> tuple[Part, ...]:
    """Return every section of a report in its order, hidden and silent ones too, in the active language."""
    scene = Scene(association=association, period=period, now=now)
    return tuple(_part(scene, row) for row in sections(period_id=period.id, which=which))


def report_part(*, association: AssociationRow, period: PeriodRow, which: Which, code: str, now: datetime) -> Part:
    """Return one section of a report, or refuse."""
    row = access_section(period_id=period.id, which=which, code=code)
    return _part(Scene(association=association, period=period, now=now), row)


def figures_of(part: Part) -> Mapping[str, Shown]:
    """Return the figures that a section shows, by their codes: what the author of its text has under their eyes."""
    return {
        run.source.code: Shown(value=run.source.value or run.text, shown=run.text, label=run.source.label)
        for run in sourced(part.facts)
        if run.source is not None and run.source.code
    }


def period_report(
    *,
    association: AssociationRow,
    period: PeriodRow,
    which: Which,
    language: str,
    now: datetime,
    progress: Callable[[str], None] = lambda _title: None,
) -> Document:
    """Return a report in the active language, as things stand at ``now``, or at the end of a period that is over.

    Hidden sections, and those that have nothing to say, are left out. ``language`` is the one the document declares.
    ``progress`` is told the title of each section as it is begun: over thousands of actions it takes seconds.
    """
    scene = Scene(association=association, period=period, now=now)
    document = Document(
        title=f"{report_name(which)} {association.name} {period.code}",
        owner=association.name,
        lines=tuple(_lines(scene)),
        language=language,
        on=scene.last_day,
        contents=gettext("Contents"),
        blocks=tuple(_blocks(scene, which, progress)),
        subject=report_subject(which),
    )
    return finished(document, association=association)


def _part(scene: Scene, row: SectionRow) -> Part:
    following = scene.next_period
    facts = says(scene, row.code)
    part = Part(
        row=row,
        title=section_title(code=row.code, title=row.title, following=following.code if following else ""),
        facts=facts,
        text=prose(row.text.text, first_level=_FIRST_LEVEL),
        changed=(),
    )
    # A text that came in with a past period was written before there was anything to look at.
    if not row.text.figures:
        return part
    return replace(part, changed=changed_figures(then=row.text.figures, now=figures_of(part)))


def _blocks(scene: Scene, which: Which, progress: Callable[[str], None]) -> Iterator[Block]:
    for row in sections(period_id=scene.period.id, which=which):
        if row.hidden:
            continue
        part = _part(scene, row)
        if not part.silent:
            progress(part.title)
            yield Heading(level=1, text=part.title)
            yield from part.blocks


def _lines(scene: Scene) -> Iterator[str]:
    period = scene.period
    if period.title:
        yield period.title
    if period.starts_on and period.ends_on:
        yield gettext("From %(first)s to %(last)s") % {
            "first": dates.day_words(period.starts_on),
            "last": dates.day_words(period.ends_on - timedelta(days=1)),
        }
