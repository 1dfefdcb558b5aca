"""A real mail server on loopback, and the mails it took, read back as any mail program would."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings


@dataclass
class Mailbox:
    """What the server took, and the envelope's senders. It answers ``answers[address]`` to a recipient named there."""

    port: int
    mails: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.senders.append(envelope.mail_from)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def to(self, name: str) -> list[EmailMessage]:
        """Return the mails to ``name@example.org``, the earliest first."""
        return [mail for mail in self.mails if mail["To"] == f"{name}@example.org"]


def plain(mail: EmailMessage) -> str:
    """Return the plain text of a mail."""
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def rich(mail: EmailMessage) -> str:
    """Return the HTML of a mail."""
    return mail.get_body(("html",)).get_content().replace("\r\n", "\n")


def path(mail: EmailMessage, kind: str) -> str:
    """Return the path of the link of a kind (``mail-vote``, ``preferences``…) in the plain text."""
    [found] = re.findall(rf"^https?://[^/]+(/a/[^/]+/{kind}/\S*)$", plain(mail), re.MULTILINE)
    return str(found)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Listen on loopback, with an installation that names this server."""
    box = Mailbox(port=free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        with pointing_at(box.port):
            yield box
    finally:
        controller.stop()


def pointing_at(port: int) -> Any:
    """Return the settings of an installation whose mail server listens on ``port``."""
    return override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        EMAIL_TIMEOUT=5,
        TOUTDOUX_MAIL=True,
        TOUTDOUX_URL="https://votes.example.org",
    )
