"""The fake as a server: the REST interface, websocket events, signing in, and a page to look at and play with."""

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import uvicorn

from toutdoux.integrations.mattermost.fake import page
from toutdoux.integrations.mattermost.fake.api import Answer, Asked, access_token, answer, error
from toutdoux.integrations.mattermost.fake.state import Chat, Refuse, Row, new_id

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Row]]
Send = Callable[[Row], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One request and its answer, for whoever watches."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    status: int
    answer: bytes
    content_type: str


@dataclass(kw_only=True)
class Application:
    """The ASGI application. ``watch`` sees each exchange; ``before`` may fail in its place, or wait."""

    chat: Chat
    watch: Callable[[Exchange], None] | None = None
    before: Callable[[Asked], Answer | None] | None = None
    after: Callable[[Asked, Answer], Answer | None] | None = None
    _open: set[asyncio.Queue[Row | None]] = field(default_factory=set)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hold one websocket."""
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        asked = Asked(
            chat=self.chat,
            method=scope["method"],
            path=scope["path"],
            query=dict(parse_qsl(scope["query_string"].decode())),
            headers={key.decode().lower(): value.decode("latin-1") for key, value in scope["headers"]},
            body=body,
        )
        # In a thread: a button's callback may come back here before it is answered.
        answered = await asyncio.to_thread(self._answer, asked)
        content_type = answered.headers.pop("Content-Type", "application/json")
        written = answered.body if isinstance(answered.body, bytes) else json.dumps(answered.body).encode()
        if self.watch is not None and asked.path.startswith("/api/v4/"):
            self.watch(
                Exchange(
                    method=asked.method,
                    path=asked.path,
                    query=asked.query,
                    headers=asked.headers,
                    body=asked.body,
                    status=answered.status,
                    answer=written,
                    content_type=content_type,
                )
            )
        headers = [
            (b"content-type", content_type.encode()),
            (b"content-length", str(len(written)).encode()),
            (b"x-version-id", f"{self.chat.version}.{self.chat.version}.fake.false".encode()),
            *((key.lower().encode(), value.encode()) for key, value in answered.headers.items()),
        ]
        await send({"type": "http.response.start", "status": answered.status, "headers": headers})
        await send({"type": "http.response.body", "body": written})

    def _answer(self, asked: Asked) -> Answer:
        if self.before is not None and (instead := self.before(asked)) is not None:
            return instead
        try:
            answered = _respond(asked)
        except (KeyError, TypeError, ValueError):
            answered = error(Refuse(400, "api.context.invalid_body_param.app_error"))
        if self.after is not None and (instead := self.after(asked, answered)) is not None:
            return instead
        return answered

    # --- websocket --------------------------------------------------------------------------------------------------

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] != "/api/v4/websocket":
            await send({"type": "websocket.close", "code": 1000})
            return
        await receive()
        await send({"type": "websocket.accept"})
        loop = asyncio.get_running_loop()
        events: asyncio.Queue[Row | None] = asyncio.Queue()
        self._open.add(events)
        headers = {key.decode().lower(): value.decode() for key, value in scope["headers"]}
        token = headers.get("authorization", "").partition(" ")[2]
        number = 0

        def tell(event: Row) -> None:
            loop.call_soon_threadsafe(events.put_nowait, event)

        def greet(user_id: str) -> int:
            hello = {"server_version": f"{self.chat.version}.fake", "connection_id": new_id()}
            broadcast = {"omit_users": None, "user_id": user_id, "channel_id": "", "team_id": ""}
            events.put_nowait({"event": "hello", "data": hello, "broadcast": broadcast})
            return self.chat.listen(user_id, tell)

        if token in self.chat.tokens:
            number = greet(self.chat.tokens[token])
        writing = asyncio.create_task(_write_events(events, send))
        try:
            while True:
                message = await receive()
                if message["type"] == "websocket.disconnect":
                    break
                asked = _websocket_message(message)
                challenge = asked.get("action") == "authentication_challenge"
                given = str((asked.get("data") or {}).get("token", ""))
                if challenge and given in self.chat.tokens and not number:
                    number = greet(self.chat.tokens[given])
                elif challenge and not number:
                    await send({"type": "websocket.close", "code": 4001})
                    break
                events.put_nowait({"status": "OK", "seq_reply": asked.get("seq", 0)})
        finally:
            self.chat.stop_listening(number)
            self._open.discard(events)
            events.put_nowait(None)
            await writing

    def drop_websockets(self) -> None:
        """End every websocket, as a server that restarts does. Call in the thread of the server's loop."""
        for events in self._open:
            events.put_nowait({"close": True})


def _websocket_message(message: Row) -> Row:
    text = message.get("text") or (message.get("bytes") or b"{}").decode("utf-8", errors="replace")
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


async def _write_events(events: "asyncio.Queue[Row | None]", send: Send) -> None:
    seq = 0
    while (event := await events.get()) is not None:
        if "close" in event:
            await send({"type": "websocket.close", "code": 1012})
            return
        if "event" in event:
            event = {**event, "seq": seq}
            seq += 1
        try:
            await send({"type": "websocket.send", "text": json.dumps(event)})
        except RuntimeError:
            # The client has gone; the reading side ends this.
            return


def _respond(asked: Asked) -> Answer:
    if asked.path.startswith("/api/v4/"):
        return answer(asked)
    if asked.path == "/oauth/access_token" and asked.method == "POST":
        return access_token(asked)
    if asked.path == "/oauth/authorize":
        return _authorize(asked)
    return page.respond(asked)


def _authorize(asked: Asked) -> Answer:
    """``/oauth/authorize``: asks who one is, then leads back with a code. ``as`` in the query answers at once."""
    chat = asked.chat
    app = chat.apps.get(asked.query.get("client_id", ""))
    back = asked.query.get("redirect_uri", "")
    if app is None or back not in app.callback_urls or asked.query.get("response_type") != "code":
        return error(Refuse(400, "api.oauth.allow_oauth.redirect_callback.app_error"))
    username = asked.query.get("as", "")
    who = next((row for row in chat.users.values() if row["username"] == username), None)
    if who is None:
        return page.choose_who(asked, app_name=app.name)
    code = new_id()
    chat.codes[code] = (app.client_id, back, who["id"])
    given = {"code": code} | ({"state": asked.query["state"]} if "state" in asked.query else {})
    mark = "&" if "?" in back else "?"
    return Answer(status=302, body=b"", headers={"Location": f"{back}{mark}{urlencode(given)}"})


class Running:
    """A fake that answers on loopback, in a thread of this process."""

    def __init__(self, application: Application, listening: socket.socket) -> None:
        self.application = application
        self.chat = application.chat
        self._listening = listening
        self.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        self.chat.site_url = self.chat.site_url or self.url
        config = uvicorn.Config(
            application,
            lifespan="off",
            access_log=False,
            log_config=None,
            log_level="warning",
            ws="websockets-sansio",
            timeout_graceful_shutdown=1,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._run, name="mattermost-fake", daemon=True)

    def start(self) -> None:
        """Answer from now on; returns once it does."""
        self._thread.start()
        if not self._server.ready.wait(timeout=20):
            msg = "the fake Mattermost did not start"
            raise RuntimeError(msg)

    def stop(self) -> None:
        """Stop answering; returns once the port is free."""
        self.drop_websockets()
        self._server.should_exit = True
        self._thread.join(timeout=20)
        self._listening.close()

    def drop_websockets(self) -> None:
        """End every websocket."""
        loop = self._server.loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.application.drop_websockets)

    def _run(self) -> None:
        self._server.run(sockets=[self._listening])


class _Server(uvicorn.Server):
    """Says when it answers; leaves signals to whoever started it."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets=sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Hear no signals: this is not the main thread."""
        yield


def running(chat: Chat, *, port: int = 0) -> Running:
    """Take a port on loopback (0: a free one) and return the fake, not started yet. Raises ``OSError``."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except BaseException:
        listening.close()
        raise
    return Running(Application(chat=chat), listening)
