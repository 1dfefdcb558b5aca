"""An association in its chat: people with linked accounts, a vote with its buttons, presses as Mattermost sends them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.core.cache import cache
from django.test import Client, override_settings

from tests.support.mattermost.server import CHANNEL, FakeMattermost, connected_world, mattermost
from tests.support.people import World
from toutdoux.decisions.models import Action, Ballot
from toutdoux.integrations.chat.commands import link_account, make_chat_link
from toutdoux.integrations.mattermost.addresses import button_url, command_url
from toutdoux.integrations.mattermost.commands import keep_command_token
from toutdoux.integrations.mattermost.logic.contexts import Context, seal
from toutdoux.integrations.mattermost.queries import connection
from toutdoux.kernel.people import Actor
from toutdoux.members.commands import NewPerson, add_member
from toutdoux.rules.facts import Choice

__all__ = ["CHANNEL", "Talk", "refused", "talking"]


@dataclass
class Talk:
    """A world and its chat. ``client`` calls us as Mattermost does; the fake's own presses need a live server."""

    here: World
    chat: FakeMattermost
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    token: str = "the token of the command"
    sent: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        keep_command_token(association_id=self.here.association_id, token=self.token)

    def tick(self) -> datetime:
        """Set the story's clock to that of the machine, which pages read."""
        self.here.now = datetime.now(tz=UTC)
        return self.here.now

    # --- who ------------------------------------------------------------------------------------------------------

    def user_id(self, name: str) -> str:
        return str(self.chat.chat.user_named(name)["id"])

    def link(self, *names: str) -> None:
        """Join the chat accounts of some people to themselves."""
        for name in names:
            token = make_chat_link(
                association_id=self.here.association_id,
                chat="mattermost",
                server=self.chat.url,
                user_id=self.user_id(name),
                user_name=name,
                now=self.here.now,
            )
            link_account(actor=self.here.people[name], token=token or "", now=self.here.now)

    def newcomer(self, name: str) -> None:
        """Enter someone in the register, who waits for their right; their account is linked."""
        member_id = add_member(actor=self.here.alice, person=NewPerson(name=name.capitalize()), now=self.here.now)
        self.here.people[name] = Actor(association_id=self.here.association_id, member_id=member_id)
        self.chat.person(name)
        self.link(name)

    # --- what Mattermost sends ------------------------------------------------------------------------------------

    def context(self, action: Action, choice: str, *, version: int = 1, **changed: Any) -> dict[str, Any]:
        """Return the sealed context of a button."""
        row = connection(association_id=self.here.association_id)
        assert row is not None
        meant: dict[str, Any] = {
            "association_id": self.here.association_id,
            "action_id": action.id,
            "version": version,
            "channel_id": self.chat.channel["id"],
            "choice": Choice(choice),
        }
        return dict(seal(secret=row.callback_secret, context=Context(**(meant | changed))))

    def body(self, name: str, action: Action, choice: str, **changed: Any) -> dict[str, Any]:
        """Return the callback of a press."""
        return {
            "user_id": self.user_id(name),
            "user_name": name,
            "channel_id": self.chat.channel["id"],
            "channel_name": CHANNEL,
            "team_id": self.chat.team["id"],
            "team_domain": "fireflies",
            "post_id": "p" * 26,
            "trigger_id": self.trigger(name),
            "type": "button",
            "data_source": "",
            "context": self.context(action, choice),
        } | changed

    def trigger(self, name: str) -> str:
        """Return a trigger that the chat knows."""
        return self.chat.chat.trigger(user_id=self.user_id(name), channel_id=self.chat.channel["id"])

    def call(self, what: str, body: Mapping[str, Any]) -> Any:
        """Call us as Mattermost does."""
        address = f"/a/{self.here.slug}/chat/mattermost/{what}/"
        if what == "command":
            return self.client.post(address, dict(body))
        return self.client.post(address, json.dumps(body), content_type="application/json")

    def press(self, name: str, action: Action, choice: str, **changed: Any) -> Any:
        """Press a button; return the answer."""
        return self.call("button", self.body(name, action, choice, **changed))

    def pressed(self, name: str, action: Action, choice: str, **changed: Any) -> str:
        """Press a button; return what was said in private."""
        answer = self.press(name, action, choice, **changed)
        assert answer.status_code == 200, answer.content
        return str(answer.json().get("ephemeral_text", ""))

    def typed(self, name: str, text: str, **changed: Any) -> str:
        """Type a command; return what was answered."""
        answer = self.call("command", self.command(name, text, **changed))
        assert answer.status_code == 200, answer.content
        assert answer.json()["response_type"] == "ephemeral"
        return str(answer.json()["text"])

    def command(self, name: str, text: str, **changed: Any) -> dict[str, Any]:
        return {
            "channel_id": self.chat.channel["id"],
            "channel_name": CHANNEL,
            "command": "/toutdoux",
            "response_url": f"{self.chat.url}/hooks/commands/x",
            "team_domain": "fireflies",
            "team_id": self.chat.team["id"],
            "text": text,
            "token": self.token,
            "trigger_id": self.trigger(name),
            "user_id": self.user_id(name),
            "user_name": name,
        } | changed

    def dialog(self, name: str) -> dict[str, Any]:
        """Return the dialog that is open for someone."""
        found = self.chat.dialog(name)
        assert found is not None
        return found

    def submission(self, name: str, fields: Mapping[str, str], **changed: Any) -> dict[str, Any]:
        """Return what the dialog that is open for someone sends."""
        found = self.chat.chat.dialogs[self.user_id(name)]
        self.sent = {
            "type": "dialog_submission",
            "callback_id": "toutdoux",
            "state": found.dialog["state"],
            "user_id": self.user_id(name),
            "channel_id": found.channel_id,
            "team_id": found.team_id,
            "submission": dict(fields),
            "cancelled": False,
        } | changed
        return self.sent

    def send(self, name: str, fields: Mapping[str, str], **changed: Any) -> Any:
        """Send the dialog that is open for someone; return the answer."""
        return self.call("dialog", self.submission(name, fields, **changed))

    def send_again(self, fields: Mapping[str, str]) -> Any:
        """Send the last dialog once more, as somebody who kept it would."""
        return self.call("dialog", self.sent | {"submission": dict(fields)})

    # --- what came of it ------------------------------------------------------------------------------------------

    def said(self, action: Action) -> dict[str, str]:
        """Return who voted what on the text of today, as the database has it."""
        rows = Ballot.objects.filter(seat__version__action=action, seat__version=self.here.row(action).current_id)
        names = {actor.member_id: name for name, actor in self.here.people.items()}
        return {names[b.seat.member_id]: b.choice for b in rows.filter(counting=True).select_related("seat")}

    def post(self, action: Action, *, version: int = 1) -> dict[str, Any]:
        """Write the post of a vote in the channel, with its three buttons; return it."""
        buttons = [
            {
                "id": f"{choice}{uuid4().hex[:6]}",
                "name": choice,
                "type": "button",
                "integration": {
                    "url": button_url(slug=self.here.slug),
                    "context": self.context(action, choice, version=version),
                },
            }
            for choice in Choice
        ]
        props = {"attachments": [{"text": "", "actions": buttons}]}
        return self.chat.chat.write(self.chat.bot["id"], self.chat.channel["id"], action.title, props=props)

    def give_command(self) -> None:
        """Make the slash command in the chat, so that people can type it."""
        admin = self.chat.chat.add_user("admin", roles="system_user system_admin")
        self.chat.chat.join_team(self.chat.team["id"], admin["id"], roles="team_user team_admin")
        body = {
            "team_id": self.chat.team["id"],
            "method": "P",
            "trigger": "toutdoux",
            "url": command_url(slug=self.here.slug),
        }
        made = self.chat.asked("admin", "POST", "/commands", body).body
        assert isinstance(made, dict)
        keep_command_token(association_id=self.here.association_id, token=made["token"], command_id=made["id"])


@contextmanager
def talking(*, council: int = 4, url: str = "", linked: bool = True) -> Iterator[Talk]:
    """Start a chat, connect an association of today, and join everyone's account. ``url``: that of a live server.

    Of today, for the pages read the clock: Charlie, who waited when the story of ``World`` begins, votes by now.
    """
    cache.clear()
    with mattermost() as chat, override_settings(**({"TOUTDOUX_URL": url} if url else {})):
        here = connected_world(chat, council=council)
        here.now = datetime.now(tz=UTC)
        talk = Talk(here=here, chat=chat)
        if linked:
            talk.link(*here.people)
        yield talk
    cache.clear()


def refused(said: str, words: str) -> None:
    """Check that an answer refuses with ``words``, and that no ballot came from the chat."""
    assert words in said
    assert not Ballot.objects.filter(door="chat").exists()
