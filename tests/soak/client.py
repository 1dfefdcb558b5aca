"""People with browsers, many at once: a small HTTP/1.1 client that costs the machine little beside the server it tests.

Each ``Browser`` is one person signed in, on one kept connection. It gets its CSRF cookie as browsers do, from a page,
and sends it back as cookie and header.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

#: What is raised when the server went away in the middle: the caller cannot know whether it heard.
GONE = (OSError, asyncio.IncompleteReadError)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def recorded(self) -> bool:
        """Say whether a vote was acknowledged: the server sends the browser on to the page."""
        return self.status in {302, 303} and "sign-in" not in self.headers.get("location", "")


class Browser:
    """One person signed in, on one connection."""

    def __init__(self, *, port: int, session: str) -> None:
        self._port = port
        self._session = session
        self._csrf = ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.leave()

    async def leave(self) -> None:
        """Close the connection. The session and the CSRF cookie stay, as in a browser."""
        if self._streams is not None:
            writer = self._streams[1]
            self._streams = None
            writer.close()
            try:
                await writer.wait_closed()
            except OSError:
                pass

    async def get(self, path: str) -> Answer:
        """Open a page."""
        return await self._exchange(self.request("GET", path))

    async def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        return await self._exchange(self.request("POST", path, fields))

    def request(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> bytes:
        """Return the bytes of a request."""
        cookies = f"toutdoux={self._session}" + (f"; csrftoken={self._csrf}" if self._csrf else "")
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self._port}", f"Cookie: {cookies}"]
        body = urlencode(fields or {}).encode()
        if method == "POST":
            lines += [
                f"X-CSRFToken: {self._csrf}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    async def _exchange(self, request: bytes) -> Answer:
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(request)
            answer = await _read(reader)
        except GONE:
            await self.leave()
            raise
        if answer.headers.get("connection", "").lower() == "close":
            await self.leave()
        for cookie in answer.headers.get("set-cookie", "").split("\n"):
            name, _, value = cookie.partition(";")[0].partition("=")
            if name == "csrftoken":
                self._csrf = value
        return answer


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers: dict[str, str] = {}
    for line in head[1:-2]:
        name, _, value = line.partition(": ")
        name = name.lower()
        headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    if headers.get("transfer-encoding") == "chunked":
        parts = []
        while size := int(await reader.readline(), 16):
            parts.append(await reader.readexactly(size))
            await reader.readexactly(2)
        await reader.readexactly(2)
        body = b"".join(parts)
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(status=int(head[0].split(" ")[1]), headers=headers, body=body)
