"""Voting, and the talk about objections. Both work without JavaScript; htmx only spares the page its reloading."""

import hashlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from toutdoux.decisions.commands import Receipt, cast_ballot, keep_objection, lift_objection, post_on_objection
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import ActionPage, access_action, action_page
from toutdoux.kernel.refusal import Refused
from toutdoux.web.decisions.presenting_action import Typed, action_context
from toutdoux.web.decisions.reading import plain_text, whole_number
from toutdoux.web.decisions.represented import whole_context
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.ballots import receipt_sentences
from toutdoux.wording.refusals import sentence

_CONFLICT = 409
_MISFIT = 422


@never_cache
@inside
def ballot(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Take a ballot. A link that leads here by GET (from a mail, after signing in) changes nothing: it shows the action."""
    key = access_action(actor=visit.actor, reference=reference, now=visit.now)
    if request.method != "POST":
        return redirect("action", visit.association.slug, str(key.reference))
    choice, version = request.POST.get("choice", ""), whole_number(request.POST.get("version", ""))
    reason = _reason(request, choice)
    try:
        receipt = cast_ballot(
            actor=visit.actor,
            action_id=key.id,
            version=version,
            choice=choice,
            reason=reason,
            idempotency_key=_key(request, choice, version, reason),
            door="web",
            now=visit.now,
        )
    except Refused as refused:
        return _refused(request, visit, str(key.reference), refused, reason)
    return _answer(request, visit, str(key.reference), receipt)


@never_cache
@inside
def objection(request: HttpRequest, visit: Visit, reference: str, objection_id: int) -> HttpResponse:
    """Answer an objection, or lift or keep one's own."""
    key = access_action(actor=visit.actor, reference=reference, now=visit.now)
    there = reverse("action", args=[visit.association.slug, str(key.reference)]) + f"#objection-{objection_id}"
    if request.method != "POST":
        return redirect(there)
    gesture, text, sort = (plain_text(request.POST.get(name, "")) for name in ("gesture", "text", "sort"))
    try:
        if gesture == "lift":
            lift_objection(actor=visit.actor, objection_id=objection_id, now=visit.now)
        elif gesture == "keep":
            keep_objection(actor=visit.actor, objection_id=objection_id, now=visit.now)
        else:
            post_on_objection(actor=visit.actor, objection_id=objection_id, sort=sort, text=text, now=visit.now)
    except Refused as refused:
        typed = Typed(
            refusals=tuple(sentence(r) for r in refused.refusals), objection_id=objection_id, text=text, sort=sort
        )
        return _shown(request, visit, str(key.reference), typed, refused=refused, status=_MISFIT)
    return redirect(there)


def _reason(request: HttpRequest, choice: str) -> str:
    """Return the reason given, unless it is the one given before with another choice: it does not change sides alone."""
    reason = plain_text(request.POST.get("reason", ""))
    before = plain_text(request.POST.get("reason_before", ""))
    other = request.POST.get("choice_before", choice) != choice
    return "" if other and reason.strip() == before.strip() else reason


def _key(request: HttpRequest, choice: str, version: int, reason: str) -> str:
    """Return the idempotency key: what is sent twice from one page counts once, what differs is another ballot.

    A page kept by the browser's "back" may be used for a second thought: it must not be answered with the first one.
    """
    key = request.POST.get("idempotency_key", "")
    return hashlib.sha256("\0".join((key, choice, str(version), reason)).encode()).hexdigest() if key else ""


def _answer(request: HttpRequest, visit: Visit, reference: str, receipt: Receipt) -> HttpResponse:
    receipt_words = " ".join(
        receipt_sentences(
            choice=receipt.choice,
            replaced=receipt.replaced,
            reasoned=bool(receipt.reason),
            repeated_from=receipt.at if receipt.at < visit.now else None,
            zone=visit.association.zone,
            now=visit.now,
        )
    )
    if _fragment_asked(request):
        found = action_page(actor=visit.actor, reference=reference, now=visit.now)
        assert isinstance(found, ActionPage), "what was voted on is live"
        context = action_context(page=found, visit=visit) | {"receipt": receipt_words}
        return _in_sight(page(request, "actions/answer.html", context))
    messages.success(request, receipt_words)
    there = onward(request) or reverse("action", args=[visit.association.slug, reference])
    # A list of actions asked for this by htmx: it is shown anew, whole.
    return HttpResponseClientRedirect(there) if _htmx(request) else redirect(there)


def _refused(request: HttpRequest, visit: Visit, reference: str, refused: Refused, reason: str) -> HttpResponse:
    old = any(refusal.code is DecisionRefusal.OLD_VERSION for refusal in refused.refusals)
    typed = Typed(refusals=tuple(sentence(r) for r in refused.refusals), old_version=old, reason=reason)
    return _shown(request, visit, reference, typed, refused=refused, status=_CONFLICT if old else _MISFIT)


def _shown(
    request: HttpRequest, visit: Visit, reference: str, typed: Typed, *, refused: Refused, status: int
) -> HttpResponse:
    """Show the action again with what was refused in its place, and nothing typed lost."""
    found = action_page(actor=visit.actor, reference=reference, now=visit.now)
    if not isinstance(found, ActionPage):
        # A row of an old table has nothing to vote or talk about: the refusal is all there is to say.
        raise refused
    context = whole_context(page=found, visit=visit, typed=typed)
    if _fragment_asked(request):
        return _in_sight(page(request, "actions/answer.html", context, status=status))
    return page(request, "actions/action.html", context, status=status)


def _in_sight(response: HttpResponse) -> HttpResponse:
    """Let htmx bring the bar into sight with the answer: on a phone one votes from anywhere in the page."""
    response["HX-Reswap"] = "outerHTML show:#action-state:top"
    return response


def _htmx(request: HttpRequest) -> bool:
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx)


def _fragment_asked(request: HttpRequest) -> bool:
    """Whether htmx asks for the parts of an action's own page; what a list asks for is another matter."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and htmx.target == "gestures"


def onward(request: HttpRequest) -> str:
    """Return the page of ours that the ballot came from, if it says so."""
    there = request.POST.get("next", "")
    # A path, and nothing that could be taken for the name of a page.
    inside = there.startswith("/") and url_has_allowed_host_and_scheme(there, allowed_hosts=None)
    return there if inside else ""
