"""A real IMAP server on loopback: Dovecot, from Debian, with one mailbox of its own in a folder that is thrown away."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from imaplib import IMAP4
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from django.test import override_settings
from imap_tools import MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from tests.support.mailbox import free_port

DOVECOT = shutil.which("dovecot", path=os.environ.get("PATH", "") + ":/usr/sbin")
WHY_NOT = "the mailbox is tried on a real IMAP server: apt install dovecot-imapd"
ADDRESS, PASSWORD = "votes@example.org", "a-secret-of-the-mailbox"
_CONFIGURATION = """
base_dir = {folder}/run
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
first_valid_uid = 1
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
"""


@dataclass(frozen=True)
class ImapServer:
    """The mailbox, as its owner sees it."""

    port: int

    def settings(self) -> dict[str, Any]:
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "user": ADDRESS,
            "password": PASSWORD,
            "folder": "INBOX",
            "tls": False,
        }

    def _box(self) -> Any:
        return MailBoxUnencrypted("127.0.0.1", port=self.port).login(ADDRESS, PASSWORD)

    def deliver(self, raw: bytes) -> None:
        """Put a mail into the mailbox, unread."""
        with self._box() as box:
            box.append(raw, "INBOX")

    def flags(self) -> list[tuple[str, ...]]:
        """Return the flags of every mail, the oldest first."""
        with self._box() as box:
            return [tuple(sorted(mail.flags)) for mail in box.fetch(mark_seen=False)]


@contextmanager
def imap_server() -> Iterator[ImapServer]:
    """Run the server, with an installation that reads its mailbox."""
    assert DOVECOT is not None
    folder = Path(tempfile.mkdtemp(prefix="toutdoux-imap-"))
    root = os.geteuid() == 0
    # A server started by root gives its processes to others, who must be able to enter.
    uid, gid, user, group = (65534, 65534, "nobody", "nogroup") if root else (os.getuid(), os.getgid(), _me(), _mine())
    port = free_port()
    (folder / "mail").mkdir()
    if root:
        folder.chmod(0o755)
        os.chown(folder / "mail", uid, gid)
    configuration = folder / "dovecot.conf"
    configuration.write_text(
        _CONFIGURATION.format(folder=folder, port=port, password=PASSWORD, uid=uid, gid=gid, user=user, group=group),
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [DOVECOT, "-F", "-c", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        server = ImapServer(port=port)
        _await(server, process, folder / "log")
        with override_settings(TOUTDOUX_IMAP=server.settings(), TOUTDOUX_IMAP_ADDRESS=ADDRESS):
            yield server
    finally:
        process.terminate()
        process.wait(timeout=60)
        shutil.rmtree(folder, ignore_errors=True)


def _await(server: ImapServer, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = monotonic() + 300
    while not _answers(server):
        said = log.read_text(encoding="utf-8")[-2000:] if log.exists() else ""
        assert process.poll() is None, said
        assert monotonic() < until, said
        sleep(0.05)


def _answers(server: ImapServer) -> bool:
    try:
        server.flags()
    except (OSError, IMAP4.error, ImapToolsError):
        return False
    return True


def _me() -> str:
    import pwd

    return pwd.getpwuid(os.getuid()).pw_name


def _mine() -> str:
    import grp

    return grp.getgrgid(os.getgid()).gr_name
