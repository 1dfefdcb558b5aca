"""Another program on loopback, to which webhooks are sent: it keeps what it was told, and answers as it is told to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

from django.test import override_settings


@dataclass(frozen=True)
class Heard:
    """One request: its headers, by lower case name, and the bytes of its body."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Listener:
    """What was heard, and the answer: a status for each path, 204 by default."""

    port: int = 0
    heard: list[Heard] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen, for an installation that is allowed to call loopback."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            listener.heard.append(Heard({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(listener.answers.get(self.path, 204))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        with override_settings(TOUTDOUX_PRIVATE_NETWORKS=(ip_network("127.0.0.0/8"),)):
            yield listener
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
