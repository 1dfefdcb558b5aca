"""A press in the channel, from the chat's call to our answer; and telling 500 people that a vote opens.

The chat is the fake that we ship, in the bench's own process: each press makes it answer once whether the person is in the
channel, and each message is two calls to it. Its processor time is in no figure but the elapsed ones.
"""

import http.client
import json
import time
from dataclasses import dataclass
from statistics import median
from typing import Any

from benchmarks.machine import cpu_seconds
from tests.soak.place import Place
from toutdoux.integrations.mattermost.fake.server import running
from toutdoux.integrations.mattermost.fake.state import Chat

PEOPLE, PRESSES, TOLD = 50, 10, 500
_TOKEN = "a token of the bench"


@dataclass(frozen=True, kw_only=True)
class Chatted:
    """Milliseconds from a press to its answer, and of our processor; of publishing; seconds until all were told."""

    middle: float
    slowest: float
    ours: float
    publishing: float
    telling: float
    told: int


def measured(place: Place, *, told: int = TOLD) -> Chatted:
    """Press every choice of `PEOPLE` people `PRESSES` times, one after another; then open one action to `told` people."""
    chat = Chat()
    team, bot = chat.add_team("fireflies"), chat.add_user("toutdoux", bot=True)
    channel = chat.add_channel(team["id"], "votes")
    chat.add_token(bot["id"], _TOKEN)
    chat.join_team(team["id"], bot["id"])
    chat.join(channel["id"], bot["id"])
    users = [chat.add_user(f"m{number:04}")["id"] for number in range(told)]
    for user_id in users:
        chat.join_team(team["id"], user_id)
        chat.join(channel["id"], user_id)
    server = running(chat)
    server.start()
    try:
        place.environment["TOUTDOUX_PRIVATE_NETWORKS"] = "127.0.0.0/8"
        there = {
            "base_url": server.url,
            "team_id": team["id"],
            "team_name": "fireflies",
            "channel_id": channel["id"],
            "channel_name": "votes",
            "bot_user_id": bot["id"],
            "bot_username": "toutdoux",
            "token": _TOKEN,
        }
        stage = place.call("chat", there=there, users=users[:PEOPLE], presses=PRESSES)
        seconds, ours = _pressed(place, stage, there, users[:PEOPLE])
        place.call("hush", slug=stage["slug"])
        opening = place.call("open_to_all", there=there, users=users)
    finally:
        server.stop()
    return Chatted(
        middle=median(seconds) * 1000,
        slowest=sorted(seconds)[int(len(seconds) * 0.99)] * 1000,
        ours=ours * 1000,
        publishing=opening["publishing"] * 1000,
        telling=opening["telling"],
        told=opening["told"],
    )


def _pressed(place: Place, stage: dict[str, Any], there: dict[str, str], users: list[str]) -> tuple[list[float], float]:
    """Return the seconds of each press, and our processor's for one."""
    place.serve()
    line = http.client.HTTPConnection("127.0.0.1", place.port, timeout=30)
    seconds: list[float] = []
    assert place.server is not None
    cpu = 0.0
    for number, context in enumerate(stage["contexts"]):
        # The first press of each person is not measured: it asks the chat whether they are in the channel.
        if number == 1:
            cpu = cpu_seconds(place.server.pid)
        for user_id in users:
            body = {
                "user_id": user_id,
                "user_name": user_id,
                "channel_id": there["channel_id"],
                "team_id": there["team_id"],
                "post_id": "p",
                "trigger_id": f"{user_id}-{number}",
                "type": "button",
                "context": context,
            }
            sent = time.perf_counter()
            path = f"/a/{stage['slug']}/chat/mattermost/button/"
            line.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
            answer = line.getresponse()
            said = answer.read()
            if number:
                seconds.append(time.perf_counter() - sent)
            assert answer.status == 200, said
            assert b"ecorded" in said or b"now" in said, said
    cpu = cpu_seconds(place.server.pid) - cpu
    line.close()
    place.stop()
    return seconds, cpu / len(seconds)
