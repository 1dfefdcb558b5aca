"""Casting a ballot: the one way, whatever the door."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from toutdoux.decisions.commands.settling import deciding, record_if_decided
from toutdoux.decisions.logic.acts import BallotFacts, ballot_refusals
from toutdoux.decisions.logic.drafts import reason_refusals
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.models import Action, Ballot, Objection, Seat
from toutdoux.decisions.queries.doors import load
from toutdoux.decisions.queries.facts import COUNTED, rulebook_of
from toutdoux.kernel.canonical import digest
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import refuse_if_any
from toutdoux.ledger.commands import Log
from toutdoux.members.commands import require_representation
from toutdoux.members.queries import votes_at
from toutdoux.rules.facts import Choice, Status
from toutdoux.rules.outcome import ballots_close_at


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What was recorded: the answer to every repetition of the same ballot."""

    action_id: UUID
    version: int
    choice: Choice
    reason: str
    at: datetime
    replaced: Choice | None
    closes_at: datetime | None


def cast_ballot(
    *,
    actor: Actor,
    action_id: UUID,
    version: int,
    choice: str,
    reason: str = "",
    idempotency_key: str,
    door: str,
    now: datetime,
) -> Receipt:
    """Record one member's ballot on one version of one text; it replaces their earlier one.

    Steps: lock the association and settle what is due · answer again what was answered to the same key · check every
    rule · write the ballot, the objection it raises or lifts, and the entry · decide, if this ballot decides. Returns
    only once all of it is in the transaction that commits.
    """
    refuse_if_any(reason_refusals(reason=reason, required=False))
    with deciding(association_id=actor.association_id, now=now) as log:
        require_representation(actor=actor, at=log.at)
        action = load(actor=actor, action_id=action_id, needed=COUNTED)
        seat = _seat(action=action, actor=actor)
        closes_at = _closes_at(action)
        same, before = _earlier(seat=seat, key=idempotency_key)
        if same is not None:
            return _receipt(action=action, version=version, ballot=same, closes_at=closes_at)
        facts = BallotFacts(
            choice=choice,
            version=version,
            key=idempotency_key,
            current_version=action.current.number if action.current else 0,
            opened_at=action.opened_at,
            status=Status(action.status),
            closes_at=closes_at,
            seated=seat is not None,
            voted=before is not None,
            right=votes_at(actor=actor, at=log.at),
            at=log.at,
        )
        refuse_if_any(ballot_refusals(facts=facts, rulebook=rulebook_of(action)))
        ballot = Ballot(seat=seat, choice=choice, reason=reason.strip(), at=log.at, door=door, key=idempotency_key)
        _record(log=log, action=action, actor=actor, ballot=ballot, before=before)
        if action.status == Status.OPEN:
            record_if_decided(log=log, action=action)
        return _receipt(action=action, version=version, ballot=ballot, closes_at=_closes_at(action), before=before)


def _record(*, log: Log, action: Action, actor: Actor, ballot: Ballot, before: Ballot | None) -> None:
    """Write the ballot. The earlier one stops counting first: the database allows one counting ballot per seat."""
    if ballot.reason:
        ballot.salt = secrets.token_hex(16)
    ballot.seq = log.append(
        kind=DecisionEvent.BALLOT_CAST,
        actor_id=actor.member_id,
        data={
            "action": str(action.id),
            "version": action.current.number if action.current else 0,
            "choice": ballot.choice,
            "door": ballot.door,
            "reasoned": bool(ballot.reason),
            "reason_digest": digest({"salt": ballot.salt, "reason": ballot.reason}) if ballot.reason else None,
            # The ballot is the organisation's; who cast it in its name is on record.
            **({"by": str(actor.by_id)} if actor.by_id else {}),
        },
    )
    if before is not None:
        Ballot.objects.filter(id=before.id).update(counting=False)
    ballot.save(force_insert=True)
    if _objects(ballot) or (before is not None and _objects(before)):
        _raise_or_lift(action=action, actor=actor, ballot=ballot)


def _objects(ballot: Ballot) -> bool:
    return ballot.choice == Choice.AGAINST and bool(ballot.reason)


def _raise_or_lift(*, action: Action, actor: Actor, ballot: Ballot) -> None:
    """An Against with its reason is an objection; any other ballot of the same person lifts it."""
    standing = Objection.objects.filter(version_id=action.text_id, member_id=actor.member_id, lifted_at=None)
    if not _objects(ballot):
        standing.update(lifted_at=ballot.at)
    elif not standing.update(ballot=ballot):
        Objection.objects.create(
            version_id=action.text_id, member_id=actor.member_id, ballot=ballot, raised_at=ballot.at
        )


def _seat(*, action: Action, actor: Actor) -> Seat | None:
    return Seat.objects.filter(version_id=action.text_id, member_id=actor.member_id).first()


def _earlier(*, seat: Seat | None, key: str) -> tuple[Ballot | None, Ballot | None]:
    """Return the ballot that this very request cast already, and the one that counts until now."""
    if seat is None:
        return None, None
    found = list(Ballot.objects.filter(Q(key=key) | Q(counting=True), seat=seat))
    return next((b for b in found if b.key == key), None), next((b for b in found if b.counting), None)


def _closes_at(action: Action) -> datetime | None:
    return ballots_close_at(
        status=Status(action.status),
        decided_at=action.decided_at,
        deadline=action.deadline,
        ended_at=action.ended_at,
    )


def _receipt(
    *, action: Action, version: int, ballot: Ballot, closes_at: datetime | None, before: Ballot | None = None
) -> Receipt:
    return Receipt(
        action_id=action.id,
        version=version,
        choice=Choice(ballot.choice),
        reason=ballot.reason,
        at=ballot.at,
        replaced=Choice(before.choice) if before else None,
        closes_at=closes_at,
    )
