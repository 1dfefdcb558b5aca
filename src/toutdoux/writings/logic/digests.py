"""The digests that the ledger keeps of texts, and a text as its row holds it."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from toutdoux.kernel.canonical import digest


@dataclass(frozen=True, kw_only=True)
class WritingFacts:
    """An edition, a version of a founding text, or what a file says of a past period, for the verifier.

    ``digest``: computed anew from the text; ``printed``: the one its row says. ``place``: what it is a version of, and which.
    ``adopted``: when, by which action or which assembly. ``published``: when, by whom, and the digest of the PDF.
    """

    digest: str
    printed: str
    place: tuple[object, ...]
    at: datetime
    author_id: UUID | None = None
    adopted: tuple[datetime | None, UUID | None, UUID | None] = (None, None, None)
    published: tuple[datetime | None, UUID | None, str] = (None, None, "")


def edition_digest(*, salt: str, document: str) -> str:
    """Return the digest of an edition: salted, so that it tells nothing of a text once erased."""
    return digest({"salt": salt, "document": document})


def charter_digest(text: str) -> str:
    """Return the digest of a version of a founding text, which whoever holds the text may compute too."""
    return digest({"text": text})


def file_digest(file: bytes) -> str:
    """Return the digest of a file, which whoever holds the file may compute too."""
    return sha256(file).hexdigest()


def past_digest(*, salt: str, source: str) -> str:
    """Return the digest of what a file says of a past period, salted too."""
    return digest({"salt": salt, "source": source})
