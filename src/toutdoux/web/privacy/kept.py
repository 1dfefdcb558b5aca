"""What is kept, how long, and what goes next; who is to be erased, for those whose business it is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.procedures.commands.erasing import ask_erasure, cancel_erasure
from toutdoux.procedures.commands.retaining import change_retention
from toutdoux.procedures.logic.retention import OF_THE_INSTALLATION
from toutdoux.procedures.queries.erasures import erasures
from toutdoux.procedures.queries.retention import announced, rounds
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.privacy.forms import RetentionForm
from toutdoux.wording import dates
from toutdoux.wording.privacy import count_words, gone_words, kept_words
from toutdoux.wording.rights import right_sentence


@inside
def kept_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show how long each kind of data is kept, and on which day what will go; change a period."""
    form = RetentionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_retention(actor=visit.actor, now=visit.now, **form.chosen())
        messages.success(request, _("The period is changed. It is applied in two weeks at the earliest."))
        return redirect("kept", slug=visit.association.slug)
    context = {
        "form": form,
        "may": visit.member.right.votes,
        "why_not": right_sentence(visit.member.right, zone=visit.association.zone, now=visit.now),
        "rows": [
            {
                "what": kept_words(row.chosen.kind),
                "days": row.chosen.days,
                "goes_on": dates.day_words(row.goes_on),
                "count": row.count,
                "goes": count_words(row.count),
                "ours": row.chosen.kind not in OF_THE_INSTALLATION,
            }
            for row in announced(association_id=visit.association.id, now=visit.now)
        ],
        "rounds": [
            (dates.day_words(row.on), [gone_words(kind, count) for kind, count in row.counts.items() if count])
            for row in rounds(association_id=visit.association.id)
        ],
        "erasures": erasures(actor=visit.actor, now=visit.now),
    }
    return page(request, "privacy/kept.html", context, status=422 if form.errors else 200)


@inside
def ask(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask, for someone who has left and wishes it, that they be erased."""
    if request.method == "POST":
        due_at = ask_erasure(actor=visit.actor, member_id=_member_id(request), now=visit.now)
        day = dates.day_words(due_at.astimezone(visit.association.zone).date())
        messages.success(
            request, _("The erasure is announced for %(day)s. Until then it can be called off.") % {"day": day}
        )
    return redirect("kept", slug=visit.association.slug)


@inside
def call_off(request: HttpRequest, visit: Visit, erasure_id: UUID) -> HttpResponse:
    """Call an erasure off."""
    if request.method == "POST":
        cancel_erasure(actor=visit.actor, erasure_id=erasure_id, now=visit.now)
        messages.success(request, _("The erasure is called off."))
    return redirect("kept", slug=visit.association.slug)


def _member_id(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("member", ""))
    except ValueError as error:
        raise Refused([Refusal(code=MemberRefusal.UNKNOWN_MEMBER)]) from error
