"""The signature of Standard Webhooks 1.0 (symmetric, ``v1``): pure, and checked against the examples of its text.

What is signed is the message's id, the instant of this try and the very bytes of the body, so that none of them can be
changed, and an old message sent again by someone else shows its age.
"""

import base64
import hashlib
import hmac

PREFIX = "whsec_"


def secret_of(key: bytes) -> str:
    """Return a key as its owner is shown it: ``whsec_`` and base64."""
    return PREFIX + base64.b64encode(key).decode("ascii")


def signature(*, secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the value of ``webhook-signature``. ``timestamp`` in seconds since 1970, UTC."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode("ascii")
