"""The same rows by the bare driver: what the database alone takes for a ballot, without Django or anything of ours.

The same transaction: lock the head, find the seat, look for an earlier ballot, insert the ballot and its entry bound to
the one before, move the head, commit to the disk. One connection, one after another: the lock allows no more.
"""

import hashlib
import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

Row = tuple[Any, ...]


def main() -> None:
    """Vote ``votes`` times (arguments: association, JSON list of [member, action]); print seconds, processor seconds."""
    association, votes = UUID(sys.argv[1]), json.loads(sys.stdin.read())
    pairs = [(UUID(member), UUID(action)) for member, action in votes]
    url = os.environ["DATABASE_URL"]
    if url:
        with psycopg.connect(url, autocommit=True) as postgres:
            _all(
                pairs,
                association,
                lambda sql, values: _rows(postgres.execute(sql.replace("?", "%s").encode(), values)),
                "BEGIN",
                " FOR UPDATE",
            )
        return
    lite = sqlite3.connect(Path(os.environ["TOUTDOUX_DATA"]) / "toutdoux.sqlite3", isolation_level=None, timeout=20)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        lite.execute(f"PRAGMA {pragma}")
    sqlite3.register_adapter(UUID, lambda value: value.hex)
    sqlite3.register_adapter(datetime, lambda value: str(value.replace(tzinfo=None)))
    _all(pairs, association, lambda sql, values: lite.execute(sql, values).fetchall(), "BEGIN IMMEDIATE", "")
    lite.close()


def _rows(cursor: psycopg.Cursor[Row]) -> list[Row]:
    return cursor.fetchall() if cursor.description else []


def _all(
    pairs: Sequence[tuple[UUID, UUID]],
    association: UUID,
    run: Callable[[str, Row], list[Row]],
    begin: str,
    locking: str,
) -> None:
    started, cpu = time.perf_counter(), time.process_time()
    for number, (member, action) in enumerate(pairs):
        run(begin, ())
        at = datetime.now(UTC)
        seq, digest = run(f"SELECT seq, digest FROM ledger_head WHERE association_id = ?{locking}", (association,))[0]
        version, seat = run(
            "SELECT v.number, s.id FROM decisions_action a JOIN decisions_version v ON v.id = a.current_id"
            " JOIN decisions_seat s ON s.version_id = v.id WHERE a.id = ? AND a.association_id = ? AND s.member_id = ?",
            (action, association, member),
        )[0]
        choice = ("for", "blank", "blank")[number % 3]
        for (earlier,) in run("SELECT id FROM decisions_ballot WHERE seat_id = ? AND counting", (seat,)):
            run("UPDATE decisions_ballot SET counting = false WHERE id = ?", (earlier,))
        data = json.dumps({"action": str(action), "choice": choice, "version": version}, sort_keys=True)
        bound = hashlib.sha256(f"{association}{seq + 1}{at}{member}{data}{digest}".encode()).hexdigest()
        run(
            "INSERT INTO decisions_ballot (seat_id, choice, reason, salt, at, seq, counting, door, key)"
            " VALUES (?, ?, '', '', ?, ?, true, 'web', ?) RETURNING id",
            (seat, choice, at, seq + 1, hashlib.sha256(f"bare-{seq}".encode()).hexdigest()),
        )
        run(
            "INSERT INTO ledger_entry (association_id, seq, at, kind, actor_id, data, previous, digest)"
            " VALUES (?, ?, ?, 'ballot.cast', ?, ?, ?, ?)",
            (association, seq + 1, at, member, data, digest, bound),
        )
        run(
            "UPDATE ledger_head SET seq = ?, digest = ?, at = ? WHERE association_id = ?",
            (seq + 1, bound, at, association),
        )
        run("COMMIT", ())
    sys.stdout.write(json.dumps([time.perf_counter() - started, time.process_time() - cpu]))


if __name__ == "__main__":
    main()
