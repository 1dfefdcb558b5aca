"""Doors and rows of the secret addresses."""

from dataclasses import dataclass
from datetime import datetime

from toutdoux.associations.queries import AssociationRow
from toutdoux.integrations.feeds.models import FeedAddress
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.members.queries import MemberRow
from toutdoux.members.queries import member as member_row
from toutdoux.wording.refusals.integrations import IntegrationRefusal

KINDS = ("outcomes", "deadlines")


@dataclass(frozen=True, kw_only=True)
class FeedAddressRow:
    """An address in use: what it is for, since when. Its secret is known to nobody but whoever made it."""

    kind: str
    created_at: datetime


def addresses(*, actor: Actor) -> dict[str, FeedAddressRow]:
    """Return a member's addresses in use, by kind."""
    rows = FeedAddress.objects.filter(
        member_id=actor.member_id, member__association_id=actor.association_id, revoked_at=None
    )
    return {row.kind: FeedAddressRow(kind=row.kind, created_at=row.created_at) for row in rows}


def access_feed(*, association: AssociationRow, kind: str, token: str, now: datetime) -> MemberRow:
    """Return whose feed a secret address opens. Refuses one that is unknown or revoked, of another kind or association,
    or of who has left.
    """
    row = FeedAddress.objects.filter(
        token_digest=token_digest(token), kind=kind, member__association_id=association.id, revoked_at=None
    ).first()
    if row is None:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_UNKNOWN)])
    member = member_row(
        actor=Actor(association_id=association.id, member_id=row.member_id), member_id=row.member_id, now=now
    )
    if member.left_at is not None and member.left_at <= now:
        raise Refused([Refusal(code=IntegrationRefusal.LINK_REVOKED)])
    return member
