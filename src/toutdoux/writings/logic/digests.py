"""The digests that the ledger keeps of texts."""

from toutdoux.kernel.canonical import digest


def edition_digest(*, salt: str, document: str) -> str:
    """Return the digest of an edition: salted, so that it tells nothing of a text once erased."""
    return digest({"salt": salt, "document": document})


def charter_digest(text: str) -> str:
    """Return the digest of a version of a founding text, which whoever holds the text may compute too."""
    return digest({"text": text})
