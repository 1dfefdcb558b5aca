"""The page behind the mailed question "do you still need it?": two buttons for one person and one access. It signs nobody in.

Opening it changes nothing, however often a mail program looks ahead; pressing a button answers by the same command as the
page of one's accesses.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from toutdoux.accesses.commands import answer_review
from toutdoux.accesses.logic.ledger import State
from toutdoux.associations.queries import access_association
from toutdoux.kernel.people import Actor
from toutdoux.procedures.queries.entrusted import access_review
from toutdoux.web.door import page, speak
from toutdoux.wording.accesses import access_sentence


@never_cache
def review_page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the access and the two buttons; take the answer when one is pressed."""
    now = timezone.now()
    association = access_association(slug=slug)
    speak(request, association=association)
    row = access_review(association_id=association.id, token=token, now=now)
    with timezone.override(association.zone):
        answer = request.POST.get("answer", "")
        if request.method == "POST" and row.asked and answer in {"keep", "give-back"}:
            actor = Actor(association_id=association.id, member_id=row.member_id)
            answer_review(actor=actor, access_id=row.id, kept=answer == "keep", now=now)
            return redirect("review_link", slug=slug, token=token)
        context = {
            "association": association,
            "row": row,
            "held": row.state is State.HELD,
            "sentence": access_sentence(row, zone=association.zone, now=now),
        }
        return page(request, "accesses/mailed.html", context)
