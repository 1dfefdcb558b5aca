"""Django's SQLite backend, in which the writers of one process take turns instead of trying again and again.

SQLite lets one writer in at a time; the others sleep, look again, and sleep longer. Whoever looks at the wrong moments
may never get in: with sixteen people voting at once some were refused after 20 seconds ("database is locked") while
others, who came later, were served. Here a writer waits in a queue of its process before it asks SQLite for the lock.
Between processes (a command line beside the server) SQLite's own waiting stays, and there are few to wait for.
"""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from toutdoux.config.sqlite.turns import Turns

_WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_turns: defaultdict[str, Turns] = defaultdict(Turns)
_turns_guard = Lock()


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that waits for its turn before it writes: for a transaction as a whole, else for one statement."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self._turns: Turns | None = None
        self.execute_wrappers.append(self._statement)

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._hand_on()
            raise

    def _set_autocommit(self, autocommit: bool) -> None:  # noqa: FBT001 - Django's signature
        try:
            super()._set_autocommit(autocommit)  # type: ignore[misc]
        finally:
            # Where every transaction ends, committed or not.
            if autocommit:
                self._hand_on()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._hand_on()

    def _statement(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,
        many: object,
        context: dict[str, Any],
    ) -> Any:
        """Run a statement; one that writes outside of a transaction waits for its turn too."""
        if self._turns is not None or self.in_atomic_block or not sql.startswith(_WRITING):
            return execute(sql, params, many, context)
        self._take_turn()
        try:
            return execute(sql, params, many, context)
        finally:
            self._hand_on()

    def _take_turn(self) -> None:
        with _turns_guard:
            turns = _turns[str(self.settings_dict["NAME"])]
        if not turns.take(timeout=self.settings_dict["OPTIONS"].get("timeout", 5)):
            # SQLite's own words for the same thing: whoever handles one handles both.
            raise OperationalError("database is locked")
        self._turns = turns

    def _hand_on(self) -> None:
        turns, self._turns = self._turns, None
        if turns is not None:
            turns.hand_on()
