"""Secrets that travel in links: only their digest is kept."""

import hashlib


def token_digest(token: str) -> str:
    """Return what is stored of a secret link: SHA-256 of its 256 random bits, as hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()
