"""What keeps an item or an assembly from being closed: each sub-domain that stands on this one adds its own reasons.

A hindrance is asked under the association's lock, with the assembly and, where one item is left, that item.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from toutdoux.kernel.refusal import Refusal

Hindrance = Callable[[UUID, UUID | None], Sequence[Refusal]]

#: Filled by the ``ready`` of the apps that open things at an item and must see them closed (a vote, an election).
HINDRANCES: list[Hindrance] = []


def hindrances(*, assembly_id: UUID, item_id: UUID | None) -> list[Refusal]:
    """Return every reason not to leave an item; with None, not to close the assembly."""
    return [refusal for hindrance in HINDRANCES for refusal in hindrance(assembly_id, item_id)]
