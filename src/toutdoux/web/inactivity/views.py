"""Taking part: one's own participation, the question one is asked, and, for those who run it, the procedure step by step."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toutdoux.associations.queries import current_rulebook
from toutdoux.integrations.delivering import served
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import member
from toutdoux.procedures.commands.answering import answer_question
from toutdoux.procedures.commands.inactivity import (
    ActionWords,
    ask_listed,
    begin_inactivity,
    close_inactivity,
    open_exclusion,
    take_off,
    vouch_told,
)
from toutdoux.procedures.commands.returning import propose_return
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.procedures.logic.inactivity import SETTLED, PersonState, Stage
from toutdoux.procedures.queries.inactivity import (
    PersonRow,
    ProcedureRow,
    access_procedure,
    default_window,
    is_running,
    may_return,
    own_participation,
    procedures,
    question,
    runner,
)
from toutdoux.rules.facts import STANDING
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.inactivity.forms import WhyForm, WindowForm
from toutdoux.web.inactivity.presenting import question_context
from toutdoux.web.links import action_url
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording.inactivity import (
    counts_words,
    exclusion_words,
    participation_sentence,
    return_words,
    rule_sentence,
    stage_word,
    state_word,
    told_sentence,
    window_words,
)

_WINDOW: Fields = ((ProcedureRefusal.WINDOW_MALFORMED, "first"),)


@inside
def inactivity_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show one's own participation and question; begin a procedure, and find those there are, for who runs them."""
    zone, now = visit.association.zone, visit.now
    window = default_window(association_id=visit.association.id, now=now)
    last = (window.ends_at - timedelta(microseconds=1)).astimezone(zone).date()
    initial = {"first": window.starts_at.astimezone(zone).date(), "last": last}
    form = WindowForm(request.POST if request.method == "POST" else None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                found = begin_inactivity(actor=visit.actor, window=form.window(zone=zone, now=now), now=now)
            except Refused as refused:
                tell(form, refused.refusals, fields=_WINDOW)
            else:
                return redirect("inactivity_run", slug=visit.association.slug, procedure_id=found)
    rows = procedures(actor=visit.actor, now=now)
    asked = question(actor=visit.actor, now=now)
    context = {
        "own": participation_sentence(own_participation(actor=visit.actor, window=window), window=window, zone=zone),
        "rule": rule_sentence(current_rulebook(association_id=visit.association.id).rulebook.inactivity),
        "question": question_context(asked, visit.association, now=now) if asked else None,
        "may_return": may_return(actor=visit.actor, member_id=visit.member.id, now=now),
        "form": form,
        "may_begin": runner(actor=visit.actor, now=now).may_begin
        and not is_running(association_id=visit.association.id, now=now),
        "rows": [(row, stage_word(row.stage), window_words(row.window, zone=zone)) for row in rows],
    }
    return page(request, "inactivity/inactivity.html", context, status=status)


@inside
def answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Take one's own answer, given on the page."""
    asked = question(actor=visit.actor, now=visit.now)
    if request.method == "POST" and asked is not None:
        choice = request.POST.get("answer", "")
        words = request.POST.get("words", "")
        answer_question(actor=visit.actor, listed_id=asked.id, answer=choice, words=words, now=visit.now)
        if choice == "leave":
            messages.success(
                request, _("You have left %(name)s. Goodbye, and thank you.") % {"name": visit.association.name}
            )
            return redirect("start")
        messages.success(request, _("You stay. Thank you for the word."))
    return redirect("inactivity", slug=visit.association.slug)


@inside
def run_page(request: HttpRequest, visit: Visit, procedure_id: UUID) -> HttpResponse:
    """Show a procedure to those who run it; take its next step."""
    row = access_procedure(actor=visit.actor, procedure_id=procedure_id, now=visit.now)
    if request.method == "POST":
        return _step(request, visit, row)
    zone = visit.association.zone
    context = {
        "row": row,
        "stage": str(row.stage),
        "step": stage_word(row.stage),
        "window": window_words(row.window, zone=zone),
        "rule": rule_sentence(row.rules),
        "people": [_person(one, visit, row) for one in row.people],
        "listed": len(row.in_state(PersonState.LISTED)),
        "silent": len(row.in_state(PersonState.SILENT)),
        "waiting": len(row.in_state(PersonState.WAITING, PersonState.NOT_TOLD)),
        "served": bool(served(association_id=visit.association.id)),
        "action": action_url(slug=visit.association.slug, reference=row.reference) if row.reference else "",
        "passed": row.status in STANDING,
    }
    return page(request, "inactivity/run.html", context)


@inside
def person_step(request: HttpRequest, visit: Visit, procedure_id: UUID, listed_id: UUID) -> HttpResponse:
    """Take someone off the list, or write that one has told them oneself."""
    if request.method == "POST" and request.POST.get("do") == "told":
        vouch_told(actor=visit.actor, procedure_id=procedure_id, listed_id=listed_id, now=visit.now)
        messages.success(request, _("It is written that you told them. Their delay begins now."))
    elif request.method == "POST":
        form = WhyForm(request.POST)
        why = form.cleaned_data["why"] if form.is_valid() else ""
        take_off(actor=visit.actor, procedure_id=procedure_id, listed_id=listed_id, why=why, now=visit.now)
        messages.success(request, _("This person is off the list: nothing more is asked of them."))
    return redirect("inactivity_run", slug=visit.association.slug, procedure_id=procedure_id)


@inside
def come_back(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Open the action that brings someone back into the council: oneself, or someone else."""
    if request.method != "POST":
        return redirect("inactivity", slug=visit.association.slug)
    name = member(actor=visit.actor, member_id=member_id, now=visit.now).name
    title, text = return_words(name=name)
    reference = propose_return(actor=visit.actor, member_id=member_id, title=title, text=text, now=visit.now)
    return redirect(action_url(slug=visit.association.slug, reference=reference))


def _step(request: HttpRequest, visit: Visit, row: ProcedureRow) -> HttpResponse:
    step = request.POST.get("do", "")
    if step == "ask":
        count = ask_listed(actor=visit.actor, procedure_id=row.id, now=visit.now)
        words = ngettext("%(count)s person is asked, privately.", "%(count)s people are asked, each privately.", count)
        messages.success(request, words % {"count": count})
    elif step == "open":
        title, text, nobody_left = exclusion_words(window=row.window, rules=row.rules, zone=visit.association.zone)
        words_ = ActionWords(title=title, text=text, nobody_left=nobody_left)
        reference = open_exclusion(actor=visit.actor, procedure_id=row.id, words=words_, now=visit.now)
        return redirect(action_url(slug=visit.association.slug, reference=reference))
    elif step == "close":
        close_inactivity(actor=visit.actor, procedure_id=row.id, now=visit.now)
        messages.success(request, _("The procedure is over. Nothing more happens to anyone."))
    return redirect("inactivity_run", slug=visit.association.slug, procedure_id=row.id)


def _person(one: PersonRow, visit: Visit, row: ProcedureRow) -> dict[str, Any]:
    running = row.stage is not Stage.OVER
    return {
        "row": one,
        "state": state_word(one.state),
        "counts": counts_words(one.participation),
        "told": told_sentence(one, zone=visit.association.zone, now=visit.now),
        "may_off": running and one.state not in SETTLED,
        "may_tell": row.stage is Stage.ASKING and one.state is PersonState.NOT_TOLD,
        "may_return": not running
        and one.state is PersonState.SILENT
        and may_return(actor=visit.actor, member_id=one.member_id, now=visit.now),
    }
