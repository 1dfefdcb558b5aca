"""The council's room on a Matrix server, as what all chats share knows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID

from toutdoux.drawing.markdown import render_markdown
from toutdoux.integrations.chat.logic.membership import RoomPerson
from toutdoux.integrations.chat.rooms import NotDone, Room
from toutdoux.integrations.matrix import commands
from toutdoux.integrations.matrix.client import Matrix, MatrixRefused, MatrixUnreachable
from toutdoux.integrations.matrix.queries import SERVER, ConnectionRow, connection, direct_room

#: What Markdown is told not to read; programs that show plain text show it bare.
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()<>#|~!:@+-])")
#: Answers after which trying the same again is no use.
_FOR_GOOD = frozenset({400, 404, 413})
_TOO_MANY = 429


@contextmanager
def open_room(*, association_id: UUID) -> Iterator[Room | None]:
    """Give the room connected now; None where there is none. Opening calls no server."""
    row = connection(association_id=association_id)
    if row is None:
        yield None
        return
    with Matrix(url=row.url, token=row.token) as server:
        yield MatrixRoom(row, server)


class MatrixRoom:
    """A ``Room``. Private words go to a room for two, which is made when it is first needed."""

    def __init__(self, row: ConnectionRow, called: Matrix) -> None:
        self.row = row
        self._called = called

    @property
    def server(self) -> str:
        """Return the one name under which all accounts of Matrix are linked: each bears its own server's already."""
        return SERVER

    @property
    def name(self) -> str:
        """Return the name of the room."""
        return self.row.room_name or self.row.room_id

    def people(self) -> Sequence[RoomPerson]:
        """Return who is in the room."""
        with answering():
            found = self._called.people(room_id=self.row.room_id)
        return [
            RoomPerson(user_id=user_id, user_name=user_id, name=name if name != user_id else "")
            for user_id, name in found.items()
            if user_id != self.row.bot_id
        ]

    def add(self, *, user_id: str) -> None:
        """Invite an account to the room: on Matrix people enter by themselves."""
        with answering():
            self._called.invite(room_id=self.row.room_id, user_id=user_id)

    def remove(self, *, user_id: str) -> None:
        """Take an account out of the room, or its invitation back; who is neither there nor invited is out of it."""
        with answering():
            if self._membership(room_id=self.row.room_id, user_id=user_id) in {"join", "invite", "knock"}:
                self._called.remove(room_id=self.row.room_id, user_id=user_id)

    def say(self, *, user_id: str, text: str, key: str) -> None:
        """Say something to one account in private, and invite it again if it has left the room for two."""
        self.send_alone(user_id=user_id, content=words(text, sort="m.text"), key=key)

    def send_alone(self, *, user_id: str, content: Mapping[str, object], key: str) -> str:
        """Send a message to one account in private; return its event id. Raises ``NotDone``."""
        with answering():
            room_id = self._direct(user_id=user_id)
            return self._called.send(room_id=room_id, kind="m.room.message", content=content, txn=key)

    def _direct(self, *, user_id: str) -> str:
        known = direct_room(association_id=self.row.association_id, bot_id=self.row.bot_id, user_id=user_id)
        if known and self._reachable(room_id=known, user_id=user_id):
            return known
        made = self._called.create_direct(user_id=user_id)
        commands.keep_direct_room(
            association_id=self.row.association_id,
            bot_id=self.row.bot_id,
            user_id=user_id,
            room_id=made,
            now=datetime.now(tz=UTC),
        )
        return made

    def _reachable(self, *, room_id: str, user_id: str) -> bool:
        """Say whether a room for two still serves, inviting again who has left it."""
        try:
            if self._membership(room_id=room_id, user_id=user_id) not in {"join", "invite"}:
                self._called.invite(room_id=room_id, user_id=user_id)
        except MatrixRefused as refused:
            if refused.status == _TOO_MANY:
                raise
            return False
        return True

    def _membership(self, *, room_id: str, user_id: str) -> str:
        state = self._called.state(room_id=room_id, kind="m.room.member", key=user_id) or {}
        return str(state.get("membership") or "")


def words(text: str, *, sort: str) -> dict[str, object]:
    """Return Markdown as the content of a message, for programs with and without HTML. It rings for nobody by itself.

    ``m.mentions``, being empty, keeps ``@room`` and names in people's texts from calling everyone.
    """
    return {
        "msgtype": sort,
        "body": _ESCAPED.sub(r"\1", text),
        "format": "org.matrix.custom.html",
        "formatted_body": render_markdown(text),
        "m.mentions": {},
    }


@contextmanager
def answering() -> Iterator[None]:
    """Turn what the server answers into what all chats understand."""
    try:
        yield
    except MatrixUnreachable as error:
        raise NotDone(error.code, unreachable=True) from error
    except MatrixRefused as refused:
        # Too many calls: the server is there, and asks for patience.
        raise NotDone(
            f"matrix-{refused.status}", for_good=refused.status in _FOR_GOOD, unreachable=refused.status == _TOO_MANY
        ) from refused
