"""Saying in private what was written down to be said: in the request that caused it where that is quick, else by the worker."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from toutdoux.associations.queries import AssociationRow, association
from toutdoux.integrations.chat.answering import language_of
from toutdoux.integrations.chat.commands import (
    ClaimedWhisper,
    claim_whisper,
    make_chat_link,
    whisper_failed,
    whisper_sent,
)
from toutdoux.integrations.chat.logic.words import Whispered
from toutdoux.integrations.chat.rooms import NotDone, Room
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.members.commands import invite
from toutdoux.members.queries import names
from toutdoux.wording.chat.answers import invitation_words, link_words
from toutdoux.wording.refusals.chat import ChatRefusal


def say_now(*, room: Room, association_id: UUID, chat: str, whisper_id: int, now: datetime) -> bool:
    """Try at once to say one thing; return whether it was said. What was not is left to the worker."""
    claimed = claim_whisper(association_id=association_id, chat=chat, only=whisper_id, now=now)
    if claimed is None:
        return False
    try:
        return _say(room=room, claimed=claimed, now=now)
    except NotDone:
        return False


def say_due(*, room: Room, association_id: UUID, chat: str, most: int, now: datetime) -> int:
    """Say what is due, up to ``most``. Returns how much was said; raises ``NotDone`` when nobody answers."""
    said = 0
    for _ in range(most):
        claimed = claim_whisper(association_id=association_id, chat=chat, now=now)
        if claimed is None:
            break
        said += _say(room=room, claimed=claimed, now=now)
    return said


def _say(*, room: Room, claimed: ClaimedWhisper, now: datetime) -> bool:
    """Say it and record what became of it. Raises ``NotDone`` when nobody answers: what else is due can wait."""
    try:
        room.say(user_id=claimed.user_id, text=_text(room=room, claimed=claimed, now=now), key=f"whisper-{claimed.id}")
    except Refused as refused:
        # Linked or gone meanwhile: nothing is left to say.
        whisper_failed(claimed=claimed, error=str(refused.refusals[0].code), for_good=True, now=now)
        return False
    except NotDone as error:
        whisper_failed(claimed=claimed, error=error.code, for_good=error.for_good, now=now)
        if error.unreachable:
            raise
        return False
    whisper_sent(claimed=claimed, now=now)
    return True


def _text(*, room: Room, claimed: ClaimedWhisper, now: datetime) -> str:
    """Return the words. Links are made here, at each try: what is at rest opens nothing."""
    if claimed.sort is Whispered.TEXT:
        return claimed.text
    place = association(association_id=claimed.association_id)
    with translation.override(language_of(place)):
        url = _link(room=room, claimed=claimed, place=place, now=now)
        if claimed.sort is Whispered.LINK:
            return link_words(association=place.name, user_name=claimed.user_name, url=url)
        assert claimed.member_id is not None, "an invitation names its member"
        assert claimed.asked_by_id is not None, "and who invites them"
        people = names(association_id=place.id, ids={claimed.member_id, claimed.asked_by_id})
        actor = Actor(association_id=place.id, member_id=claimed.asked_by_id)
        token = invite(actor=actor, member_id=claimed.member_id, now=now)
        return invitation_words(
            association=place.name,
            name=people[claimed.member_id],
            invited_by=people[claimed.asked_by_id],
            join_url=settings.TOUTDOUX_URL + reverse("join", args=[token]),
            link_url=url,
        )


def _link(*, room: Room, claimed: ClaimedWhisper, place: AssociationRow, now: datetime) -> str:
    token = make_chat_link(
        association_id=place.id,
        chat=claimed.chat,
        server=room.server,
        user_id=claimed.user_id,
        user_name=claimed.user_name,
        now=now,
    )
    if token is None:
        raise Refused([Refusal(code=ChatRefusal.LINKS_ENOUGH)])
    return settings.TOUTDOUX_URL + reverse("chat_link", args=[place.slug, token])
