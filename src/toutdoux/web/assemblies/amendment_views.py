"""Amendments to an item: all of them on one page, one reworded on its own, put in order by the desk, withdrawn."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from toutdoux.assemblies.logic.facts import Change
from toutdoux.assemblies.queries import ItemRow, MeetingRow, items
from toutdoux.assemblies.sitting.queries import access_live, runs_desk
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.logic.amending import Edit, paragraphs
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.queries import amendment_to_reword, asked
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.web.assemblies.votes import item_context, ways
from toutdoux.web.decisions.reading import plain_text, whole_number
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.refusals import sentence
from toutdoux.wording.voting import change_word

_MISFIT = 422
#: Letters of a paragraph that tell it from the others.
_BEGINNING = 90


@never_cache
@inside
def amend(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Show the amendments to an item and its votes; propose one."""
    meeting = access_live(actor=visit.actor, reference=reference)
    item = _item(meeting, item_id)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            number = commands.propose_amendment(
                actor=visit.actor, assembly_id=meeting.id, item_id=item.id, now=visit.now, **_typed(request.POST)
            )
        except Refused as refused:
            reasons = [sentence(refusal) for refusal in refused.refusals]
        else:
            messages.success(request, _("Amendment %(number)s is proposed.") % {"number": number})
            return redirect("assembly_amend", visit.association.slug, meeting.reference, item.id)
    found = asked(assembly_id=meeting.id, item_id=item.id)
    body = found.body(item.text)
    context = {
        "meeting": meeting,
        "asked": item_context(visit, item=item, asked=found),
        "body": body,
        "amended": body != item.text,
        "runs": runs_desk(actor=visit.actor, meeting=meeting, at=visit.now),
        "ways": ways(),
        "reasons": reasons,
        **_form(request, body=body),
    }
    return page(request, "assemblies/amend.html", context, status=_MISFIT if reasons else 200)


@never_cache
@inside
def reword(request: HttpRequest, visit: Visit, reference: str, amendment_id: UUID) -> HttpResponse:
    """Write an amendment anew: one that no longer applies, or one that can be said better."""
    meeting = access_live(actor=visit.actor, reference=reference)
    row = amendment_to_reword(actor=visit.actor, meeting=meeting, amendment_id=amendment_id, now=visit.now)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            commands.reword_amendment(actor=visit.actor, amendment_id=row.id, now=visit.now, **_typed(request.POST))
        except Refused as refused:
            reasons = [sentence(refusal) for refusal in refused.refusals]
        else:
            messages.success(request, _("Amendment %(number)s is reworded.") % {"number": row.number})
            return redirect("assembly_amend", visit.association.slug, meeting.reference, row.item_id)
    item = _item(meeting, row.item_id)
    body = asked(assembly_id=meeting.id, item_id=item.id).body(item.text)
    context = {
        "meeting": meeting,
        "item": item,
        "row": row,
        "body": body,
        "reasons": reasons,
        **_form(request, body=body, edit=row.edit),
    }
    return page(request, "assemblies/amendment.html", context, status=_MISFIT if reasons else 200)


@require_POST
@inside
def move(request: HttpRequest, visit: Visit, reference: str, amendment_id: UUID) -> HttpResponse:
    """Have an amendment voted before the one in front of it, or after the next."""
    meeting = access_live(actor=visit.actor, reference=reference)
    by = 1 if request.POST.get("by") == "later" else -1
    item_id = commands.move_amendment(actor=visit.actor, amendment_id=amendment_id, by=by, now=visit.now)
    messages.success(request, _("The order is changed."))
    return redirect("assembly_amend", visit.association.slug, meeting.reference, item_id)


@require_POST
@inside
def withdraw(request: HttpRequest, visit: Visit, reference: str, amendment_id: UUID) -> HttpResponse:
    """Withdraw an amendment."""
    meeting = access_live(actor=visit.actor, reference=reference)
    item_id = commands.withdraw_amendment(actor=visit.actor, amendment_id=amendment_id, now=visit.now)
    messages.success(request, _("The amendment is withdrawn."))
    return redirect("assembly_amend", visit.association.slug, meeting.reference, item_id)


def _item(meeting: MeetingRow, item_id: UUID) -> ItemRow:
    found = next((row for row in items(assembly_id=meeting.id) if row.id == item_id), None)
    if found is None:
        raise Refused([Refusal(code=VoteRefusal.UNKNOWN_VOTE)])
    return found


def _typed(posted: Mapping[str, Any]) -> dict[str, str]:
    return {name: plain_text(str(posted.get(name, ""))) for name in ("change", "passage", "words")}


def _form(request: HttpRequest, *, body: str, edit: Edit | None = None) -> dict[str, Any]:
    """Return what the form of an amendment needs: what was typed, else a paragraph that was chosen, else how it stands."""
    cut = paragraphs(body)
    chosen = cut[number - 1] if 0 < (number := whole_number(request.GET.get("paragraph", ""))) <= len(cut) else ""
    typed = {"change": Change.REPLACE.value if body.strip() else Change.END.value, "passage": chosen, "words": chosen}
    if edit is not None and not chosen:
        typed = {"change": edit.change.value, "passage": edit.passage, "words": edit.words}
    return {
        "typed": _typed(request.POST) if request.method == "POST" else typed,
        "changes": [(change.value, change_word(change)) for change in Change],
        "paragraphs": [(at, Truncator(text).chars(_BEGINNING)) for at, text in enumerate(cut, start=1)],
    }
