"""Listening to the rooms: what happened since we last heard, in order.

How far a room has been heard is written down only after everything before it has been dealt with; what is heard twice
does its work once. So nothing is lost when we, or the server, are away for a while.
"""

import logging
from datetime import UTC, datetime, timedelta
from threading import Event
from time import monotonic
from uuid import UUID

from django.db import DatabaseError, close_old_connections

from toutdoux.associations.queries import association
from toutdoux.integrations.chat.logic.words import Chat
from toutdoux.integrations.chat.rooms import NotDone
from toutdoux.integrations.chat.whispering import say_due
from toutdoux.integrations.matrix.client import TIMEOUT, Matrix
from toutdoux.integrations.matrix.commands import heard_until
from toutdoux.integrations.matrix.hearing import hear
from toutdoux.integrations.matrix.queries import connected, connection, direct_rooms
from toutdoux.integrations.matrix.room import MatrixRoom, answering

log = logging.getLogger(__name__)

#: How long a server may keep us waiting for news, in seconds, when it is the only one we listen to.
WAIT = 10.0
#: The pause between two rounds when there are several, or none; after failures in a row it grows up to the second.
PAUSE = 1.0
LONGEST_PAUSE = 60.0
#: How many private words one round says.
MOST_WORDS = 50


def run(*, stop: Event) -> None:
    """Listen for every association that is connected, in turn, until ``stop`` is set.

    With one, the server answers the moment something is said; with several, each is asked once a second or so.
    """
    failures: dict[UUID, int] = {}
    again: dict[UUID, float] = {}
    while not stop.is_set():
        close_old_connections()
        waiting = connected()
        for association_id in waiting:
            if again.get(association_id, 0) > monotonic() or stop.is_set():
                continue
            wait = WAIT if len(waiting) == 1 else 0
            try:
                listen_round(association_id=association_id, now=datetime.now(tz=UTC), wait=wait)
            except Exception as error:  # noqa: BLE001 -- one association that fails holds up no other
                failures[association_id] = failures.get(association_id, 0) + 1
                pause = min(PAUSE * 2 ** min(failures[association_id], 6), LONGEST_PAUSE)
                again[association_id] = monotonic() + pause
                what = error.code if isinstance(error, NotDone) else type(error).__name__
                log.warning("association %s: its room could not be heard (%s)", association_id, what)
            else:
                failures.pop(association_id, None)
        if len(waiting) != 1 or failures:
            stop.wait(PAUSE)


def listen_round(*, association_id: UUID, now: datetime, wait: float = 0) -> int:
    """Hear what was said since the last time, answer it; return how many events there were.

    ``wait`` is how long the server may wait, in seconds, for something to be said. Raises ``NotDone`` when it does not
    answer, and whatever the database raises: nothing is then taken for heard.
    """
    row = connection(association_id=association_id)
    if row is None:
        return 0
    place = association(association_id=association_id)
    with answering(), Matrix(url=row.url, token=row.token, timeout=wait + TIMEOUT) as server:
        alone = direct_rooms(association_id=association_id, bot_id=row.bot_id)
        began = monotonic()
        found = server.sync(since=row.since, rooms=[row.room_id, *alone], wait=wait)
        now += timedelta(seconds=monotonic() - began)
        heard = 0
        for room_id, events in found.events.items():
            for event in events:
                heard += 1
                try:
                    hear(
                        row=row,
                        association=place,
                        room_id=room_id,
                        alone=room_id in alone,
                        event=event,
                        now=now,
                    )
                except DatabaseError:
                    raise
                except Exception:
                    log.exception("association %s: an event of its room could not be dealt with", association_id)
        heard_until(association_id=association_id, room_id=row.room_id, before=row.since, since=found.token, now=now)
        say_due(room=MatrixRoom(row, server), association_id=association_id, chat=Chat.MATRIX, most=MOST_WORDS, now=now)
    return heard
