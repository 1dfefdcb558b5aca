"""The voting channel beside the council: who is missing from one or the other, and putting it right, in either direction.

Nothing here is done unasked. What the ledger asks for by itself (a right that begins, an exclusion that passed) the
worker does.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from toutdoux.integrations.chat.commands import ask_place
from toutdoux.integrations.chat.inviting import invite_people
from toutdoux.integrations.chat.logic.membership import Differences, RoomPerson, Voter, differences, likely
from toutdoux.integrations.chat.logic.words import Chat, Wanted
from toutdoux.integrations.chat.queries import places_due, unsaid, voters
from toutdoux.integrations.chat.rooms import NotDone, Room, opened
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.queries import names
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording.chat.places import chat_word, trouble_words, unsaid_word
from toutdoux.wording.refusals.chat import ChatRefusal

_UNAVAILABLE = 503


@dataclass(frozen=True, kw_only=True)
class Stranger:
    """Someone in the channel who is linked to no member. ``seems``: the member they seem to be."""

    person: RoomPerson
    seems: Voter | None


@never_cache
@inside
def membership_page(request: HttpRequest, visit: Visit, chat: str) -> HttpResponse:
    """Show where channel and council differ, as the chat says now; put right what is asked."""
    if chat not in set(Chat):
        raise Refused([Refusal(code=ChatRefusal.CHAT_UNKNOWN)])
    if not visit.member.right.votes:
        raise Refused([Refusal(code=MemberRefusal.NO_VOTING_RIGHT, article=2)])
    found = Chat(chat)
    with opened(chat=found, association_id=visit.association.id) as room:
        if room is None:
            return page(request, "chat/membership.html", {"chat": chat_word(chat), "room": None})
        try:
            if request.method == "POST":
                return _put_right(request, visit, found, room)
            return _shown(request, visit, found, room)
        except NotDone as error:
            context = {"chat": chat_word(chat), "room": room, "trouble": trouble_words(error.code)}
            return page(request, "chat/membership.html", context, status=_UNAVAILABLE)


def _shown(request: HttpRequest, visit: Visit, chat: Chat, room: Room) -> HttpResponse:
    register, found = _compared(visit, chat, room)
    asked = places_due(association_id=visit.association.id, chat=chat, now=visit.now)
    people = names(association_id=visit.association.id)
    context: dict[str, Any] = {
        "chat": chat_word(chat),
        "room": room,
        "found": found,
        "asked": asked,
        "strangers": [Stranger(person=one, seems=likely(stranger=one, members=register)) for one in found.strangers],
        "unsaid": [
            {
                "row": row,
                "what": unsaid_word(row.sort),
                "who": (people.get(row.member_id) if row.member_id else "") or row.user_name,
            }
            for row in unsaid(association_id=visit.association.id, chat=chat)
        ],
    }
    return page(request, "chat/membership.html", context)


def _compared(visit: Visit, chat: Chat, room: Room) -> tuple[tuple[Voter, ...], Differences]:
    register = voters(association_id=visit.association.id, chat=chat, server=room.server, now=visit.now)
    return register, differences(people=room.people(), members=register)


def _put_right(request: HttpRequest, visit: Visit, chat: Chat, room: Room) -> HttpResponse:
    """Do one gesture. What it is about is looked for among the differences there are now: nothing else is touched."""
    _register, found = _compared(visit, chat, room)
    gesture, chosen = request.POST.get("gesture", ""), set(request.POST.getlist("who"))
    if gesture == "add":
        _place(request, visit, chat, {v.member_id for v in found.missing if str(v.member_id) in chosen})
    elif gesture == "remove":
        _remove(request, room, found, chosen)
    elif gesture == "invite":
        people = [person for person in found.strangers if person.user_id in chosen]
        by_message = request.POST.get("way") != "link"
        invited = invite_people(
            actor=visit.actor, chat=chat, server=room.server, people=people, by_message=by_message, now=visit.now
        )
        links = [
            {"name": one.name, "url": settings.TOUTDOUX_URL + reverse("join", args=[one.token])}
            for one in invited
            if one.token
        ]
        if links:
            return page(
                request, "chat/membership_links.html", {"chat": chat_word(chat), "links": links, "name": str(chat)}
            )
        count = len(invited)
        said = ngettext("%(count)s person is invited.", "%(count)s people are invited.", count) % {"count": count}
        messages.success(request, said) if count else messages.info(request, _("Nobody was chosen."))
    return redirect("chat_membership", slug=visit.association.slug, chat=str(chat))


def _place(request: HttpRequest, visit: Visit, chat: Chat, chosen: set[UUID]) -> None:
    if not chosen:
        messages.info(request, _("Nobody was chosen."))
        return
    ask_place(actor=visit.actor, chat=chat, member_ids=chosen, wanted=Wanted.INSIDE, now=visit.now)
    messages.success(request, _("It will be done within a minute."))


def _remove(request: HttpRequest, room: Room, found: Differences, chosen: set[str]) -> None:
    """Take out of the channel those chosen who do not vote: a person who votes is never taken out from here."""
    there = {person.user_id for person in found.strangers} | {person.user_id for _voter, person in found.without_vote}
    for user_id in sorted(chosen & there):
        room.remove(user_id=user_id)
    if chosen & there:
        messages.success(request, _("Taken out of the channel."))
    else:
        messages.info(request, _("Nobody was chosen."))
