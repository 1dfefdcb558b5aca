"""What the verifier compares with the tables of assemblies that were held."""

from collections import defaultdict
from uuid import UUID

from toutdoux.assemblies.models import Assembly
from toutdoux.assemblies.sitting.logic.replay import HeldFacts, Stayed, attended
from toutdoux.assemblies.sitting.models import Attendance, Seat, Sitting
from toutdoux.decisions.logic.replay_facts import Difference
from toutdoux.ledger.queries import entries


def attendance_difference(*, association_id: UUID) -> Difference | None:
    """Rebuild who was at each assembly; return the first difference. To be read at one instant: see ``operations.verify``."""
    return attended(entries=entries(association_id=association_id), tables=tables(association_id=association_id))


def tables(*, association_id: UUID) -> dict[UUID, HeldFacts]:
    """Return the assemblies as the tables hold them, in a number of queries that does not grow with them."""
    of = {"assembly__association_id": association_id}
    stays: dict[UUID, set[Stayed]] = defaultdict(set)
    columns = ("assembly_id", "member_id", "arrived_at", "left_at", "how")
    for assembly_id, *stay in Attendance.objects.filter(**of).values_list(*columns):
        stays[assembly_id].add((stay[0], stay[1], stay[2], stay[3]))
    roll: dict[UUID, set[UUID]] = defaultdict(set)
    for assembly_id, member_id in Seat.objects.filter(**of).values_list("assembly_id", "member_id"):
        roll[assembly_id].add(member_id)
    figures = {row.assembly_id: (row.seats, row.present, row.represented) for row in Sitting.objects.filter(**of)}
    held = Assembly.objects.filter(association_id=association_id, held_at=None)
    return {
        row_id: HeldFacts(
            stays=frozenset(stays[row_id]),
            roll=frozenset(roll[row_id]),
            figures=figures.get(row_id, (None, None, None)),
            opened_at=opened_at,
            closed_at=closed_at,
        )
        for row_id, opened_at, closed_at in held.values_list("id", "opened_at", "closed_at")
    }
