"""What arrives in a request, made into plain values. Nothing here can fail: what is unusable is refused by the rules."""


def plain_text(value: str) -> str:
    """Return a text as it was meant: browsers send two characters for one line break, and no database keeps a NUL."""
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def whole_number(value: str) -> int:
    """Return a small whole number, or 0 for anything else."""
    return int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0
