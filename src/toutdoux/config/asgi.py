"""The ASGI entry: `toutdoux.config.asgi:application`. Oversized bodies are refused here, before Django reads them."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from typing import IO, Any

import django
from django.conf import settings
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.signals import request_started
from django.db import close_old_connections
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toutdoux.config.settings")

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

#: Answers in the making at once. Two cores do not work on more; the others wait for the database, or in line.
THREADS = 8
#: Seconds after which a press that is still being answered no longer keeps the next from beginning.
SLOW = 0.25
_READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class BodyLimit:
    """Refuse with 413 a request that announces, or turns out to have, a body of more than `limit` bytes.

    Django keeps a whole body on disk before any view can look at it. Here an announced one is refused unread; of one
    that hides its length (chunked) no more than the limit is read: Django is told that the sender left, and drops it.
    """

    def __init__(self, application: Application, *, limit: int) -> None:
        self.application = application
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting what is received."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self.limit:
            await self._refuse(send)
            return
        received, answered = 0, False

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            return {"type": "http.disconnect"} if received > self.limit else message

        async def watched(message: Message) -> None:
            nonlocal answered
            answered = True
            await send(message)

        await self.application(scope, counted, watched)
        if received > self.limit and not answered:
            await self._refuse(send)

    async def _refuse(self, send: Send) -> None:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        body = f"Over {self.limit // 1024 // 1024} MiB: too large for this server.\n".encode()
        await send({"type": "http.response.body", "body": body})


class ThreadedHandler(ASGIHandler):
    """Django's handler, for code that is synchronous throughout: a request is answered in one go, on one kept thread.

    Django by itself starts threads for every request and goes back and forth between them and the event loop at every
    middleware of the other kind: that cost more than the database did. Threads that are kept keep their SQLite
    connections, with what SQLite has prepared, and their number bounds what a crowd can make us hold at once; the
    event loop reads bodies and sends answers, so that slow networks occupy none of them. Answers without end (``_pour``)
    are made there too.
    """

    def __init__(self) -> None:
        super().__init__()
        self._threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="request")
        self._pressing = asyncio.Lock()

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - Django's signature
        """Build the chain of middlewares as one of plain functions."""
        super().load_middleware(is_async=False)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the request, have it answered by a thread, send the answer, and close it."""
        try:
            body = await self.read_body(receive)
        except RequestAborted:
            return
        loop = asyncio.get_running_loop()
        with body:
            async with self._in_turn(scope["method"]):
                response = await loop.run_in_executor(self._threads, self._respond, scope, body)
            if not response.streaming:
                # Closed already by the thread that made it: what it had borrowed is not kept by a slow network.
                await self.send_response(response, send)
                return
            try:
                if response.is_async:
                    await self._pour(response, receive, send)
                else:
                    await self.send_response(response, send)
            finally:
                await loop.run_in_executor(self._threads, self._finish, response)

    @asynccontextmanager
    async def _in_turn(self, method: str) -> AsyncIterator[None]:
        """Answer presses one after the other, in the order in which they came; pages are answered beside them.

        All that write in one association wait for its one lock. Eight threads that wait there, or are about to, take the
        interpreter from the one that holds it at each of its questions to the database: a crowd was served at two thirds
        of the speed that one thread reaches. A press that takes long (a large import, another server) lets the next begin.
        """
        if method in _READING:
            yield
            return
        await self._pressing.acquire()
        turn = ExitStack()
        turn.callback(self._pressing.release)
        timer = asyncio.get_running_loop().call_later(SLOW, turn.close)
        try:
            yield
        finally:
            timer.cancel()
            turn.close()

    def _respond(self, scope: Scope, body: IO[bytes]) -> Any:
        set_script_prefix(get_script_prefix(scope))
        request_started.send(sender=type(self), scope=scope)
        try:
            request, refusal = self.create_request(scope, body)
            response: Any = refusal if request is None else self.get_response(request)
            # Django sends request_finished in the name of this class.
            response._handler_class = type(self)  # noqa: SLF001
            if not response.streaming:
                response.close()
            return response
        finally:
            # The answer may be finished on another thread: what this one has borrowed goes back now.
            close_old_connections()

    async def _pour(self, response: Any, receive: Receive, send: Send) -> None:
        """Send an answer that has no end of its own (a page that follows an assembly), until who asked is gone.

        It is made on the event loop: of our threads it holds none.
        """
        pouring = asyncio.ensure_future(self.send_response(response, send))
        leaving = asyncio.ensure_future(receive())
        try:
            await asyncio.wait({pouring, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if pouring.done():
                pouring.result()
        finally:
            for task in (pouring, leaving):
                task.cancel()
            await asyncio.gather(pouring, leaving, return_exceptions=True)

    @staticmethod
    def _finish(response: HttpResponseBase) -> None:
        try:
            response.close()
        finally:
            close_old_connections()


django.setup(set_prefix=False)
application = BodyLimit(ThreadedHandler(), limit=settings.TOUTDOUX_MAX_BODY)
