"""The three pages of an assembly under way: the desk, each participant's phone, the projector; and what keeps them live.

Each page is whole without a script. With one, ``live.js`` follows ``live``, and asks for the page's own part again when
something changed; a view that is asked by it renders that part alone.
"""

from typing import Any

import segno
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.assemblies.sitting.queries import (
    DeskPage,
    HerePage,
    RoomPage,
    access_live,
    desk_page,
    here_page,
    room_page,
)
from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.kernel.refusal import Refusal
from toutdoux.operations import live
from toutdoux.web.assemblies import elections, notes, votes
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.assemblies import quorum_sentence
from toutdoux.wording.refusals import sentence
from toutdoux.wording.sitting import check_in_words, counted_words, proxy_sentences, standing_sentence, stay_words

_MISFIT = 422


@require_safe
@never_cache
@inside
def desk(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show the desk: what who chairs needs, in the order in which it is needed."""
    return desk_answer(request, visit, reference)


@require_safe
@never_cache
@inside
def here(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show a participant the item at hand, what they are asked, and who speaks."""
    return here_answer(request, visit, reference)


@require_safe
@never_cache
@inside
def projector(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show the whole room one question, one bar, one number."""
    found = room_page(actor=visit.actor, reference=reference, now=visit.now)
    context = _common(visit, found) | _room(found)
    if found.code:
        address = request.build_absolute_uri(reverse("assembly_here", args=[visit.association.slug, reference]))
        context["picture"] = _picture(f"{address}?code={found.code}")
        context["address"] = address.split("://", 1)[-1]
        context["code"] = f"{found.code[:3]} {found.code[3:]}"
    context |= votes.projector_context(visit=visit, page=found) | elections.projector_context(visit=visit, page=found)
    return _answer(request, "projector", context)


@require_safe
@never_cache
@inside
def live_events(request: HttpRequest, visit: Visit, reference: str) -> HttpResponseBase:
    """Follow an assembly: server-sent events that say that something changed, and nothing more."""
    found = access_live(actor=visit.actor, reference=reference)
    kind = "text/event-stream"
    answer: HttpResponseBase
    if isinstance(request, ASGIRequest):
        everything = request.GET.get("every") != "turn"
        answer = StreamingHttpResponse(live.followers.follow(found.id, every_change=everything), content_type=kind)
    else:
        answer = HttpResponse(live.once(assembly_id=found.id), content_type=kind)
    # A proxy that collects an answer before it hands it on would hold this one for ever.
    answer["X-Accel-Buffering"] = "no"
    return answer


def desk_answer(
    request: HttpRequest, visit: Visit, reference: str, *, refusals: tuple[Refusal, ...] = ()
) -> HttpResponse:
    """Render the desk, with why a gesture was refused if one was."""
    search = request.GET.get("search", "")[:100]
    found = desk_page(actor=visit.actor, reference=reference, search=search, now=visit.now)
    zone = visit.association.zone
    context = _common(visit, found, refusals=refusals) | _room(found)
    context |= {
        "search": search,
        "people": [(person, stay_words(person.stay, zone=zone)) for person in found.people],
        "more": found.found - len(found.people),
        "ways_in": check_in_words(),
        "code": f"{found.code[:3]} {found.code[3:]}" if found.code else "",
        "mine": visit.member.id,
    }
    context |= votes.desk_context(visit=visit, page=found) | elections.desk_context(visit=visit, page=found)
    context |= notes.desk_context(visit=visit, page=found)
    return _answer(request, "desk", context)


def here_answer(
    request: HttpRequest, visit: Visit, reference: str, *, refusals: tuple[Refusal, ...] = ()
) -> HttpResponse:
    """Render a participant's page, with why a gesture was refused if one was."""
    found = here_page(actor=visit.actor, reference=reference, now=visit.now)
    zone = visit.association.zone
    context = _common(visit, found, refusals=refusals)
    context |= {
        "stay": stay_words(found.stay, zone=zone),
        "proxies": proxy_sentences(found.room, found.me, names=found.names),
        "code": request.GET.get("code", "")[:12],
    }
    context |= votes.here_context(visit=visit, page=found) | elections.here_context(visit=visit, page=found)
    context |= notes.here_context(visit=visit, page=found)
    return _answer(request, "here", context)


def _common(
    visit: Visit, found: DeskPage | HerePage | RoomPage, *, refusals: tuple[Refusal, ...] = ()
) -> dict[str, Any]:
    zone = visit.association.zone
    which = {DeskPage: "assembly_desk", HerePage: "assembly_here", RoomPage: "assembly_projector"}[type(found)]
    return {
        "page": found,
        "meeting": found.meeting,
        # Where what is done here leads back to: the address of a gesture that was refused shows this page too.
        "own_page": reverse(which, args=[visit.association.slug, found.meeting.reference]),
        "standing": standing_sentence(found.meeting, found.sitting, zone=zone, now=visit.now),
        "refusals": [sentence(refusal) for refusal in refusals],
    }


def _room(found: RoomPage) -> dict[str, Any]:
    """Return the quorum as a bar, with its arithmetic as a sentence."""
    presence = found.room.presence()
    words = counted_words(presence)
    said = quorum_sentence(found.quorum)
    bar = CouncilBar(
        seats=presence.roll,
        for_=presence.votes,
        against=0,
        for_mark=found.quorum.needed,
        figures=words,
        sentence=said,
    )
    return {"presence": presence, "counted": words, "quorum": said, "bar": bar}


def _answer(request: HttpRequest, which: str, context: dict[str, Any]) -> HttpResponse:
    """Render the whole page, or the part of it that lives when it is the page's script that asks."""
    name = "live" if request.headers.get("X-Live") else "page"
    return page(request, f"assemblies/{which}/{name}.html", context, status=_MISFIT if context["refusals"] else 200)


def _picture(address: str) -> SafeString:
    drawn = segno.make(address, micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", omitsize=True, svgclass="code-picture", lineclass=None
    )
    # segno draws figures into a path: nothing of what anyone wrote stands in it as it is.
    return mark_safe(drawn)  # noqa: S308
