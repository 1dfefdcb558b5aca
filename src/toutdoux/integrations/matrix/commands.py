"""What changes about the connection, and what is remembered of what was written and heard. Nothing here calls a server."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.integrations.chat.logic.words import ChatEvent
from toutdoux.integrations.matrix.models import Announcement, Connection, DirectRoom
from toutdoux.integrations.matrix.queries import TOKEN
from toutdoux.integrations.secrets import seal
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote
from toutdoux.rules.facts import Choice
from toutdoux.wording.refusals.matrix import MatrixRefusal


@dataclass(frozen=True, kw_only=True)
class Place:
    """A room that was looked at, and the account that may write there. ``since``: the server's token of that moment."""

    url: str
    bot_id: str
    room_id: str
    room_name: str
    since: str
    token: str = field(repr=False)


def connect(*, actor: Actor, place: Place, now: datetime) -> None:
    """Connect the actor's association to a room, in place of what it was connected to; what was said before is not heard.

    Refuses who does not vote, and a room where another association votes.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        taken = Connection.objects.filter(room_id=place.room_id, state="connected")
        if taken.exclude(association_id=actor.association_id).exists():
            raise Refused([Refusal(code=MatrixRefusal.ROOM_TAKEN)])
        Connection.objects.update_or_create(
            association_id=actor.association_id,
            defaults={
                "state": "connected",
                "url": place.url,
                "bot_id": place.bot_id,
                "sealed_token": seal(place.token, purpose=TOKEN),
                "room_id": place.room_id,
                "room_name": place.room_name[:255],
                "since": place.since,
                "heard_at": log.at,
                "connected_at": log.at,
                "connected_by_id": actor.member_id,
            },
        )
        log.append(kind=ChatEvent.CONNECTED, actor_id=actor.member_id, data={"chat": "matrix"})


def disconnect(*, actor: Actor, now: datetime) -> None:
    """Forget the token; what was posted stays. Refuses who does not vote."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        rows = Connection.objects.filter(association_id=actor.association_id, state="connected")
        if rows.update(state="off", sealed_token="", since=""):
            log.append(kind=ChatEvent.DISCONNECTED, actor_id=actor.member_id, data={"chat": "matrix"})


@contextmanager
def taking_turns(*, association_id: UUID) -> Iterator[None]:
    """Open a transaction in which no other worker writes down what it answers for the same association."""
    with transaction.atomic():
        Connection.objects.select_for_update().filter(association_id=association_id).first()
        yield


def heard_until(*, association_id: UUID, room_id: str, before: str, since: str, now: datetime) -> None:
    """Record how far the room has been heard, unless another worker, or another connection, has moved on meanwhile."""
    mine = Connection.objects.filter(association_id=association_id, state="connected", room_id=room_id, since=before)
    mine.update(since=since, heard_at=now)


def announced(
    *,
    association_id: UUID,
    action_id: UUID,
    version: int,
    room_id: str,
    event_id: str,
    halfway_at: datetime | None,
    closes_at: datetime | None,
    now: datetime,
) -> None:
    """Record which message announces a version; once, for the server gives every try the same message."""
    Announcement.objects.get_or_create(
        action_id=action_id,
        version=version,
        room_id=room_id,
        defaults={
            "association_id": association_id,
            "event_id": event_id,
            "halfway_at": halfway_at,
            "closes_at": closes_at,
            "posted_at": now,
        },
    )


def told_until(*, announcement_id: int, seq: int) -> bool:
    """Record the last entry that an announcement shows; False when another worker has shown a later one meanwhile."""
    return bool(Announcement.objects.filter(id=announcement_id, told_seq__lte=seq).update(told_seq=seq))


def marked(*, announcement_id: int, marks: Mapping[Choice, str]) -> None:
    """Record which reactions of the bot are under an announcement."""
    Announcement.objects.filter(id=announcement_id).update(
        marks={str(choice): event_id for choice, event_id in marks.items()}
    )


def halfway_told(*, announcement_id: int) -> None:
    """Record that the middle of the delay is no longer waited for."""
    Announcement.objects.filter(id=announcement_id).update(halfway_at=None)


def closed(*, announcement_id: int) -> None:
    """Record that nothing is pressed under an announcement any more, and that time calls for nothing there."""
    Announcement.objects.filter(id=announcement_id).update(marks={}, halfway_at=None, closes_at=None)


def said(*, announcement_id: int, key: str) -> None:
    """Record that a milestone was told."""
    with transaction.atomic():
        row = Announcement.objects.select_for_update().get(id=announcement_id)
        if key not in row.said:
            row.said = [*row.said, key]
            row.save(update_fields=["said"])


def keep_direct_room(*, association_id: UUID, bot_id: str, user_id: str, room_id: str, now: datetime) -> None:
    """Record where an account is spoken to alone."""
    DirectRoom.objects.update_or_create(
        association_id=association_id,
        bot_id=bot_id,
        user_id=user_id,
        defaults={"room_id": room_id, "made_at": now},
    )
