"""Running coroutines from tests, whatever else runs in this process."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Found = TypeVar("Found")


def on_a_loop(coroutine: Coroutine[Any, Any, Found]) -> Found:
    """Run a coroutine on a loop and a thread of its own: a browser test keeps one running in the thread of the tests."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
