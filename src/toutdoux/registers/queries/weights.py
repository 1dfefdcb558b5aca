"""What files at the web addresses of entries weigh, as their servers said, and which of them are to be asked."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from toutdoux.registers.models import Entry, Weighed

#: How long after each answer without a size its server is asked again, and how often at most.
_AGAIN = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
MOST_TRIES = 10


@dataclass(frozen=True, kw_only=True)
class WeightRow:
    """What the file at ``address`` weighs in bytes (None: its server did not say), and what it is, "" if that was not said."""

    address: str
    size: int | None
    media_type: str


def weights(*, association_id: UUID, entry_ids: Iterable[UUID]) -> dict[UUID, WeightRow]:
    """Return what is known of the files at the addresses of entries, by the ids of these."""
    found = Weighed.objects.filter(entry__association_id=association_id, entry_id__in=set(entry_ids))
    return {row.entry_id: WeightRow(address=row.address, size=row.size, media_type=row.media_type) for row in found}


@dataclass(frozen=True, kw_only=True)
class ToWeigh:
    """An entry as it is when it may be time to ask what a file of it weighs. ``known``: what was answered before."""

    id: UUID
    revision: int
    values: Mapping[str, Any]
    known: WeightRow | None


def to_weigh(*, kind: str, now: datetime) -> tuple[ToWeigh, ...]:
    """Return the entries of a kind, in every association, that changed since they were asked about, or are to be asked again.

    A server that did not say is asked again after an hour, then six, then each day, and no more after ``MOST_TRIES``.
    """
    same = Weighed.objects.filter(entry_id=OuterRef("id"), revision=OuterRef("revision"))
    waits = Q(pk__in=[])
    for tries in range(1, MOST_TRIES):
        waits |= Q(tries=tries, asked_at__lte=now - _AGAIN[min(tries, len(_AGAIN)) - 1])
    settled = same.exclude(Q(size=None) & waits)
    rows = list(
        Entry.objects.filter(kind=kind, withdrawn_at=None).exclude(Exists(settled)).order_by("created_at", "id")
    )
    known = {
        one.entry_id: WeightRow(address=one.address, size=one.size, media_type=one.media_type)
        for one in Weighed.objects.filter(entry__in=rows)
    }
    return tuple(
        ToWeigh(id=row.id, revision=row.revision, values=json.loads(row.values), known=known.get(row.id))
        for row in rows
    )
