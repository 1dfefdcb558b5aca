"""What keeps an item of an agenda of its kind: each sub-domain that stands on this one says what was written of it there."""

from collections.abc import Callable
from uuid import UUID

from toutdoux.assemblies.logic.facts import ItemKind

#: Asked under the association's lock: whether something is written of an item that has no place at one of that kind.
Keeps = Callable[[UUID, ItemKind], bool]

#: Filled by the ``ready`` of the apps that have people write about an item of some kinds alone (amendments, an election).
KEEPS: list[Keeps] = []


def kind_kept(*, item_id: UUID, kind: ItemKind) -> bool:
    """Say whether an item cannot become one of ``kind``, for what was written of it."""
    return any(keeps(item_id, kind) for keeps in KEEPS)
