"""The ASGI entry: `toutdoux.config.asgi:application`. Oversized bodies are refused here, before Django reads them."""

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "toutdoux.config.settings")

Scope = dict[str, Any]
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


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


application = BodyLimit(get_asgi_application(), limit=settings.TOUTDOUX_MAX_BODY)
