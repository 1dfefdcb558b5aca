"""Giving a proxy, taking it back, declining it. Under the association's lock: of two who would pass the cap, one is refused."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID, uuid4

from toutdoux.assemblies.commands.preparing import held_here
from toutdoux.assemblies.logic.convening import ProxyEnd, Stage
from toutdoux.assemblies.logic.events import AssemblyEvent, AssemblyRefusal
from toutdoux.assemblies.logic.proxies import ProxyDraft, holder_refusals, proxy_refusals, replaced
from toutdoux.assemblies.models import Assembly, Proxy, ProxyItem
from toutdoux.assemblies.queries.meetings import meeting_row, proxies
from toutdoux.assemblies.queries.representing import standing_at
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing


def give_proxy(
    *,
    actor: Actor,
    assembly_id: UUID,
    holder_id: UUID,
    items: frozenset[UUID] | None = None,
    instructions: Mapping[UUID, str] | None = None,
    door: str,
    now: datetime,
) -> UUID:
    """Be represented by ``holder_id``; return the proxy's id. What was given before for the same items is replaced.

    ``items``: those of the agenda it is for, None for all of them; other items may have other holders, an item never two.
    ``instructions``: by item, how the holder must vote (``for``, ``against``, ``blank``). The same again changes nothing.
    Refuses, with every reason, whoever is not on the roll, a chain, a holder beyond the cap.
    """
    draft = ProxyDraft(holder_id=holder_id, items=items, instructions=dict(instructions or {}))
    with writing(association_id=actor.association_id, now=now) as log:
        row = held_here(log, assembly_id=assembly_id)
        found = standing_at(meeting=meeting_row(row), at=log.at)
        refuse_if_any(proxy_refusals(found=found, giver_id=actor.member_id, draft=draft))
        for before in found.given_by(actor.member_id):
            if (before.holder_id, before.items, before.instructions) == (holder_id, draft.items, draft.instructions):
                return before.id
        given = [
            one.facts
            for one in proxies(assembly_id=row.id, of=actor.member_id)
            if one.facts.giver_id == actor.member_id and one.facts.ended_at is None
        ]
        kept = []
        # One that stands for nobody any more (its holder has left) makes room too.
        for change in replaced(given=given, draft=draft, roll=found.roll):
            _end(log, proxy=Proxy.objects.get(id=change.proxy.id), reason=ProxyEnd.REPLACED, actor_id=actor.member_id)
            if change.kept:
                said = {item: str(how) for item, how in change.proxy.instructions.items() if item in change.kept}
                kept.append(ProxyDraft(holder_id=change.proxy.holder_id, items=change.kept, instructions=said))
        for one in kept:
            _give(log, row=row, giver_id=actor.member_id, draft=one, door=door)
        return _give(log, row=row, giver_id=actor.member_id, draft=draft, door=door)


def withdraw_proxy(*, actor: Actor, assembly_id: UUID, proxy_id: UUID | None = None, now: datetime) -> None:
    """Take back a proxy one has given, or with None all of them; refuse when there is none, or once the assembly is over."""
    with writing(association_id=actor.association_id, now=now) as log:
        row = held_here(log, assembly_id=assembly_id)
        given = Proxy.objects.filter(assembly=row, giver_id=actor.member_id, ended_at=None).order_by("given_at", "id")
        rows = list(given if proxy_id is None else given.filter(id=proxy_id))
        if not rows or meeting_row(row).stage not in {Stage.CONVENED, Stage.OPEN}:
            raise Refused([Refusal(code=AssemblyRefusal.NO_PROXY)])
        for proxy in rows:
            _end(log, proxy=proxy, reason=ProxyEnd.WITHDRAWN, actor_id=actor.member_id)


def decline_proxy(*, actor: Actor, proxy_id: UUID, suggested_id: UUID | None = None, now: datetime) -> None:
    """Decline a proxy that one holds, and name someone else for the giver to choose, if one likes.

    Nothing is passed on: the giver is told, and gives a proxy to whom they like. Declining again changes nothing.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        rows = Proxy.objects.filter(id=proxy_id, assembly__association_id=actor.association_id)
        proxy = rows.filter(holder_id=actor.member_id).select_related("assembly").first()
        if proxy is None:
            raise Refused([Refusal(code=AssemblyRefusal.NO_PROXY)])
        if proxy.end_reason == ProxyEnd.DECLINED:
            return
        found = meeting_row(proxy.assembly)
        if proxy.ended_at is not None or found.stage not in {Stage.CONVENED, Stage.OPEN}:
            raise Refused([Refusal(code=AssemblyRefusal.NO_PROXY)])
        if suggested_id is not None:
            stands = standing_at(meeting=found, at=log.at)
            refuse_if_any(holder_refusals(found=stands, giver_id=proxy.giver_id, holder_id=suggested_id))
            proxy.suggested_id = suggested_id
        _end(log, proxy=proxy, reason=ProxyEnd.DECLINED, actor_id=actor.member_id)


def _give(log: Log, *, row: Assembly, giver_id: UUID, draft: ProxyDraft, door: str) -> UUID:
    proxy = Proxy.objects.create(
        id=uuid4(),
        assembly=row,
        giver_id=giver_id,
        holder_id=draft.holder_id,
        whole=draft.items is None,
        given_at=log.at,
    )
    named = set(draft.instructions) | set(draft.items or ())
    ProxyItem.objects.bulk_create(
        [
            ProxyItem(proxy=proxy, item_id=item, instruction=draft.instructions.get(item, ""), represented_id=giver_id)
            for item in named
        ]
    )
    # How someone wants a vote cast stays out of the ledger: one of them may be confidential.
    data = {
        "assembly": str(row.id),
        "proxy": str(proxy.id),
        "giver": str(giver_id),
        "holder": str(draft.holder_id),
        "items": None if draft.items is None else sorted(str(item) for item in draft.items),
        "instructions": len(draft.instructions),
        "door": door,
    }
    log.append(kind=AssemblyEvent.PROXY_GIVEN, actor_id=giver_id, data=data)
    return proxy.id


def _end(log: Log, *, proxy: Proxy, reason: ProxyEnd, actor_id: UUID) -> None:
    proxy.ended_at, proxy.end_reason = log.at, reason
    proxy.save(update_fields=["ended_at", "end_reason", "suggested"])
    ProxyItem.objects.filter(proxy=proxy).update(represented=None)
    data = {"assembly": str(proxy.assembly_id), "proxy": str(proxy.id), "reason": reason}
    log.append(kind=AssemblyEvent.PROXY_ENDED, actor_id=actor_id, data=data)
