"""An assembly as it was held: who was there or represented, what was on the agenda, what was said and voted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from toutdoux.rules.assembly import Presence, Quorum, Resolved, quorum, resolve, votes
from toutdoux.rules.rulebook import Base, Share


class ItemKind(StrEnum):
    """What an item of the agenda asks of the assembly."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    RESOLUTION = "resolution"
    REPORT = "report"
    ELECTION = "election"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who was there, or, with ``proxy_to`` (the holder's name), represented."""

    name: str
    proxy_to: str = ""


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One vote: what was put to it (empty: the item itself) and its count."""

    question: str
    for_: int
    against: int
    blank: int


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """Somebody of a list, and the mandate they stand for."""

    name: str
    mandate: str


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something somebody takes on."""

    what: str
    who: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class Speech:
    """What somebody said; without a name, what was said by several or nobody in particular. Markdown."""

    who: str
    said: str


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of the agenda and all that came of it. ``deferred`` says to what it was put off, empty when it was not."""

    kind: ItemKind
    title: str
    presented_by: str = ""
    text: str = ""
    discussion: tuple[Speech, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    mandates_for: str = ""
    votes: tuple[Vote, ...] = ()
    deferred: str = ""
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssemblyFacts:
    """The whole. ``held_at`` is local wall-clock time; ``roll`` is how many members the quorum is taken of.

    ``on_leave`` members are in the roll unless the rules say otherwise; they are told apart because the printed
    sentence says so.
    """

    title: str
    held_at: datetime
    place: str
    period: str
    roll: int
    on_leave: int
    quorum_share: Share | None
    majority_base: Base
    proxies_per_holder: int | None
    attendees: tuple[Attendee, ...]
    items: tuple[Item, ...]

    @property
    def presence(self) -> Presence:
        """Return how many are there and represented."""
        represented = sum(bool(attendee.proxy_to) for attendee in self.attendees)
        return Presence(roll=self.roll, present=len(self.attendees) - represented, represented=represented)

    @property
    def quorum(self) -> Quorum:
        """Return the quorum at opening."""
        return quorum(presence=self.presence, share=self.quorum_share)

    def holders(self) -> dict[str, tuple[str, ...]]:
        """Return whom each holder represents, in the order of the roll."""
        found: dict[str, list[str]] = {}
        for attendee in self.attendees:
            if attendee.proxy_to:
                found.setdefault(attendee.proxy_to, []).append(attendee.name)
        return {holder: tuple(givers) for holder, givers in found.items()}

    def resolved(self, vote: Vote) -> Resolved:
        """Return what a vote decided. Raises ``ValueError`` for a count the room cannot have given."""
        count = votes(for_=vote.for_, against=vote.against, blank=vote.blank, presence=self.presence)
        if count is None:
            raise ValueError(f"{vote} does not fit the room")
        return resolve(count=count, roll=self.roll, base=self.majority_base)


class AssemblyFault(StrEnum):
    """Why written facts cannot have happened, or break the rules of proxies."""

    NOBODY_THERE = "assembly-nobody-there"
    TWICE_THERE = "assembly-twice-there"
    HOLDER_NOT_THERE = "assembly-holder-not-there"
    OWN_PROXY = "assembly-own-proxy"
    CHAINED_PROXY = "assembly-chained-proxy"
    TOO_MANY_PROXIES = "assembly-too-many-proxies"
    MORE_THAN_ROLL = "assembly-more-than-roll"
    VOTE_DOES_NOT_FIT = "assembly-vote-does-not-fit"
    ELECTION_WITHOUT_LIST = "assembly-election-without-list"
    VOTE_WITHOUT_QUORUM = "assembly-vote-without-quorum"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing wrong: where (a path as ``("people", 2)``), and what the sentence needs."""

    code: AssemblyFault
    path: tuple[str | int, ...]
    data: dict[str, object]


def faults(facts: AssemblyFacts) -> tuple[Fault, ...]:
    """Return everything that does not hold in the facts, all of it at once."""
    return (*_people_faults(facts), *_vote_faults(facts))


def _people_faults(facts: AssemblyFacts) -> Iterator[Fault]:
    if not facts.attendees:
        yield Fault(code=AssemblyFault.NOBODY_THERE, path=("people",), data={})
    if facts.presence.votes > facts.roll:
        data: dict[str, object] = {"votes": facts.presence.votes, "roll": facts.roll}
        yield Fault(code=AssemblyFault.MORE_THAN_ROLL, path=("roll",), data=data)
    counted = Counter(attendee.name for attendee in facts.attendees)
    there = {attendee.name for attendee in facts.attendees if not attendee.proxy_to}
    seen: set[str] = set()
    held: Counter[str] = Counter()
    for place, attendee in enumerate(facts.attendees):
        path = ("people", place)
        if counted[attendee.name] > 1 and attendee.name in seen:
            yield Fault(code=AssemblyFault.TWICE_THERE, path=path, data={"name": attendee.name})
        seen.add(attendee.name)
        if not attendee.proxy_to:
            continue
        names: dict[str, object] = {"name": attendee.name, "holder": attendee.proxy_to}
        if attendee.proxy_to == attendee.name:
            yield Fault(code=AssemblyFault.OWN_PROXY, path=path, data=names)
        elif attendee.proxy_to in counted and attendee.proxy_to not in there:
            yield Fault(code=AssemblyFault.CHAINED_PROXY, path=path, data=names)
        elif attendee.proxy_to not in there:
            yield Fault(code=AssemblyFault.HOLDER_NOT_THERE, path=path, data=names)
        held[attendee.proxy_to] += 1
        if facts.proxies_per_holder is not None and held[attendee.proxy_to] > facts.proxies_per_holder:
            cap: dict[str, object] = {**names, "most": facts.proxies_per_holder}
            yield Fault(code=AssemblyFault.TOO_MANY_PROXIES, path=path, data=cap)


def _vote_faults(facts: AssemblyFacts) -> Iterator[Fault]:
    room = facts.presence
    for place, item in enumerate(facts.items):
        if item.kind is ItemKind.ELECTION and not item.candidates:
            yield Fault(code=AssemblyFault.ELECTION_WITHOUT_LIST, path=("items", place), data={"title": item.title})
        for which, vote in enumerate(item.votes):
            path = ("items", place, "votes", which)
            if votes(for_=vote.for_, against=vote.against, blank=vote.blank, presence=room) is None:
                total = vote.for_ + vote.against + vote.blank
                yield Fault(code=AssemblyFault.VOTE_DOES_NOT_FIT, path=path, data={"total": total, "votes": room.votes})
            if not facts.quorum.reached:
                data: dict[str, object] = {"votes": room.votes, "needed": facts.quorum.needed}
                yield Fault(code=AssemblyFault.VOTE_WITHOUT_QUORUM, path=path, data=data)
