"""Empty the tables between tests although some forbid it.

After a `transaction=True` test Django deletes every row. Append-only tables forbid that by triggers, as they must in real
life, so the triggers are set aside for that one statement list and put back in the same transaction.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.operations import BaseDatabaseOperations


@contextmanager
def triggers_set_aside(*, connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Within the block, no trigger of this connection's database forbids anything; afterwards all are as they were."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND upper(sql) LIKE '%RAISE%(%'")
            triggers: list[tuple[str, str]] = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
            yield
            for _, sql in triggers:
                cursor.execute(sql.replace("%", "%%"))


def flush_despite_triggers() -> None:
    """Make Django's flush, on the default database, set the triggers aside. Calling it twice changes nothing more."""
    operations = type(connections["default"].ops)
    plain: Callable[..., None] = operations.execute_sql_flush
    if hasattr(plain, "__wrapped__"):
        return

    @wraps(plain)
    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: Iterable[str]) -> Any:
        with triggers_set_aside(connection=self.connection):
            return plain(self, sql_list)

    setattr(operations, "execute_sql_flush", execute_sql_flush)  # noqa: B010 - mypy knows it as a method
