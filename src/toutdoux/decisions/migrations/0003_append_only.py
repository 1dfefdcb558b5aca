"""Published texts, ballots and outcomes are history: the database refuses to rewrite them.

A draft's version may change until it is published; a ballot may only stop counting.
"""

from django.db import migrations

RULES = {
    "decisions_version": "OLD.opened_at IS NOT NULL",
    "decisions_outcomerecord": "1 = 1",
    "decisions_ballot": (
        "OLD.choice <> NEW.choice OR OLD.seat_id <> NEW.seat_id OR OLD.at <> NEW.at OR OLD.seq <> NEW.seq"
    ),
}
DELETES = {"decisions_version": "OLD.opened_at IS NOT NULL", "decisions_outcomerecord": "1 = 1", "decisions_ballot": "1 = 1"}


def statements(vendor):
    for events, rules in (("UPDATE", RULES), ("DELETE", DELETES)):
        for table, condition in rules.items():
            name = f"{table}_append_only_{events.lower()}"
            if vendor == "sqlite":
                yield (
                    name,
                    table,
                    f"CREATE TRIGGER {name} BEFORE {events} ON {table} WHEN {condition} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
                )
            else:
                yield (
                    name,
                    table,
                    f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW WHEN ({condition}) "
                    "EXECUTE FUNCTION toutdoux_append_only()",
                )


def guard(apps, schema_editor):
    for _name, _table, statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def unguard(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for name, table, _statement in statements(vendor):
        schema_editor.execute(f"DROP TRIGGER {name}" + ("" if vendor == "sqlite" else f" ON {table}"), params=None)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_initial"), ("ledger", "0002_entry_append_only")]

    operations = [migrations.RunPython(guard, unguard)]
