"""What feed readers and calendars fetch. Nothing here sets a cookie, and what has not changed is not sent again."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from toutdoux.associations.queries import AssociationRow, access_association
from toutdoux.integrations.feeds.atom import atom
from toutdoux.integrations.feeds.deadlines import calendar
from toutdoux.integrations.feeds.podcast import podcast
from toutdoux.integrations.feeds.queries import access_feed
from toutdoux.integrations.queries import Contact, contacts
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.web.decisions.public_views import KEPT, opened, saying, speak_outside

ATOM = "application/atom+xml; charset=utf-8"
PODCAST = "application/rss+xml; charset=utf-8"
ICALENDAR = "text/calendar; charset=utf-8"


@require_safe
@conditional_page
def public_outcomes(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the outcomes to anyone, as far as the public register says them."""
    association = opened(slug)
    speak_outside(request, association)
    text = atom(
        association=association,
        feed_url=settings.TOUTDOUX_URL + request.get_full_path(),
        page_url=lambda reference: settings.TOUTDOUX_URL + reverse("public-action", args=[slug, reference]),
        say=saying(association),
        now=timezone.now(),
    )
    response = HttpResponse(text, content_type=ATOM)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@require_safe
@conditional_page
def public_podcast(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the radio episodes to anyone; nothing is here while none was put in the podcast."""
    association = access_association(slug=slug)
    speak_outside(request, association)
    text = podcast(association=association, feed_url=settings.TOUTDOUX_URL + request.path)
    if text is None:
        raise Refused([Refusal(code=RegisterRefusal.UNKNOWN_ENTRY)])
    response = HttpResponse(text, content_type=PODCAST)
    patch_cache_control(response, public=True, max_age=KEPT)
    return response


@require_safe
@conditional_page
def member_outcomes(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Give the outcomes to whoever holds a member's secret address."""
    now = timezone.now()
    association, _contact = _entered(slug, "outcomes", token, now=now)
    text = atom(
        association=association,
        feed_url=settings.TOUTDOUX_URL + request.path,
        page_url=lambda reference: settings.TOUTDOUX_URL + reverse("action", args=[slug, reference]),
        say=lambda _row, words: words,
        now=now,
    )
    return _private(HttpResponse(text, content_type=ATOM))


@require_safe
@conditional_page
def member_deadlines(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Give the deadlines to whoever holds a member's secret address."""
    now = timezone.now()
    association, contact = _entered(slug, "deadlines", token, now=now)
    found = calendar(association=association, zone=contact.wanted.zone, now=now)
    response = _private(HttpResponse(found, content_type=ICALENDAR))
    response["Content-Disposition"] = f'inline; filename="{slug}.ics"'
    return response


def _entered(slug: str, kind: str, token: str, *, now: datetime) -> tuple[AssociationRow, Contact]:
    """Let in whoever holds the address, and speak the language of the member it belongs to."""
    association = access_association(slug=slug)
    member = access_feed(association=association, kind=kind, token=token, now=now)
    contact = contacts(association=association, now=now, ids={member.id})[member.id]
    translation.activate(contact.language)
    return association, contact


def _private(response: HttpResponse) -> HttpResponse:
    """Let nobody on the way keep it: the address alone opens it."""
    patch_cache_control(response, private=True, no_cache=True)
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
