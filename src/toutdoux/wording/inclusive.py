"""Inclusive writing in the form an association prefers.

Texts are written with the median dot (« meneur·se », « les élu·es ») and shown in the form chosen in the settings. The
doublet suits screen readers, which stumble on the dot. Everything else we write avoids gender, so that this is enough.
"""

import re
from enum import StrEnum


class InclusiveForm(StrEnum):
    """How gendered words are shown."""

    MEDIAN = "median"
    DOUBLET = "doublet"


#: Letters, a dot, letters, and perhaps « ·s » besides, as some write « meneur·se·s ».
_WORD = re.compile(r"([^\W\d_]+(?:[-'’][^\W\d_]+)*)·([^\W\d_]+)(·?s)?(?!\w)")

#: Words whose two forms have little in common: feminine first, as in the alphabet.
_PAIRS = {
    "il·elle": ("elle", "il"),
    "ils·elles": ("elles", "ils"),
    "le·la": ("la", "le"),
    "celui·celle": ("celle", "celui"),
    "ceux·celles": ("celles", "ceux"),
    "tous·tes": ("toutes", "tous"),
    "tout·e": ("toute", "tout"),
}

#: The end of the masculine and what follows the dot, and the end of the feminine that they make together.
_ENDINGS = (
    ("teur", "rice", "trice"),
    ("teur", "trice", "trice"),
    ("eur", "se", "euse"),
    ("eur", "euse", "euse"),
    ("er", "ère", "ère"),
    ("ier", "ière", "ière"),
    ("f", "ve", "ve"),
    ("if", "ive", "ive"),
    ("eux", "se", "euse"),
    ("eux", "euse", "euse"),
    ("", "e", "e"),
    ("", "ne", "ne"),
    ("", "le", "le"),
    ("", "te", "te"),
)


def inclusive(text: str, form: InclusiveForm | str) -> str:
    """Return ``text`` with its gendered words in the preferred ``form``; words that fit no pattern stay as they are.

    « meneur·se » becomes « meneuse ou meneur », « les élu·es » « les élues et élus ».
    """
    if InclusiveForm(form) is InclusiveForm.MEDIAN:
        return text
    return _WORD.sub(_doublet, text)


def _doublet(match: re.Match[str]) -> str:
    pair = _forms(match[0].lower(), match[1], match[2], bool(match[3]))
    if pair is None:
        return match[0]
    feminine, masculine, plural = pair
    # A capital at the beginning belongs to the first word now.
    if match[0][0].isupper():
        feminine, masculine = feminine[:1].upper() + feminine[1:], masculine[:1].lower() + masculine[1:]
    return f"{feminine} {'et' if plural else 'ou'} {masculine}"


def _forms(whole: str, stem: str, ending: str, marked: bool) -> tuple[str, str, bool] | None:  # noqa: FBT001
    if whole in _PAIRS:
        feminine, masculine = _PAIRS[whole]
        return feminine, masculine, feminine.endswith("s")
    plural = marked
    if not marked and ending.endswith("s"):
        plural, ending = True, ending[:-1]
    mark = "s" if plural else ""
    for masculine_end, after_dot, feminine_end in _ENDINGS:
        if ending == after_dot and stem.endswith(masculine_end):
            feminine = stem[: len(stem) - len(masculine_end)] + feminine_end + mark
            masculine = stem if stem.endswith(("x", "s")) else stem + mark
            return feminine, masculine, plural
    return None
