"""Confidential votes: with the database's files, the ledger and a copy made after the close in hand, nobody learns who chose what.

The one who guesses knows every figure, who took part, when and in which order, and has the tables, the files of the database byte by
byte, and a dump. What is asked: whatever two orders they lay side by side, people in one and ballots in the other, they are right
about as often as someone who knows the totals alone.

The scene is one assembly that votes again and again, so that each order is one place in a thousand votes. Two things are counted
for each pair of orders: how many people are right when the first person gets the first ballot, the second the second and so on; and,
for each place of a person and each place of a ballot, how often the two agree, which sees any fixed way of mixing. By chance, in a
vote of ``n`` ballots with ``n_c`` for each choice, two of them agree with probability ``sum(n_c²) / n²``; votes are independent, so
that means and variances add up.

The threshold: ``SIGMAS`` standard deviations from the mean. Some 800 figures are looked at, each beyond it by luck once in 26
million times, so the whole fails by luck about once in 30,000 runs. At full size that is some 85 agreements more than chance at a
pair of places, of about 490 in a thousand votes, and some 200 of 6,000 people for a pair of orders: an advantage of one guess in
30 would be seen.
"""

import random
import re
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import product
from math import sqrt
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tests.support.postgresql import postgresql_programs
from tests.support.voting import Chamber, chamber
from toutdoux.assemblies.voting.logic.events import VoteEvent
from toutdoux.assemblies.voting.models import CountedSlip, Mark, Slip, Vote
from toutdoux.ledger.logic.chain import read_data
from toutdoux.ledger.queries import entries

CHOICES = ("for", "against", "blank")
VOTERS = ("alice", "bob", "dana", "eli", "f5", "f6")
SAMPLE, FULL = 30, 1_000
SIGMAS = 5.5
#: So many slips are looked for in the files of PostgreSQL, which are many.
SOUGHT = 200

#: By vote, who or what stands where.
Orders = dict[UUID, list[UUID]]


@dataclass(kw_only=True)
class Played:
    """What happened, which the one who guesses does not know: who chose what, and the ids of the slips in closed boxes."""

    held: Chamber
    truth: dict[UUID, dict[UUID, str]] = field(default_factory=dict)
    slips: list[UUID] = field(default_factory=list)


@contextmanager
def impatient() -> Iterator[None]:
    """Let SQLite not wait for the disk: when what it writes gets there is another question, and waiting takes two thirds of the time."""
    waits = connection.vendor == "sqlite" and rows("PRAGMA synchronous")[0][0]
    if waits:
        rows("PRAGMA synchronous = OFF")
    try:
        yield
    finally:
        if waits:
            rows(f"PRAGMA synchronous = {waits}")


def play(votes: int, luck: random.Random) -> Played:
    """Hold votes in which everyone takes part, in an order, at instants and as chance has it."""
    played = Played(held=chamber(*VOTERS))
    held = played.held
    for number in range(votes):
        vote_id = held.open("confidential")
        truth = played.truth.setdefault(vote_id, {})
        for name in luck.sample(VOTERS, len(VOTERS)):
            held.world.later(seconds=luck.randint(1, 3))
            choice = luck.choices(CHOICES, weights=(5, 3, 2))[0]
            held.cast(vote_id, name, **{name: choice})
            truth[held.world.people[name].member_id] = choice
        played.slips += Slip.objects.filter(box=vote_id).values_list("id", flat=True)
        held.close(vote_id)
        held.cancel(vote_id, f"Vote {number} is only practice")
    return played


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def identity(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def grouped(pairs: Iterable[tuple[object, object]]) -> Orders:
    found: Orders = {}
    for one, other in pairs:
        found.setdefault(identity(one), []).append(identity(other))
    return found


def people(held: Chamber) -> dict[str, Orders]:
    """Return every order in which a record of the votes names who took part."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    marked = [e for e in entries(association_id=held.world.association_id) if e.kind == VoteEvent.MARKED]
    told = [(read_data(entry.data), entry) for entry in marked]
    marks = list(Mark.objects.order_by("seat_id").values_list("seat__vote_id", "seat__member_id", "key", "seat_id"))
    by_seat = {seat_id: (vote_id, member_id) for vote_id, member_id, _key, seat_id in marks}
    kept = rows(f"SELECT seat_id FROM {Mark._meta.db_table} ORDER BY {place}")
    found = {
        "when they cast": grouped((data["vote"], data["member"]) for data, _entry in told),
        "digests of the ledger": grouped(
            (data["vote"], data["member"]) for data, _entry in sorted(told, key=lambda one: one[1].digest)
        ),
        "the register": grouped(
            (vote_id, member_id) for vote_id, member_id, *_ in sorted(marks, key=lambda m: str(m[1]))
        ),
        "the seats": grouped((vote_id, member_id) for vote_id, member_id, *_ in marks),
        "the marks as kept": grouped(by_seat[seat_id] for (seat_id,) in kept),
        "the keys": grouped((vote_id, member_id) for vote_id, member_id, *_ in sorted(marks, key=lambda m: m[2])),
    }
    found["when they cast, backwards"] = {
        vote: list(reversed(order)) for vote, order in found["when they cast"].items()
    }
    return found


def ballots(copied: str) -> dict[str, Orders]:
    """Return every order in which the ballots of the votes can be read. ``copied``: a copy or a dump, as text."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    table = CountedSlip._meta.db_table
    boxes = dict(CountedSlip.objects.values_list("id", "box"))
    written = {(one.hex if connection.vendor == "sqlite" else str(one)): one for one in boxes}
    pattern = "[0-9a-f]{32}" if connection.vendor == "sqlite" else "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    copy = [written[one] for one in dict.fromkeys(re.findall(f"(?=({pattern}))", copied)) if one in written]
    return {
        "as kept": grouped(rows(f"SELECT box, id FROM {table} ORDER BY {place}")),
        "by id": grouped((boxes[one], one) for one in sorted(boxes)),
        "as copied": grouped((boxes[one], one) for one in copy),
    }


def guess(played: Played, copied: str) -> None:
    """Lay every order of people beside every order of ballots; count who is right, and where two places agree."""
    said = dict(CountedSlip.objects.values_list("id", "content"))
    read = ballots(copied)
    #: How far from chance, in standard deviations, and what that is said of.
    far: list[tuple[float, str]] = []
    for who, those in people(played.held).items():
        for how, these in read.items():
            right = expected = variance = chance = spread = 0.0
            places: Counter[tuple[int, int]] = Counter()
            for vote_id, truth in played.truth.items():
                order, slips = those[vote_id], these[vote_id]
                assert len(order) == len(slips) == len(truth)
                counts = Counter(truth.values())
                once = sum(n * n for n in counts.values()) / len(truth) ** 2
                chance, spread = chance + once, spread + once * (1 - once)
                expected, variance = expected + once * len(truth), variance + agreeing_variance(counts)
                agree = [(i, j) for i, w in enumerate(order) for j, s in enumerate(slips) if truth[w] == said[s]]
                places.update(agree)
                right += sum(i == j for i, j in agree)
            named = f"people by {who}, ballots {how}"
            far.append(
                (abs(right - expected) / sqrt(variance), f"{named}: {right:.0f} right, by chance {expected:.0f}")
            )
            far += [
                (
                    abs(places[place] - chance) / sqrt(spread),
                    f"{named}: {places[place]} agree at {place}, by chance {chance:.0f}",
                )
                for place in product(range(len(VOTERS)), range(len(VOTERS)))
            ]
    sigmas, told = max(far)
    # Shown by `pytest -s`, and when it fails.
    print(f"\n{len(far)} figures; the furthest is {sigmas:.2f} standard deviations from chance ({told})")
    assert sigmas <= SIGMAS, told


def agreeing_variance(counts: Counter[str]) -> float:
    """Return the variance of how many places of two orders agree, when one of them is shuffled."""
    size, mean = counts.total(), sum(n * n for n in counts.values()) / counts.total()
    pairs = sum(
        a * (a - 1) * a * (a - 1) if x == y else a * b * a * b for x, a in counts.items() for y, b in counts.items()
    )
    return mean + pairs / (size * (size - 1)) - mean * mean


def copied_sqlite(played: Played) -> str:
    """Copy the files as they lie on the disk, and as SQLite copies itself. Neither holds a slip of a closed box."""
    file = Path(connection.settings_dict["NAME"])
    copy, backup, log = (file.with_suffix(f".{name}") for name in ("copy", "backup", "log"))
    try:
        # By another program: whoever closes these files by hand takes from SQLite, in the same process, the locks it has on them.
        subprocess.run(["cp", file, copy], check=True)
        if (found := file.with_name(f"{file.name}-wal")).exists():
            subprocess.run(["cp", found, log], check=True)
        with sqlite3.connect(file) as source, sqlite3.connect(backup) as target:
            source.backup(target)
        source.close()
        target.close()
        sought = {one.hex for one in played.slips}
        for path in (copy, log, backup):
            text = path.read_bytes().decode("latin-1") if path.exists() else ""
            # Free pages too: every run of letters that could be an id, wherever it begins.
            left = sought.intersection(re.findall("(?=([0-9a-f]{32}))", text))
            assert not left, f"{len(left)} of {len(sought)} slips are still in {path.name}"
        return copy.read_bytes().decode("latin-1")
    finally:
        copy.unlink(missing_ok=True)
        backup.unlink(missing_ok=True)
        log.unlink(missing_ok=True)


def dumped_postgresql(played: Played, luck: random.Random) -> str:
    """Dump the database, and look through its files. Neither holds a slip of a closed box, and each box was written at once."""
    table = CountedSlip._meta.db_table
    # One transaction wrote each box anew: its rows tell no order either.
    written = rows(f"SELECT box, count(DISTINCT xmin::text) FROM {table} GROUP BY box")
    assert {count for _box, count in written} == {1}
    assert rows(f"SELECT pg_relation_size('{Slip._meta.db_table}')") == [(0,)]
    named = connection.settings_dict
    dump = subprocess.run(
        [postgresql_programs() / "pg_dump", "--host", named["HOST"], "--username", named["USER"], named["NAME"]],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert not {str(one) for one in played.slips}.intersection(re.findall("[0-9a-f-]{36}", dump))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
    [(folder, oid)] = rows(
        "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
    )
    sought = [one.bytes for one in luck.sample(played.slips, min(SOUGHT, len(played.slips)))]
    for path in (Path(str(folder)) / "base" / str(oid)).iterdir():
        held = path.read_bytes()
        assert not any(one in held for one in sought), f"a slip is still in {path.name}"
    return dump


def _no_better_than_chance(votes: int) -> None:
    luck = random.Random(20_260_310)
    with impatient():
        played = play(votes, luck)
    assert not Slip.objects.exists()
    assert CountedSlip.objects.count() == len(played.slips) == votes * len(VOTERS)
    if connection.vendor == "sqlite":
        assert not Vote.objects.filter(forgotten_at=None).exists()
        copied = copied_sqlite(played)
    else:
        copied = dumped_postgresql(played, luck)
    guess(played, copied)


@pytest.mark.django_db(transaction=True)
def test_guessing_is_no_better_than_chance() -> None:
    _no_better_than_chance(SAMPLE)


@pytest.mark.soak
@pytest.mark.timeout(3600)
@pytest.mark.django_db(transaction=True)
def test_guessing_is_no_better_than_chance_at_full_size() -> None:
    _no_better_than_chance(FULL)
