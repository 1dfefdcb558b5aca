"""The REST interface of the fake: the server itself, people, roles, teams and channels."""

from toutdoux.integrations.mattermost.fake.asking import OK, Answer, Asked, known, route
from toutdoux.integrations.mattermost.fake.state import Chat, Refuse, Row


@route("GET", "/system/ping", public=True)
def ping(_asked: Asked) -> Answer:
    """GetPing."""
    return Answer(body=OK)


@route("GET", "/config/client", public=True)
def client_config(asked: Asked) -> Answer:
    """GetClientConfig."""
    return Answer(
        body={"Version": asked.chat.version, "SiteURL": asked.chat.site_url, "BuildNumber": asked.chat.version}
    )


@route("GET", "/license/client", public=True)
def client_license(_asked: Asked) -> Answer:
    """GetClientLicense."""
    return Answer(body={"IsLicensed": "false"})


@route("POST", "/users/login", public=True)
def login(asked: Asked) -> Answer:
    """Login, by name and password; the token is in a header."""
    given = asked.fields()
    for user_id, row in asked.chat.users.items():
        named = given.get("login_id") in {row["username"], row["email"]}
        if named and asked.chat.passwords[user_id] and given.get("password") == asked.chat.passwords[user_id]:
            return Answer(status=201, body=row, headers={"Token": asked.chat.add_token(user_id)})
    raise Refuse(401, "api.user.login.invalid_credentials_email_username")


@route("POST", "/users/logout")
def logout(asked: Asked) -> Answer:
    """Logout: the session's token opens nothing more."""
    asked.chat.tokens.pop(asked.headers["authorization"].partition(" ")[2], None)
    return Answer(body=OK)


@route("POST", "/users/ids")
def users_by_ids(asked: Asked) -> Answer:
    """GetUsersByIds."""
    wanted = asked.json()
    return Answer(body=[asked.chat.users[one] for one in wanted if one in asked.chat.users])


@route("GET", "/users/username/{username}")
def user_by_name(asked: Asked, username: str) -> Answer:
    """GetUserByUsername."""
    found = {row["username"]: row for row in asked.chat.users.values()}
    return Answer(body=known(found, username, "store.sql_user.get_by_username.app_error"))


@route("GET", "/users/{user_id}")
def user(asked: Asked, user_id: str) -> Answer:
    """GetUser."""
    return Answer(body=known(asked.chat.users, _own(asked, user_id), "store.sql_user.missing_account.const"))


@route("GET", "/users/{user_id}/teams")
def teams_of_user(asked: Asked, user_id: str) -> Answer:
    """GetTeamsForUser."""
    who = _own(asked, user_id)
    return Answer(body=[asked.chat.teams[team] for team, member in asked.chat.team_members if member == who])


@route("GET", "/users/{user_id}/teams/{team_id}/channels")
def channels_of_user(asked: Asked, user_id: str, team_id: str) -> Answer:
    """GetChannelsForTeamForUser."""
    who = _own(asked, user_id)
    found = [asked.chat.channels[channel] for channel, member in asked.chat.channel_members if member == who]
    return Answer(body=[row for row in found if row["team_id"] in {team_id, ""}])


@route("POST", "/roles/names")
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


@route("GET", "/teams/name/{name}")
def team_by_name(asked: Asked, name: str) -> Answer:
    """GetTeamByName."""
    found = {row["name"]: row for row in asked.chat.teams.values()}
    row = known(found, name, "app.team.get_by_name.missing.app_error")
    asked.need("view_team", team_id=row["id"])
    return Answer(body=row)


@route("GET", "/teams/{team_id}/members/{user_id}")
def team_member(asked: Asked, team_id: str, user_id: str) -> Answer:
    """GetTeamMember."""
    asked.need("view_team", team_id=team_id)
    roles_there = asked.chat.team_members.get((team_id, _own(asked, user_id)))
    if roles_there is None:
        raise Refuse(404, "app.team.get_member.missing.app_error")
    row = {"team_id": team_id, "user_id": _own(asked, user_id), "roles": roles_there, "delete_at": 0}
    return Answer(body=row | {"scheme_user": True, "scheme_admin": False, "explicit_roles": ""})


@route("GET", "/teams/{team_id}/channels/name/{name}")
def channel_by_name(asked: Asked, team_id: str, name: str) -> Answer:
    """GetChannelByName: a private channel is not there for who is not in it."""
    found = {row["name"]: row for row in asked.chat.channels.values() if row["team_id"] == team_id}
    row = known(found, name, "app.channel.get_by_name.missing.app_error")
    if not asked.chat.may(asked.user_id, "read_channel", channel_id=row["id"]):
        raise Refuse(404, "app.channel.get_by_name.missing.app_error")
    return Answer(body=row)


@route("GET", "/channels/{channel_id}")
def channel(asked: Asked, channel_id: str) -> Answer:
    """GetChannel."""
    row = known(asked.chat.channels, channel_id, "app.channel.get.existing.app_error")
    asked.need("read_channel", channel_id=channel_id)
    return Answer(body=row)


@route("GET", "/channels/{channel_id}/members")
def channel_members(asked: Asked, channel_id: str) -> Answer:
    """GetChannelMembers."""
    asked.need("read_channel", channel_id=channel_id)
    page, size = int(asked.query.get("page", 0)), min(int(asked.query.get("per_page", 60)), 200)
    found = asked.chat.members_of(channel_id)[page * size : (page + 1) * size]
    return Answer(body=[_membership(asked.chat, channel_id, one) for one in found])


@route("GET", "/channels/{channel_id}/members/{user_id}")
def channel_member(asked: Asked, channel_id: str, user_id: str) -> Answer:
    """GetChannelMember."""
    asked.need("read_channel", channel_id=channel_id)
    if (channel_id, _own(asked, user_id)) not in asked.chat.channel_members:
        raise Refuse(404, "app.channel.get_member.missing.app_error")
    return Answer(body=_membership(asked.chat, channel_id, _own(asked, user_id)))


@route("POST", "/channels/{channel_id}/members")
def add_channel_member(asked: Asked, channel_id: str) -> Answer:
    """AddChannelMember; a post of the system says it."""
    user_id = asked.fields().get("user_id", "")
    row = known(asked.chat.channels, channel_id, "app.channel.get.existing.app_error")
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


@route("DELETE", "/channels/{channel_id}/members/{user_id}")
def remove_channel_member(asked: Asked, channel_id: str, user_id: str) -> Answer:
    """RemoveUserFromChannel."""
    row = known(asked.chat.channels, channel_id, "app.channel.get.existing.app_error")
    if user_id != asked.user_id:
        asked.need(_members_permission(row), channel_id=channel_id)
    asked.chat.leave(channel_id, _own(asked, user_id), remover_id=asked.user_id)
    return Answer(body=OK)


@route("POST", "/channels/direct")
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
