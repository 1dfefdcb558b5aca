"""Gestures that add to an action: footnotes, links, who leads it, what was undone."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from toutdoux.decisions import commands
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.kernel.refusal import Refusal
from toutdoux.web.decisions.forms import LinkForm, ReasonForm, SeekForm
from toutdoux.web.decisions.gesturing import Asked, gesture, live, posted
from toutdoux.web.decisions.presenting_action import may_join
from toutdoux.web.door import Visit, inside


@never_cache
@inside
def footnote(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Add a footnote."""
    found = live(visit, reference)
    form = ReasonForm(posted(request), label=_("The footnote"))
    asked = Asked(
        title=_("Add a footnote"),
        button=_("Add it"),
        explanation=(_("It is printed under the register, and stays: a correction is another footnote."),),
        done=_("The footnote is added."),
    )

    def act() -> None:
        commands.add_footnote(
            actor=visit.actor, action_id=found.row.id, text=form.cleaned_data["reason"], now=visit.now
        )

    may = found.is_lead or found.right.votes
    refusals = () if may else (Refusal(code=DecisionRefusal.NOT_LEAD),)
    return gesture(request, visit, found, asked, form, act, refusals=refusals)


@never_cache
@inside
def link(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Link an action to another."""
    found = live(visit, reference)
    form = LinkForm(posted(request))
    asked = Asked(
        title=_("Link to another action"),
        button=_("Link them"),
        explanation=(_("The link is shown on both pages."),),
        done=_("The two actions are linked."),
    )

    def act() -> None:
        typed = form.cleaned_data
        commands.link_actions(
            actor=visit.actor, action_id=found.row.id, other=typed["other"], sort=typed["sort"], now=visit.now
        )

    return gesture(request, visit, found, asked, form, act)


@never_cache
@inside
def lead(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """For who leads: say who is wanted. For the others: take it up, or join."""
    found = live(visit, reference)
    row = found.row
    if found.is_lead:
        seek = SeekForm(posted(request), initial={"lead": row.lead_wanted, "co_lead": row.co_lead_wanted})
        asked = Asked(
            title=_("Look for help to lead"),
            button=_("Keep this"),
            explanation=(_("The action then appears on everyone's home page, under what looks for someone."),),
            done=_("It is noted."),
        )

        def act() -> None:
            wanted = seek.cleaned_data
            commands.want_leads(
                actor=visit.actor, action_id=row.id, lead=wanted["lead"], co_lead=wanted["co_lead"], now=visit.now
            )

        return gesture(request, visit, found, asked, seek, act)
    takes = row.lead_wanted
    asked = Asked(
        title=_("Lead this action") if takes else _("Join those who lead"),
        button=_("I will lead it") if takes else _("I will lead it along"),
        explanation=(
            _("You become its lead, and those who led it so far stay along.")
            if takes
            else _("You can then do all that those who lead can do."),
        ),
        done=_("You lead this action now.") if takes else _("You lead this action along with them now."),
    )
    return gesture(
        request,
        visit,
        found,
        asked,
        forms.Form(posted(request)),
        lambda: commands.take_lead(actor=visit.actor, action_id=row.id, now=visit.now),
        refusals=() if may_join(found) else (Refusal(code=DecisionRefusal.LEAD_NOT_WANTED),),
    )


@never_cache
@inside
def undone(request: HttpRequest, visit: Visit, reference: str) -> HttpResponse:
    """Say what was undone of an action that did not stand."""
    found = live(visit, reference)
    form = ReasonForm(posted(request), label=_("What was undone, and how"))
    asked = Asked(
        title=_("Say what was undone"),
        button=_("Keep it with the action"),
        explanation=(_("What was carried out early stays shown; so does what was undone."),),
        done=_("It is kept with the action."),
    )

    def act() -> None:
        commands.note_undone(actor=visit.actor, action_id=found.row.id, text=form.cleaned_data["reason"], now=visit.now)

    may = found.is_lead or found.right.votes
    refusals = () if may else (Refusal(code=DecisionRefusal.NOT_LEAD),)
    return gesture(request, visit, found, asked, form, act, refusals=refusals)


@never_cache
@require_POST
@inside
def tick(request: HttpRequest, visit: Visit, reference: str, record_id: int) -> HttpResponse:
    """Tick off an effect that had to be undone by hand."""
    found = live(visit, reference)
    commands.tick_undone(actor=visit.actor, record_id=record_id, now=visit.now)
    messages.success(request, _("Ticked off."))
    return redirect("action", visit.association.slug, str(found.row.reference))
