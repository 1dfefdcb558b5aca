"""Recount every vote of the assemblies from the ledger alone, and compare it with the tables. Pure; stops at the first difference.

Nothing that was derived is trusted: named votes are counted from their ballots, confidential ones from the shuffled slips,
whose number is that of those who took part, majorities from the figures. While a box is closed nobody looks into it. What was
put to each vote is merged anew, from the item's text and the amendments adopted by then.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from toutdoux.assemblies.voting.logic.amending import Edit, applied, edit_data, merged, text_voted
from toutdoux.assemblies.voting.logic.events import VoteEvent
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.decisions.logic.replay_fold import Fold, Handler, first_difference
from toutdoux.kernel.canonical import digest
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.rules.assembly import Majority, Presence, Votes, resolve
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import Base
from toutdoux.rules.seats import Seat, Way, presence_of, seats_data, tally


@dataclass(frozen=True, kw_only=True)
class Cast:
    """A ballot or a mark as the table holds it: by which entry, and in a named vote what it says."""

    seq: int
    choice: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """An item that was voted: its title, its text as it was put in the agenda, and as figures what it buys, if it buys something."""

    title: str
    text: str
    bought: str = ""


@dataclass(frozen=True, kw_only=True)
class AmendmentFacts:
    """An amendment as the tables hold it. Those of an item are read in the order in which they are voted."""

    item: UUID
    number: int
    edit: Edit
    salt: str
    withdrawn_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class VoteFacts:
    """A vote as the tables hold it. ``opening``: what its first entry says. ``text``: the digest of ``words``, computed anew.

    ``changes``: its adoption changes something by itself.
    """

    opening: Mapping[str, Any]
    opened_at: datetime
    text: str
    words: str
    seats: tuple[Seat, ...]
    cast: Mapping[UUID, Cast]
    slips: Mapping[str, int]
    closed_at: datetime | None
    figures: tuple[int, int, int] | None
    majority: str
    cancelled_at: datetime | None
    changes: bool = False


@dataclass(frozen=True, kw_only=True)
class Recounted:
    """How many votes were recounted, and the first difference, if any."""

    votes: int
    difference: Difference | None


@dataclass(kw_only=True)
class _Counting:
    """A vote as the ledger has told it so far."""

    seq: int
    facts: VoteFacts
    amendment: UUID | None
    item: UUID
    assembly: str
    way: Way
    presence: Presence
    base: Base
    cast: dict[UUID, Cast] = field(default_factory=dict)
    figures: tuple[int, int, int] | None = None
    majority: str = ""
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    carried: bool = False

    @property
    def open(self) -> bool:
        return self.closed_at is None and self.cancelled_at is None


@dataclass(kw_only=True)
class _Amending:
    """An amendment as the ledger has told it so far. ``text``: the digest of its last wording."""

    seq: int
    item: UUID
    number: int
    text: str
    withdrawn_at: datetime | None = None


@dataclass(kw_only=True)
class _Story(Fold):
    fact: Fact = Fact.VOTE
    tables: Mapping[UUID, VoteFacts]
    items: Mapping[UUID, ItemFacts]
    amended: Mapping[UUID, AmendmentFacts]
    votes: dict[UUID, _Counting] = field(default_factory=dict)
    amendments: dict[UUID, _Amending] = field(default_factory=dict)
    orders: dict[UUID, list[UUID]] = field(default_factory=dict)

    def waiting(self, entry: EntryFacts, data: Mapping[str, Any]) -> _Amending:
        """Return the amendment an entry is about; one that is not there, withdrawn, voted or being voted is not allowed."""
        amendment = UUID(data["amendment"])
        found = self.amendments.get(amendment)
        voted = any(vote.amendment == amendment and vote.cancelled_at is None for vote in self.votes.values())
        if found is None or found.withdrawn_at is not None or voted:
            self.differ(Sort.NOT_ALLOWED, entry.seq, found=amendment)
        return found

    def told(self, entry: EntryFacts, data: Mapping[str, Any]) -> _Counting:
        """Return the vote an entry is about; one that the ledger never opened is not allowed."""
        found = self.votes.get(UUID(data["vote"]))
        if found is None:
            self.differ(Sort.NOT_ALLOWED, entry.seq, found=data["vote"])
        return found


def recount(
    *,
    entries: Iterable[EntryFacts],
    tables: Mapping[UUID, VoteFacts],
    items: Mapping[UUID, ItemFacts] = MappingProxyType({}),
    amended: Mapping[UUID, AmendmentFacts] = MappingProxyType({}),
) -> Recounted:
    """Recount the votes that ``entries`` (whose chain holds) tell of, against ``tables``; ``amended``: the amendments, in order."""
    story = _Story(tables=tables, items=items, amended=amended)
    difference = first_difference(story, entries=entries, handlers=_HANDLERS, compare=_compare)
    return Recounted(votes=len(story.votes), difference=difference)


def _opened(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    vote_id = UUID(data["vote"])
    facts = story.tables.get(vote_id)
    if facts is None:
        story.differ(Sort.ABSENT, entry.seq, stated=vote_id)
    if any(vote.open and vote.assembly == data["assembly"] for vote in story.votes.values()):
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["assembly"])
    for name, kept in facts.opening.items():
        story.same(Sort.KEPT, entry.seq, stated=data[name], found=kept)
    story.same(Sort.KEPT, entry.seq, stated=entry.at, found=facts.opened_at)
    story.same(Sort.KEPT, entry.seq, stated=data["text"], found=facts.text)
    story.same(Sort.KEPT, entry.seq, stated=data["seats"], found=digest(seats_data(facts.seats)))
    presence = presence_of(seats=facts.seats, roll=int(data["roll"]))
    story.same(
        Sort.RECOMPUTED,
        entry.seq,
        stated=(data["present"], data["represented"]),
        found=(presence.present, presence.represented),
    )
    if "adopted" in data and facts.cancelled_at is None:
        # An amendment whose vote was cancelled may have been reworded since.
        _asked(story, entry, data, facts)
    story.votes[vote_id] = _Counting(
        seq=entry.seq,
        facts=facts,
        amendment=UUID(data["amendment"]) if data["amendment"] else None,
        item=UUID(data["item"]),
        assembly=data["assembly"],
        way=Way(data["way"]),
        presence=presence,
        base=Base(data["base"]),
    )


def _asked(story: _Story, entry: EntryFacts, data: Mapping[str, Any], facts: VoteFacts) -> None:
    """Merge anew what was put to the vote: the amendments adopted by then, one after the other, and the one that is asked about."""
    item = UUID(data["item"])
    adopted = [
        vote.amendment
        for vote in story.votes.values()
        if vote.item == item and vote.amendment and vote.cancelled_at is None and vote.majority == Majority.ADOPTED
    ]
    story.same(Sort.RECOMPUTED, entry.seq, stated=data["adopted"], found=[str(one) for one in adopted])
    kept = story.items[item]
    text = merged(text=kept.text, edits=[story.amended[one].edit for one in adopted])
    if data["amendment"]:
        found = applied(text=text, edit=story.amended[UUID(data["amendment"])].edit)
    else:
        found = "\n\n".join(part for part in (text_voted(title=kept.title, text=text), kept.bought) if part)
    if found != facts.words:
        story.differ(Sort.RECOMPUTED, entry.seq, stated=data["text"], found=data["item"])


def _proposed(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    amendment, item = UUID(data["amendment"]), UUID(data["item"])
    if amendment not in story.amended:
        story.differ(Sort.ABSENT, entry.seq, stated=amendment)
    story.amendments[amendment] = _Amending(
        seq=entry.seq, item=item, number=int(data["number"]), text=data.get("text", "")
    )
    story.orders.setdefault(item, []).append(amendment)


def _reworded(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    story.waiting(entry, data).text = data["text"]


def _withdrawn(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    story.waiting(entry, data).withdrawn_at = entry.at


def _ordered(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    item, order = UUID(data["item"]), [UUID(one) for one in data["order"]]
    if sorted(order) != sorted(story.orders.get(item, [])):
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=item)
    story.orders[item] = order


def _cast(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    vote, member = story.told(entry, data), UUID(data["member"])
    seated = any(seat.member_id == member for seat in vote.facts.seats)
    if not (vote.open and vote.way is Way.NAMED and seated):
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=member)
    vote.cast[member] = Cast(seq=entry.seq, choice=Choice(data["choice"]))


def _marked(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    vote, member = story.told(entry, data), UUID(data["member"])
    seated = any(seat.member_id == member for seat in vote.facts.seats)
    if not (vote.open and vote.way is Way.CONFIDENTIAL and seated and member not in vote.cast):
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=member)
    vote.cast[member] = Cast(seq=entry.seq)


def _closed(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    vote = story.told(entry, data)
    if not vote.open:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["vote"])
    stated = Votes(for_=data["for"], against=data["against"], blank=data["blank"], no_part=data["no_part"])
    story.same(Sort.RECOMPUTED, entry.seq, stated=stated, found=_count(vote, stated))
    found = resolve(count=stated, roll=vote.presence.roll, base=vote.base)
    story.same(Sort.RECOMPUTED, entry.seq, stated=data["majority"], found=found.majority)
    vote.closed_at, vote.majority = entry.at, found.majority
    vote.figures = (stated.for_, stated.against, stated.blank)


def _count(vote: _Counting, stated: Votes) -> Votes:
    """Count what there is to count: ballots, or shuffled slips. Hands were counted by people; they must add up."""
    if vote.way is Way.NAMED:
        return tally(presence=vote.presence, choices=[Choice(cast.choice) for cast in vote.cast.values()])
    if vote.way is Way.CONFIDENTIAL:
        slips = Counter(vote.facts.slips)
        found = tally(presence=vote.presence, choices=[Choice(slip) for slip in slips.elements()])
        # As many slips as people who took part, or ballots were added or taken away.
        return found if slips.total() == len(vote.cast) else Votes(for_=-1, against=-1, blank=-1, no_part=-1)
    hands = [Choice.FOR] * stated.for_ + [Choice.AGAINST] * stated.against + [Choice.BLANK] * stated.blank
    return tally(presence=vote.presence, choices=hands)


def _cancelled(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    vote = story.told(entry, data)
    if vote.cancelled_at is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["vote"])
    vote.cancelled_at = entry.at


def _carried(story: _Story, entry: EntryFacts, data: Mapping[str, Any]) -> None:
    """What a vote changes by itself is applied as it is closed, once, if it is adopted: an amendment changes a text alone."""
    vote = story.told(entry, data)
    adopted = vote.majority == Majority.ADOPTED and vote.closed_at == entry.at and not vote.carried
    if not adopted or vote.facts.opening["amendment"] is not None:
        story.differ(Sort.NOT_ALLOWED, entry.seq, found=data["vote"])
    vote.carried = True


def _compare(story: _Story) -> None:
    """Compare each vote with its rows, once everything is told; and find rows that nothing tells of."""
    story.none_untold(told=story.votes, kept=story.tables)
    for vote in story.votes.values():
        kept = vote.facts
        if kept.changes and vote.majority == Majority.ADOPTED and not vote.carried:
            story.differ(Sort.OWED, vote.seq)
        for stated, found in (
            (vote.closed_at, kept.closed_at),
            (vote.figures, kept.figures),
            (vote.majority, kept.majority),
            (vote.cancelled_at, kept.cancelled_at),
            (vote.cast, dict(kept.cast)),
        ):
            story.same(Sort.KEPT, vote.seq, stated=stated, found=found)
    _compare_amendments(story)


def _compare_amendments(story: _Story) -> None:
    orders: dict[UUID, list[UUID]] = {}
    for amendment_id, facts in story.amended.items():
        orders.setdefault(facts.item, []).append(amendment_id)
        if amendment_id not in story.amendments:
            story.differ(Sort.UNKNOWN, None, found=amendment_id)
    for amendment_id, told in story.amendments.items():
        kept = story.amended[amendment_id]
        # The first amendments were kept without a digest.
        text = digest({"salt": kept.salt} | edit_data(kept.edit)) if told.text else ""
        story.same(
            Sort.KEPT,
            told.seq,
            stated=(told.item, told.number, told.text, told.withdrawn_at),
            found=(kept.item, kept.number, text, kept.withdrawn_at),
        )
    for item, order in story.orders.items():
        story.same(Sort.KEPT, story.amendments[order[0]].seq, stated=order, found=orders.get(item))


_HANDLERS: Mapping[str, Handler[_Story]] = {
    VoteEvent.OPENED: _opened,
    VoteEvent.CAST: _cast,
    VoteEvent.MARKED: _marked,
    VoteEvent.CLOSED: _closed,
    VoteEvent.CANCELLED: _cancelled,
    DecisionEvent.CARRIED: _carried,
    VoteEvent.AMENDMENT_PROPOSED: _proposed,
    VoteEvent.AMENDMENT_REWORDED: _reworded,
    VoteEvent.AMENDMENT_WITHDRAWN: _withdrawn,
    VoteEvent.AMENDMENTS_ORDERED: _ordered,
}
