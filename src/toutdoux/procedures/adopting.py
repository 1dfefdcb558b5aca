"""What adopts a report: an action that has passed, or an assembly that was held."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.convening import Stage
from toutdoux.assemblies.queries import access_meeting
from toutdoux.decisions.queries import ActionPage, access_action, action_page
from toutdoux.decisions.queries.articles import references
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.ledger.commands import writing
from toutdoux.members.commands import require_vote
from toutdoux.rules.facts import Status
from toutdoux.rules.label import Label
from toutdoux.writings.commands import record_adoption
from toutdoux.writings.logic.events import WritingRefusal
from toutdoux.writings.queries import EditionRow

_PASSED = frozenset({Status.ACCEPTED, Status.TACIT})
_PASSED_THEN = frozenset({Label.ACCEPTED, Label.DONE})
_OVER = frozenset({Stage.PAST, Stage.CLOSED})
_ASSEMBLY = "AG"


@dataclass(frozen=True, kw_only=True)
class AdoptedBy:
    """What adopted an edition: how it is called, and whether it is an action, which has a page."""

    reference: str
    action: bool


def adopt_edition(*, actor: Actor, edition_id: UUID, reference: str, now: datetime) -> None:
    """Say that an action that has passed (``E12``) or an assembly that is over (``AG3``) adopted an edition of a report.

    It is written down, never decided here: what has not passed adopts nothing (``NOT_DECIDED``). The report then stays as
    it is.
    """
    reference = reference.strip()
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        if reference.upper().startswith(_ASSEMBLY):
            held = access_meeting(actor=actor, reference=reference)
            # One that was never opened, for want of a quorum, adopted nothing.
            if held.stage not in _OVER or (held.stage is Stage.CLOSED and held.opened_at is None):
                raise Refused([Refusal(code=WritingRefusal.NOT_DECIDED, data={"reference": held.reference})])
            record_adoption(log=log, edition_id=edition_id, actor_id=actor.member_id, assembly_id=held.id)
            return
        key = access_action(actor=actor, reference=reference, now=log.at)
        if not _has_passed(actor, str(key.reference), log.at):
            raise Refused([Refusal(code=WritingRefusal.NOT_DECIDED, data={"reference": str(key.reference)})])
        record_adoption(log=log, edition_id=edition_id, actor_id=actor.member_id, action_id=key.id)


def adopted_by(*, association_id: UUID, edition: EditionRow) -> AdoptedBy | None:
    """Return what adopted an edition, if something did."""
    if edition.action_id is not None:
        found = references(association_id=association_id, ids={edition.action_id})
        return AdoptedBy(reference=str(found[edition.action_id]), action=True)
    if edition.assembly_number is not None:
        return AdoptedBy(reference=f"{_ASSEMBLY}{edition.assembly_number}", action=False)
    return None


def _has_passed(actor: Actor, reference: str, now: datetime) -> bool:
    found = action_page(actor=actor, reference=reference, now=now)
    return found.status in _PASSED if isinstance(found, ActionPage) else found.label in _PASSED_THEN
