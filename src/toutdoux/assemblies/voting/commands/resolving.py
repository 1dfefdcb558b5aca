"""Opening a vote, closing it with its figures, and cancelling one that must be taken again."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import takewhile
from uuid import UUID, uuid4

from toutdoux.assemblies.queries import ItemRow, MeetingRow, items, rulebook_of
from toutdoux.assemblies.sitting.commands.page import Held, page_of, turn
from toutdoux.assemblies.sitting.logic.events import SittingRefusal
from toutdoux.assemblies.sitting.queries import quorum_at, room_at
from toutdoux.assemblies.voting.commands import effects
from toutdoux.assemblies.voting.commands.box import forget, open_box, slips_in, throw_away
from toutdoux.assemblies.voting.logic.acts import (
    OpeningFacts,
    cancelling_refusals,
    closing_refusals,
    opening_refusals,
    totals_refusals,
)
from toutdoux.assemblies.voting.logic.amending import applied, text_voted
from toutdoux.assemblies.voting.logic.digests import vote_digest
from toutdoux.assemblies.voting.logic.events import VoteEvent, VoteRefusal
from toutdoux.assemblies.voting.models import Mark, Seat, Vote
from toutdoux.assemblies.voting.queries.carried import carried_by, may_be_listed, purchase
from toutdoux.assemblies.voting.queries.pages import AmendmentRow, Asked, asked, next_number
from toutdoux.assemblies.voting.queries.votes import VoteRow, access_vote, ballots, running
from toutdoux.kernel.canonical import digest
from toutdoux.kernel.people import Actor
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.rules.articles import Article
from toutdoux.rules.assembly import Majority, Votes, resolve
from toutdoux.rules.facts import Choice
from toutdoux.rules.seats import Way, presence_of, seats_data, seats_of, tally


def open_vote(
    *,
    actor: Actor,
    assembly_id: UUID,
    item_id: UUID,
    way: str,
    amendment_id: UUID | None = None,
    now: datetime,
) -> UUID:
    """Put an item, or one of its amendments, to the vote. Return the vote's id.

    Its seats are those present or represented at this instant; its quorum is judged on them. Refuses another vote while one
    runs, the text before its amendments, an amendment before those that came earlier.
    """
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        held.require_at_work()
        meeting, log = held.meeting, held.log
        item = item_of(meeting=meeting, item_id=item_id)
        found = asked(assembly_id=assembly_id, item_id=item.id)
        amendment = None
        if amendment_id is not None:
            amendment = next((row for row in found.amendments if row.id == amendment_id), None)
            if amendment is None or amendment.withdrawn_at is not None:
                raise Refused([Refusal(code=VoteRefusal.UNKNOWN_AMENDMENT)])
        seats = seats_of(room=(room := room_at(assembly_id=assembly_id, at=log.at)), item_id=item.id)
        presence = presence_of(seats=seats, roll=len(room.roll))
        rules = rulebook_of(meeting).rulebook.assembly
        quorum = quorum_at(meeting=meeting, presence=presence)
        refuse_if_any(
            opening_refusals(
                OpeningFacts(
                    way=way,
                    kind=item.kind,
                    state=item.state,
                    waiting=_before(found, amendment),
                    running=running(assembly_id=assembly_id) is not None,
                    settled=not amendment.waits if amendment else found.text is not None,
                    applies=amendment is None or amendment.applies,
                    listable=may_be_listed(item_id=item.id, association_id=actor.association_id),
                    quorum=quorum,
                    missing=rules.quorum_missing,
                )
            )
        )
        text = _text(item, found, amendment)
        changes = () if amendment else effects.proposed(item)
        salt = secrets.token_hex(16)
        vote = Vote.objects.create(
            id=uuid4(),
            assembly_id=assembly_id,
            item_id=item.id,
            amendment_id=amendment_id,
            number=next_number(assembly_id=assembly_id),
            way=way,
            text=text,
            salt=salt,
            digest=vote_digest(salt=salt, text=text, effects=changes),
            opened_at=log.at,
            opened_by_id=actor.member_id,
            roll=presence.roll,
            present=presence.present,
            represented=presence.represented,
            quorum=quorum.needed,
            base=rules.majority_base,
        )
        Seat.objects.bulk_create(
            [Seat(vote=vote, member_id=seat.member_id, holder_id=seat.holder_id) for seat in seats]
        )
        effects.freeze(vote_id=vote.id, effects=changes)
        held.append(
            VoteEvent.OPENED,
            vote=str(vote.id),
            item=str(item.id),
            amendment=str(amendment_id) if amendment_id else None,
            number=vote.number,
            way=way,
            roll=presence.roll,
            present=presence.present,
            represented=presence.represented,
            quorum=quorum.needed,
            base=rules.majority_base,
            seats=digest(seats_data(seats)),
            text=vote.digest,
            adopted=[str(row.id) for row in found.adopted],
        )
        turn(assembly_id=assembly_id)
    return vote.id


def record_totals(*, actor: Actor, vote_id: UUID, for_: int, against: int, blank: int, now: datetime) -> VoteRow:
    """Close a show of hands with the totals the desk counted; who is there and raised no hand took no part.

    Refuses totals that the seats cannot have given, with the arithmetic.
    """
    with _at_the_desk(actor=actor, vote_id=vote_id, now=now) as (held, vote):
        if not vote.open:
            raise Refused([Refusal(code=VoteRefusal.VOTE_OVER, article=Article.ASSEMBLY)])
        if vote.way is not Way.HANDS:
            raise Refused([Refusal(code=VoteRefusal.NOT_BY_HANDS, article=Article.ASSEMBLY)])
        refuse_if_any(totals_refusals(for_=for_, against=against, blank=blank, presence=vote.presence))
        no_part = vote.presence.votes - for_ - against - blank
        _close(held, vote=vote, count=Votes(for_=for_, against=against, blank=blank, no_part=no_part))
    return access_vote(actor=actor, vote_id=vote_id)


def close_vote(*, actor: Actor, vote_id: UUID, now: datetime) -> VoteRow:
    """Close a vote that was cast by ballots, and count them. A confidential one's box is opened, shuffled and destroyed."""
    with _at_the_desk(actor=actor, vote_id=vote_id, now=now) as (held, vote):
        confidential = vote.way is Way.CONFIDENTIAL
        marked = Mark.objects.filter(seat__vote_id=vote.id).count() if confidential else 0
        slips = slips_in(box_id=vote.id) if confidential else 0
        refuse_if_any(closing_refusals(way=vote.way, over=not vote.open, marked=marked, slips=slips))
        if confidential:
            choices = [Choice(content) for content in open_box(box_id=vote.id).elements()]
        else:
            choices = list(ballots(vote_id=vote.id).values())
        _close(held, vote=vote, count=tally(presence=vote.presence, choices=choices))
    # After the commit: what the database's own log still holds of the box.
    forget(now=now)
    return access_vote(actor=actor, vote_id=vote_id)


def cancel_vote(*, actor: Actor, vote_id: UUID, reason: str, now: datetime) -> None:
    """Cancel a vote, open or closed, to take it again: its figures and its reason stay on record and decide nothing."""
    with _at_the_desk(actor=actor, vote_id=vote_id, now=now) as (held, vote):
        later = _followed(vote)
        refuse_if_any(
            cancelling_refusals(
                stage=held.meeting.stage, cancelled=vote.cancelled_at is not None, reason=reason, followed=later
            )
        )
        Vote.objects.filter(id=vote.id).update(cancelled_at=held.at, cancelled_because=reason.strip())
        if vote.open and vote.way is Way.CONFIDENTIAL:
            throw_away(box_id=vote.id)
        held.append(VoteEvent.CANCELLED, vote=str(vote.id))
        turn(assembly_id=vote.assembly_id)
    forget(now=now)


@contextmanager
def _at_the_desk(*, actor: Actor, vote_id: UUID, now: datetime) -> Iterator[tuple[Held, VoteRow]]:
    """Open the page for somebody who runs the desk, and read the vote once nobody else can change it."""
    assembly_id = access_vote(actor=actor, vote_id=vote_id).assembly_id
    with page_of(actor=actor, assembly_id=assembly_id, now=now) as held:
        held.require_desk()
        yield held, access_vote(actor=actor, vote_id=vote_id)


def item_of(*, meeting: MeetingRow, item_id: UUID) -> ItemRow:
    """Return an item of the agenda; refuse one that is not there."""
    found = next((row for row in items(assembly_id=meeting.id) if row.id == item_id), None)
    if found is None:
        raise Refused([Refusal(code=SittingRefusal.ITEM_UNKNOWN)])
    return found


def _before(found: Asked, amendment: AmendmentRow | None) -> tuple[int, ...]:
    """Return the numbers of the amendments to vote first: all of them before the text, those before it that apply before another."""
    if amendment is None:
        return tuple(row.number for row in found.waiting)
    ahead = takewhile(lambda row: row.id != amendment.id, found.amendments)
    return tuple(row.number for row in ahead if row.waits and row.applies)


def _text(item: ItemRow, found: Asked, amendment: AmendmentRow | None) -> str:
    """Return the text as it stands if what is asked is adopted: with an amendment more, or as the last word on it."""
    body = found.body(item.text)
    if amendment is not None:
        return applied(text=body, edit=amendment.edit) or ""
    bought = purchase(item_id=item.id)
    text = text_voted(title=item.title, text=body)
    return f"{text}\n\n{bought.text}" if bought else text


def _followed(vote: VoteRow) -> bool:
    """Say whether something stands on a vote: what was voted after its amendment, or what its adoption changed."""
    if vote.amendment_id is not None:
        found = asked(assembly_id=vote.assembly_id, item_id=vote.item_id)
        later = any(row.number > vote.number and row.cancelled_at is None for row in found.votes)
        return found.text is not None or (vote.adopted and later)
    return vote.adopted and any(row.what == "applied" for row in carried_by(vote_id=vote.id))


def _close(held: Held, *, vote: VoteRow, count: Votes) -> None:
    found = resolve(count=count, roll=vote.presence.roll, base=vote.base)
    Vote.objects.filter(id=vote.id).update(
        closed_at=held.at,
        for_votes=count.for_,
        against_votes=count.against,
        blank_votes=count.blank,
        majority=found.majority,
    )
    held.append(
        VoteEvent.CLOSED,
        **{
            "vote": str(vote.id),
            "for": count.for_,
            "against": count.against,
            "blank": count.blank,
            "no_part": count.no_part,
            "majority": found.majority,
        },
    )
    if vote.amendment_id is None and found.majority is Majority.ADOPTED:
        effects.apply(held, vote=vote)
    turn(assembly_id=vote.assembly_id)
