"""What a channel is: the one interface that whatever carries messages out of the installation fulfils.

A channel is a folder beside this file with a module ``channel.py``, which holds three names of the module ``Channel``
below. It needs no entry anywhere: a folder that is there is found. ``docs/add-a-channel.md`` walks through one.
"""

import importlib
import importlib.util
import pkgutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, cast, runtime_checkable
from uuid import UUID
from zoneinfo import ZoneInfo

from toutdoux.accesses.queries import AccessRow
from toutdoux.assemblies.queries.news import AssemblyNews
from toutdoux.associations.queries import AssociationRow
from toutdoux.decisions.queries.telling import ActionNews, ObjectionNews
from toutdoux.integrations.logic.leaving import Left
from toutdoux.integrations.logic.timing import PreferenceFacts
from toutdoux.integrations.logic.words import About, Way
from toutdoux.mandates.queries import KindPage
from toutdoux.procedures.queries.inactivity import QuestionRow
from toutdoux.procedures.queries.renewals import ToRenew


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """The person a message is for. ``language`` is one Django can activate; ``email`` may be empty; ``wanted``: what they chose."""

    member_id: UUID
    name: str
    email: str
    language: str
    zone: ZoneInfo
    wanted: PreferenceFacts


@dataclass(frozen=True, kw_only=True)
class Invited:
    """What a letter of invitation brings: who invites (empty: unknown), and the link, for its reader alone."""

    by: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is to be told, as facts: the channel chooses the form, ``wording`` the sentences.

    ``delivery_id`` and ``key`` stay the same from one try to the next: a channel that can tell its server so avoids
    doubles. ``news`` holds one action, or those of a digest in order. ``to`` is None for a post of the association in
    the channel itself; then ``entry_kind``, ``entry_data``, ``entry_at`` and ``entry_seq`` are those of the entry of the
    ledger (without a number: a test that a member asked for), and ``address`` is that of the channel's own it is for.
    """

    delivery_id: int
    key: str
    about: About
    association: AssociationRow
    to: Recipient | None
    news: tuple[ActionNews, ...]
    planned_at: datetime
    now: datetime
    objection: ObjectionNews | None = None
    question: QuestionRow | None = None
    election: KindPage | None = None
    review: AccessRow | None = None
    renewal: ToRenew | None = None
    invitation: Invited | None = None
    assembly: AssemblyNews | None = None
    entry_kind: str = ""
    entry_data: str = ""
    entry_at: datetime | None = None
    entry_seq: int | None = None
    address: str = ""


class NotSent(Exception):  # noqa: N818 -- an answer of the outside world, not an error of the program
    """The message was not taken. ``code`` is short and says why; never the message, an address or a secret.

    ``for_good``: trying again is no use. ``unreachable``: nobody answers, so other messages need not wait for it now.
    """

    def __init__(self, code: str, *, for_good: bool = False, unreachable: bool = False) -> None:
        self.code = code[:200]
        self.for_good = for_good
        self.unreachable = unreachable
        super().__init__(self.code)


class Channel(Protocol):
    """A module ``channel.py``. ``WAY`` is what people choose; ``POSTS`` the kinds of entries posted for everyone."""

    WAY: Way
    POSTS: frozenset[str]

    def available(self, *, association_id: UUID) -> bool:
        """Say whether this association can be served now. Reads settings or a row; never calls a server."""
        ...

    def send(self, *, message: Message) -> Left | None:
        """Send; return once the server has taken the message, else raise ``NotSent``. Runs outside any transaction.

        Returns the words of a message to one person, as they left; None for what is posted for everyone.
        """
        ...


@runtime_checkable
class Reaching(Protocol):
    """A channel that not everyone can be reached through: a chat, where one's account is linked first."""

    def reach(self, *, association_id: UUID) -> Collection[UUID]:
        """Return the members who can be written to. Calls no server."""
        ...


@runtime_checkable
class Addressed(Protocol):
    """A channel with several addresses of its own in one association: each gets its posts, or fails, by itself."""

    def addresses(self, *, association_id: UUID) -> Mapping[str, frozenset[str]]:
        """Return the addresses, by a name that stays theirs, each with the kinds of entries posted there."""
        ...


@runtime_checkable
class Tending(Protocol):
    """A channel whose posts change with time alone: half of a delay, the close of a vote."""

    def look_after(self, *, now: datetime) -> int:
        """Do what is due, once a round of the worker, in every association; return how much was done."""
        ...


@cache
def channels() -> Mapping[str, Channel]:
    """Return every channel by the name of its folder."""
    found = {}
    for info in pkgutil.iter_modules([str(Path(__file__).parent)]):
        name = f"{__package__}.{info.name}"
        if info.ispkg and importlib.util.find_spec(f"{name}.channel") is not None:
            found[info.name] = cast("Channel", importlib.import_module(f"{name}.channel"))
    return MappingProxyType(found)


def available_channels(*, association_id: UUID) -> dict[str, Channel]:
    """Return those that can serve an association now."""
    return {name: c for name, c in channels().items() if c.available(association_id=association_id)}
