"""Calling integrations back, as the real server does."""

from urllib.parse import urlencode

import httpx

from toutdoux.integrations.mattermost.fake.state import Refuse, Row

#: Seconds that integrations get to answer.
PATIENCE = 10.0


def call(url: str, said: Row, error_id: str, *, form: bool = False, headers: dict[str, str] | None = None) -> Row:
    """Call an integration and return its answer; refuse in its place when it does not answer well."""
    try:
        with httpx.Client(timeout=PATIENCE, trust_env=False) as http:
            if form:
                content_type = "application/x-www-form-urlencoded"
                answered = http.post(
                    url, content=urlencode(said), headers={"Content-Type": content_type, **(headers or {})}
                )
            else:
                answered = http.post(url, json=said, headers=headers)
    except httpx.HTTPError as failed:
        raise Refuse(400, error_id) from failed
    if answered.status_code != 200:
        raise Refuse(400, error_id, f"status={answered.status_code}")
    try:
        found = answered.json() if answered.content else {}
    except ValueError as failed:
        raise Refuse(400, error_id) from failed
    return found if isinstance(found, dict) else {}
