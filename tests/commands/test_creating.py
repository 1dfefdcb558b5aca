"""A new database is made at once: with the very schema that the migrations give, and none of them left to do."""

import re
import sqlite3
from collections.abc import Iterator

import psycopg
import pytest

from tests.soak.place import DATABASES, POSTGRESQL, Place, place

#: Tables, then everything that hangs on them, each as one line of text; whatever the order in which it was made.
_ON_POSTGRESQL = """
SELECT concat_ws(' ', 'column', table_name, column_name, data_type, character_maximum_length, is_nullable,
                 column_default, is_identity)
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT concat_ws(' ', 'constraint', conrelid::regclass, contype, pg_get_constraintdef(oid))
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT regexp_replace(indexdef, 'INDEX \\S+ ON', 'INDEX ON') FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
#: Django's migrations widen the key of its own groups, which nothing here uses, and its models do not say so.
_DJANGOS_OWN = "column auth_group_permissions id"
_ROWS = "SELECT app, name FROM django_migrations", "SELECT app_label, model FROM django_content_type"


def _schema(found: Place) -> tuple[list[str], list[set[tuple[str, ...]]]]:
    """Return what the database is, and what it says it is."""
    if found.database == POSTGRESQL:
        with psycopg.connect(found.environment["DATABASE_URL"]) as connection:
            lines = [row[0] for row in connection.execute(_ON_POSTGRESQL)]
            return sorted(lines), [set(connection.execute(rows)) for rows in _ROWS]
    with sqlite3.connect(found.data / "toutdoux.sqlite3") as lite:
        return sorted(_on_sqlite(lite)), [set(lite.execute(rows)) for rows in _ROWS]


def _on_sqlite(lite: sqlite3.Connection) -> Iterator[str]:
    for kind, name, table, sql in lite.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"):
        if kind == "table":
            yield from (f"column {name} {row[1:]}" for row in lite.execute(f"PRAGMA table_info({name})"))
            yield from (f"key {name} {row[2:]}" for row in lite.execute(f"PRAGMA foreign_key_list({name})"))
            # Columns stand in another order where a migration added one; what is demanded of them does not change.
            yield from (
                f"check {name} {one}" for one in re.findall(r'CONSTRAINT "\w+" CHECK .*?(?=, CONSTRAINT|$)', sql)
            )
        elif kind == "index":
            unnamed = re.sub(r"INDEX \S+ ON", "INDEX ON", sql or "")
            yield f"index {table} {unnamed}"
        else:
            yield f"{kind} {name} {sql}"


@pytest.mark.parametrize("database", DATABASES)
def test_it_works(database: str) -> None:
    with place(database=database, migrated=False) as at_once, place(database=database, migrated=False) as grown:
        at_once.call("migrate")
        grown.call("migrate_by_steps")
        (made, said), (awaited, awaited_said) = _schema(at_once), _schema(grown)
        assert len(made) > 100
        assert {line for line in set(made) ^ set(awaited) if not line.startswith(_DJANGOS_OWN)} == set()
        assert said == awaited_said
        before = _schema(at_once)
        at_once.call("migrate")
        assert _schema(at_once) == before
