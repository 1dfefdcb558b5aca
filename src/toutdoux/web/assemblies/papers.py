"""Papers to keep and print: the convening, the attendance sheet, the minutes."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
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
from toutdoux.web.handing_out import handed_out

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
