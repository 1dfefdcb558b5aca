"""What a Mattermost server holds, in its own shapes, and what can be said of a post without a server."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Row = dict[str, Any]

ROLES: dict[str, list[str]] = {
    "system_user": ["create_direct_channel", "create_group_channel", "list_public_teams", "view_members"],
    "system_admin": ["manage_system", "create_post_ephemeral", "create_direct_channel"],
    "team_user": ["view_team", "list_team_channels", "join_public_channels", "read_public_channel"],
    "team_admin": ["manage_slash_commands", "manage_team", "manage_team_roles"],
    "channel_user": [
        "read_channel",
        "create_post",
        "edit_post",
        "delete_post",
        "add_reaction",
        "use_channel_mentions",
        "use_slash_commands",
        "manage_public_channel_members",
        "manage_private_channel_members",
    ],
    "channel_admin": ["manage_channel_roles"],
}


class Refuse(Exception):  # noqa: N818 -- an answer with a status, as the real server gives it
    """The request is answered by an error."""

    def __init__(self, status: int, error_id: str, message: str = "") -> None:
        self.status = status
        self.error_id = error_id
        self.message = message or error_id
        super().__init__(error_id)


def name_id(*names: str) -> str:
    """Return an id in the form of Mattermost's, the same for the same names: demos and tests are repeatable."""
    digest = int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:17], "big")
    letters = []
    for _ in range(26):
        digest, one = divmod(digest, 32)
        letters.append("ybndrfg8ejkmcpqxot1uwisza345h769"[one])
    return "".join(letters)


def new_id() -> str:
    """Return an id that nothing has yet."""
    return name_id(secrets.token_hex(16))


@dataclass
class Trigger:
    """What lets an integration open one dialog for one user."""

    user_id: str
    channel_id: str
    team_id: str
    until: float


@dataclass
class Dialog:
    """A dialog that is open for a user."""

    url: str
    dialog: Row
    channel_id: str
    team_id: str


@dataclass
class OAuthApp:
    """An application registered for signing in."""

    client_id: str
    client_secret: str
    callback_urls: tuple[str, ...]
    name: str = "Toutdoux"


def shown(post: Row) -> Row:
    """Return a post as clients see it: what buttons carry back is kept from them."""
    attachments = post["props"].get("attachments")
    if not attachments:
        return post
    without = [
        {**one, "actions": [{k: v for k, v in action.items() if k != "integration"} for action in _actions(one)]}
        for one in attachments
    ]
    return {**post, "props": {**post["props"], "attachments": without}}


def buttons(post: Row) -> Iterator[Row]:
    """Yield the buttons of a post, with what they carry back."""
    for attachment in post["props"].get("attachments") or ():
        yield from _actions(attachment)


def _actions(attachment: Row) -> list[Row]:
    return attachment.get("actions") or []


def with_action_ids(props: Row) -> Row:
    """Name every button that has no id, as the real server does."""
    attachments = [
        {**one, "actions": [{"id": new_id(), **action} for action in _actions(one)]}
        for one in props.get("attachments") or ()
    ]
    return {**props, "attachments": attachments} if attachments else dict(props)
