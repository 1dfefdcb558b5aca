"""Mattermost's own OpenAPI description, as the judge of every request we make and of every answer the fake gives.

Where the file is: TOUTDOUX_MATTERMOST_OPENAPI, else ``shared/reference/`` beside this repository. Without it one line says
so, and this judging alone is left out.
"""

import os
import re
import warnings
from functools import cache
from pathlib import Path
from typing import Any, cast

import yaml
from openapi_core import Config, OpenAPI
from openapi_core.datatypes import RequestParameters
from openapi_core.exceptions import OpenAPIError
from openapi_core.validation.request.exceptions import SecurityValidationError
from werkzeug.datastructures import Headers, ImmutableMultiDict

from toutdoux.integrations.mattermost.fake.server import Exchange

BESIDE = Path(__file__).parents[4] / "shared" / "reference" / "mattermost-openapi-v4.yaml"
#: The host under which the description speaks.
HOST = "http://your-mattermost-url.com"
#: The oldest server we call: what is documented as newer is asked of none.
OLDEST = (5, 37)
_MINIMUM = re.compile(r"(?m)^[\s_#*]*Minimum server version[\s_*:]+(\d+)\.(\d+)")
#: What servers answer to whoever asks.
OPEN = {"/api/v4/system/ping", "/api/v4/users/login", "/api/v4/config/client", "/api/v4/license/client"}
#: What servers answer and the description leaves out: who is not in a channel is not found there. The shape is judged all
#: the same, as that of the refusal that is described beside it.
UNSAID = {("GET", "/channels/{}/members/{}", 404): 403}


def description_path() -> Path | None:
    path = Path(os.environ.get("TOUTDOUX_MATTERMOST_OPENAPI") or BESIDE)
    return path if path.exists() else None


@cache
def written() -> dict[str, Any] | None:
    path = description_path()
    if path is None:
        print("Mattermost's OpenAPI description is not here: its judgement is left out")
        return None
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as stream:
        return cast("dict[str, Any]", yaml.load(stream, Loader=loader))


@cache
def description() -> OpenAPI | None:
    found = written()
    if found is None:
        return None
    with warnings.catch_warnings():
        # Of the library's own making, about options that it does not use itself.
        warnings.simplefilter("ignore", DeprecationWarning)
        # The file is taken as it is: it is the judge here, not the judged.
        return OpenAPI.from_dict(found, config=Config(spec_validator_cls=None))


@cache
def _since() -> tuple[tuple[str, re.Pattern[str], int, tuple[int, ...]], ...]:
    """Return each endpoint: its method, its path, how much of that is left open, and since which server there is one."""
    found = []
    for path, operations in (written() or {"paths": {}})["paths"].items():
        pattern = re.compile(re.sub(r"\\\{[^/]+\\\}", "[^/]+", re.escape(path)))
        for method, operation in operations.items():
            said = _MINIMUM.search(str(operation.get("description", ""))) if isinstance(operation, dict) else None
            since = (int(said[1]), int(said[2])) if said else ()
            found.append((method.upper(), pattern, path.count("{"), since))
    return tuple(found)


def since(*, method: str, path: str) -> tuple[int, ...] | None:
    """Return since which server an endpoint exists, as the description says; () for always, None for none there is."""
    fitting = [one for one in _since() if one[0] == method.upper() and one[1].fullmatch(path)]
    return min(fitting, key=lambda one: one[2])[3] if fitting else None


class _Request:
    def __init__(self, exchange: Exchange) -> None:
        self.host_url = HOST
        self.path = exchange.path
        self.method = exchange.method.lower()
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(exchange.query), header=Headers(list(exchange.headers.items()))
        )
        self.content_type = exchange.headers.get("content-type", "")
        self.body = exchange.body or None


class _Response:
    def __init__(self, exchange: Exchange) -> None:
        self.data = exchange.answer
        self.status_code = _described(exchange)
        self.content_type = exchange.content_type
        self.headers = Headers()


def _described(exchange: Exchange) -> int:
    path = re.sub(r"/[a-z0-9]{26}(?=/|$)", "/{}", exchange.path.removeprefix("/api/v4"))
    return UNSAID.get((exchange.method.upper(), path, exchange.status), exchange.status)


def faults(exchange: Exchange) -> list[str]:
    """Return what the description has against a request and its answer."""
    judge = description()
    if judge is None:
        return []
    found = []
    if (since(method=exchange.method, path=exchange.path) or ()) > OLDEST:
        found.append(f"request {exchange.method} {exchange.path}: not there on servers as old as we support")
    request = _Request(exchange)

    def judge_request() -> None:
        judge.validate_request(request)

    def judge_answer() -> None:
        judge.validate_response(request, _Response(exchange))

    for what, check in (("request", judge_request), ("answer", judge_answer)):
        try:
            check()
        except SecurityValidationError:
            # The description asks for a token everywhere, even to sign in.
            if exchange.path not in OPEN:
                found.append(f"request {exchange.method} {exchange.path}: without a token")
        except OpenAPIError as error:
            cause = f": {error.__cause__}" if error.__cause__ else ""
            errors = getattr(error.__cause__, "schema_errors", ())
            found.append(
                f"{what} {exchange.method} {exchange.path} {exchange.status}: {error}{cause} "
                f"{[str(one.message) for one in errors]}"
            )
    return found
