"""The databases of the suite are as real as those of an installation, and are empty for each test all the same."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from toutdoux.accounts.models import Account
from toutdoux.associations.models import Association
from toutdoux.ledger.models import Entry

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _entry(*, association: Association) -> Entry:
    return Entry.objects.create(
        association=association, seq=1, at=NOW, kind="test", data="{}", previous="0" * 64, digest="1" * 64
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_append_only_tables_are_emptied_and_refuse_again(time: str) -> None:
    assert not Entry.objects.exists(), f"the {time} test begins with an empty database"
    _entry(association=Association.objects.create(slug="a", name="A", created_at=NOW))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.all().delete()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(data="[]")
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_thread_sees_what_another_committed() -> None:
    seen: list[int] = []

    def count() -> None:
        seen.append(Account.objects.count())
        connection.close()

    Account.objects.create(email="alice@example.org", created_at=NOW)
    thread = threading.Thread(target=count)
    thread.start()
    thread.join()
    assert seen == [1]


@pytest.mark.django_db(transaction=True)
def test_sqlite_commits_are_durable_and_writers_wait() -> None:
    if connection.vendor != "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
        return
    with connection.cursor() as cursor:
        pragmas = {}
        for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout"):
            cursor.execute(f"PRAGMA {name}")
            pragmas[name] = cursor.fetchone()[0]
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 20_000}
    assert connection.transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]
