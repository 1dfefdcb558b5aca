"""What an association lets everyone read of its reports: those it adopted and published, one by one.

Like the public register, without a sign-in or a cookie. A report says what it said when it was adopted, names included, and
nothing more: neither who wrote it nor who froze it, and no link to what members alone read. The register may be closed all the same.
"""

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.queries import AssociationRow, access_association
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.reports.editions import edition_document
from toutdoux.reports.rendering.html import fragment
from toutdoux.web.decisions.public_views import KEPT, address_outside, page_outside, speak_outside
from toutdoux.web.reports.presenting import TYPES
from toutdoux.wording.reports import report_name, report_subject
from toutdoux.writings.queries import PublishedRow, access_published, published, published_pdf


@require_safe
@conditional_page
def public_reports(request: HttpRequest, slug: str) -> HttpResponse:
    """List the reports that an association published; one that published none answers as one that does not exist."""
    association = access_association(slug=slug)
    rows = published(association_id=association.id)
    if not rows:
        raise _nothing(slug)
    speak_outside(request, association)
    context: dict[str, object] = {
        "title": gettext("The reports of %(association)s") % {"association": association.name},
        "description": gettext("What the association decided, did, spent and ran, as it adopted it."),
        "rows": [
            (
                address_outside("public-report", slug, row.period_code, row.edition.which, request=request),
                f"{report_name(row.edition.which)} {row.period_code}",
                row.period_title,
                row.edition.adopted_at,
            )
            for row in rows
        ],
    }
    return page_outside(request, association, "public/reports.html", context)


@require_safe
@conditional_page
def public_report(request: HttpRequest, slug: str, code: str, which: str) -> HttpResponse:
    """Show one published report to anyone, whole."""
    association, row = _asked(slug, code, which)
    speak_outside(request, association)
    document = edition_document(row.edition)
    context = {
        "edition": row.edition,
        "document": document,
        "title": document.title,
        "description": f"{report_subject(row.edition.which)} ({code})",
        # Figures lead nowhere here: their sources are inside.
        "body": fragment(document.blocks),
        "file_url": address_outside("public-report-file", slug, code, which, request=request),
        "reports_url": address_outside("public-reports", slug, request=request),
    }
    return page_outside(request, association, "public/report.html", context)


@require_safe
@conditional_page
def public_report_file(_request: HttpRequest, slug: str, code: str, which: str) -> HttpResponse:
    """Give the PDF of a published report, as it was made when it was published."""
    association, row = _asked(slug, code, which)
    name = f"{association.slug}-{code}-{which}.pdf"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response = HttpResponse(
        published_pdf(edition_id=row.edition.id),
        content_type=TYPES["pdf"],
        headers={"Content-Disposition": disposition},
    )
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


def _asked(slug: str, code: str, which: str) -> tuple[AssociationRow, PublishedRow]:
    association = access_association(slug=slug)
    try:
        return association, access_published(association_id=association.id, period_code=code, which=which)
    except Refused as refused:
        # Which reports there are inside is nobody's to guess.
        raise _nothing(slug) from refused


def _nothing(slug: str) -> Refused:
    return Refused([Refusal(code=AssociationRefusal.UNKNOWN_ASSOCIATION, data={"slug": slug})])
