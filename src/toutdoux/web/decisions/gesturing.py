"""One gesture on an action, as a small page: what it does, a form, and what could not be done.

The page says by GET why the gesture is not possible, with the same rules that judge it when it is made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import ActionPage, action_page
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.web.decisions.forms import GESTURE_FIELDS, tell_all
from toutdoux.web.door import Visit, page
from toutdoux.wording.refusals import sentence

MISFIT = 422


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One gesture as its page shows it. ``name`` is its key among the action's gestures, if it has one."""

    title: str
    button: str
    explanation: tuple[str, ...]
    done: str
    name: str = ""
    danger: bool = False


def gesture(
    request: HttpRequest,
    visit: Visit,
    found: ActionPage,
    asked: Asked,
    form: forms.Form,
    act: Callable[[], str | None],
    *,
    refusals: Sequence[Refusal] = (),
) -> HttpResponse:
    """Show a gesture, or make it and go back to the action, or where ``act`` says.

    The sentences of a refusal stand at the field they are about, and nothing typed is lost.
    """
    row = found.row
    wants_more = getattr(form, "wants_more", False)
    if request.method == "POST" and not wants_more and form.is_valid():
        try:
            elsewhere = act()
        except Refused as refused:
            tell_all(form, refused, fields=GESTURE_FIELDS)
        else:
            messages.success(request, asked.done)
            return redirect(elsewhere or reverse("action", args=[visit.association.slug, str(row.reference)]))
    not_possible = [*found.gestures.get(asked.name, ()), *refusals] if request.method != "POST" else []
    context = {
        "row": row,
        "asked": asked,
        "form": form,
        "reasons": [sentence(refusal) for refusal in not_possible],
    }
    return page(request, "actions/gesture.html", context, status=MISFIT if form.errors and not wants_more else 200)


def live(visit: Visit, reference: str) -> ActionPage:
    """Return the live action of an address. The row of an old table has no gestures: there is nothing there for them."""
    found = action_page(actor=visit.actor, reference=reference, now=visit.now)
    if not isinstance(found, ActionPage):
        raise Refused([Refusal(code=DecisionRefusal.UNKNOWN_ACTION, data={"reference": reference})])
    return found


def posted(request: HttpRequest) -> Any:
    """Return what was posted, or None when nothing was: a form without data asks for nothing."""
    return request.POST if request.method == "POST" else None
