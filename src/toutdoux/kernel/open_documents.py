"""OpenDocument files, told by their bytes: which sort one is, and that it carries no program."""

#: Where word processors keep macros and scripts; the names of members stand as they are in the archive.
_PROGRAMS = (b"Basic/", b"Scripts/")
_SORTS = ("text", "spreadsheet", "presentation")


def open_document(data: bytes) -> str:
    """Return ``text``, ``spreadsheet`` or ``presentation``; empty for anything else, and for one that holds a program.

    These files say what they are in their first member, which is stored as it is (ODF 1.3, part 2, 3.3).
    """
    if not data.startswith(b"PK\x03\x04") or data[30:38] != b"mimetype":
        return ""
    if any(name in data for name in _PROGRAMS):
        return ""
    said = data[38:]
    return next(
        (sort for sort in _SORTS if said.startswith(f"application/vnd.oasis.opendocument.{sort}PK".encode())), ""
    )
