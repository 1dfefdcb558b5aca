"""What is said of an item besides its text: a purchase, rules it adopts; and deferring it to an online action."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.assemblies.minutes.queries import notes
from toutdoux.assemblies.queries import ItemRow, MeetingRow, items
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.queries import access_live, runs_desk
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.logic.buying import typed
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.queries import begun, effects_of, purchase
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.effects import EffectKind
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.registers.logic.typed import write_amount
from toutdoux.rules.reading import rulebook_to_toml
from toutdoux.web.decisions.reading import plain_text, whole_number
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
            return redirect("assembly_amend", visit.association.slug, meeting.reference, item.id)
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
def rules(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Say which rules the adoption of an item adopts, or none."""
    meeting, item = _item(visit, reference, item_id)
    now = current_rulebook(association_id=visit.association.id)
    proposed = next((row.params for row in effects_of(item_id=item.id)), {})
    toml = plain_text(request.POST.get("toml", str(proposed.get("toml", rulebook_to_toml(now.rulebook)))))
    base = whole_number(request.POST.get("base", "")) or int(proposed.get("base", now.number))
    reasons: list[str] = []
    if request.method == "POST":
        effect = EffectDraft(kind=EffectKind.ADOPT_RULEBOOK, params={"toml": toml, "base": base})
        nothing = request.POST.get("do") == "none"
        try:
            commands.set_effects(
                actor=visit.actor,
                assembly_id=meeting.id,
                item_id=item.id,
                effects=() if nothing else (effect,),
                now=visit.now,
            )
        except Refused as refused:
            reasons = _reasons(refused)
        else:
            messages.success(
                request,
                _("The item adopts no rules any more.")
                if nothing
                else _("If the item is adopted, so are these rules."),
            )
            return redirect("assembly_amend", visit.association.slug, meeting.reference, item.id)
    context = _common(visit, meeting, item, reasons) | {"toml": toml, "base": base, "proposed": bool(proposed)}
    return page(request, "assemblies/item_rules.html", context, status=_MISFIT if reasons else 200)


@never_cache
@inside
def defer(request: HttpRequest, visit: Visit, reference: str, item_id: UUID) -> HttpResponse:
    """Defer an item to an online action, with what was said of it."""
    meeting, item = _item(visit, reference, item_id)
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


def _item(visit: Visit, reference: str, item_id: UUID) -> tuple[MeetingRow, ItemRow]:
    meeting = access_live(actor=visit.actor, reference=reference)
    item = next((row for row in items(assembly_id=meeting.id) if row.id == item_id), None)
    if item is None:
        raise Refused([Refusal(code=VoteRefusal.UNKNOWN_VOTE)])
    return meeting, item


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
