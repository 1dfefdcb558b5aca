"""Standing for election: by one's own word, or proposed by someone and accepted by oneself; lists, their order; withdrawing."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Max

from toutdoux.assemblies.elections.logic.events import ElectionEvent, ElectionRefusal
from toutdoux.assemblies.elections.logic.preparing import StandingFacts, list_refusals, standing_refusals
from toutdoux.assemblies.elections.models import Candidate, Option, Round
from toutdoux.assemblies.elections.queries import ElectionRow, access_election
from toutdoux.assemblies.logic.preparing import moved
from toutdoux.assemblies.queries import meeting
from toutdoux.assemblies.sitting.queries import runs_desk
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.ledger.commands import Log, writing
from toutdoux.mandates.queries import kinds
from toutdoux.members.commands import require_vote
from toutdoux.members.queries import member
from toutdoux.rules.rulebook import ElectionMethod


def stand(
    *,
    actor: Actor,
    election_id: UUID,
    member_id: UUID,
    list_id: UUID | None = None,
    code: str = "",
    words: str = "",
    now: datetime,
) -> UUID:
    """Stand, or propose someone (``member_id``), who then has to accept. Return the candidacy's id.

    ``list_id``: which list, where several stand; ``code``: for which mandate, on a single list. Anyone may stand for
    themselves before a round opens, whether they vote or not; proposing someone takes the voting right.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        own = member_id == actor.member_id
        if not own:
            require_vote(actor=actor, at=log.at)
        election = access_election(actor=actor, election_id=election_id)
        person = member(actor=actor, member_id=member_id, now=log.at)
        standing = Candidate.objects.filter(election_id=election.id, withdrawn_at=None)
        lists = Option.objects.filter(election_id=election.id).exclude(title="")
        refuse_if_any(
            standing_refusals(
                StandingFacts(
                    over=over(election),
                    voting=_voting(election),
                    gone=person.left_at is not None and person.left_at <= log.at,
                    stands=standing.filter(member_id=member_id).exists(),
                    needs_list=election.method is ElectionMethod.PROPORTIONAL,
                    list_known=list_id is not None and lists.filter(id=list_id).exists(),
                    code=code if election.one_list else election.code,
                    codes={kind.code for kind in kinds(association_id=actor.association_id)},
                    number=standing.count(),
                    words=words,
                )
            )
        )
        option = _option(election, list_id=list_id, actor=actor)
        last = Candidate.objects.filter(option=option).aggregate(last=Max("position"))["last"]
        row = Candidate.objects.create(
            id=uuid4(),
            election_id=election.id,
            option=option,
            member_id=member_id,
            code=code if election.one_list else election.code,
            position=(last or 0) + 1,
            words=words.strip() if own else "",
            proposed_by_id=actor.member_id,
            proposed_at=log.at,
            accepted_at=log.at if own else None,
        )
        log.append(
            kind=ElectionEvent.PROPOSED,
            actor_id=actor.member_id,
            data={
                "election": str(election.id),
                "candidate": str(row.id),
                "member": str(member_id),
                "option": str(option.id),
                "code": row.code,
            },
        )
        if own:
            _accepted(log, row=row, actor=actor)
    return row.id


def accept(*, actor: Actor, candidate_id: UUID, words: str = "", now: datetime) -> None:
    """Say that one stands, as someone proposed. Said again, it changes nothing."""
    with writing(association_id=actor.association_id, now=now) as log:
        row, election = _own(actor=actor, candidate_id=candidate_id)
        if row.accepted_at is not None:
            return
        refuse_if_any(_too_late(election))
        row.accepted_at, row.words = log.at, words.strip()[:500]
        row.save(update_fields=["accepted_at", "words"])
        _accepted(log, row=row, actor=actor)


def withdraw(*, actor: Actor, candidate_id: UUID, now: datetime) -> None:
    """Stand no more, or decline; whoever proposed someone may take it back until they have accepted."""
    with writing(association_id=actor.association_id, now=now) as log:
        row, election = _own(actor=actor, candidate_id=candidate_id, proposer=True)
        refuse_if_any(_too_late(election))
        _withdrawn(log, row=row, actor=actor)


def make_list(*, actor: Actor, election_id: UUID, title: str, now: datetime) -> UUID:
    """Begin a list, where several stand. Anyone with the voting right may. Return its id."""
    with writing(association_id=actor.association_id, now=now) as log:
        require_vote(actor=actor, at=log.at)
        election = access_election(actor=actor, election_id=election_id)
        if election.method is not ElectionMethod.PROPORTIONAL:
            raise Refused([Refusal(code=ElectionRefusal.UNKNOWN_LIST)])
        titles = Option.objects.filter(election_id=election.id).exclude(title="").values_list("title", flat=True)
        refuse_if_any(list_refusals(title=title, titles=titles, over=over(election), voting=_voting(election)))
        row = _new_option(election, title=title.strip(), actor=actor)
        log.append(
            kind=ElectionEvent.LIST_MADE,
            actor_id=actor.member_id,
            data={"election": str(election.id), "list": str(row.id)},
        )
    return row.id


def move_candidate(*, actor: Actor, candidate_id: UUID, by: int, now: datetime) -> None:
    """Move somebody ``by`` places on their list, up when negative, no further than its ends, until a round opens.

    For whoever began the list, and the desk: of a list that wins some of the seats, those who come first have them.
    """
    with writing(association_id=actor.association_id, now=now) as log:
        row, election = _candidacy(actor=actor, candidate_id=candidate_id)
        held = meeting(assembly_id=election.assembly_id)
        if row.option.made_by_id != actor.member_id and not runs_desk(actor=actor, meeting=held, at=log.at):
            raise Refused([Refusal(code=ElectionRefusal.NOT_YOUR_LIST)])
        refuse_if_any(_too_late(election))
        people = Candidate.objects.filter(option_id=row.option_id)
        order = tuple(people.filter(withdrawn_at=None).order_by("position").values_list("id", flat=True))
        after = moved(order, one=row.id, by=by)
        if after == order:
            return
        # Places above all those that were ever taken: none is anybody's while they are given out.
        last = people.aggregate(last=Max("position"))["last"]
        for position, one in enumerate(after, start=last + 1):
            Candidate.objects.filter(id=one).update(position=position)
        log.append(
            kind=ElectionEvent.ORDERED,
            actor_id=actor.member_id,
            data={
                "election": str(election.id),
                "option": str(row.option_id),
                "candidates": [str(one) for one in after],
            },
        )


def over(election: ElectionRow) -> bool:
    """Say whether nothing more can change: proclaimed, or its assembly is over."""
    held = meeting(assembly_id=election.assembly_id)
    return election.proclaimed_at is not None or held.closed_at is not None or held.cancelled_at is not None


def put_gone_aside(log: Log, *, election: ElectionRow, actor: Actor) -> None:
    """Withdraw, on an open page of the ledger, who has left the association since they stood; not once people have voted."""
    if _voting(election):
        return
    for row in Candidate.objects.filter(election_id=election.id, withdrawn_at=None, member__left_at__lte=log.at):
        _withdrawn(log, row=row, actor=actor)


def _voting(election: ElectionRow) -> bool:
    """Say whether a round stands or is open: who stands is then what people vote on."""
    return Round.objects.filter(election_id=election.id, cancelled_at=None).exists()


def _too_late(election: ElectionRow) -> list[Refusal]:
    found = [Refusal(code=ElectionRefusal.ELECTION_OVER)] if over(election) else []
    return [*found, Refusal(code=ElectionRefusal.CANDIDATES_CLOSED)] if _voting(election) else found


def _own(*, actor: Actor, candidate_id: UUID, proposer: bool = False) -> tuple[Candidate, ElectionRow]:
    """Return a candidacy that stands, for whom it is about; with ``proposer``, for who proposed it while it waits."""
    row, election = _candidacy(actor=actor, candidate_id=candidate_id)
    theirs = proposer and row.accepted_at is None and row.proposed_by_id == actor.member_id
    if row.member_id != actor.member_id and not theirs:
        raise Refused([Refusal(code=ElectionRefusal.NOT_THE_CANDIDATE)])
    return row, election


def _candidacy(*, actor: Actor, candidate_id: UUID) -> tuple[Candidate, ElectionRow]:
    rows = Candidate.objects.filter(id=candidate_id, withdrawn_at=None).select_related("option")
    row = rows.filter(election__assembly__association_id=actor.association_id).first()
    if row is None:
        raise Refused([Refusal(code=ElectionRefusal.UNKNOWN_CANDIDATE)])
    return row, access_election(actor=actor, election_id=row.election_id)


def _option(election: ElectionRow, *, list_id: UUID | None, actor: Actor) -> Option:
    """Return what the person is put in: their list, the only list, or an option of their own."""
    if election.method is ElectionMethod.PROPORTIONAL:
        assert list_id is not None  # standing_refusals refuses an unknown list
        return Option.objects.get(id=list_id)
    if election.one_list:
        only = Option.objects.filter(election_id=election.id).first()
        return only or _new_option(election, title="", actor=actor)
    return _new_option(election, title="", actor=actor)


def _new_option(election: ElectionRow, *, title: str, actor: Actor) -> Option:
    last = Option.objects.filter(election_id=election.id).aggregate(last=Max("position"))["last"]
    return Option.objects.create(
        id=uuid4(), election_id=election.id, position=(last or 0) + 1, title=title, made_by_id=actor.member_id
    )


def _accepted(log: Log, *, row: Candidate, actor: Actor) -> None:
    log.append(kind=ElectionEvent.ACCEPTED, actor_id=actor.member_id, data={"candidate": str(row.id)})


def _withdrawn(log: Log, *, row: Candidate, actor: Actor) -> None:
    row.withdrawn_at = log.at
    row.save(update_fields=["withdrawn_at"])
    log.append(kind=ElectionEvent.WITHDRAWN, actor_id=actor.member_id, data={"candidate": str(row.id)})
