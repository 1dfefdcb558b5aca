"""A lock that is handed on in the order in which it was asked for."""

from collections import deque
from threading import Lock


class Turns:
    """One holder at a time; nobody is overtaken. Taken in one thread it may be handed back in another."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._held = False
        self._waiting: deque[Lock] = deque()

    def take(self, *, timeout: float) -> bool:
        """Wait for one's turn, at most ``timeout`` seconds; return whether it came."""
        mine = Lock()
        with self._guard:
            if not self._held:
                # Whoever hands the turn back gives it to the first who waits, so that while it is free nobody does.
                self._held = True
                return True
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=timeout):
            return True
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                return False
        # It was handed to us between the end of the wait and here.
        return True

    def hand_on(self) -> None:
        """Give the turn to whoever has waited longest, or leave it free."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False
