"""What is connected, where an action is talked about, and which action a post is about."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from toutdoux.integrations.mattermost.models import Connection, Post, Thread
from toutdoux.integrations.models import Delivery
from toutdoux.integrations.secrets import Unreadable, unseal

NAME = "mattermost"
TOKEN = "mattermost.token"  # noqa: S105 -- the name of a purpose
SECRET = "mattermost.callbacks"  # noqa: S105 -- likewise


@dataclass(frozen=True, kw_only=True)
class ConnectionRow:
    """A connection that is on. ``token`` and ``callback_secret`` are open here: they go to the server, nowhere else."""

    association_id: UUID
    base_url: str
    team_id: str
    team_name: str
    channel_id: str
    channel_name: str
    bot_user_id: str
    bot_username: str
    command_id: str
    command_token_digest: str
    connected_at: datetime
    connected_by: UUID
    heard_at: datetime | None
    token: str = field(repr=False)
    callback_secret: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class PostRow:
    """One post of ours. ``root_id`` is that of its thread, its own for the root itself."""

    action_id: UUID
    version: int
    post_id: str
    root_id: str
    channel_id: str
    key: str
    buttons: bool


def connection(*, association_id: UUID) -> ConnectionRow | None:
    """Return the connection of an association; None when there is none, or its secrets can no longer be read."""
    row = Connection.objects.filter(association_id=association_id, state="connected").first()
    if row is None:
        return None
    try:
        return _connection(row)
    except Unreadable:
        return None


def connected() -> tuple[UUID, ...]:
    """Return the associations that are connected."""
    rows = Connection.objects.filter(state="connected").order_by("association_id")
    return tuple(rows.values_list("association_id", flat=True))


def is_connected(*, association_id: UUID) -> bool:
    """Say whether an association is connected, its secrets readable or not."""
    return Connection.objects.filter(association_id=association_id, state="connected").exists()


def post_of(*, action_id: UUID) -> PostRow | None:
    """Return the root post of an action in the channel that is connected now; None while there is none."""
    rows = _posts().filter(action_id=action_id, key="root").exclude(post_id="")
    for row in rows:
        connection_row = Connection.objects.filter(
            association_id=row.thread.association_id, state="connected", channel_id=row.thread.channel_id
        )
        if connection_row.exists():
            return _post(row)
    return None


def action_of(*, post_id: str, association_id: UUID) -> UUID | None:
    """Return the action that a post of ours, root or reply, is about; None for a post of someone else."""
    if not post_id:
        return None
    row = Post.objects.filter(post_id=post_id, thread__association_id=association_id).first()
    return row.action_id if row else None


def posts_of(*, action_id: UUID, channel_id: str) -> tuple[PostRow, ...]:
    """Return every post of ours about an action in a channel, in the order in which they were written."""
    rows = _posts().filter(action_id=action_id, thread__channel_id=channel_id).exclude(post_id="")
    return tuple(_post(row) for row in rows.order_by("id"))


def posted_entries(*, action_id: UUID, after: int) -> tuple[int, ...]:
    """Return the entries of the ledger after which the channel was to be told something of an action, in order.

    Those planned so far: one that is appended meanwhile has a message of its own, which comes later.
    """
    rows = Delivery.objects.filter(channel=NAME, action_id=action_id, entry_seq__gt=after)
    return tuple(seq for seq in rows.order_by("entry_seq").values_list("entry_seq", flat=True) if seq is not None)


def shown_actions(*, channel_id: str) -> frozenset[UUID]:
    """Return the actions that have a thread in a channel, written or about to be."""
    return frozenset(Thread.objects.filter(channel_id=channel_id).values_list("action_id", flat=True))


def roots(*, channel_id: str) -> tuple[str, ...]:
    """Return the root posts of a channel, the latest first."""
    rows = Post.objects.filter(thread__channel_id=channel_id, key="root").exclude(post_id="")
    return tuple(rows.order_by("-id").values_list("post_id", flat=True))


def permalink(*, connection_row: ConnectionRow, post_id: str) -> str:
    """Return the address that shows a post."""
    return f"{connection_row.base_url}/{connection_row.team_name}/pl/{post_id}"


def threads_due(*, now: datetime) -> tuple[tuple[UUID, UUID], ...]:
    """Return the actions whose thread time alone calls to look at again, with their association.

    Half of a delay, the close of a vote, or a first post that could not be written when it was to be.
    """
    rows = Thread.objects.filter(next_try_at__isnull=True) | Thread.objects.filter(next_try_at__lte=now)
    begun = Thread.objects.filter(told_seq=0, next_try_at__lte=now)
    due = rows.filter(halfway_at__lte=now) | rows.filter(closes_at__lte=now) | begun
    return tuple(due.order_by("id").values_list("association_id", "action_id")[:100])


def _posts() -> QuerySet[Post]:
    return Post.objects.select_related("thread")


def _post(row: Post) -> PostRow:
    return PostRow(
        action_id=row.action_id,
        version=row.version,
        post_id=row.post_id,
        root_id=row.root_id or row.post_id,
        channel_id=row.thread.channel_id,
        key=row.key,
        buttons=row.buttons,
    )


def _connection(row: Connection) -> ConnectionRow:
    return ConnectionRow(
        association_id=row.association_id,
        base_url=row.base_url,
        team_id=row.team_id,
        team_name=row.team_name,
        channel_id=row.channel_id,
        channel_name=row.channel_name,
        bot_user_id=row.bot_user_id,
        bot_username=row.bot_username,
        command_id=row.command_id,
        command_token_digest=row.command_token_digest,
        connected_at=row.connected_at,
        connected_by=row.connected_by_id,
        heard_at=row.heard_at,
        token=unseal(row.sealed_token, purpose=TOKEN),
        callback_secret=unseal(row.sealed_secret, purpose=SECRET),
    )
