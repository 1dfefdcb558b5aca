"""Asking to join: the public page of an association that opens it, and what its members do with the requests."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from toutdoux.accounts.queries import account
from toutdoux.associations.queries import access_association, current_rulebook
from toutdoux.kernel.refusal import Refused
from toutdoux.members.commands import accept_request, ask_to_join, decline_request, set_welcome
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.queries import access_request, access_welcome, requests, welcome
from toutdoux.rules.rulebook import Admission
from toutdoux.web.accounts.requests import source_of
from toutdoux.web.door import Visit, account_id, inside, page, speak
from toutdoux.web.members.forms import AskForm, WelcomeForm
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording import dates
from toutdoux.wording.rights import right_sentence

ASK: Fields = (
    (MemberRefusal.NAME_MISSING, "name"),
    (MemberRefusal.NAME_TOO_LONG, "name"),
    (MemberRefusal.EMAIL_MALFORMED, "email"),
    (MemberRefusal.EMAIL_MISSING, "email"),
    (MemberRefusal.WORDS_TOO_LONG, "words"),
)


@never_cache
def ask_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Let anyone ask to join. Whatever is in the register, the answer is the same."""
    found = access_association(slug=slug)
    door = access_welcome(association_id=found.id)
    speak(request, association=found)
    signed_in = account(account_id=account_id(request)) if request.user.is_authenticated else None
    initial = {"name": signed_in.name, "email": signed_in.email} if signed_in else {}
    form = AskForm(request.POST if request.method == "POST" else None, initial=initial)
    status, asked = 200, False
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                ask_to_join(
                    association_id=found.id,
                    account_id=signed_in.id if signed_in else None,
                    source=source_of(request),
                    now=timezone.now(),
                    **form.cleaned_data,
                )
            except Refused as refused:
                tell(form, refused.refusals, fields=ASK)
            else:
                status, asked = 200, True
    context = {"to": found.name, "words": door.words, "form": form, "asked": asked}
    return page(request, "members/ask.html", context, status=status)


@inside
def requests_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show who asks to join, and how the door is kept."""
    door = welcome(association_id=visit.association.id)
    admission = current_rulebook(association_id=visit.association.id).rulebook.membership.admission
    form = WelcomeForm(
        request.POST if request.method == "POST" else None, initial={"open": door.open, "words": door.words}
    )
    if admission is not None:
        del form.fields["admission"]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                set_welcome(
                    actor=visit.actor,
                    open_=form.cleaned_data["open"],
                    words=form.cleaned_data["words"],
                    admission=form.cleaned_data.get("admission", ""),
                    now=visit.now,
                )
            except Refused as refused:
                tell(form, refused.refusals, fields=((MemberRefusal.ADMISSION_NOT_CHOSEN, "admission"),))
            else:
                messages.success(request, _("The door is kept as you say."))
                return redirect("join_requests", slug=visit.association.slug)
    zone = visit.association.zone
    context = {
        "form": form,
        "open": door.open,
        "by_action": admission is Admission.ACTION,
        "rows": [
            (row, dates.day_words(row.asked_at.astimezone(zone).date()))
            for row in requests(association_id=visit.association.id)
        ],
        "may": visit.member.right.votes,
        "why_not": right_sentence(visit.member.right, zone=zone, now=visit.now),
    }
    return page(request, "members/requests.html", context, status=status)


@inside
@require_POST
def answer_request(request: HttpRequest, visit: Visit, person_id: UUID) -> HttpResponse:
    """Let in a person who asks, or put their request aside."""
    access_request(actor=visit.actor, person_id=person_id)
    if request.POST.get("gesture") == "accept":
        member_id = accept_request(actor=visit.actor, person_id=person_id, now=visit.now)
        messages.success(request, _("They are in the register."))
        return redirect("member", slug=visit.association.slug, member_id=member_id)
    decline_request(actor=visit.actor, person_id=person_id, now=visit.now)
    messages.success(request, _("The request is put aside."))
    return redirect("join_requests", slug=visit.association.slug)
