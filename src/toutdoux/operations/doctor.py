"""Doctor: looks at an installation and says what is wrong with it; nothing is changed.

Each finding is a code and data; the sentences, with how to mend it, are the caller's.
"""

import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

import toutdoux
from toutdoux.associations.queries import associations
from toutdoux.decisions.queries.deadlines import associations_due
from toutdoux.integrations.mail.listening import trouble
from toutdoux.integrations.matrix import connecting as matrix_connecting
from toutdoux.integrations.matrix import queries as matrix
from toutdoux.integrations.mattermost import queries as mattermost
from toutdoux.integrations.mattermost.connecting import examine_again
from toutdoux.ledger.logic.chain import TOLERATED_STEP_BACK
from toutdoux.ledger.queries import entries, head
from toutdoux.operations.worker import sign_of_life
from toutdoux.wording.chat.matrix import need_words
from toutdoux.wording.refusals import sentence

MEGABYTE = 1024 * 1024
#: Below this much free space something is wrong; below the second, it soon will be.
NO_SPACE = 100 * MEGABYTE
LITTLE_SPACE = 1024 * MEGABYTE
#: A worker that left no sign for this long is not at work.
SILENCE = timedelta(minutes=2)
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class Gravity(StrEnum):
    """How much a finding matters: all is well, good to know, or to be mended."""

    FINE = "fine"
    NOTE = "note"
    WRONG = "wrong"


class Finding(StrEnum):
    """What the doctor may say."""

    FOLDER_FINE = "folder-fine"
    FOLDER_UNWRITABLE = "folder-unwritable"
    FOLDER_OPEN = "folder-open"
    SPACE_FINE = "space-fine"
    SPACE_LITTLE = "space-little"
    SPACE_NONE = "space-none"
    KEY_FINE = "key-fine"
    KEY_FROM_ENVIRONMENT = "key-from-environment"
    KEY_READABLE = "key-readable"
    DATABASE_FINE = "database-fine"
    DATABASE_UNREACHABLE = "database-unreachable"
    DATABASE_EMPTY = "database-empty"
    MIGRATIONS_MISSING = "migrations-missing"
    PRAGMA_WRONG = "pragma-wrong"
    DAMAGED = "damaged"
    CLOCK_FINE = "clock-fine"
    CLOCK_BEHIND = "clock-behind"
    NO_ASSOCIATION = "no-association"
    CATALOGUES_FINE = "catalogues-fine"
    CATALOGUES_MISSING = "catalogues-missing"
    WORKER_FINE = "worker-fine"
    WORKER_SILENT = "worker-silent"
    WORKER_NEEDED = "worker-needed"
    MAIL_FINE = "mail-fine"
    MAIL_NONE = "mail-none"
    MAILBOX_FINE = "mailbox-fine"
    MAILBOX_LOGIN = "mailbox-login"
    MAILBOX_FOLDER = "mailbox-folder"
    MAILBOX_SILENT = "mailbox-silent"
    ADDRESS_FINE = "address-fine"
    ADDRESS_LOCAL = "address-local"
    ADDRESS_CLEAR = "address-clear"
    DEBUG_ON = "debug-on"
    CHAT_FINE = "chat-fine"
    CHAT_TROUBLE = "chat-trouble"
    CHAT_SHORT = "chat-short"
    CHAT_UNREADABLE = "chat-unreadable"


#: Nothing can be read from such a database.
_UNREADABLE = frozenset(
    {Finding.DATABASE_UNREACHABLE, Finding.DATABASE_EMPTY, Finding.MIGRATIONS_MISSING, Finding.DAMAGED}
)


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One finding."""

    gravity: Gravity
    finding: Finding
    data: Mapping[str, Any] = field(default_factory=dict)


def examine(*, now: datetime) -> tuple[Remark, ...]:
    """Look at everything; what needs a database that answers is left out when it does not."""
    remarks: list[Remark] = []
    for look in (_folder, _space, _key, _address, _mail, _mailbox, _catalogues):
        remarks += look()
    database = list(_database())
    remarks += database
    if not {remark.finding for remark in database} & _UNREADABLE:
        remarks += _clock(now)
        remarks += _worker(now)
        remarks += _chats()
        remarks += _rooms()
    return tuple(remarks)


def _folder() -> Iterator[Remark]:
    folder: Path = settings.TOUTDOUX_DATA
    trial = folder / f".doctor-{uuid4().hex}"
    try:
        trial.touch()
        trial.unlink()
    except OSError as error:
        yield _wrong(Finding.FOLDER_UNWRITABLE, folder=str(folder), why=error.strerror or str(error))
        return
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield Remark(gravity=Gravity.NOTE, finding=Finding.FOLDER_OPEN, data={"folder": str(folder)})
    else:
        yield _fine(Finding.FOLDER_FINE, folder=str(folder))


def _space() -> Iterator[Remark]:
    folder: Path = settings.TOUTDOUX_DATA
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return
    data = {"megabytes": free // MEGABYTE}
    if free < NO_SPACE:
        yield _wrong(Finding.SPACE_NONE, **data)
    elif free < LITTLE_SPACE:
        yield Remark(gravity=Gravity.NOTE, finding=Finding.SPACE_LITTLE, data=data)
    else:
        yield _fine(Finding.SPACE_FINE, **data)


def _key() -> Iterator[Remark]:
    path: Path = settings.TOUTDOUX_DATA / "secret-key"
    if not path.exists() or path.read_text(encoding="ascii", errors="replace").strip() != settings.SECRET_KEY:
        yield _fine(Finding.KEY_FROM_ENVIRONMENT)
    elif stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield _wrong(Finding.KEY_READABLE, file=str(path))
    else:
        yield _fine(Finding.KEY_FINE, file=str(path))


def _address() -> Iterator[Remark]:
    url: str = settings.TOUTDOUX_URL
    parts = urlsplit(url)
    local = parts.hostname in _LOOPBACK
    if settings.DEBUG and not local:
        yield _wrong(Finding.DEBUG_ON, url=url)
    if local:
        yield Remark(gravity=Gravity.NOTE, finding=Finding.ADDRESS_LOCAL, data={"url": url})
    elif parts.scheme != "https":
        yield _wrong(Finding.ADDRESS_CLEAR, url=url)
    else:
        yield _fine(Finding.ADDRESS_FINE, url=url)


def _mail() -> Iterator[Remark]:
    if settings.TOUTDOUX_MAIL:
        data = {"host": settings.EMAIL_HOST, "port": settings.EMAIL_PORT, "sender": settings.DEFAULT_FROM_EMAIL}
        yield _fine(Finding.MAIL_FINE, **data)
    else:
        yield Remark(gravity=Gravity.NOTE, finding=Finding.MAIL_NONE)


def _mailbox() -> Iterator[Remark]:
    """Open the mailbox that answers come back to, live; one that is not named is no trouble."""
    box = settings.TOUTDOUX_IMAP
    if not box:
        return
    data = {"host": box["host"], "port": box["port"], "folder": box["folder"], "user": box["user"]}
    match trouble():
        case "":
            yield _fine(Finding.MAILBOX_FINE, **data)
        case "login":
            yield _wrong(Finding.MAILBOX_LOGIN, **data)
        case "folder":
            yield _wrong(Finding.MAILBOX_FOLDER, **data)
        case why:
            yield _wrong(Finding.MAILBOX_SILENT, **data, why=why)


def _catalogues() -> Iterator[Remark]:
    root = Path(toutdoux.__file__).parent
    written = sorted(root.glob("*/locale/*/LC_MESSAGES/*.po"))
    missing = [str(path.relative_to(root)) for path in written if not path.with_suffix(".mo").exists()]
    if missing:
        yield _wrong(Finding.CATALOGUES_MISSING, files=", ".join(missing))
    else:
        yield _fine(Finding.CATALOGUES_FINE)


def _database() -> Iterator[Remark]:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks: Callable[[], Iterator[Remark]] = _postgresql if connection.vendor == "postgresql" else _sqlite
        found = list(checks())
    except DatabaseError as error:
        yield _wrong(Finding.DATABASE_UNREACHABLE, why=" ".join(str(error).split()))
        return
    yield from found
    if waiting and not executor.loader.applied_migrations:
        yield _wrong(Finding.DATABASE_EMPTY)
    elif waiting:
        yield _wrong(Finding.MIGRATIONS_MISSING, number=len(waiting))
    elif not found:
        yield _fine(Finding.DATABASE_FINE, vendor=connection.display_name)


def _sqlite() -> Iterator[Remark]:
    with connection.cursor() as cursor:
        for pragma, needed, word in (
            ("journal_mode", "wal", "WAL"),
            ("synchronous", "2", "FULL"),
            ("foreign_keys", "1", "ON"),
        ):
            cursor.execute(f"PRAGMA {pragma}")
            value = str(cursor.fetchone()[0])
            if value != needed:
                yield _wrong(Finding.PRAGMA_WRONG, name=pragma, value=value, needed=word)
        cursor.execute("PRAGMA quick_check(1)")
        verdict = str(cursor.fetchone()[0])
        if verdict != "ok":
            yield _wrong(Finding.DAMAGED, why=verdict)


def _postgresql() -> Iterator[Remark]:
    with connection.cursor() as cursor:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            value = str(cursor.fetchone()[0])
            if value == "off":
                yield _wrong(Finding.PRAGMA_WRONG, name=name, value=value, needed="on")


def _clock(now: datetime) -> Iterator[Remark]:
    rows = associations()
    if not rows:
        yield Remark(gravity=Gravity.NOTE, finding=Finding.NO_ASSOCIATION)
        return
    last = [
        entry.at for row in rows for entry in entries(association_id=row.id, after=head(association_id=row.id).seq - 1)
    ]
    behind = max(last) - now
    if behind > TOLERATED_STEP_BACK:
        yield _wrong(Finding.CLOCK_BEHIND, seconds=int(behind.total_seconds()))
    else:
        yield _fine(Finding.CLOCK_FINE)


def _worker(now: datetime) -> Iterator[Remark]:
    """A worker is needed only when a deadline is over; being told that none runs is good to know."""
    sign = sign_of_life()
    seen = datetime.fromtimestamp(sign.stat().st_mtime, tz=now.tzinfo) if sign.exists() else None
    if seen is not None and now - seen < SILENCE:
        yield _fine(Finding.WORKER_FINE)
    elif waiting := len(associations_due(now=now - SILENCE)):
        yield _wrong(Finding.WORKER_NEEDED, number=waiting)
    else:
        yield Remark(gravity=Gravity.NOTE, finding=Finding.WORKER_SILENT)


def _chats() -> Iterator[Remark]:
    """Look at each Mattermost that is connected, live, as if it were connected now."""
    for row in associations():
        if not mattermost.is_connected(association_id=row.id):
            continue
        connection_row = mattermost.connection(association_id=row.id)
        if connection_row is None:
            yield _wrong(Finding.CHAT_UNREADABLE, association=row.name)
            continue
        data = {"association": row.name, "chat": connection_row.base_url}
        examined = examine_again(row=connection_row)
        lacking = ", ".join(check.permission for check in examined.checks if not check.held)
        if examined.found is None:
            why = " ".join(sentence(refusal) for refusal in examined.refusals)
            yield _wrong(Finding.CHAT_TROUBLE, **data, why=f"{why} {lacking}".strip())
        elif lacking:
            yield Remark(gravity=Gravity.NOTE, finding=Finding.CHAT_SHORT, data={**data, "lacking": lacking})
        else:
            yield _fine(Finding.CHAT_FINE, **data)


def _rooms() -> Iterator[Remark]:
    """Look at each room on Matrix that is connected, live, as if it were connected now."""
    for row in associations():
        if not matrix.is_connected(association_id=row.id):
            continue
        connection_row = matrix.connection(association_id=row.id)
        if connection_row is None:
            yield _wrong(Finding.CHAT_UNREADABLE, association=row.name)
            continue
        data = {"association": row.name, "chat": connection_row.url}
        examined = matrix_connecting.examine_again(row=connection_row)
        lacking = ", ".join(need_words(check.need).name for check in examined.checks if not check.held)
        if examined.found is None:
            why = " ".join(sentence(refusal) for refusal in examined.refusals)
            yield _wrong(Finding.CHAT_TROUBLE, **data, why=f"{why} {lacking}".strip())
        elif lacking:
            yield Remark(gravity=Gravity.NOTE, finding=Finding.CHAT_SHORT, data={**data, "lacking": lacking})
        else:
            yield _fine(Finding.CHAT_FINE, **data)


def _fine(finding: Finding, **data: Any) -> Remark:
    return Remark(gravity=Gravity.FINE, finding=finding, data=data)


def _wrong(finding: Finding, **data: Any) -> Remark:
    return Remark(gravity=Gravity.WRONG, finding=finding, data=data)
