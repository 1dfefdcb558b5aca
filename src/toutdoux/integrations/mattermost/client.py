"""Mattermost's REST interface, version 4, as far as we use it: only endpoints that servers from 5.37 on have.

Every call is one request through ``integrations.outgoing``: a judged address, short time-outs, no redirect, a bounded answer. What goes wrong is a
``MattermostError`` with the server's status and the id of its error; never an address, a token or a text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from toutdoux.integrations.outgoing import Forbidden, guarded_client

#: Seconds to connect, and between two pieces of an answer. A round of the worker waits no longer for a dead server.
TIMEOUT = 10.0
#: The most rows a server gives in one page.
PAGE = 200

Row = dict[str, Any]


class MattermostError(Exception):
    """The server did not do it. ``status`` 0: it did not answer, or not as a Mattermost server does.

    ``error_id`` is Mattermost's own word, such as ``api.context.permissions.app_error``, or one of ours: ``unreachable``,
    ``timed-out``, ``not-allowed`` (an address we do not call), ``not-mattermost``.
    """

    def __init__(self, status: int, error_id: str) -> None:
        self.status = status
        self.error_id = error_id[:120]
        super().__init__(f"{status} {self.error_id}")

    @property
    def unreachable(self) -> bool:
        """Say whether nobody answers for now: nothing there, a proxy without a server behind it, or too many calls."""
        return self.status in {0, 429, 502, 503, 504}

    @property
    def for_good(self) -> bool:
        """Say whether asking the same again is no use."""
        return self.status in {400, 404, 413}

    @property
    def code(self) -> str:
        """Return what is shown of it: short, and no secret."""
        return f"mattermost-{self.status}" if self.status else self.error_id


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A post that the server has taken."""

    post_id: str
    root_id: str
    channel_id: str


class Mattermost:
    """One server, as one bot account. Use in a ``with`` block: connections are kept for its length.

    ``version`` is that of the server, once it has answered something; empty while it has not said.
    """

    def __init__(self, base_url: str, token: str, *, http: httpx.Client | None = None) -> None:
        self._base = base_url.rstrip("/")
        self._token = token
        self._http = http or guarded_client(base_url=self._base, timeout=TIMEOUT)
        self.version: tuple[int, ...] = ()

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close what is open."""
        self._http.close()

    # --- who and where ----------------------------------------------------------------------------------------------

    def ping(self) -> Row:
        """Return the server's state; asks for no right."""
        return self._row("GET", "/system/ping")

    def me(self) -> Row:
        """Return the account whose token this is: ``id``, ``username``, ``roles``."""
        return self._row("GET", "/users/me")

    def user(self, user_id: str) -> Row:
        """Return a user."""
        return self._row("GET", f"/users/{_part(user_id)}")

    def users_by_ids(self, user_ids: Sequence[str]) -> list[Row]:
        """Return the users among ``user_ids`` that exist."""
        found: list[Row] = []
        for start in range(0, len(user_ids), PAGE):
            found += self._rows("POST", "/users/ids", list(user_ids[start : start + PAGE]))
        return found

    def team_by_name(self, name: str) -> Row:
        """Return a team by the name in its address."""
        return self._row("GET", f"/teams/name/{_part(name)}")

    def team_member(self, *, team_id: str, user_id: str) -> Row:
        """Return someone's membership of a team, with its ``roles``."""
        return self._row("GET", f"/teams/{_part(team_id)}/members/{_part(user_id)}")

    def channel(self, channel_id: str) -> Row:
        """Return a channel."""
        return self._row("GET", f"/channels/{_part(channel_id)}")

    def channel_by_name(self, *, team_id: str, name: str) -> Row:
        """Return a channel of a team by the name in its address."""
        return self._row("GET", f"/teams/{_part(team_id)}/channels/name/{_part(name)}")

    def channel_member(self, *, channel_id: str, user_id: str) -> Row:
        """Return someone's membership of a channel, with its ``roles``; 404 for who is not in it."""
        return self._row("GET", f"/channels/{_part(channel_id)}/members/{_part(user_id)}")

    def channel_members(self, channel_id: str) -> Iterator[Row]:
        """Yield every membership of a channel, page by page."""
        for page in range(1000):
            rows = self._rows("GET", f"/channels/{_part(channel_id)}/members", params={"page": page, "per_page": PAGE})
            yield from rows
            if len(rows) < PAGE:
                return

    def add_channel_member(self, *, channel_id: str, user_id: str) -> Row:
        """Add a user of the team to a channel; does nothing to who is in it already."""
        return self._row("POST", f"/channels/{_part(channel_id)}/members", {"user_id": user_id})

    def remove_channel_member(self, *, channel_id: str, user_id: str) -> None:
        """Remove a user from a channel."""
        self._call("DELETE", f"/channels/{_part(channel_id)}/members/{_part(user_id)}")

    def roles(self, names: Sequence[str]) -> list[Row]:
        """Return the roles of these names, each with its ``permissions``. Servers take a hundred names at once."""
        return self._rows("POST", "/roles/names", list(names)[:100])

    def permissions(self, names: Sequence[str]) -> frozenset[str]:
        """Return every permission that the roles of these names give."""
        return frozenset(one for role in self.roles(names) for one in role.get("permissions") or ())

    # --- posts ------------------------------------------------------------------------------------------------------

    def create_post(
        self,
        *,
        channel_id: str,
        message: str,
        root_id: str = "",
        props: Mapping[str, Any] | None = None,
        pending_post_id: str = "",
    ) -> Taken:
        """Write a post, or with ``root_id`` a reply. A server that has just seen ``pending_post_id`` writes no second."""
        body: Row = {"channel_id": channel_id, "message": message}
        if root_id:
            body["root_id"] = root_id
        if props is not None:
            body["props"] = dict(props)
        if pending_post_id:
            body["pending_post_id"] = pending_post_id
        return _taken(self._row("POST", "/posts", body))

    def patch_post(self, post_id: str, *, message: str) -> Taken:
        """Change the words of a post; its buttons stay."""
        return _taken(self._row("PUT", f"/posts/{_part(post_id)}/patch", {"message": message}))

    def replace_post(self, post_id: str, *, message: str) -> Taken:
        """Change the words of a post and take its buttons away: what an update leaves out is emptied."""
        return _taken(self._row("PUT", f"/posts/{_part(post_id)}", {"id": post_id, "message": message}))

    def post(self, post_id: str) -> Row:
        """Return a post."""
        return self._row("GET", f"/posts/{_part(post_id)}")

    def thread(self, post_id: str) -> list[Row]:
        """Return a post and those of its thread, in the order in which they were written."""
        return _posts(self._row("GET", f"/posts/{_part(post_id)}/thread"))

    def latest_posts(self, channel_id: str, *, per_page: int = 60) -> list[Row]:
        """Return the latest posts of a channel, in the order in which they were written."""
        return _posts(
            self._row("GET", f"/channels/{_part(channel_id)}/posts", params={"page": 0, "per_page": per_page})
        )

    def posts_since(self, channel_id: str, *, since: int) -> list[Row]:
        """Return what was written or changed in a channel from an instant (milliseconds) on, at most 1000, in order."""
        return _posts(self._row("GET", f"/channels/{_part(channel_id)}/posts", params={"since": since}))

    def direct_channel(self, *, user_id: str, other_id: str) -> str:
        """Return the id of the channel between two users, made when there is none."""
        return _text(self._row("POST", "/channels/direct", [user_id, other_id]), "id")

    def create_ephemeral(self, *, user_id: str, channel_id: str, message: str) -> Taken:
        """Show one user a message in a channel. Needs ``create_post_ephemeral``, which bots seldom have: check first."""
        body = {"user_id": user_id, "post": {"channel_id": channel_id, "message": message}}
        return _taken(self._row("POST", "/posts/ephemeral", body))

    # --- dialogs and commands ---------------------------------------------------------------------------------------

    def open_dialog(self, *, trigger_id: str, url: str, dialog: Mapping[str, Any]) -> None:
        """Open a dialog for whoever pressed or typed what gave ``trigger_id``, within three seconds of it."""
        self._call("POST", "/actions/dialogs/open", {"trigger_id": trigger_id, "url": url, "dialog": dict(dialog)})

    def commands(self, *, team_id: str) -> list[Row]:
        """Return a team's own slash commands."""
        return self._rows("GET", "/commands", params={"team_id": team_id, "custom_only": "true"})

    def create_command(self, *, team_id: str, trigger: str, url: str, words: Mapping[str, str]) -> Row:
        """Make a slash command that posts to ``url``; its ``token`` is in the answer. ``words`` are shown beside it."""
        body = {"team_id": team_id, "method": "P", "trigger": trigger, "url": url, "auto_complete": True, **words}
        return self._row("POST", "/commands", body)

    def regenerate_command_token(self, command_id: str) -> str:
        """Give a command a new token and return it."""
        return _text(self._row("PUT", f"/commands/{_part(command_id)}/regen_token"), "token")

    # --- one request ------------------------------------------------------------------------------------------------

    def _row(self, method: str, path: str, body: Any = None, *, params: Mapping[str, Any] | None = None) -> Row:
        found = self._call(method, path, body, params=params)
        if not isinstance(found, dict):
            raise MattermostError(0, "not-mattermost")
        return found

    def _rows(self, method: str, path: str, body: Any = None, *, params: Mapping[str, Any] | None = None) -> list[Row]:
        found = self._call(method, path, body, params=params)
        # Where there is nothing, Go writes null for an empty list.
        if found is None:
            return []
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise MattermostError(0, "not-mattermost")
        return found

    def _call(self, method: str, path: str, body: Any = None, *, params: Mapping[str, Any] | None = None) -> Any:
        request = self._http.build_request(
            method,
            f"{self._base}/api/v4{path}",
            params=params,
            # Without a character set: some versions refuse any other way of saying it.
            headers={"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
            | ({"Content-Type": "application/json"} if body is not None else {}),
            content=json.dumps(body, ensure_ascii=False).encode() if body is not None else None,
        )
        try:
            response = self._http.send(request)
        except Forbidden as error:
            raise MattermostError(0, f"not-allowed-{error.code}") from error
        except httpx.TimeoutException as error:
            raise MattermostError(0, "timed-out") from error
        except httpx.HTTPError as error:
            raise MattermostError(0, "unreachable") from error
        self.version = _version(response.headers.get("X-Version-Id", "")) or self.version
        if not response.is_success:
            raise MattermostError(response.status_code, _error_id(response.content))
        try:
            return json.loads(response.content)
        except ValueError as error:
            raise MattermostError(0, "not-mattermost") from error


def _version(said: str) -> tuple[int, ...]:
    """Read "5.37.2.5.37.2.0a1b2c.true" as (5, 37, 2); empty for anything else."""
    numbers = said.split(".")[:3]
    return tuple(int(one) for one in numbers) if len(numbers) == 3 and all(n.isdecimal() for n in numbers) else ()


def _error_id(text: bytes) -> str:
    try:
        found = json.loads(text)["id"]
    except (ValueError, KeyError, TypeError):
        return ""
    return found if isinstance(found, str) else ""


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    if not isinstance(value, str) or not value:
        raise MattermostError(0, "not-mattermost")
    return value


def _taken(row: Row) -> Taken:
    return Taken(post_id=_text(row, "id"), root_id=row.get("root_id") or "", channel_id=_text(row, "channel_id"))


def _posts(row: Row) -> list[Row]:
    posts = row.get("posts") or {}
    if not isinstance(posts, dict):
        raise MattermostError(0, "not-mattermost")
    found = [post for post in posts.values() if isinstance(post, dict) and isinstance(post.get("create_at"), int)]
    return sorted(found, key=lambda post: (post["create_at"], str(post.get("id"))))


def _part(text: str) -> str:
    """Return one piece of a path: what a name holds can lead to no other endpoint."""
    return quote(text, safe="") or "-"
