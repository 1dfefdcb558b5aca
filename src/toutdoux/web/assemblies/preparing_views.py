"""Preparing an assembly: writing it, convening it, telling what has changed, giving it up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.queries import access_meeting, meeting_page, questions_left
from toutdoux.kernel.refusal import Refused
from toutdoux.web.assemblies.forms import MeetingForm, RulesForm
from toutdoux.web.assemblies.presenting import meeting_context
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.refusing import tell
from toutdoux.wording.refusals import sentence

_MISFIT = 422

FIELDS = (
    (AssemblyRefusal.TITLE_MISSING, "title"),
    (AssemblyRefusal.TOO_EARLY, "day"),
    (AssemblyRefusal.IN_THE_PAST, "day"),
    (AssemblyRefusal.ITEMS_UNTIL_TOO_LATE, "items_day"),
    (AssemblyRefusal.LINK_MALFORMED, "link"),
    (AssemblyRefusal.NOWHERE, "place"),
)


@never_cache
@inside
def prepare(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin to prepare an assembly; the first time, with what the rulebook leaves open."""
    given = request.POST if request.method == "POST" else None
    asks = bool(questions_left(association_id=visit.association.id))
    form, rules = MeetingForm(given), RulesForm(given) if asks else None
    if given is not None and form.is_valid() and (rules is None or rules.is_valid()):
        try:
            meeting = commands.prepare_assembly(
                actor=visit.actor,
                draft=form.draft(visit.association.zone),
                answers=rules.answers() if rules else None,
                now=visit.now,
            )
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("It is being prepared. Put its agenda together, then convene everyone."))
            return redirect("assembly_agenda", visit.association.slug, meeting.reference)
    context = {"form": form, "rules": rules, "may": visit.member.right.votes}
    failed = form.errors or (rules is not None and rules.errors)
    return page(request, "assemblies/prepare.html", context, status=_MISFIT if failed else 200)


@never_cache
@inside
def change(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Rewrite what is written of an assembly; once it is convened, its date stays."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    zone = visit.association.zone
    initial = MeetingForm.of(meeting, zone=zone)
    form = MeetingForm(request.POST if request.method == "POST" else None, initial=initial)
    convened = meeting.stage is not Stage.PREPARED
    if convened:
        for name in ("day", "hour"):
            form.fields[name].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_assembly(actor=visit.actor, assembly_id=meeting.id, draft=form.draft(zone), now=visit.now)
        except Refused as refused:
            if any(refusal.code is AssemblyRefusal.NOT_IN_PREPARATION for refusal in refused.refusals):
                raise
            _tell(form, refused)
        else:
            messages.success(request, _("It is written."))
            return redirect("assembly", visit.association.slug, meeting.reference)
    context = {
        "form": form,
        "meeting": meeting,
        "may": visit.member.right.votes and meeting.stage in {Stage.PREPARED, Stage.CONVENED},
        "convened": convened,
    }
    return page(request, "assemblies/change.html", context, status=_MISFIT if form.errors else 200)


@never_cache
@inside
def convene(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Convene everyone, after saying what that does."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            commands.convene_assembly(actor=visit.actor, assembly_id=found.meeting.id, now=visit.now)
        except Refused as refused:
            reasons = [sentence(refusal) for refusal in refused.refusals]
        else:
            messages.success(request, _("Everyone is convened: each member is told in their channel."))
            return redirect("assembly", visit.association.slug, found.meeting.reference)
    context = meeting_context(found, visit) | {"reasons": reasons}
    return page(request, "assemblies/convene.html", context, status=_MISFIT if reasons else 200)


@never_cache
@inside
def cancel(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Give an assembly up, after saying what that does."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    if request.method == "POST":
        commands.cancel_assembly(actor=visit.actor, assembly_id=meeting.id, now=visit.now)
        messages.success(request, _("It is given up."))
        return redirect("assembly", visit.association.slug, meeting.reference)
    context = {
        "meeting": meeting,
        "told": meeting.stage is Stage.CONVENED,
        "may": visit.member.right.votes and meeting.stage in {Stage.PREPARED, Stage.CONVENED},
    }
    return page(request, "assemblies/cancel.html", context)


@require_POST
@inside
def tell_again(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Tell everyone who was convened what has changed since."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    commands.tell_changes(actor=visit.actor, assembly_id=meeting.id, now=visit.now)
    messages.success(request, _("Everyone is told of the changes."))
    return redirect("assembly", visit.association.slug, meeting.reference)


def _tell(form: MeetingForm, refused: Refused) -> None:
    """Say each refusal at its field; what is too long names its field itself."""
    named = [(refusal.code, str(refusal.data["field"])) for refusal in refused.refusals if "field" in refusal.data]
    tell(form, refused.refusals, fields=[*FIELDS, *named])
