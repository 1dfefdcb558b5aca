"""Voting for an organisation: what waits for its one vote, and the ballot, recorded with who cast it."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from toutdoux.decisions.commands import cast_ballot
from toutdoux.decisions.queries import access_action
from toutdoux.decisions.queries import home as home_of
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refused
from toutdoux.members.commands import require_representation
from toutdoux.members.queries import member
from toutdoux.web.decisions.ballot_views import onward
from toutdoux.web.decisions.reading import plain_text, whole_number
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording import dates
from toutdoux.wording.ballots import receipt_sentences
from toutdoux.wording.refusals import sentence


@never_cache
@inside
@require_safe
def votes_page(request: HttpRequest, visit: Visit, member_id: UUID) -> HttpResponse:
    """Show what waits for the vote of an organisation, to those who cast it."""
    row = member(actor=visit.actor, member_id=member_id, now=visit.now)
    actor = _for(visit, member_id)
    require_representation(actor=actor, at=visit.now)
    found = home_of(actor=actor, since=None, now=visit.now)
    zone = visit.association.zone
    lines = [
        (action, dates.moment_words(action.deadline, zone=zone, now=visit.now) if action.deadline else "")
        for action in (*found.waiting, *found.announced)
    ]
    return page(request, "members/votes.html", {"member": row, "lines": lines, "key": secrets.token_urlsafe(16)})


@inside
@require_POST
def vote(request: HttpRequest, visit: Visit, member_id: UUID, reference: str) -> HttpResponse:
    """Cast the ballot of an organisation, in the name of whom it is recorded."""
    row = member(actor=visit.actor, member_id=member_id, now=visit.now)
    key = access_action(actor=visit.actor, reference=reference, now=visit.now)
    try:
        receipt = cast_ballot(
            actor=_for(visit, member_id),
            action_id=key.id,
            version=whole_number(request.POST.get("version", "")),
            choice=request.POST.get("choice", ""),
            reason=plain_text(request.POST.get("reason", "")),
            idempotency_key=request.POST.get("idempotency_key", ""),
            door="web",
            now=visit.now,
        )
    except Refused as refused:
        for refusal in refused.refusals:
            messages.error(request, sentence(refusal))
    else:
        words = receipt_sentences(
            choice=receipt.choice,
            replaced=receipt.replaced,
            reasoned=bool(receipt.reason),
            repeated_from=receipt.at if receipt.at < visit.now else None,
            of=row.name,
            zone=visit.association.zone,
            now=visit.now,
        )
        messages.success(request, " ".join(words))
    return redirect(onward(request) or reverse("organisation_votes", args=[visit.association.slug, member_id]))


def _for(visit: Visit, member_id: UUID) -> Actor:
    return Actor(association_id=visit.association.id, member_id=member_id, by_id=visit.member.id)
