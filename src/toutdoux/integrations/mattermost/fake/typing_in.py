"""The REST interface of the fake: dialogs, slash commands, and signing in elsewhere with it."""

from urllib.parse import parse_qs

from toutdoux.integrations.mattermost.fake.asking import OK, Answer, Asked, error, known, route
from toutdoux.integrations.mattermost.fake.calling import call
from toutdoux.integrations.mattermost.fake.state import Refuse, new_id


@route("POST", "/actions/dialogs/open", public=True)
def open_dialog(asked: Asked) -> Answer:
    """OpenInteractiveDialog: whoever holds a trigger may."""
    given = asked.fields()
    if len(given["dialog"].get("title", "")) > 24 or not given["dialog"].get("title"):
        raise Refuse(400, "model.dialog.is_valid.title.app_error")
    asked.chat.open_dialog(trigger_id=given["trigger_id"], url=given["url"], dialog=given["dialog"])
    return Answer(body=OK)


@route("POST", "/actions/dialogs/submit")
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
    answered = call(given["url"], said, "app.submit_interactive_dialog.json_error")
    if not answered.get("errors") and not answered.get("error"):
        asked.chat.dialogs.pop(asked.user_id, None)
    return Answer(body=answered or OK)


@route("GET", "/commands")
def list_commands(asked: Asked) -> Answer:
    """ListCommands."""
    team_id = asked.query.get("team_id", "")
    asked.need("manage_slash_commands", team_id=team_id)
    return Answer(body=[row for row in asked.chat.commands.values() if row["team_id"] == team_id])


@route("POST", "/commands")
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


@route("PUT", "/commands/{command_id}/regen_token")
def regenerate_command_token(asked: Asked, command_id: str) -> Answer:
    """RegenCommandToken."""
    row = known(asked.chat.commands, command_id, "store.sql_command.save.get.app_error")
    asked.need("manage_slash_commands", team_id=row["team_id"])
    row["token"] = new_id()
    return Answer(body={"token": row["token"]})


@route("POST", "/commands/execute")
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
    answered = call(command["url"], said, "api.command.execute_command.failed.app_error", form=True, headers=headers)
    if answered.get("text"):
        if answered.get("response_type") == "in_channel":
            asked.chat.write(asked.user_id, channel_id, answered["text"])
        else:
            asked.chat.whisper(asked.user_id, channel_id, answered["text"])
    return Answer(body={"response_type": "ephemeral", **answered, "trigger_id": trigger_id})


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
