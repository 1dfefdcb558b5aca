"""What an entry stands on: a service on a machine, from a day on, until it moves."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from toutdoux.kernel.refusal import Refused
from toutdoux.procedures import registering
from toutdoux.registers.queries import access_entry
from toutdoux.web.door import Visit, inside
from toutdoux.web.registers.entry_views import offered_ties, shown, told_at_fields
from toutdoux.web.registers.forms import TieForm, UntieForm


@require_POST
@inside
def entry_tie(request: HttpRequest, visit: Visit, entry_id: UUID) -> HttpResponse:
    """Say on which machine a service stands, and since when."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    form = TieForm(request.POST, offered=offered_ties(visit, row))
    if form.is_valid():
        try:
            registering.tie_entry(
                actor=visit.actor,
                entry_id=entry_id,
                other_id=UUID(form.cleaned_data["other"]),
                day=form.cleaned_data["day"],
                now=visit.now,
            )
        except Refused as refused:
            told_at_fields(form, refused)
        else:
            messages.success(request, _("Noted."))
            return redirect("entry", visit.association.slug, entry_id)
    return shown(request, visit, row, tie=form)


@require_POST
@inside
def entry_untie(request: HttpRequest, visit: Visit, entry_id: UUID, other_id: UUID) -> HttpResponse:
    """Say that a service stands on a machine no longer."""
    row = access_entry(association_id=visit.association.id, entry_id=entry_id)
    form = UntieForm(request.POST)
    if form.is_valid():
        try:
            registering.untie_entry(
                actor=visit.actor,
                entry_id=entry_id,
                other_id=other_id,
                day=form.cleaned_data["day"],
                now=visit.now,
            )
        except Refused as refused:
            told_at_fields(form, refused)
        else:
            messages.success(request, _("Noted."))
            return redirect("entry", visit.association.slug, entry_id)
    return shown(request, visit, row, untie=(other_id, form))
