"""Opening a round, closing it with its count, settling a tie by age, cancelling a round that must be taken again."""

import json
import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID, uuid4

from toutdoux.assemblies.elections.commands.forgetting import forget
from toutdoux.assemblies.elections.commands.standing import over, put_gone_aside
from toutdoux.assemblies.elections.logic.events import ElectionEvent, ElectionRefusal
from toutdoux.assemblies.elections.logic.rounds import (
    OpeningFacts,
    cancelling_refusals,
    closing_refusals,
    next_question,
    opening_refusals,
    settling_refusals,
    totals_refusals,
)
from toutdoux.assemblies.elections.models import Mark, Round, Seat
from toutdoux.assemblies.elections.queries import (
    ElectionRow,
    OptionRow,
    RoundRow,
    access_election,
    access_round,
    ballots_cast,
    options_of,
    rounds_of,
    running,
)
from toutdoux.assemblies.elections.queries.elections import marks_of, results_of
from toutdoux.assemblies.queries import items, rulebook_of
from toutdoux.assemblies.sitting.commands.page import Held, page_of, turn
from toutdoux.assemblies.sitting.queries import quorum_at, room_at
from toutdoux.assemblies.voting.commands.box import open_box, slips_in, throw_away
from toutdoux.assemblies.voting.queries import running as running_vote
from toutdoux.kernel.canonical import digest
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.members.queries import member
from toutdoux.rules.articles import Article
from toutdoux.rules.elections import Marks, count, result_to_data
from toutdoux.rules.rulebook import QuorumMissing, TieRule
from toutdoux.rules.seats import Way, presence_of, seats_data, seats_of

_shuffle = secrets.SystemRandom().shuffle


def open_round(*, actor: Actor, election_id: UUID, way: str, now: datetime) -> UUID:
    """Open the next round of an election. Return its id.

    Who stands is frozen with it, those who have left the association aside, as are its seats: those present or represented at this instant; its quorum is judged on
    them. The first round asks for everyone who stands; a further one follows from the result of the one before.
    """
    assembly_id = access_election(actor=actor, election_id=election_id).assembly_id
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_at_work()
        election = access_election(actor=actor, election_id=election_id)
        put_gone_aside(held.log, election=election, actor=actor)
        agenda = {row.id: row for row in items(assembly_id=assembly_id)}
        if election.item_id not in agenda:
            # Taken out of the agenda since it was prepared.
            raise Refused([Refusal(code=ElectionRefusal.ITEM_NOT_AT_HAND, article=Article.ASSEMBLY)])
        item = agenda[election.item_id]
        options = tuple(option for option in options_of(election_id=election.id) if option.standing)
        rounds = rounds_of(election_id=election.id)
        question = next_question(
            method=election.method,
            tie=election.tie,
            seats=election.seats,
            lengths={str(option.id): len(option.standing) for option in options},
            results=results_of(rounds),
        )
        room = room_at(assembly_id=assembly_id, at=held.at)
        seats = seats_of(room=room, item_id=item.id)
        presence = presence_of(seats=seats, roll=len(room.roll))
        rules = rulebook_of(held.meeting).rulebook.assembly
        quorum = quorum_at(meeting=held.meeting, presence=presence)
        busy = running(assembly_id=assembly_id) is not None or running_vote(assembly_id=assembly_id) is not None
        refuse_if_any(
            opening_refusals(
                OpeningFacts(
                    way=way,
                    method=election.method,
                    state=item.state,
                    over=over(election),
                    running=busy,
                    question=question,
                    quorum=quorum,
                    quorum_needed=rules.quorum_missing is QuorumMissing.REFUSED,
                )
            )
        )
        assert question is not None  # opening_refusals refuses when nothing is left to ask
        row = Round.objects.create(
            id=uuid4(),
            election_id=election.id,
            assembly_id=assembly_id,
            number=len(rounds) + 1,
            way=way,
            seats=question.seats,
            last=question.last,
            options=list(question.options),
            lengths=[list(length) for length in question.lengths],
            opened_at=held.at,
            opened_by_id=actor.member_id,
            roll=presence.roll,
            present=presence.present,
            represented=presence.represented,
            quorum=quorum.needed,
            base=rules.majority_base,
        )
        Seat.objects.bulk_create(
            [Seat(round=row, member_id=seat.member_id, holder_id=seat.holder_id) for seat in seats]
        )
        held.append(
            ElectionEvent.OPENED,
            election=str(election.id),
            round=str(row.id),
            number=row.number,
            way=way,
            method=election.method,
            options=[list(length) for length in question.lengths],
            candidates=[[str(option.id), [str(one.member_id) for one in option.standing]] for option in options],
            elects=question.seats,
            last=question.last,
            roll=presence.roll,
            present=presence.present,
            represented=presence.represented,
            quorum=quorum.needed,
            base=rules.majority_base,
            seats=digest(seats_data(seats)),
        )
        turn(assembly_id=assembly_id)
    return row.id


def record_totals(*, actor: Actor, round_id: UUID, for_: int, against: int, blank: int, now: datetime) -> RoundRow:
    """Close a show of hands on a single list with the totals the desk counted.

    Refuses totals that the seats cannot have given, with the arithmetic.
    """
    with _at_the_desk(actor=actor, round_id=round_id, now=now) as (held, election, row):
        refuse_if_any(
            totals_refusals(
                way=row.way, over=not row.open, for_=for_, against=against, blank=blank, presence=row.presence
            )
        )
        (option,) = row.question.options
        figures: dict[Marks, int] = {((option, 1),): for_, ((option, 0),): against, (): blank}
        Round.objects.filter(id=row.id).update(for_votes=for_, against_votes=against, blank_votes=blank)
        _close(held, election=election, row=row, cast=Counter(figures), orders=())
    return access_round(actor=actor, round_id=round_id)


def close_round(*, actor: Actor, round_id: UUID, now: datetime) -> RoundRow:
    """Close a round that was cast by ballots, and count it. A confidential one's box is opened, shuffled and destroyed.

    Where the rule is a lot, or seniority, the order that settles ties is fixed here, before anything is counted.
    """
    with _at_the_desk(actor=actor, round_id=round_id, now=now) as (held, election, row):
        confidential = row.way is Way.CONFIDENTIAL
        marked = Mark.objects.filter(seat__round_id=row.id).count() if confidential else 0
        slips = slips_in(box_id=row.id) if confidential else 0
        refuse_if_any(closing_refusals(way=row.way, over=not row.open, marked=marked, slips=slips))
        orders = _orders(held, election=election, row=row)
        _close(held, election=election, row=row, cast=_cast(row), orders=orders)
    # After the commit: what the database's own log still holds of the box.
    forget(now=now)
    return access_round(actor=actor, round_id=round_id)


def settle_tie(*, actor: Actor, round_id: UUID, order: Sequence[str], now: datetime) -> RoundRow:
    """Say in which order those who are tied come, the oldest first, where age settles ties; and count again."""
    with _at_the_desk(actor=actor, round_id=round_id, now=now) as (held, election, row):
        result = row.result if row.stands else None
        refuse_if_any(settling_refusals(tie=election.tie, result=result, order=order))
        if over(election):
            raise Refused([Refusal(code=ElectionRefusal.ELECTION_OVER)])
        orders = (*row.orders, tuple(order))
        found = result_to_data(count(question=row.question, ballots=ballots_cast(row), orders=orders))
        Round.objects.filter(id=row.id).update(orders=[list(one) for one in orders], result=found)
        held.append(
            ElectionEvent.SETTLED,
            round=str(row.id),
            order=list(order),
            elected=found["elected"],
            result=digest(found),
        )
        turn(assembly_id=row.assembly_id)
    return access_round(actor=actor, round_id=round_id)


def cancel_round(*, actor: Actor, round_id: UUID, reason: str, now: datetime) -> None:
    """Cancel a round, open or closed, to take it again: its count and its reason stay on record and elect nobody."""
    with _at_the_desk(actor=actor, round_id=round_id, now=now) as (held, election, row):
        later = [one for one in rounds_of(election_id=election.id) if one.number > row.number and not one.cancelled_at]
        refuse_if_any(
            cancelling_refusals(
                over=over(election) or bool(later), cancelled=row.cancelled_at is not None, reason=reason
            )
        )
        Round.objects.filter(id=row.id).update(cancelled_at=held.at, cancelled_because=reason.strip())
        if row.open and row.way is Way.CONFIDENTIAL:
            throw_away(box_id=row.id)
        held.append(ElectionEvent.CANCELLED, round=str(row.id))
        turn(assembly_id=row.assembly_id)
    forget(now=now)


@contextmanager
def _at_the_desk(*, actor: Actor, round_id: UUID, now: datetime) -> Iterator[tuple[Held, ElectionRow, RoundRow]]:
    """Open the page for somebody who runs the desk, and read the round once nobody else can change it."""
    assembly_id = access_round(actor=actor, round_id=round_id).assembly_id
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        row = access_round(actor=actor, round_id=round_id)
        yield held, access_election(actor=actor, election_id=row.election_id), row


def _cast(row: RoundRow) -> Counter[Marks]:
    """Return the ballots of a round that is being closed; a confidential box is opened for it, once and for all."""
    if row.way is not Way.CONFIDENTIAL:
        return ballots_cast(row)
    contents = open_box(box_id=row.id)
    return Counter({marks_of(json.loads(content)): number for content, number in contents.items()})


def _orders(held: Held, *, election: ElectionRow, row: RoundRow) -> tuple[tuple[str, ...], ...]:
    """Return what settles ties: a lot of everyone in the round, or seniority with a lot between those who came together."""
    if election.tie not in {TieRule.LOT, TieRule.SENIORITY}:
        return ()
    lot = list(row.question.options)
    _shuffle(lot)
    if election.tie is TieRule.SENIORITY:
        options: dict[str, OptionRow] = {str(one.id): one for one in options_of(election_id=election.id)}
        since = {
            option: min(
                member(actor=held.actor, member_id=one.member_id, now=held.at).joined_at
                for one in options[option].standing
            )
            for option in lot
        }
        lot.sort(key=since.__getitem__)
    return (tuple(lot),)


def _close(
    held: Held, *, election: ElectionRow, row: RoundRow, cast: Counter[Marks], orders: tuple[tuple[str, ...], ...]
) -> None:
    found = result_to_data(count(question=row.question, ballots=cast, orders=orders, room=row.presence, base=row.base))
    Round.objects.filter(id=row.id).update(closed_at=held.at, orders=[list(one) for one in orders], result=found)
    held.append(
        ElectionEvent.CLOSED,
        round=str(row.id),
        election=str(election.id),
        cast=found["cast"],
        blank=found["blank"],
        no_part=row.presence.votes - found["cast"],
        orders=[list(one) for one in orders],
        elected=found["elected"],
        result=digest(found),
    )
    turn(assembly_id=row.assembly_id)
