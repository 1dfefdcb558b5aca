"""The page of one's feeds: make an address for a program, end it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.integrations.feeds.commands import make_address, revoke_address
from toutdoux.integrations.feeds.queries import KINDS, addresses
from toutdoux.web.door import Visit, inside, page

_ROUTES = {"outcomes": "member-outcomes", "deadlines": "member-deadlines"}


@never_cache
@inside
def feeds_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show one's addresses; make one, shown this once, or end one."""
    made: dict[str, str] = {}
    if request.method == "POST":
        kind = request.POST.get("kind", "")
        if request.POST.get("gesture") == "revoke":
            if revoke_address(actor=visit.actor, kind=kind, now=visit.now):
                messages.success(request, _("That address gives nothing any more."))
            return redirect("feeds", visit.association.slug)
        token = make_address(actor=visit.actor, kind=kind, now=visit.now)
        # Shown in the answer itself and kept nowhere: a redirect would have to carry it.
        made[kind] = settings.TOUTDOUX_URL + reverse(_ROUTES[kind], args=[visit.association.slug, token])
    return page(request, "feeds/feeds.html", _context(visit, made))


def _context(visit: Visit, made: dict[str, str]) -> dict[str, Any]:
    in_use = addresses(actor=visit.actor)
    words = {
        "deadlines": (
            _("The calendar of deadlines"),
            _("Each vote's end, in your own calendar: moved when a text changes, cancelled when it is decided early."),
        ),
        "outcomes": (_("The feed of outcomes"), _("What is decided and why, in a feed reader.")),
    }
    public = visit.association.public_register != "closed"
    return {
        "feeds": [
            {
                "kind": kind,
                "title": words[kind][0],
                "text": words[kind][1],
                "row": in_use.get(kind),
                "made": made.get(kind, ""),
            }
            for kind in reversed(KINDS)
        ],
        "public_url": settings.TOUTDOUX_URL + reverse("public-outcomes", args=[visit.association.slug])
        if public
        else "",
    }
