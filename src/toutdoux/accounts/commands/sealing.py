"""Secrets that must be read again, sealed under the installation's signing key: the database alone tells none of them."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from toutdoux.accounts.logic.refusals import AccountRefusal
from toutdoux.kernel.refusal import Refusal, Refused


def seal(secret: bytes) -> str:
    """Return ``secret`` sealed."""
    return _fernet().encrypt(secret).decode()


def unseal(sealed: str) -> bytes:
    """Return what was sealed; refuses what was sealed under another signing key."""
    try:
        return _fernet().decrypt(sealed.encode())
    except InvalidToken as error:
        raise Refused([Refusal(code=AccountRefusal.SECRET_UNREADABLE)]) from error


def _fernet() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"toutdoux.accounts.sealing")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))
