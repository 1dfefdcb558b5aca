"""Mattermost, as a channel: posts for everyone in the voting channel, and private messages to those who chose the chat."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from toutdoux.decisions.queries.telling import closing_between
from toutdoux.integrations.channel import Message, NotSent, Recipient
from toutdoux.integrations.chat.logic.milestones import POSTED
from toutdoux.integrations.chat.queries import identities
from toutdoux.integrations.logic.leaving import Left
from toutdoux.integrations.logic.words import Way
from toutdoux.integrations.mattermost.client import Mattermost, MattermostError
from toutdoux.integrations.mattermost.commands import told_until
from toutdoux.integrations.mattermost.letters import buttons, letter
from toutdoux.integrations.mattermost.queries import (
    NAME,
    ConnectionRow,
    connected,
    connection,
    is_connected,
    shown_actions,
    threads_due,
)
from toutdoux.integrations.mattermost.threads import bring_up_to_date, not_sent

WAY = Way.CHAT
POSTS: frozenset[str] = POSTED
#: Later than any deadline.
FAR = timedelta(days=3660)


def available(*, association_id: UUID) -> bool:
    """Say whether the association is connected to a channel."""
    return is_connected(association_id=association_id)


def reach(*, association_id: UUID) -> frozenset[UUID]:
    """Return the members who can be written to: those whose account on this server is linked."""
    return frozenset(_addresses(association_id=association_id))


def send(*, message: Message) -> Left | None:
    """Post, or write to one person. A post for an entry that the channel shows already costs nothing."""
    row = connection(association_id=message.association.id)
    if row is None:
        raise NotSent("not-connected")
    if message.to is not None:
        return _write_to(row=row, message=message, to=message.to)
    if not message.news:
        return None
    action_id = message.news[0].row.id
    seq = int(message.key.rpartition(":")[2])
    if told_until(action_id=action_id, channel_id=row.channel_id) < seq:
        bring_up_to_date(connection=row, action_id=action_id, now=message.now)
    return None


def look_after(*, now: datetime) -> int:
    """Look again at the threads that time alone calls for; return how many.

    Half of a delay, a vote that has closed; and what was open already when the channel was connected.
    """
    done = 0
    silent: set[UUID] = set()
    for association_id, action_id in (*threads_due(now=now), *_open_before(now=now)):
        row = connection(association_id=association_id)
        if row is None or association_id in silent:
            continue
        try:
            done += bring_up_to_date(connection=row, action_id=action_id, now=now)
        except NotSent as error:
            if error.unreachable:
                silent.add(association_id)
    return done


def _open_before(*, now: datetime) -> Iterator[tuple[UUID, UUID]]:
    """Yield what was open when its association was connected, and was never shown: one can vote on it there as well."""
    for association_id in connected():
        row = connection(association_id=association_id)
        if row is None:
            continue
        waiting = closing_between(association_id=association_id, now=now, end=now + FAR, opened_before=row.connected_at)
        shown = shown_actions(channel_id=row.channel_id) if waiting else frozenset()
        yield from ((association_id, action_id) for action_id in waiting if action_id not in shown)


def _write_to(*, row: ConnectionRow, message: Message, to: Recipient) -> Left:
    user_id = _addresses(association_id=row.association_id).get(to.member_id)
    if user_id is None:
        raise NotSent("not-linked", for_good=True)
    text = letter(message=message, to=to, connection=row)
    try:
        with Mattermost(row.base_url, row.token) as server:
            channel_id = server.direct_channel(user_id=row.bot_user_id, other_id=user_id)
            server.create_post(
                channel_id=channel_id,
                message=text,
                props={
                    "toutdoux": message.key,
                    **buttons(message=message, to=to, connection=row, user_id=user_id),
                },
                # A server that took it just before a worker stopped takes it once.
                pending_post_id=f"{row.bot_user_id}:delivery:{message.delivery_id}",
            )
    except MattermostError as error:
        raise not_sent(error) from error
    return Left(text=text)


def _addresses(*, association_id: UUID) -> Mapping[UUID, str]:
    row = connection(association_id=association_id)
    if row is None:
        return {}
    linked = identities(association_id=association_id, chat=NAME, server=row.base_url)
    return {member_id: user_id for user_id, member_id in linked.items()}
