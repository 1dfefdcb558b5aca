"""Words made comparable: the same search finds "Décembre", "decembre" and "DÉCEMBRE" on every database."""

import unicodedata


def searchable(*parts: str) -> str:
    """Return the parts in one line of small letters without accents, for comparing by inclusion."""
    # Taking letters apart can bring capitals out (𝕬), and making them small can bring accents out (İ): hence twice.
    text = " ".join(parts)
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(text.split())
