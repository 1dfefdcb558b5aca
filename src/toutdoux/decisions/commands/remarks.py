"""The discussion about an action: what members say, from whichever door, in one place and in the order of time."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from toutdoux.decisions.commands.settling import deciding
from toutdoux.decisions.logic.drafts import remark_refusals
from toutdoux.decisions.logic.events import DecisionEvent, DecisionRefusal
from toutdoux.decisions.models import Remark
from toutdoux.decisions.queries.doors import NAMED, load
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.members.logic.rights import Standing
from toutdoux.members.queries import member

Source = Literal["web", "mail", "chat"]


def record_remark(
    *, actor: Actor, action_id: UUID, text: str, source: Source, external_id: str = "", now: datetime
) -> UUID:
    """Add what a member says about a published action to its discussion; return the id of the remark.

    Any member may speak, before and after the decision. ``external_id`` names the message where it comes from (at most
    200 characters): the same one again from the same ``source`` adds nothing and gives the same answer. Refuses an
    empty or endless text, an action that is not there, and who has left.
    """
    refuse_if_any(remark_refusals(text=text))
    with deciding(association_id=actor.association_id, now=now) as log:
        if external_id:
            # Read under the association's lock: of two replays at once, the second sees what the first wrote.
            known = Remark.objects.filter(
                association_id=actor.association_id, source=source, external_id=external_id
            ).first()
            if known is not None:
                return known.id
        action = load(actor=actor, action_id=action_id, needed=NAMED)
        if member(actor=actor, member_id=actor.member_id, now=log.at).right.standing is Standing.LEFT:
            raise Refused([Refusal(code=DecisionRefusal.HAS_LEFT)])
        row = Remark.objects.create(
            association_id=actor.association_id,
            action=action,
            member_id=actor.member_id,
            text=text.strip(),
            source=source,
            external_id=external_id,
            at=log.at,
        )
        log.append(
            kind=DecisionEvent.REMARK_POSTED,
            actor_id=actor.member_id,
            data={"action": str(action.id), "remark": str(row.id), "source": source},
        )
        return row.id
