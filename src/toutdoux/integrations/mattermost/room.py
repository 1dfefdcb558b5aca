"""The voting channel of a Mattermost, as what all chats share knows it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from toutdoux.integrations.chat.logic.membership import RoomPerson
from toutdoux.integrations.chat.rooms import NotDone, Room
from toutdoux.integrations.mattermost.client import Mattermost, MattermostError
from toutdoux.integrations.mattermost.queries import ConnectionRow, connection
from toutdoux.integrations.outgoing import guarded_client

#: Seconds for each step of a call: a person who pressed a button may be waiting.
TIMEOUT = 4.0


@contextmanager
def open_room(*, association_id: UUID) -> Iterator[Room | None]:
    """Give the channel connected now; None where there is none. Opening calls no server."""
    row = connection(association_id=association_id)
    if row is None:
        yield None
        return
    with Mattermost(row.base_url, row.token, http=guarded_client(base_url=row.base_url, timeout=TIMEOUT)) as server:
        yield MattermostRoom(row, server)


class MattermostRoom:
    """A ``Room``, with what only Mattermost has: dialogs, and whether one account is in the channel."""

    def __init__(self, row: ConnectionRow, server: Mattermost) -> None:
        self.row = row
        self._called = server

    @property
    def server(self) -> str:
        """Return the address of the server."""
        return self.row.base_url

    @property
    def name(self) -> str:
        """Return the name of the channel."""
        return self.row.channel_name

    def people(self) -> Sequence[RoomPerson]:
        """Return who is in the channel; bots and accounts that were closed are nobody."""
        with _told():
            ids = [str(member["user_id"]) for member in self._called.channel_members(self.row.channel_id)]
            users = self._called.users_by_ids(ids) if ids else []
        return [
            RoomPerson(
                user_id=str(user["id"]),
                user_name=str(user.get("username") or ""),
                name=" ".join(str(user.get(part) or "") for part in ("first_name", "last_name")).strip()
                or str(user.get("nickname") or ""),
                email=str(user.get("email") or ""),
            )
            for user in users
            if not user.get("is_bot") and not user.get("delete_at")
        ]

    def holds(self, *, user_id: str) -> bool:
        """Say whether an account is in the channel, as Mattermost says now."""
        try:
            with _told():
                self._called.channel_member(channel_id=self.row.channel_id, user_id=user_id)
        except NotDone as error:
            if error.code == "mattermost-404":
                return False
            raise
        return True

    def add(self, *, user_id: str) -> None:
        """Let an account into the channel."""
        with _told():
            self._called.add_channel_member(channel_id=self.row.channel_id, user_id=user_id)

    def remove(self, *, user_id: str) -> None:
        """Take an account out of the channel; who is not there is out of it."""
        try:
            with _told():
                self._called.remove_channel_member(channel_id=self.row.channel_id, user_id=user_id)
        except NotDone as error:
            if error.code != "mattermost-404":
                raise

    def say(self, *, user_id: str, text: str, key: str) -> None:
        """Say something to one account in private. A server that has just seen ``key`` says it no second time."""
        with _told():
            channel_id = self._called.direct_channel(user_id=self.row.bot_user_id, other_id=user_id)
            self._called.create_post(
                channel_id=channel_id, message=text, pending_post_id=f"{self.row.bot_user_id}:{key}"
            )

    def open_dialog(self, *, trigger_id: str, url: str, dialog: dict[str, object]) -> None:
        """Open a dialog for whoever pressed or typed what gave ``trigger_id``."""
        with _told():
            self._called.open_dialog(trigger_id=trigger_id, url=url, dialog=dialog)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except MattermostError as error:
        raise NotDone(error.code, for_good=error.for_good, unreachable=error.unreachable) from error
    except (KeyError, TypeError) as error:
        raise NotDone("not-mattermost") from error
