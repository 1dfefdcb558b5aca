"""The REST interface of the fake: one function for each documented endpoint that we, or an official client, call."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode

import httpx

from toutdoux.integrations.mattermost.fake.state import Chat, Refuse, Row, buttons, new_id, shown

#: What integrations get to answer, as the real server gives it.
_PATIENCE = 10.0
_OK: Row = {"status": "OK"}


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


def _route(method: str, path: str, *, public: bool = False) -> Callable[[Handler], Handler]:
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


def _known(rows: dict[str, Row], key: str, error_id: str) -> Row:
    if key not in rows:
        raise Refuse(404, error_id)
    return rows[key]


# --- server, people -------------------------------------------------------------------------------------------------


@_route("GET", "/system/ping", public=True)
def ping(_asked: Asked) -> Answer:
    """GetPing."""
    return Answer(body=_OK)


@_route("GET", "/config/client", public=True)
def client_config(asked: Asked) -> Answer:
    """GetClientConfig."""
    return Answer(
        body={"Version": asked.chat.version, "SiteURL": asked.chat.site_url, "BuildNumber": asked.chat.version}
    )


@_route("GET", "/license/client", public=True)
def client_license(_asked: Asked) -> Answer:
    """GetClientLicense."""
    return Answer(body={"IsLicensed": "false"})


@_route("POST", "/users/login", public=True)
def login(asked: Asked) -> Answer:
    """Login, by name and password; the token is in a header."""
    given = asked.fields()
    for user_id, row in asked.chat.users.items():
        named = given.get("login_id") in {row["username"], row["email"]}
        if named and asked.chat.passwords[user_id] and given.get("password") == asked.chat.passwords[user_id]:
            return Answer(status=201, body=row, headers={"Token": asked.chat.add_token(user_id)})
    raise Refuse(401, "api.user.login.invalid_credentials_email_username")


@_route("POST", "/users/logout")
def logout(asked: Asked) -> Answer:
    """Logout: the session's token opens nothing more."""
    asked.chat.tokens.pop(asked.headers["authorization"].partition(" ")[2], None)
    return Answer(body=_OK)


@_route("POST", "/users/ids")
def users_by_ids(asked: Asked) -> Answer:
    """GetUsersByIds."""
    wanted = asked.json()
    return Answer(body=[asked.chat.users[one] for one in wanted if one in asked.chat.users])


@_route("GET", "/users/username/{username}")
def user_by_name(asked: Asked, username: str) -> Answer:
    """GetUserByUsername."""
    found = {row["username"]: row for row in asked.chat.users.values()}
    return Answer(body=_known(found, username, "store.sql_user.get_by_username.app_error"))


@_route("GET", "/users/{user_id}")
def user(asked: Asked, user_id: str) -> Answer:
    """GetUser."""
    return Answer(body=_known(asked.chat.users, _own(asked, user_id), "store.sql_user.missing_account.const"))


@_route("GET", "/users/{user_id}/teams")
def teams_of_user(asked: Asked, user_id: str) -> Answer:
    """GetTeamsForUser."""
    who = _own(asked, user_id)
    return Answer(body=[asked.chat.teams[team] for team, member in asked.chat.team_members if member == who])


@_route("GET", "/users/{user_id}/teams/{team_id}/channels")
def channels_of_user(asked: Asked, user_id: str, team_id: str) -> Answer:
    """GetChannelsForTeamForUser."""
    who = _own(asked, user_id)
    found = [asked.chat.channels[channel] for channel, member in asked.chat.channel_members if member == who]
    return Answer(body=[row for row in found if row["team_id"] in {team_id, ""}])


@_route("POST", "/roles/names")
def roles(asked: Asked) -> Answer:
    """GetRolesByNames."""
    names = asked.json()
    if not isinstance(names, list) or len(names) > 100:
        raise Refuse(400, "api.roles.get_multiple_by_name_too_many.request_error")
    given = asked.chat.roles
    return Answer(
        body=[
            {"id": name, "name": name, "display_name": name, "permissions": given[name], "scheme_managed": True}
            for name in names
            if name in given
        ]
    )


def _own(asked: Asked, user_id: str) -> str:
    return asked.user_id if user_id == "me" else user_id


# --- teams, channels ------------------------------------------------------------------------------------------------


@_route("GET", "/teams/name/{name}")
def team_by_name(asked: Asked, name: str) -> Answer:
    """GetTeamByName."""
    found = {row["name"]: row for row in asked.chat.teams.values()}
    row = _known(found, name, "app.team.get_by_name.missing.app_error")
    asked.need("view_team", team_id=row["id"])
    return Answer(body=row)


@_route("GET", "/teams/{team_id}/members/{user_id}")
def team_member(asked: Asked, team_id: str, user_id: str) -> Answer:
    """GetTeamMember."""
    asked.need("view_team", team_id=team_id)
    roles_there = asked.chat.team_members.get((team_id, _own(asked, user_id)))
    if roles_there is None:
        raise Refuse(404, "app.team.get_member.missing.app_error")
    row = {"team_id": team_id, "user_id": _own(asked, user_id), "roles": roles_there, "delete_at": 0}
    return Answer(body=row | {"scheme_user": True, "scheme_admin": False, "explicit_roles": ""})


@_route("GET", "/teams/{team_id}/channels/name/{name}")
def channel_by_name(asked: Asked, team_id: str, name: str) -> Answer:
    """GetChannelByName: a private channel is not there for who is not in it."""
    found = {row["name"]: row for row in asked.chat.channels.values() if row["team_id"] == team_id}
    row = _known(found, name, "app.channel.get_by_name.missing.app_error")
    if not asked.chat.may(asked.user_id, "read_channel", channel_id=row["id"]):
        raise Refuse(404, "app.channel.get_by_name.missing.app_error")
    return Answer(body=row)


@_route("GET", "/channels/{channel_id}")
def channel(asked: Asked, channel_id: str) -> Answer:
    """GetChannel."""
    row = _known(asked.chat.channels, channel_id, "app.channel.get.existing.app_error")
    asked.need("read_channel", channel_id=channel_id)
    return Answer(body=row)


@_route("GET", "/channels/{channel_id}/members")
def channel_members(asked: Asked, channel_id: str) -> Answer:
    """GetChannelMembers."""
    asked.need("read_channel", channel_id=channel_id)
    page, size = int(asked.query.get("page", 0)), min(int(asked.query.get("per_page", 60)), 200)
    found = asked.chat.members_of(channel_id)[page * size : (page + 1) * size]
    return Answer(body=[_membership(asked.chat, channel_id, one) for one in found])


@_route("GET", "/channels/{channel_id}/members/{user_id}")
def channel_member(asked: Asked, channel_id: str, user_id: str) -> Answer:
    """GetChannelMember."""
    asked.need("read_channel", channel_id=channel_id)
    if (channel_id, _own(asked, user_id)) not in asked.chat.channel_members:
        raise Refuse(404, "app.channel.get_member.missing.app_error")
    return Answer(body=_membership(asked.chat, channel_id, _own(asked, user_id)))


@_route("POST", "/channels/{channel_id}/members")
def add_channel_member(asked: Asked, channel_id: str) -> Answer:
    """AddChannelMember; a post of the system says it."""
    user_id = asked.fields().get("user_id", "")
    row = _known(asked.chat.channels, channel_id, "app.channel.get.existing.app_error")
    asked.need(_members_permission(row), channel_id=channel_id)
    if (row["team_id"], user_id) not in asked.chat.team_members:
        raise Refuse(404, "app.team.get_member.missing.app_error")
    if (channel_id, user_id) not in asked.chat.channel_members:
        asked.chat.join(channel_id, user_id)
        added = asked.chat.users[user_id]["username"]
        asked.chat.write(
            asked.user_id, channel_id, f"{added} added to the channel.", type_="system_add_to_channel", props={}
        )
    return Answer(status=201, body=_membership(asked.chat, channel_id, user_id))


@_route("DELETE", "/channels/{channel_id}/members/{user_id}")
def remove_channel_member(asked: Asked, channel_id: str, user_id: str) -> Answer:
    """RemoveUserFromChannel."""
    row = _known(asked.chat.channels, channel_id, "app.channel.get.existing.app_error")
    if user_id != asked.user_id:
        asked.need(_members_permission(row), channel_id=channel_id)
    asked.chat.leave(channel_id, _own(asked, user_id), remover_id=asked.user_id)
    return Answer(body=_OK)


@_route("POST", "/channels/direct")
def direct_channel(asked: Asked) -> Answer:
    """CreateDirectChannel."""
    pair = asked.json()
    if not isinstance(pair, list) or len(pair) != 2 or any(one not in asked.chat.users for one in pair):
        raise Refuse(400, "api.context.invalid_body_param.app_error")
    if asked.user_id not in pair:
        asked.need("manage_system")
    asked.need("create_direct_channel")
    return Answer(status=201, body=asked.chat.direct_between(*pair))


def _members_permission(row: Row) -> str:
    return "manage_private_channel_members" if row["type"] == "P" else "manage_public_channel_members"


def _membership(chat: Chat, channel_id: str, user_id: str) -> Row:
    return {
        "channel_id": channel_id,
        "user_id": user_id,
        "roles": chat.channel_members[channel_id, user_id],
        "last_viewed_at": 0,
        "msg_count": 0,
        "mention_count": 0,
        "last_update_at": 0,
    }


# --- posts ----------------------------------------------------------------------------------------------------------


@_route("POST", "/posts")
def create_post(asked: Asked) -> Answer:
    """CreatePost."""
    given = asked.fields()
    channel_id, message = given.get("channel_id", ""), given.get("message", "")
    if channel_id not in asked.chat.channels:
        raise Refuse(404, "app.channel.get.existing.app_error")
    asked.need("create_post", channel_id=channel_id)
    if not isinstance(message, str) or len(message) > 16383:
        raise Refuse(400, "model.post.is_valid.message_length.app_error")
    row = asked.chat.write(
        asked.user_id,
        channel_id,
        message,
        root_id=given.get("root_id", ""),
        props=given.get("props"),
        pending_post_id=given.get("pending_post_id", ""),
    )
    return Answer(status=201, body=shown(row))


@_route("POST", "/posts/ephemeral")
def create_ephemeral(asked: Asked) -> Answer:
    """CreatePostEphemeral."""
    given = asked.fields()
    asked.need("create_post_ephemeral", channel_id=given["post"]["channel_id"])
    row = asked.chat.whisper(given["user_id"], given["post"]["channel_id"], given["post"]["message"])
    return Answer(status=201, body=row)


@_route("GET", "/posts/{post_id}")
def get_post(asked: Asked, post_id: str) -> Answer:
    """GetPost."""
    return Answer(body=shown(_readable(asked, post_id)))


@_route("GET", "/posts/{post_id}/thread")
def thread(asked: Asked, post_id: str) -> Answer:
    """GetPostThread."""
    _readable(asked, post_id)
    return Answer(body=_list(asked.chat.thread_of(post_id)))


@_route("PUT", "/posts/{post_id}/patch")
def patch_post(asked: Asked, post_id: str) -> Answer:
    """PatchPost: what is left out stays."""
    given = asked.fields()
    row = _editable(asked, post_id)
    message = str(given.get("message", row["message"]))
    return Answer(body=shown(asked.chat.rewrite(post_id, message=message, props=given.get("props"))))


@_route("PUT", "/posts/{post_id}")
def update_post(asked: Asked, post_id: str) -> Answer:
    """UpdatePost: what is left out is emptied."""
    given = asked.fields()
    if given.get("id") != post_id:
        raise Refuse(400, "api.context.invalid_url_param.app_error")
    _editable(asked, post_id)
    return Answer(
        body=shown(asked.chat.rewrite(post_id, message=given.get("message", ""), props=given.get("props") or {}))
    )


@_route("DELETE", "/posts/{post_id}")
def delete_post(asked: Asked, post_id: str) -> Answer:
    """DeletePost."""
    row = _editable(asked, post_id)
    row["delete_at"] = asked.chat.now()
    return Answer(body=_OK)


@_route("GET", "/channels/{channel_id}/posts")
def channel_posts(asked: Asked, channel_id: str) -> Answer:
    """GetPostsForChannel."""
    asked.need("read_channel", channel_id=channel_id)
    rows = asked.chat.posts_in(channel_id)
    if "since" in asked.query:
        rows = [row for row in rows if row["update_at"] > int(asked.query["since"])][-1000:]
    else:
        page, size = int(asked.query.get("page", 0)), min(int(asked.query.get("per_page", 60)), 200)
        rows = rows[::-1][page * size : (page + 1) * size][::-1]
    return Answer(body=_list(rows))


@_route("POST", "/posts/{post_id}/actions/{action_id}")
def press(asked: Asked, post_id: str, action_id: str) -> Answer:
    """DoPostAction: the integration is called back as the real server calls it, and its answer shown."""
    post = _readable(asked, post_id)
    action = next((one for one in buttons(post) if one.get("id") == action_id), None)
    if action is None:
        raise Refuse(404, "api.post.do_action.action_id.app_error")
    row = asked.chat.channels[post["channel_id"]]
    team = asked.chat.teams.get(row["team_id"], {"name": ""})
    trigger_id = asked.chat.trigger(user_id=asked.user_id, channel_id=post["channel_id"])
    said = {
        "user_id": asked.user_id,
        "user_name": asked.chat.users[asked.user_id]["username"],
        "channel_id": post["channel_id"],
        "channel_name": row["name"],
        "team_id": row["team_id"],
        "team_domain": team["name"],
        "post_id": post_id,
        "trigger_id": trigger_id,
        "type": action.get("type", "button"),
        "data_source": "",
        "context": action["integration"].get("context", {}),
    }
    answered = _call(action["integration"]["url"], said, "api.post.do_action.action_integration.app_error")
    if answered.get("ephemeral_text"):
        asked.chat.whisper(asked.user_id, post["channel_id"], answered["ephemeral_text"])
    if isinstance(answered.get("update"), dict):
        update = answered["update"]
        asked.chat.rewrite(post_id, message=str(update.get("message", post["message"])), props=update.get("props"))
    return Answer(body={**_OK, "trigger_id": trigger_id})


def _readable(asked: Asked, post_id: str) -> Row:
    row = _known(asked.chat.posts, post_id, "app.post.get.app_error")
    if row["delete_at"]:
        raise Refuse(404, "app.post.get.app_error")
    asked.need("read_channel", channel_id=row["channel_id"])
    return row


def _editable(asked: Asked, post_id: str) -> Row:
    row = _readable(asked, post_id)
    asked.need("edit_post", channel_id=row["channel_id"])
    if row["user_id"] != asked.user_id:
        raise Refuse(403, "api.context.permissions.app_error")
    return row


def _list(rows: list[Row]) -> Row:
    newest_first = [row["id"] for row in reversed(rows)]
    posts = {row["id"]: shown(row) for row in rows}
    return {"order": newest_first, "posts": posts, "next_post_id": "", "prev_post_id": "", "has_next": False}


# --- dialogs and commands -------------------------------------------------------------------------------------------


@_route("POST", "/actions/dialogs/open", public=True)
def open_dialog(asked: Asked) -> Answer:
    """OpenInteractiveDialog: whoever holds a trigger may."""
    given = asked.fields()
    if len(given["dialog"].get("title", "")) > 24 or not given["dialog"].get("title"):
        raise Refuse(400, "model.dialog.is_valid.title.app_error")
    asked.chat.open_dialog(trigger_id=given["trigger_id"], url=given["url"], dialog=given["dialog"])
    return Answer(body=_OK)


@_route("POST", "/actions/dialogs/submit")
def submit_dialog(asked: Asked) -> Answer:
    """SubmitInteractiveDialog: the integration's answer goes back to whoever filled it in."""
    given = asked.fields()
    said = {
        "type": "dialog_submission",
        "callback_id": given.get("callback_id", ""),
        "state": given.get("state", ""),
        "user_id": asked.user_id,
        "channel_id": given["channel_id"],
        "team_id": given["team_id"],
        "submission": given["submission"],
        "cancelled": bool(given.get("cancelled", False)),
    }
    answered = _call(given["url"], said, "app.submit_interactive_dialog.json_error")
    if not answered.get("errors") and not answered.get("error"):
        asked.chat.dialogs.pop(asked.user_id, None)
    return Answer(body=answered or _OK)


@_route("GET", "/commands")
def list_commands(asked: Asked) -> Answer:
    """ListCommands."""
    team_id = asked.query.get("team_id", "")
    asked.need("manage_slash_commands", team_id=team_id)
    return Answer(body=[row for row in asked.chat.commands.values() if row["team_id"] == team_id])


@_route("POST", "/commands")
def create_command(asked: Asked) -> Answer:
    """CreateCommand."""
    given = asked.fields()
    asked.need("manage_slash_commands", team_id=given["team_id"])
    taken = (row for row in asked.chat.commands.values() if row["team_id"] == given["team_id"])
    if any(row["trigger"] == given["trigger"] for row in taken):
        raise Refuse(400, "api.command.duplicate_trigger.app_error")
    row = asked.chat.add_command(given["team_id"], given["trigger"], url=given["url"], creator_id=asked.user_id)
    row |= given
    return Answer(status=201, body=row)


@_route("PUT", "/commands/{command_id}/regen_token")
def regenerate_command_token(asked: Asked, command_id: str) -> Answer:
    """RegenCommandToken."""
    row = _known(asked.chat.commands, command_id, "store.sql_command.save.get.app_error")
    asked.need("manage_slash_commands", team_id=row["team_id"])
    row["token"] = new_id()
    return Answer(body={"token": row["token"]})


@_route("POST", "/commands/execute")
def execute_command(asked: Asked) -> Answer:
    """ExecuteCommand: what was typed goes to the integration as a form, with the command's token."""
    given = asked.fields()
    channel_id = given["channel_id"]
    asked.need("use_slash_commands", channel_id=channel_id)
    row = asked.chat.channels[channel_id]
    team_id = row["team_id"] or given.get("team_id", "")
    word, _, text = given["command"].removeprefix("/").partition(" ")
    own = (one for one in asked.chat.commands.values() if one["team_id"] == team_id)
    command = next((one for one in own if one["trigger"] == word), None)
    if command is None:
        raise Refuse(404, "api.command.execute_command.not_found.app_error")
    trigger_id = asked.chat.trigger(user_id=asked.user_id, channel_id=channel_id)
    said = {
        "channel_id": channel_id,
        "channel_name": row["name"],
        "command": f"/{word}",
        "response_url": f"{asked.chat.site_url}/hooks/commands/{trigger_id}",
        "team_domain": asked.chat.teams[team_id]["name"],
        "team_id": team_id,
        "text": text,
        "token": command["token"],
        "trigger_id": trigger_id,
        "user_id": asked.user_id,
        "user_name": asked.chat.users[asked.user_id]["username"],
    }
    headers = {"Authorization": f"Token {command['token']}", "Accept": "application/json"}
    answered = _call(command["url"], said, "api.command.execute_command.failed.app_error", form=True, headers=headers)
    if answered.get("text"):
        if answered.get("response_type") == "in_channel":
            asked.chat.write(asked.user_id, channel_id, answered["text"])
        else:
            asked.chat.whisper(asked.user_id, channel_id, answered["text"])
    return Answer(body={"response_type": "ephemeral", **answered, "trigger_id": trigger_id})


def _call(url: str, said: Row, error_id: str, *, form: bool = False, headers: dict[str, str] | None = None) -> Row:
    """Call an integration and return its answer; refuse in its place when it does not answer well."""
    try:
        with httpx.Client(timeout=_PATIENCE, trust_env=False) as http:
            if form:
                content_type = "application/x-www-form-urlencoded"
                answered = http.post(
                    url, content=urlencode(said), headers={"Content-Type": content_type, **(headers or {})}
                )
            else:
                answered = http.post(url, json=said, headers=headers)
    except httpx.HTTPError as failed:
        raise Refuse(400, error_id) from failed
    if answered.status_code != 200:
        raise Refuse(400, error_id, f"status={answered.status_code}")
    try:
        found = answered.json() if answered.content else {}
    except ValueError as failed:
        raise Refuse(400, error_id) from failed
    return found if isinstance(found, dict) else {}


# --- signing in with it ---------------------------------------------------------------------------------------------


def access_token(asked: Asked) -> Answer:
    """``/oauth/access_token``: a code for a token, once, for the application it was given to."""
    given = {key: values[0] for key, values in parse_qs(asked.body.decode("utf-8", errors="replace")).items()}
    app = asked.chat.apps.get(given.get("client_id", ""))
    code = asked.chat.codes.pop(given.get("code", ""), None)
    if app is None or given.get("client_secret") != app.client_secret:
        return error(Refuse(403, "api.oauth.get_access_token.credentials.app_error"))
    if given.get("grant_type") != "authorization_code":
        return error(Refuse(400, "api.oauth.get_access_token.bad_grant.app_error"))
    if code is None or code[0] != app.client_id or code[1] != given.get("redirect_uri"):
        return error(Refuse(400, "api.oauth.get_access_token.expired_code.app_error"))
    token = asked.chat.add_token(code[2])
    return Answer(
        body={
            "access_token": token,
            "token_type": "bearer",
            "expires_in": 2592000,
            "scope": "user",
            "refresh_token": "",
        }
    )
