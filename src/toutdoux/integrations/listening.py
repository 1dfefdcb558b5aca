"""Hearing what chats say: the one interface that a channel fulfils which waits for its server instead of being called.

It is a module ``listening.py`` in the folder of the channel, with one function. It needs no entry anywhere: a folder
that is there is found, and the worker runs one thread for each.
"""

import importlib
import importlib.util
import logging
import pkgutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from threading import Event, Thread
from types import MappingProxyType
from typing import Protocol, cast

from django.db import close_old_connections, connections

log = logging.getLogger(__name__)

#: How long to wait, in seconds, before listening again after something that a listener did not expect.
PAUSE = 10.0


class Listener(Protocol):
    """A module ``listening.py``."""

    def run(self, *, stop: Event) -> None:
        """Listen for every association that is connected, until ``stop`` is set; return within seconds of it.

        Associations are connected and disconnected meanwhile. A server that does not answer is tried again, with
        growing pauses, and holds up no other. What was missed meanwhile is caught up with.
        """
        ...


@cache
def listeners() -> Mapping[str, Listener]:
    """Return every listener by the name of its folder."""
    found = {}
    for info in pkgutil.iter_modules([str(Path(__file__).parent)]):
        name = f"{__package__}.{info.name}"
        if info.ispkg and importlib.util.find_spec(f"{name}.listening") is not None:
            found[info.name] = cast("Listener", importlib.import_module(f"{name}.listening"))
    return MappingProxyType(found)


def start(*, stop: Event) -> tuple[Thread, ...]:
    """Let each listener run in a thread of its own until ``stop`` is set. None of them keeps the process from ending."""
    threads = tuple(
        Thread(target=_keep, args=(name, listener, stop), name=f"listening to {name}", daemon=True)
        for name, listener in listeners().items()
    )
    for thread in threads:
        thread.start()
    return threads


def _keep(name: str, listener: Listener, stop: Event) -> None:
    while not stop.is_set():
        close_old_connections()
        try:
            listener.run(stop=stop)
        except Exception:
            log.exception("listening to %s ended, and begins again", name)
        finally:
            connections.close_all()
        stop.wait(PAUSE)
