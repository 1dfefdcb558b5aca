"""Secrets of others kept at rest: tokens of chats and mailboxes, sealed with a key derived from the installation's own.

A copy of the database alone opens nothing. Whoever holds the signing key as well holds everything; that is said in the
documentation. The key of each purpose is its own, so that what was sealed for one cannot be passed off as another's.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(Exception):  # noqa: N818 -- a fact about what is stored, told to a person
    """What was sealed cannot be opened: the signing key has changed since, or the row was altered."""


def seal(text: str, *, purpose: str) -> str:
    """Return ``text`` sealed for ``purpose``: encrypted and authenticated, in characters a column of text can hold."""
    return _key(purpose).encrypt(text.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """Return what was sealed for ``purpose``. Raises ``Unreadable``."""
    try:
        return _key(purpose).decrypt(sealed.encode("ascii", errors="replace")).decode()
    except InvalidToken as error:
        raise Unreadable(purpose) from error


def _key(purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"toutdoux.integrations.{purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
