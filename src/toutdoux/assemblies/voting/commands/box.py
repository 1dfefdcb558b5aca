"""The ballot box: what confidential votes and elections are cast into, and how nothing of who cast what outlives its opening.

While a box is closed its slips stand in a table of their own, which holds neither voter, time nor serial; but the order in
which a database wrote its rows is still in its files. So the opening takes them all, empties the *whole* table, and writes
them anew, shuffled, in another, all in the transaction of the close:

* SQLite: emptied pages are overwritten (``secure_delete``); what the write-ahead log still holds goes with ``forget``.
* PostgreSQL: TRUNCATE gives the table another file; the rows' transaction numbers, which told when each was cast, go
  with the old one. What a server keeps of its own log is its administrator's to keep or to destroy.

Slips of other boxes that are still closed are put back, shuffled too.
"""

import secrets
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from toutdoux.assemblies.voting.models import CountedSlip, Slip, Vote

_shuffle = secrets.SystemRandom().shuffle


def put(*, box_id: UUID, contents: Iterable[str]) -> None:
    """Put ballots in a closed box, in the transaction that marks who took part. What they say is for the caller to know."""
    Slip.objects.bulk_create([Slip(box=box_id, content=content) for content in contents])


def slips_in(*, box_id: UUID) -> int:
    """Return how many slips a closed box holds: all that may be known of it. To be called in the transaction of the close.

    It takes the lock of the opening first: two transactions that had both read the table would wait for each other for ever.
    """
    _hold()
    return Slip.objects.filter(box=box_id).count()


def open_box(*, box_id: UUID) -> Counter[str]:
    """Open a box, once and for all: return how often each content is in it. To be called in the transaction of the close."""
    _hold()
    rows = list(Slip.objects.values_list("box", "content"))
    _empty()
    found = [content for box, content in rows if box == box_id]
    others = [Slip(box=box, content=content) for box, content in rows if box != box_id]
    _shuffle(found)
    _shuffle(others)
    CountedSlip.objects.bulk_create([CountedSlip(box=box_id, content=content) for content in found])
    Slip.objects.bulk_create(others)
    return Counter(found)


def counted(*, box_id: UUID) -> Counter[str]:
    """Return how often each content is in a box that was opened, to count it again."""
    return Counter(CountedSlip.objects.filter(box=box_id).values_list("content", flat=True))


def throw_away(*, box_id: UUID) -> None:
    """Destroy the slips of a vote that was cancelled: nobody ever counts them."""
    _hold()
    others = [Slip(box=box, content=content) for box, content in Slip.objects.values_list("box", "content")]
    _empty()
    others = [slip for slip in others if slip.box != box_id]
    _shuffle(others)
    Slip.objects.bulk_create(others)


def forget(*, now: datetime) -> bool:
    """Leave nothing of opened boxes in the database's own log; note which votes that is now true of.

    Called after the close has been committed, and by the worker until it has worked: SQLite cannot cut its log while somebody
    reads. Returns whether it is done.
    """
    waiting = Vote.objects.filter(way="confidential", forgotten_at=None).exclude(closed_at=None, cancelled_at=None)
    if connection.in_atomic_block or not waiting.exists():
        return False
    # Asked before the log is cut: a vote closed in between waits for the next time.
    ids = list(waiting.values_list("id", flat=True))
    if not cut_the_log():
        return False
    Vote.objects.filter(id__in=ids).update(forgotten_at=now)
    return True


def _hold() -> None:
    """Let nobody cast into any box until this transaction ends. SQLite has one writer at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {_table()} IN ACCESS EXCLUSIVE MODE")


def _empty() -> None:
    with connection.cursor() as cursor:
        # Without a condition, SQLite frees every page of the table, and overwrites each.
        cursor.execute(f"TRUNCATE {_table()}" if connection.vendor == "postgresql" else f"DELETE FROM {_table()}")  # noqa: S608 -- the name is ours


def cut_the_log() -> bool:
    """Bring SQLite's log into the file and empty it; elsewhere there is nothing of ours to cut."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy = cursor.fetchone()[0]
    return not busy


def _table() -> str:
    return connection.ops.quote_name(Slip._meta.db_table)  # noqa: SLF001 -- Django's own name for what describes a table
