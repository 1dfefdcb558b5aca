"""Who had a seat in past votes and who took part, never how: what participation is counted from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from toutdoux.decisions.models import Action, Ballot, Seat
from toutdoux.rules.facts import Status
from toutdoux.rules.rulebook import Kind


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """A vote that is over. Whoever had a seat, or voted, on any version of its text is told here."""

    action_id: UUID
    kind: Kind
    opened_at: datetime
    closed_at: datetime
    withdrawn: bool
    seated: frozenset[UUID]
    voted: frozenset[UUID]


def turnouts(*, association_id: UUID, starts_at: datetime, ends_at: datetime) -> tuple[Turnout, ...]:
    """Return the extraordinary actions and counter-votes opened from ``starts_at`` on and over by ``ends_at``.

    Three queries. A vote is over at its deadline, or when it was withdrawn, blocked or annulled before.
    """
    actions = list(
        Action.objects.filter(
            association_id=association_id,
            kind__in=[Kind.EXTRAORDINARY, Kind.COUNTER_VOTE],
            historical=False,
            opened_at__gte=starts_at,
            opened_at__lt=ends_at,
        ).order_by("opened_at", "id")
    )
    seated = _people(Seat.objects.filter(version__action__in=actions).values_list("version__action_id", "member_id"))
    ballots = Ballot.objects.filter(seat__version__action__in=actions)
    voted = _people(ballots.values_list("seat__version__action_id", "seat__member_id"))
    found = (
        Turnout(
            action_id=action.id,
            kind=Kind(action.kind),
            opened_at=action.opened_at or action.created_at,
            closed_at=closed_at,
            withdrawn=action.status == Status.WITHDRAWN,
            seated=frozenset(seated[action.id]),
            voted=frozenset(voted[action.id]),
        )
        for action in actions
        if (closed_at := _closed_at(action)) is not None
    )
    return tuple(one for one in found if one.closed_at <= ends_at)


def _closed_at(action: Action) -> datetime | None:
    """Return when ballots ended: passing is not closing, the deadline is; withdrawal, blocking and annulment close at once."""
    closes_at_once = {Status.WITHDRAWN, Status.BLOCKED, Status.ANNULLED}
    if action.status in closes_at_once and action.decided_at is not None:
        return min(action.decided_at, action.deadline or action.decided_at)
    return action.deadline


def _people(pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, set[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for action_id, member_id in pairs:
        found[action_id].add(member_id)
    return found
