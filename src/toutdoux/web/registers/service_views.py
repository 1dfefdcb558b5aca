"""Services: which are there, who keeps them, how long they could be used over a period; machines; what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.associations.queries import current_period, periods
from toutdoux.services.queries import incidents, machines, maintenance, services
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.registers.presenting import lines
from toutdoux.wording import dates
from toutdoux.wording.entries import length_words, share_words, state_word

#: What happened lately, on a page that looks back over a period.
_MOST_SHOWN = 30


@require_safe
@never_cache
@inside
def availability_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show services and machines, and what a period was like for those who use them."""
    here = visit.association.id
    known = periods(association_id=here)
    asked = {row.code: row for row in known}.get(request.GET.get("period", ""))
    today = visit.now.astimezone(visit.association.zone).date()
    period = asked or current_period(association_id=here, day=today)
    if period is not None and period.starts_on is None:
        period = None
    troubles = (*incidents(association_id=here, period=period), *maintenance(association_id=here, period=period))
    latest = sorted(troubles, key=lambda row: (row.starts_at or row.created_at, str(row.id)), reverse=True)
    context = {
        "period": period,
        "periods": known,
        "services": [
            (
                one.row,
                state_word(one.row.kind, one.row.state),
                share_words(one.share),
                length_words(one.minutes_down) if one.minutes_down else "",
                one.incidents,
                [(terms, dates.day_words(terms.day, today=today)) for terms in one.terms[:2]],
                one.machines,
            )
            for one in services(association_id=here, period=period, now=visit.now)
        ],
        "machines": [(row, state_word(row.kind, row.state)) for row in machines(association_id=here)],
        "troubles": [
            (line, dates.moment_words(line.row.starts_at, zone=visit.association.zone, now=visit.now))
            for line in lines(visit, latest[:_MOST_SHOWN])
            if line.row.starts_at is not None
        ],
    }
    return page(request, "registers/availability.html", context)
