"""The REST interface of the fake: posts, and the buttons they bear."""

from toutdoux.integrations.mattermost.fake.asking import OK, Answer, Asked, known, route
from toutdoux.integrations.mattermost.fake.calling import call
from toutdoux.integrations.mattermost.fake.state import Refuse, Row, buttons, shown


@route("POST", "/posts")
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


@route("POST", "/posts/ephemeral")
def create_ephemeral(asked: Asked) -> Answer:
    """CreatePostEphemeral."""
    given = asked.fields()
    asked.need("create_post_ephemeral", channel_id=given["post"]["channel_id"])
    row = asked.chat.whisper(given["user_id"], given["post"]["channel_id"], given["post"]["message"])
    return Answer(status=201, body=row)


@route("GET", "/posts/{post_id}")
def get_post(asked: Asked, post_id: str) -> Answer:
    """GetPost."""
    return Answer(body=shown(_readable(asked, post_id)))


@route("GET", "/posts/{post_id}/thread")
def thread(asked: Asked, post_id: str) -> Answer:
    """GetPostThread."""
    _readable(asked, post_id)
    return Answer(body=_list(asked.chat.thread_of(post_id)))


@route("PUT", "/posts/{post_id}/patch")
def patch_post(asked: Asked, post_id: str) -> Answer:
    """PatchPost: what is left out stays."""
    given = asked.fields()
    row = _editable(asked, post_id)
    message = str(given.get("message", row["message"]))
    return Answer(body=shown(asked.chat.rewrite(post_id, message=message, props=given.get("props"))))


@route("PUT", "/posts/{post_id}")
def update_post(asked: Asked, post_id: str) -> Answer:
    """UpdatePost: what is left out is emptied."""
    given = asked.fields()
    if given.get("id") != post_id:
        raise Refuse(400, "api.context.invalid_url_param.app_error")
    _editable(asked, post_id)
    return Answer(
        body=shown(asked.chat.rewrite(post_id, message=given.get("message", ""), props=given.get("props") or {}))
    )


@route("DELETE", "/posts/{post_id}")
def delete_post(asked: Asked, post_id: str) -> Answer:
    """DeletePost."""
    row = _editable(asked, post_id)
    row["delete_at"] = asked.chat.now()
    return Answer(body=OK)


@route("GET", "/channels/{channel_id}/posts")
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


@route("POST", "/posts/{post_id}/actions/{action_id}")
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
    answered = call(action["integration"]["url"], said, "api.post.do_action.action_integration.app_error")
    if answered.get("ephemeral_text"):
        asked.chat.whisper(asked.user_id, post["channel_id"], answered["ephemeral_text"])
    if isinstance(answered.get("update"), dict):
        update = answered["update"]
        asked.chat.rewrite(post_id, message=str(update.get("message", post["message"])), props=update.get("props"))
    return Answer(body={**OK, "trigger_id": trigger_id})


def _readable(asked: Asked, post_id: str) -> Row:
    row = known(asked.chat.posts, post_id, "app.post.get.app_error")
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
