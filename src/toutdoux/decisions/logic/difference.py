"""The readable difference between two versions of a text, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_WORDS = re.compile(r"\s+|[^\s]+")
#: Beyond this many words, paragraphs are compared instead: the cost of a comparison grows with the square.
_MOST_WORDS = 4000


class Piece(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A run of text and what became of it."""

    piece: Piece
    text: str


def difference(*, before: str, after: str) -> tuple[Part, ...]:
    """Return the parts that turn ``before`` into ``after``.

    Same and removed parts joined give ``before``; same and added parts joined give ``after``.
    """
    old, new = _split(before), _split(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    parts: list[Part] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(Part(piece=Piece.SAME, text="".join(old[i1:i2])))
            continue
        if i2 > i1:
            parts.append(Part(piece=Piece.REMOVED, text="".join(old[i1:i2])))
        if j2 > j1:
            parts.append(Part(piece=Piece.ADDED, text="".join(new[j1:j2])))
    return tuple(parts)


def _split(text: str) -> list[str]:
    return _WORDS.findall(text)
