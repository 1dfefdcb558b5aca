"""The page of the fake: the channel as people see it, for trying the whole without a Mattermost. Plain forms, no framework."""

import json
from html import escape
from http.cookies import SimpleCookie
from urllib.parse import parse_qs, quote, urlencode

from toutdoux.drawing.markdown import render_markdown as render
from toutdoux.integrations.mattermost.fake.api import Answer, Asked, answer
from toutdoux.integrations.mattermost.fake.state import Chat, Row, buttons

_CSS = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 52rem; padding: 1rem }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; border-bottom: 1px solid #8886 }
h1 { font-size: 1.2rem; margin: 0; flex: 1 1 12rem } h2 { font-size: 1rem }
.post { border-bottom: 1px solid #8883; padding: .5rem 0; overflow-wrap: anywhere }
.reply { margin-left: 1.5rem; border-left: 3px solid #8885; padding-left: .75rem }
.who { font-weight: 700 } .note { opacity: .75; font-size: .9rem }
.mine { background: #8882; padding: .5rem .75rem; border-radius: .3rem }
blockquote { border-left: 3px solid #8885; margin: .5rem 0; padding-left: .75rem }
pre { white-space: pre-wrap; overflow-wrap: anywhere }
form { display: inline-flex; flex-wrap: wrap; gap: .4rem; margin: .2rem .3rem .2rem 0; max-width: 100% }
form.wide, form.wide textarea, form.wide input[type=text] { display: flex; flex: 1 1 14rem; max-width: 100% }
input, button, select, textarea { font: inherit; padding: .35rem .6rem; max-width: 100% }
dialog { position: static; max-width: 32rem; width: auto; border: 2px solid; margin: 1rem 0 } label { display: block }
"""
#: The few words of the page itself; posts and dialogs bring their own.
_FRENCH = {
    "(invented, for trying)": "(inventé, pour essayer)",
    "You are": "Vous êtes",
    "Change": "Changer",
    "Write, or type /toutdoux help": "Écrivez, ou tapez /toutdoux aide",
    "Answer in the thread": "Répondre dans le fil",
    "Send": "Envoyer",
    "Only visible to you": "Visible de vous seul·e",
    "Cancel": "Annuler",
    "(edited)": "(modifié)",
    "You are in no channel.": "Vous n’êtes dans aucun canal.",
    "Nothing has been said here yet.": "Rien n’a encore été dit ici.",
}
_SCRIPT = """
let seen = document.body.dataset.seen;
setInterval(async () => {
  const typed = document.activeElement && document.activeElement.value;
  const now = await (await fetch('/changes')).text();
  if (now !== seen && !typed) { location.reload(); }
}, 2000);
"""


def respond(asked: Asked) -> Answer:
    """Answer a request of the page."""
    chat = asked.chat
    if asked.path == "/changes":
        return _text(str(chat.changes), "text/plain")
    if asked.path == "/page.js":
        return _text(_SCRIPT, "text/javascript")
    me = _me(asked)
    if me is None:
        return _html("Mattermost", "<p>There is nobody here yet.</p>", chat)
    if asked.method == "POST":
        return _act(asked, me)
    if asked.path == "/" or "/pl/" in asked.path:
        return _channel(asked, me)
    return Answer(status=404, body=b"not found", headers={"Content-Type": "text/plain"})


def choose_who(asked: Asked, *, app_name: str) -> Answer:
    """Ask who allows an application to know who they are."""
    links = [
        f'<li><a href="/oauth/authorize?{escape(urlencode({**asked.query, "as": row["username"]}))}">'
        f"{escape(row['username'])}</a></li>"
        for row in _people(asked.chat)
    ]
    return _html("Mattermost", f"<h2>{escape(app_name)}: who are you?</h2><ul>{''.join(links)}</ul>", asked.chat)


def _people(chat: Chat) -> list[Row]:
    return sorted((row for row in chat.users.values() if not row["is_bot"]), key=lambda row: str(row["username"]))


def _me(asked: Asked) -> Row | None:
    cookie: SimpleCookie = SimpleCookie(asked.headers.get("cookie", ""))
    named = cookie["me"].value if "me" in cookie else ""
    people = _people(asked.chat)
    return next((row for row in people if row["id"] == named), people[0] if people else None)


def _said(asked: Asked, words: str) -> str:
    """Return words of the page in the language of whoever reads."""
    french = asked.headers.get("accept-language", "").lower().startswith("fr")
    return escape(_FRENCH[words] if french else words)


def _act(asked: Asked, me: Row) -> Answer:
    """Do what a form asks through the same REST interface as everyone, then show the channel again."""
    # Another site's page must not press buttons here, were it only a demo.
    if asked.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return Answer(status=403, body=b"no", headers={"Content-Type": "text/plain"})
    given = {key: values[0] for key, values in parse_qs(asked.body.decode(), keep_blank_values=True).items()}
    chat = asked.chat
    headers = {"Location": f"/?channel={quote(given.get('channel', ''))}"}
    if asked.path == "/be":
        headers["Set-Cookie"] = f"me={given['user']}; Path=/; HttpOnly; SameSite=Lax"
        return Answer(status=303, body=b"", headers=headers)
    said: Answer | None = None
    if asked.path == "/press":
        said = _as(asked, me, "POST", f"/posts/{given['post']}/actions/{given['action']}")
    elif asked.path == "/say" and given.get("text", "").startswith("/"):
        said = _as(asked, me, "POST", "/commands/execute", {"channel_id": given["channel"], "command": given["text"]})
    elif asked.path == "/say" and given.get("text", "").strip():
        body = {"channel_id": given["channel"], "message": given["text"], "root_id": given.get("root", "")}
        said = _as(asked, me, "POST", "/posts", body)
    elif asked.path == "/dialog":
        said = _submit(asked, me, given)
    if said is not None and said.status >= 400:
        chat.whisper(me["id"], given["channel"], f"({said.status}) {said.body['message']}")
    return Answer(status=303, body=b"", headers=headers)


def _submit(asked: Asked, me: Row, given: dict[str, str]) -> Answer | None:
    dialog = asked.chat.dialogs.get(me["id"])
    if dialog is None:
        return None
    body = {
        "url": dialog.url,
        "callback_id": dialog.dialog.get("callback_id", ""),
        "state": dialog.dialog.get("state", ""),
        "channel_id": dialog.channel_id,
        "team_id": dialog.team_id,
        "submission": {key[2:]: value for key, value in given.items() if key.startswith("d-")},
        "cancelled": "cancel" in given,
    }
    if body["cancelled"] and not dialog.dialog.get("notify_on_cancel"):
        asked.chat.dialogs.pop(me["id"], None)
        return None
    said = _as(asked, me, "POST", "/actions/dialogs/submit", body)
    faults = [said.body.get("error", ""), *(said.body.get("errors") or {}).values()] if said.status == 200 else []
    if any(faults):
        asked.chat.whisper(me["id"], given["channel"], "\n".join(one for one in faults if one))
    return said


def _as(asked: Asked, me: Row, method: str, path: str, body: Row | None = None) -> Answer:
    token = asked.chat.add_token(me["id"])
    try:
        return answer(
            Asked(
                chat=asked.chat,
                method=method,
                path=f"/api/v4{path}",
                query={},
                headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
                body=json.dumps(body or {}).encode(),
            )
        )
    finally:
        asked.chat.tokens.pop(token, None)


def _channel(asked: Asked, me: Row) -> Answer:
    chat = asked.chat
    mine = [chat.channels[one] for one, member in chat.channel_members if member == me["id"]]
    wanted = asked.query.get("channel", "")
    if "/pl/" in asked.path and (post := chat.posts.get(asked.path.rpartition("/")[2])):
        wanted = post["channel_id"]
    here = next((row for row in mine if row["id"] == wanted), mine[0] if mine else None)
    people = "".join(
        f'<option value="{row["id"]}"{" selected" if row is me else ""}>{escape(row["nickname"])} (@{escape(row["username"])})</option>'
        for row in _people(chat)
    )
    channel_id = here["id"] if here else ""
    body = [
        f'<header><h1>Mattermost <span class="note">{_said(asked, "(invented, for trying)")}</span></h1>',
        f'<form method="post" action="/be"><input type="hidden" name="channel" value="{channel_id}">',
        (
            f'<label>{_said(asked, "You are")} <select name="user">{people}</select></label>'
            f"<button>{_said(asked, 'Change')}</button></form></header>"
        ),
        "<nav><p>",
        " · ".join(
            f'<a href="/?channel={row["id"]}"{" aria-current=page" if row is here else ""}>{escape(_title(chat, row, me))}</a>'
            for row in mine
        ),
        "</p></nav><main>",
    ]
    if here is None:
        body.append(f"<p>{_said(asked, 'You are in no channel.')}</p>")
    else:
        body += _posts(asked, here)
        body += _private(asked, here, me)
        body.append(_say(asked, channel_id, "", "Write, or type /toutdoux help"))
    return _html("Mattermost", "".join(body) + "</main>", chat)


def _title(chat: Chat, row: Row, me: Row) -> str:
    if row["type"] != "D":
        return str(row["display_name"])
    other = next((one for one in chat.members_of(row["id"]) if one != me["id"]), me["id"])
    return f"@{chat.users[other]['username']}"


def _posts(asked: Asked, here: Row) -> list[str]:
    chat = asked.chat
    rows = chat.posts_in(here["id"])
    pieces = []
    for root in (row for row in rows if not row["root_id"]):
        pieces.append(_post(asked, root, here))
        pieces += [_post(asked, row, here) for row in rows if row["root_id"] == root["id"]]
        if not root["type"]:
            pieces.append(f'<div class="reply">{_say(asked, here["id"], root["id"], "Answer in the thread")}</div>')
    return pieces or [f"<p>{_said(asked, 'Nothing has been said here yet.')}</p>"]


def _post(asked: Asked, row: Row, here: Row) -> str:
    author = asked.chat.users[row["user_id"]]
    kind = "post reply" if row["root_id"] else "post"
    pressed = "".join(
        '<form method="post" action="/press">'
        f'<input type="hidden" name="post" value="{row["id"]}"><input type="hidden" name="channel" value="{here["id"]}">'
        f'<button name="action" value="{escape(one["id"])}">{escape(one.get("name", ""))}</button></form>'
        for one in buttons(row)
    )
    edited = f' <span class="note">{_said(asked, "(edited)")}</span>' if row["edit_at"] else ""
    return (
        f'<article class="{kind}" id="{row["id"]}"><span class="who">{escape(author["nickname"])}</span>'
        f"{' <span class=note>BOT</span>' if author['is_bot'] else ''}{edited}{render(row['message'])}{pressed}</article>"
    )


def _private(asked: Asked, here: Row, me: Row) -> list[str]:
    """Show what only this person sees: the last words to them, and the dialog that is open."""
    chat, pieces = asked.chat, []
    whispered = [row for row in chat.ephemerals if row["user_id"] == me["id"] and row["channel_id"] == here["id"]]
    if whispered:
        pieces.append(
            f'<h2>{_said(asked, "Only visible to you")}</h2><div class="mine" role="status">'
            f"{render(whispered[-1]['message'])}</div>"
        )
    dialog = chat.dialogs.get(me["id"])
    if dialog is not None and dialog.channel_id == here["id"]:
        pieces.append(_dialog(asked, dialog.dialog, here["id"]))
    return pieces


def _dialog(asked: Asked, dialog: Row, channel_id: str) -> str:
    fields = []
    for one in dialog.get("elements") or ():
        name, value = escape(f"d-{one['name']}"), escape(str(one.get("default") or ""))
        required = "" if one.get("optional") else " required"
        if one["type"] in {"select", "radio"}:
            offered = one.get("options") or ()
            if one.get("data_source") == "users":
                offered = [{"text": f"@{row['username']}", "value": row["id"]} for row in _people(asked.chat)]
            options = "".join(
                f'<option value="{escape(str(o["value"]))}"{" selected" if o["value"] == one.get("default") else ""}>'
                f"{escape(o['text'])}</option>"
                for o in offered
            )
            control = f'<select name="{name}"{required}>{options}</select>'
        elif one["type"] == "textarea":
            control = f'<textarea name="{name}" rows="4" cols="40"{required}>{value}</textarea>'
        elif one["type"] == "bool":
            control = f'<input type="checkbox" name="{name}" value="true">'
        else:
            control = f'<input type="text" name="{name}" value="{value}"{required}>'
        note = f'<span class="note">{escape(one.get("help_text") or "")}</span>'
        fields.append(f"<p><label>{escape(one['display_name'])} {control}</label>{note}</p>")
    return (
        f'<dialog open><form method="post" action="/dialog" class="wide"><h2>{escape(dialog["title"])}</h2>'
        f'{render(dialog.get("introduction_text") or "")}<input type="hidden" name="channel" value="{channel_id}">'
        f"{''.join(fields)}<p><button>{escape(dialog.get('submit_label') or 'OK')}</button> "
        f'<button name="cancel" value="1" formnovalidate>{_said(asked, "Cancel")}</button></p></form></dialog>'
    )


def _say(asked: Asked, channel_id: str, root_id: str, text: str) -> str:
    words = _said(asked, text)
    return (
        '<form method="post" action="/say" class="wide">'
        f'<input type="hidden" name="channel" value="{channel_id}"><input type="hidden" name="root" value="{root_id}">'
        f'<input type="text" name="text" aria-label="{words}" placeholder="{words}">'
        f"<button>{_said(asked, 'Send')}</button></form>"
    )


def _html(title: str, body: str, chat: Chat) -> Answer:
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_CSS}</style><script src="/page.js" defer></script>'
        f'</head><body data-seen="{chat.changes}">{body}</body></html>'
    )
    return _text(page, "text/html")


def _text(text: str, kind: str) -> Answer:
    return Answer(body=text.encode(), headers={"Content-Type": f"{kind}; charset=utf-8"})
