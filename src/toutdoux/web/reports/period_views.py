"""Periods: their reports, what is left to do before each is over, and its last day."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.associations.logic.events import AssociationRefusal
from toutdoux.associations.queries import current_period, period, periods
from toutdoux.kernel.refusal import Refused
from toutdoux.mandates.queries import mandates_page
from toutdoux.procedures.governing import close_period
from toutdoux.reports.checklist import period_checklists, task_sentence
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.web.reports.forms import CloseForm
from toutdoux.wording.mandates import mandate_name
from toutdoux.wording.reports import report_name, report_subject
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.queries import editions

_MISFIT = 422
FIELDS: Fields = ((AssociationRefusal.PERIOD_ENDS_BEFORE_IT_STARTS, "last_day"),)


@require_safe
@never_cache
@inside
def periods_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the periods, the latest first."""
    rows = periods(association_id=visit.association.id)
    today = visit.now.astimezone(visit.association.zone).date()
    context = {
        "rows": [(row, row.ends_on - timedelta(days=1) if row.ends_on else None) for row in rows],
        "current": current_period(association_id=visit.association.id, day=today),
        "may": visit.member.right.votes,
    }
    return page(request, "reports/periods.html", context)


@require_safe
@never_cache
@inside
def period_page(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Show a period: its three reports, and what is left to do, by mandate."""
    return _period(request, visit, code, CloseForm())


@require_POST
@inside
def close(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Set the last day of a period."""
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            close_period(actor=visit.actor, code=code, last_day=form.cleaned_data["last_day"], now=visit.now)
        except Refused as refused:
            if any(one.code is not AssociationRefusal.PERIOD_ENDS_BEFORE_IT_STARTS for one in refused.refusals):
                raise
            tell(form, refused.refusals, fields=FIELDS)
        else:
            messages.success(request, _("The last day of the period is set."))
            return redirect("period", visit.association.slug, code)
    return _period(request, visit, code, form)


def _period(request: HttpRequest, visit: Visit, code: str, form: CloseForm) -> HttpResponse:
    row = period(association_id=visit.association.id, code=code)
    holders = {one.kind.code: one.now for one in mandates_page(association_id=visit.association.id, at=visit.now)}
    reports = []
    for which in Which:
        frozen = editions(period_id=row.id, which=which)
        adopted = next((one for one in frozen if one.adopted_at), None)
        reports.append((which, report_name(which), report_subject(which), frozen[:1], adopted))
    lists = [
        (
            mandate_name(mandate),
            [holder.member_name for holder in holders.get(mandate, ())],
            [(line.done, task_sentence(line)) for line in lines],
        )
        for mandate, lines in period_checklists(association=visit.association, period=row, now=visit.now)
    ]
    context = {
        "period": row,
        "last_day": row.ends_on - timedelta(days=1) if row.ends_on else None,
        "reports": reports,
        "lists": lists,
        "form": form,
        "may": visit.member.right.votes,
    }
    return page(request, "reports/period.html", context, status=_MISFIT if form.errors else 200)
