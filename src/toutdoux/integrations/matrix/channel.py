"""Matrix, as a channel: the council's room for what concerns everyone, rooms for two for the rest."""

from uuid import UUID

from django.utils import timezone, translation

from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.queries.telling import objection_news
from toutdoux.integrations.channel import Message, NotSent, Recipient
from toutdoux.integrations.chat.answering import language_of
from toutdoux.integrations.chat.logic.words import Chat
from toutdoux.integrations.chat.queries import identity_of
from toutdoux.integrations.chat.rooms import NotDone
from toutdoux.integrations.logic.words import Way
from toutdoux.integrations.matrix.client import Matrix
from toutdoux.integrations.matrix.composing import letter
from toutdoux.integrations.matrix.queries import ConnectionRow, connection, is_connected
from toutdoux.integrations.matrix.rendering import content
from toutdoux.integrations.matrix.room import MatrixRoom, answering
from toutdoux.integrations.matrix.telling import announced, say_in_thread, show
from toutdoux.ledger.logic.chain import read_data
from toutdoux.rules.facts import Choice
from toutdoux.wording.chat.matrix import milestone

WAY = Way.CHAT
#: What changes how an action looks in the room, or is told in its thread.
POSTS: frozenset[str] = frozenset(
    {
        DecisionEvent.OPENED,
        DecisionEvent.AMENDED,
        DecisionEvent.BALLOT_CAST,
        DecisionEvent.OBJECTION_LIFTED,
        DecisionEvent.URGENCY_DECLARED,
        DecisionEvent.DECIDED,
        DecisionEvent.EXECUTION_CHANGED,
    }
)


def available(*, association_id: UUID) -> bool:
    """Say whether a room is connected."""
    return is_connected(association_id=association_id)


def send(*, message: Message) -> None:
    """Tell the room, or one person alone; raise ``NotSent`` when the server did not take it."""
    row = connection(association_id=message.association.id)
    if row is None:
        raise NotSent("matrix-secret-unreadable")
    try:
        with answering(), Matrix(url=row.url, token=row.token) as server:
            if message.to is None:
                _tell_room(row, server, message)
            else:
                _tell_person(MatrixRoom(row, server), message, message.to)
    except NotDone as error:
        raise NotSent(error.code, for_good=error.for_good, unreachable=error.unreachable) from error


def _tell_room(row: ConnectionRow, server: Matrix, message: Message) -> None:
    """Let the room see the action as it stands now, then say in its thread what happened, if that is a milestone."""
    if not message.news:
        return
    [news] = message.news
    found = show(row=row, server=server, place=message.association, action_id=news.row.id, now=message.now)
    if found is None:
        return
    data = read_data(message.entry_data)
    objection = None
    if message.entry_kind == DecisionEvent.BALLOT_CAST and data["choice"] == Choice.AGAINST and data["reasoned"]:
        said = objection_news(
            association_id=message.association.id, action_id=news.row.id, member_id=UUID(data["member"])
        )
        objection = (said.name, said.reason) if said else None
    with translation.override(language_of(message.association)), timezone.override(message.association.zone):
        pieces = milestone(
            told=announced(place=message.association, news=news, now=message.now),
            kind=message.entry_kind,
            status=data.get("status", ""),
            execution=data.get("execution", ""),
            objection=objection,
        )
    if pieces:
        say_in_thread(server=server, found=found, pieces=pieces, key=message.key)


def _tell_person(room: MatrixRoom, message: Message, to: Recipient) -> None:
    identity = identity_of(member_id=to.member_id, chat=Chat.MATRIX)
    if identity is None:
        raise NotSent("not-linked", for_good=True)
    with translation.override(to.language), timezone.override(to.zone):
        said = content(letter(message=message, to=to).pieces, sort="m.text")
    room.send_alone(user_id=identity.user_id, content=said, key=f"{message.key}:{message.delivery_id}")
