"""What is said of an item besides its text: a purchase, what its adoption changes; and deferring it to an online action."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.minutes.queries import notes
from toutdoux.assemblies.queries import ItemRow, MeetingRow, access_meeting, items
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.queries import access_live, runs_desk
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.logic.buying import typed
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.queries import begun, purchase, votes_page, written_effects
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.queries import members
from toutdoux.registers.logic.typed import write_amount
from toutdoux.web.assemblies.changes import changes_shown
from toutdoux.web.decisions.effects_chooser import chooser
from toutdoux.web.decisions.effects_forms import EffectsForm
from toutdoux.web.decisions.forms import GESTURE_FIELDS, tell_all
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.links import action_url
from toutdoux.wording.entries.figures import amount_words
from toutdoux.wording.refusals import sentence

_MISFIT = 422


@never_cache
@inside
def buy(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Make an item the first or the second step of a purchase."""
    meeting, item = _item(visit, reference, item_id)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            _buy(request, visit, meeting, item)
        except Refused as refused:
            reasons = _reasons(refused)
        else:
            messages.success(request, _("It is in the text that will be put to the vote."))
            return _onward(visit, meeting, item)
    found = purchase(item_id=item.id)
    waiting = [
        {"row": row, "amount": amount_words(row.within)}
        for row in begun(association_id=visit.association.id)
        if row.item_id != item.id
    ]
    context = _common(visit, meeting, item, reasons) | {
        "within": request.POST.get("within", write_amount(found.within) if found and not found.lines else ""),
        "lines": plain_text(request.POST.get("lines", typed(found.lines) if found else "")),
        "begun": request.POST.get("begun", ""),
        "waiting": waiting,
    }
    return page(request, "assemblies/purchase.html", context, status=_MISFIT if reasons else 200)


@never_cache
@inside
def changes(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Say what the adoption of an item changes by itself: the very gestures that an action offers."""
    meeting, item = _item(visit, reference, item_id)
    form = EffectsForm(
        request.POST if request.method == "POST" else None,
        chooser=chooser(
            association_id=visit.association.id,
            people=members(association_id=visit.association.id, at=visit.now),
            before=written_effects(item_id=item.id),
        ),
    )
    if request.method == "POST" and not form.wants_more and form.is_valid():
        effects = form.effects()
        try:
            commands.set_effects(
                actor=visit.actor, assembly_id=meeting.id, item_id=item.id, effects=effects, now=visit.now
            )
        except Refused as refused:
            _reasons(refused)
            tell_all(form, refused, fields=GESTURE_FIELDS)
        else:
            messages.success(
                request,
                _("If the item is adopted, this changes by itself at the close of its vote.")
                if effects
                else _("The item changes nothing by itself."),
            )
            return _onward(visit, meeting, item)
    asked = votes_page(assembly_id=meeting.id, item_id=item.id).asked
    voted = asked.text if asked else None
    context = _common(visit, meeting, item, []) | {
        "form": form,
        "voted": voted,
        "changes": changes_shown(visit, item=item, vote=voted),
    }
    return page(
        request, "assemblies/item_changes.html", context, status=_MISFIT if form.errors and not form.wants_more else 200
    )


@never_cache
@inside
def defer(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Defer an item to an online action, with what was said of it."""
    meeting, item = _item(visit, reference, item_id, live=True)
    reasons: list[str] = []
    discussion = plain_text(request.POST["discussion"]) if "discussion" in request.POST else _said(meeting, item)
    if request.method == "POST":
        try:
            found = commands.defer_item(
                actor=visit.actor,
                assembly_id=meeting.id,
                item_id=item.id,
                discussion=discussion,
                publish=request.POST.get("publish", "") != "",
                now=visit.now,
            )
        except Refused as refused:
            reasons = _reasons(refused)
        else:
            for refusal in found.hindered:
                messages.warning(request, sentence(refusal))
            if found.reference is not None:
                messages.success(request, _("The item is deferred, and the action is open to everybody's vote."))
                return redirect(action_url(slug=visit.association.slug, reference=found.reference))
            messages.success(
                request, _("The item is deferred; the action is a draft that you publish when it is ready.")
            )
            return redirect("draft", visit.association.slug, found.action_id)
    context = _common(visit, meeting, item, reasons) | {"discussion": discussion}
    return page(request, "assemblies/defer.html", context, status=_MISFIT if reasons else 200)


def _said(meeting: MeetingRow, item: ItemRow) -> str:
    """Return what the notes of the assembly say was said at an item, to begin from."""
    said = [note for note in notes(assembly_id=meeting.id) if note.item_id == item.id and note.text.strip()]
    return "\n\n".join(f"{note.speaker}: {note.text.strip()}" if note.speaker else note.text.strip() for note in said)


def _buy(request: HttpRequest, visit: Visit, meeting: MeetingRow, item: ItemRow) -> None:
    if request.POST.get("do") == "list":
        try:
            begun_at = UUID(request.POST.get("begun", ""))
        except ValueError:
            raise Refused([Refusal(code=VoteRefusal.NOT_BEGUN)]) from None
        commands.list_purchase(
            actor=visit.actor,
            assembly_id=meeting.id,
            item_id=item.id,
            begun_at=begun_at,
            lines=plain_text(request.POST.get("lines", "")),
            now=visit.now,
        )
    else:
        commands.begin_purchase(
            actor=visit.actor,
            assembly_id=meeting.id,
            item_id=item.id,
            within=request.POST.get("within", ""),
            now=visit.now,
        )


def _item(visit: Visit, reference: str, item_id: UUID, *, live: bool = False) -> tuple[MeetingRow, ItemRow]:
    """Return an item of an assembly that is prepared, or ``live``: that is convened at least."""
    access = access_live if live else access_meeting
    meeting = access(actor=visit.actor, reference=reference)
    item = next((row for row in items(assembly_id=meeting.id) if row.id == item_id), None)
    if item is None:
        raise Refused([Refusal(code=VoteRefusal.UNKNOWN_VOTE)])
    return meeting, item


def _onward(visit: Visit, meeting: MeetingRow, item: ItemRow) -> HttpResponse:
    """Return to the item with its amendments; while the assembly is prepared, to the agenda."""
    if meeting.stage is Stage.PREPARED:
        return redirect("assembly_agenda", visit.association.slug, meeting.reference)
    return redirect("assembly_amend", visit.association.slug, meeting.reference, item.id)


def _reasons(refused: Refused) -> list[str]:
    """Return the reasons as sentences; whoever may not run the desk has nothing to mend on the page."""
    if any(refusal.code is SittingRefusal.NOT_THE_DESK for refusal in refused.refusals):
        raise refused
    return [sentence(refusal) for refusal in refused.refusals]


def _common(visit: Visit, meeting: MeetingRow, item: ItemRow, reasons: list[str]) -> dict[str, object]:
    return {
        "meeting": meeting,
        "item": item,
        "runs": runs_desk(actor=visit.actor, meeting=meeting, at=visit.now),
        "reasons": reasons,
    }
