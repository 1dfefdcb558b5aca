"""What is heard in the room and in rooms for two: each event does its work once, by the commands of every door."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.commands import record_remark
from toutdoux.decisions.queries import ActionRow, access_action
from toutdoux.decisions.queries.telling import action_news
from toutdoux.integrations.chat.answering import (
    Person,
    access_person,
    action_address,
    ask_for_link,
    ballot_answer,
    language_of,
    refusal_answer,
    speaking,
    typed_answer,
)
from toutdoux.integrations.chat.commands import remember_answer, whisper
from toutdoux.integrations.chat.logic.typing import Typed, Verb, read
from toutdoux.integrations.chat.logic.words import Chat
from toutdoux.integrations.chat.queries import rate_refusals, seen_answer
from toutdoux.integrations.matrix.commands import taking_turns
from toutdoux.integrations.matrix.logic.reading import (
    PREFIX,
    Heard,
    Reaction,
    Said,
    TakenBack,
    choice_of,
    command_of,
    read_event,
)
from toutdoux.integrations.matrix.queries import SERVER, AnnouncementRow, ConnectionRow, announced_by
from toutdoux.kernel.refusal import Refused, refuse_if_any
from toutdoux.rules.facts import Choice
from toutdoux.wording.chat.matrix import change_by_reaction, reason_by_words, replaced_words, taken_back_words
from toutdoux.wording.refusals.chat import ChatRefusal

log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where something is heard, and when. ``alone``: in a room for two. ``at``: when the server says it was sent."""

    row: ConnectionRow
    association: AssociationRow
    room_id: str
    alone: bool
    at: datetime
    now: datetime


def hear(
    *,
    row: ConnectionRow,
    association: AssociationRow,
    room_id: str,
    alone: bool,
    event: Mapping[str, Any],
    now: datetime,
) -> None:
    """Do what one event asks, once, and write down what is to be answered to its author alone.

    Who writes in a room is what the server says, and it lets nobody write there who is not in it. What is refused is
    answered too; what means nothing to us changes nothing.
    """
    heard = read_event(event)
    if heard is None or heard.sender == row.bot_id:
        return
    sent_at = _instant(event, now=now)
    place = Place(row=row, association=association, room_id=room_id, alone=alone, at=sent_at, now=now)
    match heard:
        case Reaction():
            choice = choice_of(heard.key)
            announced = _announced(place, heard.about)
            if announced is not None and choice is not None:
                _once(place, heard, partial(_vote, place, found=announced, choice=choice, event_id=heard.event_id))
        case TakenBack():
            _taken_back(place, heard)
        case Said():
            typed = command_of(heard.text)
            if typed is None and place.alone:
                typed = heard.text
            announced = _announced(place, heard.thread or heard.answered)
            if typed is not None:
                _once(place, heard, partial(_typed, place, typed=read(typed), event_id=heard.event_id))
            elif announced is not None:
                _remark(place, announced, heard)


def _announced(place: Place, event_id: str) -> AnnouncementRow | None:
    if place.alone or not event_id:
        return None
    return announced_by(event_id=event_id, association_id=place.association.id, room_id=place.room_id)


def _once(place: Place, heard: Heard, act: Callable[[Person], str]) -> None:
    """Let a linked member act, unless this very event was answered before; say to the others how to be linked.

    The act itself is done once whatever happens, for it bears the event's id; so that two workers that hear the same
    event do not both answer, they take turns to write the answer down.
    """
    association, now = place.association, place.now
    if _seen(place, heard.sender, heard.event_id):
        return
    language, answer = language_of(association), ""
    try:
        person = access_person(association=association, chat=Chat.MATRIX, server=SERVER, user_id=heard.sender, now=now)
        language = person.language
        refuse_if_any(
            rate_refusals(association_id=association.id, chat=Chat.MATRIX, user_id=heard.sender, now=place.at)
        )
        answer = act(person)
    except Refused as refused:
        codes = {refusal.code for refusal in refused.refusals}
        if ChatRefusal.TOO_FAST in codes and _seen(place, heard.sender, _minute(place)):
            return
        if ChatRefusal.NOT_LINKED not in codes:
            answer = refusal_answer(refused=refused, language=language, association=association)
        trigger = _minute(place) if ChatRefusal.TOO_FAST in codes else heard.event_id
    else:
        trigger = heard.event_id
    with taking_turns(association_id=association.id):
        if _seen(place, heard.sender, trigger):
            return
        remember_answer(
            association_id=association.id,
            chat=Chat.MATRIX,
            trigger=_trigger(heard.sender, trigger),
            user_id=heard.sender,
            answer=answer,
            now=place.at,
        )
        if answer:
            _whisper(place, heard.sender, answer)
        else:
            ask_for_link(
                association=association, chat=Chat.MATRIX, user_id=heard.sender, user_name=heard.sender, now=now
            )


def _vote(place: Place, person: Person, *, found: AnnouncementRow, choice: Choice, event_id: str) -> str:
    try:
        said = ballot_answer(
            person=person,
            action_id=found.action_id,
            version=found.version,
            choice=choice,
            key=event_id,
            by_buttons=False,
            now=place.now,
        )
    except Refused as refused:
        said = refusal_answer(refused=refused, language=person.language, association=place.association)
        row = _row(place, found)
        if row is None or row.version == found.version:
            return said
        with speaking(person):
            return f"{said}\n\n" + replaced_words(
                reference=str(row.reference), url=action_address(place.association, row.reference)
            )
    row = _row(place, found)
    with speaking(person):
        more = [change_by_reaction()]
        if choice is Choice.AGAINST and row is not None:
            more.insert(0, reason_by_words(typed=f"{PREFIX} objection {row.reference}"))
        return "\n\n".join([said, *more])


def _typed(place: Place, person: Person, *, typed: Typed, event_id: str) -> str:
    if typed.verb is Verb.OBJECTION and typed.reference and typed.words:
        key = access_action(actor=person.actor, reference=typed.reference, now=place.now)
        news = action_news(association_id=place.association.id, ids={key.id}, now=place.now)[key.id]
        return ballot_answer(
            person=person,
            action_id=key.id,
            version=news.row.version,
            choice=Choice.AGAINST,
            reason=typed.words,
            key=event_id,
            by_buttons=False,
            now=place.now,
        )
    return typed_answer(person=person, typed=typed, prefix=PREFIX, dialogs=False, now=place.now)


def _remark(place: Place, found: AnnouncementRow, heard: Said) -> None:
    """Carry what a member says in the thread to the page of the action. It answers nothing: they see it themselves."""
    try:
        person = access_person(
            association=place.association, chat=Chat.MATRIX, server=SERVER, user_id=heard.sender, now=place.now
        )
        record_remark(
            actor=person.actor,
            action_id=found.action_id,
            text=heard.text,
            source="chat",
            external_id=f"{Chat.MATRIX}:{heard.event_id}"[:200],
            now=place.now,
        )
    except Refused as refused:
        # Someone who is linked to nobody talks to the room, not to the page.
        log.info("association %s: words in a thread stay there (%s)", place.association.id, refused)


def _taken_back(place: Place, heard: TakenBack) -> None:
    """Say, once, to who takes back a reaction that was a vote, that the vote stays."""
    association = place.association
    trigger = f"back:{heard.about}"
    if not _seen(place, heard.sender, heard.about) or _seen(place, heard.sender, trigger):
        return
    try:
        person = access_person(
            association=association, chat=Chat.MATRIX, server=SERVER, user_id=heard.sender, now=place.now
        )
    except Refused:
        return
    with speaking(person):
        answer = taken_back_words()
    with taking_turns(association_id=association.id):
        if not _seen(place, heard.sender, trigger):
            remember_answer(
                association_id=association.id,
                chat=Chat.MATRIX,
                trigger=_trigger(heard.sender, trigger),
                user_id=heard.sender,
                answer=answer,
                now=place.at,
            )
            _whisper(place, heard.sender, answer)


def _whisper(place: Place, user_id: str, text: str) -> None:
    whisper(
        association_id=place.association.id,
        chat=Chat.MATRIX,
        user_id=user_id,
        user_name=user_id,
        text=text,
        now=place.now,
    )


def _seen(place: Place, sender: str, trigger: str) -> bool:
    known = seen_answer(association_id=place.association.id, chat=Chat.MATRIX, trigger=_trigger(sender, trigger))
    return known is not None


def _trigger(sender: str, event_id: str) -> str:
    """Name a gesture by who made it too: someone else who takes a reaction back is not the one who voted."""
    return f"{sender} {event_id}"


def _minute(place: Place) -> str:
    return f"too fast {place.at:%Y-%m-%dT%H:%M}"


def _row(place: Place, found: AnnouncementRow) -> ActionRow | None:
    news = action_news(association_id=place.association.id, ids={found.action_id}, now=place.now)
    return news[found.action_id].row if found.action_id in news else None


def _instant(event: Mapping[str, Any], *, now: datetime) -> datetime:
    """Return when the server says that something was sent, never after now: it serves to tell haste from catching up."""
    stated = event.get("origin_server_ts")
    if not isinstance(stated, int) or isinstance(stated, bool) or stated < 0:
        return now
    try:
        return min(now, datetime.fromtimestamp(stated / 1000, tz=UTC))
    except (OverflowError, OSError, ValueError):
        return now
