"""The text of a shared pad as notes: which item of the agenda each paragraph is about, and who said it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

#: A title, as pads and Markdown write it: "## The accounts", "2. The accounts", "2) The accounts".
_TITLE = re.compile(r"^(?:#{1,6}\s+|(?P<number>\d{1,2})[.)]\s+)(?P<title>\S.*?)\s*#*$")
#: "Name: what they said", with or without the French space, a list dash or stars around the name.
_SPEECH = re.compile(
    r"^(?:[-*•]\s+)?(?:\*\*|__)?(?P<who>[^:*_]{1,80}?)(?:\*\*|__)?\s*:(?:\*\*|__)?\s+(?P<said>\S.*)$", re.DOTALL
)


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One paragraph of a pad. ``item``: its place in the agenda, from 0, None before the first title that is in it."""

    item: int | None
    who: str
    said: str


def passages(*, text: str, titles: Sequence[str], names: Sequence[str]) -> tuple[Passage, ...]:
    """Return the paragraphs of a pad, in order; nothing of the text is lost.

    ``titles`` are those of the agenda: a heading that is one of them (whatever its case, accents and number) begins that
    item; any other heading stays a paragraph. ``names`` are those of people who may have spoken: "Name: …" is attributed
    only to one of them, so that "Remark: …" stays what it is.
    """
    known = {_plain(title): place for place, title in reversed(list(enumerate(titles)))}
    people = {_plain(name): name for name in names}
    found: list[Passage] = []
    item: int | None = None
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = [line.rstrip() for line in block.strip("\n").split("\n")]
        kept: list[str] = []
        for line in lines:
            place = _place(line.strip(), known)
            if place is None:
                kept += _spoken_apart(kept, line, people, found, item)
                continue
            _add(found, kept, people, item)
            item, kept = place, []
        _add(found, kept, people, item)
    return tuple(found)


def _spoken_apart(
    kept: list[str], line: str, people: dict[str, str], found: list[Passage], item: int | None
) -> list[str]:
    """Begin a passage of its own where somebody else speaks; return the line to keep."""
    if kept and _speaker(line.strip(), people):
        _add(found, kept, people, item)
        kept.clear()
    return [line]


def _place(line: str, known: dict[str, int]) -> int | None:
    title = _TITLE.match(line)
    return known.get(_plain(title["title"])) if title else None


def _speaker(text: str, people: dict[str, str]) -> tuple[str, str] | None:
    speech = _SPEECH.match(text)
    name = people.get(_plain(speech["who"])) if speech else None
    return (name, speech["said"]) if speech and name else None


def _add(found: list[Passage], lines: list[str], people: dict[str, str], item: int | None) -> None:
    text = "\n".join(lines).strip()
    if not text:
        return
    spoken = _speaker(text, people)
    who, said = spoken or ("", text)
    found.append(Passage(item=item, who=who, said=said))


def _plain(text: str) -> str:
    """Return a title or a name without what people write differently: case, accents, spaces, a number in front."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return re.sub(r"^\d{1,2}[.)]\s*", "", " ".join(bare.casefold().split())).strip(" .:")
