"""What the worker does for the chats each round: the voting channel follows the council, private words are said."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.associations.queries import associations
from toutdoux.integrations.chat.commands import claim_place, follow, place_failed, place_taken
from toutdoux.integrations.chat.logic.membership import Voter
from toutdoux.integrations.chat.logic.words import Chat, Wanted
from toutdoux.integrations.chat.queries import voters
from toutdoux.integrations.chat.rooms import NotDone, Room, chats, opened
from toutdoux.integrations.chat.whispering import say_due

log = logging.getLogger(__name__)

#: How many places and words one round looks after for one channel: other associations wait meanwhile.
MOST = 50


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What a round did: places given or taken in channels, private words said."""

    placed: int = 0
    said: int = 0


def keep_all(*, now: datetime) -> Kept:
    """Look after every voting channel of every association; one that fails holds up no other."""
    placed = said = 0
    for place in associations():
        for chat in chats():
            try:
                with opened(chat=chat, association_id=place.id) as room:
                    if room is not None:
                        kept = keep(room=room, association_id=place.id, chat=chat, now=now)
                        placed, said = placed + kept.placed, said + kept.said
            except Exception:
                log.exception("association %s: its channel in %s could not be looked after", place.id, chat)
    return Kept(placed=placed, said=said)


def keep(*, room: Room, association_id: UUID, chat: Chat, now: datetime) -> Kept:
    """Let the ledger's entries take their effect in one channel, then say in private what is due.

    A server that does not answer costs the round one time-out: the rest waits for the next.
    """
    follow(association_id=association_id, chat=chat, now=now)
    placed = said = 0
    try:
        placed = _place(room=room, association_id=association_id, chat=chat, now=now)
        said = say_due(room=room, association_id=association_id, chat=chat, most=MOST, now=now)
    except NotDone as error:
        log.warning("association %s: %s does not answer (%s)", association_id, chat, error.code)
    return Kept(placed=placed, said=said)


def _place(*, room: Room, association_id: UUID, chat: Chat, now: datetime) -> int:
    register = {
        voter.member_id: voter
        for voter in voters(association_id=association_id, chat=chat, server=room.server, now=now)
        if voter.user_id
    }
    placed = 0
    for _ in range(MOST):
        claimed = claim_place(association_id=association_id, chat=chat, linked=frozenset(register), now=now)
        if claimed is None:
            break
        voter = register[claimed.member_id]
        try:
            _move(room=room, voter=voter, wanted=claimed.wanted)
        except NotDone as error:
            place_failed(claimed=claimed, error=error.code, now=now)
            if error.unreachable:
                raise
            continue
        place_taken(claimed=claimed, now=now)
        placed += 1
    return placed


def _move(*, room: Room, voter: Voter, wanted: Wanted) -> None:
    """Move one member, if the register still says so: a right may have ended, or begun again, since the entry."""
    if wanted is Wanted.INSIDE and voter.votes:
        room.add(user_id=voter.user_id)
    elif wanted is Wanted.OUTSIDE and not voter.votes:
        room.remove(user_id=voter.user_id)
