"""The voting channel beside the council: who is missing from one or the other, and what the ledger asks for by itself.

Nobody is removed unasked, except as the effect of an exclusion that passed: that is the one entry which asks for it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from toutdoux.integrations.chat.logic.words import Wanted

#: Kinds of entries after which a member's place is looked at, and what they ask for. The last one of a member holds.
ASKING: Mapping[str, Wanted] = {
    "right.began": Wanted.INSIDE,
    "right.withdrawal-ended": Wanted.INSIDE,
    "member.returned": Wanted.INSIDE,
    "member.reinstated": Wanted.INSIDE,
    "member.exclusion-ended": Wanted.INSIDE,
    "member.excluded": Wanted.OUTSIDE,
    # The reinstatement was annulled: the exclusion stands again.
    "member.reinstatement-ended": Wanted.OUTSIDE,
}


@dataclass(frozen=True, kw_only=True)
class RoomPerson:
    """Someone in a channel, as the chat says. ``email`` is empty where the chat does not tell."""

    user_id: str
    user_name: str
    name: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class Voter:
    """A member as this comparison needs them. ``user_id``: their linked account, if any.

    Someone ``on_leave`` may be there: they vote where they were frozen in, and come back.
    """

    member_id: UUID
    name: str
    votes: bool
    on_leave: bool = False
    gone: bool = False
    email: str = ""
    user_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Differences:
    """Where the channel and the council disagree.

    ``missing``: in the council and linked, not in the channel. ``unlinked``: in the council, with no linked account, so
    that nobody can tell whether they are there. ``without_vote``: in the channel, a member without the voting right.
    ``strangers``: in the channel, linked to no member.
    """

    missing: tuple[Voter, ...]
    unlinked: tuple[Voter, ...]
    without_vote: tuple[tuple[Voter, RoomPerson], ...]
    strangers: tuple[RoomPerson, ...]
    agreed: int

    @property
    def none(self) -> bool:
        """Say whether the two agree."""
        return not (self.missing or self.unlinked or self.without_vote or self.strangers)


def differences(*, people: Iterable[RoomPerson], members: Iterable[Voter]) -> Differences:
    """Compare those who are in the channel (its bots left out) with the register."""
    inside = {person.user_id: person for person in people}
    register = list(members)
    linked = {voter.user_id: voter for voter in register if voter.user_id}
    return Differences(
        missing=tuple(v for v in register if v.votes and v.user_id and v.user_id not in inside),
        unlinked=tuple(v for v in register if v.votes and not v.user_id),
        without_vote=tuple(
            (v, inside[v.user_id]) for v in register if not (v.votes or v.on_leave) and v.user_id in inside
        ),
        strangers=tuple(person for user_id, person in inside.items() if user_id not in linked),
        agreed=sum(v.votes and v.user_id in inside for v in register),
    )


def likely(*, stranger: RoomPerson, members: Iterable[Voter]) -> Voter | None:
    """Return the one member without a linked account who seems to be this person: by address, else by name."""
    free = [voter for voter in members if not voter.user_id and not voter.gone]
    by_address = [v for v in free if stranger.email and v.email.casefold() == stranger.email.casefold()]
    by_name = [v for v in free if v.name.casefold() in {stranger.name.casefold(), stranger.user_name.casefold()}]
    for found in (by_address, by_name):
        if len(found) == 1:
            return found[0]
    return None
