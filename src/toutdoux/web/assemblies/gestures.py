"""What people do while an assembly is held. Each is a form that leads back to its page; refused, the page says why."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from toutdoux.assemblies.queries import MeetingRow
from toutdoux.assemblies.sitting import commands
from toutdoux.assemblies.sitting.queries import access_live
from toutdoux.kernel.refusal import Refused
from toutdoux.web.assemblies.holding import desk_answer, here_answer
from toutdoux.web.door import Visit, inside

Command = Callable[..., MeetingRow | None]
DESK, HERE = "assembly_desk", "assembly_here"


def _do(
    request: HttpRequest, visit: Visit, reference: str, *, at: str, command: Command, **told: object
) -> HttpResponse:
    """Make a gesture at an assembly, and lead back to its page; or show that page with why it was refused.

    A gesture that prepares another assembly says so.
    """
    found = access_live(actor=visit.actor, reference=reference)
    try:
        second = command(actor=visit.actor, assembly_id=found.id, now=visit.now, **told)
    except Refused as refused:
        answer = desk_answer if at == DESK else here_answer
        return answer(request, visit, found.reference, refusals=refused.refusals)
    if second is not None:
        words = _("The second convening is prepared: %(reference)s. Look at its date, then convene it.")
        messages.success(request, words % {"reference": second.reference})
    return redirect(at, visit.association.slug, found.reference)


def _named(request: HttpRequest, name: str) -> UUID:
    """Return the id that a form gives; one that nothing has where it gives none."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return UUID(int=0)


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0


@require_POST
@inside
def arrive(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Say that one is here, with the code of the room where there is one."""
    code = request.POST.get("code", "").strip()
    if code:
        return _do(request, visit, reference, at=HERE, command=commands.arrive_with_code, code=code[:12])
    return _do(request, visit, reference, at=HERE, command=commands.arrive)


@require_POST
@inside
def leave(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Say that one leaves."""
    return _do(request, visit, reference, at=HERE, command=commands.leave)


@require_POST
@inside
def hand(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Ask to speak, or ask no more."""
    command = commands.lower_hand if request.POST.get("hand") == "down" else commands.raise_hand
    return _do(request, visit, reference, at=HERE, command=command)


@require_POST
@inside
def tick(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Note at the desk that somebody came, or left."""
    command = commands.tick_departure if request.POST.get("what") == "left" else commands.tick_arrival
    return _do(request, visit, reference, at=DESK, command=command, member_id=_named(request, "member"))


@require_POST
@inside
def check_in(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Choose how people come in."""
    how = request.POST.get("how", "")
    how = how if how in {"desk", "code", "open"} else "desk"
    return _do(request, visit, reference, at=DESK, command=commands.set_check_in, how=how)


@require_POST
@inside
def chair(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Take the chair; in somebody's place if that was ticked."""
    instead = request.POST.get("instead") == "on"
    return _do(request, visit, reference, at=DESK, command=commands.take_chair, instead=instead)


@require_POST
@inside
def roles(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Hand the chair over, or name who takes the notes."""
    command = commands.hand_over if request.POST.get("role") == "chair" else commands.name_secretary
    return _do(request, visit, reference, at=DESK, command=command, member_id=_named(request, "member"))


@require_POST
@inside
def begin(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Open the assembly."""
    return _do(request, visit, reference, at=DESK, command=commands.open_assembly)


@require_POST
@inside
def missing(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Record that the quorum is missing, and prepare the second convening where the rules know one."""
    return _do(request, visit, reference, at=DESK, command=commands.record_missing_quorum)


@require_POST
@inside
def pause(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Suspend the assembly, or take it up again."""
    command = commands.resume if request.POST.get("what") == "resume" else commands.suspend
    return _do(request, visit, reference, at=DESK, command=command)


@require_POST
@inside
def take(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Take an item of the agenda, or be done with the one at hand."""
    if request.POST.get("item") == "none":
        return _do(request, visit, reference, at=DESK, command=commands.leave_item)
    return _do(request, visit, reference, at=DESK, command=commands.take_item, item_id=_named(request, "item"))


@require_POST
@inside
def floor(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Give the floor, or note that someone is done."""
    command = commands.end_speech if request.POST.get("what") == "done" else commands.give_floor
    return _do(request, visit, reference, at=DESK, command=command, hand_id=_number(request, "hand"))


@require_POST
@inside
def order(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Choose who is called first: by order of hands, or those who have not spoken."""
    first = request.POST.get("first") == "on"
    return _do(request, visit, reference, at=DESK, command=commands.let_first_timers_first, first=first)


@require_POST
@inside
def end(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Close the assembly."""
    return _do(request, visit, reference, at=DESK, command=commands.close_assembly)
