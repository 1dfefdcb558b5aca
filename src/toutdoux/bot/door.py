"""The door of what Mattermost sends: which association, whose server, what was answered before, who it is.

Mattermost proves nothing about a button's callback. What lets one in is the seal of its context, the team and channel
that are connected, an account that a member linked while signed in, and Mattermost's own word, asked for, that this
account is in the channel. What does not come from our Mattermost finds nothing here, and leaves one line in the log.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from toutdoux.associations.queries import AssociationRow, access_association
from toutdoux.bot.reading import Gesture, read_private_press
from toutdoux.integrations.chat.answering import (
    Person,
    access_person,
    ask_for_link,
    language_of,
    refusal_answer,
)
from toutdoux.integrations.chat.commands import remember_answer
from toutdoux.integrations.chat.logic.words import Chat
from toutdoux.integrations.chat.queries import rate_refusals, seen_answer
from toutdoux.integrations.chat.rooms import NotDone, opened
from toutdoux.integrations.chat.whispering import say_now
from toutdoux.integrations.mattermost.queries import ConnectionRow, connection
from toutdoux.integrations.mattermost.room import MattermostRoom
from toutdoux.kernel.canonical import instant_from_text
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.logic.chain import LedgerRefusal
from toutdoux.wording.refusals.chat import ChatRefusal

log = logging.getLogger(__name__)

CHAT = Chat.MATTERMOST
#: Seconds for which Mattermost's word that someone is in the channel is believed again.
BELIEVED = 60
#: Refusals that are not about the gesture: it may be made again.
_PASSING = frozenset({ChatRefusal.TOO_FAST, ChatRefusal.SERVER_SILENT, LedgerRefusal.CLOCK_BEHIND})


T = TypeVar("T")
Meant = TypeVar("Meant", bound="Sealed")


class Forged(Exception):  # noqa: N818 -- what it is
    """This did not come from the Mattermost that is connected. ``why`` is for the log: a word, no value."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call from the chat, at an instant."""

    association: AssociationRow
    connection: ConnectionRow
    now: datetime


def from_mattermost(view: Callable[[HttpRequest, Call], JsonResponse]) -> Callable[..., HttpResponseBase]:
    """Let in what the connected Mattermost sends, by POST. No cookie decides here: hence no CSRF."""

    @csrf_exempt
    @never_cache
    @require_POST
    @wraps(view)
    def wrapped(request: HttpRequest, slug: str) -> HttpResponseBase:
        association = access_association(slug=slug)
        row = connection(association_id=association.id)
        if row is None:
            return HttpResponse(status=404)
        try:
            return view(request, Call(association=association, connection=row, now=timezone.now()))
        except Forged as forged:
            log.warning("association %s: a call that its Mattermost did not make: %s", association.id, forged.why)
            return HttpResponse(status=404)

    return wrapped


def check_team(call: Call, gesture: Gesture) -> None:
    """Refuse to hear a team that is not connected."""
    if gesture.team_id != call.connection.team_id:
        raise Forged("team")


class Sealed(Protocol):
    """What a button in a private message means, whatever it is about."""

    @property
    def association_id(self) -> UUID:
        """Say of which association it is."""

    @property
    def user_id(self) -> str:
        """Say which chat account it was sent to."""


def private_press(request: HttpRequest, call: Call, *, opening: Callable[..., Meant | None]) -> tuple[Gesture, Meant]:
    """Read the press of a button in a private message: who pressed, and what ``opening`` finds sealed in its context.

    Refuses as forged what we did not seal, what is of another association, and what was sent to somebody else.
    """
    press = read_private_press(request)
    if press is None:
        raise Forged("malformed")
    meant = opening(secret=call.connection.callback_secret, given=press.context)
    if meant is None:
        raise Forged("seal")
    if meant.association_id != call.association.id:
        raise Forged("association")
    if meant.user_id != press.gesture.user_id:
        raise Forged("person")
    return press.gesture, meant


def answered(call: Call, gesture: Gesture, answer: Callable[[Call], str]) -> str:
    """Return what is answered to a gesture: what was answered before, if it was; else ``answer``, remembered.

    What is refused is answered in words, and remembered too: whoever replays a gesture that was refused yesterday is
    refused today, whatever became possible meanwhile. Three refusals are not remembered, for they are not about the
    gesture: making too many, a server that does not answer, and a clock that is behind what is recorded.
    """
    trigger = f"{gesture.user_id}:{gesture.trigger_id}"
    before = seen_answer(association_id=call.association.id, chat=CHAT, trigger=trigger)
    if before is not None:
        return before
    try:
        refuse_if_any(
            rate_refusals(association_id=call.association.id, chat=CHAT, user_id=gesture.user_id, now=call.now)
        )
        said = done_now(call, answer)
    except Refused as refused:
        said = _declined(call, gesture, refused)
        if {refusal.code for refusal in refused.refusals} & _PASSING:
            return said
    return remember_answer(
        association_id=call.association.id,
        chat=CHAT,
        trigger=trigger,
        user_id=gesture.user_id,
        answer=said,
        now=call.now,
    )


def done_now(call: Call, act: Callable[[Call], T]) -> T:
    """Do something; look at the clock again if what others recorded meanwhile is later than when this call came in.

    Mattermost may be slow to say who is in the channel, and a busy database to let one write: a vote is not refused
    for having waited.
    """
    try:
        return act(call)
    except Refused as refused:
        behind = [one for one in refused.refusals if one.code is LedgerRefusal.CLOCK_BEHIND]
        later = replace(call, now=timezone.now())
        if not behind or later.now < instant_from_text(behind[0].data["last_at"]):
            raise
        return act(later)


def person_of(call: Call, gesture: Gesture) -> Person:
    """Return the member whose linked account made a gesture, or refuse."""
    return access_person(
        association=call.association,
        chat=CHAT,
        server=call.connection.base_url,
        user_id=gesture.user_id,
        now=call.now,
    )


def require_in_channel(call: Call, gesture: Gesture) -> None:
    """Refuse who is not in the voting channel, as Mattermost says; its yes is believed for a minute."""
    key = f"chat:in:{call.association.id}:{call.connection.channel_id}:{gesture.user_id}"
    if cache.get(key):
        return
    with room_of(call) as room:
        try:
            inside = room.holds(user_id=gesture.user_id)
        except NotDone as error:
            raise Refused([Refusal(code=ChatRefusal.SERVER_SILENT)]) from error
    if not inside:
        raise Refused([Refusal(code=ChatRefusal.NOT_IN_CHANNEL)])
    cache.set(key, "inside", BELIEVED)


@contextmanager
def room_of(call: Call) -> Iterator[MattermostRoom]:
    """Give the voting channel, to ask Mattermost something about it."""
    with opened(chat=CHAT, association_id=call.association.id) as room:
        if not isinstance(room, MattermostRoom):
            # It was disconnected while this call was on its way.
            raise Forged("disconnected")
        yield room


def tell(call: Call, whisper_id: int) -> None:
    """Say in private, at once if that is quick, what was written down to be said; the worker says it otherwise."""
    with room_of(call) as room:
        say_now(room=room, association_id=call.association.id, chat=CHAT, whisper_id=whisper_id, now=call.now)


def language_for(call: Call, gesture: Gesture) -> str:
    """Return the language of who made a gesture; for an account that is linked to nobody, the association's."""
    try:
        return person_of(call, gesture).language
    except Refused:
        return language_of(call.association)


def reply(**values: Any) -> JsonResponse:
    """Answer Mattermost."""
    return JsonResponse(values)


def _declined(call: Call, gesture: Gesture, refused: Refused) -> str:
    """Say why; an account that is linked to nobody is sent its link as well."""
    if any(refusal.code is ChatRefusal.NOT_LINKED for refusal in refused.refusals):
        whisper_id = ask_for_link(
            association=call.association,
            chat=CHAT,
            user_id=gesture.user_id,
            user_name=gesture.user_name,
            now=call.now,
        )
        tell(call, whisper_id)
    return refusal_answer(refused=refused, language=language_for(call, gesture), association=call.association)
