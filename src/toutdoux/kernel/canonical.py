"""One byte string for one value: what digests and the hash chain are computed over."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any


def canonical_json(value: Any) -> bytes:
    """Encode ``value`` as UTF-8 JSON with sorted keys and no spaces.

    Accepts what JSON knows: str, int, bool, None, lists and string-keyed mappings. Floats are refused: two
    machines may write the same float differently, and no figure of ours is one.
    """
    _refuse_floats(value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        msg = "a float has no canonical form; write the exact number as text"
        raise TypeError(msg)
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                msg = f"a key must be text, not {key!r}"
                raise TypeError(msg)
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of ``value``, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def instant_text(instant: datetime) -> str:
    """Write an aware instant in UTC with microseconds, the form used in the ledger: ``2020-03-17T18:00:00.000000Z``."""
    if instant.tzinfo is None:
        msg = "an instant needs a time zone"
        raise ValueError(msg)
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def instant_from_text(text: str) -> datetime:
    """Read back what ``instant_text`` wrote. Raises ``ValueError`` on anything else."""
    instant = datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)
    # strptime is lenient (one digit for a month, Arabic-Indic digits): a second way to write the same instant would let
    # two entries that mean the same have two digests.
    if instant_text(instant) != text:
        msg = f"not an instant as the ledger writes it: {text!r}"
        raise ValueError(msg)
    return instant
