"""The register of 10,000 members after 200 periods: the council at a date, a page, a table in."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.soak.stage import founded
from toutdoux.associations.models import Association, Period
from toutdoux.kernel.search import searchable
from toutdoux.members.commands import import_members
from toutdoux.members.logic.table import Origin, read_members, read_text
from toutdoux.members.models import Member, Spell, VotingRight
from toutdoux.members.queries import council_at, register_page

MEMBERS = 10_000
PERIODS = 200
HALF_YEAR = timedelta(days=182)


def measure(*, members: int = MEMBERS, periods: int = PERIODS) -> dict[str, float]:
    """Write a long past, then measure: milliseconds (the middle of several, at the worst date), seconds for the import."""
    association_id, begun, now = _fill(members=members, periods=periods)
    dates = [begun + HALF_YEAR * n for n in (periods // 4, periods // 2, periods - 1)]
    results = {
        "members": members,
        "periods": periods,
        "council_at": max(
            _middle(lambda at=at: council_at(association_id=association_id, at=at)) for at in [*dates, now]
        ),
        "council": len(council_at(association_id=association_id, at=now)),
        "page": _middle(lambda: register_page(association_id=association_id, at=now, number=7)),
        "search": _middle(lambda: register_page(association_id=association_id, at=now, search="membre 77")),
    }
    with CaptureQueriesContext(connection) as seen:
        register_page(association_id=association_id, at=now, number=7)
    results["queries"] = len(seen)
    text = "name,email,joined_on\n" + "".join(
        f"Import {n},i{n}@example.org,2020-01-0{n % 9 + 1}\n" for n in range(10_000)
    )
    began = time.perf_counter()
    lines = read_members(table=read_text(data=text.encode()), origin=Origin.TOUTDOUX)
    import_members(association_id=association_id, actor_id=None, lines=lines, now=now + timedelta(seconds=1))
    results["importing"] = time.perf_counter() - began
    return results


def _fill(*, members: int, periods: int) -> tuple[UUID, datetime, datetime]:
    """Write people who come and go over the periods, with leaves: about four dated facts for each."""
    now = datetime.now(UTC).replace(microsecond=0)
    begun = now - HALF_YEAR * periods
    slug, _, _ = founded(council=3, at=begun)
    association = Association.objects.get(slug=slug)
    Period.objects.bulk_create([Period(association=association, code=f"R{n:03}") for n in range(periods)])
    random = Random(10)
    with transaction.atomic():
        for start in range(0, members, 1000):
            rows, rights, spells = [], [], []
            for n in range(start, min(start + 1000, members)):
                joined_at = begun + HALF_YEAR * random.randrange(periods) + timedelta(days=random.randrange(180))
                joined_at = min(joined_at, now - timedelta(days=1))
                row = Member(
                    id=uuid4(),
                    association=association,
                    name=f"Membre {n}",
                    search=searchable(f"Membre {n}"),
                    joined_at=joined_at,
                )
                rows.append(row)
                rights.append(
                    VotingRight(member=row, starts_at=joined_at + timedelta(days=90), cause=VotingRight.Cause.WAITING)
                )
                at = joined_at
                for _ in range(random.randrange(6)):
                    at += timedelta(days=random.randrange(30, 900))
                    spells.append(
                        Spell(member=row, kind=Spell.Kind.LEAVE, starts_at=at, ends_at=at + timedelta(days=20))
                    )
                if random.random() < 0.3:
                    row.left_at = at + timedelta(days=40)
                    spells.append(Spell(member=row, kind=Spell.Kind.LEFT, starts_at=row.left_at))
            Member.objects.bulk_create(rows)
            VotingRight.objects.bulk_create(rights)
            Spell.objects.bulk_create(spells)
    return association.id, begun, now


def _middle(act: Callable[[], object], *, times: int = 7) -> float:
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[times // 2]
