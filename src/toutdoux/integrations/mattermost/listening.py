"""Listening to voting channels: what members say in the thread of an action joins its discussion.

One thread for each association, on a websocket: first it opens, then what was missed is read, then what is said is heard as
it is said. How far a channel has been heard is written down only after everything before it; what is heard twice is
recorded once, for each remark bears the id of its post.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from time import monotonic
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db import close_old_connections, connections
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect

from toutdoux.associations.queries import association
from toutdoux.decisions.commands import record_remark
from toutdoux.integrations.chat.answering import access_person
from toutdoux.integrations.chat.logic.words import Chat
from toutdoux.integrations.mattermost import commands
from toutdoux.integrations.mattermost.client import TIMEOUT, Mattermost, MattermostError
from toutdoux.integrations.mattermost.queries import ConnectionRow, action_of, connected, connection, roots
from toutdoux.integrations.outgoing import certificates, open_socket
from toutdoux.kernel.refusal import Refused

log = logging.getLogger(__name__)

#: How often associations that were connected meanwhile are looked for, in seconds.
LOOK = 2.0
#: How long one wait for a word lasts before we look whether to go on, in seconds.
WAIT = 2.0
#: How often it is written down that a channel has been heard.
WRITTEN = timedelta(seconds=30)
#: Clocks differ: what was said this long before the last hearing is read again.
OVERLAP = timedelta(minutes=2)
#: Pauses after failures in a row, in seconds.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
#: The most posts that a server gives of those since an instant.
MOST_SINCE = 1000


@dataclass(kw_only=True)
class _Ear:
    """A thread that listens for one association."""

    thread: Thread
    stop: Event


def run(*, stop: Event) -> None:
    """Listen for every association that is connected, each in a thread of its own, until ``stop`` is set."""
    ears: dict[UUID, _Ear] = {}
    while not stop.is_set():
        close_old_connections()
        wanted = set(connected())
        for association_id in set(ears) - wanted:
            ears.pop(association_id).stop.set()
        for association_id in wanted:
            if association_id not in ears or not ears[association_id].thread.is_alive():
                ears[association_id] = _begin(association_id)
        stop.wait(LOOK)
    for ear in ears.values():
        ear.stop.set()
    for ear in ears.values():
        ear.thread.join(timeout=TIMEOUT)


def _begin(association_id: UUID) -> _Ear:
    stop = Event()
    thread = Thread(
        target=_keep,
        kwargs={"association_id": association_id, "stop": stop},
        name="listening to a channel",
        daemon=True,
    )
    thread.start()
    return _Ear(thread=thread, stop=stop)


def _keep(*, association_id: UUID, stop: Event) -> None:
    """Listen again and again, with growing pauses while nobody answers."""
    failures = 0
    try:
        while not stop.is_set():
            began = monotonic()
            try:
                listen(association_id=association_id, stop=stop)
            except (OSError, WebSocketException, MattermostError) as error:
                log.warning("association %s: its channel could not be heard (%s)", association_id, _why(error))
            except Exception:
                log.exception("association %s: its channel could not be heard", association_id)
            finally:
                close_old_connections()
            failures = 1 if monotonic() - began > LONGEST_PAUSE else failures + 1
            stop.wait(min(FIRST_PAUSE * 2 ** (failures - 1), LONGEST_PAUSE))
    finally:
        connections.close_all()


def listen(*, association_id: UUID, stop: Event) -> None:
    """Listen until the server ends the conversation, the connection is another, or ``stop`` is set.

    Raises what the network raises.
    """
    row = connection(association_id=association_id)
    if row is None:
        return
    with _websocket(row) as socket:
        # Opened first, so that nothing falls between what is read now and what is heard from now on.
        now = datetime.now(tz=UTC)
        catch_up(row=row, now=now)
        commands.heard(association_id=association_id, now=now)
        written = now
        while not stop.is_set():
            try:
                said = socket.recv(timeout=WAIT)
            except TimeoutError:
                said = ""
            except ConnectionClosed:
                return
            now = datetime.now(tz=UTC)
            if (post := _posted(said)) is not None:
                close_old_connections()
                hear(row=row, post=post, now=now)
            if now - written >= WRITTEN:
                close_old_connections()
                if connection(association_id=association_id) != row:
                    return
                commands.heard(association_id=association_id, now=now)
                written = now
                row = connection(association_id=association_id) or row


def catch_up(*, row: ConnectionRow, now: datetime) -> int:
    """Read what was said in the channel since it was last heard; return how many remarks that made.

    A server gives at most ``MOST_SINCE`` posts of those since an instant: after more than that, each thread is read.
    """
    since = (row.heard_at or row.connected_at) - OVERLAP
    with Mattermost(row.base_url, row.token) as server:
        posts = server.posts_since(row.channel_id, since=int(since.timestamp() * 1000))
        if len(posts) >= MOST_SINCE:
            posts = [post for root in roots(channel_id=row.channel_id) for post in server.thread(root)]
    return sum(hear(row=row, post=post, now=now) for post in posts)


def hear(*, row: ConnectionRow, post: Mapping[str, Any], now: datetime) -> bool:
    """Let what a linked member says in the thread of an action join its discussion; return whether it did.

    Only words of people count: not those of bots, of webhooks, or of the server itself.
    """
    props = post.get("props") or {}
    machine = post.get("type") or props.get("from_bot") or props.get("from_webhook") or post.get("delete_at")
    elsewhere = post.get("channel_id") != row.channel_id or post.get("user_id") == row.bot_user_id
    post_id, root_id, text = (str(post.get(name) or "") for name in ("id", "root_id", "message"))
    if machine or elsewhere or not root_id or not post_id or not text.strip():
        return False
    action_id = action_of(post_id=root_id, association_id=row.association_id)
    if action_id is None:
        return False
    try:
        person = access_person(
            association=association(association_id=row.association_id),
            chat=Chat.MATTERMOST,
            server=row.base_url,
            user_id=str(post.get("user_id") or ""),
            now=now,
        )
        record_remark(
            actor=person.actor,
            action_id=action_id,
            text=text,
            source="chat",
            external_id=f"{Chat.MATTERMOST}:{post_id}",
            now=now,
        )
    except Refused as refused:
        # Someone who is linked to nobody talks to the channel, not to the page; so does an endless text.
        log.info("association %s: words in a thread stay there (%s)", row.association_id, refused)
        return False
    return True


@contextmanager
def _websocket(row: ConnectionRow) -> Iterator[ClientConnection]:
    """Open the websocket of a server, at an address that was judged, and say who we are."""
    parts = urlsplit(row.base_url)
    encrypted = parts.scheme == "https"
    host = parts.hostname or ""
    port = parts.port or (443 if encrypted else 80)
    line = open_socket(host=host, port=port, timeout=TIMEOUT, encrypted=encrypted)
    try:
        socket = connect(
            f"{'wss' if encrypted else 'ws'}://{parts.netloc}{parts.path}/api/v4/websocket",
            sock=line,
            ssl=certificates() if encrypted else None,
            server_hostname=host if encrypted else None,
            proxy=None,
            open_timeout=TIMEOUT,
            close_timeout=1,
        )
    except BaseException:
        line.close()
        raise
    with socket:
        challenge = {"seq": 1, "action": "authentication_challenge", "data": {"token": row.token}}
        socket.send(json.dumps(challenge))
        yield socket


def _posted(said: str | bytes) -> dict[str, Any] | None:
    """Return the post that an event brings; None for every other event, and for what cannot be read."""
    try:
        event = json.loads(said) if said else {}
        if event.get("event") != "posted":
            return None
        post = json.loads(event["data"]["post"])
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return post if isinstance(post, dict) else None


def _why(error: Exception) -> str:
    return error.code if isinstance(error, MattermostError) else type(error).__name__
