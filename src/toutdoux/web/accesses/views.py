"""Accesses: what can be entered and by whom, on any day; mine; what is to be done by hand; declaring, answering, ticking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.accesses import commands
from toutdoux.accesses.logic.events import AccessRefusal
from toutdoux.accesses.logic.ledger import Cause, State, Tick
from toutdoux.accesses.queries import AccessRow, ResourceRow, access_resource, accesses
from toutdoux.accesses.queries import accesses_page as ledger
from toutdoux.accesses.queries import may_tick as may_tick_at
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import members
from toutdoux.rules.time import start_of_day
from toutdoux.web.accesses.forms import DayForm, DeclareForm, ResourceForm
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.links import decision_links
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording import dates
from toutdoux.wording.accesses import (
    access_sentence,
    by_hand_words,
    level_short,
    level_word,
    origin_words,
    review_words,
    sort_word,
)

_MISFIT = 422

FIELDS: Fields = (
    (AccessRefusal.NAME_MISSING, "name"),
    (AccessRefusal.SORT_UNKNOWN, "sort"),
    (AccessRefusal.LEVEL_UNKNOWN, "level"),
    (AccessRefusal.OWNER_UNKNOWN, "owner"),
    (AccessRefusal.REVIEW_OUT_OF_RANGE, "review_months"),
    (AccessRefusal.PURPOSE_MISSING, "purpose"),
    (AccessRefusal.ALREADY_HOLDS, "member"),
    (AccessRefusal.HAS_LEFT, "member"),
)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One access on a page, in words, with the actions that gave and ended it (reference, address)."""

    row: AccessRow
    sentence: str
    origin: str
    given_by: tuple[str, str] | None
    ended_by: tuple[str, str] | None
    by_hand: str
    ended: bool
    declared: bool


@require_safe
@never_cache
@inside
def accesses_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what can be entered and who could, today or when a day was over."""
    form = DayForm(request.GET or None)
    day = form.cleaned_data["on"] if form.is_bound and form.is_valid() else None
    zone = visit.association.zone
    if day == visit.now.astimezone(zone).date():
        day = None
    at = start_of_day(day=day + timedelta(days=1), zone=zone) - timedelta(microseconds=1) if day else visit.now
    found = ledger(actor=visit.actor, at=at)
    every = [row for _resource_row, rows in found.resources for row in rows]
    shown = {line.row.id: line for line in _lines(visit, every, at)}
    context = {
        "form": form,
        "day": day,
        "day_words": dates.long_day_words(day) if day else "",
        "future": at > visit.now,
        "resources": [
            (resource, sort_word(resource.sort), level_short(resource.level), [shown[row.id] for row in rows])
            for resource, rows in found.resources
        ],
        "by_hand": 0 if day else len(found.to_open) + len(found.to_undo),
        "mine": sum(row.state is State.HELD for row in found.mine),
        "asked": 0 if day else sum(row.asked for row in found.mine),
        "may": visit.member.right.votes,
    }
    return page(request, "accesses/accesses.html", context, status=_MISFIT if form.errors else 200)


@require_safe
@never_cache
@inside
def mine_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show one's own accesses; those asked about come first, each with its two buttons."""
    rows = accesses(association_id=visit.association.id, member_id=visit.member.id, at=visit.now)
    lines = _lines(visit, rows, visit.now)
    context = {
        "asked": [line for line in lines if line.row.asked],
        "held": [line for line in lines if line.row.state in {State.HELD, State.NOT_YET} and not line.row.asked],
        "over": [line for line in lines if line.row.state in {State.TO_UNDO, State.OVER}],
    }
    return page(request, "accesses/mine.html", context)


@require_safe
@never_cache
@inside
def by_hand_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the doors to open and to shut by hand, and the last ones that someone opened or shut."""
    rows = accesses(association_id=visit.association.id, at=visit.now)
    lines = _lines(visit, rows, visit.now)
    done = [
        (tick_at, who, line.row, what)
        for line in lines
        for tick_at, who, what in (
            (line.row.facts.opened_at, line.row.opened_by, Tick.OPENED),
            (line.row.facts.undone_at, line.row.undone_by, Tick.UNDONE),
        )
        if tick_at is not None
    ]
    context = {
        "to_undo": [line for line in lines if line.row.state is State.TO_UNDO],
        "to_open": [line for line in lines if line.row.to_open],
        "done": sorted(done, key=lambda one: one[0], reverse=True)[:30],
        "may": may_tick_at(actor=visit.actor, at=visit.now),
    }
    return page(request, "accesses/by_hand.html", context)


@require_safe
@never_cache
@inside
def resource_page(request: HttpRequest, visit: Visit, resource_id: UUID) -> HttpResponse:
    """Show one thing that can be entered: what it is, who may, who could, and what was before."""
    return _resource(request, visit, resource_id)


@never_cache
@inside
def resource_new(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Enter something that can be entered."""
    return _write(request, visit, None)


@never_cache
@inside
def resource_edit(request: HttpRequest, visit: Visit, resource_id: UUID) -> HttpResponse:
    """Correct what is said of it."""
    return _write(request, visit, access_resource(association_id=visit.association.id, resource_id=resource_id))


@never_cache
@inside
def resource_close(request: HttpRequest, visit: Visit, resource_id: UUID) -> HttpResponse:
    """Say that it exists no longer, after saying what that does."""
    row = access_resource(association_id=visit.association.id, resource_id=resource_id)
    if request.method == "POST":
        commands.close_resource(actor=visit.actor, resource_id=resource_id, now=visit.now)
        messages.success(
            request, _("%(name)s is closed; its doors are on the list to shut by hand.") % {"name": row.name}
        )
        return redirect("resource", visit.association.slug, resource_id)
    return page(request, "accesses/close.html", {"resource": row, "may": visit.member.right.votes})


@never_cache
@inside
def declare(request: HttpRequest, visit: Visit, resource_id: UUID) -> HttpResponse:
    """Enter an access that someone has already. By GET, show the thing it is about."""
    access_resource(association_id=visit.association.id, resource_id=resource_id)
    if request.method != "POST":
        return redirect("resource", visit.association.slug, resource_id)
    form = DeclareForm(request.POST, people=members(association_id=visit.association.id, at=visit.now))
    if form.is_valid():
        try:
            commands.declare_access(
                actor=visit.actor,
                resource_id=resource_id,
                member_id=UUID(form.cleaned_data["member"]),
                purpose=form.cleaned_data["purpose"],
                now=visit.now,
            )
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("The access is in the list, as declared."))
            return redirect("resource", visit.association.slug, resource_id)
    return _resource(request, visit, resource_id, form=form)


@require_POST
@inside
def review(request: HttpRequest, visit: Visit, access_id: UUID) -> HttpResponse:
    """Take the answer to "still needed?": two buttons, one for each."""
    kept = request.POST.get("answer") == "keep"
    commands.answer_review(actor=visit.actor, access_id=access_id, kept=kept, now=visit.now)
    said = _("Noted: you still need it.") if kept else _("Noted: this access is over. Thank you for giving it back.")
    messages.success(request, said)
    return redirect("my_accesses", visit.association.slug)


@require_POST
@inside
def tick(request: HttpRequest, visit: Visit, access_id: UUID) -> HttpResponse:
    """Tick off a door that was opened or shut by hand."""
    what = Tick.OPENED if request.POST.get("what") == Tick.OPENED else Tick.UNDONE
    commands.tick_by_hand(actor=visit.actor, access_id=access_id, what=what, now=visit.now)
    messages.success(request, _("Ticked, with your name and the day."))
    return redirect("accesses_by_hand", visit.association.slug)


@require_POST
@inside
def end(request: HttpRequest, visit: Visit, access_id: UUID) -> HttpResponse:
    """End an access that was only declared."""
    commands.end_declared_access(actor=visit.actor, access_id=access_id, now=visit.now)
    messages.success(request, _("The access is over; the door is on the list to shut by hand."))
    return redirect("accesses_by_hand", visit.association.slug)


def _write(request: HttpRequest, visit: Visit, row: ResourceRow | None) -> HttpResponse:
    initial = {"review_months": 6, "level": "everyday"}
    if row is not None:
        initial = {name: getattr(row, name) for name in ("name", "sort", "level", "note", "review_months")}
        initial["owner"] = str(row.owner_id or "")
    people = members(association_id=visit.association.id, at=visit.now)
    form = ResourceForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            found = commands.declare_resource(
                actor=visit.actor, resource_id=row.id if row else None, now=visit.now, **form.values()
            )
        except Refused as refused:
            _tell(form, refused)
        else:
            messages.success(request, _("%(name)s is in the list.") % {"name": form.cleaned_data["name"]})
            return redirect("resource", visit.association.slug, found)
    context = {"form": form, "resource": row, "may": visit.member.right.votes}
    return page(request, "accesses/write.html", context, status=_MISFIT if form.errors else 200)


def _resource(
    request: HttpRequest, visit: Visit, resource_id: UUID, *, form: DeclareForm | None = None
) -> HttpResponse:
    row = access_resource(association_id=visit.association.id, resource_id=resource_id)
    lines = _lines(
        visit, accesses(association_id=visit.association.id, resource_id=resource_id, at=visit.now), visit.now
    )
    people = members(association_id=visit.association.id, at=visit.now)
    context = {
        "resource": row,
        "sort": sort_word(row.sort),
        "level": level_word(row.level),
        "review": review_words(row.review_months),
        "closed": dates.day_words(row.closed_at.astimezone(visit.association.zone).date()) if row.closed_at else "",
        "now": [line for line in lines if line.row.state in {State.HELD, State.TO_UNDO}],
        "past": [line for line in lines if line.row.state is State.OVER],
        "form": form or DeclareForm(people=people),
        "may": visit.member.right.votes,
    }
    return page(request, "accesses/resource.html", context, status=_MISFIT if form is not None else 200)


def _tell(form: DeclareForm | ResourceForm, refused: Refused) -> None:
    """Say each refusal at its field; what is too long, or looks like a secret, names its field itself."""
    by_field = [
        (refusal.code, str(refusal.data["field"]))
        for refusal in refused.refusals
        if refusal.data.get("field") in form.fields
    ]
    fields = [(code, name) for code, name in (*FIELDS, *by_field) if name in form.fields]
    tell(form, refused.refusals, fields=fields)


def _lines(visit: Visit, rows: Iterable[AccessRow], at: datetime) -> list[Line]:
    found = list(rows)
    named = decision_links(visit, [one for row in found for one in (row.action_id, row.ended_by_id)]).get
    zone = visit.association.zone
    return [
        Line(
            row=row,
            sentence=access_sentence(row, zone=zone, now=at),
            origin=origin_words(row),
            given_by=named(row.action_id),
            ended_by=named(row.ended_by_id) if row.state is not State.HELD else None,
            by_hand=by_hand_words(row, zone=zone, now=at) if row.to_open or row.state is State.TO_UNDO else "",
            ended=row.state is State.TO_UNDO,
            declared=row.cause is Cause.DECLARED and row.state is State.HELD,
        )
        for row in found
    ]
