"""People with browsers, many at once: a small HTTP/1.1 client that costs the machine little beside the server it tests.

A ``Person`` is signed in; a ``Line`` is one kept connection. People get their CSRF cookie as browsers do, from a page,
and send it back as cookie and header.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
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


class Line:
    """One connection, opened when first used and again after it broke."""

    def __init__(self, *, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, request: bytes) -> Answer:
        """Send a request and return its answer; raises one of ``GONE`` when the server goes away."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", self._port)
            reader, writer = self._streams
            writer.write(request)
            answer = await _read(reader)
        except GONE:
            await self.close()
            raise
        if answer.headers.get("connection", "").lower() == "close":
            await self.close()
        return answer

    async def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            writer = self._streams[1]
            self._streams = None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()


class Person:
    """Someone signed in: their session, and the CSRF cookie of the last page that gave one."""

    def __init__(self, *, session: str) -> None:
        self._session = session
        self._csrf = ""

    async def get(self, line: Line, path: str) -> Answer:
        """Open a page."""
        return self._learn(await line.exchange(self.request("GET", path)))

    async def post(self, line: Line, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""
        return self._learn(await line.exchange(self.request("POST", path, fields)))

    def request(self, method: str, path: str, fields: Mapping[str, str] | None = None) -> bytes:
        """Return the bytes of a request."""
        cookies = f"toutdoux={self._session}" + (f"; csrftoken={self._csrf}" if self._csrf else "")
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookies}"]
        body = urlencode(fields or {}).encode()
        if method == "POST":
            lines += [
                f"X-CSRFToken: {self._csrf}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        return "\r\n".join([*lines, "", ""]).encode() + body

    def _learn(self, answer: Answer) -> Answer:
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
