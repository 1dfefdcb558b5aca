"""The register as the ledger tells it: everyone's dated facts, changed by the same pure functions as the tables were."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from toutdoux.members.logic import changes
from toutdoux.members.logic.events import MemberEvent, MemberRefusal
from toutdoux.members.logic.rights import Cause, MemberFacts, SpellKind, Stretch, in_council
from toutdoux.rules.rulebook import OnLeave

#: What an annulment takes back, by the entry that then follows.
_INVERSES = (
    MemberEvent.RIGHT_ENDED,
    MemberEvent.WITHDRAWAL_ENDED,
    MemberEvent.EXCLUSION_ENDED,
    MemberEvent.REINSTATEMENT_ENDED,
    MemberEvent.ADMISSION_ENDED,
)


@dataclass(kw_only=True)
class People:
    """The register as the ledger tells it. ``done``: what each action changed: the kind of entry, the member, the action.

    ``asking``: who asks to join, and has no answer yet.
    """

    members: dict[UUID, MemberFacts] = field(default_factory=dict)
    waits_from: dict[UUID, datetime] = field(default_factory=dict)
    done: set[tuple[str, UUID, UUID]] = field(default_factory=set)
    asking: set[UUID] = field(default_factory=set)

    def join(self, member: UUID, *, at: datetime, waits_from: datetime) -> None:
        """Enter someone, who waits for the voting right from ``waits_from``."""
        self.waits_from[member] = waits_from
        self.members[member] = MemberFacts(joined_at=at, stretches=())

    def begin(self, member: UUID, *, cause: Cause, at: datetime) -> None:
        """Begin a right that comes by itself: a founder's, or after waiting."""
        facts = self.members[member]
        stretch = Stretch(starts_at=at, ends_at=None, cause=cause)
        self.members[member] = MemberFacts(
            joined_at=facts.joined_at,
            left_at=facts.left_at,
            stretches=(*facts.stretches, stretch),
            spells=facts.spells,
        )

    def take(self, member: UUID, changed: changes.Changed | None) -> bool:
        """Take a change; return whether there was one to make."""
        if changed is None or isinstance(changed, MemberRefusal):
            return False
        self.members[member] = changed
        return True

    def undoing(self, kind: str, member: UUID, *, action: UUID, ended_by: UUID, at: datetime) -> MemberFacts | None:
        """Return the facts once what an action did is taken back, by the entry that says so; None: nothing to take back."""
        facts = self.members[member]
        match MemberEvent(kind):
            case MemberEvent.RIGHT_ENDED:
                return changes.end_of_grant(facts=facts, action_id=action, ended_by_id=ended_by, at=at)
            case MemberEvent.WITHDRAWAL_ENDED:
                kinds = {SpellKind.WITHDRAWN}
            case MemberEvent.EXCLUSION_ENDED:
                kinds = {SpellKind.COUNCIL, SpellKind.EXCLUDED}
            case MemberEvent.REINSTATEMENT_ENDED:
                return self._end_of_return(member, facts, action, at)
            case _:
                return self._end_of_admission(member, facts, action, ended_by, at)
        return changes.end_of_spells(facts=facts, kinds=kinds, action_id=action, ended_by_id=ended_by, at=at)

    def to_take_back(self, *, action: UUID, at: datetime) -> list[tuple[MemberEvent, UUID]]:
        """Return what must be taken back when an action is annulled at ``at``: the entries that follow, each with its member."""
        touched = {member for _, member, by in self.done if by == action}
        return [
            (kind, member)
            for kind in _INVERSES
            for member in sorted(touched, key=str)
            if self.undoing(kind, member, action=action, ended_by=action, at=at) is not None
        ]

    def council_at(self, at: datetime, *, on_leave: OnLeave) -> tuple[UUID, ...]:
        """Return who holds the voting right at ``at``, in the order of the frozen council."""
        found = [m for m, facts in self.members.items() if in_council(facts=facts, at=at, on_leave=on_leave)]
        return tuple(sorted(found, key=str))

    def _end_of_return(self, member: UUID, facts: MemberFacts, action: UUID, at: datetime) -> MemberFacts | None:
        if (MemberEvent.REINSTATED, member, action) not in self.done:
            return None
        return changes.end_of_return(facts=facts, action_id=action, at=at)

    def _end_of_admission(
        self, member: UUID, facts: MemberFacts, action: UUID, ended_by: UUID, at: datetime
    ) -> MemberFacts | None:
        if (MemberEvent.ADMITTED, member, action) not in self.done:
            return None
        return changes.end_of_admission(facts=facts, action_id=action, ended_by_id=ended_by, at=at)
