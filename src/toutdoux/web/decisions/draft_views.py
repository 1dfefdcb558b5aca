"""Writing an action: choosing its kind, keeping a draft, seeing it as voters will, publishing it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.associations.queries import current_rulebook, periods
from toutdoux.decisions.commands import delete_draft, publish_action, save_draft
from toutdoux.decisions.logic.effects import EffectDraft, EffectKind
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import ActionPage, action_page, draft_page
from toutdoux.decisions.queries.drafting import DraftPreview, draft_preview
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import MemberRow, members
from toutdoux.rules.facts import Status
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.web.decisions.effects_chooser import chooser
from toutdoux.web.decisions.effects_presenting import effect_promised
from toutdoux.web.decisions.forms import DRAFT_FIELDS, DraftForm, draft_initial, tell_all
from toutdoux.web.decisions.presenting import and_list, live_bar
from toutdoux.web.decisions.presenting_action import state_sentence
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.drafts import consequences, kind_promise
from toutdoux.wording.inclusive import inclusive
from toutdoux.wording.refusals import sentence
from toutdoux.wording.reports import edition_words
from toutdoux.wording.words import kind_word, localised, status_word
from toutdoux.writings.queries import edition_names

_MISFIT = 422


@dataclass(frozen=True, kw_only=True)
class KindCard:
    """One of the two kinds, as the rulebook of today describes it."""

    value: Kind
    word: str
    promise: str
    examples: tuple[str, ...]
    chosen: bool


@never_cache
@inside
def new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Begin an action. ``?from=E12&kind=ordinary`` starts from the text of another one, and follows it.

    ``?adopt=`` and the edition of a report starts from its adoption.
    """
    people = members(association_id=visit.association.id, at=visit.now)
    initial: dict[str, Any] = {"kind": request.GET.get("kind", "")}
    before: tuple[EffectDraft, ...] = ()
    if origin := request.GET.get("from"):
        copied, before = _copied(visit, origin)
        initial |= copied
    elif edition := request.GET.get("adopt"):
        title, before = _adopting(visit, edition)
        initial |= {"kind": Kind.EXTRAORDINARY, "title": title, "effects_only": True}
    form = _form(request, visit, people, initial=initial, before=before)
    if request.method == "POST" and not form.wants_more and form.is_valid():
        try:
            draft_id = save_draft(actor=visit.actor, draft=form.draft(), now=visit.now)
        except Refused as refused:
            tell_all(form, refused, fields=DRAFT_FIELDS)
        else:
            return redirect("draft", visit.association.slug, draft_id)
    return _write(request, visit, form, people=people, draft_id=None)


@never_cache
@inside
def edit(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Rewrite one's draft."""
    draft = draft_page(actor=visit.actor, draft_id=draft_id)
    people = members(association_id=visit.association.id, at=visit.now)
    form = _form(request, visit, people, initial=draft_initial(draft), before=draft.effects)
    if request.method == "POST" and not form.wants_more and form.is_valid():
        try:
            save_draft(actor=visit.actor, draft=form.draft(), draft_id=draft_id, now=visit.now)
        except Refused as refused:
            tell_all(form, refused, fields=DRAFT_FIELDS)
        else:
            return redirect("draft", visit.association.slug, draft_id)
    return _write(request, visit, form, people=people, draft_id=draft_id)


@never_cache
@require_safe
@inside
def draft(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Show a draft exactly as its readers would find it, and what publishing it would do."""
    return _preview(request, visit, draft_id)


@never_cache
@inside
def publish(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Publish one's draft. By GET, show it once more."""
    if request.method != "POST":
        return redirect("draft", visit.association.slug, draft_id)
    try:
        reference = publish_action(actor=visit.actor, draft_id=draft_id, now=visit.now)
    except Refused as refused:
        if any(r.code in {DecisionRefusal.UNKNOWN_ACTION, DecisionRefusal.NOT_A_DRAFT} for r in refused.refusals):
            raise
        return _preview(request, visit, draft_id, refused=refused)
    messages.success(request, _("Published: it is %(reference)s.") % {"reference": reference})
    return redirect("action", visit.association.slug, str(reference))


@never_cache
@inside
def delete(request: HttpRequest, visit: Visit, draft_id: UUID) -> HttpResponse:
    """Throw one's draft away, after asking."""
    if request.method == "POST":
        delete_draft(actor=visit.actor, draft_id=draft_id)
        messages.success(request, _("The draft is thrown away."))
        return redirect(f"/a/{visit.association.slug}/")
    found = draft_page(actor=visit.actor, draft_id=draft_id)
    return page(request, "actions/draft_delete.html", {"draft": found, "draft_id": draft_id})


def _form(
    request: HttpRequest,
    visit: Visit,
    people: tuple[MemberRow, ...],
    *,
    initial: dict[str, Any],
    before: tuple[EffectDraft, ...] = (),
) -> DraftForm:
    return DraftForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        people=people,
        me=visit.member.id,
        periods=periods(association_id=visit.association.id),
        chooser=chooser(association_id=visit.association.id, people=people, before=before),
    )


def _copied(visit: Visit, origin: str) -> tuple[dict[str, Any], tuple[EffectDraft, ...]]:
    """Return the words and the effects of another action of the association, to begin from."""
    found = action_page(actor=visit.actor, reference=origin, now=visit.now)
    if not isinstance(found, ActionPage):
        return {"title": found.title, "follows": str(found.reference)}, ()
    words = {
        "title": found.version.title,
        "text": found.version.text,
        "follows": str(found.row.reference),
        "discussion_url": found.row.discussion_url,
        "effects_only": found.effects_only,
    }
    return words, tuple(effect.draft for effect in found.effects)


def _adopting(visit: Visit, edition: str) -> tuple[str, tuple[EffectDraft, ...]]:
    """Return the title and the effect of an action that adopts an edition of a report; nothing of one that is not there."""
    rows = {str(key): row for key, row in edition_names(association_id=visit.association.id).items()}
    if edition not in rows:
        return "", ()
    title = _("Adopt the %(report)s") % {"report": edition_words(rows[edition])}
    return title, (EffectDraft(kind=EffectKind.ADOPT_REPORT, params={"edition": edition}),)


def _write(
    request: HttpRequest, visit: Visit, form: DraftForm, *, people: tuple[MemberRow, ...], draft_id: UUID | None
) -> HttpResponse:
    rulebook = current_rulebook(association_id=visit.association.id).rulebook
    council = sum(row.right.votes for row in people)
    context = {
        "form": form,
        "draft_id": draft_id,
        "cards": kind_cards(rulebook, council=council, chosen=str(form["kind"].value() or "")),
    }
    return page(request, "actions/write.html", context, status=_MISFIT if form.errors and not form.wants_more else 200)


def kind_cards(rulebook: Rulebook, *, council: int, chosen: str) -> tuple[KindCard, ...]:
    """Return the two kinds with what each means under ``rulebook`` in a council of ``council``, and its examples."""
    return tuple(
        KindCard(
            value=kind,
            word=kind_word(kind),
            promise=kind_promise(rulebook, kind=kind, council=council),
            examples=tuple(localised(example.text) for example in rulebook.examples if example.kind is kind),
            chosen=chosen == kind,
        )
        for kind in (Kind.ORDINARY, Kind.EXTRAORDINARY)
    )


def _preview(request: HttpRequest, visit: Visit, draft_id: UUID, *, refused: Refused | None = None) -> HttpResponse:
    found = draft_preview(actor=visit.actor, draft_id=draft_id, now=visit.now)
    refusals = refused.refusals if refused else found.refusals
    context = {
        "preview": found,
        "draft": found.draft,
        "line": _line(found, visit),
        "sentence": state_sentence(
            found.outcome, found.rulebook, kind=found.kind, zone=visit.association.zone, now=visit.now
        ),
        "state": (str(found.outcome.status), status_word(found.outcome.status, kind=found.kind)),
        "bar": live_bar(
            found.outcome,
            found.rulebook,
            kind=found.kind,
            opened_at=found.opened_at,
            deadline=found.deadline,
            zone=visit.association.zone,
            now=visit.now,
            sentence=None if found.outcome.expected else "",
        ),
        "effects": [effect_promised(effect) for effect in found.effects],
        "consequences": consequences(
            found.rulebook,
            kind=found.kind,
            council=found.council,
            reference=str(found.reference) if found.reference else "",
            deadline=found.deadline,
            zone=visit.association.zone,
            now=visit.now,
        ),
        "reasons": [sentence(refusal) for refusal in refusals],
        "announces": found.outcome.status is Status.ANNOUNCED,
    }
    return page(request, "actions/draft.html", context, status=_MISFIT if refused else 200)


def _line(found: DraftPreview, visit: Visit) -> str:
    parts = [str(found.reference) if found.reference else "", kind_word(found.kind).lower()]
    parts.append(_("led by %(names)s") % {"names": and_list([found.lead, *found.co_leads])})
    return inclusive(" · ".join(part for part in parts if part), visit.association.inclusive_form)
