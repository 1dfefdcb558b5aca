"""Who was there and who was represented, as the sheet of the minutes says it: from when until when, by whom. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.facts import Attendee
from toutdoux.rules.room import Given, Stay, room

#: How much of a name stands before its number: together, they are a name that a file may hold.
_MOST_NUMBERED = 110


def attendees(
    *,
    names: Mapping[UUID, str],
    roll: Collection[UUID],
    proxies: Collection[Given],
    stays: Collection[Stay],
    agenda: Sequence[UUID],
    opened_at: datetime,
    closed_at: datetime,
) -> tuple[Attendee, ...]:
    """Return the sheet, in the order of the names; instants are those given, ``since`` None for the opening.

    Recomputed at every instant at which somebody came, left, gave or took back a proxy, and put together again: who is
    represented by one person, then comes, stands there twice; who is so at some items of the ``agenda`` (in its order),
    once for each holder, with their numbers. Guests are not on it.
    """
    instants = sorted({opened_at} | {at for at in _instants(proxies, stays) if opened_at < at < closed_at})
    ends = [*instants[1:], None]
    rows: dict[tuple[UUID, str, tuple[int, ...]], list[tuple[datetime, datetime | None]]] = {}
    for since, until in zip(instants, ends, strict=True):
        now = room(roll=roll, proxies=proxies, attendance=stays, at=since)
        here: list[tuple[UUID, str, tuple[int, ...]]] = [(member, "", ()) for member in now.present]
        for given in now.counting:
            scope = given.items
            numbers = () if scope is None else tuple(n for n, item in enumerate(agenda, start=1) if item in scope)
            if scope is None or numbers:
                here.append((given.giver_id, names[given.holder_id], numbers))
        for one in here:
            spans = rows.setdefault(one, [])
            if spans and spans[-1][1] == since:
                spans[-1] = (spans[-1][0], until)
            else:
                spans.append((since, until))
    found = [
        Attendee(
            name=names[member],
            proxy_to=holder,
            since=None if since == opened_at else since,
            until=until,
            items=numbers,
        )
        for (member, holder, numbers), spans in rows.items()
        for since, until in spans
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.since or opened_at, one.items)))


def told_apart(*, names: Mapping[UUID, str], sheet: Collection[UUID]) -> dict[UUID, str]:
    """Return the names by which minutes tell people: where two of the sheet have the same, each has its number.

    Figures are worked out anew from names alone, so that two people of one name would count as one.
    """
    told = dict(names)
    alike: dict[str, list[UUID]] = {}
    for member in sorted(sheet):
        alike.setdefault(names[member], []).append(member)
    for name, members in alike.items():
        if len(members) > 1:
            told |= {member: f"{name[:_MOST_NUMBERED]} ({n})" for n, member in enumerate(members, start=1)}
    return told


def _instants(proxies: Iterable[Given], stays: Iterable[Stay]) -> Iterable[datetime]:
    for given in proxies:
        yield from (at for at in (given.given_at, given.ended_at) if at is not None)
    for stay in stays:
        yield from (at for at in (stay.arrived_at, stay.left_at) if at is not None)
