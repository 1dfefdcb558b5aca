"""Files to read before an assembly: which are taken, under which name and type they are given back. Pure.

A file is told by its first bytes and by its name, which have to agree; it is always handed out as something to keep, never
as a page of ours.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.assemblies.logic.preparing import LONGEST_TITLE
from toutdoux.kernel.open_documents import open_document
from toutdoux.kernel.refusal import Refusal

MEGABYTES = 10
MOST_BYTES = MEGABYTES * 1024 * 1024
#: Documents of one assembly.
MOST_DOCUMENTS = 30
LONGEST_NAME = 120


def _text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\0" not in text


_KINDS: Mapping[str, tuple[str, Callable[[bytes], bool]]] = MappingProxyType(
    {
        "pdf": ("application/pdf", lambda data: data.startswith(b"%PDF-")),
        "odt": ("application/vnd.oasis.opendocument.text", lambda data: open_document(data) == "text"),
        "ods": (
            "application/vnd.oasis.opendocument.spreadsheet",
            lambda data: open_document(data) == "spreadsheet",
        ),
        "odp": (
            "application/vnd.oasis.opendocument.presentation",
            lambda data: open_document(data) == "presentation",
        ),
        "png": ("image/png", lambda data: data.startswith(b"\x89PNG\r\n\x1a\n")),
        "jpg": ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
        "jpeg": ("image/jpeg", lambda data: data.startswith(b"\xff\xd8\xff")),
        "txt": ("text/plain", _text),
        "md": ("text/markdown", _text),
        "csv": ("text/csv", _text),
    }
)

#: What a form offers to choose from.
ENDINGS = tuple(_KINDS)


def media_type(*, name: str, data: bytes) -> str:
    """Return the type of a file whose name and bytes agree; empty for one that is not taken."""
    kind = _KINDS.get(name.rpartition(".")[2].lower()) if "." in name else None
    return kind[0] if kind is not None and kind[1](data) else ""


def safe_name(name: str) -> str:
    """Return the name under which a file is kept and handed out: no folder, no odd character, not too long."""
    plain = re.sub(r"[^\w.\- ]+", "_", re.split(r"[\\/]", name)[-1]).strip(" .")
    stem, _, ending = plain.rpartition(".")
    return f"{(stem or 'document')[: LONGEST_NAME - 10]}.{ending[:8].lower()}"


def document_refusals(*, title: str, name: str, data: bytes, documents: int) -> list[Refusal]:
    """Return every reason why a file is not taken. ``documents``: how many there are beside it."""
    found = []
    if not title.strip():
        found.append(Refusal(code=AssemblyRefusal.TITLE_MISSING, data={"field": "title"}))
    if len(title) > LONGEST_TITLE:
        found.append(Refusal(code=AssemblyRefusal.TOO_LONG, data={"field": "title", "most": LONGEST_TITLE}))
    found += number_refusals(documents=documents, more=1)
    if not data:
        found.append(Refusal(code=AssemblyRefusal.DOCUMENT_EMPTY))
    elif len(data) > MOST_BYTES:
        found.append(Refusal(code=AssemblyRefusal.DOCUMENT_TOO_LARGE, data={"megabytes": MEGABYTES}))
    elif not media_type(name=name, data=data):
        found.append(Refusal(code=AssemblyRefusal.DOCUMENT_NOT_TAKEN))
    return found


def number_refusals(*, documents: int, more: int) -> list[Refusal]:
    """Return why an assembly that has so many documents does not take so many more; none is always taken."""
    if more and documents + more > MOST_DOCUMENTS:
        return [Refusal(code=AssemblyRefusal.TOO_MANY_DOCUMENTS, data={"most": MOST_DOCUMENTS})]
    return []
