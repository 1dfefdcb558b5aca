"""Freezing a report as it stands, reading a frozen one again, and letting anybody read one that was adopted."""

from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from toutdoux.associations.queries import AssociationRow, PeriodRow
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.reports.logic.document import Document
from toutdoux.reports.logic.keeping import document_from_text, document_text
from toutdoux.reports.periodical import period_report
from toutdoux.reports.rendering import to_pdf
from toutdoux.writings.commands import freeze_report, publish_edition
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.logic.events import WritingRefusal
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


def publish(*, actor: Actor, edition: EditionRow, now: datetime) -> None:
    """Let anybody read an adopted edition. Its PDF is made now, once: nobody outside makes the engine run."""
    if edition.adopted_at is None:
        raise Refused([Refusal(code=WritingRefusal.NOT_ADOPTED)])
    publish_edition(actor=actor, edition_id=edition.id, pdf=to_pdf(edition_document(edition)), now=now)


def edition_document(edition: EditionRow) -> Document:
    """Return the document of an edition, its digest at its foot in the language it was written in."""
    document = document_from_text(edition.document)
    with translation.override(document.language):
        return document.with_identity(
            gettext("Edition %(number)s, %(digest)s") % {"number": edition.number, "digest": edition.digest[:16]}
        )
