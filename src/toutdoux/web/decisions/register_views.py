"""The register: every numbered action in one table that can be asked, printed and taken away."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.associations.queries import periods
from toutdoux.decisions.queries import register as register_of
from toutdoux.members.queries import names
from toutdoux.web.decisions.register_forms import RegisterForm
from toutdoux.web.decisions.table_files import FileFormat, register_file
from toutdoux.web.decisions.table_presenting import table_of
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.inclusive import inclusive
from toutdoux.wording.words import lead_word

_TYPES = {FileFormat.CSV: "text/csv; charset=utf-8", FileFormat.JSON: "application/json"}


@never_cache
@inside
@require_safe
def register(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show a page of the register, as asked for in the address."""
    form = _form(request, visit)
    found = register_of(association_id=visit.association.id, actor=None, asked=form.asked(), now=visit.now)
    slug = visit.association.slug
    table = table_of(
        found,
        address=lambda reference: reverse("action", args=[slug, reference]),
        zone=visit.association.zone,
        now=visit.now,
    )
    asked = request.GET.copy()
    asked.pop("page", None)
    context = {
        "form": form,
        "table": table,
        "summary": form.summary(),
        "asked": asked.urlencode(),
        "filtered": bool(form.summary()),
        "lead_word": inclusive(lead_word(), visit.association.inclusive_form),
    }
    return page(request, "register/register.html", context)


@never_cache
@inside
@require_safe
def register_export(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give the whole selection as a file."""
    asked = _form(request, visit).asked()
    form = FileFormat.JSON if request.GET.get("format") == FileFormat.JSON else FileFormat.CSV
    data = register_file(association_id=visit.association.id, asked=asked, form=form, now=visit.now)
    name = "-".join(part for part in (visit.association.slug, asked.period, asked.kind) if part)
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.{form}")
    return HttpResponse(data, content_type=_TYPES[form], headers={"Content-Disposition": disposition or "attachment"})


def _form(request: HttpRequest, visit: Visit) -> RegisterForm:
    association_id = visit.association.id
    codes = [period.code for period in periods(association_id=association_id)]
    return RegisterForm(request.GET, periods=codes, people=names(association_id=association_id))
