"""The replay itself: where it has come to, what is owed next, and how a difference is told."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from typing import Any, NoReturn
from uuid import UUID

from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort, Tables
from toutdoux.decisions.logic.replay_fold import Differs
from toutdoux.decisions.logic.replay_people import People
from toutdoux.decisions.logic.replay_state import Playing
from toutdoux.ledger.logic.chain import EntryFacts
from toutdoux.rules.facts import STANDING
from toutdoux.rules.rulebook import Rulebook
from toutdoux.writings.logic.digests import WritingFacts

#: What must follow: the sort of fact, then what tells it apart.
Debt = tuple[Fact, UUID, str]


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What an assembly decided by a vote."""

    assembly: UUID
    at: datetime


@dataclass(kw_only=True)
class Story:
    """An association's ledger, told up to an entry."""

    tables: Tables
    people: People = field(default_factory=People)
    actions: dict[UUID, Playing] = field(default_factory=dict)
    rulebooks: list[int] = field(default_factory=list)
    numbers: dict[tuple[int, str], int] = field(default_factory=dict)
    history: dict[UUID, int] = field(default_factory=dict)
    ballots: set[int] = field(default_factory=set)
    outcomes: set[tuple[UUID, str]] = field(default_factory=set)
    effects: dict[tuple[UUID, int, int, str], int] = field(default_factory=dict)
    ticked: set[int] = field(default_factory=set)
    #: What actions did to mandates and accesses: the kind of entry, the member, the action, the mandate or resource.
    entrusted: set[tuple[str, UUID, UUID, str]] = field(default_factory=set)
    mandates: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    accesses: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    #: What stands in the registers, as their entries tell: see ``replay_registers``.
    registers: dict[UUID, tuple[object, ...]] = field(default_factory=dict)
    #: Editions of reports, versions of founding texts, and by the id of the period what files say of past ones.
    writings: dict[UUID | int, WritingFacts] = field(default_factory=dict)
    #: What assemblies decided that changes something by itself, by the id of the vote.
    carried: dict[UUID, Carried] = field(default_factory=dict)
    carried_effects: set[tuple[UUID, int]] = field(default_factory=set)
    #: What actions did to registers by themselves: the action with the cents it allowed, or with the service and its state.
    committed: Counter[tuple[UUID, object]] = field(default_factory=Counter)
    #: Of an amount that a later decision put in place of an earlier one: which earlier one.
    revised: dict[tuple[UUID, object], str] = field(default_factory=dict)
    served: set[tuple[UUID, UUID, str]] = field(default_factory=set)
    #: When what can be entered was closed.
    closed: dict[UUID, datetime] = field(default_factory=dict)
    adopted_by: set[UUID] = field(default_factory=set)
    notes: set[int] = field(default_factory=set)
    posts: set[tuple[int, UUID, str, datetime]] = field(default_factory=set)
    remarks: set[UUID] = field(default_factory=set)
    owed: dict[Debt, int] = field(default_factory=dict)
    due: list[tuple[datetime, str]] = field(default_factory=list)
    settled_at: datetime | None = None
    written_at: datetime | None = None

    def owe(self, fact: Fact, subject: UUID, detail: str = "", *, seq: int) -> None:
        """Note that something must follow before anyone does anything else."""
        self.owed[fact, subject, detail] = seq

    def pay(self, fact: Fact, subject: UUID, detail: str = "") -> bool:
        """Note that it followed; return whether it was owed."""
        return self.owed.pop((fact, subject, detail), None) is not None

    def require_no_debt(self) -> None:
        """Differ if something that had to follow did not."""
        for (fact, subject, _), seq in self.owed.items():
            action = self.actions.get(subject)
            self.differ(Sort.OWED, fact, seq=seq, action=action)

    def await_deadline(self, action: Playing) -> None:
        """Remember when an open action must be settled."""
        if action.open_until is not None:
            heappush(self.due, (action.open_until, str(action.id)))

    def first_due(self) -> Playing | None:
        """Return the open action whose deadline comes first."""
        while self.due:
            deadline, identity = self.due[0]
            action = self.actions[UUID(identity)]
            if action.open_until == deadline:
                return action
            heappop(self.due)
        return None

    def require_settled(self, entry: EntryFacts) -> None:
        """Differ if a deadline that is over was not applied before someone decided something else."""
        first = self.first_due()
        if first is not None and first.open_until is not None and first.open_until <= entry.at:
            self.differ(Sort.OWED, Fact.DEADLINE, seq=entry.seq, action=first)

    def rulebook(self, number: int) -> Rulebook:
        """Return a version of the rules that was adopted, and whose text was found to be the one adopted."""
        rulebook = self.tables.rulebooks[number].rulebook
        assert rulebook is not None
        return rulebook

    def action(self, entry: EntryFacts, data: Mapping[str, Any]) -> Playing:
        """Return the action an entry is about."""
        action = self.actions.get(UUID(data["action"]))
        if action is None:
            self.differ(Sort.UNREADABLE, Fact.ACTION, seq=entry.seq)
        action.seq = entry.seq
        return action

    def decided_at(self, decision: UUID, *, standing: bool = False) -> datetime | None:
        """Return when an action, or an assembly by a vote, decided something; None if it has not. ``KeyError``: no such decision.

        ``standing``: an action that was annulled, or did not pass, counts as none.
        """
        if (carried := self.carried.get(decision)) is not None:
            return carried.at
        action = self.actions[decision]
        return None if standing and action.status not in STANDING else action.decided_at

    def adopts(self, edition: UUID, decision: UUID) -> bool:
        """Say whether an edition is adopted by an action, or by the assembly that voted."""
        _, action, assembly = self.writings[edition].adopted
        carried = self.carried.get(decision)
        return action == decision if carried is None else assembly == carried.assembly

    def report_is_adopted(self, edition: UUID) -> bool:
        """Say whether this edition, or another of the same report, is adopted."""
        report = self.writings[edition].place[:2]
        return any(one.adopted[0] is not None for one in self.writings.values() if one.place[:2] == report)

    def check(
        self,
        fact: Fact,
        *,
        seq: int | None,
        stated: object,
        found: object,
        sort: Sort = Sort.RECOMPUTED,
        action: Playing | None = None,
    ) -> None:
        """Differ unless what the ledger states is what was found."""
        if stated != found:
            self.differ(sort, fact, seq=seq, action=action, stated=stated, found=found)

    def allow(self, condition: bool, fact: Fact, *, seq: int, action: Playing | None = None, why: str) -> None:  # noqa: FBT001 -- reads as a sentence
        """Differ unless the rules allow what the entry says."""
        if not condition:
            self.differ(Sort.NOT_ALLOWED, fact, seq=seq, action=action, found=why)

    def differ(
        self,
        sort: Sort,
        fact: Fact,
        *,
        seq: int | None,
        action: Playing | None = None,
        stated: object = "",
        found: object = "",
    ) -> NoReturn:
        """Stop here."""
        raise Differs(
            Difference(
                sort=sort,
                fact=fact,
                seq=seq,
                action=action.reference(self.tables.periods) if action else "",
                stated=_cut(written(stated)),
                found=_cut(written(found)),
            )
        )


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


#: A council of a thousand is not written out in a sentence.
_LONGEST = 300


def written(value: object) -> str:
    """Write a value of either side, the same way for both."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    if isinstance(value, tuple):
        return ", ".join(written(part) for part in value)
    return str(value)
