"""What we ask of a homeserver: the few calls of Matrix's client-server API (version 1.4 and later) that we need.

Whatever is sent bears an identifier of its own, the same from one try to the next (``txn``): the server drops doubles.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from toutdoux.integrations.outgoing import Forbidden, guarded_client
from toutdoux.kernel.canonical import canonical_json

#: How long one step of a call may take, in seconds.
TIMEOUT = 10.0
#: Events asked for at once; a longer absence is caught up with in several calls.
PAGE = 100


class MatrixRefused(Exception):  # noqa: N818 -- an answer of the outside world, not an error of the program
    """The server answered, and said no. ``code`` is Matrix's (``M_FORBIDDEN``…), never the server's own words."""

    def __init__(self, *, status: int, code: str) -> None:
        self.status = status
        self.code = code
        super().__init__(f"{status} {code}")


class MatrixUnreachable(Exception):  # noqa: N818 -- a fact about the network
    """Nothing that speaks Matrix answers there, or we may not call it: ``code`` says which."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, kw_only=True)
class Since:
    """What rooms hold since a token: their events in the order of the server's timeline, and the token to go on from."""

    events: Mapping[str, tuple[Mapping[str, Any], ...]]
    token: str


class Matrix:
    """One account on one homeserver. Raises ``MatrixRefused`` and ``MatrixUnreachable``."""

    def __init__(self, *, url: str, token: str, timeout: float = TIMEOUT) -> None:
        self._http = guarded_client(base_url=url, timeout=timeout)
        self._token = token

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._http.close()

    def versions(self) -> tuple[str, ...]:
        """Return the versions of Matrix that the server speaks."""
        return tuple(
            str(version)
            for version in self._list(self._ask("GET", "/_matrix/client/versions", known=False), "versions")
        )

    def whoami(self) -> str:
        """Return the account that the token is for: ``@bot:example.org``."""
        return self._text(self._v3("GET", "account/whoami"), "user_id")

    def join(self, *, room: str) -> str:
        """Enter a room, by id or address, and return its id; nothing happens to who is in it already."""
        return self._text(self._v3("POST", f"join/{quote(room, safe='')}", json={}), "room_id")

    def people(self, *, room_id: str) -> dict[str, str]:
        """Return who is in a room: their display names by account."""
        joined = self._v3("GET", f"{_room(room_id)}/joined_members").get("joined")
        if not isinstance(joined, dict):
            raise MatrixUnreachable("not-matrix")
        return {
            str(user): str(about.get("display_name") or user) if isinstance(about, dict) else str(user)
            for user, about in joined.items()
        }

    def state(self, *, room_id: str, kind: str, key: str = "") -> Mapping[str, Any] | None:
        """Return a state of a room, such as ``m.room.name``; None where it has none."""
        try:
            return self._v3("GET", f"{_room(room_id)}/state/{kind}/{quote(key, safe='')}")
        except MatrixRefused as refused:
            if refused.status == 404:
                return None
            raise

    def creators(self, *, room_id: str) -> frozenset[str]:
        """Return the accounts that a room can refuse nothing: those who made it, from version 12 of rooms on."""
        made = self._v3("GET", f"{_room(room_id)}/state/m.room.create/", params={"format": "event"})
        content = made.get("content", made)
        version = content.get("room_version") if isinstance(content, dict) else None
        if not isinstance(version, str) or not version.isdecimal() or int(version) < _CREATORS_RULE:
            return frozenset()
        more = content.get("additional_creators", [])
        return frozenset(one for one in [made.get("sender"), *(more if isinstance(more, list) else [])] if one)

    def send(self, *, room_id: str, kind: str, content: Mapping[str, Any], txn: str) -> str:
        """Send an event; return its id. The same ``txn`` again gives the same event."""
        path = f"{_room(room_id)}/send/{kind}/{_txn(txn)}"
        return self._text(self._v3("PUT", path, json=content), "event_id")

    def redact(self, *, room_id: str, event_id: str, txn: str) -> None:
        """Take an event back."""
        self._v3("PUT", f"{_room(room_id)}/redact/{quote(event_id, safe='')}/{_txn(txn)}", json={})

    def create_direct(self, *, user_id: str) -> str:
        """Make a room for two, invite someone to it and return its id."""
        wanted = {"preset": "trusted_private_chat", "is_direct": True, "invite": [user_id]}
        return self._text(self._v3("POST", "createRoom", json=wanted), "room_id")

    def invite(self, *, room_id: str, user_id: str) -> None:
        """Invite someone to a room; nothing happens to who is in it, or invited, already."""
        try:
            self._v3("POST", f"{_room(room_id)}/invite", json={"user_id": user_id})
        except MatrixRefused as refused:
            if user_id not in self.people(room_id=room_id):
                raise refused from None

    def remove(self, *, room_id: str, user_id: str) -> None:
        """Take someone out of a room; nothing happens to who is not in it."""
        self._v3("POST", f"{_room(room_id)}/kick", json={"user_id": user_id})

    def sync(self, *, since: str, rooms: Sequence[str], wait: float) -> Since:
        """Return what happened in ``rooms`` since a token (empty: nothing but a token), waiting ``wait`` seconds for it.

        Where the server leaves a gap, because much happened, what lies in it is asked for from its beginning on.
        """
        limits = {"limit": PAGE if since else 1, "types": _HEARD}
        wanted = {
            "room": {
                "rooms": list(rooms),
                "timeline": limits,
                "state": {"types": []},
                "ephemeral": {"types": []},
                "account_data": {"types": []},
            },
            "presence": {"types": []},
            "account_data": {"types": []},
        }
        params: dict[str, str] = {"filter": _json(wanted), "timeout": str(int(wait * 1000)), "set_presence": "offline"}
        if since:
            params["since"] = since
        answer = self._v3("GET", "sync", params=params)
        token = self._text(answer, "next_batch")
        if not since:
            return Since(events={}, token=token)
        joined = answer.get("rooms", {}).get("join", {})
        return Since(
            events={
                room_id: (*self._gap(room_id=room_id, since=since, found=found), *self._events(found, "events"))
                for room_id, about in joined.items()
                if room_id in set(rooms) and isinstance(found := about.get("timeline"), dict)
            },
            token=token,
        )

    def _gap(self, *, room_id: str, since: str, found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Return what the server left out between ``since`` and what it gave, in order."""
        if not found.get("limited"):
            return []
        events: list[Mapping[str, Any]] = []
        start, end = since, self._text(found, "prev_batch")
        while True:
            params = {"dir": "f", "from": start, "to": end, "limit": str(PAGE), "filter": _json({"types": _HEARD})}
            answer = self._v3("GET", f"{_room(room_id)}/messages", params=params)
            events += self._events(answer, "chunk")
            start = answer.get("end", "")
            if not start or start == end or not answer.get("chunk"):
                return events

    def _v3(self, method: str, path: str, **more: Any) -> Mapping[str, Any]:
        return self._ask(method, f"/_matrix/client/v3/{path}", **more)

    def _ask(self, method: str, path: str, *, known: bool = True, **more: Any) -> Mapping[str, Any]:
        headers = {"Authorization": f"Bearer {self._token}"} if known else {}
        try:
            answer = self._http.request(method, path, headers=headers, **more)
        except Forbidden as error:
            raise MatrixUnreachable(f"address-{error.code}") from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise MatrixUnreachable("unreachable") from error
        try:
            said = answer.json()
        except ValueError:
            said = None
        if answer.status_code >= 500:
            raise MatrixUnreachable(f"server-{answer.status_code}")
        if not isinstance(said, dict) or (not answer.is_success and not isinstance(said.get("errcode"), str)):
            raise MatrixUnreachable("not-matrix")
        if not answer.is_success:
            raise MatrixRefused(status=answer.status_code, code=said["errcode"][:80])
        return said

    def _text(self, answer: Mapping[str, Any], name: str) -> str:
        value = answer.get(name)
        if not isinstance(value, str) or not value:
            raise MatrixUnreachable("not-matrix")
        return value

    def _list(self, answer: Mapping[str, Any], name: str) -> list[Any]:
        value = answer.get(name)
        if not isinstance(value, list):
            raise MatrixUnreachable("not-matrix")
        return value

    def _events(self, answer: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        return [event for event in self._list(answer, name) if isinstance(event, dict)]


#: The first version of rooms whose makers are above its levels.
_CREATORS_RULE = 12
#: The events that mean something to us.
_HEARD = ["m.reaction", "m.room.message", "m.room.redaction"]


def _json(value: Any) -> str:
    return canonical_json(value).decode()


def _room(room_id: str) -> str:
    return f"rooms/{quote(room_id, safe='')}"


def _txn(txn: str) -> str:
    return hashlib.sha256(txn.encode()).hexdigest()[:40]
