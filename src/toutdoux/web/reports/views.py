"""A report in the writing: its sections in order, what their facts say now, what people wrote beside them."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.reports.periodical import period_report, report_parts
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.reports.forms import TitleForm
from toutdoux.web.reports.presenting import as_file, asked, shown
from toutdoux.wording.reports import report_name, report_subject
from toutdoux.writings.queries import editions


@require_safe
@never_cache
@inside
def report_page(request: HttpRequest, visit: Visit, code: str, which: str) -> HttpResponse:
    """Show a report as it stands, each section with what may be done about it."""
    period, report = asked(visit, code, which)
    parts = report_parts(association=visit.association, period=period, which=report, now=visit.now)
    slug = visit.association.slug
    frozen = editions(period_id=period.id, which=report)
    context = {
        "period": period,
        "which": report,
        "name": report_name(report),
        "about": report_subject(report),
        "parts": [(part, shown(part.blocks, slug=slug, period_code=period.code)) for part in parts],
        "editions": frozen,
        "adopted": next((row for row in frozen if row.adopted_at), None),
        "may": visit.member.right.votes,
        "form": TitleForm(),
    }
    return page(request, "reports/report.html", context)


@require_safe
@never_cache
@inside
def report_file(request: HttpRequest, visit: Visit, code: str, which: str) -> HttpResponse:
    """Give a report as it stands as a file."""
    period, report = asked(visit, code, which)
    document = period_report(
        association=visit.association,
        period=period,
        which=report,
        language=(translation.get_language() or "fr").split("-")[0],
        now=visit.now,
    )
    name = f"{visit.association.slug}-{period.code}-{report}"
    return as_file(document, form=request.GET.get("format", ""), name=name)
