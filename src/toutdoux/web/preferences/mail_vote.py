"""The page behind a mailed link: three buttons for one member on one text. It signs nobody in.

Opening it changes nothing, however often a mail program looks ahead; pressing a button casts a ballot by the same command
as every other door.
"""

import hashlib
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.associations.queries import AssociationRow, access_association
from toutdoux.decisions.commands import cast_ballot, settle_due
from toutdoux.decisions.queries import ActionPage, action_page
from toutdoux.decisions.queries.articles import references
from toutdoux.integrations.queries import VoteLinkRow, access_vote_link
from toutdoux.kernel.refusal import Refused
from toutdoux.web.decisions.presenting import action_bar
from toutdoux.web.decisions.presenting_action import Typed, vote_gestures
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.decisions.represented import actor_for, seats_shown
from toutdoux.web.door import Visit, page, speak
from toutdoux.wording.outcomes import outcome_sentence
from toutdoux.wording.refusals import sentence

_MISFIT = 422


@never_cache
def vote_page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the text and the three buttons; take the ballot when one is pressed."""
    now = timezone.now()
    association = access_association(slug=slug)
    speak(request, association=association)
    link = access_vote_link(association=association, token=token, now=now)
    with timezone.override(association.zone):
        if request.method != "POST":
            return _shown(request, association, link)
        settle_due(association_id=association.id, now=now)
        choice = request.POST.get("choice", "")
        reason = _reason(request, choice)
        whose = request.GET.get("for", "")
        try:
            cast_ballot(
                actor=actor_for(member=link.member, chosen=whose),
                action_id=link.action_id,
                version=link.version,
                choice=choice,
                reason=reason,
                idempotency_key=_key(request, choice, whose, reason),
                door="mail",
                now=now,
            )
        except Refused as refused:
            typed = Typed(refusals=tuple(sentence(r) for r in refused.refusals), reason=reason)
            return _shown(request, association, link, typed=typed, status=_MISFIT)
    return redirect("mail_vote", slug=slug, token=token)


def _shown(
    request: HttpRequest,
    association: AssociationRow,
    link: VoteLinkRow,
    *,
    typed: Typed | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    visit = Visit(association=association, member=link.member, now=now)
    reference = references(association_id=association.id, ids={link.action_id})[link.action_id]
    found = action_page(actor=link.member.actor, reference=str(reference), now=now)
    assert isinstance(found, ActionPage), "a link is made for live actions only"
    typed = typed or Typed()
    gestures = replace(
        vote_gestures(page=found, visit=visit, typed=typed), url=request.path, version=link.version, thumb=False
    )
    if found.version.number != link.version:
        changed = _("The text has changed since this mail, and votes began again: the link is in the mail about it.")
        gestures = replace(gestures, open=False, why_not=(changed,))
    return page(
        request,
        "preferences/mail_vote.html",
        {"association": association, "member": link.member, "typed": typed, "gestures": gestures}
        | _state(found, visit)
        | {"seats": seats_shown(found=found, visit=visit, mailed=request.path), "alone": not found.row.seated},
        status=status,
    )


def _state(found: ActionPage, visit: Visit) -> dict[str, Any]:
    row, zone = found.row, visit.association.zone
    assert row.outcome is not None, "a live action has an outcome"
    assert row.rulebook is not None, "a live action is under rules"
    return {
        "row": row,
        "text": found.version.text,
        "sentence": outcome_sentence(row.outcome, row.rulebook, zone, kind=row.kind, now=visit.now),
        "bar": action_bar(replace(row, opened_at=found.version.opened_at), zone=zone, now=visit.now),
    }


def _reason(request: HttpRequest, choice: str) -> str:
    """Return the reason given, unless it is the one given before with another choice: it does not change sides alone."""
    reason, before = (plain_text(request.POST.get(name, "")) for name in ("reason", "reason_before"))
    other = request.POST.get("choice_before", choice) != choice
    return "" if other and reason.strip() == before.strip() else reason


def _key(request: HttpRequest, choice: str, whose: str, reason: str) -> str:
    """Return the idempotency key: what is sent twice from one page counts once, what differs is another ballot."""
    key = request.POST.get("idempotency_key", "")
    return hashlib.sha256(repr((key, choice, whose, reason)).encode()).hexdigest() if key else ""
