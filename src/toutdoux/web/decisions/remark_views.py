"""Speaking in the discussion about an action."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache

from toutdoux.decisions.commands import record_remark
from toutdoux.decisions.queries import ActionPage, access_action, action_page
from toutdoux.kernel.refusal import Refused
from toutdoux.web.decisions.presenting_action import Typed
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.decisions.represented import whole_context
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.refusals import sentence

_MISFIT = 422


@never_cache
@inside
def remark(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Post a remark. What is sent twice from one page is said once; a GET shows the action."""
    key = access_action(actor=visit.actor, reference=reference, now=visit.now)
    there = reverse("action", args=[visit.association.slug, str(key.reference)])
    if request.method != "POST":
        return redirect(there)
    text = plain_text(request.POST.get("text", ""))
    try:
        remark_id = record_remark(
            actor=visit.actor,
            action_id=key.id,
            text=text,
            source="web",
            external_id=_external_id(request, visit, text),
            now=visit.now,
        )
    except Refused as refused:
        return _shown(request, visit, str(key.reference), text, refused)
    return redirect(f"{there}#remark-{remark_id}")


def _external_id(request: HttpRequest, visit: Visit, text: str) -> str:
    """Name this remark by who, from which page, and its words: a second thought after "back" is another one."""
    key = request.POST.get("idempotency_key", "")
    if not key:
        return ""
    return hashlib.sha256("\0".join((str(visit.member.id), key, text)).encode()).hexdigest()


def _shown(request: HttpRequest, visit: Visit, reference: str, text: str, refused: Refused) -> HttpResponse:
    found = action_page(actor=visit.actor, reference=reference, now=visit.now)
    if not isinstance(found, ActionPage):
        # A row of an old table has no discussion: the refusal is all there is to say.
        raise refused
    typed = Typed(refusals=tuple(sentence(r) for r in refused.refusals), remark=text)
    return page(request, "actions/action.html", whole_context(page=found, visit=visit, typed=typed), status=_MISFIT)
