"""The page behind the mailed question: two buttons for one person. It signs nobody in.

Opening it changes nothing, however often a mail program looks ahead; pressing a button answers by the same command as the
page of who signs in.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from toutdoux.associations.queries import access_association
from toutdoux.decisions.commands import settle_due
from toutdoux.procedures.commands.answering import answer_question
from toutdoux.procedures.queries.inactivity import access_question
from toutdoux.web.door import page, speak
from toutdoux.web.inactivity.presenting import question_context


@never_cache
def answer_page(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the question and the two buttons; take the answer when one is pressed."""
    now = timezone.now()
    association = access_association(slug=slug)
    speak(request, association=association)
    found = access_question(association_id=association.id, token=token, now=now)
    with timezone.override(association.zone):
        if request.method == "POST":
            settle_due(association_id=association.id, now=now)
            answer_question(
                actor=found.member.actor,
                listed_id=found.id,
                answer=request.POST.get("answer", ""),
                words=request.POST.get("words", ""),
                now=now,
            )
            return redirect("stay_link", slug=slug, token=token)
        context = {"association": association, "question": question_context(found, association, now=now)}
        return page(request, "inactivity/mailed.html", context)
