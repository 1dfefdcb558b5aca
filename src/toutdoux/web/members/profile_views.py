"""One's own page in the register: what the others see, being away, and who votes for an organisation."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from toutdoux.kernel.canonical import instant_from_text
from toutdoux.kernel.refusal import Refused
from toutdoux.members.commands import (
    change_profile,
    end_leave,
    end_representation,
    name_representative,
    take_leave,
)
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.queries import member
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.members.forms import LeaveForm, ProfileForm, RepresentativeForm
from toutdoux.web.members.views import member_context
from toutdoux.web.refusing import Fields, tell

PROFILE: Fields = (
    (MemberRefusal.NAME_MISSING, "name"),
    (MemberRefusal.NAME_TOO_LONG, "name"),
    (MemberRefusal.EMAIL_MALFORMED, "email"),
)
LEAVE: Fields = (
    (MemberRefusal.LEAVE_IN_THE_PAST, "first_day"),
    (MemberRefusal.LEAVE_ENDS_FIRST, "last_day"),
)


@inside
def profile_page(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Show what the others see of someone, and change it."""
    row = member(actor=visit.actor, member_id=member_id, now=visit.now)
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(row, name) for name in ProfileForm.base_fields},
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                change_profile(actor=visit.actor, member_id=member_id, profile=form.profile, now=visit.now)
            except Refused as refused:
                tell(form, refused.refusals, fields=PROFILE)
            else:
                messages.success(request, _("This is what the other members now see."))
                return redirect("member", slug=visit.association.slug, member_id=member_id)
    context = {"member": row, "form": form, "me": row.id == visit.member.id}
    return page(request, "members/profile.html", context, status=status)


@inside
def leave_page(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Say what being away does, and enter it."""
    row = member(actor=visit.actor, member_id=member_id, now=visit.now)
    today = visit.now.astimezone(visit.association.zone).date()
    form = LeaveForm(request.POST if request.method == "POST" else None, initial={"first_day": today})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                take_leave(actor=visit.actor, member_id=member_id, now=visit.now, **form.cleaned_data)
            except Refused as refused:
                tell(form, refused.refusals, fields=LEAVE)
            else:
                messages.success(request, _("The leave is entered."))
                return redirect("member", slug=visit.association.slug, member_id=member_id)
    context = {"member": row, "form": form, "me": row.id == visit.member.id}
    return page(request, "members/leave.html", context, status=status)


@inside
@require_POST
def leave_end(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Come back from a leave, or give it up."""
    try:
        starts_at = instant_from_text(request.POST.get("from", ""))
    except ValueError:
        return redirect("member", slug=visit.association.slug, member_id=member_id)
    end_leave(actor=visit.actor, member_id=member_id, starts_at=starts_at, now=visit.now)
    messages.success(request, _("The leave is over."))
    return redirect("member", slug=visit.association.slug, member_id=member_id)


@inside
@require_POST
def representatives(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Name who casts the vote of an organisation, or let them cast it no more."""
    row = member(actor=visit.actor, member_id=member_id, now=visit.now)
    form = RepresentativeForm(request.POST, association_id=visit.association.id, now=visit.now)
    if form.is_valid():
        person_id = UUID(form.cleaned_data["person"])
        change = end_representation if request.POST.get("gesture") == "end" else name_representative
        change(actor=visit.actor, organisation_id=member_id, person_id=person_id, now=visit.now)
    else:
        return page(request, "members/member.html", member_context(visit, row, form=form), status=422)
    return redirect("member", slug=visit.association.slug, member_id=member_id)
