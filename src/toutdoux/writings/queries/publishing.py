"""What anybody may read of the reports."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.writings.logic.events import WritingRefusal
from toutdoux.writings.models import Publication
from toutdoux.writings.queries.reports import EditionRow, edition_row


@dataclass(frozen=True, kw_only=True)
class PublishedRow:
    """An adopted edition that anybody may read, and the period it is about."""

    edition: EditionRow
    period_code: str
    period_title: str
    published_at: datetime


def published(*, association_id: UUID) -> tuple[PublishedRow, ...]:
    """Return what an association published, the latest first."""
    return tuple(map(_row, _rows(association_id).order_by("-published_at", "edition_id")))


def has_published(*, association_id: UUID) -> bool:
    """Say whether there is anything to read."""
    return Publication.objects.filter(edition__report__association_id=association_id).exists()


def access_published(*, association_id: UUID, period_code: str, which: str) -> PublishedRow:
    """Return a report that anybody may read, or refuse: what is not published answers as what does not exist."""
    rows = _rows(association_id)
    row = rows.filter(edition__report__period__code=period_code, edition__report__which=which).first()
    if row is None:
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_EDITION)])
    return _row(row)


def published_pdf(*, edition_id: UUID) -> bytes:
    """Return the PDF of an edition that is published."""
    return bytes(Publication.objects.get(edition_id=edition_id).pdf)


def published_at(*, edition_id: UUID) -> datetime | None:
    """Return when an edition was published, if it is."""
    return Publication.objects.filter(edition_id=edition_id).values_list("published_at", flat=True).first()


def _rows(association_id: UUID) -> QuerySet[Publication]:
    return (
        Publication.objects.filter(edition__report__association_id=association_id)
        .select_related("edition__report__period", "edition__frozen_by", "edition__assembly")
        .defer("pdf")
    )


def _row(row: Publication) -> PublishedRow:
    period = row.edition.report.period
    return PublishedRow(
        edition=edition_row(row.edition),
        period_code=period.code,
        period_title=period.title,
        published_at=row.published_at,
    )
