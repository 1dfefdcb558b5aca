"""What is stored of the entries of the registers, for the verifier."""

from collections import defaultdict
from uuid import UUID

from toutdoux.registers.models import Entry, Tie


def entry_facts(*, association_id: UUID) -> dict[UUID, tuple[object, ...]]:
    """Return what is stored of every entry, for the verifier: what, when, how much, why, where it stands, and on what."""
    found = Entry.objects.filter(association_id=association_id)
    columns = ("kind", "day", "amount", "action_id", "decided", "state", "revision", "withdrawn_at")
    tied: dict[UUID, set[tuple[object, ...]]] = defaultdict(set)
    rows = Tie.objects.filter(entry__association_id=association_id)
    for entry_id, *tie in rows.values_list("entry_id", "other_id", "since_on", "before_on"):
        tied[entry_id].add(tuple(tie))
    return {row[0]: (*row[1:], frozenset(tied[row[0]])) for row in found.values_list("id", *columns)}
