"""Matrix, as a channel: the council's room for what concerns everyone, rooms for two for the rest."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import translation

from toutdoux.associations.queries import association
from toutdoux.integrations.channel import Message, NotSent, Recipient
from toutdoux.integrations.chat.logic.milestones import POSTED, Milestone, Sort, milestone_of
from toutdoux.integrations.chat.logic.words import Chat
from toutdoux.integrations.chat.queries import identities
from toutdoux.integrations.chat.rooms import NotDone
from toutdoux.integrations.logic.leaving import Left
from toutdoux.integrations.logic.words import Way
from toutdoux.integrations.matrix import commands
from toutdoux.integrations.matrix.client import Matrix
from toutdoux.integrations.matrix.composing import letter
from toutdoux.integrations.matrix.queries import SERVER, announcements_due, connected, connection, is_connected
from toutdoux.integrations.matrix.rendering import content
from toutdoux.integrations.matrix.room import MatrixRoom, answering
from toutdoux.integrations.matrix.telling import Teller
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries_at
from toutdoux.wording.chat.posts import shortened_words

WAY = Way.CHAT
POSTS: frozenset[str] = frozenset(POSTED)


def available(*, association_id: UUID) -> bool:
    """Say whether a room is connected."""
    return is_connected(association_id=association_id)


def reach(*, association_id: UUID) -> frozenset[UUID]:
    """Return the members who can be written to: those who have linked an account."""
    return frozenset(_accounts(association_id=association_id))


def send(*, message: Message) -> Left | None:
    """Tell the room, or one person alone; raise ``NotSent`` when the server did not take it."""
    row = connection(association_id=message.association.id)
    if row is None:
        raise NotSent("not-connected")
    try:
        with answering(), Matrix(url=row.url, token=row.token) as server:
            if message.to is not None:
                return _tell_person(MatrixRoom(row, server), message, message.to)
            if message.news:
                _tell_room(Teller(row=row, server=server, association=message.association, now=message.now), message)
    except NotDone as error:
        raise NotSent(error.code, for_good=error.for_good, unreachable=error.unreachable) from error
    return None


def look_after(*, now: datetime) -> int:
    """Say that half of a delay has passed, and take the reactions away where votes have closed; return how many."""
    done = 0
    for association_id in connected():
        row = connection(association_id=association_id)
        due = announcements_due(association_id=association_id, room_id=row.room_id, now=now) if row else ()
        if row is None or not due:
            continue
        try:
            with answering(), Matrix(url=row.url, token=row.token) as server:
                teller = Teller(row=row, server=server, association=association(association_id=association_id), now=now)
                for found in due:
                    over = found.closes_at is not None and found.closes_at <= now
                    if found.halfway_at is not None and not over:
                        teller.say(found=found, milestone=Milestone(sort=Sort.HALFWAY, key=str(Sort.HALFWAY)))
                    commands.halfway_told(announcement_id=found.id)
                    if over:
                        teller.show(action_id=found.action_id)
                    done += 1
        except NotDone:
            # Tried again next round: what is due stays due.
            continue
    return done


def _tell_room(teller: Teller, message: Message) -> None:
    """Let the room see the action as it stands now, then say in its thread what happened, if that is a milestone."""
    seq = int(message.key.rpartition(":")[2])
    found = teller.show(action_id=message.news[0].row.id, seq=seq)
    [entry] = entries_at(association_id=message.association.id, seqs=[seq])
    milestone = milestone_of(kind=entry.kind, actor_id=entry.actor_id, data=read_data(entry.data))
    if found is not None and milestone is not None:
        teller.say(found=found, milestone=milestone)


def _tell_person(room: MatrixRoom, message: Message, to: Recipient) -> Left:
    user_id = _accounts(association_id=message.association.id).get(to.member_id)
    if user_id is None:
        raise NotSent("not-linked", for_good=True)
    with translation.override(to.language):
        said = content(
            letter(message=message, to=to, room_id=room.row.room_id).pieces, sort="m.text", rest=shortened_words()
        )
    room.send_alone(user_id=user_id, content=said, key=f"{message.key}:{message.delivery_id}")
    return Left(text=str(said["body"]))


def _accounts(*, association_id: UUID) -> Mapping[UUID, str]:
    linked = identities(association_id=association_id, chat=Chat.MATRIX, server=SERVER)
    return {member_id: user_id for user_id, member_id in linked.items()}
