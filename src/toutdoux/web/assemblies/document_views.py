"""Documents of an assembly: read, put in, taken out. They are handed out as files to keep, never as pages of ours."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.documents import MOST_BYTES
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.queries import document_content, meeting_page
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.web.assemblies.forms import DocumentForm
from toutdoux.web.assemblies.presenting import document_lines, meeting_context
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.handing_out import handed_out
from toutdoux.web.refusing import tell

_MISFIT = 422
_FILE = frozenset(
    {
        AssemblyRefusal.DOCUMENT_EMPTY,
        AssemblyRefusal.DOCUMENT_TOO_LARGE,
        AssemblyRefusal.DOCUMENT_NOT_TAKEN,
        AssemblyRefusal.TOO_MANY_DOCUMENTS,
    }
)


@never_cache
@inside
def documents_page(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show the documents, and add one."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DocumentForm(*given, agenda=found.agenda)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            commands.add_document(
                actor=visit.actor,
                assembly_id=found.meeting.id,
                title=plain_text(form.cleaned_data["title"]) or file.name,
                name=file.name,
                # One byte more than fits is enough to know that it does not.
                data=file.read(MOST_BYTES + 1),
                item_id=form.item_id(),
                now=visit.now,
            )
        except Refused as refused:
            if any("field" not in one.data and one.code not in _FILE for one in refused.refusals):
                raise
            named = [(one.code, "file" if one.code in _FILE else "title") for one in refused.refusals]
            tell(form, refused.refusals, fields=named)
        else:
            messages.success(request, _("The document is there for everyone to read."))
            return redirect("assembly_documents", visit.association.slug, found.meeting.reference)
    context = meeting_context(found, visit) | {"form": form, "files": document_lines(found.documents)}
    return page(request, "assemblies/documents.html", context, status=_MISFIT if form.errors else 200)


@require_safe
@never_cache
@inside
def document(request: HttpRequest, visit: Visit, reference: str, document_id: UUID) -> HttpResponse:
    """Hand a document out, to keep."""
    row, content = document_content(actor=visit.actor, reference=reference, document_id=document_id)
    return handed_out(content, name=row.name, media_type=row.media_type)


@require_POST
@inside
def remove(request: HttpRequest, visit: Visit, reference: str, document_id: UUID) -> HttpResponse:
    """Take a document out."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    if all(row.id != document_id for row in found.documents):
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_DOCUMENT)])
    commands.remove_document(actor=visit.actor, document_id=document_id, now=visit.now)
    messages.success(request, _("The document is taken out."))
    return redirect("assembly_documents", visit.association.slug, found.meeting.reference)
