"""Confidential votes: with the database's files, the ledger and a copy made after the close in hand, nobody learns who chose what.

The one who guesses knows every figure, who took part, in which order, and reads the files of the database byte by byte. What is
asked: whatever stored order or number they go by, they are right about as often as someone who knows the totals alone.
"""

import random
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable
from math import sqrt
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from tests.support.voting import Chamber, chamber
from toutdoux.assemblies.voting.models import CountedSlip, Mark, Slip, Vote
from toutdoux.ledger.queries import entries

CHOICES = ("for", "against", "blank")
SAMPLE, FULL = 30, 1_000
#: So far from chance by luck once in some three million guesses.
SIGMAS = 5.0

Truth = dict[UUID, str]
Guess = Callable[[list[UUID], list[str]], Iterable[tuple[UUID, str]]]


def _cast_all(held: Chamber, vote_id: UUID, luck: random.Random) -> tuple[Truth, list[str]]:
    """Have everyone vote, in an order and as chance has it; return the truth, and the slips' ids while the box was closed."""
    truth: Truth = {}
    names = ["alice", "bob", "dana", "eli", "f5", "f6"]
    luck.shuffle(names)
    for name in names:
        choice = luck.choices(CHOICES, weights=(5, 3, 2))[0]
        held.cast(vote_id, name, **{name: choice})
        truth[held.world.people[name].member_id] = choice
    return truth, [slip_id.hex for slip_id in Slip.objects.filter(box=vote_id).values_list("id", flat=True)]


def _rows(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def _stored(vote_id: UUID) -> list[str]:
    """Return the ballots of a vote in the order in which the database keeps them."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    table = CountedSlip._meta.db_table
    box = vote_id.hex if connection.vendor == "sqlite" else str(vote_id)
    return [str(row[0]) for row in _rows(f"SELECT content FROM {table} WHERE box = '{box}' ORDER BY {place}")]


def _orders(held: Chamber, vote_id: UUID) -> dict[str, list[UUID]]:
    """Return every order in which a record of this vote names who took part."""
    vote = str(vote_id)
    marks = [
        e.actor_id
        for e in entries(association_id=held.world.association_id)
        if e.kind == "vote.marked" and vote in e.data
    ]
    rows = list(
        Mark.objects.filter(seat__vote_id=vote_id).order_by("seat_id").values_list("seat__member_id", flat=True)
    )
    return {
        "the ledger": [member for member in marks if member],
        "the ledger backwards": [member for member in reversed(marks) if member],
        "the register": sorted(rows, key=str),
        "the seats": rows,
    }


def _play(votes: int) -> tuple[Counter[str], float, float, int, list[str], list[str]]:
    """Hold votes; return how often each way of guessing was right, what chance gives, its variance, and what was left behind."""
    luck = random.Random(20_260_310)
    held = chamber("alice", "bob", "dana", "eli", "f5", "f6")
    right: Counter[str] = Counter()
    expected = variance = 0.0
    total, ids, kept = 0, [], []
    for number in range(votes):
        vote_id = held.open("confidential")
        truth, slips = _cast_all(held, vote_id, luck)
        ids += slips
        held.close(vote_id)
        stored = _stored(vote_id)
        kept += stored
        by_id = list(CountedSlip.objects.filter(box=vote_id).order_by("id").values_list("content", flat=True))
        for name, order in _orders(held, vote_id).items():
            for sort, ballots in (("as kept", stored), ("by id", by_id)):
                right[f"{name}, {sort}"] += sum(truth[who] == said for who, said in zip(order, ballots, strict=True))
        size = len(truth)
        squares = sum(count * count for count in Counter(truth.values()).values())
        expected += squares / size
        # Of a random permutation: the variance of how many of its places agree.
        variance += _variance(Counter(truth.values()), size)
        total += size
        held.cancel(vote_id, f"Vote {number} is only practice")
    return right, expected, variance, total, ids, kept


def _variance(counts: Counter[str], size: int) -> float:
    squares = sum(n * n for n in counts.values())
    mean = squares / size
    pairs = sum(
        a * (a - 1) * a * (a - 1) if x == y else a * b * a * b for x, a in counts.items() for y, b in counts.items()
    )
    return mean + pairs / (size * (size - 1)) - mean * mean


def _no_better_than_chance(votes: int) -> None:
    right, expected, variance, total, ids, kept = _play(votes)
    assert len(kept) == total == len(ids)
    for way, hits in right.items():
        assert abs(hits - expected) <= SIGMAS * sqrt(variance), (
            f"{way}: {hits} right of {total}, chance gives {expected}"
        )
    assert not Slip.objects.exists()
    if connection.vendor == "sqlite":
        assert not Vote.objects.filter(forgotten_at=None).exists()
        _nothing_is_left_in_the_files(ids)
    else:
        # One transaction wrote each box anew: its rows tell no order either.
        table = CountedSlip._meta.db_table
        writers = _rows(f"SELECT box, count(DISTINCT xmin::text) FROM {table} GROUP BY box")
        assert {count for _box, count in writers} == {1}
        assert _rows(f"SELECT pg_relation_size('{Slip._meta.db_table}')") == [(0,)]


def _nothing_is_left_in_the_files(ids: list[str]) -> None:
    """Neither the file of the database, nor its log, nor a copy made now holds a slip of a closed box."""
    file = Path(connection.settings_dict["NAME"])
    copy = file.with_suffix(".copy")
    with sqlite3.connect(file) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    try:
        for path in (file, file.with_name(f"{file.name}-wal"), copy):
            held = path.read_bytes() if path.exists() else b""
            left = [one for one in ids if one.encode() in held]
            assert not left, f"{len(left)} of {len(ids)} slips are still in {path.name}"
    finally:
        copy.unlink()


@pytest.mark.django_db(transaction=True)
def test_guessing_is_no_better_than_chance() -> None:
    _no_better_than_chance(SAMPLE)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.django_db(transaction=True)
def test_guessing_is_no_better_than_chance_at_full_size() -> None:
    _no_better_than_chance(FULL)
