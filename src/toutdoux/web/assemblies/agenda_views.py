"""The agenda: putting it together, moving items up and down, proposing one, taking proposals in or not."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.queries import ItemRow, MeetingPage, meeting_page
from toutdoux.assemblies.voting import commands as voting
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.web.assemblies.forms import ItemForm
from toutdoux.web.assemblies.presenting import meeting_context
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.refusing import tell

_MISFIT = 422
#: What is about what was typed; anything else is about the agenda itself, and has a page of its own.
_TYPED = frozenset(
    {
        AssemblyRefusal.TITLE_MISSING,
        AssemblyRefusal.TOO_LONG,
        AssemblyRefusal.TOO_MANY_ITEMS,
        AssemblyRefusal.KIND_STANDS,
    }
)


@never_cache
@inside
def agenda_page(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show the agenda with what can be done to each item, and add one at its end."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.add_item(actor=visit.actor, assembly_id=found.meeting.id, draft=form.draft(), now=visit.now)
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("The item is in the agenda."))
            return redirect("assembly_agenda", visit.association.slug, found.meeting.reference)
    context = meeting_context(found, visit) | {"form": form}
    return page(request, "assemblies/agenda.html", context, status=_MISFIT if form.errors else 200)


@never_cache
@inside
def propose(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Propose an item to those who prepare the assembly."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    form = ItemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            commands.propose_item(actor=visit.actor, assembly_id=found.meeting.id, draft=form.draft(), now=visit.now)
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(
                request, _("Your item is proposed. Those who prepare the assembly take it in, or say why not.")
            )
            return redirect("assembly", visit.association.slug, found.meeting.reference)
    context = meeting_context(found, visit) | {"form": form}
    return page(request, "assemblies/propose.html", context, status=_MISFIT if form.errors else 200)


@never_cache
@inside
def item_page(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Rewrite an item of the agenda."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    item = _item(found, item_id)
    initial = {"title": item.title, "kind": str(item.kind), "text": item.text}
    form = ItemForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            commands.change_item(actor=visit.actor, item_id=item.id, draft=form.draft(), now=visit.now)
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("The item is written."))
            return redirect("assembly_agenda", visit.association.slug, found.meeting.reference)
    context = meeting_context(found, visit) | {"form": form, "item": item}
    return page(request, "assemblies/item.html", context, status=_MISFIT if form.errors else 200)


@require_POST
@inside
def item_gesture(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Move an item up or down, take it in or out, decline it with a word, put it off, or take back one's own."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    _item(found, item_id)
    meeting = found.meeting
    actor, now = visit.actor, visit.now
    match request.POST.get("do", ""):
        case "up":
            commands.move_item(actor=actor, item_id=item_id, by=-1, now=now)
        case "down":
            commands.move_item(actor=actor, item_id=item_id, by=1, now=now)
        case "remove":
            commands.remove_item(actor=actor, item_id=item_id, now=now)
            messages.success(request, _("The item is out of the agenda."))
        case "accept":
            commands.accept_item(actor=actor, item_id=item_id, now=now)
            messages.success(request, _("The item is in the agenda."))
        case "decline":
            answer = plain_text(request.POST.get("answer", ""))
            commands.decline_item(actor=actor, item_id=item_id, answer=answer, now=now)
            messages.success(request, _("The item stays out of the agenda, and your answer stands beside it."))
        case "withdraw":
            commands.withdraw_item(actor=actor, item_id=item_id, now=now)
            messages.success(request, _("Your item is taken back."))
            return redirect("assembly", visit.association.slug, meeting.reference)
        case "later":
            voting.postpone_item(actor=actor, item_id=item_id, to_id=_later(request), now=now)
            messages.success(request, _("The item is put off: it is at the end of the agenda of the other assembly."))
            if not found.agenda_open:
                return redirect("assembly", visit.association.slug, meeting.reference)
        case _:
            raise Http404
    return redirect("assembly_agenda", visit.association.slug, meeting.reference)


def _later(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("to", ""))
    except ValueError:
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_ASSEMBLY, data={"reference": ""})]) from None


def _item(found: MeetingPage, item_id: UUID) -> ItemRow:
    item = next((row for row in (*found.agenda, *found.proposed) if row.id == item_id), None)
    if item is None:
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_ITEM)])
    return item


def _tell(form: ItemForm, refused: Refused) -> None:
    if any(refusal.code not in _TYPED for refusal in refused.refusals):
        raise refused
    named = [(refusal.code, str(refusal.data.get("field", "title"))) for refusal in refused.refusals]
    tell(form, refused.refusals, fields=named)
