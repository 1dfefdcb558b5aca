"""Preparing what an item of the agenda elects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from toutdoux.assemblies.elections.logic.events import ElectionEvent, ElectionRefusal
from toutdoux.assemblies.elections.logic.preparing import ElectionDraft, chosen, draft_refusals
from toutdoux.assemblies.elections.models import Candidate, Election, Option, Round
from toutdoux.assemblies.queries import access_meeting_by_id, items
from toutdoux.associations import commands as associations
from toutdoux.associations.queries import current_rulebook
from toutdoux.kernel.canonical import instant_text
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.mandates.queries import kinds
from toutdoux.members.commands import require_vote
from toutdoux.rules.reading import NeededFor, missing, with_answers
from toutdoux.rules.rulebook import ElectionRules


def prepare_election(
    *,
    actor: Actor,
    assembly_id: UUID,
    item_id: UUID,
    draft: ElectionDraft,
    answers: Mapping[str, Any] | None = None,
    now: datetime,
) -> UUID:
    """Say what an item of kind election elects; said again, it replaces what was said. Return the election's id.

    Anyone with the voting right may, until the first round opens. What the rulebook leaves open about elections is asked
    the first time (``answers``: ``{"elections.method": "approval", "elections.tie": "lot"}``), and then only a decision
    changes it. Another way of standing puts aside who stood in the old one.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        meeting = access_meeting_by_id(actor=actor, assembly_id=assembly_id)
        item = next((row for row in items(assembly_id=meeting.id) if row.id == item_id), None)
        if item is None:
            raise Refused([Refusal(code=ElectionRefusal.NOT_AN_ELECTION)])
        if meeting.closed_at is not None or meeting.cancelled_at is not None:
            raise Refused([Refusal(code=ElectionRefusal.ELECTION_OVER)])
        row = Election.objects.filter(item_id=item_id).first()
        rules = _rules(log, actor=actor, answers={} if draft.one_list else answers or {})
        refuse_if_any(
            draft_refusals(
                draft=draft,
                rules=rules,
                kind=item.kind,
                codes={kind.code for kind in kinds(association_id=actor.association_id)},
                voted=row is not None and Round.objects.filter(election=row, cancelled_at=None).exists(),
            )
        )
        found = chosen(draft=draft, rules=rules)
        assert found is not None  # draft_refusals refuses what is not chosen
        if row is None:
            row = Election(
                id=uuid4(), assembly_id=meeting.id, item_id=item_id, prepared_by_id=actor.member_id, prepared_at=log.at
            )
        elif (row.method, row.code) != (found.method, draft.code):
            _put_aside(log, row=row, actor=actor)
        row.method, row.tie = found.method, found.tie or ""
        row.code = "" if draft.one_list else draft.code
        row.seats = 1 if draft.one_list else draft.seats
        row.starts_at, row.ends_at, row.handing_over = draft.starts_at, draft.ends_at, draft.handing_over
        row.save()
        log.append(
            kind=ElectionEvent.PREPARED,
            actor_id=actor.member_id,
            data={
                "election": str(row.id),
                "assembly": str(meeting.id),
                "item": str(item_id),
                "method": row.method,
                "tie": row.tie or None,
                "code": row.code or None,
                "seats": row.seats,
                "starts_at": instant_text(row.starts_at),
                "ends_at": instant_text(row.ends_at),
                "handing_over": row.handing_over,
            },
        )
    return row.id


def _rules(log: Log, *, actor: Actor, answers: Mapping[str, Any]) -> ElectionRules:
    """Return the rules of elections, after filling in what they leave open."""
    rulebook = current_rulebook(association_id=actor.association_id).rulebook
    still_open = {value.key for value in missing(rulebook) if value.needed_for is NeededFor.FIRST_ELECTION}
    given = {key: value for key, value in answers.items() if key in still_open and value}
    if given:
        rulebook = with_answers(rulebook, given)
        associations.record_rulebook(log=log, rulebook=rulebook, actor_id=actor.member_id)
    return rulebook.elections


def _put_aside(log: Log, *, row: Election, actor: Actor) -> None:
    """Withdraw who stands: they stood for something else."""
    for candidate in Candidate.objects.filter(election=row, withdrawn_at=None):
        candidate.withdrawn_at = log.at
        candidate.save(update_fields=["withdrawn_at"])
        log.append(kind=ElectionEvent.WITHDRAWN, actor_id=actor.member_id, data={"candidate": str(candidate.id)})
    Option.objects.filter(election=row).update(title="")
