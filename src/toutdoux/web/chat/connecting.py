"""Connecting the association to its voting channel on a Mattermost, looking at the connection again, and ending it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from toutdoux.integrations.mattermost.addresses import command_url
from toutdoux.integrations.mattermost.commands import disconnect
from toutdoux.integrations.mattermost.connecting import Examined, connect, examine_again, keep_command_token
from toutdoux.integrations.mattermost.queries import connection
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import names
from toutdoux.web.chat.connecting_forms import CommandForm, ConnectForm
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.wording import dates
from toutdoux.wording.chat.connecting import need_reason, need_words
from toutdoux.wording.refusals import sentence
from toutdoux.wording.refusals.mattermost import MattermostRefusal
from toutdoux.wording.rights import right_sentence

FIELDS: Fields = (
    (MattermostRefusal.ADDRESS_MALFORMED, "base_url"),
    (MattermostRefusal.ADDRESS_PRIVATE, "base_url"),
    (MattermostRefusal.ADDRESS_CLEAR, "base_url"),
    (MattermostRefusal.ADDRESS_UNKNOWN, "base_url"),
    (MattermostRefusal.NOT_ANSWERING, "base_url"),
    (MattermostRefusal.NOT_MATTERMOST, "base_url"),
    (MattermostRefusal.TOO_OLD, "base_url"),
    (MattermostRefusal.TEAM_UNKNOWN, "team_name"),
    (MattermostRefusal.CHANNEL_UNKNOWN, "channel_name"),
    (MattermostRefusal.CHANNEL_TAKEN, "channel_name"),
    (MattermostRefusal.TOKEN_REFUSED, "token"),
)
_MISFIT = 422


@never_cache
@sensitive_post_parameters("token")
@inside
def connect_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show the connection, or the form that makes one. Four gestures, told apart by their button."""
    if request.method != "POST":
        return _page(request, visit)
    match request.POST.get("change"):
        case "check":
            return _check(request, visit)
        case "command":
            return _command(request, visit)
        case "disconnect":
            disconnect(actor=visit.actor, now=visit.now)
            messages.success(
                request, _("Disconnected. The posts stay in the channel; their buttons do nothing any more.")
            )
            return redirect(request.path)
        case _:
            return _connect(request, visit)


def _connect(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = ConnectForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, form=form, status=_MISFIT)
    try:
        examined = connect(actor=visit.actor, asked=form.asked(), now=visit.now)
    except Refused as refused:
        tell(form, refused.refusals, fields=FIELDS)
        return _page(request, visit, form=form, status=_MISFIT)
    if examined.found is None:
        tell(form, examined.refusals, fields=FIELDS)
        return _page(request, visit, form=form, examined=examined, status=_MISFIT)
    messages.success(
        request,
        _("Connected to %(channel)s. The next action is posted there.") % {"channel": examined.found.channel_name},
    )
    return _page(request, visit, examined=examined)


def _check(request: HttpRequest, visit: Visit) -> HttpResponse:
    row = connection(association_id=visit.association.id)
    if row is None or not visit.member.right.votes:
        return redirect(request.path)
    return _page(request, visit, examined=examine_again(row=row))


def _command(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = CommandForm(request.POST)
    if not form.is_valid():
        return _page(request, visit, command_form=form, status=_MISFIT)
    keep_command_token(actor=visit.actor, token=form.cleaned_data["command_token"], now=visit.now)
    messages.success(request, _("The command /toutdoux is known. Type it in the channel to see what waits for you."))
    return redirect(request.path)


def _page(
    request: HttpRequest,
    visit: Visit,
    *,
    form: ConnectForm | None = None,
    command_form: CommandForm | None = None,
    examined: Examined | None = None,
    status: int = 200,
) -> HttpResponse:
    row = connection(association_id=visit.association.id)
    initial = {"base_url": row.base_url, "team_name": row.team_name, "channel_name": row.channel_name} if row else {}
    context: dict[str, Any] = {
        "row": row,
        "may": visit.member.right.votes,
        "right": right_sentence(visit.member.right, zone=visit.association.zone, now=visit.now),
        "form": form or ConnectForm(initial=initial),
        "command_form": command_form or CommandForm(),
        "command_url": command_url(slug=visit.association.slug),
        "checks": _checks(examined),
        "troubles": [sentence(refusal) for refusal in examined.refusals] if examined and not form else [],
        "version": examined.version if examined else "",
        "since": "",
        "by": "",
    }
    if row is not None:
        context["since"] = dates.day_words(row.connected_at.astimezone(visit.association.zone).date())
        context["by"] = names(association_id=visit.association.id, ids={row.connected_by}).get(row.connected_by, "")
    return page(request, "chat/connect.html", context, status=status)


def _checks(examined: Examined | None) -> list[dict[str, Any]]:
    return [
        {"check": check, "words": need_words(check.need), "reason": need_reason(check.need)}
        for check in (examined.checks if examined else ())
    ]
