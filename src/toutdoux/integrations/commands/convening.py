"""Convenings and proxies on their way: each member of the roll is told in their channel, and what became of it is the proof.

A convening is no notification that one may turn off: it is a right of every member, so it leaves in the chat of who prefers it,
and by mail even to who wants nothing else. It waits for a decent hour, as any message does. What became of an item that someone
proposed is told to them, unless they want nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from toutdoux.assemblies.logic.events import AssemblyEvent
from toutdoux.assemblies.queries import roll
from toutdoux.assemblies.queries.news import TO_EVERYONE, TO_ONE, TO_PROPOSER, told_by
from toutdoux.associations.queries import association
from toutdoux.integrations.logic.planning import OLD_NEWS, Person
from toutdoux.integrations.logic.timing import decent
from toutdoux.integrations.logic.words import About, Skip, State, Way
from toutdoux.integrations.models import Delivery
from toutdoux.integrations.queries import Contact, contacts
from toutdoux.ledger.logic.chain import EntryFacts, read_data

_BATCH = 500


def write_convenings(*, batch: Sequence[EntryFacts], person: Callable[[Contact], Person], now: datetime) -> int:
    """Write a message for each person whom an entry of ``batch`` about an assembly concerns; return how many.

    ``person`` says how someone can be reached. Who convenes is told as everyone is: the proof has no hole.
    """
    kinds = TO_EVERYONE | TO_ONE | TO_PROPOSER
    entries = [entry for entry in batch if entry.kind in kinds and now - entry.at <= OLD_NEWS]
    if not entries:
        return 0
    place = association(association_id=entries[0].association_id)
    known = contacts(association=place, now=now)
    rows = []
    for entry in entries:
        data = read_data(entry.data)
        about = _about(entry.kind)
        for member_id in _told(entry, data):
            contact = known.get(member_id)
            if contact is None or (about is About.ITEM and contact.wanted.way is Way.NONE):
                continue
            reached = person(contact)
            skip = Skip.NO_CHANNEL if not reached.channel else Skip.NO_ADDRESS if reached.lacks_address else None
            leaves = decent(at=now, wanted=contact.wanted)
            rows.append(
                Delivery(
                    association_id=place.id,
                    member_id=member_id,
                    channel=reached.channel,
                    about=about,
                    entry_seq=entry.seq,
                    key=key_of(association_id=place.id, data=data, seq=entry.seq, member_id=member_id),
                    not_before=leaves,
                    next_try_at=leaves,
                    state=State.SKIPPED if skip else State.WAITING,
                    reason=skip or "",
                    created_at=now,
                )
            )
    Delivery.objects.bulk_create(rows, batch_size=_BATCH, ignore_conflicts=True)
    return len(rows)


def _about(kind: str) -> About:
    if kind == AssemblyEvent.MINUTES_APPROVED:
        return About.MINUTES
    if kind in TO_PROPOSER:
        return About.ITEM
    return About.CONVENING if kind in TO_EVERYONE else About.PROXY


def key_of(*, association_id: UUID, data: Mapping[str, Any], seq: int, member_id: UUID) -> str:
    """Name one message about an assembly: the assembly first, so that all about it are found together."""
    return f"assembly:{data['assembly']}:{association_id}:{seq}:{member_id}"


def _told(entry: EntryFacts, data: Mapping[str, Any]) -> tuple[UUID, ...]:
    if entry.kind in TO_ONE | TO_PROPOSER:
        found = told_by(association_id=entry.association_id, kind=entry.kind, data=dict(data))
        return () if found is None or found == entry.actor_id else (found,)
    if data.get("told") is False:
        return ()
    return roll(assembly_id=UUID(data["assembly"]), at=entry.at)
