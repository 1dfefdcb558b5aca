"""Parts of reports as a page shows them: every figure leads to the page that holds its facts."""

from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString

from toutdoux.associations.queries import PeriodRow, period
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.reports.logic.document import Block, Document, Run
from toutdoux.reports.logic.figures import changed_runs
from toutdoux.reports.rendering import FORMATS
from toutdoux.reports.rendering.html import fragment
from toutdoux.web.door import Visit
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.logic.events import WritingRefusal

TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


def asked(visit: Visit, code: str, which: str) -> tuple[PeriodRow, Which]:
    """Return the period and the report that an address names, or refuse."""
    row = period(association_id=visit.association.id, code=code)
    if which not in set(Which):
        raise Refused([Refusal(code=WritingRefusal.UNKNOWN_REPORT)])
    return row, Which(which)


def shown(blocks: Iterable[Block], *, slug: str, period_code: str) -> SafeString:
    """Return blocks as HTML whose figures lead to their sources."""

    def led(run: Run) -> Run:
        source = run.source
        if source is None:
            return run
        named = dict(source.named) if source.page != "period" else {"code": period_code}
        query = f"?{urlencode(source.asked)}" if source.asked else ""
        return replace(run, href=reverse(source.page, kwargs={"slug": slug, **named}) + query)

    return fragment(changed_runs(blocks, led))


def as_file(document: Document, *, form: str, name: str) -> HttpResponse:
    """Return a document as a file to keep. A form that is not known is the PDF."""
    form = form if form in FORMATS else "pdf"
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    return HttpResponse(
        FORMATS[form](document),
        content_type=TYPES[form],
        headers={"Content-Disposition": disposition or "attachment"},
    )
