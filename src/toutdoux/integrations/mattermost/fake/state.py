"""What a Mattermost server knows, in memory: people, channels, posts, commands, and whoever listens.

Shapes are those of the official OpenAPI description. Nothing here speaks HTTP.
"""

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import time

from toutdoux.integrations.mattermost.fake.shapes import (
    ROLES,
    Dialog,
    OAuthApp,
    Refuse,
    Row,
    Trigger,
    buttons,
    name_id,
    new_id,
    shown,
    with_action_ids,
)

__all__ = ["Chat", "Dialog", "Listener", "OAuthApp", "Refuse", "Row", "buttons", "name_id", "new_id", "shown"]

Listener = Callable[[Row], None]


@dataclass
class Chat:
    """One server. Every method holds the lock: handlers run in threads."""

    site_url: str = ""
    version: str = "5.37.0"
    trigger_lasts: float = 30.0
    knows_pending: bool = True
    users: dict[str, Row] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    teams: dict[str, Row] = field(default_factory=dict)
    team_members: dict[tuple[str, str], str] = field(default_factory=dict)
    channels: dict[str, Row] = field(default_factory=dict)
    channel_members: dict[tuple[str, str], str] = field(default_factory=dict)
    posts: dict[str, Row] = field(default_factory=dict)
    commands: dict[str, Row] = field(default_factory=dict)
    ephemerals: list[Row] = field(default_factory=list)
    roles: dict[str, list[str]] = field(default_factory=lambda: {name: list(given) for name, given in ROLES.items()})
    triggers: dict[str, Trigger] = field(default_factory=dict)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    apps: dict[str, OAuthApp] = field(default_factory=dict)
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    pending: dict[tuple[str, str], str] = field(default_factory=dict)
    listeners: dict[int, tuple[str, Listener]] = field(default_factory=dict)
    changes: int = 0
    lock: threading.RLock = field(default_factory=threading.RLock)
    _now: int = 0

    # --- setting the scene ------------------------------------------------------------------------------------------

    def add_user(
        self, username: str, *, password: str = "", roles: str = "system_user", bot: bool = False, nickname: str = ""
    ) -> Row:
        """Add someone; return them."""
        at = self.now()
        row: Row = {
            "id": name_id("user", username),
            "create_at": at,
            "update_at": at,
            "delete_at": 0,
            "username": username,
            "first_name": "",
            "last_name": "",
            "nickname": nickname or username.capitalize(),
            "email": f"{username}@example.org",
            "email_verified": True,
            "auth_service": "",
            "roles": roles,
            "locale": "fr",
            "props": {},
            "failed_attempts": 0,
            "mfa_active": False,
            "is_bot": bot,
        }
        with self.lock:
            self.users[row["id"]] = row
            self.passwords[row["id"]] = password
        return row

    def add_token(self, user_id: str, token: str = "") -> str:
        """Give someone an access token; return it."""
        with self.lock:
            token = token or new_id()
            self.tokens[token] = user_id
        return token

    def add_team(self, name: str, *, display_name: str = "") -> Row:
        """Add a team; return it."""
        at = self.now()
        row: Row = {
            "id": name_id("team", name),
            "create_at": at,
            "update_at": at,
            "delete_at": 0,
            "display_name": display_name or name.capitalize(),
            "name": name,
            "description": "",
            "email": "",
            "type": "I",
            "allowed_domains": "",
            "invite_id": new_id(),
            "allow_open_invite": False,
        }
        with self.lock:
            self.teams[row["id"]] = row
        return row

    def add_channel(self, team_id: str, name: str, *, display_name: str = "", type_: str = "P") -> Row:
        """Add a channel to a team (or, without one, between two people); return it."""
        at = self.now()
        row: Row = {
            "id": name_id("channel", team_id, name),
            "create_at": at,
            "update_at": at,
            "delete_at": 0,
            "team_id": team_id,
            "type": type_,
            "display_name": display_name or name.capitalize(),
            "name": name,
            "header": "",
            "purpose": "",
            "last_post_at": 0,
            "total_msg_count": 0,
            "extra_update_at": 0,
            "creator_id": "",
        }
        with self.lock:
            self.channels[row["id"]] = row
        return row

    def add_command(self, team_id: str, trigger: str, *, url: str, creator_id: str = "") -> Row:
        """Add a slash command to a team; return it, with its token."""
        at = self.now()
        row: Row = {
            "id": new_id(),
            "token": new_id(),
            "create_at": at,
            "update_at": at,
            "delete_at": 0,
            "creator_id": creator_id,
            "team_id": team_id,
            "trigger": trigger,
            "method": "P",
            "username": "",
            "icon_url": "",
            "auto_complete": False,
            "auto_complete_desc": "",
            "auto_complete_hint": "",
            "display_name": "",
            "description": "",
            "url": url,
        }
        with self.lock:
            self.commands[row["id"]] = row
        return row

    def join_team(self, team_id: str, user_id: str, *, roles: str = "team_user") -> None:
        """Put someone in a team."""
        with self.lock:
            self.team_members[team_id, user_id] = roles

    def join(self, channel_id: str, user_id: str, *, roles: str = "channel_user") -> None:
        """Put someone in a channel, and tell those who listen."""
        with self.lock:
            if (channel_id, user_id) in self.channel_members:
                return
            self.channel_members[channel_id, user_id] = roles
            team_id = self.channels[channel_id]["team_id"]
            self.tell("user_added", {"user_id": user_id, "team_id": team_id}, channel_id=channel_id)

    def leave(self, channel_id: str, user_id: str, *, remover_id: str = "") -> None:
        """Take someone out of a channel, and tell those who listen."""
        with self.lock:
            if self.channel_members.pop((channel_id, user_id), None) is None:
                return
            self.tell("user_removed", {"user_id": user_id, "remover_id": remover_id}, channel_id=channel_id)

    # --- reading ----------------------------------------------------------------------------------------------------

    def now(self) -> int:
        """Return an instant in milliseconds, later than any before: posts of one moment keep their order."""
        with self.lock:
            self._now = max(self._now + 1, int(time() * 1000))
            return self._now

    def user_named(self, username: str) -> Row:
        """Return a user by name."""
        return next(row for row in self.users.values() if row["username"] == username)

    def channel_named(self, name: str) -> Row:
        """Return a channel by name."""
        return next(row for row in self.channels.values() if row["name"] == name)

    def members_of(self, channel_id: str) -> list[str]:
        """Return who is in a channel, in the order in which they came."""
        return [user for channel, user in self.channel_members if channel == channel_id]

    def posts_in(self, channel_id: str) -> list[Row]:
        """Return the posts of a channel that were not deleted, the oldest first."""
        rows = [post for post in self.posts.values() if post["channel_id"] == channel_id and not post["delete_at"]]
        return sorted(rows, key=lambda post: (post["create_at"], post["id"]))

    def thread_of(self, post_id: str) -> list[Row]:
        """Return a thread, the oldest first."""
        root = self.posts[post_id]["root_id"] or post_id
        return [
            post
            for post in self.posts_in(self.posts[post_id]["channel_id"])
            if post["id"] == root or post["root_id"] == root
        ]

    def direct_between(self, one: str, other: str) -> Row:
        """Return the channel between two people, made when there is none."""
        with self.lock:
            name = "__".join(sorted((one, other)))
            found = next((row for row in self.channels.values() if row["name"] == name), None)
            if found is None:
                found = self.add_channel("", name, type_="D")
                for user_id in {one, other}:
                    self.channel_members[found["id"], user_id] = "channel_user"
            return found

    def may(self, user_id: str, permission: str, *, channel_id: str = "", team_id: str = "") -> bool:
        """Say whether someone has a permission, through the roles they have in the system, the team and the channel."""
        names = self.users[user_id]["roles"].split()
        channel = self.channels.get(channel_id)
        team_id = team_id or (channel["team_id"] if channel else "")
        names += self.team_members.get((team_id, user_id), "").split()
        names += self.channel_members.get((channel_id, user_id), "").split()
        given = {one for name in names for one in self.roles.get(name, ())}
        return permission in given or "manage_system" in given

    # --- posts ------------------------------------------------------------------------------------------------------

    def write(
        self,
        user_id: str,
        channel_id: str,
        message: str,
        *,
        root_id: str = "",
        props: Row | None = None,
        type_: str = "",
        pending_post_id: str = "",
    ) -> Row:
        """Write a post; return it. One that bears a ``pending_post_id`` seen just before is the one written then."""
        with self.lock:
            known = self.pending.get((user_id, pending_post_id)) if pending_post_id and self.knows_pending else None
            if known is not None:
                return self.posts[known]
            if root_id and (root_id not in self.posts or self.posts[root_id]["channel_id"] != channel_id):
                raise Refuse(400, "api.post.create_post.root_id.app_error")
            at = self.now()
            row: Row = {
                "id": new_id(),
                "create_at": at,
                "update_at": at,
                "delete_at": 0,
                "edit_at": 0,
                "user_id": user_id,
                "channel_id": channel_id,
                "root_id": root_id,
                "original_id": "",
                "message": message,
                "type": type_,
                "props": with_action_ids(props or {}) | ({"from_bot": "true"} if self.users[user_id]["is_bot"] else {}),
                "hashtag": "",
                "file_ids": [],
                "pending_post_id": pending_post_id,
                "metadata": {},
            }
            self.posts[row["id"]] = row
            if pending_post_id:
                self.pending[user_id, pending_post_id] = row["id"]
            self.channels[channel_id]["last_post_at"] = at
            self.channels[channel_id]["total_msg_count"] += 1
            self._tell_post("posted", row)
            return row

    def rewrite(self, post_id: str, *, message: str, props: Row | None = None) -> Row:
        """Change a post; ``props`` None leaves them."""
        with self.lock:
            row = self.posts[post_id]
            at = self.now()
            if message != row["message"]:
                row["edit_at"] = at
            row.update(message=message, update_at=at)
            if props is not None:
                row["props"] = with_action_ids(props)
            self._tell_post("post_edited", row)
            return row

    def whisper(self, user_id: str, channel_id: str, message: str) -> Row:
        """Show a message to one user alone; nothing is kept but what they were shown."""
        with self.lock:
            at = self.now()
            row: Row = {"id": new_id(), "create_at": at, "update_at": at, "delete_at": 0, "user_id": user_id}
            row |= {
                "channel_id": channel_id,
                "root_id": "",
                "message": message,
                "type": "system_ephemeral",
                "props": {},
            }
            self.ephemerals.append(row)
            self.tell("ephemeral_message", {"post": json.dumps(row)}, user_id=user_id, channel_id=channel_id)
            return row

    def trigger(self, *, user_id: str, channel_id: str) -> str:
        """Return a new trigger id, good for one dialog."""
        with self.lock:
            name = new_id()
            # A private channel is of no team: what is sent from a dialog there names the team its person was looking at.
            team_id = self.channels[channel_id]["team_id"] or next(iter(self.teams), "")
            until = time() + self.trigger_lasts
            self.triggers[name] = Trigger(user_id=user_id, channel_id=channel_id, team_id=team_id, until=until)
            return name

    def open_dialog(self, *, trigger_id: str, url: str, dialog: Row) -> None:
        """Open a dialog for whom the trigger was; refuse a trigger that is used, too old or not ours."""
        with self.lock:
            trigger = self.triggers.pop(trigger_id, None)
            if trigger is None or trigger.until < time():
                raise Refuse(400, "interactive_message.decode_trigger_id.expired")
            self.dialogs[trigger.user_id] = Dialog(
                url=url, dialog=dialog, channel_id=trigger.channel_id, team_id=trigger.team_id
            )
            asked = json.dumps({"trigger_id": trigger_id, "url": url, "dialog": dialog})
            self.tell("open_dialog", {"dialog": asked}, user_id=trigger.user_id)

    # --- whoever listens --------------------------------------------------------------------------------------------

    def listen(self, user_id: str, listener: Listener) -> int:
        """Call ``listener`` for every event that concerns a user; return a number to stop by."""
        with self.lock:
            number = max(self.listeners, default=0) + 1
            self.listeners[number] = (user_id, listener)
            return number

    def stop_listening(self, number: int) -> None:
        """Tell one listener nothing more."""
        with self.lock:
            self.listeners.pop(number, None)

    def tell(self, event: str, data: Row, *, channel_id: str = "", user_id: str = "") -> None:
        """Tell everyone in a channel, or one user, or everyone."""
        with self.lock:
            self.changes += 1
            broadcast = {"omit_users": None, "user_id": user_id, "channel_id": channel_id, "team_id": ""}
            for listener_id, listener in list(self.listeners.values()):
                concerned = (
                    listener_id == user_id
                    if user_id
                    else (
                        not channel_id
                        or (channel_id, listener_id) in self.channel_members
                        or data.get("user_id") == listener_id
                    )
                )
                if concerned:
                    listener({"event": event, "data": data, "broadcast": broadcast})

    def _tell_post(self, event: str, row: Row) -> None:
        channel = self.channels[row["channel_id"]]
        data = {
            "channel_display_name": channel["display_name"],
            "channel_name": channel["name"],
            "channel_type": channel["type"],
            "post": json.dumps(shown(row)),
            "sender_name": f"@{self.users[row['user_id']]['username']}",
            "team_id": channel["team_id"],
        }
        self.tell(event, data, channel_id=row["channel_id"])
