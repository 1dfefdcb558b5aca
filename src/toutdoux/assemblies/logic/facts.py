"""An assembly as it was held: who was there or represented, what was on the agenda, what was said and voted."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from toutdoux.assemblies.logic.effect_files import Effect
from toutdoux.assemblies.logic.election_facts import Election
from toutdoux.rules.assembly import Presence, Quorum, Resolved, quorum, resolve, votes
from toutdoux.rules.rulebook import Base, QuorumMissing, Share
from toutdoux.rules.seats import Way


class ItemKind(StrEnum):
    """What an item of the agenda asks of the assembly."""

    INFORMATION = "information"
    DISCUSSION = "discussion"
    RESOLUTION = "resolution"
    REPORT = "report"
    ELECTION = "election"


class Change(StrEnum):
    """What an amendment does to a text: to a passage of it, after one, or at its end. Stored words."""

    REPLACE = "replace"
    DELETE = "delete"
    AFTER = "after"
    END = "end"


@dataclass(frozen=True, kw_only=True)
class Attendee:
    """Somebody who was there, or, with ``proxy_to`` (the holder's name), represented.

    From ``since`` (None: from the opening) until ``until``, excluded (None: to the end), by the clock of the place. Who
    was represented, then came, stands there twice. ``items``: the numbers of those they are represented at, where that is
    not everything; who shares the items out stands there once for each holder, and counts at those items alone.
    """

    name: str
    proxy_to: str = ""
    since: datetime | None = None
    until: datetime | None = None
    items: tuple[int, ...] = ()

    def counts(self, at: datetime | None) -> bool:
        """Say whether they count at an instant; None: at the opening."""
        if at is None:
            return self.since is None
        return (self.since is None or self.since <= at) and (self.until is None or at < self.until)

    def meets(self, other: "Attendee") -> bool:
        """Say whether both count at some one instant, and not for other items."""
        if self.items and other.items and not set(self.items) & set(other.items):
            return False
        starts_before = self.since is None or other.until is None or self.since < other.until
        ends_after = self.until is None or other.since is None or other.since < self.until
        return starts_before and ends_after


@dataclass(frozen=True, kw_only=True)
class Vote:
    """One vote: what was put to it (empty: the item itself) and its count.

    ``at`` is when it was taken, which says who was there (None: those of the opening), unless ``present`` and
    ``represented`` say it: proxies for some items alone count at those. ``base``: of what more than half was needed, where
    it was not the assembly's own. ``change``: what an amendment would do, with the ``passage`` it is about and the ``words``
    that come; None where the question says it. ``effects``: what its adoption changed by itself.
    """

    question: str
    for_: int
    against: int
    blank: int
    at: datetime | None = None
    way: Way | None = None
    amendment: bool = False
    base: Base | None = None
    present: int | None = None
    represented: int | None = None
    change: Change | None = None
    passage: str = ""
    words: str = ""
    effects: tuple[Effect, ...] = ()


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
    """An item of the agenda and all that came of it.

    ``deferred`` says to what it was put off, ``deferred_to`` as which action; both empty when it was not.
    """

    kind: ItemKind
    title: str
    presented_by: str = ""
    text: str = ""
    discussion: tuple[Speech, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    mandates_for: str = ""
    votes: tuple[Vote, ...] = ()
    elections: tuple[Election, ...] = ()
    deferred: str = ""
    deferred_to: str = ""
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AssemblyFacts:
    """The whole. ``held_at`` is local wall-clock time; ``roll`` is how many members the quorum is taken of;
    ``quorum_missing`` what the rules say of a vote without it.

    ``discussion`` and ``tasks`` are those of no item of the agenda. ``on_leave`` members are in the roll unless the rules say otherwise; they are told apart because the printed
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
    discussion: tuple[Speech, ...] = ()
    tasks: tuple[Task, ...] = ()
    quorum_missing: QuorumMissing = QuorumMissing.REFUSED

    @property
    def presence(self) -> Presence:
        """Return how many are there and represented at the opening."""
        return self.presence_at(None)

    def presence_at(self, at: datetime | None) -> Presence:
        """Return how many are there and represented at an instant; a proxy counts while its holder is there.

        A proxy for some items does not count here: it does at the votes of those, which say with whom they were taken.
        """
        counting = [attendee for attendee in self.attendees if attendee.counts(at) and not attendee.items]
        there = {attendee.name for attendee in counting if not attendee.proxy_to}
        represented = {one.name for one in counting if one.proxy_to in there} - there
        return Presence(roll=self.roll, present=len(there), represented=len(represented))

    @property
    def sheet(self) -> Presence:
        """Return how many were there at one time or another, and how many represented: no room was larger."""
        there = {one.name for one in self.attendees if not one.proxy_to}
        represented = {one.name for one in self.attendees if one.proxy_to}
        return Presence(roll=self.roll, present=len(there), represented=len(represented))

    @property
    def quorum(self) -> Quorum:
        """Return the quorum at opening."""
        return quorum(presence=self.presence, share=self.quorum_share)

    def presence_of(self, vote: Vote) -> Presence:
        """Return how many were there and represented at a vote."""
        if vote.present is None or vote.represented is None:
            return self.presence_at(vote.at)
        return Presence(roll=self.roll, present=vote.present, represented=vote.represented)

    def quorum_of(self, vote: Vote) -> Quorum:
        """Return the quorum at a vote."""
        return quorum(presence=self.presence_of(vote), share=self.quorum_share)

    def holders(self) -> dict[str, tuple[str, ...]]:
        """Return whom each holder represents at the opening and at everything, in the order of the roll."""
        found: dict[str, list[str]] = {}
        for attendee in self.attendees:
            if attendee.proxy_to and attendee.counts(None) and not attendee.items:
                found.setdefault(attendee.proxy_to, []).append(attendee.name)
        return {holder: tuple(givers) for holder, givers in found.items()}

    def partly(self) -> tuple[Attendee, ...]:
        """Return who is represented at some items alone at the opening, in the order of the roll."""
        return tuple(one for one in self.attendees if one.items and one.counts(None))

    def resolved(self, vote: Vote) -> Resolved:
        """Return what a vote decided. Raises ``ValueError`` for a count the room cannot have given."""
        room = self.presence_of(vote)
        count = votes(for_=vote.for_, against=vote.against, blank=vote.blank, presence=room)
        if count is None:
            raise ValueError(f"{vote} does not fit the room")
        return resolve(count=count, roll=self.roll, base=vote.base or self.majority_base)
