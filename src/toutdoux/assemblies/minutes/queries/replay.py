"""What the verifier compares with the tables of what is kept of assemblies: texts, approvals, tasks."""

from uuid import UUID

from toutdoux.assemblies.minutes.logic.replay import (
    BROUGHT_IN,
    MINUTES,
    ApprovalFacts,
    KeptFacts,
    Key,
    Tables,
    TaskFacts,
    kept,
)
from toutdoux.assemblies.minutes.models import Addendum, Approval, Record, Task
from toutdoux.assemblies.minutes.queries.composing import fingerprint
from toutdoux.assemblies.queries.past import brought_in
from toutdoux.decisions.logic.replay_facts import Difference
from toutdoux.kernel.canonical import digest
from toutdoux.ledger.queries import entries


def minutes_difference(*, association_id: UUID) -> Difference | None:
    """Compare what is kept for good with the ledger; return the first difference.

    To be read at one instant: see ``operations.verify``.
    """
    return kept(entries=entries(association_id=association_id), tables=tables(association_id=association_id))


def tables(*, association_id: UUID) -> Tables:
    """Return what the tables hold, each digest computed anew, in a number of queries that does not grow with them."""
    of = {"assembly__association_id": association_id}
    texts: dict[Key, KeptFacts] = {}
    frozen: dict[UUID, str] = {}
    for row in brought_in(association_id=association_id):
        texts[row.id, BROUGHT_IN] = KeptFacts(
            digest=row.recomputed, printed=row.digest, at=row.imported_at, number=row.number, listed=row.listed
        )
    for record in Record.objects.filter(**of).iterator():
        frozen[record.assembly_id] = fingerprint(record.source)
        texts[record.assembly_id, MINUTES] = KeptFacts(
            digest=digest({"salt": record.salt, "source": record.source}), printed=record.digest, at=record.frozen_at
        )
    for added in Addendum.objects.filter(**of).iterator():
        texts[added.assembly_id, added.number] = KeptFacts(
            digest=digest({"salt": added.salt, "text": added.text}),
            printed=added.digest,
            at=added.added_at,
            author_id=added.author_id,
        )
    return Tables(
        texts=texts,
        approvals={
            (row.assembly_id, row.member_id): ApprovalFacts(
                named_at=row.named_at,
                approved_at=row.approved_at,
                same=frozen.get(row.assembly_id, row.fingerprint) == row.fingerprint,
            )
            for row in Approval.objects.filter(**of)
        },
        tasks={
            row.id: TaskFacts(
                assembly_id=row.assembly_id,
                owner_id=row.owner_id,
                taken_at=row.taken_at,
                taken_by_id=row.taken_by_id,
                done_at=row.done_at,
                done_by_id=row.done_by_id,
            )
            for row in Task.objects.filter(**of)
        },
    )
