"""One page per person: what they are sent, how, when; and what was sent to them, and why.

The link in every mail opens the same form without a session. It opens that and nothing else.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from toutdoux.associations.queries import AssociationRow, access_association
from toutdoux.decisions.queries.articles import references
from toutdoux.integrations.commands import change_preferences, want_nothing
from toutdoux.integrations.delivering import served
from toutdoux.integrations.logic.words import Way
from toutdoux.integrations.queries import (
    Contact,
    DeliveryRow,
    access_preferences,
    contacts,
    may_see_deliveries,
    not_arrived,
    sent_to,
)
from toutdoux.web.door import Visit, inside, page, speak
from toutdoux.web.links import action_url
from toutdoux.web.preferences.forms import PreferencesForm, initial
from toutdoux.wording.messages import about_word, trouble_words, why_sentence


@inside
def preferences_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show and change one's own preferences, and show what was sent."""
    contact = contacts(association=visit.association, now=visit.now, ids={visit.member.id})[visit.member.id]
    form = _form(request, visit.association, contact)
    if request.method == "POST" and form.is_valid():
        change_preferences(member_id=visit.member.id, wanted=form.wanted(), now=visit.now)
        messages.success(request, _("This is what will be sent from now on."))
        return redirect("preferences", slug=visit.association.slug)
    context = {
        "form": form,
        "email": contact.email,
        "sent": shown(sent_to(actor=visit.actor), association=visit.association),
        "troubles": _troubles(visit),
        "may": may_see_deliveries(actor=visit.actor, now=visit.now),
    }
    return page(request, "preferences/preferences.html", context, status=422 if form.errors else 200)


@never_cache
def mailed_preferences_page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show and change the preferences that the link of a mail opens."""
    now = timezone.now()
    association = access_association(slug=slug)
    member = access_preferences(association=association, token=token, now=now)
    speak(request, association=association)
    contact = contacts(association=association, now=now, ids={member.id})[member.id]
    form = _form(request, association, contact)
    if request.method == "POST" and form.is_valid():
        change_preferences(member_id=member.id, wanted=form.wanted(), now=now)
        messages.success(request, _("This is what will be sent from now on."))
        return redirect("mailed_preferences", slug=slug, token=token)
    context = {"form": form, "association": association, "member": member, "email": contact.email}
    return page(request, "preferences/mailed.html", context, status=422 if form.errors else 200)


@never_cache
@csrf_exempt
def unsubscribe(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Stop mails by the one click of a mail program (RFC 8058); a person who follows the link chooses on the page.

    No cookie decides here, the signed token does, so that nothing is forged by making a browser post: hence no CSRF.
    """
    now = timezone.now()
    association = access_association(slug=slug)
    member = access_preferences(association=association, token=token, now=now)
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        want_nothing(member_id=member.id, now=now)
        return HttpResponse(status=204)
    return redirect("mailed_preferences", slug=slug, token=token)


def shown(rows: Sequence[DeliveryRow], *, association: AssociationRow) -> list[dict[str, Any]]:
    """Return messages as a page lists them: what about, on which actions, when, why."""
    ids = {action_id for row in rows for action_id in row.action_ids}
    known = references(association_id=association.id, ids=ids)
    return [
        {
            "row": row,
            "about": about_word(row.about),
            "why": why_sentence(row.about),
            "actions": _actions(row.action_ids, known, association),
        }
        for row in rows
    ]


def _troubles(visit: Visit) -> list[dict[str, Any]]:
    rows = shown(not_arrived(actor=visit.actor), association=visit.association)
    for one in rows:
        row = one["row"]
        one["trouble"] = trouble_words(state=row.state, reason=row.reason, error=row.error)
    return rows


def _actions(ids: Sequence[UUID], known: Any, association: AssociationRow) -> list[tuple[str, str]]:
    return [
        (str(known[action_id]), action_url(slug=association.slug, reference=known[action_id]))
        for action_id in ids
        if action_id in known
    ]


def _form(request: HttpRequest, association: AssociationRow, contact: Contact) -> PreferencesForm:
    reachable = {one.way for one in served(association_id=association.id)} | {contact.wanted.way, Way.MAIL, Way.NONE}
    return PreferencesForm(
        request.POST if request.method == "POST" else None,
        initial=initial(contact.wanted, own_zone=contact.own_zone),
        ways=tuple(way for way in Way if way in reachable),
    )
