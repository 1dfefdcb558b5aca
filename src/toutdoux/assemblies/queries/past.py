"""Assemblies of old times, with their facts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.facts import AssemblyFacts
from toutdoux.assemblies.logic.reading import assembly_from_toml, kept_assembly
from toutdoux.assemblies.models import Assembly
from toutdoux.assemblies.queries.meetings import find
from toutdoux.kernel.canonical import digest
from toutdoux.kernel.refusal import Refusal, Refused


@dataclass(frozen=True, kw_only=True)
class AssemblyRow:
    """An assembly as it was held. ``digest`` is the one the ledger keeps."""

    id: UUID
    number: int
    held_at: datetime
    digest: str
    facts: AssemblyFacts

    @property
    def reference(self) -> str:
        """Return what it is called: ``AG3``."""
        return f"AG{self.number}"


@dataclass(frozen=True, kw_only=True)
class BroughtIn:
    """An assembly as it was brought in. ``recomputed``: the digest of its file, anew; ``listed``: as it says in lists."""

    id: UUID
    number: int
    digest: str
    recomputed: str
    imported_at: datetime
    listed: bool


def brought_in(*, association_id: UUID) -> Iterator[BroughtIn]:
    """Return every assembly that was brought in, for the verifier."""
    for row in Assembly.objects.filter(association_id=association_id, held_at__isnull=False).iterator():
        assert row.imported_at is not None  # the constraint assemblies_brought_in_or_held_here
        recomputed = digest({"salt": row.salt, "source": row.source})
        yield BroughtIn(
            id=row.id,
            number=row.number,
            digest=row.digest,
            recomputed=recomputed,
            imported_at=row.imported_at,
            listed=recomputed == row.digest and _as_listed(row),
        )


def _as_listed(row: Assembly) -> bool:
    """Say whether the title and the day in lists are those of the file, whatever zone the place has been given since."""
    facts = kept_assembly(row.source)
    assert row.held_at is not None
    return row.title == facts.title and abs(row.held_at - facts.held_at.replace(tzinfo=UTC)) < timedelta(days=1)


def access_assembly(*, association_id: UUID, reference: str) -> AssemblyRow:
    """Return the assembly of old times named ``AG3`` or ``3``; refuse one that is not there."""
    row = find(association_id=association_id, reference=reference)
    if row.held_at is None:
        raise Refused([Refusal(code=AssemblyRefusal.UNKNOWN_ASSEMBLY, data={"reference": reference[:40]})])
    return AssemblyRow(
        id=row.id,
        number=row.number,
        held_at=row.held_at,
        digest=row.digest,
        facts=assembly_from_toml(row.source),
    )
