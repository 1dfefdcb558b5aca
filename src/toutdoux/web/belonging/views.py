"""« Vos premiers pas »: how things are decided here, whom to ask, where to begin; what changed, for who is back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toutdoux.procedures.commands.belonging import help_newcomers, help_with_meetings, put_first_steps_away
from toutdoux.procedures.queries.belonging import Since, first_steps
from toutdoux.web.decisions.presenting import state_of
from toutdoux.web.decisions.rows_presenting import titled, wanted_words
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording import dates
from toutdoux.wording.belonging import cards


@inside
def first_steps_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the first steps; put them away, or bring them back."""
    if request.method == "POST":
        away = request.POST.get("do") == "away"
        put_first_steps_away(actor=visit.actor, away=away, now=visit.now)
        if away:
            messages.success(request, _("Put away. They stay at hand under “First steps”."))
            return redirect("home", slug=visit.association.slug)
        return redirect("first_steps", slug=visit.association.slug)
    found = first_steps(actor=visit.actor, now=visit.now)
    context = {
        "found": found,
        "cards": cards(found.rulebook),
        "wanted": [(row, titled(row), wanted_words(row)) for row in found.wanted],
        "since": _since(found.since, visit) if found.since else None,
    }
    return page(request, "belonging/first_steps.html", context)


@inside
def helping(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say what one is willing to do: be asked by newcomers, organise meetings."""
    willing = request.POST.get("willing") == "yes"
    if request.method == "POST" and request.POST.get("what") == "meetings":
        help_with_meetings(actor=visit.actor, willing=willing, now=visit.now)
        return redirect("meetings", slug=visit.association.slug)
    if request.method == "POST":
        help_newcomers(actor=visit.actor, willing=willing, now=visit.now)
    return redirect("first_steps", slug=visit.association.slug)


def _since(since: Since, visit: Visit) -> dict[str, object]:
    zone = visit.association.zone
    return {
        "first": dates.day_words(since.starts_at.astimezone(zone).date()),
        "last": dates.day_words(since.ends_at.astimezone(zone).date()),
        "decided": [(row, titled(row), *state_of(row)) for row in since.decided],
        "joined": since.joined,
        "left": since.left,
        "new_rules": since.new_rules,
    }
