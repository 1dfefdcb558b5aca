"""What arrives in a request, made into plain values. Nothing here can fail: what is unusable is refused by the rules."""

#: Control characters that a paste brings along: those that part words become a space, the others go.
_CONTROL = {code: " " if code in {11, 12, 133} else None for code in (*range(9), *range(11, 32), *range(127, 160))}


def plain_text(value: str) -> str:
    """Return a text as it was meant: browsers send two characters for one line break, and no database keeps a NUL.

    Nor does a file that people bring elsewhere: of the characters that have no sign, line breaks and tabs stay.
    """
    return value.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)


def whole_number(value: str) -> int:
    """Return a small whole number, or 0 for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0
