"""Reading an action: its page, its versions, the row of an old table."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.decisions.logic.difference import difference
from toutdoux.decisions.queries import ActionPage, action_page
from toutdoux.web.decisions.presenting import action_bar, state_of
from toutdoux.web.decisions.presenting_action import reference_line
from toutdoux.web.decisions.represented import whole_context
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.registers.presenting import noted_from


@never_cache
@require_safe
@inside
def action(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show an action as it stands at this very instant, whether or not anything has settled it."""
    found = action_page(actor=visit.actor, reference=reference, now=visit.now)
    row = found.row if isinstance(found, ActionPage) else found
    if reference != str(row.reference):
        # "e12" means the twelfth of the current period: addresses people keep name the period.
        return redirect("action", visit.association.slug, str(row.reference))
    if isinstance(found, ActionPage):
        return page(request, "actions/action.html", whole_context(page=found, visit=visit))
    return page(
        request,
        "actions/historical.html",
        {
            "row": row,
            "old": row.historical,
            "noted": noted_from(visit, action_id=row.id),
            "line": reference_line(row, visit=visit),
            "state": state_of(row),
            "bar": action_bar(row, zone=visit.association.zone, now=visit.now),
        },
    )


@require_safe
@inside
def versions(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Show every text of an action, the latest first, each with what it changed."""
    found = action_page(actor=visit.actor, reference=reference, now=visit.now)
    if not isinstance(found, ActionPage):
        return redirect("action", visit.association.slug, str(found.reference))
    shown = []
    for index, version in enumerate(found.versions):
        before = found.versions[index - 1] if index else None
        shown.append(
            {
                "version": version,
                "new_title": before is not None and before.title != version.title,
                "title_changes": difference(before=before.title, after=version.title) if before else (),
                "text_changes": difference(before=before.text, after=version.text) if before else (),
                "votes": len({b.member_id for b in found.ballots if b.version == version.number}),
                "current": version.number == found.version.number,
            }
        )
    return page(request, "actions/versions.html", {"row": found.row, "shown": shown[::-1]})
