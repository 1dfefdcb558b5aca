"""What the audio of a podcast weighs: its own server is asked, once for each address, by the one guarded way to call one.

A player wants to know it before it fetches anything (RSS 2.0, ``enclosure``). Nobody types it: figures that a machine
knows are not asked of people. Where a server does not say, the feed says nought, as it must, and the server is asked again.
"""

from dataclasses import dataclass
from datetime import datetime

import httpx

from toutdoux.activities.queries import unweighed_episodes
from toutdoux.integrations.outgoing import guarded_client
from toutdoux.registers.commands import keep_weight

#: How many servers one round of the worker asks, how long each may take for a step, in seconds, and how many times it may
#: send us elsewhere. Wherever that is, it is judged as the first address was.
MOST = 3
STEP = 5.0
MOST_REDIRECTS = 4
#: What a server answers that does not know the question.
_NO_HEAD = frozenset({400, 403, 405, 501})


@dataclass(frozen=True, kw_only=True)
class Weight:
    """What a server says of a file: bytes (None: it does not say), and what it is, "" if it does not say."""

    size: int | None = None
    media_type: str = ""


def weigh(*, now: datetime, most: int = MOST) -> int:
    """Ask what the audio of ``most`` episodes weighs; return how many were asked about. Runs outside any transaction."""
    asked = 0
    for one in unweighed_episodes(now=now):
        if one.known is not None and one.known.size is not None:
            # Its words changed, its audio did not.
            found = Weight(size=one.known.size, media_type=one.known.media_type)
        elif asked < most:
            asked += 1
            found = ask(address=one.audio)
        else:
            continue
        keep_weight(
            entry_id=one.entry_id,
            revision=one.revision,
            address=one.audio,
            size=found.size,
            media_type=found.media_type,
            now=now,
        )
    return asked


def ask(*, address: str) -> Weight:
    """Return what the server of ``address`` says of the file there, without fetching it."""
    try:
        with guarded_client(base_url="", timeout=STEP) as client:
            answer = _followed(client, client.build_request("HEAD", address))
            if answer.status_code in _NO_HEAD:
                answer = _followed(client, client.build_request("GET", address, headers={"Range": "bytes=0-0"}))
    except (httpx.HTTPError, httpx.InvalidURL):
        return Weight()
    return _read(answer)


def _followed(client: httpx.Client, request: httpx.Request) -> httpx.Response:
    answer = client.send(request)
    for _ in range(MOST_REDIRECTS):
        if answer.next_request is None:
            break
        answer = client.send(answer.next_request)
    return answer


def _read(answer: httpx.Response) -> Weight:
    if answer.status_code not in {httpx.codes.OK, httpx.codes.PARTIAL_CONTENT}:
        return Weight()
    length = answer.headers.get("Content-Length", "")
    if answer.status_code == httpx.codes.PARTIAL_CONTENT:
        length = answer.headers.get("Content-Range", "").rpartition("/")[2]
    kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    whole = length.isascii() and length.isdigit() and 0 < len(length) < 16 and int(length) > 0
    # A page in the place of a file (a login, a notice) is no audio, whatever it weighs.
    if not kind.startswith(("audio/", "video/", "application/ogg", "application/octet-stream")):
        return Weight()
    return Weight(size=int(length) if whole else None, media_type=kind if kind.startswith(("audio/", "video/")) else "")
