"""Verify: recompute an association's chain and every one of its decisions from scratch, and find the first difference."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from toutdoux.assemblies.elections.queries import replay as elections
from toutdoux.assemblies.minutes.queries.replay import minutes_difference
from toutdoux.assemblies.queries.replay import convening_difference
from toutdoux.assemblies.sitting.queries.replay import attendance_difference
from toutdoux.assemblies.voting.logic.replay import Recounted
from toutdoux.assemblies.voting.queries.replay import carried, recounted
from toutdoux.decisions.logic.replay import Difference, Replayed
from toutdoux.decisions.queries.replay import replayed
from toutdoux.ledger.logic.chain import ChainFlaw
from toutdoux.ledger.queries import HeadFacts, chain_flaw, head


@dataclass(frozen=True, kw_only=True)
class Verified:
    """What was found. ``flaw``: the chain itself is broken, and nothing on it was replayed."""

    head: HeadFacts
    flaw: ChainFlaw | None
    replayed: Replayed | None
    recounted: Recounted | None = None
    convened: Difference | None = None
    attended: Difference | None = None
    elected: Difference | None = None
    written: Difference | None = None

    @property
    def sound(self) -> bool:
        """Say whether everything agrees."""
        return self.flaw is None and self.replayed is not None and self.difference is None

    @property
    def difference(self) -> Difference | None:
        """Return the first difference: of the decisions online, then of assemblies: convened to their minutes."""
        online = self.replayed.difference if self.replayed else None
        votes = self.recounted.difference if self.recounted else None
        return online or self.convened or self.attended or votes or self.elected or self.written


def verify(*, association_id: UUID, now: datetime) -> Verified:
    """Verify one association as it stands at one instant; people may go on voting meanwhile."""
    with one_instant():
        root = head(association_id=association_id)
        flaw = chain_flaw(association_id=association_id)
        found = None if flaw else _replayed(association_id=association_id, now=now)
        elected = None if flaw else elections.recounted(association_id=association_id).difference
        convened = None if flaw else convening_difference(association_id=association_id)
        people = None if flaw else attendance_difference(association_id=association_id)
        votes = None if flaw else recounted(association_id=association_id)
        written = None if flaw else minutes_difference(association_id=association_id)
    return Verified(
        head=root,
        flaw=flaw,
        replayed=found,
        recounted=votes,
        convened=convened,
        attended=people,
        elected=elected,
        written=written,
    )


def _replayed(*, association_id: UUID, now: datetime) -> Replayed:
    return replayed(association_id=association_id, now=now, carried=carried(association_id=association_id))


@contextmanager
def one_instant() -> Iterator[None]:
    """Let every query inside see the database as it stood at the first of them, and hold nobody up."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Django's own transactions take the write lock at once; this one only reads, and in WAL blocks no writer.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
