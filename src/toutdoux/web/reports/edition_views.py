"""Editions: a report frozen with its digest, what adopted it, and whether anybody may read it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.associations.queries import periods
from toutdoux.procedures.adopting import adopt_edition, adopted_by
from toutdoux.reports.editions import edition_document, freeze, publish
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.reports.forms import AdoptForm
from toutdoux.web.reports.presenting import as_file, asked, shown
from toutdoux.wording.reports import report_name
from toutdoux.writings.commands import unpublish_edition
from toutdoux.writings.queries import access_edition, published_at


@require_POST
@inside
def freeze_now(request: HttpRequest, visit: Visit, code: str, which: str) -> HttpResponse:
    """Freeze a report as it stands."""
    period, report = asked(visit, code, which)
    edition_id = freeze(
        actor=visit.actor,
        association=visit.association,
        period=period,
        which=report,
        language=(translation.get_language() or "fr").split("-")[0],
        now=visit.now,
    )
    messages.success(request, _("The report is frozen as it stands. It can now be read, and adopted."))
    return redirect("edition", visit.association.slug, edition_id)


@require_safe
@never_cache
@inside
def edition_page(request: HttpRequest, visit: Visit, edition_id: UUID) -> HttpResponse:
    """Show an edition whole, with its digest, and what adopted it."""
    row = access_edition(association_id=visit.association.id, edition_id=edition_id)
    period = next(one for one in periods(association_id=visit.association.id) if one.id == row.period_id)
    context = {
        "edition": row,
        "public_at": published_at(edition_id=row.id),
        "public_url": settings.TOUTDOUX_URL
        + reverse("public-report", args=[visit.association.slug, period.code, row.which]),
        "period": period,
        "which": row.which,
        "name": report_name(row.which),
        "by": adopted_by(association_id=visit.association.id, edition=row),
        "body": shown(edition_document(row).blocks, slug=visit.association.slug, period_code=period.code),
        "form": AdoptForm(),
        "may": visit.member.right.votes,
    }
    return page(request, "reports/edition.html", context)


@require_safe
@never_cache
@inside
def edition_file(request: HttpRequest, visit: Visit, edition_id: UUID) -> HttpResponse:
    """Give an edition as a file."""
    row = access_edition(association_id=visit.association.id, edition_id=edition_id)
    name = f"{visit.association.slug}-{row.which}-{row.number}"
    return as_file(edition_document(row), form=request.GET.get("format", ""), name=name)


@require_POST
@inside
def edition_publish(request: HttpRequest, visit: Visit, edition_id: UUID) -> HttpResponse:
    """Let anybody read an edition that was adopted."""
    row = access_edition(association_id=visit.association.id, edition_id=edition_id)
    publish(actor=visit.actor, edition=row, now=visit.now)
    messages.success(request, _("Anybody may read this report now."))
    return redirect("edition", visit.association.slug, edition_id)


@require_POST
@inside
def edition_unpublish(request: HttpRequest, visit: Visit, edition_id: UUID) -> HttpResponse:
    """Let nobody outside read it any longer."""
    row = access_edition(association_id=visit.association.id, edition_id=edition_id)
    unpublish_edition(actor=visit.actor, edition_id=row.id, now=visit.now)
    messages.success(request, _("The members alone read this report now."))
    return redirect("edition", visit.association.slug, edition_id)


@require_POST
@inside
def adopt(request: HttpRequest, visit: Visit, edition_id: UUID) -> HttpResponse:
    """Say what adopted an edition: an action that passed, or an assembly."""
    form = AdoptForm(request.POST)
    form.is_valid()
    adopt_edition(actor=visit.actor, edition_id=edition_id, reference=form.cleaned_data["by"], now=visit.now)
    messages.success(request, _("The report is adopted, and stays as it is."))
    return redirect("edition", visit.association.slug, edition_id)
