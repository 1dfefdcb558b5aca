"""The voting channel of an association in a chat, as far as all chats have it in common.

A chat is a folder beside this one; if it has a module ``room.py`` with ``open_room``, its channel can follow the council,
be compared with the register, and carry private words. It needs no entry anywhere: a folder that is there is found.
"""

import importlib
import importlib.util
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from types import MappingProxyType
from typing import Protocol, cast
from uuid import UUID

from toutdoux.integrations.chat.logic.membership import RoomPerson
from toutdoux.integrations.chat.logic.words import Chat


class NotDone(Exception):  # noqa: N818 -- an answer of the outside world, not an error of the program
    """The chat did not do it. ``code`` is short and says why; never a text, an address or a secret.

    ``for_good``: trying again is no use. ``unreachable``: nobody answers, so what else was to be asked can wait.
    """

    def __init__(self, code: str, *, for_good: bool = False, unreachable: bool = False) -> None:
        self.code = code[:200]
        self.for_good = for_good
        self.unreachable = unreachable
        super().__init__(self.code)


class Room(Protocol):
    """The voting channel that is connected. Every method but the two first calls the server, and raises ``NotDone``."""

    @property
    def server(self) -> str:
        """Return which server its accounts belong to, as linked accounts name it."""
        ...

    @property
    def name(self) -> str:
        """Return the name of the channel, as people say it."""
        ...

    def people(self) -> Sequence[RoomPerson]:
        """Return who is in the channel, our bot and other bots left out."""
        ...

    def add(self, *, user_id: str) -> None:
        """Let an account into the channel; do nothing for one that is there."""
        ...

    def remove(self, *, user_id: str) -> None:
        """Take an account out of the channel; do nothing for one that is not there."""
        ...

    def say(self, *, user_id: str, text: str, key: str) -> None:
        """Say ``text`` (Markdown) to one account in private. ``key`` is the same from one try to the next."""
        ...


class _Folder(Protocol):
    """A module ``room.py``."""

    def open_room(self, *, association_id: UUID) -> AbstractContextManager[Room | None]:
        """Give the channel connected now; None where there is none. Opening calls no server."""
        ...


@cache
def chats() -> Mapping[Chat, _Folder]:
    """Return the chats whose channels can be looked after."""
    found = {}
    for chat in Chat:
        name = f"{__package__.rpartition('.')[0]}.{chat}"
        if importlib.util.find_spec(name) is not None and importlib.util.find_spec(f"{name}.room") is not None:
            found[chat] = cast("_Folder", importlib.import_module(f"{name}.room"))
    return MappingProxyType(found)


@contextmanager
def opened(*, chat: Chat, association_id: UUID) -> Iterator[Room | None]:
    """Give the channel of an association in a chat; None where there is none."""
    if chat not in chats():
        yield None
        return
    with chats()[chat].open_room(association_id=association_id) as room:
        yield room
