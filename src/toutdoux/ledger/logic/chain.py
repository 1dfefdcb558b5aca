"""The hash chain: each entry is bound to the one before, so that any later change of a byte is found."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from toutdoux.kernel.canonical import canonical_json, digest, instant_text
from toutdoux.kernel.refusal import Refusal, Refused

#: What the first entry of every association is bound to.
GENESIS = "0" * 64

#: A clock found this far behind the last entry is taken for jitter and clamped; further back, nothing is decided.
TOLERATED_STEP_BACK = timedelta(seconds=5)


class LedgerRefusal(StrEnum):
    """Why the ledger takes no entry."""

    CLOCK_BEHIND = "clock-behind"


class Flaw(StrEnum):
    """What the verifier may find wrong in the chain itself."""

    SEQUENCE = "sequence"
    BINDING = "binding"
    DIGEST = "digest"
    TIME = "time"
    HEAD = "head"


@dataclass(frozen=True, kw_only=True)
class EntryFacts:
    """One entry as written. ``data`` is the canonical JSON text, so that what is hashed is what is stored."""

    association_id: UUID
    seq: int
    at: datetime
    kind: str
    actor_id: UUID | None
    data: str
    previous: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class ChainFlaw:
    """The first difference found: at which entry, and of which sort."""

    seq: int
    flaw: Flaw


def entry_digest(
    *, association_id: UUID, seq: int, at: datetime, kind: str, actor_id: UUID | None, data: str, previous: str
) -> str:
    """Return the digest of an entry: SHA-256 over the canonical JSON of everything in it and of the one before."""
    return digest(
        {
            "association": str(association_id),
            "seq": seq,
            "at": instant_text(at),
            "kind": kind,
            "actor": str(actor_id) if actor_id else None,
            "data": data,
            "previous": previous,
        }
    )


def data_text(data: Mapping[str, Any]) -> str:
    """Return the canonical JSON text of ``data``."""
    return canonical_json(dict(data)).decode()


def read_data(text: str) -> dict[str, Any]:
    """Read back what ``data_text`` wrote."""
    value: dict[str, Any] = json.loads(text)
    return value


def clamp(*, now: datetime, last_at: datetime | None) -> datetime:
    """Return the instant to write: ``now``, or the last entry's when the clock is at most 5 s behind it.

    Raises ``Refused`` when the clock is further back: a deciding command must not date a fact before one that is
    already recorded.
    """
    if last_at is None or now >= last_at:
        return now
    behind = last_at - now
    if behind <= TOLERATED_STEP_BACK:
        return last_at
    data = {"seconds": int(behind.total_seconds()), "last_at": instant_text(last_at)}
    raise Refused([Refusal(code=LedgerRefusal.CLOCK_BEHIND, data=data)])


def first_flaw(entries: Iterable[EntryFacts]) -> ChainFlaw | None:
    """Walk the chain in order and return the first entry that does not hold, or None."""
    return next(_flaws(entries), None)


def _flaws(entries: Iterable[EntryFacts]) -> Iterator[ChainFlaw]:
    previous, last_at = GENESIS, None
    for seq, entry in enumerate(entries, start=1):
        if entry.seq != seq:
            yield ChainFlaw(seq=seq, flaw=Flaw.SEQUENCE)
        if entry.previous != previous:
            yield ChainFlaw(seq=seq, flaw=Flaw.BINDING)
        expected = entry_digest(
            association_id=entry.association_id,
            seq=entry.seq,
            at=entry.at,
            kind=entry.kind,
            actor_id=entry.actor_id,
            data=entry.data,
            previous=entry.previous,
        )
        if entry.digest != expected:
            yield ChainFlaw(seq=seq, flaw=Flaw.DIGEST)
        if last_at is not None and entry.at < last_at:
            yield ChainFlaw(seq=seq, flaw=Flaw.TIME)
        previous, last_at = entry.digest, entry.at


class Walk:
    """Remembers where a walk through the chain has come to, to compare it with the head."""

    def __init__(self) -> None:
        self.seq = 0
        self.digest = GENESIS

    def through(self, entries: Iterable[EntryFacts]) -> Iterator[EntryFacts]:
        """Yield ``entries`` unchanged, keeping the last one's number and digest."""
        for entry in entries:
            self.seq, self.digest = entry.seq, entry.digest
            yield entry
