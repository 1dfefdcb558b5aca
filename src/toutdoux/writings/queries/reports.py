"""The reports of a period as they are being written, and as they were frozen."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from toutdoux.associations.queries import periods_before
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.writings.logic.arranging import OWN, Place, Shown, Which, inherited, places
from toutdoux.writings.logic.events import WritingRefusal
from toutdoux.writings.models import Edition, PastPeriod, Section, SectionComment, SectionText


@dataclass(frozen=True, kw_only=True)
class TextRow:
    """One version of a text, and the figures its author saw. Version 0: nothing is written yet."""

    version: int
    text: str
    author_id: UUID | None
    author_name: str
    written_at: datetime | None
    figures: Mapping[str, Shown]


NOTHING_WRITTEN = TextRow(version=0, text="", author_id=None, author_name="", written_at=None, figures={})


@dataclass(frozen=True, kw_only=True)
class SectionRow:
    """A section in its place, with the text that stands. ``writer``: who was asked to write it."""

    code: str
    title: str
    hidden: bool
    writer_id: UUID | None
    writer_name: str
    comments: int
    text: TextRow

    @property
    def own(self) -> bool:
        """Say whether the association added it."""
        return self.code.startswith(OWN)


@dataclass(frozen=True, kw_only=True)
class CommentRow:
    """What somebody said beside a section."""

    author_name: str
    text: str
    said_at: datetime


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    """A report as it stood when it was frozen. ``document``: its canonical JSON."""

    id: UUID
    period_id: int
    which: Which
    number: int
    digest: str
    frozen_at: datetime
    frozen_by_name: str
    adopted_at: datetime | None
    action_id: UUID | None
    assembly_number: int | None
    document: str


@dataclass(frozen=True, kw_only=True)
class EditionName:
    """What an edition is called. ``settled``: it is adopted, or another edition of the same report is."""

    which: Which
    period: str
    number: int
    frozen_at: datetime
    settled: bool


def sections(*, period_id: int, which: Which) -> tuple[SectionRow, ...]:
    """Return the sections of a report in order: as arranged, or as it begins."""
    rows = {
        row.code: row
        for row in Section.objects.filter(report__period_id=period_id, report__which=which)
        .select_related("writer")
        .order_by("position")
    }
    texts = _latest([row.pk for row in rows.values()])
    said = dict(
        SectionComment.objects.filter(section__in=[row.pk for row in rows.values()])
        .values_list("section_id")
        .annotate(number=Count("id"))
    )
    kept = [Place(code=row.code, title=row.title, hidden=row.hidden) for row in rows.values()]
    found = []
    for place in places(which=which, kept=kept or arranged_before(period_id=period_id, which=which)):
        row = rows.get(place.code)
        writer = row.writer if row else None
        found.append(
            SectionRow(
                code=place.code,
                title=place.title,
                hidden=place.hidden,
                writer_id=writer.id if writer else None,
                writer_name=writer.name if writer else "",
                comments=said.get(row.pk, 0) if row else 0,
                text=texts.get(row.pk, NOTHING_WRITTEN) if row else NOTHING_WRITTEN,
            )
        )
    return tuple(found)


def arranged_before(*, period_id: int, which: Which) -> tuple[Place, ...]:
    """Return how a report begins that nobody has touched: as the last one of its kind that was arranged; none: as all do."""
    earlier = periods_before(period_id=period_id)
    rows = Section.objects.filter(report__period_id__in=earlier, report__which=which).order_by("position")
    by_period: dict[int, list[Place]] = {}
    for period, code, title, hidden in rows.values_list("report__period_id", "code", "title", "hidden"):
        by_period.setdefault(period, []).append(Place(code=code, title=title, hidden=hidden))
    return inherited(next((by_period[period] for period in earlier if period in by_period), ()))


def access_section(*, period_id: int, which: Which, code: str) -> SectionRow:
    """Return one section of a report, or refuse."""
    row = next((row for row in sections(period_id=period_id, which=which) if row.code == code), None)
    if row is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_SECTION)])
    return row


def texts(*, period_id: int, which: Which, code: str) -> tuple[TextRow, ...]:
    """Return every version of the text of a section, the latest first."""
    rows = SectionText.objects.filter(
        section__report__period_id=period_id, section__report__which=which, section__code=code
    )
    return tuple(_text(row) for row in rows.select_related("author").order_by("-version"))


def comments(*, period_id: int, which: Which, code: str) -> tuple[CommentRow, ...]:
    """Return what was said beside a section, in order."""
    rows = SectionComment.objects.filter(
        section__report__period_id=period_id, section__report__which=which, section__code=code
    )
    return tuple(
        CommentRow(author_name=row.author.name, text=row.text, said_at=row.said_at)
        for row in rows.select_related("author").order_by("said_at", "id")
    )


def editions(*, period_id: int, which: Which) -> tuple[EditionRow, ...]:
    """Return the frozen editions of a report, the latest first."""
    rows = Edition.objects.filter(report__period_id=period_id, report__which=which)
    return tuple(edition_row(row) for row in rows.select_related("report", "frozen_by", "assembly").order_by("-number"))


def edition_names(*, association_id: UUID) -> dict[UUID, EditionName]:
    """Return how the frozen editions of an association's reports are named, by id: the latest first within each report."""
    rows = Edition.objects.filter(report__association_id=association_id).select_related("report__period")
    found = list(rows.defer("document").order_by("report_id", "-number"))
    adopted = {row.report_id for row in found if row.adopted_at is not None}
    return {
        row.id: EditionName(
            which=Which(row.report.which),
            period=row.report.period.code,
            number=row.number,
            frozen_at=row.frozen_at,
            settled=row.report_id in adopted,
        )
        for row in found
    }


def access_edition(*, association_id: UUID, edition_id: UUID) -> EditionRow:
    """Return one edition, or refuse."""
    row = (
        Edition.objects.filter(report__association_id=association_id, id=edition_id)
        .select_related("report", "frozen_by", "assembly")
        .first()
    )
    if row is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_EDITION)])
    return edition_row(row)


def past_period(*, period_id: int) -> str:
    """Return what a file said of a past period, as it was brought in; empty where none was."""
    row = PastPeriod.objects.filter(period_id=period_id).first()
    return row.source if row else ""


def _latest(section_ids: list[int]) -> dict[int, TextRow]:
    rows = SectionText.objects.filter(section_id__in=section_ids).select_related("author").order_by("version")
    # The last of each section wins.
    return {row.section_id: _text(row) for row in rows}


def _text(row: SectionText) -> TextRow:
    return TextRow(
        version=row.version,
        text=row.text,
        author_id=row.author_id,
        author_name=row.author.name if row.author else "",
        written_at=row.written_at,
        figures={code: Shown(**shown) for code, shown in json.loads(row.figures).items()},
    )


def edition_row(row: Edition) -> EditionRow:
    """Return an edition that was read with its report, who froze it and its assembly."""
    return EditionRow(
        id=row.id,
        period_id=row.report.period_id,
        which=Which(row.report.which),
        number=row.number,
        digest=row.digest,
        frozen_at=row.frozen_at,
        frozen_by_name=row.frozen_by.name if row.frozen_by else "",
        adopted_at=row.adopted_at,
        action_id=row.action_id,
        assembly_number=row.assembly.number if row.assembly else None,
        document=row.document,
    )
