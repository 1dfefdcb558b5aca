"""The one way anything is recorded: hold the association's lock, write facts, append what happened, commit together."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from toutdoux.ledger.logic.chain import GENESIS, clamp, data_text, entry_digest
from toutdoux.ledger.models import Entry, Head


@dataclass(kw_only=True)
class Log:
    """An open page of the ledger: ``at`` is the instant everything written on it bears."""

    association_id: UUID
    at: datetime
    _head: Head
    _entries: list[Entry] = field(default_factory=list)

    def append(self, *, kind: str, actor_id: UUID | None, data: Mapping[str, Any]) -> int:
        """Add an entry and return its sequence number. ``actor_id`` None: a rule acted by itself (a deadline)."""
        text = data_text(data)
        seq = self._head.seq + 1
        entry = Entry(
            association_id=self.association_id,
            seq=seq,
            at=self.at,
            kind=kind,
            actor_id=actor_id,
            data=text,
            previous=self._head.digest,
            digest=entry_digest(
                association_id=self.association_id,
                seq=seq,
                at=self.at,
                kind=kind,
                actor_id=actor_id,
                data=text,
                previous=self._head.digest,
            ),
        )
        self._entries.append(entry)
        self._head.seq, self._head.digest, self._head.at = seq, entry.digest, self.at
        return seq

    def _save(self) -> None:
        if self._entries:
            Entry.objects.bulk_create(self._entries)
            self._head.save(update_fields=["seq", "digest", "at"])


def open_ledger(*, association_id: UUID) -> None:
    """Begin the chain of a new association. Called once, in the transaction that creates it."""
    Head.objects.create(association_id=association_id, digest=GENESIS)


@contextmanager
def writing(*, association_id: UUID, now: datetime) -> Iterator[Log]:
    """Open a transaction that holds the association's lock, and give the page to write on.

    Steps: lock the head · clamp or refuse the clock · let the caller check and write facts · append the entries ·
    commit. Raises ``Refused`` (``CLOCK_BEHIND``) or whatever the caller raises; then nothing at all is written.
    """
    with transaction.atomic():
        head = Head.objects.select_for_update().get(association_id=association_id)
        log = Log(association_id=association_id, at=clamp(now=now, last_at=head.at), _head=head)
        yield log
        log._save()  # noqa: SLF001 -- the page is closed by the one who opened it
