"""Proxies: giving one, or several that share the items out, taking one back, declining one; signed in, or by a mailed link that makes one gesture.

Opening a page changes nothing, however often a mail program looks ahead. The steps work without JavaScript: look for someone, then
choose them and say for what.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from toutdoux.assemblies import commands
from toutdoux.assemblies.logic.convening import Instruction
from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.queries import ProxyLinkRow, access_meeting, access_proxy_link, meeting_page
from toutdoux.assemblies.queries import proxy_page as proxy_of
from toutdoux.associations.queries import AssociationRow, access_association
from toutdoux.decisions.commands import settle_due
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.web.assemblies.proxy_presenting import proxy_context
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.door import Visit, inside, page, speak
from toutdoux.wording.refusals import sentence

_MISFIT = 422


@never_cache
@inside
def proxy_page(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show the reader's proxies and those they hold; give one."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            _give(request, actor=visit.actor, assembly_id=found.meeting.id, door="web", now=visit.now)
        except Refused as refused:
            reasons = [sentence(refusal) for refusal in refused.refusals]
        else:
            messages.success(request, _("Your proxy is given, and the person who holds it is told."))
            return redirect("assembly_proxy", visit.association.slug, found.meeting.reference)
    mine = proxy_of(actor=visit.actor, meeting=found.meeting, search=_search(request), at=visit.now)
    context = proxy_context(found, mine, request=request) | {"reasons": reasons}
    return page(request, "assemblies/proxy.html", context, status=_MISFIT if reasons else 200)


@require_POST
@inside
def take_back(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Take back a proxy one has given; where none is named, all of them."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    _take_back(request, actor=visit.actor, assembly_id=meeting.id, now=visit.now)
    messages.success(request, _("Your proxy is taken back, and the person who held it is told."))
    return redirect("assembly_proxy", visit.association.slug, meeting.reference)


@never_cache
@inside
def decline(request: HttpRequest, visit: Visit, reference: str, proxy_id: UUID) -> HttpResponse:
    """Decline a proxy one holds, and name someone else for its giver to choose, if one likes."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    held = next((proxy for proxy in found.held if proxy.id == proxy_id), None)
    if held is None:
        raise Refused([Refusal(code=AssemblyRefusal.NO_PROXY)])
    reasons: list[str] = []
    if request.method == "POST":
        try:
            _decline(request, actor=visit.actor, proxy_id=proxy_id, now=visit.now)
        except Refused as refused:
            reasons = [sentence(refusal) for refusal in refused.refusals]
        else:
            messages.success(request, _("You no longer hold this proxy, and the person who gave it is told."))
            return redirect("assembly_proxy", visit.association.slug, found.meeting.reference)
    search = _search(request)
    giver = Actor(association_id=visit.association.id, member_id=held.giver_id)
    others = proxy_of(actor=giver, meeting=found.meeting, search=search, at=visit.now)
    context = {
        "meeting": found.meeting,
        "name": found.names[held.giver_id],
        "search": search,
        "people": [one for one in others.found if not one.refusals and one.id != visit.member.id] if search else [],
        "reasons": reasons,
    }
    return page(request, "assemblies/proxy_decline.html", context, status=_MISFIT if reasons else 200)


@never_cache
def mailed(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Make the one gesture of a mailed link, for its one person: give a proxy, or decline one. It signs nobody in."""
    now = timezone.now()
    association = access_association(slug=slug)
    speak(request, association=association)
    link = access_proxy_link(association_id=association.id, token=token, now=now)
    with timezone.override(association.zone):
        if request.method == "POST":
            settle_due(association_id=association.id, now=now)
        if link.proxy_id is not None:
            return _mailed_decline(request, association, link)
        return _mailed_give(request, association, link)


def _mailed_give(request: HttpRequest, association: AssociationRow, link: ProxyLinkRow) -> HttpResponse:
    now, actor = timezone.now(), link.member.actor
    reasons: list[str] = []
    if request.method == "POST":
        try:
            with commands.using_link(link_id=link.id, now=now):
                if request.POST.get("do") == "back":
                    _take_back(request, actor=actor, assembly_id=link.meeting.id, now=now)
                else:
                    _give(request, actor=actor, assembly_id=link.meeting.id, door="mail", now=now)
        except Refused as refused:
            reasons = [sentence(refusal) for refusal in refused.refusals]
        else:
            return _done(request, association, link, back=request.POST.get("do") == "back")
    found = meeting_page(actor=actor, reference=link.meeting.reference, at=now)
    mine = proxy_of(actor=actor, meeting=link.meeting, search=_search(request), at=now)
    context = proxy_context(found, mine, request=request) | {
        "reasons": reasons,
        "association": association,
        "person": link.member.name,
    }
    return page(request, "assemblies/proxy_mailed.html", context, status=_MISFIT if reasons else 200)


def _mailed_decline(request: HttpRequest, association: AssociationRow, link: ProxyLinkRow) -> HttpResponse:
    now, actor = timezone.now(), link.member.actor
    found = meeting_page(actor=actor, reference=link.meeting.reference, at=now)
    held = next((proxy for proxy in found.held if proxy.id == link.proxy_id), None)
    if held is None:
        raise Refused([Refusal(code=AssemblyRefusal.NO_PROXY)])
    if request.method == "POST":
        with commands.using_link(link_id=link.id, now=now):
            _decline(request, actor=actor, proxy_id=held.id, now=now)
        return _done(request, association, link, back=False)
    context = {
        "association": association,
        "meeting": link.meeting,
        "person": link.member.name,
        "name": found.names[held.giver_id],
    }
    return page(request, "assemblies/proxy_mailed_decline.html", context)


def _done(request: HttpRequest, association: AssociationRow, link: ProxyLinkRow, *, back: bool) -> HttpResponse:
    context = {"association": association, "meeting": link.meeting, "declined": link.proxy_id is not None, "back": back}
    return page(request, "assemblies/proxy_mailed_done.html", context)


def _give(request: HttpRequest, *, actor: Actor, assembly_id: UUID, door: str, now: datetime) -> None:
    holder_id = _id(request.POST.get("holder", ""))
    if holder_id is None:
        raise Refused([Refusal(code=AssemblyRefusal.HOLDER_NOT_ON_ROLL)])
    whole = request.POST.get("scope", "whole") != "items"
    chosen = frozenset(item for one in request.POST.getlist("items") if (item := _id(one)) is not None)
    commands.give_proxy(
        actor=actor,
        assembly_id=assembly_id,
        holder_id=holder_id,
        items=None if whole else chosen,
        instructions=_instructions(request.POST, only=None if whole else chosen),
        door=door,
        now=now,
    )


def _take_back(request: HttpRequest, *, actor: Actor, assembly_id: UUID, now: datetime) -> None:
    named = request.POST.get("proxy", "")
    proxy_id = _id(named)
    if named and proxy_id is None:
        raise Refused([Refusal(code=AssemblyRefusal.NO_PROXY)])
    commands.withdraw_proxy(actor=actor, assembly_id=assembly_id, proxy_id=proxy_id, now=now)


def _decline(request: HttpRequest, *, actor: Actor, proxy_id: UUID, now: datetime) -> None:
    suggested = _id(request.POST.get("suggested", ""))
    commands.decline_proxy(actor=actor, proxy_id=proxy_id, suggested_id=suggested, now=now)


def _instructions(given: Mapping[str, str], *, only: frozenset[UUID] | None) -> dict[UUID, str]:
    """Read how to vote at each item; what is said of an item that is not chosen is not meant."""
    found = {}
    for name in given:
        item = _id(name.removeprefix("how-")) if name.startswith("how-") else None
        if item is not None and given[name] in set(Instruction) and (only is None or item in only):
            found[item] = given[name]
    return found


def _search(request: HttpRequest) -> str:
    return plain_text(request.GET.get("q", "") or request.POST.get("q", ""))[:120]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
