"""Regular meetings, with an organiser who changes: proposed among volunteers, accepted by themselves."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.procedures.commands.belonging import answer_turn, arrange_meetings, stop_meetings
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.procedures.queries.belonging import meeting, organises
from toutdoux.web.belonging.forms import MeetingsForm
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.belonging import meeting_sentence, rhythm_sentence
from toutdoux.wording.rights import right_sentence


@inside
def meetings_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the next meeting and who organises it; arrange meetings."""
    row = meeting(association_id=visit.association.id, now=visit.now)
    initial = (
        {"first_on": row.first_on, "begins": row.begins, "weeks": row.weeks, "place": row.place}
        if row
        else {"weeks": 2}
    )
    form = MeetingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        arrange_meetings(actor=visit.actor, now=visit.now, **form.cleaned_data)
        messages.success(request, _("The meetings are arranged."))
        return redirect("meetings", slug=visit.association.slug)
    me = visit.member.id
    context = {
        "row": row,
        "sentence": meeting_sentence(row, today=visit.now, zone=visit.association.zone) if row else "",
        "rhythm": rhythm_sentence(row.weeks) if row else "",
        "mine": bool(row and row.proposed and row.proposed.member_id == me),
        "organising": bool(row and row.organiser and row.organiser.member_id == me),
        "willing": organises(actor=visit.actor),
        "form": form,
        "may": visit.member.right.votes,
        "why_not": right_sentence(visit.member.right, zone=visit.association.zone, now=visit.now),
    }
    return page(request, "belonging/meetings.html", context, status=422 if form.errors else 200)


@inside
def turn(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Accept or decline the meeting that is proposed to one; step back from one that was accepted."""
    if request.method == "POST":
        accepted = request.POST.get("answer") == "accept"
        answer_turn(actor=visit.actor, on=_day(request), accepted=accepted, now=visit.now)
        messages.success(request, _("You organise it. Thank you.") if accepted else _("It goes to the next volunteer."))
    return redirect("meetings", slug=visit.association.slug)


@inside
def stop(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Stop meeting regularly."""
    if request.method == "POST":
        stop_meetings(actor=visit.actor, now=visit.now)
        messages.success(request, _("There are no regular meetings any more."))
    return redirect("meetings", slug=visit.association.slug)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError as error:
        raise Refused([Refusal(code=ProcedureRefusal.NOT_YOUR_TURN)]) from error
