"""What somebody wrote in an answer by mail, without what their program added: pure.

The libraries that do this guess by long expressions, in each language, and take "Thanks, see you on Monday" for a signature;
what a hostile mail makes of such expressions is another matter. Here only marks that programs agree on end the words: the
line ``-- `` of a signature (RFC 3676), quoted lines and the line that introduces them, the headers of the mail that is
answered, the rule that some programs draw. Where none is there, everything stays: too much is read past, words that
are lost are not.
"""

import re
from collections.abc import Sequence

#: Lines read, and the longest that may be a mark: an answer is short, and time must not grow with what is quoted.
MOST_LINES = 5_000
_LONGEST = 400

_SIGNATURE = re.compile(r"^--\s?$")
_PHONE = re.compile(r"^(sent from my |envoyé de(puis)? mon |sent from outlook|envoyé à partir d)", re.IGNORECASE)
_RULE = re.compile(
    r"^(_{10,}|-{2,} ?(original message|message d['’]origine|message original|forwarded message|message transféré) ?-{2,})$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"^\*?(from|de|sent|envoyé|date|to|à|subject|objet)[\s\u00a0\u202f]?:", re.IGNORECASE)
_INTRODUCED = re.compile(r"(wrote|a écrit|écrivait)[\s\u00a0\u202f]?:$", re.IGNORECASE)
_INTRODUCES = re.compile(r"^(on|le|am|el|il)\b", re.IGNORECASE)


def own_words(text: str) -> str:
    """Return what the author of an answer wrote, quotes between their own lines included; empty if there is nothing."""
    lines = [line.rstrip() for line in _lines(text)]
    end = next((index for index in range(len(lines)) if _ends(lines, index)), len(lines))
    kept = lines[:end]
    # What is quoted after the last word of one's own answers nothing.
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith(">") or _introduces(kept, len(kept) - 1)):
        kept.pop()
    return "\n".join(kept).strip()


def _lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").split("\n")[:MOST_LINES]


def _ends(lines: Sequence[str], index: int) -> bool:
    """Say whether the author's words end before this line."""
    line = lines[index]
    if len(line) > _LONGEST:
        return False
    if _SIGNATURE.match(line) or _RULE.match(line) or _PHONE.match(line):
        return True
    if sum(bool(_HEADER.match(other)) for other in lines[index : index + 4]) >= 3 and _HEADER.match(line):
        return True
    # "On Monday … Alice wrote:", on one line or two, then nothing but the quote.
    return _introduces(lines, index) and all(_quoted(other) for other in lines[index + _length(lines, index) :][:3])


def _introduces(lines: Sequence[str], index: int) -> bool:
    return _length(lines, index) > 0


def _length(lines: Sequence[str], index: int) -> int:
    """Return how many lines the introduction of a quote takes that begins at ``index``; 0: none does."""
    if not _INTRODUCES.match(lines[index]):
        return 0
    for more in (1, 2, 3):
        joined = " ".join(lines[index : index + more])
        if len(joined) <= _LONGEST and _INTRODUCED.search(joined):
            return more
    return 0


def _quoted(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith(">")
