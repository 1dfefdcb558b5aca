"""Saying what an item of the agenda elects, on one page."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.assemblies.elections import commands
from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.elections.queries import ElectionRow, election_at
from toutdoux.associations.queries import current_rulebook
from toutdoux.kernel.refusal import Refused
from toutdoux.mandates.queries import kinds
from toutdoux.web.assemblies.election_forms import PrepareForm
from toutdoux.web.assemblies.elections import election_item
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.elections import method_name, tie_rule_name
from toutdoux.wording.refusals import sentence

_MISFIT = 422
_FIELDS = {
    ElectionRefusal.METHOD_NOT_CHOSEN: "method",
    ElectionRefusal.TIE_NOT_CHOSEN: "tie",
    ElectionRefusal.MANDATE_MISSING: "mandate",
    ElectionRefusal.SEATS_OUT_OF_RANGE: "seats",
    ElectionRefusal.ENDS_BEFORE_IT_BEGINS: "last_day",
}


@never_cache
@inside
def prepare(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Say what an item elects, how, and for how long."""
    meeting, item = election_item(visit, reference=reference, item_id=item_id)
    rules = current_rulebook(association_id=visit.association.id).rulebook.elections
    form = PrepareForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds(association_id=visit.association.id),
        rules=rules,
        initial=_initial(visit, election_at(item_id=item.id)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            commands.prepare_election(
                actor=visit.actor,
                assembly_id=meeting.id,
                item_id=item.id,
                draft=form.draft(visit.association.zone),
                answers=form.answers(),
                now=visit.now,
            )
        except Refused as refused:
            for refusal in refused.refusals:
                field = _FIELDS.get(refusal.code) if isinstance(refusal.code, ElectionRefusal) else None
                form.add_error(field if field in form.fields else None, sentence(refusal))
        else:
            messages.success(request, _("The election is prepared: people can stand."))
            return redirect("assembly_election", visit.association.slug, meeting.reference, item.id)
    context = {
        "meeting": meeting,
        "item": item,
        "form": form,
        "may": visit.member.right.votes,
        "method": method_name(rules.method) if rules.method else "",
        "tie": tie_rule_name(rules.tie) if rules.tie else "",
    }
    return page(request, "assemblies/elections/prepare.html", context, status=_MISFIT if form.errors else 200)


def _initial(visit: Visit, election: ElectionRow | None) -> dict[str, object]:
    if election is None:
        return {"how": "people", "seats": 1, "handing_over": True}
    zone = visit.association.zone
    return {
        "how": "list" if election.one_list else "people",
        "mandate": election.code,
        "seats": election.seats,
        "first_day": election.starts_at.astimezone(zone).date(),
        "last_day": election.ends_at.astimezone(zone).date() - timedelta(days=1),
        "handing_over": election.handing_over,
    }
