"""Who was there and who was represented, as the sheet of the minutes says it: from when until when, by whom. Pure."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.logic.facts import Attendee
from toutdoux.rules.room import Given, Stay, room


def attendees(
    *,
    names: Mapping[UUID, str],
    roll: Collection[UUID],
    proxies: Collection[Given],
    stays: Collection[Stay],
    opened_at: datetime,
    closed_at: datetime,
) -> tuple[Attendee, ...]:
    """Return the sheet, in the order of the names; instants are those given, ``since`` None for the opening.

    Recomputed at every instant at which somebody came, left, gave or took back a proxy, and put together again: who is
    represented by one person, then comes, stands there twice. Guests are not on it.
    """
    instants = sorted({opened_at} | {at for at in _instants(proxies, stays) if opened_at < at < closed_at})
    ends = [*instants[1:], None]
    rows: dict[tuple[UUID, str], list[tuple[datetime, datetime | None]]] = {}
    for since, until in zip(instants, ends, strict=True):
        now = room(roll=roll, proxies=proxies, attendance=stays, at=since)
        here = [(member, "") for member in now.present]
        here += [(giver, names[given.holder_id]) for giver, given in now.represented().items()]
        for one in here:
            spans = rows.setdefault(one, [])
            if spans and spans[-1][1] == since:
                spans[-1] = (spans[-1][0], until)
            else:
                spans.append((since, until))
    found = [
        Attendee(name=names[member], proxy_to=holder, since=None if since == opened_at else since, until=until)
        for (member, holder), spans in rows.items()
        for since, until in spans
    ]
    return tuple(sorted(found, key=lambda one: (one.name, one.since or opened_at)))


def _instants(proxies: Iterable[Given], stays: Iterable[Stay]) -> Iterable[datetime]:
    for given in proxies:
        yield from (at for at in (given.given_at, given.ended_at) if at is not None)
    for stay in stays:
        yield from (at for at in (stay.arrived_at, stay.left_at) if at is not None)
