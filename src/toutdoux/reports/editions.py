"""Freezing a report as it stands, and reading a frozen one again."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from toutdoux.associations.queries import AssociationRow, PeriodRow
from toutdoux.kernel.people import Actor
from toutdoux.reports.logic.document import Document
from toutdoux.reports.logic.keeping import document_from_text, document_text
from toutdoux.reports.periodical import period_report
from toutdoux.writings.commands import freeze_report
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.queries import EditionRow


def freeze(
    *,
    actor: Actor,
    association: AssociationRow,
    period: PeriodRow,
    which: Which,
    language: str,
    now: datetime,
) -> UUID:
    """Keep a report as it stands, in the active language, under a number and a digest; return the edition."""
    document = period_report(association=association, period=period, which=which, language=language, now=now)
    return freeze_report(actor=actor, period_id=period.id, which=which, document=document_text(document), now=now)


def edition_document(edition: EditionRow) -> Document:
    """Return the document of an edition, its digest at its foot."""
    document = document_from_text(edition.document)
    return document.with_identity(
        gettext("Edition %(number)s, %(digest)s") % {"number": edition.number, "digest": edition.digest[:16]}
    )
