"""One request of the REST interface, read; which function answers it; and errors in the form of Mattermost's."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from toutdoux.integrations.mattermost.fake.state import Chat, Refuse, Row

OK: Row = {"status": "OK"}


@dataclass(kw_only=True)
class Asked:
    """One request, read. ``user_id`` is whose token it bears; empty without one."""

    chat: Chat
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    user_id: str = ""

    def json(self) -> Any:
        """Return the body; refuse one that is not said to be JSON, or is not."""
        if self.headers.get("content-type") != "application/json":
            raise Refuse(400, "api.context.invalid_body_param.app_error", "the body must be application/json")
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise Refuse(400, "api.context.invalid_body_param.app_error") from error

    def fields(self) -> Row:
        """Return a body that must be an object."""
        found = self.json()
        if not isinstance(found, dict):
            raise Refuse(400, "api.context.invalid_body_param.app_error")
        return found

    def need(self, permission: str, *, channel_id: str = "", team_id: str = "") -> None:
        """Refuse who lacks a permission."""
        if not self.chat.may(self.user_id, permission, channel_id=channel_id, team_id=team_id):
            raise Refuse(403, "api.context.permissions.app_error", "You do not have the appropriate permissions.")


@dataclass(kw_only=True)
class Answer:
    """What is answered: JSON, or text for the pages."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)


Handler = Callable[..., Answer]
_ROUTES: list[tuple[str, re.Pattern[str], Handler, bool]] = []


def route(method: str, path: str, *, public: bool = False) -> Callable[[Handler], Handler]:
    """Enter a function as the one that answers at ``path``; ``public``: to whoever asks."""
    pattern = re.compile("^/api/v4" + re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path) + "$")

    def register(handler: Handler) -> Handler:
        _ROUTES.append((method, pattern, handler, public))
        return handler

    return register


def answer(asked: Asked) -> Answer:
    """Answer one request of the REST interface; errors in the form of Mattermost's."""
    try:
        return _handled(asked)
    except Refuse as refused:
        return error(refused)


def _handled(asked: Asked) -> Answer:
    asked.user_id = _who(asked)
    for method, pattern, handler, public in _ROUTES:
        found = pattern.match(asked.path)
        if found and method == asked.method:
            if not public and not asked.user_id:
                raise Refuse(401, "api.context.session_expired.app_error", "Invalid or expired session.")
            return handler(asked, **found.groupdict())
    raise Refuse(404, "api.context.404.app_error", "Sorry, we could not find the page.")


def error(refused: Refuse) -> Answer:
    """Return an error as Mattermost writes it."""
    body = {
        "id": refused.error_id,
        "message": refused.message,
        "detailed_error": "",
        "request_id": "fake",
        "status_code": refused.status,
    }
    return Answer(status=refused.status, body=body)


def _who(asked: Asked) -> str:
    scheme, _, token = asked.headers.get("authorization", "").partition(" ")
    return asked.chat.tokens.get(token, "") if scheme.lower() in {"bearer", "token"} else ""


def known(rows: dict[str, Row], key: str, error_id: str) -> Row:
    """Return a row by its key; refuse one that is not there."""
    if key not in rows:
        raise Refuse(404, error_id)
    return rows[key]
