"""Reading the ledger: for the verifier, for timelines, and for whoever tells people what happened."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

from toutdoux.ledger.logic.chain import ChainFlaw, EntryFacts, Flaw, Walk, first_flaw
from toutdoux.ledger.models import Entry, Head


@dataclass(frozen=True, kw_only=True)
class HeadFacts:
    """The log root: how many entries, and the digest that stands for all of them."""

    seq: int
    digest: str


def head(*, association_id: UUID) -> HeadFacts:
    """Return the head of an association's chain."""
    row = Head.objects.get(association_id=association_id)
    return HeadFacts(seq=row.seq, digest=row.digest)


def entries(*, association_id: UUID, after: int = 0) -> Iterator[EntryFacts]:
    """Yield the entries of an association in order, those after sequence number ``after``, without loading them all."""
    rows = Entry.objects.filter(association_id=association_id, seq__gt=after).order_by("seq")
    for row in rows.iterator(chunk_size=2000):
        yield _facts(row)


def entries_at(*, association_id: UUID, seqs: Collection[int]) -> tuple[EntryFacts, ...]:
    """Return some entries of an association, by their sequence numbers, in order."""
    rows = Entry.objects.filter(association_id=association_id, seq__in=list(seqs)).order_by("seq")
    return tuple(_facts(row) for row in rows)


def latest(*, association_id: UUID, kinds: Collection[str], most: int) -> tuple[EntryFacts, ...]:
    """Return the last entries of some kinds, the latest first."""
    rows = Entry.objects.filter(association_id=association_id, kind__in=list(kinds)).order_by("-seq")
    return tuple(_facts(row) for row in rows[:most])


def chain_flaw(*, association_id: UUID) -> ChainFlaw | None:
    """Recompute the chain from its first entry; return the first difference, the head included."""
    walk = Walk()
    flaw = first_flaw(walk.through(entries(association_id=association_id)))
    if flaw is not None:
        return flaw
    end = head(association_id=association_id)
    if (end.seq, end.digest) != (walk.seq, walk.digest):
        return ChainFlaw(seq=max(end.seq, walk.seq), flaw=Flaw.HEAD)
    return None


def _facts(row: Entry) -> EntryFacts:
    return EntryFacts(
        association_id=row.association_id,
        seq=row.seq,
        at=row.at,
        kind=row.kind,
        actor_id=row.actor_id,
        data=row.data,
        previous=row.previous,
        digest=row.digest,
    )
