"""Assemblies: all of them, one before it opens, and the proof that each member was told."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.queries import access_assembly, access_meeting, meeting_page, meetings
from toutdoux.integrations.queries import DispatchRow, convening_deliveries
from toutdoux.web.assemblies.presenting import meeting_context, meeting_line
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.assemblies import presence_sentence, quorum_sentence
from toutdoux.wording.dispatch import dispatch_words


@require_safe
@never_cache
@inside
def assemblies_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show every assembly: those to come, then those that were held, the latest first."""
    lines = [meeting_line(row, visit) for row in meetings(association_id=visit.association.id)]
    coming = {Stage.PREPARED, Stage.CONVENED, Stage.OPEN}
    context = {
        "coming": [line for line in reversed(lines) if line.row.stage in coming],
        "held": [line for line in lines if line.row.stage not in coming],
        "may": visit.member.right.votes,
    }
    return page(request, "assemblies/assemblies.html", context)


@require_safe
@never_cache
@inside
def assembly_page(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show one assembly: what it will be about and what the reader may do; of one that was brought in, its minutes."""
    found = meeting_page(actor=visit.actor, reference=reference, at=visit.now)
    context = meeting_context(found, visit)
    if found.meeting.stage is Stage.PAST:
        past = access_assembly(association_id=visit.association.id, reference=reference)
        context |= {
            "facts": past.facts,
            "figures": [presence_sentence(past.facts.presence), quorum_sentence(past.facts.quorum)],
        }
        return page(request, "assemblies/past.html", context)
    return page(request, "assemblies/assembly.html", context)


@require_safe
@never_cache
@inside
def told_page(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show the proof of dispatch: who was told, through what and when, and whom no message has reached."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    rows = convening_deliveries(association_id=visit.association.id, assembly_id=meeting.id)
    # What was told first is the convening; what came after it, changes.
    by_entry = {told: [row for row in rows if row.told == told] for told in dict.fromkeys(row.told for row in rows)}
    context = {
        "meeting": meeting,
        "sections": [
            {
                "first": place == 0,
                "lines": [(row, _words(row, visit)) for row in lines],
                "arrived": sum(row.sent_at is not None for row in lines),
            }
            for place, lines in enumerate(by_entry.values())
        ],
    }
    return page(request, "assemblies/told.html", context)


def _words(row: DispatchRow, visit: Visit) -> str:
    return dispatch_words(
        channel=row.channel,
        state=row.state,
        reason=row.reason,
        error=row.error,
        planned_at=row.planned_at,
        sent_at=row.sent_at,
        zone=visit.association.zone,
        now=visit.now,
    )
