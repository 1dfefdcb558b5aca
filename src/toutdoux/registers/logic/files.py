"""Files that are kept with an entry: what they may be, told by their first bytes and not by their name; safe names."""

import re
import unicodedata

from toutdoux.kernel.open_documents import open_document
from toutdoux.kernel.refusal import Refusal
from toutdoux.registers.logic.events import RegisterRefusal

#: A scanned receipt is a tenth of it.
MOST_BYTES = 5 * 1024 * 1024
MOST_FILES = 20
LONGEST_NAME = 100
#: How a file begins, what it is then, and how its name ends.
_BEGINNINGS = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
)
_OPEN_DOCUMENTS = {"text": "odt", "spreadsheet": "ods"}


def file_sort(data: bytes) -> tuple[str, str] | None:
    """Return the media type of a file and how its name ends; None for what is not kept here.

    Kept: PDF, PNG, JPEG, WebP, ODT, ODS. Nothing that a browser or an office program runs: no HTML, SVG, macro or archive.
    """
    for beginning, media_type, suffix in _BEGINNINGS:
        if data.startswith(beginning):
            return media_type, suffix
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", "webp"
    sort = open_document(data)
    if sort not in _OPEN_DOCUMENTS:
        return None
    return f"application/vnd.oasis.opendocument.{sort}", _OPEN_DOCUMENTS[sort]


def file_refusals(*, data: bytes, kept: int) -> list[Refusal]:
    """Return what is wrong with a file; ``kept`` is how many the entry has already."""
    refusals = []
    if not data:
        return [Refusal(code=RegisterRefusal.FILE_EMPTY)]
    if len(data) > MOST_BYTES:
        refusals.append(Refusal(code=RegisterRefusal.FILE_TOO_BIG, data={"most": MOST_BYTES // (1024 * 1024)}))
    if file_sort(data) is None:
        refusals.append(Refusal(code=RegisterRefusal.FILE_UNKNOWN_SORT))
    if kept >= MOST_FILES:
        refusals.append(Refusal(code=RegisterRefusal.FILE_TOO_MANY, data={"most": MOST_FILES}))
    return refusals


def safe_name(*, name: str, suffix: str) -> str:
    """Return a name that no system takes for a path, a hidden file or a program: letters, figures, hyphens, one ending."""
    stem = re.split(r"[/\\]", name)[-1]
    stem = stem.rsplit(".", 1)[0] if "." in stem else stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    plain = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].strip("-")
    return f"{plain or 'file'}.{suffix}"
