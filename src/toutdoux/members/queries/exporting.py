"""The register at a day, as a table tells it."""

from datetime import datetime
from uuid import UUID

from toutdoux.associations.queries import association
from toutdoux.members.logic.rights import GONE
from toutdoux.members.logic.table import Told
from toutdoux.members.queries.people import members


def exported_members(*, association_id: UUID, at: datetime) -> tuple[Told, ...]:
    """Return everyone who had joined by ``at``, by name, with the voting right and the state then."""
    zone = association(association_id=association_id).zone
    found = []
    for row in members(association_id=association_id, at=at):
        since = row.right.since.astimezone(zone).date() if row.right.since else None
        gone = row.right.standing in GONE
        found.append(
            Told(
                name=row.name,
                kind=row.kind,
                email=row.email,
                aliases=row.aliases,
                pronoun=row.pronoun,
                title=row.title,
                contact=row.contact,
                joined_on=row.joined_at.astimezone(zone).date(),
                left_on=since if gone else None,
                standing=row.right.standing,
                since=None if gone else since,
            )
        )
    return tuple(found)
