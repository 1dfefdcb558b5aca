"""A real Matrix server for tests: Synapse, out of its wheel, on loopback, with nobody else in the world.

It federates with no one, asks no key server anything, limits no rate and hashes passwords fast. It may be stopped and
started again with all it knew, as a server that was down for a while. It ends with whoever started it, killed or not:
its process watches the pipe that its parent holds open.
"""

import atexit
import hashlib
import hmac
import json
import logging
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote
from uuid import uuid4

import httpx

from tests.support.mailbox import free_port

SERVER_NAME = "synapse.test"
_SECRET = "known to the tests alone"
_PATIENCE = 300.0

_RUN = """
import os, sys, threading
def watch():
    sys.stdin.buffer.read()
    os._exit(0)
threading.Thread(target=watch, daemon=True).start()
from synapse.app.homeserver import main
main()
"""

# What httpx says of each request would be the log of every failing test.
logging.getLogger("httpx").setLevel(logging.WARNING)


class SynapseServer:
    """One server in its own temporary folder, on one port, from ``start`` until ``close``."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._folder = Path(tempfile.mkdtemp(prefix="toutdoux-synapse-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._configure()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start, or start again, and wait until it answers (two seconds or so)."""
        assert self._process is None, "it is running"
        with (self._folder / "output").open("ab") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _RUN, "--config-path", str(self._folder / "homeserver.json")],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self._folder,
            )
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            try:
                if httpx.get(f"{self.url}/_matrix/client/versions", timeout=60).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.05)
        said = (self._folder / "output").read_text(encoding="utf-8", errors="replace")
        self.stop()
        raise RuntimeError(f"Synapse did not start:\n{said[-4000:]}")

    def stop(self) -> None:
        """Stop answering; what it knew stays for the next start."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdin is not None
        process.stdin.close()

    def close(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def register(self, name: str) -> "MatrixPerson":
        """Make an account that nobody else in the run has, and sign it in."""
        url = f"{self.url}/_synapse/admin/v1/register"
        user, password = f"{name}-{uuid4().hex[:8]}", "a password of the tests"
        nonce = httpx.get(url, timeout=300).json()["nonce"]
        mac = hmac.new(_SECRET.encode(), f"{nonce}\x00{user}\x00{password}\x00notadmin".encode(), hashlib.sha1)
        answer = httpx.post(
            url,
            json={"nonce": nonce, "username": user, "password": password, "mac": mac.hexdigest(), "admin": False},
            timeout=300,
        )
        answer.raise_for_status()
        found = answer.json()
        return MatrixPerson(url=self.url, user_id=found["user_id"], token=found["access_token"])

    def _configure(self) -> None:
        """Write its settings. JSON is YAML too."""
        plenty = {"per_second": 100_000, "burst_count": 100_000}
        settings = {
            "server_name": SERVER_NAME,
            "public_baseurl": f"{self.url}/",
            "pid_file": str(self._folder / "pid"),
            "listeners": [
                {
                    "port": self.port,
                    "tls": False,
                    "type": "http",
                    "bind_addresses": ["127.0.0.1"],
                    "resources": [{"names": ["client"]}],
                }
            ],
            "database": {"name": "sqlite3", "args": {"database": str(self._folder / "homeserver.db")}},
            "media_store_path": str(self._folder / "media"),
            "signing_key": f"ed25519 a_test {'A' * 43}",
            "log_config": str(self._folder / "log.json"),
            "registration_shared_secret": _SECRET,
            "macaroon_secret_key": _SECRET,
            "form_secret": _SECRET,
            "bcrypt_rounds": 4,
            "report_stats": False,
            "trusted_key_servers": [],
            "suppress_key_server_warning": True,
            "federation_domain_whitelist": [],
            "presence": {"enabled": False},
            "rc_message": plenty,
            "rc_registration": plenty,
            "rc_joins": {"local": plenty, "remote": plenty},
            "rc_joins_per_room": plenty,
            "rc_room_creation": plenty,
            "rc_invites": {"per_room": plenty, "per_user": plenty, "per_issuer": plenty},
            "rc_login": {"address": plenty, "account": plenty, "failed_attempts": plenty},
        }
        log = {
            "version": 1,
            "disable_existing_loggers": False,
            "handlers": {"output": {"class": "logging.StreamHandler"}},
            "root": {"level": "WARNING", "handlers": ["output"]},
        }
        (self._folder / "homeserver.json").write_text(json.dumps(settings), encoding="utf-8")
        (self._folder / "log.json").write_text(json.dumps(log), encoding="utf-8")


@dataclass(kw_only=True)
class MatrixPerson:
    """Someone with an account, who does what any program for Matrix lets people do."""

    url: str
    user_id: str
    token: str
    alone_with: dict[str, str] = field(default_factory=dict)
    _sent: int = field(default=0)

    def create_room(self, **more: Any) -> str:
        """Make a room and return its id: private, unencrypted, open to who is invited."""
        return str(self.call("POST", "createRoom", {"preset": "private_chat", **more})["room_id"])

    def invite(self, room_id: str, other: "MatrixPerson") -> None:
        self.call("POST", f"rooms/{quote(room_id)}/invite", {"user_id": other.user_id})

    def join(self, room_id: str) -> None:
        self.call("POST", f"join/{quote(room_id)}", {})

    def leave(self, room_id: str) -> None:
        self.call("POST", f"rooms/{quote(room_id)}/leave", {})

    def kick(self, room_id: str, other: "MatrixPerson") -> None:
        self.call("POST", f"rooms/{quote(room_id)}/kick", {"user_id": other.user_id})

    def say(self, room_id: str, words: str, **more: Any) -> str:
        """Write a message; return its event id."""
        return self.send(room_id, "m.room.message", {"msgtype": "m.text", "body": words, **more})

    def reply_in_thread(self, room_id: str, root: str, words: str) -> str:
        return self.say(room_id, words, **{"m.relates_to": {"rel_type": "m.thread", "event_id": root}})

    def react(self, room_id: str, event_id: str, key: str) -> str:
        about = {"rel_type": "m.annotation", "event_id": event_id, "key": key}
        return self.send(room_id, "m.reaction", {"m.relates_to": about})

    def redact(self, room_id: str, event_id: str) -> None:
        self._sent += 1
        self.call("PUT", f"rooms/{quote(room_id)}/redact/{quote(event_id)}/{self._sent}-{uuid4().hex}", {})

    def send(self, room_id: str, kind: str, content: dict[str, Any]) -> str:
        self._sent += 1
        path = f"rooms/{quote(room_id)}/send/{kind}/{self._sent}-{uuid4().hex}"
        return str(self.call("PUT", path, content)["event_id"])

    def set_state(self, room_id: str, kind: str, content: dict[str, Any]) -> None:
        self.call("PUT", f"rooms/{quote(room_id)}/state/{kind}/", content)

    def events(self, room_id: str) -> list[dict[str, Any]]:
        """Return what the person sees in a room, the earliest first."""
        return list(self.call("GET", f"rooms/{quote(room_id)}/messages?dir=f&limit=1000")["chunk"])

    def messages(self, room_id: str) -> list[dict[str, Any]]:
        """Return the messages of a room that are no edits of others, the earliest first."""
        found = [event for event in self.events(room_id) if event["type"] == "m.room.message" and event["content"]]
        return [event for event in found if relation(event).get("rel_type") != "m.replace"]

    def invitations(self) -> dict[str, str]:
        """Return the rooms the person is invited to, by who invites."""
        rooms = self.call("GET", "sync?timeout=0")["rooms"].get("invite", {})
        return {
            next(
                event["sender"]
                for event in room["invite_state"]["events"]
                if event["type"] == "m.room.member" and event["state_key"] == self.user_id
            ): room_id
            for room_id, room in rooms.items()
        }

    def told_by(self, other: "MatrixPerson") -> list[str]:
        """Return what someone told this person alone, the earliest first, accepting their invitation if there is one."""
        invited = self.invitations().get(other.user_id)
        if invited is not None:
            self.join(invited)
            self.alone_with[other.user_id] = invited
        room_id = self.alone_with.get(other.user_id)
        if room_id is None:
            return []
        return [str(event["content"]["body"]) for event in self.messages(room_id) if event["sender"] == other.user_id]

    def people(self, room_id: str) -> list[str]:
        return list(self.call("GET", f"rooms/{quote(room_id)}/joined_members")["joined"])

    def call(self, method: str, path: str, content: dict[str, Any] | None = None) -> dict[str, Any]:
        """Ask the server as this person; fail on anything it refuses."""
        answer = httpx.request(
            method,
            f"{self.url}/_matrix/client/v3/{path}",
            json=content,
            headers={"Authorization": f"Bearer {self.token}"},
            timeout=300,
        )
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return dict(answer.json())


def relation(event: dict[str, Any]) -> dict[str, Any]:
    """Return what an event says it is about."""
    return dict(event["content"].get("m.relates_to", {}))


@cache
def shared_synapse() -> SynapseServer:
    """Return the one server of this run, started when it is first needed. A test that stops it starts it again."""
    server = SynapseServer()
    atexit.register(server.close)
    try:
        server.start()
    except BaseException:
        server.close()
        raise
    return server
