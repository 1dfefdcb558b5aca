"""The seal on what a button carries back: an HMAC under a secret of the connection, so that nobody can make one up. Pure."""

import hmac
from collections.abc import Mapping
from typing import Any

from toutdoux.kernel.canonical import canonical_json

Fields = Mapping[str, str | int]


def sealed(*, secret: str, fields: Fields, sort: str = "") -> dict[str, str | int]:
    """Return the fields with their seal, as they go into ``integration.context``.

    ``sort``: a word before what is sealed, so that the seal of one sort of button is never that of another.
    """
    return {**fields, "seal": _seal(secret, fields, sort)}


def holds(*, secret: str, fields: Fields, given: Mapping[str, Any], sort: str = "") -> bool:
    """Say whether the seal of what was given is that of these fields. Raises ``AttributeError`` or ``KeyError`` for none."""
    return hmac.compare_digest(_seal(secret, fields, sort).encode(), given["seal"].encode())


def _seal(secret: str, fields: Fields, sort: str) -> str:
    before = f"{sort}:".encode() if sort else b""
    return hmac.new(secret.encode(), before + canonical_json(dict(fields)), "sha256").hexdigest()
