"""Words made comparable: the same search finds "Décembre", "decembre" and "DÉCEMBRE" on every database."""

import unicodedata


def searchable(*parts: str) -> str:
    """Return the parts in one line of small letters without accents, for comparing by inclusion."""
    text = unicodedata.normalize("NFKD", " ".join(parts).casefold())
    return " ".join("".join(c for c in text if not unicodedata.combining(c)).split())
