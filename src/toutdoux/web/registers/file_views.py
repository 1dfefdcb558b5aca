"""Files kept with an entry: added, given, taken away. They are given to be saved, never to be run or shown by a browser."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.finance.queries import has_receipt
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.procedures import registering
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.files import MOST_BYTES
from toutdoux.registers.queries import access_entry, file_content
from toutdoux.reports.receipts import support_receipt
from toutdoux.reports.rendering import FORMATS
from toutdoux.web.door import Visit, inside
from toutdoux.web.handing_out import handed_out
from toutdoux.web.registers.entry_views import shown
from toutdoux.web.registers.forms import FileForm
from toutdoux.wording.refusals import sentence


@require_POST
@inside
def file_add(request: HttpRequest, visit: Visit, entry_id: UUID) -> HttpResponse:
    """Keep a file with an entry."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            registering.add_file(
                actor=visit.actor,
                entry_id=entry_id,
                name=upload.name,
                data=upload.read(MOST_BYTES + 1),
                now=visit.now,
            )
        except Refused as refused:
            for refusal in refused.refusals:
                form.add_error("file", sentence(refusal))
        else:
            messages.success(request, _("The file is kept with the entry."))
            return redirect("entry", visit.association.slug, entry_id)
    return shown(request, visit, row, file=form)


@require_safe
@never_cache
@inside
def file_page(request: HttpRequest, visit: Visit, entry_id: UUID, file_id: UUID) -> HttpResponse:
    """Give a file, to be saved."""
    row, content = file_content(association_id=visit.association.id, entry_id=entry_id, file_id=file_id)
    return handed_out(content, name=row.name, media_type=row.media_type)


@require_safe
@never_cache
@inside
def receipt_page(request: HttpRequest, visit: Visit, entry_id: UUID) -> HttpResponse:
    """Give the receipt of a support membership that was received, as PDF."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    if not has_receipt(row):
        raise Refused([Refusal(code=RegisterRefusal.UNKNOWN_FILE)])
    language = (translation.get_language() or "fr").split("-")[0]
    document = support_receipt(association=visit.association, row=row, language=language)
    return handed_out(FORMATS["pdf"](document), name=f"{row.day}-{_('receipt')}.pdf", media_type="application/pdf")


@require_POST
@inside
def file_remove(request: HttpRequest, visit: Visit, entry_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a file away."""
    registering.remove_file(actor=visit.actor, entry_id=entry_id, file_id=file_id, now=visit.now)
    messages.success(request, _("The file is gone."))
    return redirect("entry", visit.association.slug, entry_id)
