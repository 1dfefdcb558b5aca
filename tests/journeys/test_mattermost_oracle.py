"""The fake is believed because Mattermost's official JavaScript client believes it: signs in, reads, writes, hears, presses.

Needs node and npm, and a registry the first time; the client is kept in pytest's cache. Without them one line says so.
"""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.support.mattermost import mattermost
from tests.support.mattermost.server import TOKEN
from toutdoux.integrations.mattermost.client import Mattermost

SCRIPT = Path(__file__).parents[1] / "support" / "mattermost" / "oracle.js"
PACKAGES = ("@mattermost/client@11.9.0", "ws@8")


@pytest.fixture
def modules(pytestconfig: pytest.Config) -> Path:
    """Return the folder where node finds the official client."""
    folder = Path(pytestconfig.cache.mkdir("mattermost-client"))
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("node and npm are not here: the official client is not asked")
    if not (folder / "node_modules" / "ws").exists():
        command = [
            "npm",
            "install",
            "--no-package-lock",
            "--no-audit",
            "--no-fund",
            "--silent",
            "--prefix",
            str(folder),
        ]
        try:
            subprocess.run([*command, *PACKAGES], check=True, capture_output=True, timeout=90)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
            pytest.skip("no registry answers: the official client is not asked")
    return folder / "node_modules"


@contextmanager
def integration(server: Mattermost) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Answer as an integration does: words for one person, and a dialog for whoever pressed a button."""
    got: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer: dict[str, Any] = {"response_type": "ephemeral", "text": "help"}
            if self.path == "/button":
                said = json.loads(body)
                got.append(said)
                dialog = {"callback_id": "reason", "title": "Why?", "elements": []}
                server.open_dialog(trigger_id=said["trigger_id"], url=f"{url}/dialog", dialog=dialog)
                answer = {"ephemeral_text": "Recorded"}
            written = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(written)))
            self.end_headers()
            self.wfile.write(written)

        def log_message(self, *_: object) -> None:
            return

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{http.server_port}"
    thread = threading.Thread(target=http.serve_forever)
    thread.start()
    try:
        yield url, got
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


def test_the_official_client_understands_the_fake(modules: Path) -> None:
    with mattermost() as chat, Mattermost(chat.url, TOKEN) as bot, integration(bot) as (url, got):
        bob = chat.person("bob")
        chat.chat.passwords[bob["id"]] = "six green lanterns"
        chat.person("dana", in_channel=False)
        chat.chat.add_command(chat.team["id"], "toutdoux", url=f"{url}/command")
        button = {
            "id": "for",
            "type": "button",
            "name": "For",
            "integration": {"url": f"{url}/button", "context": {"a": 1}},
        }
        bot.create_post(
            channel_id=chat.channel["id"], message="An action", props={"attachments": [{"actions": [button]}]}
        )
        asked = [chat.url, "bob", "six green lanterns", "fireflies", "votes", "dana"]
        ran = subprocess.run(
            [shutil.which("node") or "node", str(SCRIPT), *asked],
            check=False,
            capture_output=True,
            text=True,
            timeout=300,
            env={"NODE_PATH": str(modules), "PATH": ""},
        )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert {"hello", "posted", "post_edited", "user_added", "user_removed", "ephemeral_message", "open_dialog"} <= set(
        found.pop("events")
    )
    assert found == {
        "me": "bob",
        "teams": ["fireflies"],
        "channel": "Votes",
        "posted": "From the official client",
        "edited": "Changed",
        "thread": True,
        "posts": 3,
        "members": 3,
        "direct": "D",
        "button": ["For", True],
        "pressed": "OK",
        "command": "help",
        "refused": [404, "app.channel.get_by_name.missing.app_error"],
    }
    # What a button's callback holds, as Mattermost documents it.
    assert {
        "user_id", "user_name", "channel_id", "team_id", "post_id", "trigger_id", "type", "context",
    } <= set(got[0])  # fmt: skip
    assert (got[0]["user_name"], got[0]["context"]) == ("bob", {"a": 1})
