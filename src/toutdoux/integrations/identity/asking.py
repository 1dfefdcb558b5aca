"""Asking a provider something: short waits, no redirects, small answers, and one word for whatever goes wrong."""

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.kernel.refusal import Refusal, Refused

logger = logging.getLogger(__name__)

SECONDS = 8
MOST_BYTES = 512 * 1024


def ask(
    method: str,
    url: str,
    *,
    label: str,
    form: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
    bearer: str = "",
) -> dict[str, Any]:
    """Return the JSON object that a provider answers. Refuses, naming the provider by ``label``, when there is none."""
    headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
    try:
        return _object(_body(method, url, form=form, auth=auth, headers=headers))
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError) as error:
        # The address may be read in the log; what was sent to it and what it answered may not.
        logger.warning("%s: %s", urlsplit(url)._replace(query="").geturl(), type(error).__name__)
        raise Refused([Refusal(code=AccountRefusal.PROVIDER_SILENT, data={"label": label})]) from error


def _body(
    method: str, url: str, *, form: Mapping[str, str] | None, auth: tuple[str, str] | None, headers: Mapping[str, str]
) -> bytes:
    with (
        httpx.Client(timeout=SECONDS, follow_redirects=False) as client,
        client.stream(method, url, data=form, auth=auth, headers=headers) as response,
    ):
        if response.status_code != httpx.codes.OK:
            msg = f"it answered {response.status_code}"
            raise ValueError(msg)
        body = b""
        for piece in response.iter_bytes():
            body += piece
            if len(body) > MOST_BYTES:
                msg = "the answer is too large"
                raise ValueError(msg)
        return body


def _object(body: bytes) -> dict[str, Any]:
    found = json.loads(body)
    if not isinstance(found, dict):
        msg = "the answer is no object"
        raise ValueError(msg)  # noqa: TRY004 -- what a server sends has the wrong value, not the wrong type
    return found
