"""What the verifier compares with the tables of assemblies, their convening and their proxies."""

from collections import defaultdict
from uuid import UUID

from toutdoux.assemblies.logic.replay import AssemblyTables, ConvenedFacts, GivenFacts, convened
from toutdoux.assemblies.models import Assembly, Proxy, ProxyItem
from toutdoux.decisions.logic.replay_facts import Difference
from toutdoux.ledger.queries import entries


def convening_difference(*, association_id: UUID) -> Difference | None:
    """Rebuild who was convened to what and who represented whom; return the first difference.

    To be read at one instant: see ``operations.verify``.
    """
    return convened(entries=entries(association_id=association_id), tables=tables(association_id=association_id))


def tables(*, association_id: UUID) -> AssemblyTables:
    """Return what the tables hold, in a number of queries that does not grow with them."""
    rows = Assembly.objects.filter(association_id=association_id, held_at=None).select_related("rulebook")
    scopes: dict[UUID, set[UUID]] = defaultdict(set)
    items = ProxyItem.objects.filter(proxy__assembly__association_id=association_id, proxy__whole=False)
    for proxy_id, item_id in items.values_list("proxy_id", "item_id"):
        scopes[proxy_id].add(item_id)
    assemblies = {}
    for row in rows:
        assert row.prepared_at is not None  # the constraint assemblies_brought_in_or_held_here
        assemblies[row.id] = ConvenedFacts(
            number=row.number,
            prepared_at=row.prepared_at,
            second_of=row.second_of_id,
            convened_at=row.convened_at,
            starts_at=row.starts_at if row.convened_at else None,
            rulebook=row.rulebook.number if row.rulebook else None,
            cancelled_at=row.cancelled_at,
        )
    proxies = {
        row.id: GivenFacts(
            assembly_id=row.assembly_id,
            giver_id=row.giver_id,
            holder_id=row.holder_id,
            given_at=row.given_at,
            items=None if row.whole else frozenset(scopes[row.id]),
            ended_at=row.ended_at,
            reason=row.end_reason,
        )
        for row in Proxy.objects.filter(assembly__association_id=association_id)
    }
    return AssemblyTables(assemblies=assemblies, proxies=proxies)
