"""What is stored of what was written together, for the verifier: digests computed anew from the texts themselves."""

from uuid import UUID

from toutdoux.writings.logic.digests import WritingFacts, charter_digest, edition_digest, file_digest, past_digest
from toutdoux.writings.models import CharterVersion, Edition, PastPeriod, Publication


def writing_facts(*, association_id: UUID) -> dict[UUID | int, WritingFacts]:
    """Return editions and versions of founding texts by their ids, past periods that a file told of by the id of the period."""
    of_editions = Edition.objects.filter(report__association_id=association_id).select_related("report")
    published = {
        row.edition_id: (row.published_at, row.published_by_id, file_digest(bytes(row.pdf)))
        for row in Publication.objects.filter(edition__report__association_id=association_id).iterator()
    }
    editions: dict[UUID | int, WritingFacts] = {
        row.id: WritingFacts(
            digest=edition_digest(salt=row.salt, document=row.document),
            printed=row.digest,
            place=(row.report.period_id, row.report.which, row.number),
            at=row.frozen_at,
            author_id=row.frozen_by_id,
            adopted=(row.adopted_at, row.action_id, row.assembly_id),
            published=published.get(row.id, (None, None, "")),
        )
        for row in of_editions.iterator()
    }
    charters: dict[UUID | int, WritingFacts] = {
        row.id: WritingFacts(
            digest=charter_digest(row.text),
            printed=row.digest,
            place=(row.code, row.number),
            at=row.written_at,
            author_id=row.author_id,
        )
        for row in CharterVersion.objects.filter(association_id=association_id).iterator()
    }
    past: dict[UUID | int, WritingFacts] = {
        row.period_id: WritingFacts(
            digest=past_digest(salt=row.salt, source=row.source), printed=row.digest, place=(), at=row.imported_at
        )
        for row in PastPeriod.objects.filter(association_id=association_id).iterator()
    }
    return editions | charters | past
