"""Reading the mailbox that answers come back to, when the installation names one: any IMAP server.

A mail is marked as read only once what it calls for is committed; read again after a failure, it changes nothing. One that
makes us fail is flagged and left there for a person to look at; a database that is away is no fault of the mail's.
"""

import imaplib
import logging
import re
from collections import Counter
from datetime import UTC, datetime
from threading import Event

from django.conf import settings
from django.db import Error as DatabaseError
from django.db import close_old_connections
from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from toutdoux.integrations.mail.incoming import MOST_BYTES
from toutdoux.integrations.mail.receiving import Received, receive

log = logging.getLogger(__name__)

#: How often the mailbox is looked at, in seconds, and after failures in a row at most.
PAUSE, LONGEST_PAUSE = 20.0, 600.0
#: How many mails one look takes at most.
MOST = 50
TIMEOUT = 20.0
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def run(*, stop: Event) -> None:
    """Look at the mailbox again and again, until ``stop`` is set; without one, only wait."""
    failures = 0
    while not stop.is_set():
        if settings.TOUTDOUX_IMAP:
            close_old_connections()
            try:
                look(now=datetime.now(tz=UTC))
                failures = 0
            except (OSError, imaplib.IMAP4.error, ImapToolsError, DatabaseError) as error:
                failures += 1
                # Never the answer of the server in full: it may repeat what was sent to it.
                log.warning("the mailbox could not be read: %s", type(error).__name__)
            finally:
                close_old_connections()
        stop.wait(min(PAUSE * 2 ** min(failures, 8), LONGEST_PAUSE))


def look(*, now: datetime) -> Counter[Received]:
    """Receive what has not been read, the oldest first; return how much became of what."""
    found: Counter[Received] = Counter()
    with _opened() as box:
        for uid in box.uids(AND(seen=False))[:MOST]:
            raw = _raw(box, uid)
            try:
                found[receive(raw=raw, now=now) if raw is not None else Received.TOO_LARGE] += 1
            except DatabaseError:
                raise
            except Exception:
                log.exception("a mail could not be received: it stays in the mailbox, flagged")
                box.flag(uid, MailMessageFlags.FLAGGED, value=True)
            box.flag(uid, MailMessageFlags.SEEN, value=True)
    if found:
        log.info("mailbox: %s", ", ".join(f"{count} {what}" for what, count in sorted(found.items())))
    return found


def trouble() -> str:
    """Look whether the mailbox can be opened; return why not, in a word or two, or nothing. No mail is touched."""
    try:
        with _opened():
            return ""
    except MailboxLoginError:
        return "login"
    except MailboxFolderSelectError:
        return "folder"
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        return type(error).__name__


def _opened() -> BaseMailBox:
    box = settings.TOUTDOUX_IMAP
    kind = MailBox if box["tls"] else MailBoxUnencrypted
    found = kind(box["host"], port=box["port"], timeout=TIMEOUT)
    try:
        return found.login(box["user"], box["password"], initial_folder=box["folder"])
    except BaseException:
        # Who is not let in leaves no connection open behind the door.
        found.client.shutdown()
        raise


def _raw(box: BaseMailBox, uid: str) -> bytes | None:
    """Return a mail's bytes without marking it; None for one that is too large to be fetched."""
    sizes = box.client.uid("FETCH", uid, "(RFC822.SIZE)")[1]
    size = next((int(match[1]) for line in sizes if isinstance(line, bytes) and (match := _SIZE.search(line))), 0)
    if size > MOST_BYTES:
        return None
    parts = box.client.uid("FETCH", uid, "(BODY.PEEK[])")[1]
    return next((bytes(part[1]) for part in parts if isinstance(part, tuple)), b"")
