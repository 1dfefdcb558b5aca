"""How many questions a page asks the database, and what the database makes of the slowest of them."""

from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def questions(*, session: str, paths: list[str]) -> dict[str, int]:
    """Return the number of queries of each page, as the member of `session` gets it."""
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    found: dict[str, Any] = {}
    for path in paths:
        # Once before, so that a visit is noted and rules are read.
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        found[path] = len(captured)
    return found
