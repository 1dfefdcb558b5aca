"""Founding texts, article by article, and what changed between two versions of one."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

LONGEST_CHARTER = 200_000
LONGEST_NOTE = 300
_TITLE = re.compile(r"^#{1,3}\s+(?P<title>.+?)\s*#*\s*$")


class Charter(StrEnum):
    """The two founding texts of an association. Stored words, and parts of addresses."""

    STATUTES = "statutes"
    INTERNAL_RULES = "internal-rules"


@dataclass(frozen=True, kw_only=True)
class Article:
    """One article: its title (empty for what stands before the first), and its text in Markdown."""

    title: str
    text: str


class Fate(StrEnum):
    """What became of an article from one version to the next."""

    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """An article in the older version and in the newer one; empty on the side where it is not."""

    title: str
    fate: Fate
    before: str
    after: str


def articles(text: str) -> tuple[Article, ...]:
    """Cut a Markdown text at its headings. What stands before the first is an article without a title, if it says something."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.replace("\r\n", "\n").split("\n"):
        heading = _TITLE.match(line)
        if heading:
            found.append((heading["title"], []))
        else:
            found[-1][1].append(line)
    cut = [Article(title=title, text="\n".join(lines).strip()) for title, lines in found]
    return tuple(article for article in cut if article.title or article.text)


def compared(*, before: str, after: str) -> tuple[Compared, ...]:
    """Compare two versions article by article; articles are told apart by their titles, in order."""
    old, new = articles(before), articles(after)
    found: list[Compared] = []
    matcher = SequenceMatcher(None, [one.title for one in old], [one.title for one in new], autojunk=False)
    for what, first, last, start, end in matcher.get_opcodes():
        if what == "equal":
            for one, other in zip(old[first:last], new[start:end], strict=True):
                fate = Fate.SAME if one.text == other.text else Fate.CHANGED
                found.append(Compared(title=other.title, fate=fate, before=one.text, after=other.text))
        else:
            found += [
                Compared(title=one.title, fate=Fate.REMOVED, before=one.text, after="") for one in old[first:last]
            ]
            found += [Compared(title=one.title, fate=Fate.ADDED, before="", after=one.text) for one in new[start:end]]
    return tuple(found)
