"""Proclaiming an election: the mandates it gives, and those it ends."""

from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.elections.commands.standing import over
from toutdoux.assemblies.elections.logic.events import ElectionEvent, ElectionRefusal
from toutdoux.assemblies.elections.models import Elected, Election
from toutdoux.assemblies.elections.queries import access_election, options_of, rounds_of, running
from toutdoux.assemblies.elections.queries.elections import elected_in
from toutdoux.assemblies.sitting.commands.page import page_of, turn
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.mandates.commands import record_elected, record_handing_over
from toutdoux.members.queries import member


def proclaim(*, actor: Actor, election_id: UUID, now: datetime) -> int:
    """Proclaim who is elected by the rounds that stand: each receives their mandate. Return how many there are.

    Steps: the mandates of the same kind that would still be held when the new ones begin end then, where the election says
    so · each person elected receives theirs · the election is over. Done again, it changes nothing.
    """
    assembly_id = access_election(actor=actor, election_id=election_id).assembly_id
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        election = access_election(actor=actor, election_id=election_id)
        if election.proclaimed_at is not None:
            return Elected.objects.filter(election_id=election.id).count()
        if over(election):
            raise Refused([Refusal(code=ElectionRefusal.ELECTION_OVER)])
        if running(assembly_id=assembly_id) is not None:
            raise Refused([Refusal(code=ElectionRefusal.ROUND_OPEN)])
        rounds = rounds_of(election_id=election.id)
        if not any(row.stands for row in rounds):
            raise Refused([Refusal(code=ElectionRefusal.NO_FURTHER_ROUND)])
        people = [
            one
            for one in elected_in(options=options_of(election_id=election.id), rounds=rounds)
            if (left := member(actor=actor, member_id=one.member_id, now=held.at).left_at) is None or left > held.at
        ]
        if election.handing_over:
            for code in dict.fromkeys(one.code for one in people):
                record_handing_over(log=held.log, code=code, at=election.starts_at, actor_id=actor.member_id)
        for position, one in enumerate(people, start=1):
            mandate_id = record_elected(
                log=held.log,
                member_id=one.member_id,
                code=one.code,
                starts_at=election.starts_at,
                ends_at=election.ends_at,
                actor_id=actor.member_id,
            )
            Elected.objects.create(
                election_id=election.id, member_id=one.member_id, position=position, mandate_id=mandate_id
            )
        Election.objects.filter(id=election.id).update(proclaimed_at=held.at)
        held.append(
            ElectionEvent.PROCLAIMED,
            election=str(election.id),
            elected=[[str(one.member_id), one.code] for one in people],
        )
        turn(assembly_id=assembly_id)
    return len(people)
