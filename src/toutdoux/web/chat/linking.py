"""Joining a chat account to oneself, by the link that the chat brought; and one's chat accounts, to part from them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from toutdoux.integrations.chat.commands import link_account, unlink_account
from toutdoux.integrations.chat.logic.words import Chat
from toutdoux.integrations.chat.queries import access_chat_link, identities_of
from toutdoux.integrations.chat.rooms import chats, opened
from toutdoux.kernel.refusal import Refused
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording import dates
from toutdoux.wording.chat.places import chat_word
from toutdoux.wording.refusals import sentence

_MISFIT = 422


@never_cache
@inside
def link_page(request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    """Ask whether the chat account that a link names is one's own; join them when the answer is yes.

    By GET nothing happens, however often a chat looks ahead at the links it carries.
    """
    link = access_chat_link(association_id=visit.association.id, token=token, now=visit.now)
    refused = Refused(link.refusals) if link.refusals else None
    if request.method == "POST":
        try:
            link_account(actor=visit.actor, token=token, now=visit.now)
        except Refused as error:
            refused = error
        else:
            messages.success(
                request, _("%(name)s votes for you from now on, wherever a vote opens.") % {"name": link.user_name}
            )
            return redirect("chat_accounts", slug=visit.association.slug)
    context = {
        "link": link,
        "chat": chat_word(link.chat),
        "reasons": [sentence(refusal) for refusal in refused.refusals] if refused else [],
    }
    return page(request, "chat/link.html", context, status=_MISFIT if refused else 200)


@never_cache
@inside
def accounts_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show one's chat accounts, and part from one."""
    if request.method == "POST":
        unlink_account(actor=visit.actor, chat=request.POST.get("chat", "")[:16], now=visit.now)
        messages.success(request, _("Unlinked: this chat account votes for nobody now. What it voted stays."))
        return redirect("chat_accounts", slug=visit.association.slug)
    zone = visit.association.zone
    context = {
        "linked": [
            {
                "row": row,
                "chat": chat_word(row.chat),
                "since": dates.day_words(row.linked_at.astimezone(zone).date()),
            }
            for row in identities_of(actor=visit.actor)
        ],
        "rooms": [room for chat in chats() if (room := _room(chat, visit))],
    }
    return page(request, "chat/link_accounts.html", context)


def _room(chat: Chat, visit: Visit) -> dict[str, str] | None:
    """Return a chat whose voting channel is connected, as the page names it."""
    with opened(chat=chat, association_id=visit.association.id) as room:
        return {"chat": chat_word(chat), "channel": room.name} if room else None
