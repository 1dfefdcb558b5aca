"""What is stored of what was written together, for the verifier: digests computed anew from the texts themselves."""

from uuid import UUID

from toutdoux.writings.logic.digests import charter_digest, edition_digest
from toutdoux.writings.models import CharterVersion, Edition


def writing_facts(*, association_id: UUID) -> dict[UUID, tuple[object, ...]]:
    """Return editions and versions of founding texts by id: the digest of what is stored, what adopted it and when."""
    editions = Edition.objects.filter(report__association_id=association_id)
    charters = CharterVersion.objects.filter(association_id=association_id)
    return {
        **{
            row.id: (
                edition_digest(salt=row.salt, document=row.document),
                row.action_id,
                row.assembly_id,
                row.adopted_at,
            )
            for row in editions.iterator()
        },
        **{row.id: (charter_digest(row.text), None, None, None) for row in charters.iterator()},
    }
