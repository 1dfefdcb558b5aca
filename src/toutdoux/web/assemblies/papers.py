"""Papers to keep and print: the convening, the attendance sheet, the minutes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.minutes.queries import access_minutes
from toutdoux.assemblies.queries import meeting_page, roll_page
from toutdoux.reports.convening import attendance_sheet, convening_paper
from toutdoux.reports.logic.document import Document
from toutdoux.reports.minutes import minutes
from toutdoux.reports.rendering import FORMATS
from toutdoux.web.door import Visit, inside

_TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}


@require_safe
@never_cache
@inside
def paper(request: HttpRequest, visit: Visit, reference: str, paper: str, form: str) -> HttpResponse:
    """Hand out a paper in one of its forms."""
    if form not in _TYPES:
        raise Http404
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    language = (translation.get_language() or "fr").split("-")[0]
    document: Document
    if paper == "minutes":
        written = access_minutes(association_id=visit.association.id, reference=reference, now=visit.now)
        document = minutes(association=visit.association, found=written, language=language)
    elif found.meeting.stage is Stage.PAST:
        raise Http404
    elif paper == "convening":
        document = convening_paper(association=visit.association, found=found, language=language)
    elif paper == "attendance":
        people = roll_page(meeting=found.meeting, at=visit.now)
        document = attendance_sheet(association=visit.association, found=found, people=people, language=language)
    else:
        raise Http404
    name = f"{found.meeting.reference}-{paper}.{form}"
    return handed_out(FORMATS[form](document), name=name, media_type=_TYPES[form])


def handed_out(content: bytes, *, name: str, media_type: str) -> HttpResponse:
    """Return bytes as a file to keep: no browser guesses what it is, none shows it as a page of ours."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
