"""Assemblies of old times, with their facts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.facts import AssemblyFacts
from toutdoux.assemblies.logic.reading import assembly_from_toml
from toutdoux.assemblies.queries.meetings import find
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
