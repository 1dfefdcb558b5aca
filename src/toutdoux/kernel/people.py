"""Who acts: a member of one association. Every command takes one, so that no query can cross associations."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A member acting in their association. ``by_id``: the person who acts for an organisation, if it is one."""

    association_id: UUID
    member_id: UUID
    by_id: UUID | None = None
