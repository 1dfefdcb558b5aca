"""What is connected, which action a message announces, and where someone is spoken to alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from toutdoux.integrations.matrix.models import Announcement, Connection, DirectRoom
from toutdoux.integrations.secrets import Unreadable, unseal
from toutdoux.rules.facts import Choice

#: What the tokens of the bots are sealed for.
TOKEN = "matrix.token"  # noqa: S105 -- the name of a purpose
#: Accounts bear the name of their server already: ``@alice:example.org``.
SERVER = "Matrix"


@dataclass(frozen=True, kw_only=True)
class ConnectionRow:
    """A connection that is on. ``token`` is open here: it goes to the server, nowhere else."""

    association_id: UUID
    url: str
    bot_id: str
    room_id: str
    room_name: str
    since: str
    connected_at: datetime
    connected_by: UUID
    heard_at: datetime | None
    token: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class AnnouncementRow:
    """A message that announces a version of an action. ``marks``: the bot's own reactions that are still there.
    ``said``: the milestones told in its thread.
    """

    id: int
    action_id: UUID
    version: int
    room_id: str
    event_id: str
    told_seq: int
    halfway_at: datetime | None
    closes_at: datetime | None
    marks: Mapping[Choice, str]
    said: frozenset[str]


def connection(*, association_id: UUID) -> ConnectionRow | None:
    """Return the connection of an association; None when there is none, or its secret can no longer be read."""
    row = Connection.objects.filter(association_id=association_id, state="connected").first()
    if row is None:
        return None
    try:
        token = unseal(row.sealed_token, purpose=TOKEN)
    except Unreadable:
        return None
    return ConnectionRow(
        association_id=row.association_id,
        url=row.url,
        bot_id=row.bot_id,
        room_id=row.room_id,
        room_name=row.room_name,
        since=row.since,
        connected_at=row.connected_at,
        connected_by=row.connected_by_id,
        heard_at=row.heard_at,
        token=token,
    )


def connected() -> tuple[UUID, ...]:
    """Return the associations that are connected."""
    rows = Connection.objects.filter(state="connected").order_by("association_id")
    return tuple(rows.values_list("association_id", flat=True))


def is_connected(*, association_id: UUID) -> bool:
    """Say whether an association is connected, its secret readable or not."""
    return Connection.objects.filter(association_id=association_id, state="connected").exists()


def announcements(*, action_id: UUID, room_id: str) -> tuple[AnnouncementRow, ...]:
    """Return what announces an action in a room, one message for each version of its text, the latest last."""
    rows = Announcement.objects.filter(action_id=action_id, room_id=room_id).order_by("version")
    return tuple(_announcement(row) for row in rows)


def announced_by(*, event_id: str, association_id: UUID, room_id: str) -> AnnouncementRow | None:
    """Return what a message of a room announces; None for a message of someone else."""
    row = Announcement.objects.filter(event_id=event_id, association_id=association_id, room_id=room_id).first()
    return _announcement(row) if row else None


def announcements_due(*, association_id: UUID, room_id: str, now: datetime) -> tuple[AnnouncementRow, ...]:
    """Return what time alone calls to look at again: halfway through its delay, or with its votes closed."""
    rows = Announcement.objects.filter(association_id=association_id, room_id=room_id)
    due = rows.filter(halfway_at__lte=now) | rows.filter(closes_at__lte=now)
    return tuple(_announcement(row) for row in due.order_by("id")[:100])


def direct_room(*, association_id: UUID, bot_id: str, user_id: str) -> str:
    """Return the room where an account is spoken to alone; empty while there is none."""
    rows = DirectRoom.objects.filter(association_id=association_id, bot_id=bot_id, user_id=user_id)
    return rows.values_list("room_id", flat=True).first() or ""


def direct_rooms(*, association_id: UUID, bot_id: str) -> Mapping[str, str]:
    """Return who is spoken to alone, by room."""
    rows = DirectRoom.objects.filter(association_id=association_id, bot_id=bot_id)
    return MappingProxyType(dict(rows.values_list("room_id", "user_id")))


def _announcement(row: Announcement) -> AnnouncementRow:
    return AnnouncementRow(
        id=row.id,
        action_id=row.action_id,
        version=row.version,
        room_id=row.room_id,
        event_id=row.event_id,
        told_seq=row.told_seq,
        halfway_at=row.halfway_at,
        closes_at=row.closes_at,
        marks=MappingProxyType({Choice(choice): event_id for choice, event_id in row.marks.items()}),
        said=frozenset(row.said),
    )
