"""Starting the fake, failing it on purpose, and an association connected to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_network
from typing import Any

from django.test import override_settings

from tests.support.mattermost.description import description, faults
from tests.support.people import World, world
from toutdoux.integrations.mattermost import commands
from toutdoux.integrations.mattermost.commands import NewConnection
from toutdoux.integrations.mattermost.fake.api import Answer, Asked, error
from toutdoux.integrations.mattermost.fake.server import Exchange, Running, running
from toutdoux.integrations.mattermost.fake.state import Chat, Refuse, buttons

TEAM = "fireflies"
CHANNEL = "votes"
BOT = "toutdoux"
TOKEN = "a token of the bot"
NETWORK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

Row = dict[str, Any]


class FakeMattermost:
    """A server with a team, a private channel for votes, and a bot in both."""

    def __init__(self, *, judged: bool = True) -> None:
        # Read before anything is timed: the file is large.
        description()
        self.chat = Chat()
        self.team = self.chat.add_team(TEAM)
        self.channel = self.chat.add_channel(self.team["id"], CHANNEL)
        self.bot = self.chat.add_user(BOT, bot=True)
        self.chat.add_token(self.bot["id"], TOKEN)
        self.chat.join_team(self.team["id"], self.bot["id"], roles="team_user team_admin")
        self.chat.join(self.channel["id"], self.bot["id"])
        self.exchanges: list[Exchange] = []
        self.faults: list[str] = []
        self._judged = judged
        self._running: Running | None = None
        self._port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._running = running(self.chat, port=self._port)
        self._port = int(self._running.url.rpartition(":")[2])
        self.chat.site_url = self.url
        self._running.application.watch = self._watch
        self._running.start()

    def stop(self) -> None:
        if self._running is not None:
            self._running.stop()
            self._running = None

    @contextmanager
    def dead(self) -> Iterator[None]:
        """Nobody answers for the length of the block; what is known is kept."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def answering(self, before: Callable[[Asked], Answer | None]) -> Iterator[None]:
        """Let ``before`` answer in its place, or return None."""
        assert self._running is not None
        self._running.application.before = before
        try:
            yield
        finally:
            if self._running is not None:
                self._running.application.before = None

    def failing(self, status: int = 500, *, on: str = "/api/v4/") -> Any:
        """Answer errors to every request whose path holds ``on``."""

        def refuse(asked: Asked) -> Answer | None:
            return error(Refuse(status, "fake.failing.app_error")) if on in asked.path else None

        return self.answering(refuse)

    @contextmanager
    def losing_answers(self, *, on: str) -> Iterator[None]:
        """Do what is asked, then answer as a proxy whose server took too long."""
        assert self._running is not None

        def lose(asked: Asked, _answered: Answer) -> Answer | None:
            return error(Refuse(504, "fake.gateway.app_error")) if on in asked.path else None

        self._running.application.after = lose
        try:
            yield
        finally:
            self._running.application.after = None

    def drop_websockets(self) -> None:
        assert self._running is not None
        self._running.drop_websockets()

    def _watch(self, exchange: Exchange) -> None:
        self.exchanges.append(exchange)
        # A made-up failure is not an answer of Mattermost's.
        if self._judged and b'"fake.' not in exchange.answer:
            self.faults += faults(exchange)

    # --- looking --------------------------------------------------------------------------------------------------

    def person(self, username: str, *, in_channel: bool = True) -> Row:
        """Return someone of the team, entered on first asking."""
        known = [row for row in self.chat.users.values() if row["username"] == username]
        row = known[0] if known else self.chat.add_user(username)
        self.chat.join_team(self.team["id"], row["id"])
        if in_channel:
            self.chat.join(self.channel["id"], row["id"])
        return row

    @property
    def posts(self) -> list[Row]:
        """Return the posts of the voting channel by the bot, the oldest first."""
        return [post for post in self.chat.posts_in(self.channel["id"]) if post["user_id"] == self.bot["id"]]

    @property
    def roots(self) -> list[Row]:
        return [post for post in self.posts if not post["root_id"]]

    @property
    def replies(self) -> list[Row]:
        return [post for post in self.posts if post["root_id"]]

    def direct(self, username: str) -> list[str]:
        """Return what the bot wrote to someone privately."""
        row = self.chat.direct_between(self.bot["id"], self.chat.user_named(username)["id"])
        return [post["message"] for post in self.chat.posts_in(row["id"]) if post["user_id"] == self.bot["id"]]

    def whispered(self, username: str) -> list[str]:
        """Return what only this person saw in a channel."""
        user_id = self.chat.user_named(username)["id"]
        return [row["message"] for row in self.chat.ephemerals if row["user_id"] == user_id]

    def button(self, post: Row, name: str) -> Row:
        """Return a button of a post by its name or its choice."""
        return next(one for one in buttons(post) if name in {one["name"], one["integration"]["context"].get("choice")})

    def calls(self, part: str, method: str = "") -> list[Exchange]:
        """Return the requests whose path holds ``part``."""
        return [one for one in self.exchanges if part in one.path and method in one.method]

    # --- doing ----------------------------------------------------------------------------------------------------

    def asked(self, username: str, method: str, path: str, body: Any = None) -> Answer:
        """Do something as a person, through the REST interface, without the network."""
        import json

        from toutdoux.integrations.mattermost.fake.api import answer

        token = self.chat.add_token(self.chat.user_named(username)["id"])
        return answer(
            Asked(
                chat=self.chat,
                method=method,
                path=f"/api/v4{path}",
                query={},
                headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
                body=json.dumps(body if body is not None else {}).encode(),
            )
        )

    def press(self, username: str, post: Row, name: str) -> Answer:
        """Press a button of a post, as a person: the real callback leaves for the address the button bears."""
        return self.asked(username, "POST", f"/posts/{post['id']}/actions/{self.button(post, name)['id']}")

    def type(self, username: str, text: str, *, channel_id: str = "") -> Answer:
        """Type a slash command."""
        body = {"channel_id": channel_id or self.channel["id"], "command": text}
        return self.asked(username, "POST", "/commands/execute", body)

    def dialog(self, username: str) -> Row | None:
        """Return the dialog that is open for someone."""
        found = self.chat.dialogs.get(self.chat.user_named(username)["id"])
        return found.dialog if found else None

    def fill(self, username: str, submission: Row, *, cancelled: bool = False) -> Answer:
        """Send the dialog that is open for someone."""
        found = self.chat.dialogs[self.chat.user_named(username)["id"]]
        body = {
            "url": found.url,
            "callback_id": found.dialog.get("callback_id", ""),
            "state": found.dialog.get("state", ""),
            "channel_id": found.channel_id,
            "team_id": found.team_id,
            "submission": submission,
            "cancelled": cancelled,
        }
        return self.asked(username, "POST", "/actions/dialogs/submit", body)

    def say(self, username: str, text: str, *, root_id: str = "") -> Row:
        """Write in the voting channel, as a person."""
        row = self.chat.user_named(username)
        return self.chat.write(row["id"], self.channel["id"], text, root_id=root_id)

    def connect(self, scene: World, *, by: str = "alice") -> None:
        """Connect an association to the voting channel."""
        commands.connect(
            actor=scene.people[by],
            new=NewConnection(
                base_url=self.url,
                team_id=self.team["id"],
                team_name=TEAM,
                channel_id=self.channel["id"],
                channel_name=CHANNEL,
                bot_user_id=self.bot["id"],
                bot_username=BOT,
                token=TOKEN,
            ),
            now=scene.now,
        )


@contextmanager
def mattermost(*, judged: bool = True) -> Iterator[FakeMattermost]:
    """Start a fake for a test; at its end every request that was made, and every answer, must be as described."""
    found = FakeMattermost(judged=judged)
    with override_settings(TOUTDOUX_PRIVATE_NETWORKS=NETWORK):
        try:
            yield found
        finally:
            found.stop()
    assert not found.faults, "\n".join(found.faults)


def connected_world(chat: FakeMattermost, *, council: int = 4) -> World:
    """Found an association whose people are in the chat, and connect it."""
    scene = world(council=council)
    for name in scene.people:
        chat.person(name)
    chat.connect(scene)
    return scene
