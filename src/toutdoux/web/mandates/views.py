"""Mandates: who answers for what and until when, elections, what a mandate asks for, hand-over files."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.kernel.refusal import Refused
from toutdoux.mandates import commands
from toutdoux.mandates.logic.events import MandateRefusal
from toutdoux.mandates.logic.holding import holds
from toutdoux.mandates.queries import (
    HandOverPage,
    KindRow,
    MandateRow,
    access_kind,
    access_mandate,
    kinds,
)
from toutdoux.mandates.queries import hand_over_page as hand_over_of
from toutdoux.mandates.queries import mandates as mandates_of
from toutdoux.mandates.queries import (
    mandates_page as pages_of,
)
from toutdoux.members.queries import members
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.links import decision_links
from toutdoux.web.mandates.forms import ElectionForm, KindForm, LineForm
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording.mandates import duties, election_reminder, line_words, mandate_name, span_words, until_words

_MISFIT = 422

FIELDS: Fields = (
    (MandateRefusal.NAME_MISSING, "name"),
    (MandateRefusal.KIND_TAKEN, "name"),
    (MandateRefusal.CHECKLIST_TOO_LONG, "checklist"),
    (MandateRefusal.ENDS_BEFORE_IT_BEGINS, "last_day"),
    (MandateRefusal.ALREADY_HOLDS, "first_day"),
    (MandateRefusal.HAS_LEFT, "member"),
)


@require_safe
@never_cache
@inside
def mandates_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show each mandate: who holds it and until when, who will, who did, or that it is vacant."""
    found = pages_of(association_id=visit.association.id, at=visit.now)
    named = _named(visit, [row for one in found for row in (*one.now, *one.next, *one.past)])
    zone = visit.association.zone
    context = {
        "kinds": [
            {
                "page": one,
                "name": mandate_name(one.kind.code, one.kind.name),
                "duties": duties(one.kind),
                "now": [(row, until_words(row, zone=zone, now=visit.now), named.get(row.id)) for row in one.now],
                "next": [(row, span_words(row, zone=zone), named.get(row.id)) for row in one.next],
                "past": [(row, span_words(row, zone=zone), named.get(row.id)) for row in one.past],
                "reminder": election_reminder(one, now=visit.now) if one.nearing else "",
            }
            for one in found
        ],
        "may": visit.member.right.votes,
    }
    return page(request, "mandates/mandates.html", context)


@never_cache
@inside
def election_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter a mandate given by an election."""
    form = ElectionForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds(association_id=visit.association.id),
        people=members(association_id=visit.association.id, at=visit.now),
        initial={"mandate": request.GET.get("mandate", "")},
    )
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.span(visit.association.zone)
        try:
            commands.record_election(
                actor=visit.actor,
                member_id=UUID(form.cleaned_data["member"]),
                code=form.cleaned_data["mandate"],
                starts_at=starts_at,
                ends_at=ends_at,
                now=visit.now,
            )
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("The mandate is in the list."))
            return redirect("mandates", visit.association.slug)
    context = {"form": form, "may": visit.member.right.votes}
    return page(request, "mandates/election.html", context, status=_MISFIT if form.errors else 200)


@never_cache
@inside
def kind_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Add a mandate of the association's own."""
    return _write(request, visit, None)


@never_cache
@inside
def kind_edit(request: HttpRequest, visit: Visit, code: str) -> HttpResponse:
    """Write what a mandate asks for, and its checklist."""
    return _write(request, visit, access_kind(association_id=visit.association.id, code=code))


@require_safe
@never_cache
@inside
def hand_over_page(request: HttpRequest, visit: Visit, mandate_id: UUID) -> HttpResponse:
    """Show one mandate with its hand-over file."""
    return _hand_over(request, visit, mandate_id)


@require_POST
@inside
def open_file(request: HttpRequest, visit: Visit, mandate_id: UUID) -> HttpResponse:
    """Begin the hand-over file of a mandate."""
    commands.open_hand_over(actor=visit.actor, mandate_id=mandate_id, now=visit.now)
    messages.success(request, _("The hand-over file is open: write beside each line what the next person needs."))
    return redirect("mandate", visit.association.slug, mandate_id)


@require_POST
@inside
def add_line(request: HttpRequest, visit: Visit, mandate_id: UUID) -> HttpResponse:
    """Add a line to a hand-over file."""
    form = LineForm(request.POST)
    if form.is_valid():
        try:
            commands.add_line(actor=visit.actor, mandate_id=mandate_id, text=form.cleaned_data["text"], now=visit.now)
        except Refused as refused:
            if any(refusal.code == MandateRefusal.UNKNOWN_MANDATE for refusal in refused.refusals):
                raise
            tell(form, refused.refusals, fields=[(refusal.code, "text") for refusal in refused.refusals])
        else:
            messages.success(request, _("The line is added."))
            return redirect("mandate", visit.association.slug, mandate_id)
    return _hand_over(request, visit, mandate_id, form=form)


@require_POST
@inside
def note_line(request: HttpRequest, visit: Visit, mandate_id: UUID, line_id: int) -> HttpResponse:
    """Keep the note of a line, and tick the line if that was asked."""
    done = request.POST.get("done") == "yes"
    commands.note_line(
        actor=visit.actor,
        mandate_id=mandate_id,
        line_id=line_id,
        note=request.POST.get("note", ""),
        done=done,
        now=visit.now,
    )
    messages.success(request, _("Ticked, with your name and the day.") if done else _("Your note is kept."))
    return redirect("mandate", visit.association.slug, mandate_id)


@never_cache
@inside
def lay_down(request: HttpRequest, visit: Visit, mandate_id: UUID) -> HttpResponse:
    """Lay one's own mandate down, after saying what that does."""
    row = access_mandate(actor=visit.actor, mandate_id=mandate_id)
    if request.method == "POST":
        commands.lay_down(actor=visit.actor, mandate_id=mandate_id, now=visit.now)
        messages.success(request, _("Your mandate is over. Thank you for what you did."))
        return redirect("mandate", visit.association.slug, mandate_id)
    kind = access_kind(association_id=visit.association.id, code=row.code)
    over = not holds(row.facts, at=visit.now) and row.over_at <= visit.now
    context = {
        "mandate": row,
        "name": mandate_name(kind.code, kind.name),
        "may": row.member_id == visit.member.id and not over,
    }
    return page(request, "mandates/lay_down.html", context)


def _hand_over(request: HttpRequest, visit: Visit, mandate_id: UUID, *, form: LineForm | None = None) -> HttpResponse:
    found = hand_over_of(actor=visit.actor, mandate_id=mandate_id, at=visit.now)
    row, zone = found.mandate, visit.association.zone
    mine = row.member_id == visit.member.id
    context = {
        "page": found,
        "mandate": row,
        "name": mandate_name(found.kind.code, found.kind.name),
        "duties": duties(found.kind),
        "span": span_words(row, zone=zone),
        "given_by": _named(visit, [row]).get(row.id),
        "lines": [(line, line_words(line.line)) for line in found.lines or ()],
        "left": sum(line.ticked_at is None for line in found.lines or ()),
        "next": [other.member_name for other in found.next],
        "form": form or LineForm(),
        "mine": mine,
        "held": holds(row.facts, at=visit.now),
        "may": _may_write(visit, found),
    }
    return page(request, "mandates/mandate.html", context, status=_MISFIT if form is not None else 200)


def _may_write(visit: Visit, found: HandOverPage) -> bool:
    """Say whether the reader may write in the file: whoever votes, or holds or held the same mandate."""
    same = mandates_of(association_id=visit.association.id, code=found.mandate.code, member_id=visit.member.id)
    return visit.member.right.votes or bool(same)


def _write(request: HttpRequest, visit: Visit, kind: KindRow | None) -> HttpResponse:
    initial = {}
    if kind is not None:
        checklist = "\n".join(line_words(line) for line in kind.checklist)
        initial = {"name": kind.name, "duties": duties(kind), "checklist": checklist}
    form = KindForm(request.POST if request.method == "POST" else None, initial=initial)
    if kind is not None and not kind.own:
        del form.fields["name"]
    if request.method == "POST" and form.is_valid():
        try:
            commands.write_kind(
                actor=visit.actor,
                code=kind.code if kind else "",
                name=form.cleaned_data.get("name", ""),
                duties=form.cleaned_data["duties"],
                checklist=form.lines(),
                now=visit.now,
            )
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("It is written."))
            return redirect("mandates", visit.association.slug)
    context = {
        "form": form,
        "kind": kind,
        "name": mandate_name(kind.code, kind.name) if kind else "",
        "may": visit.member.right.votes,
    }
    return page(request, "mandates/kind.html", context, status=_MISFIT if form.errors else 200)


def _tell(form: ElectionForm | KindForm, refused: Refused) -> None:
    """Say each refusal at its field; what is too long names its field itself."""
    named = [(refusal.code, str(refusal.data["field"])) for refusal in refused.refusals if "field" in refusal.data]
    fields = [(code, name) for code, name in (*FIELDS, *named) if name in form.fields]
    tell(form, refused.refusals, fields=fields)


def _named(visit: Visit, rows: Iterable[MandateRow]) -> dict[UUID, tuple[str, str]]:
    """Return the name and address of the decision that gave each mandate, where one did."""
    given = {row.id: row.action_id for row in rows}
    known = decision_links(visit, given.values())
    return {mandate_id: known[action_id] for mandate_id, action_id in given.items() if action_id in known}
