"""Pages that follow an assembly hold no thread, hear of a change, and are let go when the server is asked to stop."""

import asyncio
from typing import Any

from tests.soak.client import Line, Person
from tests.soak.place import SQLITE, Place, place
from tests.support.loops import on_a_loop
from toutdoux.config.asgi import THREADS

#: More than the server has threads to answer with.
LINES = THREADS + 4


async def heard(reader: asyncio.StreamReader) -> bytes:
    """Return the next version that a line is told."""
    while not (text := await reader.readline()).startswith(b"data: {"):
        assert text, "the line ended"
    return text


async def follow(found: Place, stage: dict[str, Any]) -> None:
    person = Person(session=stage["sessions"][1])
    base = f"/a/{stage['slug']}/assemblies/{stage['reference']}"
    lines = []
    for _ in range(LINES):
        reader, writer = await asyncio.open_connection("127.0.0.1", found.port)
        writer.write(person.request("GET", f"{base}/live/"))
        lines.append((reader, writer))
    first = {await heard(reader) for reader, _ in lines}
    # Every line is open; pages and gestures are answered all the same.
    line = Line(port=found.port)
    assert (await person.get(line, f"{base}/here/")).status == 200
    assert (await person.post(line, f"{base}/here/arrive/", {})).status == 302
    await line.close()
    then = {await heard(reader) for reader, _ in lines}
    assert not first & then
    await asyncio.to_thread(found.stop)
    # Each was ended by the server, and not cut off.
    for reader, writer in lines:
        assert (await reader.read()).endswith(b"0\r\n\r\n")
        writer.close()


def test_it_works() -> None:
    with place(database=SQLITE) as found:
        found.serve()
        on_a_loop(follow(found, found.call("gathered", council=4)))
