"""What an entry stands on: a service on a machine, from a day on, until it moves."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from toutdoux.procedures import registering
from toutdoux.registers.queries import access_entry
from toutdoux.web.door import Visit, inside
from toutdoux.web.registers.entry_views import carried_out, offered_ties, shown
from toutdoux.web.registers.forms import TieForm, UntieForm


@require_POST
@inside
def entry_tie(request: HttpRequest, visit: Visit, entry_id: UUID) -> HttpResponse:
    """Say on which machine a service stands, and since when."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    form = TieForm(request.POST, offered=offered_ties(visit, row))
    done = carried_out(request, visit, entry_id, form, registering.tie_entry)
    return done or shown(request, visit, row, tie=form)


@require_POST
@inside
def entry_untie(request: HttpRequest, visit: Visit, entry_id: UUID, other_id: UUID) -> HttpResponse:
    """Say that a service stands on a machine no longer."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    form = UntieForm(request.POST)
    done = carried_out(request, visit, entry_id, form, registering.untie_entry, other_id=other_id)
    return done or shown(request, visit, row, untie=(other_id, form))
