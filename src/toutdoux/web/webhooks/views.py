"""The pages of webhooks: where events are sent, what became of each, a test, the end. For those who vote."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.integrations.queries import DeliveryRow, sent_through
from toutdoux.integrations.webhook.commands import Made, end_hook, make_hook, try_hook
from toutdoux.integrations.webhook.queries import access_hook, hooks
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.preferences.views import shown
from toutdoux.web.refusing import Fields, tell
from toutdoux.web.webhooks.forms import HookForm
from toutdoux.wording.messages import state_word, trouble_words
from toutdoux.wording.refusals.webhook import WebhookRefusal
from toutdoux.wording.webhooks import event_word

_FIELDS: Fields = (
    (WebhookRefusal.ADDRESS_FORBIDDEN, "url"),
    (WebhookRefusal.ADDRESS_TOO_LONG, "url"),
    (WebhookRefusal.ALREADY_THERE, "url"),
    (WebhookRefusal.NO_EVENT, "kinds"),
)


@never_cache
@inside
def webhooks_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """List the webhooks, and make one: its secret is in the answer, this once."""
    _voters_only(visit)
    form = HookForm(request.POST if request.method == "POST" else None)
    made = _made(visit, form) if request.method == "POST" else None
    context = {
        "form": HookForm() if made else form,
        "made": made,
        "hooks": [{"row": row, "events": [event_word(kind) for kind in row.kinds]} for row in hooks(actor=visit.actor)],
    }
    return page(request, "webhooks/webhooks.html", context, status=422 if form.is_bound and not made else 200)


@never_cache
@inside
def webhook_page(request: HttpRequest, visit: Visit, hook_id: UUID) -> HttpResponse:
    """Show one webhook and what was sent there; send a test, or end it."""
    row = access_hook(actor=visit.actor, hook_id=hook_id)
    _voters_only(visit)
    if request.method == "POST":
        if request.POST.get("gesture") == "end":
            end_hook(actor=visit.actor, hook_id=row.id, now=visit.now)
            messages.success(request, _("Nothing is sent there any more."))
            return redirect("webhooks", visit.association.slug)
        try_hook(actor=visit.actor, hook_id=row.id, now=visit.now)
        messages.success(request, _("A test leaves within a few seconds. Look at this page again to see the answer."))
        return redirect("webhook", visit.association.slug, row.id)
    sent = sent_through(association_id=visit.association.id, channel="webhook", address=str(row.id))
    rows = shown(sent, association=visit.association)
    for one in rows:
        one["state"] = state_word(one["row"].state)
        one["trouble"] = _trouble(one["row"])
    context = {"row": row, "events": [event_word(kind) for kind in row.kinds], "sent": rows}
    return page(request, "webhooks/webhook.html", context)


def _voters_only(visit: Visit) -> None:
    if not visit.member.right.votes:
        raise Refused([Refusal(code=MemberRefusal.NO_VOTING_RIGHT, article=2)])


def _made(visit: Visit, form: HookForm) -> Made | None:
    if not form.is_valid():
        return None
    typed: dict[str, Any] = form.cleaned_data
    try:
        return make_hook(actor=visit.actor, url=typed["url"], kinds=typed["kinds"], now=visit.now)
    except Refused as refused:
        tell(form, refused.refusals, fields=_FIELDS)
        return None


def _trouble(row: DeliveryRow) -> str:
    return trouble_words(state=row.state, reason=row.reason, error=row.error) if row.error else ""
