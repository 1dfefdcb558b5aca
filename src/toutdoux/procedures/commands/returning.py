"""Coming back: one action, for whoever was taken out of the council, by themselves or by any member."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from toutdoux.decisions.commands import publish_action, save_draft
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft
from toutdoux.decisions.logic.references import Reference
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.procedures.logic.events import ProcedureRefusal
from toutdoux.procedures.queries.inactivity import may_return
from toutdoux.rules.rulebook import Kind


def propose_return(*, actor: Actor, member_id: UUID, title: str, text: str, now: datetime) -> Reference:
    """Open the action that gives someone back their place in the council: at the instant it passes, and not before.

    Refuses for someone whom nothing took out of it, and while such an action runs already.
    """
    if not may_return(actor=actor, member_id=member_id, now=now):
        raise Refused([Refusal(code=ProcedureRefusal.NOTHING_TO_RETURN_FROM)])
    draft = ActionDraft(
        kind=Kind.EXTRAORDINARY,
        title=title,
        text=text,
        effects=(EffectDraft(kind="reinstate", params={"member": str(member_id)}),),
        effects_only=True,
    )
    with transaction.atomic():
        draft_id = save_draft(actor=actor, draft=draft, now=now)
        return publish_action(actor=actor, draft_id=draft_id, now=now)
