"""Connect Matrix: what is needed and why, a look at the room while one waits, and the end of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from toutdoux.integrations.matrix.commands import disconnect
from toutdoux.integrations.matrix.connecting import Asked, Examined, connect, examine_again
from toutdoux.integrations.matrix.queries import connection, is_connected
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.queries import names
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.matrix.forms import MatrixForm
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording import dates
from toutdoux.wording.chat.matrix import need_words
from toutdoux.wording.refusals import sentence
from toutdoux.wording.refusals.matrix import MatrixRefusal
from toutdoux.wording.rights import right_sentence

_MISFIT = 422

FIELDS: Fields = (
    *((code, "url") for code in MatrixRefusal if code.startswith("matrix-address")),
    (MatrixRefusal.NOT_ANSWERING, "url"),
    (MatrixRefusal.NOT_MATRIX, "url"),
    (MatrixRefusal.TOO_OLD, "url"),
    (MatrixRefusal.TOKEN_REFUSED, "token"),
    (MatrixRefusal.ROOM_UNKNOWN, "room"),
    (MatrixRefusal.ROOM_TAKEN, "room"),
)


@never_cache
@sensitive_post_parameters("token")
@inside
def matrix_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is connected; for those who vote: connect, look again or disconnect, told apart by their button."""
    if request.method == "POST" and not visit.member.right.votes:
        raise Refused([Refusal(code=MemberRefusal.NO_VOTING_RIGHT, article=2)])
    gesture = request.POST.get("gesture", "") if request.method == "POST" else ""
    if gesture == "disconnect":
        disconnect(actor=visit.actor, now=visit.now)
        messages.success(
            request, _("Matrix is disconnected, and its token forgotten. What was said in the room stays there.")
        )
        return redirect("matrix", slug=visit.association.slug)
    if gesture == "look":
        row = connection(association_id=visit.association.id)
        return _page(request, visit, looked=examine_again(row=row) if row else None)
    if request.method == "POST":
        return _connect(request, visit)
    return _page(request, visit)


def _connect(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = MatrixForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, form=form, status=_MISFIT)
    asked = Asked(url=form.cleaned_data["url"], room=form.cleaned_data["room"], token=form.cleaned_data["token"])
    try:
        looked = connect(actor=visit.actor, asked=asked, now=visit.now)
    except Refused as refused:
        looked = Examined(refusals=refused.refusals)
    if looked.refusals:
        tell(form, looked.refusals, fields=FIELDS)
        return _page(request, visit, form=form, looked=looked, status=_MISFIT)
    messages.success(request, _("Matrix is connected: the next action is announced in the room."))
    return _page(request, visit, looked=looked)


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    form: MatrixForm | None = None,
    looked: Examined | None = None,
    status: int = 200,
) -> HttpResponse:
    row = connection(association_id=visit.association.id)
    zone = visit.association.zone
    context: dict[str, Any] = {
        "row": row,
        "may": visit.member.right.votes,
        "right": right_sentence(visit.member.right, zone=zone, now=visit.now),
        "unreadable": row is None and is_connected(association_id=visit.association.id),
        "form": form or MatrixForm(initial={"url": row.url, "room": row.room_id} if row else {}),
        "checks": [(check, need_words(check.need)) for check in looked.checks] if looked else [],
        "troubles": [sentence(refusal) for refusal in looked.refusals] if looked and form is None else [],
    }
    if row is not None:
        people = names(association_id=visit.association.id, ids={row.connected_by})
        context["by"] = people.get(row.connected_by, "")
        context["since"] = dates.day_words(row.connected_at.astimezone(zone).date())
    return page(request, "matrix/connect.html", context, status=status)
